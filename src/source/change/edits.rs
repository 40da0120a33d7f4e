//! Edits of a text.

use std::ops::Range;

/// Parts of a text with what takes their place.
#[derive(Debug, Clone, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts `text` where the bytes `span` are. What is put at one place stands there in the
    /// order in which it came.
    pub fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    /// Puts `text` at a place.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Takes the bytes `span` out.
    pub fn remove(&mut self, span: Range<usize>) {
        self.replace(span, "");
    }

    /// Adds others.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// The text with them; `None` where they are in the way of one another.
    pub fn apply(mut self, text: &str) -> Option<String> {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut changed = String::with_capacity(text.len());
        let mut at = 0;
        for (span, new) in &self.0 {
            changed.push_str(text.get(at..span.start)?);
            changed.push_str(new);
            at = span.end;
        }
        changed.push_str(text.get(at..)?);
        Some(changed)
    }
}
