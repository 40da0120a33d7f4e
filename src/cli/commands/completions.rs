//! `jixiao completions`: a script for the shell.

use std::process::ExitCode;

use clap::CommandFactory;

use super::exit_code;
use crate::cli::{Cli, CompletionsArgs};

/// Prints the completion script.
pub fn run(args: &CompletionsArgs) -> ExitCode {
    let mut command = Cli::command();
    clap_complete::generate(args.shell, &mut command, "jixiao", &mut std::io::stdout());
    exit_code(false)
}
