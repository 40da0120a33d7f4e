//! Standard output, which holds what was asked for, and standard error, which people read.
//!
//! Every command writes through here: what a disk that is full has not taken is told, and a
//! reader that has seen enough and closes the pipe is no failure.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::output;
use crate::diagnostic::{Diagnostic, render};

/// Whether something that was said to people is lost. Where standard error takes no more,
/// there is no one to tell but the exit code.
static IS_CUT: AtomicBool = AtomicBool::new(false);

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

/// Says something to people, a line.
pub fn say(what: impl Display) {
    keep(io::stderr().write_all(format!("{what}\n").as_bytes()));
}

/// Tells people what was found.
pub fn tell(found: &[Diagnostic]) {
    keep(render::text::write(&mut anstream::stderr().lock(), found));
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
