//! The report of `jixiao check`: where it goes, and that it is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{named, no_file, put, refuse_input, say, usage};
use crate::cli::{CheckArgs, ReportFormatArg};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{shown, word};
use crate::form::Attribute;
use crate::overview::findings::Worklist;
use crate::source::{Forms, STDIN};
use crate::system::output;
use crate::tabular::TableFormat;
use crate::text::filename::names;

/// A report that is asked for.
pub struct Report {
    format: TableFormat,
    to: Destination,
    /// What the files of a group have in common.
    pub by: Attribute,
}

enum Destination {
    Stdout,
    File(PathBuf),
    /// A file for each group.
    Folder(PathBuf),
}

impl Report {
    /// The report that a command line asks for, if it does.
    pub fn of(args: &CheckArgs, forms: &Forms) -> Result<Option<Self>, ExitCode> {
        let format = match args.report.report {
            Some(ReportFormatArg::Html) => TableFormat::Html,
            Some(ReportFormatArg::Csv) => TableFormat::Csv,
            Some(ReportFormatArg::Xlsx) => TableFormat::Xlsx,
            None => return refuse_ending(args.to.path()).map(|()| None),
        };
        let path = args.to.output.as_deref().filter(|path| path.as_os_str() != STDIN);
        let report = match &args.report.by {
            Some(word) => {
                let to = folder(path, format)?;
                Self { format, to, by: named::common("--by", word, forms)? }
            }
            None => Self { format, to: file(path, format)?, by: Attribute::Department },
        };
        if let Destination::File(path) = &report.to {
            refuse_input(Some(path), &args.inputs.paths)?;
        }
        Ok(Some(report))
    }

    /// Writes the report, and says where it is.
    pub fn write(&self, worklist: &Worklist) -> Result<(), Diagnostic> {
        match &self.to {
            Destination::Stdout => {
                let bytes = worklist.tables(None).to_bytes(self.format)?;
                put(|out| out.write_all(&bytes))
            }
            Destination::File(path) => {
                output::write(path, &worklist.tables(None).to_bytes(self.format)?)?;
                say(format_args!("报告写在 {} 里", shown(path)));
                Ok(())
            }
            Destination::Folder(folder) => self.write_each(worklist, folder),
        }
    }

    /// Writes a file for each group in which something was found.
    fn write_each(&self, worklist: &Worklist, folder: &Path) -> Result<(), Diagnostic> {
        let (found, fine): (Vec<_>, Vec<_>) =
            worklist.groups().partition(|(_, is_found)| *is_found);
        let titles: Vec<String> = found.iter().map(|(group, _)| group.title()).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        let ending = self.format.ending();
        // A name has no separators, so the file is in the folder. A link of that name is replaced.
        let names = names(&titles, |_| true).into_iter();
        let written: Vec<String> = names.map(|name| format!("{name}.{ending}")).collect();
        for ((group, _), name) in found.iter().zip(&written) {
            let bytes = worklist.tables(Some(group)).to_bytes(self.format)?;
            output::write(&folder.join(name), &bytes)?;
        }
        self.tell(folder, &written, fine.len());
        Ok(())
    }

    /// Says which files have been written to a folder, for how many groups there was nothing to
    /// write, and which files may be old ones.
    fn tell(&self, folder: &Path, written: &[String], fine: usize) {
        let shown = shown(folder);
        let by = self.by.title();
        let fine = match fine {
            0 => String::new(),
            fine => format!("；另有 {fine} 个{by}没有问题，没有写"),
        };
        match written.len() {
            0 => say("没有问题，没有写报告"),
            count => say(format_args!("{count} 份报告写在 {shown} 文件夹里，一个{by}一份{fine}")),
        }
        let old = others(folder, self.format, written);
        if old > 0 {
            let ending = self.format.ending();
            say(format_args!("{shown} 里另有 {old} 份 .{ending} 文件，不是这一次写的"));
        }
    }
}

/// Refuses a file that is called like a report, where none is asked for.
fn refuse_ending(path: Option<&Path>) -> Result<(), ExitCode> {
    match path.and_then(TableFormat::of) {
        None | Some(TableFormat::Text) => Ok(()),
        Some(format) => {
            let ending = format.ending();
            Err(usage(&format!("没有写要什么样的 {ending}\n提示：加上 --report {ending}")))
        }
    }
}

/// How many reports are in the folder that have not been written now.
fn others(folder: &Path, format: TableFormat, written: &[String]) -> usize {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let is_other = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        TableFormat::of(path) == Some(format) && !written.iter().any(|it| *it == name)
    };
    entries.filter_map(Result::ok).filter(|entry| is_other(&entry.path())).count()
}

/// The file that `-o` names; standard output where it names none.
fn file(path: Option<&Path>, format: TableFormat) -> Result<Destination, ExitCode> {
    let ending = format.ending();
    let Some(path) = path else {
        return match format {
            TableFormat::Xlsx => Err(usage("“--report xlsx”要写到文件\n提示：加上 -o 报告.xlsx")),
            _ => Ok(Destination::Stdout),
        };
    };
    if let Some(message) = no_file(path, &format!("报告.{ending}")) {
        return Err(usage(&(message + "；要一个部门一份，加上 --by 主管部门")));
    }
    if TableFormat::of(path) == Some(format) {
        return Ok(Destination::File(path.to_owned()));
    }
    let shown = shown(path);
    let right = word(&path.with_extension(ending));
    let other = match TableFormat::of(path) {
        Some(other) if other != TableFormat::Text => {
            format!("，或者 --report {}", other.ending())
        }
        _ => String::new(),
    };
    Err(usage(&format!(
        "{shown} 的结尾和“--report {ending}”不一样，这样的文件打不开\n提示：写成 -o {right}{other}"
    )))
}

/// The folder that `-o` names.
fn folder(path: Option<&Path>, format: TableFormat) -> Result<Destination, ExitCode> {
    let Some(path) = path else {
        return Err(usage(
            "“--by”要和“-o”同用：一个部门一份报告，写到一个文件夹里\n提示：加上 -o 报告",
        ));
    };
    let shown = shown(path);
    if path.is_dir() {
        return Ok(Destination::Folder(path.to_owned()));
    }
    if path.symlink_metadata().is_ok() || TableFormat::of(path).is_some() {
        let ending = format.ending();
        return Err(usage(&format!(
            "“--by”同用时“-o”是文件夹，{shown} 不是\n提示：写一个文件夹，如 -o 报告；要写成一份 \
             .{ending} 文件，去掉 --by"
        )));
    }
    Ok(Destination::Folder(path.to_owned()))
}
