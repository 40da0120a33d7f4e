//! `jixiao reader`: reads a PDF for the `extract` or `verify` that started it.

use std::process::ExitCode;

use super::exit_code;
use crate::readback;

/// Reads one PDF.
pub fn run() -> ExitCode {
    exit_code(readback::serve().is_err())
}
