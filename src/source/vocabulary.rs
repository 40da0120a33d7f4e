//! The keys of all forms: what there is to go by before a file's form is known.

use std::collections::BTreeSet;

use crate::form::{FORM_KEY, Field, Form, Kind};

/// The keys that project files may have, whatever their forms are.
#[derive(Debug, Default)]
pub struct Vocabulary {
    top: BTreeSet<String>,
    below: BTreeSet<String>,
}

impl Vocabulary {
    /// The keys of these forms.
    pub fn of<'a>(forms: impl IntoIterator<Item = &'a Form>) -> Self {
        let mut vocabulary = Self::default();
        vocabulary.top.insert(FORM_KEY.to_owned());
        for form in forms {
            vocabulary.top.extend(form.fields.iter().map(|field| field.key.clone()));
            form.fields.iter().for_each(|field| vocabulary.add(field));
        }
        vocabulary
    }

    fn add(&mut self, field: &Field) {
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

    /// Whether a key may stand at the top.
    pub fn has_at_the_top(&self, key: &str) -> bool {
        self.top.contains(key)
    }

    /// Whether it is a key, at any depth.
    pub fn has(&self, key: &str) -> bool {
        self.top.contains(key) || self.below.contains(key)
    }

    /// The key of the top that a line begins with, the longest one.
    pub fn at_the_start_of(&self, line: &str) -> Option<&str> {
        let keys = self.top.iter().filter(|key| line.starts_with(key.as_str()));
        keys.max_by_key(|key| key.len()).map(String::as_str)
    }
}
