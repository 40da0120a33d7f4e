//! `jixiao git`: sets a repository up, and does what git then asks for.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::{exit_code, itself, load_forms, print, put, say, usage};
use crate::cli::{GitArgs, GitCommand, GitMergeArgs, GitTextconvArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::one_line;
use crate::form::Project;
use crate::history::git::{self, Repository, asker, textconv};
use crate::history::merge::{self, Outcome, Versions};
use crate::readback::Readers;
use crate::readback::extract;
use crate::source::{self, Forms};
use crate::system::output;

/// Git takes anything from 129 on for a failure, and anything below for conflicts.
const FAILED: u8 = 129;

/// Does what the command says.
pub fn run(args: &GitArgs) -> Result<ExitCode, ExitCode> {
    let templates = args.templates.as_deref();
    match &args.command {
        GitCommand::Install(args) => {
            set_up(|repository| git::install(repository, &args.folders, templates))?;
            match git::working() {
                Ok(()) => say(INSTALLED),
                Err(why) => {
                    say(format_args!("设置写好了，但是现在不起作用：{}", clean_lines(&why)))
                }
            }
            Ok(exit_code(false))
        }
        GitCommand::Uninstall => {
            say(match set_up(git::uninstall)? {
                0 => "这个仓库里没有 jixiao 写的设置，什么也没有改",
                _ => "去掉了 jixiao 写的设置，git 照它自己的办法显示和合并",
            });
            Ok(exit_code(false))
        }
        GitCommand::Textconv(args) => show(args, templates),
        GitCommand::Merge(args) => merge(args, templates),
    }
}

/// What there is from now on.
const INSTALLED: &str =
    "装好了：git diff、git log -p、git show 显示改了哪一栏，git merge 按栏目合并";

/// Changes the repository and says what was changed; how many lines that were.
fn set_up(
    change: impl FnOnce(&Repository) -> Result<Vec<String>, String>,
) -> Result<usize, ExitCode> {
    let changes = Repository::find().and_then(|repository| change(&repository));
    let changes = changes.map_err(|message| usage(&clean_lines(&message)))?;
    changes.iter().for_each(|change| say(one_line(change)));
    Ok(changes.len())
}

/// A message with the program's own line breaks.
fn clean_lines(message: &str) -> String {
    message.lines().map(one_line).collect::<Vec<_>>().join("\n")
}

/// Prints what git is to compare. It would show nothing at all where this fails.
fn show(args: &GitTextconvArgs, templates: Option<&Path>) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(templates)?;
    let put = match fs::read(&args.file) {
        // A PDF has no lines to count.
        Ok(bytes) if asker::counts_lines() && !textconv::is_pdf(&bytes) => {
            put(|out| out.write_all(&bytes))
        }
        Ok(bytes) => {
            let text = textconv::convert(&bytes, &forms, || printed(&args.file, &forms));
            put(|out| out.write_all(&text))
        }
        Err(cause) => {
            print(&[Diagnostic::unreadable(&args.file, &cause)]);
            Ok(())
        }
    };
    Ok(exit_code(put.map_err(|found| print(&[found])).is_err()))
}

/// The project that a PDF carries.
fn printed(path: &Path, forms: &Forms) -> Option<Project> {
    let readers = Readers { command: &|| itself("reader") };
    let (reading, _) = readers.read(path, false).ok()?;
    extract::project(&reading, path, forms).ok().map(|source| source.project)
}

fn merge(args: &GitMergeArgs, templates: Option<&Path>) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(templates)?;
    let supplied = args.path.as_deref().and_then(|path| source::supplied_form(path, &forms));
    let supplied = supplied.as_deref();
    let read = |path: &Path| fs::read(path).map_err(|cause| Diagnostic::unreadable(path, &cause));
    let merge = || -> Result<Outcome, Diagnostic> {
        let files = Versions {
            base: read(&args.base)?,
            ours: read(&args.ours)?,
            theirs: read(&args.theirs)?,
        };
        let bytes = files.as_ref().map(Vec::as_slice);
        if args.marker == 0 {
            output::rewrite(&args.ours, &merge::ancestor(bytes, &forms, supplied))?;
            return Ok(Outcome::Settled);
        }
        let merged = merge::merge(bytes, args.marker.into(), &forms, supplied);
        output::rewrite(&args.ours, &merged.bytes)?;
        Ok(merged.outcome)
    };
    let outcome = merge().map_err(|found| {
        print(&[found]);
        ExitCode::from(FAILED)
    })?;
    let name = args.path.as_ref().unwrap_or(&args.ours).display();
    for message in outcome.messages() {
        say(one_line(&format!("{name}：{message}")));
    }
    Ok(exit_code(!outcome.is_settled()))
}
