//! The keys of all forms: what there is to go by before a file's form is known.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use crate::form::{FORM_KEY, Field, Form, Kind, Names};

/// The keys that project files may have, whatever their forms are. They are collected when
/// they are asked for: most files are in order, and of one form.
pub struct Vocabulary(LazyLock<Keys, Box<dyn FnOnce() -> Keys + Send>>);

/// Keys of forms.
#[derive(Debug, Default)]
pub struct Keys {
    top: BTreeSet<String>,
    below: BTreeSet<String>,
    /// Those whose values are texts.
    texts: BTreeSet<String>,
    /// What the forms are called.
    titles: BTreeSet<String>,
    /// The names of groups of indicators that they fix.
    groups: BTreeSet<String>,
}

impl Vocabulary {
    /// The keys that `collect` gives.
    pub fn new(collect: impl FnOnce() -> Keys + Send + 'static) -> Self {
        Self(LazyLock::new(Box::new(collect)))
    }

    /// No keys.
    pub fn none() -> Self {
        Self::new(Keys::default)
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.0.top.is_empty() && self.0.below.is_empty()
    }

    /// Whether a key may stand at the top.
    pub fn has_at_the_top(&self, key: &str) -> bool {
        self.0.top.contains(key)
    }

    /// Whether a key may stand below another one.
    pub fn has_below(&self, key: &str) -> bool {
        self.0.below.contains(key)
    }

    /// Whether it is a key, at any depth.
    pub fn has(&self, key: &str) -> bool {
        self.0.top.contains(key) || self.0.below.contains(key)
    }

    /// All keys, at any depth.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.top.iter().chain(&self.0.below).map(String::as_str)
    }

    /// Whether a text is what belongs to a key.
    pub fn is_text(&self, key: &str) -> bool {
        self.0.texts.contains(key)
    }

    /// Whether a form has a group of indicators of this name, such as `数量指标`.
    pub fn has_group(&self, name: &str) -> bool {
        self.0.groups.contains(name)
    }

    /// Whether the title of a form stands in a line.
    pub fn has_title(&self, line: &str) -> bool {
        self.0.titles.iter().any(|title| line.contains(title.as_str()))
    }

    /// The key of the top that a line begins with, the longest one.
    pub fn at_the_start_of(&self, line: &str) -> Option<&str> {
        let keys = self.0.top.iter().filter(|key| line.starts_with(key.as_str()));
        keys.max_by_key(|key| key.len()).map(String::as_str)
    }
}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vocabulary")
    }
}

impl Keys {
    /// The keys of these forms.
    pub fn of<'a>(forms: impl IntoIterator<Item = &'a Form>) -> Self {
        let mut keys = Self::default();
        keys.top.insert(FORM_KEY.to_owned());
        for form in forms {
            keys.top.extend(form.fields.iter().map(|field| field.key.clone()));
            keys.titles.insert(form.title.clone());
            form.fields.iter().for_each(|field| keys.add(field));
        }
        keys
    }

    fn add(&mut self, field: &Field) {
        // A row may name its columns.
        let columns = field.kind.columns().unwrap_or_default();
        self.below.extend(columns.iter().map(|column| column.key.clone()));
        match &field.kind {
            Kind::Record(fields) => {
                self.below.extend(fields.iter().map(|field| field.key.clone()));
                fields.iter().for_each(|field| self.add(field));
            }
            Kind::Matrix(matrix) => {
                self.below.extend(matrix.rows.iter().map(|row| row.key.clone()));
            }
            Kind::Text => {
                self.texts.insert(field.key.clone());
            }
            Kind::Tree(tree) => self.add_groups(&tree.names, tree.levels.len().saturating_sub(1)),
            _ => {}
        }
    }

    /// Adds the names of so many levels.
    fn add_groups(&mut self, names: &Names, levels: usize) {
        for (name, below) in names.0.iter().filter(|_| levels > 0) {
            self.groups.insert(name.clone());
            self.add_groups(below, levels - 1);
        }
    }
}
