//! What a person has changed in an open form and not saved.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::diagnostic::SourceFile;
use crate::history::merge::{Contested, Party, Reconciled, Resolution, Versions, reconcile};
use crate::source::Forms;

/// How many steps can be undone.
const MOST_STEPS: usize = 500;
/// How many of them stay when the file has been changed by someone else.
const MOST_MOVED: usize = 20;
/// How many bytes the texts of these steps have in all.
const MOST_BYTES: usize = 16 << 20;
/// Changes of one text that follow one another as fast are one step.
const TYPING: Duration = Duration::from_millis(1500);

/// The text of a form as a person has changed it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The file as it was read, or saved, last.
    pub base: SourceFile,
    /// The text as it is now, with its byte-order mark.
    pub text: Arc<str>,
    /// What was changed here and in the file meanwhile, each in another way.
    pub contested: Vec<Contested>,
    /// Whether it was kept from an earlier time.
    pub is_kept: bool,
    /// Whether someone else's changes have come into it since it was looked at for saving.
    pub is_merged: bool,
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// A text as it was, and what has been changed in it since.
#[derive(Debug, Clone)]
struct Step {
    text: Arc<str>,
    /// What was typed in, where it was one text; and when.
    typed: Option<Arc<[String]>>,
    at: Instant,
}

impl Draft {
    /// A form in which nothing has been changed yet.
    pub fn new(base: SourceFile) -> Self {
        Self {
            text: base.whole().into(),
            base,
            contested: Vec::new(),
            is_kept: false,
            is_merged: false,
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// What was changed in a file at an earlier time.
    pub fn kept(base: SourceFile, text: String) -> Self {
        let mut draft = Self::new(base);
        draft.change(text, None);
        draft.is_kept = draft.is_changed();
        draft
    }

    /// The file as it is now.
    pub fn file(&self) -> SourceFile {
        SourceFile::new(self.base.name(), &*self.text)
    }

    /// Whether there is something to save.
    pub fn is_changed(&self) -> bool {
        self.text.strip_prefix(self.base.mark()) != Some(self.base.text())
    }

    /// Puts another text in the place of this one. Where one text was `typed` in, its keys.
    pub fn change(&mut self, text: String, typed: Option<Arc<[String]>>) {
        if *text == *self.text {
            return;
        }
        self.undone.clear();
        let before = std::mem::replace(&mut self.text, text.into());
        let now = Instant::now();
        if let Some(last) = self.done.last_mut()
            && typed.is_some()
            && last.typed == typed
            && now.duration_since(last.at) < TYPING
        {
            last.at = now;
            return;
        }
        self.done.push(Step { text: before, typed, at: now });
        let bytes = |steps: &[Step]| steps.iter().map(|step| step.text.len()).sum::<usize>();
        while self.done.len() > MOST_STEPS || bytes(&self.done) > MOST_BYTES {
            self.done.remove(0);
        }
    }

    /// Whether a step can be undone, and whether one can be done again.
    pub fn steps(&self) -> (bool, bool) {
        (!self.done.is_empty(), !self.undone.is_empty())
    }

    /// How many bytes the texts of the steps have.
    pub fn weight(&self) -> usize {
        self.each_step().map(|step| step.text.len()).sum()
    }

    /// When the last step was done, of those that are known.
    pub fn last_step(&self) -> Option<Instant> {
        self.each_step().map(|step| step.at).max()
    }

    fn each_step(&self) -> impl Iterator<Item = &Step> {
        self.done.iter().chain(&self.undone)
    }

    /// The same in a file of another name.
    pub fn renamed(&self, name: &str) -> Self {
        Self { base: SourceFile::new(name, self.base.whole()), ..self.clone() }
    }

    /// Puts the text of the file in the place of this one, which can be taken back.
    ///
    /// What others have done in the file meanwhile is not taken back with it; where both have
    /// changed the same, what was changed here comes back.
    pub fn discard(&mut self, theirs: SourceFile, forms: &Forms, supplied: Option<&str>) {
        self.merge(theirs.clone(), &[], forms, supplied);
        let mine = |it: &Contested| Resolution { path: it.path.clone(), side: Party::Mine };
        let choices: Vec<Resolution> = self.contested.iter().map(mine).collect();
        if !choices.is_empty() {
            self.merge(theirs.clone(), &choices, forms, supplied);
        }
        let is_merged = self.base == theirs;
        self.change(theirs.whole(), None);
        if !is_merged {
            self.done.clear();
        }
        self.rest_on(theirs);
    }

    /// Takes back the last step.
    pub fn undo(&mut self) {
        Self::turn(&mut self.text, &mut self.done, &mut self.undone);
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) {
        Self::turn(&mut self.text, &mut self.undone, &mut self.done);
    }

    fn turn(text: &mut Arc<str>, from: &mut Vec<Step>, to: &mut Vec<Step>) {
        let Some(mut step) = from.pop() else { return };
        std::mem::swap(text, &mut step.text);
        // What is typed next is a step of its own.
        step.typed = None;
        to.push(step);
    }

    /// The file has this text now: what was changed stays.
    pub fn rest_on(&mut self, base: SourceFile) {
        self.base = base;
        self.contested.clear();
        self.is_merged = false;
        self.is_kept &= self.is_changed();
    }

    /// Merges what has become of the file with what was changed here, by field; where both have
    /// changed one, it goes by the choices. Fields without one are left to choose.
    ///
    /// Steps are of the file as it is now, too: taking one back must not take back what someone
    /// else has done.
    pub fn merge(
        &mut self,
        theirs: SourceFile,
        choices: &[Resolution],
        forms: &Forms,
        supplied: Option<&str>,
    ) {
        if theirs == self.base {
            self.contested.clear();
            return;
        }
        let (base, their_text) = (self.base.whole(), theirs.whole());
        let merged = |text: &str| {
            let texts = Versions { base: &*base, ours: text, theirs: &*their_text };
            reconcile(texts, choices, forms, supplied)
        };
        match merged(&self.text) {
            Reconciled { text: Some(text), .. } => {
                let move_steps = |steps: &mut Vec<Step>| {
                    let first = steps.len().saturating_sub(MOST_MOVED);
                    let mut moved = Vec::new();
                    // Whatever comes before a step that cannot be moved is gone, too.
                    for step in steps.drain(first..).rev() {
                        let Some(text) = merged(&step.text).text else { break };
                        moved.push(Step { text: text.into(), ..step });
                    }
                    moved.reverse();
                    *steps = moved;
                };
                move_steps(&mut self.done);
                move_steps(&mut self.undone);
                let is_changed = self.is_changed();
                self.text = text.into();
                self.rest_on(theirs);
                self.is_merged = is_changed;
            }
            Reconciled { contested, .. } => self.contested = contested,
        }
    }
}
