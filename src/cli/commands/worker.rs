//! `jixiao worker`: prints forms for the `build` that started it.

use std::process::ExitCode;

use super::exit_code;
use crate::batch::worker;

/// Works until there is nothing more to do.
pub fn run() -> ExitCode {
    exit_code(worker::serve().is_err())
}
