//! Changing open forms, and saving them.

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::desk::{Desk, Refusal};
use super::draft::Draft;
use super::drafts;
use super::follow::Look;
use super::paste::{self, Pasted, Table};
use super::sheet::Sheet;
use crate::check::fix;
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::history::merge::{Contested, Party, Resolution};
use crate::overview::listing::ListedProject;
use crate::source::change::{self, Amendment};
use crate::source::scaffold::{self, Created, Heritage, New, parse_name};
use crate::source::{self, Defaults, Input, Texts};
use crate::system::output;
use crate::system::rewrite::Rewrite;
use crate::system::sync::lock;

/// What a person chooses of something that both sides have changed.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// The keys that lead to it.
    path: Vec<String>,
    /// Who is to have it.
    side: Party,
    /// What the file said there when that was chosen.
    theirs: Option<String>,
}

impl Choice {
    /// Whether it is what was chosen of this.
    fn is_of(&self, contested: &Contested) -> bool {
        (&self.path, &self.theirs) == (&contested.path, &contested.theirs)
    }

    fn resolution(&self) -> Resolution {
        Resolution { path: self.path.clone(), side: self.side }
    }
}

impl Desk {
    /// Makes changes to an open form; all of them, or none.
    pub fn change(&self, name: &str, changes: &[Amendment]) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let file = draft.file();
            let input = Input { text: Some(draft.text.to_string()), ..input.clone() };
            let forms = &self.assets().forms;
            let form = source::form_of(&input, &Defaults::new(forms.clone()));
            let text = change::apply(&file, &form.map_err(Refusal::Found)?, forms, changes);
            let typed = match changes {
                [Amendment::Set { path, .. }] => Some(path.as_slice().into()),
                _ => None,
            };
            draft.change(text.map_err(Refusal::Found)?, typed);
            Ok(())
        })
    }

    /// What pasting a block of cells where `focus` is would change in an open form; nothing is.
    pub fn paste(&self, name: &str, focus: &[String], table: &Table) -> Result<Pasted, Refusal> {
        let input = self.editable(name)?;
        let input = self.with_draft_text(&input);
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

    /// Mends what was found in a form, if that is safe: the finding with this number in what is
    /// shown as `version`.
    pub fn mend(&self, name: &str, version: u64, number: usize) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        let sheet = self.open(name)?;
        let found = sheet.found.get(number).filter(|_| sheet.version == version);
        let has_changed = || refuse("表格刚刚变了，没有改", "再点一次");
        let (file, text) = found.and_then(fix::mend_one).ok_or_else(has_changed)?;
        if file.name() != name {
            let message = format!("要改的是 {}，不是这个文件", file.name());
            return Err(refuse(&message, "用记事本打开那个文件改"));
        }
        self.with_draft(&input, |draft| {
            // What someone else has typed meanwhile stays.
            if draft.file() != file {
                return Err(has_changed());
            }
            draft.change(text, None);
            Ok(())
        })
    }

    /// Writes a new project file in one of the folders that there are projects in.
    pub fn create(&self, new: New) -> Result<Created, Refusal> {
        let created = scaffold::create(&self.wanted(new)?, &self.assets().forms);
        let created = created.map_err(|found| match taken(&found).and_then(Path::file_name) {
            Some(name) => {
                let message = format!("已经有“{}”这个文件", name.to_string_lossy());
                refuse(&message, "换一个项目名称")
            }
            None => Refusal::Found(found),
        })?;
        self.look(Look::Names);
        Ok(created)
    }

    /// What a new project file would have of the one that it continues, and what not.
    pub fn foresee(&self, new: New) -> Result<Heritage, Refusal> {
        let heritage = scaffold::foresee(&self.wanted(new)?, &self.assets().forms);
        Ok(heritage.map_err(Refusal::Found)?.unwrap_or_default())
    }

    /// What is wanted, if it may be written here.
    fn wanted(&self, mut new: New) -> Result<New, Refusal> {
        if !self.setting.may_write {
            return Err(refuse("预览不改文件", "要新建，用 jixiao edit 打开"));
        }
        if let Some(from) = &new.from {
            let from = from.to_string_lossy();
            if self.drafts.is_changed(&from) {
                return Err(refuse(
                    "现在打开的这份还没有保存，沿用不到没有保存的内容",
                    "先保存，再新建",
                ));
            }
            new.from = Some(self.input(&from)?.path.to_path_buf());
        }
        if let Some(name) = &new.name {
            let help = "删去项目名称，重新打一遍";
            new.name = Some(parse_name(name).map_err(|why| refuse(&why, help))?);
        }
        let folder = new.folder.take().unwrap_or_else(|| self.setting.root.clone());
        if folder != self.setting.root && !lock(&self.catalogue).has_folder(&folder) {
            return Err(Refusal::NoFolder);
        }
        if new.from.is_none() {
            new.folder = Some(folder);
        }
        Ok(new)
    }

    /// Forgets what was changed.
    pub fn discard(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        let is_gone = self.gone(name).is_some();
        self.with_draft(&input, |draft| {
            let base = if is_gone { draft.base.clone() } else { input.load()? };
            let forms = &self.assets().forms;
            draft.discard(base, forms, source::supplied_form(&input.path, forms).as_deref());
            Ok(())
        })
    }

    /// Merges what was changed here with what has become of the file, by what a person chooses
    /// where both have changed the same. As long as something is not chosen, or is not what it was
    /// when that was chosen, all is left to choose.
    pub fn settle(&self, name: &str, choices: &[Choice]) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        self.with_draft(&input, |draft| {
            let forms = &self.assets().forms;
            let theirs = input.load()?;
            drafts::merge(draft, &input, theirs.clone(), &[], forms);
            let choice_of = |it: &Contested| choices.iter().find(|choice| choice.is_of(it));
            let chosen: Option<Vec<Resolution>> =
                draft.contested.iter().map(|it| choice_of(it).map(Choice::resolution)).collect();
            if let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) {
                drafts::merge(draft, &input, theirs, &chosen, forms);
            }
            Ok(())
        })
    }

    /// Writes what was changed to the file, if that is still what it was; otherwise it is merged
    /// with that first, and not written yet: the person is to see it.
    pub fn save(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        if self.gone(name).is_some() {
            return Err(refuse("文件不在了，存不进去", "把文件放回来，再保存；或者点“重新写一个”"));
        }
        self.with_draft(&input, |draft| {
            let forms = &self.assets().forms;
            let theirs = input.load()?;
            if theirs != draft.base {
                drafts::merge(draft, &input, theirs, &[], forms);
                return Ok(());
            }
            let after = draft.text.to_string();
            let rewrite = Rewrite { before: draft.base.clone(), after: after.clone() };
            if let Err(found) = rewrite.write() {
                let theirs = input.load()?;
                if theirs == draft.base {
                    return Err(found.into());
                }
                // In the moment between.
                drafts::merge(draft, &input, theirs, &[], forms);
                return Ok(());
            }
            draft.rest_on(SourceFile::new(draft.base.name(), after));
            Ok(())
        })
    }

    /// Writes the file of a form anew that has gone, with what has been changed in it.
    pub fn restore(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let input = self.editable(name)?;
        if self.gone(name).is_none() {
            return Err(refuse("文件还在", "直接保存"));
        }
        let sheet = self.with_draft(&input, |draft| {
            let text = draft.text.to_string();
            output::create(&input.path, text.as_bytes())?;
            draft.rest_on(SourceFile::new(draft.base.name(), text));
            Ok(())
        })?;
        self.look(Look::Names);
        Ok(lock(&self.sheets).get(name).cloned().unwrap_or(sheet))
    }

    /// Does something with the draft of a form, and lays out what has become of it.
    pub(super) fn with_draft(
        &self,
        input: &Input,
        work: impl FnOnce(&mut Draft) -> Result<(), Refusal>,
    ) -> Result<Arc<Sheet>, Refusal> {
        let name = input.name();
        let before = self.open(&name)?;
        let was_changed = self.drafts.is_changed(&name);
        self.drafts.with(input, work)?;
        let sheet = self.lay(input, &before);
        self.tell_of(&sheet);
        let is_changed = self.drafts.is_changed(&name);
        if is_changed != was_changed || shown(&sheet.line) != shown(&before.line) {
            self.tell_of_list();
        }
        Ok(sheet)
    }

    /// The file of a form that may be changed.
    pub(super) fn editable(&self, name: &str) -> Result<Input, Refusal> {
        if !self.setting.may_write {
            return Err(refuse("预览不改文件", "要改，用 jixiao edit 打开"));
        }
        self.input(name)
    }
}

/// What the list shows, and is searched for, of a form's line.
fn shown(line: &ListedProject) -> impl PartialEq + '_ {
    let ListedProject { form, department, unit, name, total, errors, warnings, .. } = line;
    (form, department, unit, name, total, errors, warnings)
}

/// The file that is in the place of one that could not be written.
fn taken(found: &[Diagnostic]) -> Option<&Path> {
    let found = found.iter().find(|it| *it.rule == rule::UNWRITABLE_FILE)?;
    Some(Path::new(found.places.first()?.file.name())).filter(|path| path.exists())
}

/// A refusal, with what to do instead.
pub(super) fn refuse(message: &str, help: &str) -> Refusal {
    Refusal::Found(vec![Diagnostic::new(&rule::UNWRITABLE_FILE, message).help(help)])
}
