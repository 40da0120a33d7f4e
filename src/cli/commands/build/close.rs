//! The end of a build: what came of it, and where it is.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::super::{complain, exit_code, not_told, say};
use crate::batch::{Left, Printing, Report, Teller, Totals};
use crate::diagnostic::render::shown;
use crate::diagnostic::{Diagnostic, in_chinese};

/// Ends the report, and says the same to the user, and where the forms are; gives the exit
/// code.
pub fn close(
    printing: &Printing,
    output: &Path,
    teller: &Teller,
    started: Instant,
    report: Report,
    of_none: &[Diagnostic],
) -> ExitCode {
    let Teller { errors, warnings, allowed, .. } = *teller;
    let seconds = started.elapsed().as_secs_f64();
    let totals = Totals { errors, warnings, seconds, ..printing.totals };
    let reported = report.end(totals, of_none);
    if let Err(cause) = &reported {
        complain(format_args!("错误：记录没有写全：{}", in_chinese(cause)));
    }
    let lines = [
        Left::lines("没有排成的表格", &printing.left),
        Left::lines("没有看的文件", &Left::passed_over(of_none)),
    ];
    lines.iter().flatten().for_each(say);
    say(format_args!("{totals}{}", not_told(allowed)));
    say(whereabouts(printing, output));
    exit_code(errors + totals.failed + totals.skipped > 0 || reported.is_err())
}

/// Where the forms are, of which some may have been printed before.
fn whereabouts(printing: &Printing, folder: &Path) -> String {
    let Totals { built, current, failed, skipped, .. } = printing.totals;
    let which = if failed + skipped > 0 { "排成的表格" } else { "表格" };
    match (built + current, printing.files.as_slice()) {
        (0, _) if !folder.exists() => "没有写任何文件".into(),
        (0, _) => format!("{} 文件夹里没有新的表格", shown(folder)),
        (1, [file]) => format!("{which}在 {}", shown(&folder.join(file))),
        _ => format!("{which}在 {} 文件夹里", shown(folder)),
    }
}
