//! The keys of all forms: what there is to go by before a file's form is known.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use crate::form::{FORM_KEY, Field, Form, Kind};

/// The keys that project files may have, whatever their forms are. They are collected when
/// they are asked for: most files are in order, and of one form.
pub struct Vocabulary(LazyLock<Keys, Box<dyn FnOnce() -> Keys + Send>>);

/// Keys of forms.
#[derive(Debug, Default)]
pub struct Keys {
    top: BTreeSet<String>,
    below: BTreeSet<String>,
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
            _ => {}
        }
    }
}
