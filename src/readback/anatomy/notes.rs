//! What stands on pages besides what is drawn there, and what can be filled in.

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use serde::{Deserialize, Serialize};

use super::{MOST, clip, text_of};
use crate::readback::document::catalog;
use crate::readback::grid::Grid;
use crate::readback::mark::Mark;
use crate::readback::page::DrawnPage;
use crate::readback::signature::Signing;

/// How deep fields may be in one another.
const DEEPEST: usize = 8;

/// A note, a stamp, a link or the like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Its page, from 1.
    pub page: usize,
    /// What it is, by its name in PDF.
    pub kind: String,
    /// What it says.
    pub text: String,
    /// Where it stands, if it has an area.
    pub mark: Option<Mark>,
    /// Whether something happens where it is clicked on, or when it is shown.
    pub acts: bool,
}

/// A field that can be filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldPart {
    /// Its name.
    pub name: String,
    /// What it is, by its name in PDF.
    pub kind: String,
    /// What it says.
    pub value: String,
}

/// What stands on the pages, but for signatures.
pub fn notes(pdf: &Pdf, signing: &Signing<'_>, pages: &[DrawnPage], grids: &[Grid]) -> Vec<Note> {
    let mut notes = Vec::new();
    for (number, page) in pdf.pages().iter().enumerate() {
        let all = page.raw().get::<Array<'_>>("Annots").unwrap_or_default();
        for item in all.raw_iter() {
            if notes.len() == MOST {
                return notes;
            }
            let dict = match item {
                MaybeRef::Ref(id) if signing.widgets.contains(&id.into()) => continue,
                MaybeRef::Ref(id) => pdf.xref().get(id.into()),
                MaybeRef::NotRef(object) => Object::into_dict(object),
            };
            let Some(dict) = dict else { continue };
            let kind = dict.get::<Name<'_>>("Subtype").map(|kind| clip(kind.as_str()));
            notes.push(Note {
                page: number + 1,
                kind: kind.unwrap_or_default(),
                text: text_of(&dict, "Contents"),
                mark: Mark::of(&dict, pdf, number, pages, grids),
                acts: dict.contains_key("A") || dict.contains_key("AA"),
            });
        }
    }
    notes
}

/// The fields that can be filled in, but for signatures.
pub fn fields(pdf: &Pdf) -> Vec<FieldPart> {
    let form = catalog(pdf).ok().and_then(|catalog| catalog.get::<Dict<'_>>("AcroForm"));
    let fields = form.and_then(|form| form.get::<Array<'_>>("Fields")).unwrap_or_default();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut left: Vec<_> = fields.raw_iter().map(|field| (field, None, DEEPEST)).collect();
    left.reverse();
    while let Some((field, above, depth)) = left.pop() {
        let id = field.as_obj_ref().map(ObjectIdentifier::from);
        if depth == 0 || found.len() == MOST || id.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let dict = match field {
            MaybeRef::Ref(id) => pdf.xref().get(id.into()),
            MaybeRef::NotRef(object) => Object::into_dict(object),
        };
        let Some(dict) = dict else { continue };
        let kind = dict.get::<Name<'_>>("FT").map(|kind| clip(kind.as_str())).or(above);
        let kids = dict.get::<Array<'_>>("Kids").unwrap_or_default();
        left.extend(kids.raw_iter().map(|kid| (kid, kind.clone(), depth - 1)));
        if let Some(kind) = kind.filter(|kind| kind != "Sig" && dict.contains_key("T")) {
            found.push(FieldPart { name: text_of(&dict, "T"), kind, value: text_of(&dict, "V") });
        }
    }
    found
}
