//! The `jixiao` program.

use std::process::ExitCode;

use clap::Parser;
use jixiao::cli::{self, Cli, Command, commands};
use mimalloc::MiMalloc;

/// Typst allocates so much and so little at a time that it pays.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let mut cli = match Cli::try_parse_from(cli::arguments()) {
        Ok(cli) => cli,
        Err(error) => {
            return commands::close(commands::explain(&error), cli::is_double_clicked());
        }
    };
    cli.manner.adopt();
    let is_for_window = commands::opens_window(&cli.command);
    let ended = commands::settle(&mut cli).and_then(|()| run(cli.command));
    commands::close(ended.unwrap_or_else(|code| code), is_for_window)
}

/// Does what the command line asks for; the exit code for it.
fn run(command: Command) -> Result<ExitCode, ExitCode> {
    match command {
        Command::Build(args) => commands::build::run(args),
        Command::Watch(args) => commands::watch::run(args),
        Command::MergeReports(args) => commands::merge_reports::run(&args),
        Command::Worker => Ok(commands::worker::run()),
        Command::Preview(args) => commands::preview::run(args, false),
        Command::Edit(args) => commands::preview::run(args, true),
        Command::Check(args) => commands::check::run(args),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Fmt(args) => commands::fmt::run(&args),
        Command::New(args) => commands::new::run(&args),
        Command::Roll(args) => commands::roll::run(&args),
        Command::Forms(args) => commands::forms::run(&args),
        Command::List(args) => commands::list::run(args),
        Command::Extract(args) => commands::extract::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Reader => Ok(commands::reader::run()),
        Command::Rule(args) => Ok(commands::rule::run(&args)),
        Command::Schema(args) => commands::schema::run(&args),
        Command::Fonts(args) => Ok(commands::fonts::run(&args)),
        Command::Git(args) => commands::git::run(&args),
        Command::Config(args) => commands::config::run(args),
        Command::Lsp(args) => commands::lsp::run(&args),
        Command::Man(args) => commands::man::run(&args),
        Command::Completions(args) => Ok(commands::completions::run(&args)),
        Command::Help(args) => commands::help::run(&args),
    }
}
