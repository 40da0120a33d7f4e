//! `jixiao roll`: next year's project files from this year's.

use std::io::{self, Write};
use std::process::ExitCode;

use super::{exit_code, load_forms, print, put, refuse_slips, say};
use crate::cli::RollArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{one_line, shown};
use crate::source::Defaults;
use crate::source::roll::{self, Look, Order, Roll, RolledFile};

/// Writes the files, and lists the places in them that want another look.
pub fn run(args: &RollArgs) -> Result<ExitCode, ExitCode> {
    refuse_slips(&args.inputs.paths)?;
    let forms = load_forms(args.templates.as_deref())?;
    let year = args.year.to_string();
    let order = Order { paths: &args.inputs.paths, year: &year, output: args.output.as_deref() };
    let rolled = roll::roll(&order, &Defaults::new(forms));
    match rolled.and_then(|roll| roll.write().map(|()| roll)) {
        Ok(roll) => {
            print(&roll.found);
            let listed = put(|out| roll.files.iter().try_for_each(|file| list(out, file)));
            say(closing_line(&roll));
            let failed = listed.map_err(|found| print(&[found])).is_err();
            Ok(exit_code(failed || roll.found.iter().any(Diagnostic::is_error)))
        }
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

/// Lists the places in a new file: what was changed, and what wants another look.
fn list(out: &mut dyn Write, file: &RolledFile) -> io::Result<()> {
    let path = shown(&file.to);
    let mut write = |verb: &str, look: &Look| {
        let place = match (look.line, look.column) {
            (Some(line), Some(column)) => format!("{path}:{line}:{column}"),
            _ => path.clone(),
        };
        let (reason, excerpt) = (look.reason.title(), one_line(&look.excerpt));
        writeln!(out, "{place}: {verb}：{reason}：{excerpt}")
    };
    file.changes.iter().try_for_each(|look| write("已改", look))?;
    file.looks.iter().try_for_each(|look| write("请看", look))
}

fn closing_line(roll: &Roll) -> String {
    let changes: usize = roll.files.iter().map(|file| file.changes.len()).sum();
    let looks = roll.count();
    format!("写了 {} 份文件，改了 {changes} 处；有 {looks} 处请再看一看", roll.files.len())
}
