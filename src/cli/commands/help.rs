//! `jixiao help`: what a command does, and how it is written.

use std::process::ExitCode;

use super::{put_all, usage};
use crate::cli::{HelpArgs, help};
use crate::diagnostic::render::clean;

/// Shows the help of a command, or of the program.
pub fn run(args: &HelpArgs) -> Result<ExitCode, ExitCode> {
    let mut command = help::find(&args.command).map_err(|(word, near)| {
        let advice = match near {
            Some(near) => format!("是不是“{near}”？"),
            None => "用 jixiao help 看有哪些命令".to_owned(),
        };
        usage(&format!("没有“{}”这个命令\n提示：{advice}", clean(&word)))
    })?;
    let text = command.render_help();
    Ok(put_all(|out| write!(out, "{text}")))
}
