//! The commands, one file each: they put the stages of the pipeline together
//! and hold no logic of their own. Each gives the exit code; `Err` where it could
//! not even begin.

#![warn(missing_docs)]

pub mod build;
pub mod check;
pub mod completions;
pub mod config;
pub mod diff;
pub mod extract;
pub mod fmt;
pub mod fonts;
pub mod forms;
pub mod git;
pub mod help;
pub mod list;
pub mod lsp;
pub mod man;
pub mod merge_reports;
mod named;
pub mod new;
pub mod preview;
pub mod reader;
mod report;
pub mod roll;
pub mod rule;
pub mod schema;
mod severities;
mod slips;
pub mod verify;
mod version;
pub mod watch;
mod watched;
mod window;
pub mod worker;

use std::env;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::Arc;

use anstream::StripStream;
use clap::error::ErrorKind;

use crate::batch::worker::Setup;
use crate::cli;
use crate::cli::settle::{self, Failure, Held, Origin};
use crate::cli::usage as mistakes;
use crate::cli::{AssetArgs, Cli, Command, EditionArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render;
use crate::print::Options;
use crate::print::fonts::Fonts;
use crate::print::typeset::Typesetter;
use crate::source::{self, Edition, Forms, Inputs, STDIN};
use crate::system::console;
use crate::system::output::{self, same};
use crate::system::streams::{self, complain, mention, put, say, tell as print};
use severities::load_severities;
use slips::refuse_slips;

/// Everything is in order.
pub const DONE: u8 = 0;
/// Something was found, or a form was not printed.
pub const FINDINGS: u8 = 1;
/// The command line does not make sense.
pub const USAGE: u8 = 2;

/// Shows the help or the version, where those were asked for, or explains what is wrong with
/// the command line.
pub fn explain(error: &clap::Error) -> ExitCode {
    // Whoever names no command wants to know which there are.
    if matches!(
        error.kind(),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) && let Ok(mut command) = cli::help::find(&named())
    {
        complain(command.render_help());
        return ExitCode::from(USAGE);
    }
    if error.use_stderr() {
        complain(mistakes::explain(error, cli::arguments().into_iter().skip(1)));
        return ExitCode::from(USAGE);
    }
    match error.kind() {
        ErrorKind::DisplayVersion => version::run(),
        // Once more, with groups and examples: it takes time to put them together.
        _ => match cli::help::command().try_get_matches_from(cli::arguments()) {
            Err(help) => put_all(|out| write!(out, "{}", help.render())),
            Ok(_) => ExitCode::from(DONE),
        },
    }
}

/// Whether a command opens a window of its own, for people who know no command line.
pub fn opens_window(command: &Command) -> bool {
    matches!(command, Command::Preview(args) | Command::Edit(args) if args.page.window)
}

/// The exit code of a command that ended with `code`. It is no success where a part of the output was
/// lost. Where `is_for_window`, and what is said goes with the program, that stays until what went
/// wrong has been read; elsewhere nobody may be there to read it.
pub fn close(code: ExitCode, is_for_window: bool) -> ExitCode {
    let code = match streams::is_cut() {
        true if code == ExitCode::SUCCESS => exit_code(true),
        _ => code,
    };
    if code != ExitCode::SUCCESS && is_for_window && console::is_own() {
        complain("按回车键，关上这个窗口");
        let _ = io::stdin().read_line(&mut String::new());
    }
    code
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
    refuse_slips(paths)?;
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

/// The commands that the command line begins with.
fn named() -> Vec<String> {
    env::args().skip(1).take_while(|word| !word.starts_with('-')).collect()
}

/// Completes the arguments by what the environment and files of settings have.
pub fn settle(cli: &mut Cli) -> Result<(), ExitCode> {
    match settle::settle(cli) {
        Ok(held) => {
            let is_chosen = |held: &&Held| !matches!(held.origin, Origin::Usual);
            for Held { name, value, origin } in held.iter().filter(is_chosen) {
                mention(format_args!("设置 {name}：{value}（{origin}）"));
            }
            match &mut cli.command {
                Command::Config(args) => args.held = held,
                Command::Lsp(args) => args.no_config = cli.manner.no_config,
                _ => {}
            }
            Ok(())
        }
        Err(Failure::Variable(message)) => Err(usage(&message)),
        Err(Failure::Config(found)) => {
            if opens_window(&cli.command) {
                window::tell(&found);
            }
            Err(unusable(&found))
        }
    }
}

/// How many findings are left out, by options, settings or comments.
fn not_told(allowed: usize) -> String {
    match allowed {
        0 => String::new(),
        allowed => format!("；另有 {allowed} 处放行的不报"),
    }
}

/// Refuses to write to the file that `-o` names where that is one of those that are read.
fn refuse_input(target: Option<&Path>, inputs: &[PathBuf]) -> Result<(), ExitCode> {
    match target {
        Some(path) if inputs.iter().any(|input| same::is_same(input, path)) => {
            let path = render::shown(path);
            Err(usage(&format!("“-o”不能写到 {path}：它是要读的文件\n提示：换一个文件名")))
        }
        _ => Ok(()),
    }
}

/// What to say where `-o` names a folder, in which a file might be called `name`.
fn no_file(path: &Path, name: &str) -> Option<String> {
    let shown = render::shown(path);
    let file = render::word(&path.join(name));
    path.is_dir().then(|| format!("“-o”不能写到 {shown}：它是文件夹\n提示：写成 -o {file}"))
}

/// Says what is wrong with the command line.
fn usage(message: &str) -> ExitCode {
    complain(format_args!("错误：{message}"));
    ExitCode::from(USAGE)
}

/// Puts out what was asked for; the exit code for it.
fn put_all(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> ExitCode {
    exit_code(put(write).map_err(|found| print(&[found])).is_err())
}

/// Puts out what was asked for: in the file at `path`, the whole of it or nothing, or else on
/// standard output.
fn deliver(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Diagnostic> {
    let Some(path) = path else { return put(write) };
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|cause| output::unwritable(path, &cause))?;
    output::write(path, &bytes)
}

/// What is written for a terminal, without its colours.
fn plain(write: impl FnOnce(&mut StripStream<Vec<u8>>) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut stream = StripStream::new(Vec::new());
    write(&mut stream)?;
    Ok(stream.into_inner())
}

/// What workers need that print with these assets.
fn setup(assets: &AssetArgs, options: Options) -> Setup {
    let folder = |path: &Option<PathBuf>| path.clone().map(Into::into);
    Setup {
        templates: folder(&assets.templates),
        fonts: folder(&assets.fonts),
        options,
        threads: NonZeroUsize::MIN,
        counts_only: false,
    }
}

/// This program once more, to do `what`.
fn itself(what: &str) -> process::Command {
    // On Linux, the program that runs, even where its file has been replaced.
    let itself = Path::new("/proc/self/exe");
    let path = match cfg!(target_os = "linux") && itself.exists() {
        true => itself.to_owned(),
        false => env::current_exe().unwrap_or_default(),
    };
    let mut command = process::Command::new(path);
    command.arg(what);
    command
}

fn exit_code(failed: bool) -> ExitCode {
    ExitCode::from(if failed { FINDINGS } else { DONE })
}
