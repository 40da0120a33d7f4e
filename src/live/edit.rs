//! Changing open forms, and saving them.

use std::sync::Arc;

use super::desk::{Desk, Refusal, lock};
use super::draft::Draft;
use super::paste::{self, Pasted, Table};
use super::sheet::{Editing, Sheet};
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::source::change::{self, Change};
use crate::source::{self, Defaults, Input, Texts};
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

    /// What pasting a block of cells where `focus` is would change in an open form; nothing is.
    pub fn paste(&self, name: &str, focus: &[String], table: &Table) -> Result<Pasted, Refusal> {
        let input = self.editable(name)?;
        let draft = lock(&self.drafts).get(name).map(|draft| draft.text.clone());
        let input = Input { text: draft.or(input.text.clone()), ..input };
        let texts = Texts::of(&input, &Defaults::new(self.setting.forms.clone()));
        let source = texts.sketch().map_err(Refusal::Found)?;
        Ok(paste::paste(&source, focus, table))
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

    /// Writes what was changed to the file, if that is still what it was.
    pub fn save(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
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
        Some(Editing { changed: draft.is_changed(), undo, redo, conflicts: Vec::new() })
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
