//! `jixiao man`: the manual's pages, for packages that install them.

use std::path::Path;
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::{DONE, print};
use crate::cli::{Cli, ManArgs};
use crate::diagnostic::Diagnostic;
use crate::system::output;

/// What a page's sections are called. Programs that index pages know the first by this name, too.
const SECTIONS: [(&str, &str); 6] = [
    ("NAME", "名称"),
    ("SYNOPSIS", "用法"),
    ("DESCRIPTION", "说明"),
    ("OPTIONS", "选项"),
    ("SUBCOMMANDS", "命令"),
    ("VERSION", "版本"),
];

/// Writes a page of the program, and one of each command that people may use.
pub fn run(args: &ManArgs) -> Result<ExitCode, ExitCode> {
    let mut program = Cli::command();
    program.build();
    write(&program, &args.folder).map_err(|found| {
        print(&[found]);
        super::exit_code(true)
    })?;
    Ok(ExitCode::from(DONE))
}

fn write(command: &Command, folder: &Path) -> Result<(), Diagnostic> {
    // The help is about other pages, and not one of them.
    let is_told = |command: &&Command| !command.is_hide_set() && command.get_name() != "help";
    let page = Man::new(command.clone()).manual("jixiao").source(env!("CARGO_PKG_VERSION"));
    let path = folder.join(page.get_filename());
    let mut text = Vec::new();
    page.render(&mut text).map_err(|cause| output::unwritable(&path, &cause))?;
    output::write(&path, in_chinese(&String::from_utf8_lossy(&text)).as_bytes())?;
    command.get_subcommands().filter(is_told).try_for_each(|command| write(command, folder))
}

/// A page with its sections' names in Chinese.
fn in_chinese(page: &str) -> String {
    let line = |line: &str| {
        let section = SECTIONS.iter().find(|(name, _)| line.strip_prefix(".SH ") == Some(*name));
        section.map_or(line.to_owned(), |(_, name)| format!(".SH {name}")) + "\n"
    };
    page.lines().map(line).collect()
}
