//! The commands, one file each: they put the stages of the pipeline together
//! and hold no logic of their own. Each gives the exit code; `Err` where it could
//! not even begin.

#![warn(missing_docs)]

pub mod build;
pub mod check;
pub mod completions;
pub mod diff;
pub mod extract;
pub mod fmt;
pub mod fonts;
pub mod forms;
pub mod git;
pub mod list;
pub mod merge_reports;
pub mod new;
pub mod reader;
mod report;
pub mod roll;
pub mod rule;
pub mod schema;
pub mod verify;
pub mod worker;

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use crate::cli::usage as mistakes;
use crate::cli::{AssetArgs, Denied, EditionArgs, SeverityArgs};
use crate::diagnostic::render;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Severity};
use crate::print::fonts::Fonts;
use crate::print::typeset::Typesetter;
use crate::source::{self, Edition, Forms, Inputs, STDIN};
use crate::system::output::same;
use crate::system::streams::{self, put, say, tell as print};

/// Everything is in order.
pub const DONE: u8 = 0;
/// Something was found, or a form was not printed.
pub const FINDINGS: u8 = 1;
/// The command line does not make sense.
pub const USAGE: u8 = 2;

/// Shows the help or the version, where those were asked for, or explains what is wrong with
/// the command line.
pub fn explain(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        say(mistakes::explain(error, std::env::args_os().skip(1)));
        return ExitCode::from(USAGE);
    }
    put_all(|out| write!(out, "{}", error.render()))
}

/// The exit code of a command that ended with `code`: whoever has not been told all may not
/// take it that all is well.
pub fn close(code: ExitCode) -> ExitCode {
    match streams::is_cut() {
        true if code == ExitCode::SUCCESS => exit_code(true),
        _ => code,
    }
}

/// The forms and the typesetter that a command line asks for.
fn load_assets(assets: &AssetArgs) -> Result<(Arc<Forms>, Typesetter), ExitCode> {
    let forms = load_forms(assets.templates.as_deref())?;
    let fonts = Fonts::load(assets.fonts.as_deref()).map_err(|found| unusable(&[found]))?;
    Ok((forms, Typesetter::new(fonts)))
}

/// The forms, those in a folder before the bundled ones.
fn load_forms(templates: Option<&Path>) -> Result<Arc<Forms>, ExitCode> {
    Forms::load(templates).map(Arc::new).map_err(|found| unusable(&[found]))
}

/// The edition that a command line asks for.
fn choose<'a>(forms: &'a Forms, args: &EditionArgs) -> Result<&'a Edition, ExitCode> {
    let year = args.year.as_deref().unwrap_or_default();
    let chosen = forms.choose(args.form.as_deref(), year);
    chosen.map_err(|why| unusable(&why.explain(forms, year)))
}

/// Says why what is given with the command line cannot be used.
fn unusable(found: &[Diagnostic]) -> ExitCode {
    print(found);
    ExitCode::from(USAGE)
}

/// The files that a command line asks for: those that `find` finds, or standard input,
/// which then is called `stdin_name`.
fn inputs(
    paths: &[PathBuf],
    stdin_name: Option<&Path>,
    find: impl Fn(&[PathBuf]) -> Inputs,
) -> Result<Inputs, ExitCode> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == STDIN;
    match paths {
        [path] if is_stdin(path) => {
            let (projects, found) = match source::stdin(stdin_name) {
                Ok(input) => (vec![input], Vec::new()),
                Err(found) => (Vec::new(), vec![found]),
            };
            Ok(Inputs { projects, found })
        }
        paths if paths.iter().any(is_stdin) => Err(usage("“-”不能和别的路径同用")),
        _ if stdin_name.is_some() => Err(usage("“--stdin-name”要和路径“-”同用")),
        paths => Ok(find(paths)),
    }
}

/// The severities of the rules that a command line asks for.
fn load_severities(args: &SeverityArgs) -> Result<Severities, ExitCode> {
    let mut severities = Severities::new(args.hints);
    let mut set = || -> Result<(), String> {
        for denied in &args.deny {
            match denied {
                Denied::Warnings => severities.deny_warnings(),
                Denied::Rule(rule) => severities.set(rule, Some(Severity::Error))?,
            }
        }
        for rule in &args.warn {
            severities.set(rule, Some(Severity::Warning))?;
        }
        for rule in &args.allow {
            severities.set(rule, None)?;
        }
        Ok(())
    };
    match set() {
        Ok(()) => Ok(severities),
        Err(message) => Err(usage(&message)),
    }
}

/// How many findings `--allow` has left out.
fn not_told(allowed: usize) -> String {
    match allowed {
        0 => String::new(),
        allowed => format!("；另有 {allowed} 处按 --allow 不报"),
    }
}

/// Refuses to write to the file that `-o` names where that is one of those that are read.
fn refuse_input(target: Option<&Path>, inputs: &[PathBuf]) -> Result<(), ExitCode> {
    match target {
        Some(path) if inputs.iter().any(|input| same::is_same(input, path)) => {
            let path = render::clean(&path.display().to_string());
            Err(usage(&format!("“-o”不能写到 {path}：它是要读的文件\n提示：换一个文件名")))
        }
        _ => Ok(()),
    }
}

/// Says what is wrong with the command line.
fn usage(message: &str) -> ExitCode {
    say(format_args!("错误：{message}"));
    ExitCode::from(USAGE)
}

/// Puts out what was asked for; the exit code for it.
fn put_all(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ExitCode {
    exit_code(put(write).map_err(|found| print(&[found])).is_err())
}

/// This program once more, to do `what`.
fn itself(what: &str) -> Command {
    // On Linux, the program that runs, even where its file has been replaced.
    let itself = Path::new("/proc/self/exe");
    let path =
        if itself.exists() { itself.to_owned() } else { env::current_exe().unwrap_or_default() };
    let mut command = Command::new(path);
    command.arg(what);
    command
}

fn exit_code(failed: bool) -> ExitCode {
    ExitCode::from(if failed { FINDINGS } else { DONE })
}
