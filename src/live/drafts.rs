//! What has been changed in all forms, and not saved.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use super::draft::Draft;
use super::keep::Keeper;
use super::sheet::Editing;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::history::merge::Resolution;
use crate::source::{self, Forms, Input};
use crate::system::sync::lock;

/// How many drafts with nothing to save stay for the steps that can be taken back.
const MOST_IDLE: usize = 50;
/// How many bytes the texts of these steps have in all.
const MOST_IDLE_BYTES: usize = 16 << 20;

/// The drafts of forms, by the names of their files. Each has a lock of its own: what is
/// typed into one form does not wait for what is done with another.
pub struct Drafts {
    all: Mutex<HashMap<String, Arc<Mutex<Draft>>>>,
    /// None where nothing may be written.
    pub(super) keeper: Option<Keeper>,
    /// The files of which there is another draft from an earlier time.
    pub(super) waiting: Mutex<BTreeSet<String>>,
}

impl Drafts {
    /// None yet.
    pub fn new(keeper: Option<Keeper>) -> Self {
        Self { all: Mutex::default(), keeper, waiting: Mutex::default() }
    }

    /// A form that has been changed here, as it is now.
    pub fn copy(&self, name: &str) -> Option<Draft> {
        let draft = self.get(name)?;
        Some(lock(&draft).clone())
    }

    /// The text of a form that has been changed here.
    pub fn text(&self, name: &str) -> Option<String> {
        let draft = self.get(name)?;
        Some(lock(&draft).text.to_string())
    }

    /// The text of the file of a form that has been changed here, as it was read or saved last.
    pub fn base(&self, name: &str) -> Option<String> {
        let draft = self.get(name)?;
        Some(lock(&draft).base.whole())
    }

    /// Keeps the text of a file that has gone.
    pub fn hold(&self, file: SourceFile) {
        let name = file.name().to_owned();
        lock(&self.all).entry(name).or_insert_with(|| new(Draft::new(file)));
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
                let draft = new(Draft::new(input.load()?));
                lock(&self.all).entry(name).or_insert(draft).clone()
            }
        };
        let mut place = lock(&draft);
        let mut draft = place.clone();
        work(&mut draft)?;
        self.keep(&draft);
        *place = draft;
        Ok(())
    }

    /// Merges what has become of the file of a form with what was changed here, if anything was.
    pub fn follow(&self, input: &Input, forms: &Arc<Forms>) {
        let Some(draft) = self.get(&input.name()) else { return };
        if let Ok(theirs) = input.load() {
            let mut draft = lock(&draft);
            merge(&mut draft, input, theirs, &[], forms);
            self.keep(&draft);
        } else if input.path.exists() {
            // What is wrong with the file is to be seen, and not what it was.
            let mut all = lock(&self.all);
            // Whoever else holds it is about to change it.
            if Arc::strong_count(&draft) == 2 && !lock(&draft).is_changed() {
                all.remove(&input.name());
            }
        }
    }

    /// Puts what was changed at an earlier time, if `take` gives it, in the place of what is here;
    /// gives whether nothing has been changed here that would be lost.
    pub fn take_up(&self, here: SourceFile, take: impl FnOnce() -> Option<Draft>) -> bool {
        let name = here.name().to_owned();
        let place = lock(&self.all).entry(name).or_insert_with(|| new(Draft::new(here))).clone();
        let mut place = lock(&place);
        if place.is_changed() {
            return false;
        }
        if let Some(draft) = take() {
            self.keep(&draft);
            *place = draft;
        }
        true
    }

    /// Lets go of the draft of a form that nobody looks at, if there is nothing to save and nothing
    /// to take back; and of the oldest ones with nothing to save, where there are too many.
    pub fn let_go(&self, name: &str) {
        let mut all = lock(&self.all);
        // Whoever holds one is about to change it; nobody waits for a lock here.
        let is_idle =
            |draft: &&Arc<Mutex<Draft>>| Arc::strong_count(draft) == 1 && !lock(draft).is_changed();
        if all.get(name).filter(is_idle).is_some_and(|draft| lock(draft).steps() == (false, false))
        {
            all.remove(name);
        }
        let idle = all.iter().filter(|(_, draft)| is_idle(draft));
        let mut idle: Vec<_> = idle
            .map(|(name, draft)| {
                let draft = lock(draft);
                (draft.last_step(), draft.weight(), name.clone())
            })
            .collect();
        idle.sort_by(|one, other| other.cmp(one));
        let mut bytes = 0;
        for (number, (_, weight, name)) in idle.into_iter().enumerate() {
            bytes += weight;
            if number >= MOST_IDLE || bytes > MOST_IDLE_BYTES {
                all.remove(&name);
            }
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
            unkept: draft.is_changed() && self.has_failed(name),
        }
    }

    /// Whether what has been changed in a form could not be kept.
    pub fn has_failed(&self, name: &str) -> bool {
        self.keeper.as_ref().is_some_and(|keeper| keeper.has_failed(name))
    }

    /// Waits until all that is not saved is kept.
    pub fn flush(&self) {
        self.keeper.iter().for_each(Keeper::flush);
    }

    fn keep(&self, draft: &Draft) {
        self.keeper.iter().for_each(|keeper| keeper.keep(draft));
    }

    fn get(&self, name: &str) -> Option<Arc<Mutex<Draft>>> {
        lock(&self.all).get(name).cloned()
    }
}

fn new(draft: Draft) -> Arc<Mutex<Draft>> {
    Arc::new(Mutex::new(draft))
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
