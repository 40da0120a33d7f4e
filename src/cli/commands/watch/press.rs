//! What is printed, and with what, as long as the settings stay.

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::super::build::{close, open_folder, print_all, wishes};
use super::super::watched;
use super::super::{itself, load_assets, load_severities, print, say};
use super::places::Places;
use crate::batch::worker::Team;
use crate::batch::{self, Batch, Manifest, Planned, Printing, Report, Standing, Teller, Work};
use crate::check::examine::Examiner;
use crate::cli::{OUTPUT, WatchArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::severities::Severities;
use crate::print::Options;
use crate::print::typeset::Typesetter;
use crate::source::Forms;
use crate::watch::Scope;

/// How Windows is told that a process is not to be ended by Ctrl-C.
#[cfg(windows)]
const OF_ITS_OWN: u32 = windows_sys::Win32::System::Threading::CREATE_NEW_PROCESS_GROUP;

/// What is printed, and with what.
pub struct Press {
    pub args: WatchArgs,
    pub output: PathBuf,
    pub options: Options,
    pub forms: Arc<Forms>,
    pub typesetter: Typesetter,
    pub severities: Severities,
    pub work: Work,
    pub places: Places,
    pub standing: Standing,
    /// What was found on the way to the files, and is told.
    pub told: HashSet<Diagnostic>,
    team: Option<Team<'static>>,
    manifest: Option<Manifest>,
}

impl Press {
    /// All that the command line asks for.
    pub fn open(mut args: WatchArgs) -> Result<Self, ExitCode> {
        let options = wishes::print_options(&args.print)?;
        let output = args.print.output.get_or_insert_with(|| OUTPUT.into()).clone();
        let mut work = Work::find(&args.print.inputs.paths, None, &output);
        let (severities, of_settings) = severities(&mut args, &work)?;
        work.found.extend(of_settings);
        let (forms, typesetter) = load_assets(&args.print.assets)?;
        let team = Some(team(&args, options, work.projects.len()));
        let places = Places::of(&work.projects);
        let (standing, told) = (Standing::default(), HashSet::new());
        let manifest = None;
        Ok(Self {
            args,
            output,
            options,
            forms,
            typesetter,
            severities,
            work,
            places,
            standing,
            told,
            team,
            manifest,
        })
    }

    /// What the command line names.
    pub fn paths(&self) -> &[PathBuf] {
        &self.args.print.inputs.paths
    }

    /// The files whose changes matter.
    pub fn scope(&self) -> Scope {
        let WatchArgs { print, severities, .. } = &self.args;
        let output = Some(&*self.output);
        watched::scope(&print.inputs.paths, &self.work.projects, severities, &print.assets, output)
    }

    /// Prints with these forms and fonts from now on.
    pub fn turn_to(&mut self, forms: Arc<Forms>, typesetter: Typesetter) {
        (self.forms, self.typesetter) = (forms, typesetter);
        // The workers may have read others.
        self.team = Some(team(&self.args, self.options, self.work.projects.len()));
    }

    /// Prints with the forms and fonts as ever, although those in the folders are others: only the
    /// worker that is there has read these.
    pub fn stay(&mut self) {
        if let Some(team) = &mut self.team {
            team.size = 1;
        }
    }

    /// Builds all forms, and says what came of it as `build` does; the file of the first form that
    /// is there then.
    pub fn begin(&mut self) -> Option<PathBuf> {
        let started = Instant::now();
        let found = mem::take(&mut self.work.found);
        self.told.extend(found.iter().cloned());
        let output = self.output.clone();
        // Where there is nothing to print, no folder is made for it.
        if self.work.count() == 0 {
            print(&self.severities.apply(found).0);
            return None;
        }
        let first = self.with_batch(|batch, work, standing| {
            let open = |name: &str| batch.file(name);
            let mut teller = Teller::new(batch.examiner.severities, &open);
            let of_none = teller.settle(found);
            let mut plan = batch.plan_again(&work.projects, standing, |_| true);
            let skipped = work.skipped.iter().map(|(input, why)| Planned::skipped(input, why));
            plan.forms.extend(skipped);
            let steps = Mutex::new(Vec::new());
            let printing = print_all(batch, &plan, &mut teller, |step| {
                let step = (step.source.to_owned(), step.status);
                steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
            });
            for (path, status) in steps.into_inner().unwrap_or_else(PoisonError::into_inner) {
                standing.settle(&path, status);
            }
            close::close(
                &printing,
                batch.options.format,
                &output,
                &teller,
                started,
                Report::none(),
                &of_none,
            );
            first(&plan.forms, &printing)
        });
        first.and_then(|stem| self.file_of(&stem))
    }

    /// Has something done with the output folder, which no other build writes to meanwhile;
    /// nothing where that cannot be, which is told.
    pub fn with_batch<T>(
        &mut self,
        act: impl FnOnce(&Batch, &Work, &mut Standing) -> Option<T>,
    ) -> Option<T> {
        let folder = match open_folder(&self.output, "", false) {
            Ok(folder) => folder,
            Err(unwritable) => {
                print(&[unwritable]);
                return None;
            }
        };
        let settled = self.manifest.take().filter(|manifest| manifest.is_settled(&folder));
        let manifest = settled.unwrap_or_else(|| {
            let (manifest, damaged) = Manifest::open(&folder, "");
            print(&damaged);
            manifest
        });
        let fonts = self.typesetter.fonts();
        let new_team = || team(&self.args, self.options, self.work.projects.len());
        let batch = Batch {
            examiner: Examiner::new(&self.forms, fonts, &self.severities),
            setting: batch::setting(&self.forms, fonts, &self.options),
            folder,
            manifest,
            options: self.options,
            jobs: self.args.print.jobs,
            force: false,
            team: self.team.take().unwrap_or_else(new_team),
            report: Report::none(),
        };
        let done = act(&batch, &self.work, &mut self.standing);
        let Batch { mut manifest, team, folder, .. } = batch;
        manifest.settle(&folder);
        drop(folder);
        // The next change finds a worker that has prepared itself.
        team.rest();
        (self.manifest, self.team) = (Some(manifest), Some(team));
        done
    }

    /// The first of the files of a form that are there.
    pub fn file_of(&self, stem: &Path) -> Option<PathBuf> {
        let entry = self.manifest.as_ref()?.entry(stem, self.options.format.name())?;
        let path = self.output.join(&entry.outputs.first()?.path);
        path.is_file().then_some(path)
    }
}

/// The name of the first form that is printed.
pub fn first(forms: &[Planned], printing: &Printing) -> Option<Arc<Path>> {
    let printed = forms.iter().zip(&printing.forms).find(|(_, printed)| printed.is_some());
    printed.map(|(form, _)| form.input.stem.clone())
}

/// How bad breaches of rules are, and what there is to say of the settings.
pub fn severities(
    args: &mut WatchArgs,
    work: &Work,
) -> Result<(Severities, Vec<Diagnostic>), ExitCode> {
    load_severities(&mut args.severities, work.files.iter().map(|file| &**file))
}

/// Workers that stay.
fn team(args: &WatchArgs, options: Options, forms: usize) -> Team<'static> {
    Team { command: &worker, stays: true, ..wishes::team(&args.print, options, forms) }
}

/// A worker that Ctrl-C does not end: it ends with this program, which finishes what it has begun.
fn worker() -> Command {
    let mut command = itself("worker");
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, OF_ITS_OWN);
    command
}

/// Says something about what is kept although it was changed.
pub fn keep(what: &str) {
    say(format_args!("先用原来的{what}；改好了会自动换上"));
}
