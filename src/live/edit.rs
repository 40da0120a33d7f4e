//! Changing open forms, and saving them.

use std::sync::Arc;

use super::desk::{Desk, Refusal, lock};
use super::draft::{Draft, whole};
use super::keep::{Keeper, Kept};
use super::sheet::{Editing, Sheet};
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::history::merge::Choice;
use crate::source::change::{self, Change};
use crate::source::{self, Defaults, Input};
use crate::system::rewrite::Rewrite;

impl Desk {
    /// Makes changes to an open form; all of them, or none.
    pub fn change(&self, name: &str, changes: &[Change]) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let file = draft.file();
            let input = Input { text: Some(draft.text.clone()), ..input.clone() };
            let forms = &self.setting.forms;
            let form = source::form_of(&input, &Defaults::new(forms.clone()));
            let text = change::apply(&file, &form.map_err(Refusal::Found)?, forms, changes);
            let typed = match changes {
                [Change::Set { path, .. }] => Some(path.clone()),
                _ => None,
            };
            draft.change(text.map_err(Refusal::Found)?, typed);
            Ok(())
        })
    }

    /// Takes back the last step, or does again what was taken back.
    pub fn turn(&self, name: &str, is_back: bool) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            if is_back {
                draft.undo()
            } else {
                draft.redo()
            };
            Ok(())
        })
    }

    /// Puts another text in the place of a form's: that of a mend, say.
    pub fn replace(&self, name: &str, text: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            draft.change(text.to_owned(), None);
            Ok(())
        })
    }

    /// Forgets what was changed.
    pub fn discard(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let base = input.load().map_err(|found| Refusal::Found(vec![found]))?;
            draft.change(whole(&base), None);
            draft.rest_on(base);
            Ok(())
        })
    }

    /// Merges what was changed here with what has become of the file, by what a person chooses
    /// where both have changed the same.
    pub fn settle(&self, name: &str, choices: &[Choice]) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let theirs = input.load().map_err(|found| Refusal::Found(vec![found]))?;
            self.merge(&input, draft, theirs, choices);
            Ok(())
        })
    }

    /// Writes what was changed to the file, if that is still what it was; otherwise it is merged
    /// with that first, and not written yet.
    pub fn save(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let theirs = input.load().map_err(|found| Refusal::Found(vec![found]))?;
            if theirs != draft.base {
                self.merge(&input, draft, theirs, &[]);
                if !draft.contested.is_empty() {
                    return Ok(());
                }
            }
            let rewrite = Rewrite { before: draft.base.clone(), after: draft.text.clone() };
            rewrite.write().map_err(|found| Refusal::Found(vec![found]))?;
            draft.rest_on(SourceFile::new(draft.base.name(), draft.text.as_str()));
            Ok(())
        })
    }

    /// Does something with the draft of a form, and lays out what has become of it.
    fn with_draft(
        &self,
        input: &Input,
        work: impl FnOnce(&mut Draft) -> Result<(), Refusal>,
    ) -> Result<Arc<Sheet>, Refusal> {
        let name = input.name();
        let before = self.open(&name)?;
        {
            let mut drafts = lock(&self.drafts);
            let mut draft = match drafts.get(&name) {
                Some(draft) => draft.clone(),
                None => Draft::new(input.load().map_err(|found| Refusal::Found(vec![found]))?),
            };
            work(&mut draft)?;
            if let Some(keeper) = &self.keeper {
                keeper.keep(&draft);
            }
            drafts.insert(name.clone(), draft);
        }
        let sheet = self.lay(input, &before);
        self.tell_others(&sheet);
        Ok(sheet)
    }

    /// What there is to save of a form; `None` where nothing can be changed.
    pub(super) fn editing(&self, name: &str) -> Option<Editing> {
        if !self.setting.may_write {
            return None;
        }
        let drafts = lock(&self.drafts);
        let Some(draft) = drafts.get(name) else { return Some(Editing::default()) };
        let (undo, redo) = draft.steps();
        Some(Editing {
            changed: draft.is_changed(),
            undo,
            redo,
            contested: draft.contested.clone(),
            kept: draft.is_kept,
            unkept: self.keeper.as_ref().is_some_and(Keeper::has_failed),
        })
    }

    /// Takes up what was changed and not saved at an earlier time.
    pub(super) fn take_up(&self) {
        let Some(keeper) = &self.keeper else { return };
        for (name, Kept { base, text, .. }) in keeper.load() {
            let Ok(input) = self.input(&name) else { continue };
            let mut draft = Draft::new(SourceFile::new(name.as_str(), base));
            draft.change(text, None);
            draft.is_kept = true;
            if let Ok(theirs) = input.load() {
                self.merge(&input, &mut draft, theirs, &[]);
            }
            lock(&self.drafts).entry(name).or_insert(draft);
        }
    }

    /// Looks what has become of the file of a form that has been changed here.
    pub(super) fn follow_file(&self, input: &Input) {
        let mut drafts = lock(&self.drafts);
        let Some(draft) = drafts.get_mut(&input.name()) else { return };
        if let Ok(theirs) = input.load() {
            self.merge(input, draft, theirs, &[]);
        }
        if let Some(keeper) = &self.keeper {
            keeper.keep(draft);
        }
    }

    fn merge(&self, input: &Input, draft: &mut Draft, theirs: SourceFile, choices: &[Choice]) {
        let forms = &self.setting.forms;
        let supplied = source::supplied_form(&input.path, forms);
        draft.merge(theirs, choices, forms, supplied.as_deref());
    }

    /// The file of a form that may be changed.
    fn editable(&self, name: &str) -> Result<Input, Refusal> {
        if !self.setting.may_write {
            let found = Diagnostic::new(&rule::UNWRITABLE_FILE, "预览不改文件");
            return Err(Refusal::Found(vec![found.help("要改，用 jixiao edit 打开")]));
        }
        self.input(name)
    }
}
