//! The comments of a YAML text: they stand between the places of its values.

use std::ops::Range;

use super::super::places::{Content, Node};
use crate::text::width;

/// A comment, where it stands.
#[derive(Debug)]
pub struct Found {
    /// The byte of its `#`.
    pub at: usize,
    /// The comment with its `#`, without blanks at the end.
    pub text: String,
    /// The number of its line.
    pub line: usize,
    /// How many columns stand before it on the line.
    pub column: usize,
    /// Whether nothing but blanks does.
    pub is_alone: bool,
    /// Whether the line above is blank.
    pub after_gap: bool,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of `text`.
    pub fn of(text: &'a str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: [0].into_iter().chain(starts).collect() }
    }

    /// The number of the line at byte `at`.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).saturating_sub(1)
    }

    /// How many columns stand before byte `at` on its line.
    pub fn column(&self, at: usize) -> usize {
        width::columns(self.before(at))
    }

    fn before(&self, at: usize) -> &'a str {
        &self.text[self.starts[self.number(at)]..at]
    }

    fn is_blank(&self, number: usize) -> bool {
        self.text[self.starts[number]..].lines().next().is_none_or(|line| line.trim().is_empty())
    }
}

/// Finds the comments of `text`, whose values are those of `root`.
pub fn find(text: &str, root: &Node, lines: &Lines) -> Vec<Found> {
    let mut values = Vec::new();
    collect(root, &mut values);
    let starts = [0].into_iter().chain(values.iter().map(|value| value.end));
    let ends = values.iter().map(|value| value.start).chain([text.len()]);
    let mut found = Vec::new();
    for (start, end) in starts.zip(ends) {
        let mut from = start;
        while let Some(at) = text.get(from..end).and_then(|gap| gap.find('#')) {
            let at = from + at;
            let comment = text[at..].lines().next().unwrap_or_default();
            found.push(describe(at, comment, lines));
            from = at + comment.len();
        }
    }
    found
}

fn describe(at: usize, comment: &str, lines: &Lines) -> Found {
    let line = lines.number(at);
    Found {
        at,
        text: comment.trim_end().to_owned(),
        line,
        column: lines.column(at),
        is_alone: lines.before(at).trim().is_empty(),
        after_gap: line.checked_sub(1).is_some_and(|above| lines.is_blank(above)),
    }
}

/// The bytes of all keys and texts, in the order of the text. Those of a block begin
/// below its first line, at whose end a comment may stand.
fn collect(node: &Node, values: &mut Vec<Range<usize>>) {
    match &node.content {
        Content::Text { .. } => values.push(node.span.clone()),
        Content::List(items) => items.iter().for_each(|item| collect(item, values)),
        Content::Map(entries) => {
            for entry in entries {
                values.push(entry.key_span.clone());
                collect(&entry.value, values);
            }
        }
    }
}
