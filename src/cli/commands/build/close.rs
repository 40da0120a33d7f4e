//! The end of a build: what came of it, and where it is.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use super::super::{complain, exit_code, not_told, say};
use crate::batch::{Left, Printing, Report, Teller, Totals};
use crate::diagnostic::render::shown;
use crate::diagnostic::{Diagnostic, in_chinese};
use crate::print::export::Format;

/// Ends the report, and says the same to the user, and where the forms are; gives the exit
/// code.
pub fn close(
    printing: &Printing,
    format: Format,
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
        Left::lines(&format!("没有排成的{}", format.title()), &printing.left),
        Left::lines("没有看的文件", &Left::passed_over(of_none)),
    ];
    lines.iter().flatten().for_each(say);
    let counted = totals.in_words(format.title(), format.is_draft());
    say(format_args!("{counted}{}", not_told(allowed)));
    say(whereabouts(printing, format, output));
    // What is wrong with the forms is what drafts are asked for.
    let errors = match format.is_draft() {
        true => of_none.iter().chain(&printing.found).filter(|it| it.is_error()).count(),
        false => errors,
    };
    exit_code(errors + totals.failed + totals.skipped > 0 || reported.is_err())
}

/// Where the forms or their drafts are, of which some may have been printed before.
fn whereabouts(printing: &Printing, format: Format, folder: &Path) -> String {
    let Totals { built, current, failed, skipped, .. } = printing.totals;
    let title = format.title();
    let which = if failed + skipped > 0 { "排成的" } else { "" };
    let after = match format.is_draft() {
        true => "，不能报送；改好以后，不加 --draft 再排",
        false => "",
    };
    match (built + current, printing.files.as_slice()) {
        (0, _) if !folder.exists() => "没有写任何文件".into(),
        (0, _) => format!("{} 文件夹里没有新的{title}", shown(folder)),
        (1, [file]) => format!("{which}{title}在 {}{after}", shown(&folder.join(file))),
        _ => format!("{which}{title}在 {} 文件夹里{after}", shown(folder)),
    }
}
