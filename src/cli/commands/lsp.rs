//! `jixiao lsp`: what the program finds, in an editor.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::severities::{self, Refusal};
use super::{exit_code, usage};
use crate::cli::settle::{self, Failure};
use crate::cli::{Cli, Command, LspArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::lsp::{self, Settings};

/// Serves the editor that has started it.
pub fn run(args: &LspArgs) -> Result<ExitCode, ExitCode> {
    if io::stdin().is_terminal() {
        return Err(usage(
            "这个命令由编辑器启动，不在命令行里用\n提示：怎样设置编辑器，见 docs/editors.md；\
             在命令行里检查，用 jixiao check",
        ));
    }
    let no_config = args.no_config;
    let served = lsp::serve(Box::new(move |root, files| settings(root, files, no_config)));
    Ok(exit_code(!served.unwrap_or(true)))
}

/// The settings by which `jixiao check` checks a folder.
fn settings(root: &Path, files: &[PathBuf], no_config: bool) -> Settings {
    let Some(mut cli) = Cli::for_checking(root, no_config) else { return Settings::default() };
    let wrong = |message: String| Settings {
        found: vec![Diagnostic::new(&rule::BAD_SETTING, message)],
        ..Settings::default()
    };
    match settle::settle(&mut cli) {
        Err(Failure::Config(found)) => return Settings { found, ..Settings::default() },
        Err(Failure::Variable(message)) => return wrong(message),
        Ok(_) => {}
    }
    let Command::Check(mut args) = cli.command else { return Settings::default() };
    let files = files.iter().map(PathBuf::as_path);
    let (severities, found) = match severities::find(&mut args.severities, files) {
        Ok(loaded) => loaded,
        Err(Refusal::Settings(found)) => return Settings { found, ..Settings::default() },
        Err(Refusal::Usage(message)) => return wrong(message),
    };
    Settings { severities, templates: args.assets.templates, fonts: args.assets.fonts, found }
}
