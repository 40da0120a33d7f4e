//! Changing open forms, and saving them.

use std::sync::Arc;

use super::desk::{Desk, Refusal, lock};
use super::draft::{Draft, whole};
use super::keep::{Keeper, Kept};
use super::paste::{self, Pasted, Table};
use super::sheet::{Editing, Sheet};
use crate::check::fix;
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::history::merge::Choice;
use crate::source::change::{self, Change};
use crate::source::scaffold::{self, New, parse_name};
use crate::source::{self, Defaults, Input, Texts};
use crate::system::rewrite::Rewrite;

impl Desk {
    /// Makes changes to an open form; all of them, or none.
    pub fn change(&self, name: &str, changes: &[Change]) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let file = draft.file();
            let input = Input { text: Some(draft.text.clone()), ..input.clone() };
            let forms = &self.assets().forms;
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
        let texts = Texts::of(&input, &Defaults::new(self.assets().forms.clone()));
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

    /// Mends what was found in a form, if that is safe: the finding with this number in what is
    /// shown as `version`.
    pub fn mend(&self, name: &str, version: u64, number: usize) -> Result<Arc<Sheet>, Refusal> {
        let sheet = self.open(name)?;
        let found = sheet.found.get(number).filter(|_| sheet.version == version);
        let mended = found.and_then(fix::mend_one);
        match mended {
            Some((file, text)) if file.name() == name => self.replace(name, &text),
            Some((file, _)) => {
                let message = format!("要改的是 {}，不是这个文件", file.name());
                Err(refuse(&message, "用 jixiao check --fix 改"))
            }
            None => Err(refuse("表格刚刚变了，没有改", "再点一次")),
        }
    }

    /// Writes a new project file in one of the folders that there are projects in; gives its name.
    pub fn create(&self, mut new: New) -> Result<String, Refusal> {
        if !self.setting.may_write {
            return Err(refuse("预览不改文件", "要新建，用 jixiao edit 打开"));
        }
        let known = |name: &str| Ok::<_, Refusal>(self.input(name)?.path.to_path_buf());
        if let Some(from) = &new.from {
            new.from = Some(known(&from.to_string_lossy())?);
        }
        if let Some(name) = &new.name {
            new.name = Some(parse_name(name).map_err(|why| refuse(&why, "换一个名称"))?);
        }
        let folder = new.folder.take().unwrap_or_else(|| self.setting.root.clone());
        if folder != self.setting.root && !lock(&self.survey).has_folder(&folder) {
            return Err(Refusal::Unknown);
        }
        if new.from.is_none() {
            new.folder = Some(folder);
        }
        let path = scaffold::create(&new, &self.assets().forms).map_err(Refusal::Found)?;
        self.look(false);
        Ok(path.display().to_string())
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
        let forms = &self.assets().forms;
        let supplied = source::supplied_form(&input.path, forms);
        draft.merge(theirs, choices, forms, supplied.as_deref());
    }

    /// The file of a form that may be changed.
    fn editable(&self, name: &str) -> Result<Input, Refusal> {
        if !self.setting.may_write {
            return Err(refuse("预览不改文件", "要改，用 jixiao edit 打开"));
        }
        self.input(name)
    }
}

/// A refusal, with what to do instead.
fn refuse(message: &str, help: &str) -> Refusal {
    Refusal::Found(vec![Diagnostic::new(&rule::UNWRITABLE_FILE, message).help(help)])
}
