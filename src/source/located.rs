//! A project whose texts know where they stand.

use std::sync::Arc;

use super::document::Document;
use super::places::{Content, Node};
use super::text::Text;
use crate::diagnostic::Place;
use crate::form::{PROJECT, Project};

/// A project with the documents that it came from.
#[derive(Debug)]
pub struct Source {
    /// The project.
    pub project: Project,
    /// The project file, then its default files, the nearest first.
    documents: Vec<Arc<Document>>,
}

impl Source {
    /// A project with its documents, its own first.
    pub(super) fn new(project: Project, documents: Vec<Arc<Document>>) -> Self {
        Self { project, documents }
    }

    /// Where the value at the end of `path` stands: keys, and the numbers of
    /// list items.
    pub fn place(&self, path: &[&str]) -> Option<Place> {
        place(&self.documents, path)
    }

    /// Where the key at the end of `path` stands.
    pub fn key_place(&self, path: &[&str]) -> Option<Place> {
        let (document, _) = supplier(&self.documents, path.first()?)?;
        Some(Place::new(&document.file, document.find_entry(path)?.key_span.clone()))
    }

    /// All texts of the project, names included.
    pub fn texts(&self) -> Vec<Text<'_>> {
        let mut texts = Vec::new();
        for field in PROJECT {
            if let Some((document, node)) = supplier(&self.documents, field.key) {
                collect(document, vec![field.key], node, &mut texts);
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
    Some(Place::new(&document.file, document.find(path)?.span.clone()))
}

fn collect<'a>(
    document: &'a Document,
    path: Vec<&'a str>,
    node: &'a Node,
    texts: &mut Vec<Text<'a>>,
) {
    match &node.content {
        Content::Text { text, style } => {
            let place = Place::new(&document.file, node.span.clone());
            texts.push(Text { path, text, place, style: *style, is_key: false });
        }
        Content::List(items) => {
            for item in items {
                collect(document, path.clone(), item, texts);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                let path: Vec<_> = path.iter().copied().chain([entry.key.as_str()]).collect();
                let place = Place::new(&document.file, entry.key_span.clone());
                texts.push(Text {
                    path: path.clone(),
                    text: &entry.key,
                    place,
                    style: entry.key_style,
                    is_key: true,
                });
                collect(document, path, &entry.value, texts);
            }
        }
    }
}
