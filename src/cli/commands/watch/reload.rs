//! Following changes: what has to be read again, and what is told of it.

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;

use super::super::watched::{is_called, is_shared};
use super::super::{load_assets, mention, print, say, settle};
use super::places::Places;
use super::press::{self, Press, keep};
use crate::batch::Work;
use crate::cli::config::NAME;
use crate::cli::{self, Cli, Command, WatchArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{one_line, shown};
use crate::source::{self, Defaults, Edition, Input, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::output::real;
use crate::watch::Changes;

/// What came of changes.
#[derive(Default)]
pub struct Followed {
    /// The file of the first form that was printed.
    pub printed: Option<PathBuf>,
    /// Whether other files may matter than before.
    pub has_other_scope: bool,
}

impl Press {
    /// Prints what has changed. What is wrong with settings and forms is told, and those stay that
    /// were in use.
    pub fn follow(&mut self, changes: &Changes) -> Followed {
        let mut followed = Followed::default();
        let mut is_doubted = changes.is_all;
        if changes.is_all || changes.paths.iter().any(|path| is_called(path, NAME)) {
            match self.settle_again() {
                Err(_) => keep("设置"),
                Ok(Settled::Whole) => {
                    return Followed { printed: self.begin(), has_other_scope: true };
                }
                Ok(Settled::Rules) => (followed.has_other_scope, is_doubted) = (true, true),
            }
        }
        if self.touches_assets(changes) {
            match self.reload() {
                Err(_) => {
                    self.stay();
                    keep("版式和字体");
                }
                Ok(is_other) => is_doubted |= is_other,
            }
        }
        if self.is_about_names(changes) {
            self.find_again();
            followed.has_other_scope = true;
        }
        let touched = self.places.touched(changes);
        let is_touched = |input: &Input| is_doubted || touched.contains(&input.path);
        followed.printed = self.round(is_touched);
        followed
    }

    /// Reads the settings again.
    fn settle_again(&mut self) -> Result<Settled, ExitCode> {
        let mut args = args()?;
        let before = &self.args.print;
        let is_same = args.print.output.as_ref().is_none_or(|it| *it == self.output)
            && args.print.assets.templates == before.assets.templates
            && args.print.assets.fonts == before.assets.fonts
            && args.print.jobs == before.jobs
            && args.print.patience.timeout == before.patience.timeout
            && (args.print.output.is_some() || self.output == Path::new(crate::cli::OUTPUT));
        if !is_same {
            let told = mem::take(&mut self.told);
            *self = Press::open(args)?;
            self.told = told;
            say(format_args!("{NAME} 改了，按新的设置全部再排一次"));
            return Ok(Settled::Whole);
        }
        let (severities, found) = press::severities(&mut args, &self.work)?;
        args.print.output = Some(self.output.clone());
        (self.args, self.severities) = (args, severities);
        self.tell_once(found);
        self.standing.doubt();
        mention("按新的设置");
        Ok(Settled::Rules)
    }

    /// Reads forms and fonts again; whether they are others than before.
    fn reload(&mut self) -> Result<bool, ExitCode> {
        let (forms, typesetter) = load_assets(&self.args.print.assets)?;
        let own = forms.editions().iter().filter(|edition| edition.own_folder().is_some());
        let broken: Vec<Diagnostic> =
            own.map(Edition::form).filter_map(Result::err).flatten().collect();
        if !broken.is_empty() {
            print(&broken);
            return Err(ExitCode::FAILURE);
        }
        let is_other = forms.fingerprint() != self.forms.fingerprint()
            || typesetter.fonts().fingerprint() != self.typesetter.fonts().fingerprint();
        if is_other {
            say("版式或字体改了，用到的表格再排一次");
            self.standing.doubt();
        }
        self.turn_to(forms, typesetter);
        Ok(is_other)
    }

    /// Whether files of forms and fonts may have changed.
    fn touches_assets(&self, changes: &Changes) -> bool {
        let assets = &self.args.print.assets;
        let folders = [&assets.templates, &assets.fonts].into_iter().flatten();
        folders.map(|folder| real(folder)).any(|folder| {
            changes.has(&folder) || changes.paths.iter().any(|path| path.starts_with(&folder))
        })
    }

    /// Whether project files may have come or gone.
    fn is_about_names(&self, changes: &Changes) -> bool {
        let has_come_or_gone = |path: &PathBuf| match source::is_project(path) {
            true => path.is_file() != self.places.has(path),
            false => !is_shared(path) && !path.is_file() && self.places.has_below(path),
        };
        changes.is_all || changes.paths.iter().any(has_come_or_gone)
    }

    /// Looks for project files again; says which are gone.
    fn find_again(&mut self) {
        let there: Vec<_> = self.paths().iter().filter(|path| path.exists()).cloned().collect();
        let mut work = Work::find(&there, None, &self.output);
        let found = mem::take(&mut work.found);
        self.places = Places::of(&work.projects);
        let before = mem::replace(&mut self.work, work);
        let names = |work: &Work| work.files.iter().cloned().collect::<HashSet<_>>();
        let (earlier, now) = (names(&before), names(&self.work));
        let gone = before.projects.iter().filter(|input| !now.contains(&input.path));
        let gone: Vec<_> = gone.collect();
        let new = self.work.projects.iter().filter(|input| !earlier.contains(&input.path));
        let new: Vec<_> = new.collect();
        let new = if gone.is_empty() { Vec::new() } else { self.fingerprints(&new) };
        for input in gone {
            self.tell_gone(input, &new);
        }
        self.tell_once(found);
        let skipped = self.work.skipped.iter().map(|(_, why)| why.clone()).collect();
        self.tell_once(skipped);
        // Rules are for folders, of which there may be others now.
        if let Ok(mut args) = args()
            && let Ok((severities, found)) = press::severities(&mut args, &self.work)
        {
            args.print.output = Some(self.output.clone());
            (self.args, self.severities) = (args, severities);
            self.tell_once(found);
        }
    }

    fn fingerprints(&self, inputs: &[&Input]) -> Vec<(String, Option<Fingerprint>)> {
        let defaults = Defaults::new(self.forms.clone());
        let of = |input: &&Input| (name(input), Texts::of(input, &defaults).fingerprint());
        inputs.iter().map(of).collect()
    }

    /// Says that a project file is gone; one of the `new` ones may be the same under another name.
    fn tell_gone(&self, input: &Input, new: &[(String, Option<Fingerprint>)]) {
        let texts = self.standing.texts(&input.path).map(Some);
        let what = match new.iter().find(|(_, other)| Some(*other) == texts) {
            Some((other, _)) => format!("{} 改名为 {other}", name(input)),
            None => format!("{} 的项目文件没有了", name(input)),
        };
        match self.file_of(&input.stem) {
            Some(file) => {
                let file = shown(&file);
                say(format_args!("{what}；以前排的 {file} 还在，不要了请自己删去"));
            }
            None => say(what),
        }
    }

    /// Tells what has not been told, with its severities.
    fn tell_once(&mut self, found: Vec<Diagnostic>) {
        let (found, _) = self.severities.apply(found);
        let news: Vec<_> = found.iter().filter(|it| !self.told.contains(*it)).cloned().collect();
        print(&news);
        self.told.extend(news);
    }
}

/// How much of the settings is other than before.
enum Settled {
    /// What is for the whole run.
    Whole,
    /// The rules only, if anything.
    Rules,
}

/// The arguments that the program was started with, completed by the settings as they are now.
fn args() -> Result<WatchArgs, ExitCode> {
    let mut cli =
        Cli::try_parse_from(cli::arguments()).map_err(|error| super::super::explain(&error))?;
    settle(&mut cli)?;
    match cli.command {
        Command::Watch(args) => Ok(args),
        _ => Err(ExitCode::FAILURE),
    }
}

/// A form as it is called in a line.
pub fn name(input: &Input) -> String {
    one_line(&input.stem.display().to_string())
}
