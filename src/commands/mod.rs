//! The commands, one file each: they put the stages of the pipeline together
//! and hold no logic of their own.

pub mod build;
pub mod check;
pub mod completions;
pub mod fonts;
pub mod list;
pub mod new;
pub mod schema;

use std::collections::HashSet;
use std::process::ExitCode;

use indexmap::IndexMap;

use crate::cli::{AssetArgs, EditionArgs};
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

/// The editions, among them the one that a command line asks for.
fn load_editions(args: &EditionArgs) -> Result<Editions, ExitCode> {
    let load = || {
        let editions = Editions::load(args.templates.as_deref())?;
        editions.choose(args.year.as_deref())?;
        Ok(editions)
    };
    load().map_err(|found: Diagnostic| {
        print_all(&[found]);
        ExitCode::from(USAGE)
    })
}

/// How many findings are shown of one file. Whoever has more has one cause for
/// them all.
const MOST: usize = 50;

/// Prints findings to stderr, each of them once.
fn print_all(diagnostics: &[Diagnostic]) {
    let mut seen = HashSet::new();
    let mut files: IndexMap<&str, usize> = IndexMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| seen.insert(*diagnostic)) {
        let name = diagnostic.places.first().map_or("", |place| place.file.name());
        let count = files.entry(name).or_default();
        *count += 1;
        if *count <= MOST {
            anstream::eprintln!("{}\n", report::render(diagnostic));
        }
    }
    for (name, count) in files.into_iter().filter(|(_, count)| *count > MOST) {
        eprintln!("{} 还有 {} 处，没有列出\n", report::clean(name), count - MOST);
    }
}

fn exit_code(failed: bool) -> ExitCode {
    ExitCode::from(if failed { FINDINGS } else { DONE })
}
