//! Looking at the files, and following what becomes of them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::catalogue::Catalogue;
use super::desk::Desk;
use super::sheet::Sheet;
use crate::diagnostic::Diagnostic;
use crate::source::{DEFAULTS, Input, forms};
use crate::system::output::real;
use crate::system::sync::lock;
use crate::watch::Changes;

/// What there is to look at.
#[derive(Clone, Copy)]
pub enum Look<'a> {
    /// All files: settings, default files or definitions may be others.
    Anew,
    /// Files that are new or gone, and those that have changed.
    Changes(&'a Changes),
    /// Files that are new or gone.
    Names,
}

impl Look<'_> {
    /// Whether the file at a path is looked at though it is known.
    pub fn has(&self, path: &Path) -> bool {
        match self {
            Self::Anew => true,
            Self::Changes(changes) => changes.is_all || changes.has(&real(path)),
            Self::Names => false,
        }
    }
}

impl Desk {
    /// Looks at the files; what is known stays until that is done.
    pub fn look(&self, what: Look) {
        let _looking = lock(&self.looking);
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
        let (severities, assets) = (self.severities(), self.assets());
        let examiner = self.examiner(&assets, &severities);
        let known = lock(&self.catalogue).clone();
        // Before anyone can ask for a form.
        self.take_up(&known, &inputs.projects);
        let catalogue: Catalogue = known.look(&examiner, inputs, &self.setting.root, what);
        self.note_gone(&known, &catalogue);
        *lock(&self.catalogue) = catalogue;
        self.tell_of_list();
        self.renew_others();
    }

    /// Follows changes of files. What is wrong with forms and fonts is given, and those stay that
    /// were in use.
    pub fn follow(&self, changes: &Changes) -> Result<(), Vec<Diagnostic>> {
        let is_called = |path: &PathBuf, name: &str| path.file_name().is_some_and(|it| it == name);
        let folders: Vec<PathBuf> =
            self.setting.asset_folders.iter().map(|folder| real(folder)).collect();
        let is_asset = |path: &PathBuf| folders.iter().any(|folder| path.starts_with(folder));
        let mut is_anew = changes.is_all || folders.iter().any(|folder| changes.has(folder));
        let mut failed = Ok(());
        if is_anew || changes.paths.iter().any(is_asset) {
            is_anew = true;
            failed = self.reload();
        }
        let is_shared = |path: &PathBuf| {
            is_called(path, DEFAULTS)
                || is_called(path, forms::DEFINITION)
                || path.extension().is_some_and(|ending| ending == "toml")
        };
        if is_anew || changes.paths.iter().any(is_shared) {
            self.look(Look::Anew);
            self.renew_all(|_| true);
            return failed;
        }
        // Those that people look at come first; not those that have been saved here.
        self.renew_all(|name| changes.has(&real(Path::new(name))) && self.is_other(name));
        self.look(Look::Changes(changes));
        failed
    }

    /// Reads forms and fonts anew.
    fn reload(&self) -> Result<(), Vec<Diagnostic>> {
        let assets = (self.setting.assets)()?;
        *self.assets.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(assets);
        self.screen.reload();
        self.press.reload();
        Ok(())
    }

    /// Looks at open forms again about which something else was found in comparing them.
    fn renew_others(&self) {
        let open: Vec<Arc<Sheet>> = lock(&self.sheets).values().cloned().collect();
        for sheet in open {
            let Ok(input) = self.input(&sheet.name) else {
                self.renew(&sheet.name);
                continue;
            };
            let found = self.examine(&self.with_draft_text(&input));
            if found != sheet.found[..sheet.examined] || !self.is_as_it_was(&input, &sheet) {
                self.renew(&sheet.name);
            }
        }
    }

    fn renew_all(&self, is_concerned: impl Fn(&str) -> bool) {
        let open: Vec<String> = lock(&self.sheets).keys().cloned().collect();
        open.iter().filter(|name| is_concerned(name)).for_each(|name| self.renew(name));
    }

    /// Whether an open form's file has become another one.
    fn is_other(&self, name: &str) -> bool {
        let Some(sheet) = lock(&self.sheets).get(name).cloned() else { return false };
        let Ok(input) = self.input(name) else { return true };
        self.drafts.follow(&input, &self.assets().forms);
        !self.is_as_it_was(&input, &sheet)
    }

    /// Whether there is nothing else to show of an open form than before, as far as that is its
    /// own.
    fn is_as_it_was(&self, input: &Input, sheet: &Sheet) -> bool {
        let editing = self.setting.may_write.then(|| self.drafts.editing(&sheet.name));
        editing == sheet.editing
            && self.gone(&sheet.name) == sheet.gone
            && sheet.file.is_some()
            && self.with_draft_text(input).load().ok() == sheet.file
    }

    /// Looks at an open form again.
    fn renew(&self, name: &str) {
        let Some(before) = lock(&self.sheets).get(name).cloned() else { return };
        let sheet = match self.input(name) {
            Ok(input) => {
                // As long as nobody has told that the file has gone, it may be back in a moment.
                if let Some(file) = before.file.clone().filter(|_| !input.path.exists()) {
                    self.drafts.hold(file);
                }
                self.drafts.follow(&input, &self.assets().forms);
                self.lay(&input, &before)
            }
            Err(_) => {
                self.close(name);
                // Who shows it knows the version of before.
                Arc::new(Sheet { version: self.next_version(), ..Sheet::clone(&before) })
            }
        };
        self.tell_of(&sheet);
    }
}
