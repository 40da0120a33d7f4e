//! The commands, one file each: they put the stages of the pipeline together
//! and hold no logic of their own.

pub mod build;
pub mod check;
pub mod completions;
pub mod fonts;

use std::process::ExitCode;

use crate::cli::AssetArgs;
use crate::diagnostic::Diagnostic;
use crate::edition::Editions;
use crate::report;
use crate::typeset::{Fonts, Typesetter};

/// Everything is in order.
pub const DONE: u8 = 0;
/// Something was found, or a form was not printed.
pub const FINDINGS: u8 = 1;
/// The command line does not make sense.
pub const USAGE: u8 = 2;

/// The editions and the typesetter that a command line asks for.
fn load_assets(assets: &AssetArgs) -> Result<(Editions, Typesetter), ExitCode> {
    let load = || {
        let editions = Editions::load(assets.templates.as_deref())?;
        let fonts = Fonts::load(assets.fonts.as_deref())?;
        Ok((editions, Typesetter::new(fonts)))
    };
    load().map_err(|found| {
        print_all(&[found]);
        ExitCode::from(USAGE)
    })
}

/// Prints findings to stderr, each of them once.
fn print_all(diagnostics: &[Diagnostic]) {
    let mut seen = std::collections::HashSet::new();
    for diagnostic in diagnostics {
        if seen.insert(diagnostic) {
            anstream::eprintln!("{}\n", report::render(diagnostic));
        }
    }
}

fn exit_code(failed: bool) -> ExitCode {
    ExitCode::from(if failed { FINDINGS } else { DONE })
}
