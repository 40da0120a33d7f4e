//! Standard output, which holds what was asked for, and standard error, which people read.
//!
//! Every command writes through here: what a disk that is full has not taken is told, and a
//! reader that has seen enough and closes the pipe is no failure.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use super::output;
use crate::diagnostic::{Diagnostic, render};

/// How much is said to people. A program has one standard error, and so one of these, too; it
/// is set before anything is said.
static LOUDNESS: AtomicU8 = AtomicU8::new(Loudness::Usual as u8);

/// Whether something that was said to people is lost. Where standard error takes no more,
/// there is no one to tell but the exit code.
static IS_CUT: AtomicBool = AtomicBool::new(false);

/// How much is said to people on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// Errors only.
    Quiet,
    /// What was found, and a line on what came of it.
    Usual,
    /// What became of each file, too.
    Loud,
}

/// Says so much to people from now on.
pub fn set_loudness(loudness: Loudness) {
    LOUDNESS.store(loudness as u8, Ordering::Relaxed);
}

/// Whether so much is said.
pub fn is_said(loudness: Loudness) -> bool {
    loudness as u8 <= LOUDNESS.load(Ordering::Relaxed)
}

/// Puts out what was asked for, on standard output.
pub fn put(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Diagnostic> {
    let mut out = io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(output::unwritable(Path::new("标准输出"), &cause))
        }
        _ => Ok(()),
    }
}

/// Says something to people, a line, unless they want to hear of errors only.
pub fn say(what: impl Display) {
    say_as(Loudness::Usual, what);
}

/// Says to people that something went wrong, a line.
pub fn complain(what: impl Display) {
    say_as(Loudness::Quiet, what);
}

/// Says a line of those that only people hear who ask for all.
pub fn mention(what: impl Display) {
    say_as(Loudness::Loud, what);
}

fn say_as(loudness: Loudness, what: impl Display) {
    if is_said(loudness) {
        keep(io::stderr().write_all(format!("{what}\n").as_bytes()));
    }
}

/// Tells people what was found: of that, errors only to those who want to hear no more.
pub fn tell(found: &[Diagnostic]) {
    let mut out = anstream::stderr().lock();
    keep(match is_said(Loudness::Usual) {
        true => render::text::write(&mut out, found),
        false => {
            let errors: Vec<_> = found.iter().filter(|it| it.is_error()).cloned().collect();
            render::text::write(&mut out, &errors)
        }
    });
}

/// Whether not all that was said to people could be written.
pub fn is_cut() -> bool {
    IS_CUT.load(Ordering::Relaxed)
}

fn keep(written: io::Result<()>) {
    if written.is_err_and(|cause| cause.kind() != io::ErrorKind::BrokenPipe) {
        IS_CUT.store(true, Ordering::Relaxed);
    }
}
