//! `jixiao diff`: what has changed between two versions of forms, in the form's words.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::{DONE, USAGE, itself, load_assets, print, usage};
use crate::cli::{DiffArgs, DiffFormatArg};
use crate::compare::{Comparison, html, json, markdown, text};
use crate::diagnostic::Diagnostic;
use crate::export::File;
use crate::output::Folder;
use crate::parallel;
use crate::readback::Readers;
use crate::spread::Studio;
use crate::versions;

/// Something differs.
const DIFFERENT: u8 = 1;

/// Compares two versions, and says what differs. The exit codes are those of `diff`.
pub fn run(args: &DiffArgs) -> Result<ExitCode, ExitCode> {
    let [old, new] =
        versions::open(&args.versions, &args.paths).map_err(|message| usage(&message))?;
    let readers = Readers { command: &|| itself("reader") };
    let (comparison, mut found) = versions::compare(&old, &new, &readers);
    if let Some(folder) = &args.pages {
        let (editions, typesetter) = load_assets(&args.assets)?;
        let studio = Studio { editions: &editions, typesetter: &typesetter, ppi: args.ppi };
        found.extend(draw(&comparison, &studio, folder));
    }
    print(&found);
    // A reader that has seen enough closes the pipe: no failure of ours.
    let _ = write(&comparison, args.output);
    Ok(ExitCode::from(match () {
        () if !found.is_empty() => USAGE,
        () if comparison.is_equal() => DONE,
        () => DIFFERENT,
    }))
}

/// Draws the pages that have changed; what keeps some from being drawn.
fn draw(comparison: &Comparison, studio: &Studio, folder: &Path) -> Vec<Diagnostic> {
    let folder = match Folder::open(folder, "", || {}) {
        Ok(folder) => folder,
        Err(found) => return found.into(),
    };
    let draw = |form| {
        studio
            .draw(form)?
            .iter()
            .try_for_each(|File { path, bytes }| folder.write(path, bytes).map(drop))?;
        Ok(())
    };
    let drawn = parallel::map(&comparison.forms, None, draw);
    drawn.into_iter().filter_map(Result::err).flat_map(Vec::<Diagnostic>::into_iter).collect()
}

fn write(comparison: &Comparison, output: DiffFormatArg) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match output {
        DiffFormatArg::Text => text::write(&mut anstream::AutoStream::auto(out), comparison),
        DiffFormatArg::Json => json::write(&mut out, comparison),
        DiffFormatArg::Markdown => markdown::write(&mut out, comparison),
        DiffFormatArg::Html => html::write(&mut out, comparison),
    }
}
