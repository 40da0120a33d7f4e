//! `jixiao list`: the projects as a table.

use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use terminal_size::{Width, terminal_size_of};

use super::{
    deliver, exit_code, itself, load_assets, load_severities, print as print_findings,
    refuse_input, refuse_slips, say, usage,
};
use crate::batch::attribute::Attribute;
use crate::batch::listing::{Arrangement, Listing, ListingTotals, PageCounter, Reader, SortKey};
use crate::batch::worker::{Setup, Team};
use crate::check::examine::Examiner;
use crate::cli::{ListArgs, ListFormatArg};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{clean, word};
use crate::print::Options;
use crate::print::export::Format;
use crate::source::{self, Forms, Inputs};
use crate::tabular::TableFormat;

/// Prints the table, and says where to learn more of what is wrong.
pub fn run(mut args: ListArgs) -> Result<ExitCode, ExitCode> {
    let target = Target::of(&args)?;
    let (forms, typesetter) = load_assets(&args.assets)?;
    let arrangement = arrangement(&args, &forms)?;
    refuse_slips(&args.inputs.paths)?;
    let Inputs { projects, mut found } = source::find(&args.inputs.paths);
    let files: Vec<PathBuf> = projects.iter().map(|input| input.path.to_path_buf()).collect();
    refuse_input(target.path.as_deref(), &files)?;
    let (severities, of_settings) =
        load_severities(&mut args.severities, files.iter().map(PathBuf::as_path))?;
    found.extend(of_settings);
    let itself = || itself("worker");
    let counter =
        || PageCounter { typesetter: &typesetter, team: team(&itself, &args, projects.len()) };
    let reader = Reader {
        examiner: Examiner::new(&forms, typesetter.fonts(), &severities),
        pages: arrangement.needs(&Attribute::Pages).then(counter),
        jobs: args.jobs,
    };
    let (lines, failed) = reader.read(&projects, &arrangement);
    let listing = Listing::new(lines, arrangement);
    // What is wrong with the paths belongs to none of the projects.
    found.extend(target.write(&listing).err());
    let is_unsound = found.iter().any(Diagnostic::is_error);
    let ListingTotals { errors, warnings, .. } = listing.totals;
    let to_check = errors - failed.iter().filter(|failed| failed.is_error()).count();
    found.extend(failed);
    print_findings(&found);
    if to_check + warnings > 0 {
        say(format_args!("有 {to_check} 处错误、{warnings} 处警告，用 jixiao check 查看"));
    }
    Ok(exit_code(errors > 0 || is_unsound))
}

/// The workers that count the pages of forms with a layout of one's own.
fn team<'a>(
    itself: &'a (dyn Fn() -> std::process::Command + Sync),
    args: &ListArgs,
    forms: usize,
) -> Team<'a> {
    let setup = Setup {
        templates: args.assets.templates.clone().map(Into::into),
        fonts: args.assets.fonts.clone().map(Into::into),
        options: Options { format: Format::Pdf { time: None }, attach: false },
        threads: NonZeroUsize::MIN,
        counts_only: true,
    };
    Team::of(itself, setup, args.jobs, forms, args.patience.timeout())
}

/// Where the table goes, and how.
struct Target {
    format: ListFormatArg,
    /// The file; standard output where there is none.
    path: Option<PathBuf>,
}

impl Target {
    fn of(args: &ListArgs) -> Result<Self, ExitCode> {
        if args.format.is_none()
            && let Some(format) = args.to.old_format()
        {
            return Ok(Self { format, path: None });
        }
        let path = args.to.path();
        if let Some(folder) = path.filter(|path| path.is_dir()) {
            let shown = clean(&folder.display().to_string());
            let file = word(&folder.join("一览.xlsx"));
            return Err(usage(&format!("“-o”不能写到 {shown}：它是文件夹\n提示：写成 -o {file}")));
        }
        let by_ending = path.map(by_ending);
        let format = match (args.format, by_ending) {
            (Some(format), _) | (None, Some(Some(format))) => format,
            (None, None) => ListFormatArg::Text,
            (None, Some(None)) => {
                let shown = clean(&path.unwrap_or(Path::new("")).display().to_string());
                return Err(usage(&format!(
                    "看不出 {shown} 要写成什么格式\n提示：文件名以 .xlsx、.csv、.html、.json \
                     或 .txt 结尾，或者加上 --format xlsx"
                )));
            }
        };
        if path.is_none() && format == ListFormatArg::Xlsx {
            return Err(usage("“--format xlsx”要写到文件\n提示：加上 -o 一览.xlsx"));
        }
        Ok(Self { format, path: path.map(Path::to_owned) })
    }

    fn write(&self, listing: &Listing) -> Result<(), Diagnostic> {
        let bytes = match (self.format, &self.path) {
            (ListFormatArg::Json, _) => listing.to_json()?.into_bytes(),
            (ListFormatArg::Text, None) => {
                let width = terminal_size_of(io::stdout()).map(|(Width(width), _)| width.into());
                listing.tables(false).to_text(width).into_bytes()
            }
            (ListFormatArg::Text, _) => listing.tables(false).to_bytes(TableFormat::Text)?,
            (ListFormatArg::Csv, _) => listing.tables(true).to_bytes(TableFormat::Csv)?,
            (ListFormatArg::Xlsx, _) => listing.tables(true).to_bytes(TableFormat::Xlsx)?,
            (ListFormatArg::Html, _) => listing.tables(true).to_bytes(TableFormat::Html)?,
        };
        deliver(self.path.as_deref(), |out| out.write_all(&bytes))?;
        let Some(path) = &self.path else { return Ok(()) };
        let (count, path) = (listing.projects.len(), clean(&path.display().to_string()));
        say(format_args!("{count} 个项目写在 {path} 里"));
        Ok(())
    }
}

/// The format of a file by its name.
fn by_ending(path: &Path) -> Option<ListFormatArg> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    Some(match TableFormat::of(path) {
        Some(TableFormat::Text) => ListFormatArg::Text,
        Some(TableFormat::Csv) => ListFormatArg::Csv,
        Some(TableFormat::Xlsx) => ListFormatArg::Xlsx,
        Some(TableFormat::Html) => ListFormatArg::Html,
        None if is_json => ListFormatArg::Json,
        None => return None,
    })
}

/// What the table shows, and in which order.
fn arrangement(args: &ListArgs, forms: &Forms) -> Result<Arrangement, ExitCode> {
    let named = |option: &str, text: &str| {
        Attribute::named(text, forms).map_err(|why| usage(&format!("“{option}”：{}", clean(&why))))
    };
    let mut columns = Vec::new();
    for text in args.columns.iter().flat_map(|it| list(it)) {
        let column = named("--columns", text)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if args.columns.is_some() && columns.is_empty() {
        return Err(usage("“--columns”后面没有写栏\n提示：如 --columns 项目名称,资金总额"));
    }
    let by = args.by.as_deref().map(|text| named("--by", text)).transpose()?;
    if let Some(by) = by.as_ref().filter(|by| by.is_number()) {
        let by = by.title();
        return Err(usage(&format!(
            "“--by”不能是“{by}”：它是数字，不能分组\n提示：要按它排序，用 --sort -{by}"
        )));
    }
    let mut sort = Vec::new();
    for text in args.sort.iter().flat_map(|it| list(it)) {
        let (is_descending, name) = match text.strip_prefix(['-', '－', '−']) {
            Some(name) => (true, name),
            None => (false, text),
        };
        sort.push(SortKey { attribute: named("--sort", name)?, is_descending });
    }
    Ok(Arrangement { columns: args.columns.is_some().then_some(columns), by, sort })
}

/// The names in a list that people write with one comma or another.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty())
}
