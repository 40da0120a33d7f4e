//! `jixiao fmt`: project files in their one canonical layout.

use std::path::Path;
use std::process::ExitCode;

use super::{exit_code, inputs, load_forms, mention, print, put, say};
use crate::cli::FmtArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::source::{self, Defaults, Input, Inputs, STDIN, layout};
use crate::system::parallel;
use crate::system::rewrite::Rewrite;

/// What to do with a file that is not in canonical layout.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Write it.
    Write,
    /// Name it.
    Check,
    /// Show the changes.
    Diff,
    /// Put out the whole text, changed or not: an editor waits for it.
    Filter,
}

impl Mode {
    fn of(args: &FmtArgs) -> Self {
        match args {
            FmtArgs { diff: true, .. } => Self::Diff,
            FmtArgs { check: true, .. } => Self::Check,
            _ if args.paths == [Path::new(STDIN)] => Self::Filter,
            _ => Self::Write,
        }
    }
}

/// Formats the files, or shows what there is to format, and says how many there are.
pub fn run(args: &FmtArgs) -> Result<ExitCode, ExitCode> {
    let mode = Mode::of(args);
    let Inputs { projects, mut found } =
        inputs(&args.paths, args.stdin_name.as_deref(), source::find_with_defaults)?;
    let mut counts = Counts::default();
    let mut shown = String::new();
    let defaults = Defaults::new(load_forms(args.templates.as_deref())?);
    for formatted in parallel::map(&projects, None, |input| format(input, &defaults)) {
        match formatted.and_then(|rewrite| settle(&rewrite, mode, &mut shown)) {
            Ok(true) => counts.changed += 1,
            Ok(false) => counts.unchanged += 1,
            Err(diagnostics) => {
                counts.failed += 1;
                found.extend(diagnostics);
            }
        }
    }
    found.extend(put(|out| out.write_all(shown.as_bytes())).err());
    print(&found);
    let is_dry = matches!(mode, Mode::Check | Mode::Diff);
    // Some editors take all that is said for the text.
    if mode != Mode::Filter {
        say(counts.closing_line(is_dry));
    }
    let has_errors = found.iter().any(Diagnostic::is_error);
    Ok(exit_code(has_errors || (is_dry && counts.changed > 0)))
}

/// The file, with the text that it should have.
fn format(input: &Input, defaults: &Defaults) -> Result<Rewrite, Vec<Diagnostic>> {
    let before = input.load()?;
    let form = source::form_of(input, defaults)?;
    let after = layout::format(&before, defaults.forms(), &form)?;
    Ok(Rewrite { before, after })
}

/// Does with a file what the mode says, and adds to what is `shown`; whether there was
/// anything to change in it.
fn settle(rewrite: &Rewrite, mode: Mode, shown: &mut String) -> Result<bool, Vec<Diagnostic>> {
    let name = clean(rewrite.before.name());
    match (mode, rewrite.is_change()) {
        (Mode::Filter, _) => shown.push_str(&rewrite.after),
        (_, false) => mention(format_args!("不用改 {name}")),
        (Mode::Diff, true) => shown.push_str(&rewrite.diff()),
        (Mode::Check, true) => say(format_args!("{name}：要整理")),
        (Mode::Write, true) => {
            rewrite.write()?;
            say(format_args!("{name}：整理好了"));
        }
    }
    Ok(rewrite.is_change())
}

/// How many files there are of each kind.
#[derive(Default)]
struct Counts {
    changed: usize,
    unchanged: usize,
    failed: usize,
}

impl Counts {
    fn closing_line(&self, is_dry: bool) -> String {
        let Self { changed, unchanged, failed } = self;
        let verb = if is_dry { "要改" } else { "改了" };
        let failed = match failed {
            0 => String::new(),
            failed => format!("，{failed} 份有错没有动"),
        };
        format!("{verb} {changed} 份，{unchanged} 份不用改{failed}")
    }
}
