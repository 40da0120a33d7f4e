//! What has been changed in all forms, and not saved.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::desk::lock;
use super::draft::{Draft, whole};
use super::keep::{self, Keeper};
use super::sheet::Editing;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::history::merge::Resolution;
use crate::source::{self, Forms, Input};

/// The drafts of forms, by the names of their files. Each has a lock of its own: nobody waits for
/// what is done with another form.
pub struct Drafts {
    all: Mutex<HashMap<String, Arc<Mutex<Draft>>>>,
    keeper: Keeper,
}

impl Drafts {
    /// None yet.
    pub fn new() -> Self {
        Self { all: Mutex::default(), keeper: Keeper::new() }
    }

    /// The text of a form that has been changed here.
    pub fn text(&self, name: &str) -> Option<String> {
        let draft = self.get(name)?;
        Some(lock(&draft).text.to_string())
    }

    /// The text of the file of a form that has been changed here, as it was read or saved last.
    pub fn base(&self, name: &str) -> Option<String> {
        let draft = self.get(name)?;
        Some(whole(&lock(&draft).base))
    }

    /// Keeps the text of a file that has gone.
    pub fn hold(&self, file: SourceFile) {
        let name = file.name().to_owned();
        lock(&self.all).entry(name).or_insert_with(|| Arc::new(Mutex::new(Draft::new(file))));
    }

    /// Whether a form has changes to save.
    pub fn is_changed(&self, name: &str) -> bool {
        self.get(name).is_some_and(|draft| lock(&draft).is_changed())
    }

    /// The names of the forms that have changes to save.
    pub fn changed(&self) -> Vec<String> {
        let all: Vec<_> =
            lock(&self.all).iter().map(|(name, it)| (name.clone(), it.clone())).collect();
        let mut names: Vec<String> = (all.into_iter())
            .filter(|(_, draft)| lock(draft).is_changed())
            .map(|(name, _)| name)
            .collect();
        names.sort();
        names
    }

    /// Does something with the draft of a form; where that fails, it is as it was.
    pub fn with<E: From<Diagnostic>>(
        &self,
        input: &Input,
        work: impl FnOnce(&mut Draft) -> Result<(), E>,
    ) -> Result<(), E> {
        let name = input.name();
        let draft = match self.get(&name) {
            Some(draft) => draft,
            None => {
                let draft = Arc::new(Mutex::new(Draft::new(input.load()?)));
                lock(&self.all).entry(name).or_insert(draft).clone()
            }
        };
        let mut place = lock(&draft);
        let mut draft = place.clone();
        work(&mut draft)?;
        self.keeper.keep(&draft);
        *place = draft;
        Ok(())
    }

    /// Takes up what was changed in some files and not saved at an earlier time; gives those that
    /// have gone since.
    pub fn take_up(&self, inputs: &[Input], forms: &Arc<Forms>) -> Vec<Input> {
        let mut gone = Vec::new();
        let mut by_folder: HashMap<&Path, Vec<&Input>> = HashMap::new();
        for input in inputs {
            by_folder.entry(input.path.parent().unwrap_or(Path::new(""))).or_default().push(input);
        }
        for (folder, inputs) in by_folder {
            for kept in keep::load(folder) {
                let is_it = |input: &&&Input| input.path.file_name() == Some(kept.file.as_os_str());
                let known = inputs.iter().find(is_it).map(|input| Input::clone(input));
                let beside = || inputs.first().and_then(|it| gone_beside(it, &kept.file));
                let Some(input) = known.or_else(|| beside().inspect(|it| gone.push(it.clone())))
                else {
                    continue;
                };
                let base = SourceFile::new(input.name(), kept.base);
                let mut draft = Draft::kept(base, kept.text);
                if let Ok(theirs) = input.load() {
                    merge(&mut draft, &input, theirs, &[], forms);
                }
                self.keeper.keep(&draft);
                let place = || Arc::new(Mutex::new(draft));
                lock(&self.all).entry(input.name()).or_insert_with(place);
            }
        }
        gone
    }

    /// Merges what has become of the file of a form with what was changed here, if anything was.
    pub fn follow(&self, input: &Input, forms: &Arc<Forms>) {
        let Some(draft) = self.get(&input.name()) else { return };
        let mut draft = lock(&draft);
        if let Ok(theirs) = input.load() {
            merge(&mut draft, input, theirs, &[], forms);
            self.keeper.keep(&draft);
        }
    }

    /// Lets go of the draft of a form that nobody looks at, if there is nothing to save.
    pub fn let_go(&self, name: &str) {
        let mut all = lock(&self.all);
        // Whoever holds it is about to change it.
        let is_free = |draft: &Arc<_>| Arc::strong_count(draft) == 1;
        if all.get(name).is_some_and(|draft| is_free(draft) && !lock(draft).is_changed()) {
            all.remove(name);
        }
    }

    /// What there is to save of a form.
    pub fn editing(&self, name: &str) -> Editing {
        let Some(draft) = self.get(name) else { return Editing::default() };
        let draft = lock(&draft);
        let (undo, redo) = draft.steps();
        Editing {
            changed: draft.is_changed(),
            undo,
            redo,
            contested: draft.contested.clone(),
            merged: draft.is_merged,
            kept: draft.is_kept,
            unkept: self.keeper.has_failed(name),
        }
    }

    /// Waits until all that is not saved is kept.
    pub fn flush(&self) {
        self.keeper.flush();
    }

    fn get(&self, name: &str) -> Option<Arc<Mutex<Draft>>> {
        lock(&self.all).get(name).cloned()
    }
}

/// The project file of this name beside another one, where there is none any more.
fn gone_beside(other: &Input, file: &Path) -> Option<Input> {
    let path = other.path.with_file_name(file);
    let stem = other.stem.with_file_name(file.file_stem()?);
    let is_name = Some(file.as_os_str()) == file.file_name();
    let is_gone = is_name && path.symlink_metadata().is_err();
    is_gone.then(|| Input { path: path.into(), stem: stem.into(), text: None, ..other.clone() })
}

/// Merges what has become of a file with what was changed here.
pub fn merge(
    draft: &mut Draft,
    input: &Input,
    theirs: SourceFile,
    choices: &[Resolution],
    forms: &Arc<Forms>,
) {
    let supplied = source::supplied_form(&input.path, forms);
    draft.merge(theirs, choices, forms, supplied.as_deref());
}
