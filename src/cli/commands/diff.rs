//! `jixiao diff`: what has changed between two versions of forms, in the form's words.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::{DONE, USAGE, deliver, itself, load_assets, plain, print, usage};
use crate::cli::{DiffArgs, DiffFormatArg};
use crate::diagnostic::Diagnostic;
use crate::history::compare::{Comparison, html, json, markdown, text};
use crate::history::spread::{Album, Studio};
use crate::history::versions;
use crate::readback::Readers;
use crate::system::parallel;

/// Something differs.
const DIFFERENT: u8 = 1;

/// Compares two versions, and says what differs. The exit codes are those of `diff`.
pub fn run(args: &DiffArgs) -> Result<ExitCode, ExitCode> {
    let (format, path) = args.to.settle(args.format, DiffFormatArg::Text);
    let (forms, typesetter) = load_assets(&args.assets)?;
    let [old, new] =
        versions::open(&args.versions, &args.paths, &forms).map_err(|message| usage(&message))?;
    let readers = Readers { command: &|| itself("reader") };
    let (comparison, mut found) = versions::compare(&old, &new, &readers);
    if let Some(folder) = &args.pages {
        let studio = Studio { forms: &forms, typesetter: &typesetter, ppi: args.pictures.ppi };
        found.extend(draw(&comparison, &studio, folder));
    }
    let is_shown = path.is_none();
    found.extend(deliver(path, |out| write(out, &comparison, format, is_shown)).err());
    print(&found);
    Ok(ExitCode::from(match () {
        () if !found.is_empty() => USAGE,
        () if comparison.is_equal() => DONE,
        () => DIFFERENT,
    }))
}

/// Draws the pages that have changed; what keeps some from being drawn.
fn draw(comparison: &Comparison, studio: &Studio, folder: &Path) -> Vec<Diagnostic> {
    let album = match Album::open(folder) {
        Ok(album) => album,
        Err(found) => return found.into(),
    };
    let draw = |form| -> Result<(), Vec<Diagnostic>> {
        Ok(studio.draw(form)?.iter().try_for_each(|picture| album.add(picture))?)
    };
    let drawn = parallel::map(&comparison.forms, None, draw);
    let mut found: Vec<_> = drawn.into_iter().filter_map(Result::err).flatten().collect();
    found.extend(album.close().err());
    found
}

fn write(
    out: &mut dyn Write,
    comparison: &Comparison,
    format: DiffFormatArg,
    is_shown: bool,
) -> io::Result<()> {
    match format {
        // With colours where there is a terminal.
        DiffFormatArg::Text if is_shown => text::write(&mut anstream::stdout().lock(), comparison),
        DiffFormatArg::Text => out.write_all(&plain(|out| text::write(out, comparison))?),
        DiffFormatArg::Json => json::write(out, comparison),
        DiffFormatArg::Markdown => markdown::write(out, comparison),
        DiffFormatArg::Html => html::write(out, comparison),
    }
}
