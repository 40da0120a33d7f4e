//! What of a file wants another look: its names, texts and amounts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::layout::Known;
use super::super::layout::comments::{self, Lines};
use super::super::places::{Content, Entry, Node, Style};
use super::super::text::Text;
use super::Reason;
use super::words::{self, Years};
use crate::diagnostic::{Place, SourceFile};
use crate::form::{FORM_KEY, Form, Kind, Role, YEAR_KEY};
use crate::source::Document;

/// A place in the file that is rolled.
#[derive(Debug, Clone)]
pub struct Found {
    /// The bytes.
    pub span: Range<usize>,
    /// Why it is listed.
    pub reason: Reason,
    /// Whether one on a line is enough.
    pub is_for_the_line: bool,
}

/// What of a file of a form wants another look, but for the dates of the project itself.
/// `usual` are the comments that every new file of the form has: their years are examples.
pub fn find(
    document: &Document,
    form: &Form,
    years: Years,
    usual: &BTreeSet<String>,
) -> Vec<Found> {
    let mut looker = Looker { file: &document.file, years, found: Vec::new() };
    for entry in document.root().entries() {
        let known = Known::of(Some(form)).below(&entry.key);
        if entry.key != FORM_KEY && entry.key != YEAR_KEY {
            looker.value(known, &entry.value);
        }
    }
    looker.comments(document, usual);
    looker.found.sort_by_key(|found| found.span.start);
    looker.found
}

struct Looker<'a> {
    file: &'a SourceFile,
    years: Years,
    found: Vec<Found>,
}

impl Looker<'_> {
    fn value(&mut self, known: Known, node: &Node) {
        match (known, &node.content) {
            (Known::Field(field), _) if matches!(field.role, Some(Role::Start | Role::End)) => {}
            (Known::Field(field), content) if field.kind.is_scalar() => {
                self.scalar(&field.kind, content, &node.span);
            }
            (Known::Cell(column), content) => self.scalar(&column.kind, content, &node.span),
            (Known::Row(columns), Content::Map(entries)) => {
                for entry in entries {
                    if let Some(column) = columns.iter().find(|column| column.key == entry.key) {
                        self.value(Known::Cell(column), &entry.value);
                    }
                }
            }
            (Known::Row(columns), content) => {
                let mut entered = columns.iter().filter(|column| column.is_entered());
                let items = match content {
                    Content::List(items) => items.as_slice(),
                    _ => std::slice::from_ref(node),
                };
                for item in items {
                    if let Some(column) = entered.next() {
                        self.value(Known::Cell(column), item);
                    }
                }
            }
            (_, Content::Map(entries)) => {
                for entry in entries {
                    if known.is_named() {
                        self.name(entry);
                    }
                    self.value(known.below(&entry.key), &entry.value);
                }
            }
            (Known::Nothing, Content::List(items)) => {
                items.iter().for_each(|item| self.value(Known::Nothing, item));
            }
            (Known::Nothing, Content::Text { text, style }) => self.text(text, *style, &node.span),
            _ => {}
        }
    }

    fn scalar(&mut self, kind: &Kind, content: &Content, span: &Range<usize>) {
        let Content::Text { text, style } = content else { return };
        match kind {
            Kind::Text => self.text(text, *style, span),
            Kind::Amount if !text.is_empty() => {
                let (span, reason) = (span.clone(), Reason::Amount);
                self.found.push(Found { span, reason, is_for_the_line: true });
            }
            _ => {}
        }
    }

    fn name(&mut self, entry: &Entry) {
        self.text(&entry.key, entry.key_style, &entry.key_span);
    }

    fn text(&mut self, text: &str, style: Style, span: &Range<usize>) {
        let found = words::find(text, self.years);
        if found.is_empty() {
            return;
        }
        let place = Place::new(self.file, span.clone());
        let shown = Text { path: Vec::new(), column: None, text, place, style, is_key: false };
        // Where in the file each of the words is shown.
        let words = found.iter().map(|(range, _)| (range.clone(), String::new()));
        let edits = shown.edits(words);
        if edits.len() == found.len() {
            let spans = edits.into_iter().map(|edit| edit.span);
            self.found.extend(spans.zip(found).map(|(span, (_, reason))| Found {
                span,
                reason,
                is_for_the_line: false,
            }));
            return;
        }
        // A text with escapes is listed as a whole.
        let mut reasons: Vec<Reason> = found.into_iter().map(|(_, reason)| reason).collect();
        reasons.dedup();
        self.found.extend(reasons.into_iter().map(|reason| Found {
            span: span.clone(),
            reason,
            is_for_the_line: true,
        }));
    }

    fn comments(&mut self, document: &Document, usual: &BTreeSet<String>) {
        let text = document.file.text();
        let lines = Lines::of(text);
        for comment in comments::find(text, document.root(), &lines) {
            if comment.text.contains("yaml-language-server") || usual.contains(&comment.text) {
                continue;
            }
            let words = words::find(&comment.text, self.years).into_iter();
            let years = words.filter(|(_, reason)| *reason == Reason::Year);
            self.found.extend(years.map(|(range, reason)| Found {
                span: comment.at + range.start..comment.at + range.end,
                reason,
                is_for_the_line: false,
            }));
        }
    }
}
