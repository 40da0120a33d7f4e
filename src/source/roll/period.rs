//! When a project begins and ends, a year later.

use std::sync::Arc;

use super::super::document::Document;
use super::super::layout::scalar::{self, Position};
use super::super::places::{Content, Entry, Node};
use super::super::text::Text;
use super::Reason;
use super::looks::Found;
use super::words::Years;
use crate::diagnostic::{Edit, Place, SourceFile};
use crate::form::{Choices, Date, Field, Form, Kind, Role};

/// What becomes of the dates of a project in its first document, whose type may stand in
/// the others, its defaults: those of a project that is done within the old year are moved,
/// and what is not clear is listed.
pub fn moved(documents: &[Arc<Document>], form: &Form, years: Years) -> (Vec<Edit>, Vec<Found>) {
    let Some(own) = documents.first() else { return (Vec::new(), Vec::new()) };
    let kind = Recurs::of(documents, form);
    let mut edits = Vec::new();
    let mut found = Vec::new();
    let list = |entry: &Entry, reason| Found {
        span: entry.value.span.clone(),
        reason,
        is_for_the_line: true,
    };
    for role in [Role::Start, Role::End] {
        let Some((entry, date)) = date(own, form, role) else { continue };
        let Some(year) = date.year() else { continue };
        match (role, kind) {
            (_, Recurs::No) if year == years.old => {
                let text = entry.value.text().unwrap_or_default();
                let text = text.replacen(&year.to_string(), &years.new.to_string(), 1);
                edits.push(replace(
                    &own.file,
                    entry,
                    &year.to_string(),
                    &years.new.to_string(),
                    &text,
                ));
            }
            // It goes on as it began.
            (Role::Start, Recurs::Yes) => {}
            (Role::Start, _) if year < years.old => {}
            _ if year <= years.new => found.push(list(entry, Reason::Period)),
            _ => {}
        }
    }
    if let (Recurs::No, Some((keys, _))) = (kind, form.by_role(Role::Type))
        && let Some(entry) = own.root().find_entry(&keys)
    {
        found.push(list(entry, Reason::OneOff));
    }
    (edits, found)
}

/// Puts `new` in the place of `old` within a value, or else `text` in the place of all of it.
pub fn replace(file: &SourceFile, entry: &Entry, old: &str, new: &str, text: &str) -> Edit {
    let span = entry.value.span.clone();
    let in_place = || match &entry.value.content {
        Content::Text { text, style } => {
            let at = text.find(old)?;
            let place = Place::new(file, span.clone());
            let shown =
                Text { path: Vec::new(), column: None, text, place, style: *style, is_key: false };
            shown.edit(at..at + old.len(), new)
        }
        Content::List(_) | Content::Map(_) => None,
    };
    in_place()
        .unwrap_or_else(|| Edit::new(file, span.clone(), scalar::inline(text, Position::Anywhere)))
}

/// Whether a project recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recurs {
    Yes,
    No,
    /// The form does not say so, or it is neither.
    Unknown,
}

impl Recurs {
    fn of(documents: &[Arc<Document>], form: &Form) -> Self {
        let Some((keys, Field { kind: Kind::Choice(choices), .. })) = form.by_role(Role::Type)
        else {
            return Self::Unknown;
        };
        let Choices { recurring, one_off, .. } = choices;
        match said(documents, &keys).and_then(Node::text) {
            Some(text) if recurring.as_deref() == Some(text) => Self::Yes,
            Some(text) if one_off.as_deref() == Some(text) => Self::No,
            _ => Self::Unknown,
        }
    }
}

/// What the nearest document that has the first key says at the end of keys.
fn said<'a>(documents: &'a [Arc<Document>], keys: &[&str]) -> Option<&'a Node> {
    let first = keys.first()?;
    documents.iter().find(|document| document.entry(first).is_some())?.root().find(keys)
}

/// The date that a document says itself.
fn date<'a>(own: &'a Document, form: &Form, role: Role) -> Option<(&'a Entry, Date)> {
    let (keys, _) = form.by_role(role)?;
    let entry = own.root().find_entry(&keys)?;
    Some((entry, Date::parse(entry.value.text()?)?))
}
