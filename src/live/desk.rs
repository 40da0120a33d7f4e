//! What people look at: the projects of a folder, and the forms that are open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::thread;
use std::time::Duration;

use super::catalogue::{Catalogue, Overview};
use super::drafts::Drafts;
use super::edit::refuse;
use super::keep::Keeper;
use super::sheet::{Editing, Sheet};
use super::stage::Stage;
use crate::batch::worker::{Setup, Viewed};
use crate::check::examine::{Examined, Examiner};
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files};
use crate::history::versions::{LastCommit, Uncommitted};
use crate::overview::listing::ListedProject;
use crate::print::export::{File, Format};
use crate::print::fonts::Fonts;
use crate::print::{Options, Printed};
use crate::source::{self, Defaults, Forms, Input, Inputs, Texts};
use crate::system::sync::lock;

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
    /// The files and the folders that are given.
    pub paths: Vec<PathBuf>,
    /// The folder of the projects.
    pub root: PathBuf,
    /// The folders of forms and fonts of the user's own.
    pub asset_folders: Vec<PathBuf>,
    /// Whether forms may be changed here.
    pub may_write: bool,
    /// What is to be done to see the forms once more after the program has ended, in a sentence.
    pub again: String,
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
    /// An open form: its name, and the number of what it is now.
    Sheet(Arc<str>, u64),
}

/// Why something cannot be done, in the user's words.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// There is no such project file.
    Unknown,
    /// There is no such folder with project files.
    NoFolder,
    /// There are findings in the way.
    Found(Vec<Diagnostic>),
}

/// All that people look at.
pub struct Desk {
    pub(super) setting: Setting,
    pub(super) assets: RwLock<Arc<Assets>>,
    pub(super) severities: RwLock<Arc<Severities>>,
    pub(super) catalogue: Mutex<Catalogue>,
    pub(super) sheets: Mutex<HashMap<String, Arc<Sheet>>>,
    pub(super) drafts: Drafts,
    /// The files that have gone.
    pub(super) gone: Mutex<HashMap<String, Input>>,
    /// The number of what was laid out last.
    version: AtomicU64,
    /// Held by whoever looks at the files.
    pub(super) looking: Mutex<()>,
    pub(super) screen: Stage,
    pub(super) press: Stage,
    tell: Box<dyn Fn(Event) + Send + Sync>,
}

impl From<Diagnostic> for Refusal {
    fn from(found: Diagnostic) -> Self {
        Self::Found(vec![found])
    }
}

impl Desk {
    /// A desk on which nothing lies yet; `tell` is told of all that changes. An error where there
    /// is something wrong with the forms.
    pub fn new(
        setting: Setting,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Arc<Self>, Vec<Diagnostic>> {
        let assets = (setting.assets)()?;
        let Setting { command, setup, timeout, .. } = &setting;
        let screen = Stage::new(*command, setup.clone(), *timeout);
        let options = Options { format: Format::Pdf { time: None }, attach: true };
        let press = Stage::new(*command, Setup { options, ..setup.clone() }, *timeout);
        let desk = |desk: &Weak<Self>| {
            let desk = desk.clone();
            let tell_of_keeping = move |path: &Path| {
                if let Some(desk) = desk.upgrade() {
                    desk.tell_of_keeping(&path.display().to_string());
                }
            };
            let keeper = setting.may_write.then(|| Keeper::new(tell_of_keeping));
            Self {
                setting,
                assets: RwLock::new(Arc::new(assets)),
                severities: RwLock::default(),
                catalogue: Mutex::default(),
                sheets: Mutex::default(),
                drafts: Drafts::new(keeper),
                gone: Mutex::default(),
                version: AtomicU64::new(0),
                looking: Mutex::default(),
                screen,
                press,
                tell: Box::new(tell),
            }
        };
        Ok(Arc::new_cyclic(desk))
    }

    /// Has the process started that lays out forms.
    pub fn warm_up(&self) {
        self.screen.warm_up();
    }

    /// Whether forms may be changed here.
    pub fn may_write(&self) -> bool {
        self.setting.may_write
    }

    /// The projects as a list.
    pub fn overview(&self) -> Overview {
        let unsaved = self.drafts.changed();
        let lines: HashMap<String, ListedProject> = {
            let sheets = lock(&self.sheets);
            let line = |name: &String| Some((name.clone(), sheets.get(name)?.line.clone()));
            unsaved.iter().filter_map(line).collect()
        };
        let Setting { root, may_write, again, .. } = &self.setting;
        let mut overview = lock(&self.catalogue).overview(root, *may_write, again, unsaved, &lines);
        overview.beside.extend(self.others_waiting());
        overview
    }

    /// Opens a form, or gives it as it is where it is open.
    pub fn open(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        if let Some(sheet) = lock(&self.sheets).get(name) {
            return Ok(sheet.clone());
        }
        let input = self.input(name)?;
        // It may have been changed while nobody looked.
        self.drafts.follow(&input, &self.assets().forms);
        Ok(self.lay(&input, &Sheet::new(name)))
    }

    /// Forgets an open form.
    pub fn close(&self, name: &str) {
        lock(&self.sheets).remove(name);
        self.drafts.let_go(name);
        if !self.drafts.is_changed(name) {
            lock(&self.gone).remove(name);
        }
    }

    /// The cells of a form that say something else than at the last commit, and how many are gone;
    /// `None` where it is in none.
    pub fn uncommitted(&self, name: &str) -> Result<Option<Uncommitted>, Refusal> {
        let input = self.with_draft_text(&self.input(name)?);
        let assets = self.assets();
        Ok(assets.last_commit.changes(&input, &Defaults::new(assets.forms.clone())))
    }

    /// The forms that there are, by their short names, with their titles; the default one first.
    pub fn forms(&self) -> Vec<(String, String)> {
        let assets = self.assets();
        let mut forms: Vec<(String, String)> = Vec::new();
        let mut all: Vec<_> = assets.forms.definitions().collect();
        all.sort_by_key(|form| !form.is_default);
        for form in all {
            if !forms.iter().any(|(name, _)| *name == form.name) {
                forms.push((form.name.clone(), form.title.clone()));
            }
        }
        forms
    }

    /// The PDF of a form without errors, as it is saved.
    pub fn pdf(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        let input = self.input(name)?;
        if self.gone(name).is_some() {
            return Err(refuse("文件不在了，排不了 PDF", "把文件放回来，再排"));
        }
        if self.drafts.is_changed(name) {
            return Err(refuse("改动还没有保存", "先保存，再排 PDF"));
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

    /// Examines a form and lays it out, as it is when that is done.
    pub(super) fn lay(&self, input: &Input, before: &Sheet) -> Arc<Sheet> {
        loop {
            let input = &self.with_draft_text(input);
            let file = input.load().ok();
            let (listed, viewed): (_, Result<Viewed, _>) = thread::scope(|scope| {
                let viewed = scope.spawn(|| self.screen.view(input));
                let listed = self.examine_and_list(input);
                let failed = |_| Err(Vec::new());
                (listed, viewed.join().unwrap_or_else(failed))
            });
            let gone = self.gone(&before.name);
            let mut sheets = lock(&self.sheets);
            // Whoever has changed it meanwhile lays it out as well; the last one counts.
            if self.with_draft_text(input).text != input.text {
                continue;
            }
            let editing = self.setting.may_write.then(|| self.drafts.editing(&before.name));
            let version = self.next_version();
            let sheet = Arc::new(before.with(file.clone(), listed, viewed, editing, gone, version));
            sheets.insert(before.name.to_string(), sheet.clone());
            drop(sheets);
            // From here on those who look at the files see to an open form; not before.
            if input.load().ok() == file {
                return sheet;
            }
        }
    }

    /// A form with the text that it has here, where it has been changed.
    pub(super) fn with_draft_text(&self, input: &Input) -> Input {
        let draft = self.drafts.text(&input.name());
        Input { text: draft.or(input.text.clone()), ..input.clone() }
    }

    /// What is wrong with a form, also beside others.
    pub(super) fn examine(&self, input: &Input) -> Vec<Diagnostic> {
        self.examine_and_list(input).0
    }

    /// The same, with the form's line in the list.
    fn examine_and_list(&self, input: &Input) -> (Vec<Diagnostic>, ListedProject) {
        let severities = self.severities();
        let assets = self.assets();
        let examiner = self.examiner(&assets, &severities);
        let Examined { mut found, project, .. } = examiner.examine(input);
        let across = lock(&self.catalogue).across(&input.name()).to_vec();
        let own = |name: &str| (name == input.name()).then(|| input.load().ok()).flatten();
        let forms = &assets.forms;
        let open =
            |name: &str| own(name).or_else(|| forms.file(name)).or_else(|| source::open(name));
        let mut files = Files::new(open);
        found.extend(across.into_iter().map(|found| found.opened(&mut files)));
        let mut line = ListedProject::of(input, &examiner, project.as_ref(), &[]);
        line.count(&found);
        (found, line)
    }

    /// Tells those who look at a form that it has been changed.
    pub(super) fn tell_of(&self, sheet: &Sheet) {
        (self.tell)(Event::Sheet(sheet.name.clone(), sheet.version));
    }

    /// Tells whether what was changed in an open form can be kept.
    fn tell_of_keeping(&self, name: &str) {
        let mut sheets = lock(&self.sheets);
        let Some(sheet) = sheets.get_mut(name) else { return };
        let Some(editing) = &sheet.editing else { return };
        let unkept = self.drafts.editing(name).unkept;
        if editing.unkept == unkept {
            return;
        }
        let editing = Some(Editing { unkept, ..editing.clone() });
        let version = self.next_version();
        *sheet = Arc::new(Sheet { editing, version, ..Sheet::clone(sheet) });
        let sheet = sheet.clone();
        drop(sheets);
        self.tell_of(&sheet);
    }

    /// The number of what is made next.
    pub(super) fn next_version(&self) -> u64 {
        self.version.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Tells that the list has changed.
    pub(super) fn tell_of_list(&self) {
        (self.tell)(Event::List);
    }

    /// Waits until all that is not saved is kept on the disk.
    pub fn flush(&self) {
        self.drafts.flush();
    }

    pub(super) fn input(&self, name: &str) -> Result<Input, Refusal> {
        if let Some(input) = lock(&self.catalogue).input(name) {
            return Ok(input.clone());
        }
        lock(&self.gone).get(name).cloned().ok_or(Refusal::Unknown)
    }

    pub(super) fn severities(&self) -> Arc<Severities> {
        self.severities.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads default files anew.
    pub(super) fn examiner<'a>(
        &self,
        assets: &'a Assets,
        severities: &'a Severities,
    ) -> Examiner<'a> {
        let examiner = Examiner::new(&assets.forms, &assets.fonts, severities);
        if self.setting.may_write { examiner.saying_all() } else { examiner }
    }

    /// The forms and the fonts.
    pub(super) fn assets(&self) -> Arc<Assets> {
        self.assets.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
