//! `jixiao new`: a project file to be filled in.

use std::process::ExitCode;

use super::{exit_code, load_forms, print, say, unusable};
use crate::cli::{KindArg, NewArgs};
use crate::diagnostic::render::{shown, word};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::scaffold::{self, New, Recurrence};

/// Writes the file and says where it is.
pub fn run(args: &NewArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(args.edition.templates.as_deref())?;
    match scaffold::create(&wanted(args), &forms) {
        Ok(path) => {
            let (word, path) = (word(&path), shown(&path));
            say(format_args!("已新建 {path}，在引号里填好内容以后，用 jixiao check {word} 检查"));
            Ok(exit_code(false))
        }
        Err(found) if found.iter().any(|found| is_of_usage(found, args)) => Err(unusable(&found)),
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

/// Whether the command line asks for a form or an edition that there is not.
fn is_of_usage(found: &Diagnostic, args: &NewArgs) -> bool {
    (args.edition.form.is_some() && *found.rule == rule::UNKNOWN_FORM)
        || (args.edition.year.is_some() && *found.rule == rule::UNKNOWN_EDITION)
}

/// What the command line asks for.
fn wanted(args: &NewArgs) -> New {
    New {
        name: args.name.clone(),
        from: args.from.clone(),
        recurrence: args.kind.map(recurrence),
        year: args.edition.year.clone(),
        form: args.edition.form.clone(),
        folder: args.output.clone(),
    }
}

fn recurrence(arg: KindArg) -> Recurrence {
    match arg {
        KindArg::Recurring => Recurrence::Recurring,
        KindArg::OneOff => Recurrence::OneOff,
    }
}
