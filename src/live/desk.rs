//! What people look at: the projects of a folder, and the forms that are open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use super::draft::Draft;
use super::keep::Keeper;
use super::sheet::Sheet;
use super::stage::Stage;
use super::survey::{Overview, Survey};
use crate::batch::worker::{Setup, Viewed};
use crate::check::examine::Examiner;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files, rule};
use crate::history::versions::{LastCommit, Uncommitted};
use crate::print::export::{File, Format};
use crate::print::fonts::Fonts;
use crate::print::{Options, Printed};
use crate::source::{self, DEFAULTS, Defaults, Forms, Input, Inputs, Texts};
use crate::system::output::real;
use crate::watch::Changes;

/// The file that defines a form.
const DEFINITION: &str = "form.yaml";

/// What a desk is set up with.
pub struct Setting {
    /// Reads the forms that there are, and their fonts.
    pub assets: Box<dyn Fn() -> Result<Assets, Vec<Diagnostic>> + Send + Sync>,
    /// Finds the project files.
    pub find: Box<dyn Fn() -> Inputs + Send + Sync>,
    /// How bad breaches of rules are in these files, as settings have it now; with what there is
    /// to say of the settings.
    pub severities: SeveritiesOf,
    /// Starts the program that lays out forms.
    pub command: fn() -> Command,
    /// What that is told at its beginning.
    pub setup: Setup,
    /// How long one form may take.
    pub timeout: Duration,
    /// The folder of the projects.
    pub root: PathBuf,
    /// Whether forms may be changed here.
    pub may_write: bool,
}

/// What forms are made with.
pub struct Assets {
    /// The forms that there are.
    pub forms: Arc<Forms>,
    /// Their fonts.
    pub fonts: Fonts,
    /// What was committed of forms last.
    pub last_commit: LastCommit,
}

/// Finds how bad breaches of rules are in some files.
pub type SeveritiesOf =
    Box<dyn Fn(&[PathBuf]) -> Result<(Severities, Vec<Diagnostic>), Vec<Diagnostic>> + Send + Sync>;

/// What has changed.
#[derive(Debug, Clone)]
pub enum Event {
    /// The list.
    List,
    /// An open form.
    Sheet(Arc<str>),
}

/// Why something cannot be done, in the user's words.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// There is no such project file.
    Unknown,
    /// There are findings in the way.
    Found(Vec<Diagnostic>),
}

/// All that people look at.
pub struct Desk {
    pub(super) setting: Setting,
    assets: RwLock<Arc<Assets>>,
    severities: RwLock<Arc<Severities>>,
    pub(super) survey: Mutex<Survey>,
    sheets: Mutex<HashMap<String, Arc<Sheet>>>,
    pub(super) drafts: Mutex<HashMap<String, Draft>>,
    /// Keeps what has not been saved; none where nothing can be changed.
    pub(super) keeper: Option<Keeper>,
    screen: Stage,
    press: Stage,
    tell: Box<dyn Fn(Event) + Send + Sync>,
}

impl Desk {
    /// A desk on which nothing lies yet; `tell` is told of all that changes. An error where there
    /// is something wrong with the forms.
    pub fn new(
        setting: Setting,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self, Vec<Diagnostic>> {
        let assets = (setting.assets)()?;
        let Setting { command, setup, timeout, .. } = &setting;
        let screen = Stage::new(*command, setup.clone(), *timeout);
        let keeper = setting.may_write.then(|| Keeper::new(setting.root.clone()));
        let options = Options { format: Format::Pdf { time: None }, attach: true };
        let press = Stage::new(*command, Setup { options, ..setup.clone() }, *timeout);
        Ok(Self {
            setting,
            assets: RwLock::new(Arc::new(assets)),
            severities: RwLock::default(),
            survey: Mutex::default(),
            sheets: Mutex::default(),
            drafts: Mutex::default(),
            keeper,
            screen,
            press,
            tell: Box::new(tell),
        })
    }

    /// Looks at all files; of those that are what they were, nothing is done. With `anew`,
    /// settings, defaults or definitions may be others.
    pub fn look(&self, anew: bool) {
        let mut inputs = (self.setting.find)();
        let files: Vec<_> = inputs.projects.iter().map(|it| it.path.to_path_buf()).collect();
        match (self.setting.severities)(&files) {
            Ok((severities, found)) => {
                inputs.found.extend(found);
                let mut place = self.severities.write().unwrap_or_else(PoisonError::into_inner);
                *place = Arc::new(severities);
            }
            // Those of before stay.
            Err(found) => inputs.found.extend(found),
        }
        let severities = self.severities();
        let assets = self.assets();
        let examiner = examiner(&assets, &severities);
        let is_first = lock(&self.survey).look(&examiner, inputs, anew);
        if is_first {
            self.take_up();
        }
        (self.tell)(Event::List);
        self.renew_others();
    }

    /// Follows changes of files. What is wrong with forms and fonts is given, and those stay that
    /// were in use.
    pub fn follow(&self, changes: &Changes) -> Result<(), Vec<Diagnostic>> {
        let mut failed = Ok(());
        let is_about_assets = |path: &PathBuf| {
            let endings = ["yaml", "yml", "toml"];
            let is_project =
                path.extension().is_some_and(|it| endings.iter().any(|end| it == *end));
            !is_project || path.file_name().is_some_and(|name| name == DEFINITION)
        };
        let is_shared = |path: &PathBuf| {
            path.extension().is_some_and(|ending| ending == "toml")
                || path.file_name().is_some_and(|name| name == DEFAULTS)
        };
        if changes.is_all || changes.paths.iter().any(is_about_assets) {
            match (self.setting.assets)() {
                Ok(assets) => {
                    *self.assets.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(assets);
                    self.screen.reload();
                    self.press.reload();
                }
                Err(found) => failed = Err(found),
            }
            self.look(true);
            return failed;
        }
        // Those that people look at come first.
        let open: Vec<String> = lock(&self.sheets).keys().cloned().collect();
        let is_anew = changes.paths.iter().any(is_shared);
        for name in open.iter().filter(|name| is_anew || changes.has(&real(Path::new(name)))) {
            self.renew(name);
        }
        self.look(is_anew);
        failed
    }

    /// Has the process started that lays out forms.
    pub fn warm_up(&self) {
        self.screen.warm_up();
    }

    /// The projects as a list.
    pub fn overview(&self) -> Overview {
        let Setting { root, may_write, .. } = &self.setting;
        lock(&self.survey).overview(root, *may_write)
    }

    /// Opens a form, or gives it as it is where it is open.
    pub fn open(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        if let Some(sheet) = lock(&self.sheets).get(name) {
            return Ok(sheet.clone());
        }
        let input = self.input(name)?;
        Ok(self.lay(&input, &Sheet::new(name)))
    }

    /// Forgets an open form.
    pub fn close(&self, name: &str) {
        lock(&self.sheets).remove(name);
    }

    /// The cells of a form that say something else than at the last commit, and how many are gone;
    /// `None` where it is in none.
    pub fn uncommitted(&self, name: &str) -> Result<Option<Uncommitted>, Refusal> {
        let input = self.with_draft_text(&self.input(name)?);
        let assets = self.assets();
        Ok(assets.last_commit.changes(&input, &Defaults::new(assets.forms.clone())))
    }

    /// The forms that there are, by their short names, with their titles.
    pub fn forms(&self) -> Vec<(String, String)> {
        let assets = self.assets();
        let mut forms: Vec<(String, String)> = Vec::new();
        for form in assets.forms.definitions() {
            if !forms.iter().any(|(name, _)| *name == form.name) {
                forms.push((form.name.clone(), form.title.clone()));
            }
        }
        forms
    }

    /// The PDF of a form without errors, as it is saved.
    pub fn pdf(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let input = self.input(name)?;
        if lock(&self.drafts).get(name).is_some_and(Draft::is_changed) {
            let found = Diagnostic::new(&rule::UNWRITABLE_FILE, "改动还没有保存");
            return Err(Refusal::Found(vec![found.help("先保存，再排 PDF")]));
        }
        let found = self.examine(&input);
        if found.iter().any(Diagnostic::is_error) {
            return Err(Refusal::Found(found));
        }
        let defaults = Defaults::new(self.assets().forms.clone());
        let texts = Texts::of(&input, &defaults).fingerprint();
        let Printed { files, .. } = self.press.print(&input, texts).map_err(Refusal::Found)?;
        let pdf = files.into_iter().next().map(|File { bytes, .. }| bytes);
        pdf.ok_or(Refusal::Unknown)
    }

    /// Looks at all open forms again, as far as something about them may be other than it was.
    fn renew_others(&self) {
        let open: Vec<Arc<Sheet>> = lock(&self.sheets).values().cloned().collect();
        for sheet in open {
            let Ok(input) = self.input(&sheet.name) else {
                self.renew(&sheet.name);
                continue;
            };
            // What was found in comparing it with others may be something else now.
            let found = self.examine(&self.with_draft_text(&input));
            let has = |found: &[Diagnostic]| {
                found
                    .iter()
                    .map(|it| (it.rule.name, it.message.clone(), it.start()))
                    .collect::<Vec<_>>()
            };
            if has(&found) != has(&sheet.found) {
                self.renew(&sheet.name);
            }
        }
    }

    /// Looks at an open form again.
    fn renew(&self, name: &str) {
        let Some(before) = lock(&self.sheets).get(name).cloned() else { return };
        match self.input(name) {
            Ok(input) => {
                self.follow_file(&input);
                self.lay(&input, &before);
            }
            Err(_) => self.close(name),
        }
        (self.tell)(Event::Sheet(before.name.clone()));
    }

    /// Examines a form and lays it out.
    pub(super) fn lay(&self, input: &Input, before: &Sheet) -> Arc<Sheet> {
        let input = &self.with_draft_text(input);
        let (found, viewed): (_, Result<Viewed, _>) = thread::scope(|scope| {
            let viewed = scope.spawn(|| self.screen.view(input));
            let found = self.examine(input);
            let failed = |_| Err(Vec::new());
            (found, viewed.join().unwrap_or_else(failed))
        });
        let editing = self.editing(&before.name);
        let sheet = Arc::new(before.with(input.load().ok(), found, viewed, editing));
        lock(&self.sheets).insert(before.name.to_string(), sheet.clone());
        sheet
    }

    /// A form with the text that it has here, where it has been changed.
    fn with_draft_text(&self, input: &Input) -> Input {
        let draft = lock(&self.drafts).get(&input.name()).map(|draft| draft.text.clone());
        Input { text: draft.or(input.text.clone()), ..input.clone() }
    }

    /// What is wrong with a form, also beside others.
    fn examine(&self, input: &Input) -> Vec<Diagnostic> {
        let severities = self.severities();
        let assets = self.assets();
        let examiner = examiner(&assets, &severities);
        let mut found = examiner.examine(input).found;
        let across = lock(&self.survey).across(&input.name()).to_vec();
        let own = |name: &str| (name == input.name()).then(|| input.load().ok()).flatten();
        let forms = &assets.forms;
        let open =
            |name: &str| own(name).or_else(|| forms.file(name)).or_else(|| source::open(name));
        let mut files = Files::new(open);
        found.extend(across.into_iter().map(|found| found.opened(&mut files)));
        found
    }

    /// Tells the others who look at a form that it has been changed.
    pub(super) fn tell_others(&self, sheet: &Sheet) {
        (self.tell)(Event::Sheet(sheet.name.clone()));
    }

    pub(super) fn input(&self, name: &str) -> Result<Input, Refusal> {
        lock(&self.survey).input(name).cloned().ok_or(Refusal::Unknown)
    }

    fn severities(&self) -> Arc<Severities> {
        self.severities.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The forms and the fonts.
    pub(super) fn assets(&self) -> Arc<Assets> {
        self.assets.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Reads default files anew.
fn examiner<'a>(assets: &'a Assets, severities: &'a Severities) -> Examiner<'a> {
    Examiner::new(&assets.forms, &assets.fonts, severities)
}

/// What a mutex holds, whatever has happened to others who held it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
