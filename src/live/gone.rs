//! Project files that have gone, as long as people look at them or have changes of them to save.

use std::sync::Arc;

use serde::Serialize;

use super::catalogue::Catalogue;
use super::desk::{Desk, Refusal};
use super::drafts;
use super::edit::refuse;
use super::sheet::Sheet;
use crate::source::{Defaults, Input, Texts};
use crate::system::sync::lock;

/// What there is to say of a form whose file has gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gone {
    /// The name of a file that says now what this one said.
    now: Option<String>,
}

impl Desk {
    /// Notes which files have gone since the files were looked at before, and which are back.
    pub(super) fn note_gone(&self, before: &Catalogue, now: &Catalogue) {
        let mut gone = lock(&self.gone);
        gone.retain(|name, _| now.input(name).is_none());
        for input in before.inputs().filter(|input| now.input(&input.name()).is_none()) {
            let name = input.name();
            if lock(&self.sheets).contains_key(&name) || self.drafts.is_changed(&name) {
                gone.insert(name, input.clone());
            }
        }
    }

    /// What there is to say of a form, if its file has gone.
    pub(super) fn gone(&self, name: &str) -> Option<Gone> {
        let input = lock(&self.gone).get(name).cloned()?;
        let text = self.drafts.base(name);
        let input = Input { text: text.or(input.text.clone()), ..input };
        let texts = Texts::of(&input, &Defaults::new(self.assets().forms.clone()));
        let now = texts.fingerprint().and_then(|texts| lock(&self.catalogue).with_texts(texts));
        Some(Gone { now })
    }

    /// Goes on with a form whose file has gone in the one that says now what that one said, with
    /// what has not been saved; gives the form in that file. What that one says since it was looked
    /// at is merged with it.
    pub fn move_on(&self, name: &str) -> Result<Arc<Sheet>, Refusal> {
        let now = self.gone(name).and_then(|gone| gone.now).ok_or(Refusal::Unknown)?;
        if self.drafts.is_changed(name) {
            if self.drafts.is_changed(&now) {
                let message = format!("“{now}”里也有没有保存的改动，两边的合不到一起");
                return Err(refuse(&message, "先到那一份里保存或者放弃改动"));
            }
            let gone = self.drafts.copy(name).ok_or(Refusal::Unknown)?;
            let input = self.editable(&now)?;
            self.with_draft(&input, |draft| {
                let mut moved = gone.renamed(&now);
                drafts::merge(&mut moved, &input, input.load()?, &[], &self.assets().forms);
                *draft = moved;
                Ok(())
            })?;
            self.discard(name)?;
        }
        self.open(&now)
    }
}
