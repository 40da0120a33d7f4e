//! `jixiao completions`: a script for the shell.

use std::process::ExitCode;

use clap::CommandFactory;

use super::put_all;
use crate::cli::{Cli, CompletionsArgs};

/// Prints the completion script.
pub fn run(args: &CompletionsArgs) -> ExitCode {
    let mut command = Cli::command();
    // `generate` panics where it cannot write, so the script goes to memory first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "jixiao", &mut script);
    put_all(|out| out.write_all(&script))
}
