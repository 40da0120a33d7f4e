//! The entries of a new project file, for one that lacks some of them.

use super::given::Given;
use super::{Place, Wish, blank, render};
use crate::diagnostic::SourceFile;
use crate::form::Form;
use crate::source::document::Document;
use crate::source::forms::{Edition, Forms, Origin};
use crate::source::layout::{Entry, Map, Tree, Value};

/// The entries of a new project file.
#[derive(Debug)]
pub struct Pieces(Tree);

impl Pieces {
    /// Those of a project called `name`; nothing where there is no such file.
    pub fn of(edition: &Edition, year: &str, name: &str, forms: &Forms) -> Option<Self> {
        let form = edition.form().ok()?;
        let wish =
            Wish { name, recurrence: None, year: Some(year), form: Some(&form.name), from: None };
        let place = Place::nowhere();
        // A template of someone's might never end.
        if edition.starter().is_none() || edition.origin != Origin::Bundled {
            let given = Given::of(&wish, &place, form, year).ok()?;
            return Some(Self(blank::tree(form, &given, &place, &[])));
        }
        let text = render(&wish, &place, forms).ok()?;
        let document = Document::parse(SourceFile::new("", text), forms).ok()?;
        Some(Self(Tree::of(&document, Some(form), false).ok()?))
    }

    /// The entry under a key, as lines that begin at the left edge. `path` are the keys above it.
    pub fn entry(&self, form: &Form, path: &[String], key: &str) -> Option<String> {
        let below =
            |entries: &[Entry], key: &str| entries.iter().find(|entry| entry.key == key).cloned();
        let mut entries = self.0.root.entries.clone();
        for key in path {
            match below(&entries, key)?.value {
                Value::Map(map) => entries = map.entries,
                Value::Text(_) | Value::List(_) => return None,
            }
        }
        let entry = Entry { before: Vec::new(), ..below(&entries, key)? };
        let root = Map { entries: vec![entry], after: Vec::new() };
        let tree = Tree { root, ..Tree::default() };
        // Below the top, the form has another order.
        let text = tree.write_unaligned(path.is_empty().then_some(form));
        Some(text.trim_end().to_owned())
    }
}
