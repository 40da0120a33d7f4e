//! `jixiao diff`: what has changed between two versions of forms, in the form's words.

use std::io;
use std::process::ExitCode;

use super::{DONE, USAGE, print, usage};
use crate::cli::{DiffArgs, DiffFormatArg};
use crate::compare::{Comparison, text};
use crate::versions;

/// Something differs.
const DIFFERENT: u8 = 1;

/// Compares two versions, and says what differs. The exit codes are those of `diff`.
pub fn run(args: &DiffArgs) -> Result<ExitCode, ExitCode> {
    let [old, new] =
        versions::open(&args.versions, &args.paths).map_err(|message| usage(&message))?;
    let (comparison, found) = versions::compare(&old, &new);
    print(&found);
    // A reader that has seen enough closes the pipe: no failure of ours.
    let _ = write(&comparison, args.output);
    Ok(ExitCode::from(match () {
        () if !found.is_empty() => USAGE,
        () if comparison.is_equal() => DONE,
        () => DIFFERENT,
    }))
}

fn write(comparison: &Comparison, output: DiffFormatArg) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match output {
        DiffFormatArg::Text => text::write(&mut anstream::AutoStream::auto(out), comparison),
        DiffFormatArg::Json => text::write(&mut out, comparison),
        DiffFormatArg::Markdown => text::write(&mut out, comparison),
        DiffFormatArg::Html => text::write(&mut out, comparison),
    }
}
