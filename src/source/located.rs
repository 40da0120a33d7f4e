//! A project whose texts know where they stand.

use std::sync::Arc;

use super::allow::{self, Allowance};
use super::document::Document;
use super::places::{Content, Entry, Node};
use super::text::Text;
use crate::diagnostic::{Diagnostic, Place};
use crate::form::{Column, Field, Kind, Project};

/// A project with the documents that it came from.
#[derive(Debug)]
pub struct Source {
    /// The project.
    pub project: Project,
    /// The project file, then its default files, the nearest first.
    documents: Vec<Arc<Document>>,
    /// Why there is no printing it, though it can be read and compared.
    pub unprintable: Vec<Diagnostic>,
}

impl Source {
    /// A project with its documents, its own first, and why it cannot be printed.
    pub(super) fn new(
        project: Project,
        documents: Vec<Arc<Document>>,
        unprintable: Vec<Diagnostic>,
    ) -> Self {
        Self { project, documents, unprintable }
    }

    /// What users call the project file.
    pub fn name(&self) -> &str {
        self.documents.first().map_or("", |own| own.file.name())
    }

    /// Where the value at the end of `path` stands: keys, and the numbers of
    /// list items.
    pub fn place(&self, path: &[&str]) -> Option<Place> {
        place(&self.documents, path)
    }

    /// Where the key at the end of `path` stands.
    pub fn key_place(&self, path: &[&str]) -> Option<Place> {
        let (document, _) = supplier(&self.documents, path.first()?)?;
        let entry = document.root().find_entry(path)?;
        Some(Place::new(&document.file, entry.key_span.clone()))
    }

    /// Whether the project file itself says something under a key at the top.
    pub fn is_own(&self, key: &str) -> bool {
        self.documents.first().is_some_and(|own| own.entry(key).is_some())
    }

    /// The comments that let entries break rules, and whether each is in the project file itself.
    pub fn allowances(&self) -> impl Iterator<Item = (Allowance, bool)> {
        let numbered = self.documents.iter().enumerate();
        numbered
            .flat_map(|(number, it)| allow::find(it).into_iter().map(move |it| (it, number == 0)))
    }

    /// All texts of the project, names included.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Vec::new();
        for field in &self.project.form().fields {
            if let Some((document, node)) = supplier(&self.documents, &field.key) {
                let path = vec![field.key.as_str()];
                Collector { document, path, texts: &mut texts }.field(field, node);
            }
        }
        texts
    }
}

/// The nearest document that has `key` at its top, and what stands there.
fn supplier<'a>(documents: &'a [Arc<Document>], key: &str) -> Option<(&'a Document, &'a Node)> {
    documents.iter().find_map(|document| Some((&**document, &document.entry(key)?.value)))
}

/// Where the value at the end of `path` stands in the documents.
pub fn place(documents: &[Arc<Document>], path: &[&str]) -> Option<Place> {
    let (document, _) = supplier(documents, path.first()?)?;
    Some(Place::new(&document.file, document.root().find(path)?.span.clone()))
}

/// Collects texts in the order of the file.
struct Collector<'a, 'b> {
    document: &'a Document,
    /// The keys and names that lead to what is looked at.
    path: Vec<&'a str>,
    texts: &'b mut Vec<Text<'a>>,
}

impl<'a> Collector<'a, '_> {
    fn field(&mut self, field: &'a Field, node: &'a Node) {
        match &field.kind {
            Kind::Record(fields) => {
                for entry in node.entries() {
                    let Some(field) = fields.iter().find(|field| field.key == entry.key) else {
                        continue;
                    };
                    self.entry(entry, |this, node| this.field(field, node));
                }
            }
            Kind::Tree(tree) => self.names(node, tree.levels.len(), &tree.columns),
            kind => match kind.columns() {
                Some(columns) => self.names(node, 1, columns),
                None => self.value(node, None),
            },
        }
    }

    /// The names of so many levels, with the rows below them.
    fn names(&mut self, node: &'a Node, levels: usize, columns: &'a [Column]) {
        for entry in node.entries() {
            self.entry(entry, |this, node| match levels {
                1 => this.row(node, columns),
                _ => this.names(node, levels - 1, columns),
            });
        }
    }

    fn entry(&mut self, entry: &'a Entry, below: impl FnOnce(&mut Self, &'a Node)) {
        self.path.push(&entry.key);
        self.texts.push(Text {
            path: self.path.clone(),
            column: None,
            text: &entry.key,
            place: Place::new(&self.document.file, entry.key_span.clone()),
            style: entry.key_style,
            is_key: true,
        });
        below(self, &entry.value);
        self.path.pop();
    }

    fn row(&mut self, node: &'a Node, columns: &'a [Column]) {
        let entered = columns.iter().enumerate().filter(|(_, column)| column.is_entered());
        let entered: Vec<usize> = entered.map(|(index, _)| index).collect();
        match (&node.content, entered.as_slice()) {
            (_, [single]) => self.value(node, Some(*single)),
            (Content::List(items), entered) => {
                for (item, column) in items.iter().zip(entered) {
                    self.value(item, Some(*column));
                }
            }
            (Content::Map(entries), entered) => {
                for entry in entries {
                    let column = entered.iter().find(|index| columns[**index].key == entry.key);
                    if let Some(column) = column {
                        self.value(&entry.value, Some(*column));
                    }
                }
            }
            (Content::Text { .. }, _) => {}
        }
    }

    /// A text, or each of those in a list of marks.
    fn value(&mut self, node: &'a Node, column: Option<usize>) {
        match &node.content {
            Content::Text { text, style } => self.texts.push(Text {
                path: self.path.clone(),
                column,
                text,
                place: Place::new(&self.document.file, node.span.clone()),
                style: *style,
                is_key: false,
            }),
            Content::List(items) => items.iter().for_each(|item| self.value(item, column)),
            Content::Map(_) => {}
        }
    }
}
