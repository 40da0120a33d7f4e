//! What the form knows of a tree: the order of its keys, its parts, and the kinds of
//! values.

use super::{Entry, Map};
use crate::form::{Field, PROJECT, Shape};

/// A whole project file.
pub const FORM: Kind = Kind { shape: &Shape::Record(PROJECT), may_be_empty: false };

/// The keys at which a part of the form begins.
const PARTS: [&str; 4] = ["立项必要性", "项目资金", "中长期目标", "绩效指标"];

/// The number of the form's part that a key at the top is in.
pub fn part(key: &str) -> usize {
    let at = position(key, PROJECT);
    PARTS.iter().filter(|first| position(first, PROJECT) <= at).count()
}

/// Where a key stands among the form's.
fn position(key: &str, fields: &[Field]) -> usize {
    fields.iter().position(|field| field.key == key).unwrap_or(fields.len())
}

/// What the form knows of a value.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What it looks like.
    pub shape: &'static Shape,
    may_be_empty: bool,
}

impl Kind {
    /// What it knows of the value under `key`.
    pub fn below(self, key: &str) -> Self {
        match self.shape {
            Shape::Names { of: shape, .. } => Self { shape, may_be_empty: false },
            Shape::Record(fields) => {
                let field = fields.iter().find(|field| field.key == key);
                field.map_or(Self { shape: &Shape::Text, may_be_empty: false }, |field| Self {
                    shape: &field.shape,
                    may_be_empty: !field.required,
                })
            }
            Shape::Text | Shape::Year | Shape::Amount | Shape::Pair(_) => self,
        }
    }

    /// The entries in the form's order; the author's where they choose the names.
    pub fn in_order(self, map: &Map) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = map.entries.iter().collect();
        if let Shape::Record(fields) = self.shape {
            entries.sort_by_key(|entry| position(&entry.key, fields));
        }
        entries
    }

    /// Whether nothing at all is written where there is no text. Elsewhere empty quotes
    /// show that one is to be filled in.
    pub fn is_blank_when_empty(self) -> bool {
        self.may_be_empty || matches!(self.shape, Shape::Names { .. })
    }
}
