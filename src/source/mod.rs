//! From YAML files to projects: everything about YAML is in this folder.
//!
//! A text is read twice. The first pass finds the [places](places) of all its
//! values and refuses what has no business in a form; the second one reads the
//! values into the typed model. In between, the places are held against the
//! [shape] that a project file should have, so that all of its mistakes are
//! told at once, each at its place.

mod assemble;
mod characters;
mod defaults;
mod document;
mod inputs;
mod places;
mod shape;
mod syntax;

use std::sync::Arc;

pub use defaults::Defaults;
pub use document::Document;
pub use inputs::{Input, find};

use serde::de::DeserializeOwned;

use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::project::{PROJECT, Project};
use places::{Content, Node};

/// A project with the documents that it came from.
#[derive(Debug)]
pub struct Source {
    /// The project.
    pub project: Project,
    /// The project file, then its default files, the nearest first.
    documents: Vec<Arc<Document>>,
}

/// A text of a project, and where it stands.
#[derive(Debug)]
pub struct Text<'a> {
    /// The keys that lead to it.
    pub path: Vec<&'a str>,
    /// The text, as it is printed.
    pub text: &'a str,
    /// Where it stands.
    pub place: Place,
}

impl Text<'_> {
    /// The first place of `c` in the text, or the whole text where it is
    /// written as an escape.
    pub fn place_of(&self, c: char) -> Place {
        let mut place = self.place.clone();
        if let Some(span) = &mut place.span
            && let Some(at) = place.file.text()[span.clone()].find(c)
        {
            *span = span.start + at..span.start + at + c.len_utf8();
        }
        place
    }
}

/// Reads a project and the defaults that apply to it.
pub fn read(input: &Input, defaults: &Defaults) -> Result<Source, Vec<Diagnostic>> {
    let own = Document::load(&input.path);
    match (own, defaults.of(input)) {
        (Ok(own), Ok(below)) => {
            assemble::assemble([Arc::new(own)].into_iter().chain(below).collect())
        }
        (own, below) => Err(own.err().into_iter().chain(below.err()).flatten().collect()),
    }
}

impl Source {
    /// A project from texts, for those who have no files: a project file, then
    /// its default files, the nearest first.
    pub fn from_documents(documents: Vec<Document>) -> Result<Self, Vec<Diagnostic>> {
        assemble::assemble(documents.into_iter().map(Arc::new).collect())
    }

    /// Where the value at the end of `path` stands: keys, and the numbers of
    /// list items.
    pub fn place(&self, path: &[&str]) -> Option<Place> {
        place(&self.documents, path)
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

fn place(documents: &[Arc<Document>], path: &[&str]) -> Option<Place> {
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
        Content::Text(text, _) => {
            texts.push(Text { path, text, place: Place::new(&document.file, node.span.clone()) });
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
                texts.push(Text { path: path.clone(), text: &entry.key, place });
                collect(document, path, &entry.value, texts);
            }
        }
    }
}

/// A project as a YAML text that reads back as the same project: defaults
/// filled in, no comments.
pub fn to_yaml(project: &Project) -> Result<String, Diagnostic> {
    serde_yaml::to_string(project)
        .map_err(|error| Diagnostic::error("internal", format!("写不出项目数据：{error}")))
}

/// Reads a configuration file of the program's own kind; `rule` names what is
/// wrong where it cannot be read.
pub fn read_config<T: DeserializeOwned>(
    file: &SourceFile,
    rule: &'static str,
) -> Result<T, Diagnostic> {
    serde_yaml::from_str(file.text()).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        Diagnostic::error(rule, format!("读不懂这个文件：{error}"))
            .at(Place::new(file, document::character_at(file.text(), at)))
    })
}
