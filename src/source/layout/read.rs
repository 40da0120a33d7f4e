//! From the places of a text to a tree: which comment belongs to which entry.

use std::iter::Peekable;
use std::vec;

use super::super::places::{self, Content, Node};
use super::comments::{self, Found, Lines};
use super::{Comment, Entry, Map, Tree, Value};
use crate::project::trimmed;

/// What tells editors the schema of a file; it is never about a key.
const MODELINE: &str = "# yaml-language-server";

/// Reads the tree of `text`, whose values are those of `root`.
pub fn read(text: &str, root: &Node) -> Tree {
    let lines = Lines::of(text);
    let comments = comments::find(text, root, &lines).into_iter().peekable();
    let mut reader = Reader { text, lines, comments };
    let entries = match &root.content {
        Content::Map(entries) => entries.as_slice(),
        Content::Text { .. } | Content::List(_) => &[],
    };
    let first = entries.first().map(|entry| entry.key_span.start);
    let (header, gap_below_header, below) = reader.header(first.unwrap_or(text.len()));
    let mut root = reader.map(entries, text.len());
    if let Some(first) = root.entries.first_mut() {
        first.before.splice(..0, below);
    }
    root.after.extend(reader.comments.map(Comment::from));
    Tree { header, gap_below_header, root }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    /// The comments that belong to no entry yet, in the order of the text.
    comments: Peekable<vec::IntoIter<Found>>,
}

impl Reader<'_> {
    /// The comments above the first key, at byte `until`: those about the file, whether
    /// a blank line stands below them, and those about the key.
    fn header(&mut self, until: usize) -> (Vec<Comment>, bool, Vec<Comment>) {
        let comments = self.take(|comment| comment.at < until);
        let Some(last) = comments.last() else { return (Vec::new(), false, Vec::new()) };
        let below = &self.text[last.at + last.text.len()..until];
        let is_apart = until < self.text.len() && below.matches('\n').count() > 1;
        let last_group = comments.iter().rposition(|comment| comment.after_gap).unwrap_or(0);
        let is_modeline = comments[last_group].text.starts_with(MODELINE);
        let of_file = if is_apart || is_modeline || until == self.text.len() {
            comments.len()
        } else {
            last_group
        };
        let mut header: Vec<Comment> = comments.into_iter().map(Comment::from).collect();
        let of_key = header.split_off(of_file);
        (header, is_apart || !of_key.is_empty(), of_key)
    }

    /// The entries, and the comments below the last one as far as byte `until`, where the
    /// next key of the text stands.
    fn map(&mut self, entries: &[places::Entry], until: usize) -> Map {
        let next = entries.iter().skip(1).map(|entry| entry.key_span.start).chain([until]);
        let read = entries.iter().zip(next).map(|(entry, next)| self.entry(entry, next)).collect();
        Map { entries: read, after: self.after(entries, until) }
    }

    /// The comments below `entries` that are indented as they are.
    fn after(&mut self, entries: &[places::Entry], until: usize) -> Vec<Comment> {
        let (Some(first), true) =
            (entries.first(), self.comments.peek().is_some_and(|comment| comment.at < until))
        else {
            return Vec::new();
        };
        let column = self.lines.column(first.key_span.start);
        let after = self.take(|comment| comment.at < until && comment.column >= column);
        after.into_iter().map(Comment::from).collect()
    }

    fn entry(&mut self, entry: &places::Entry, until: usize) -> Entry {
        let key_start = entry.key_span.start;
        let mut above = self.take(|comment| comment.at < key_start);
        let (beside, value) = match &entry.value.content {
            Content::Map(children) if !children.is_empty() => {
                let beside = self.beside(entry.key_span.end, children[0].key_span.start);
                (beside, Value::Map(self.map(children, until)))
            }
            content => {
                let end = self.end(&entry.value).max(entry.key_span.end);
                let mut within = self.take(|comment| comment.at < end);
                let mut beside = self.beside(end, until);
                if beside.is_empty() {
                    let last = within.iter().rposition(|comment| !comment.is_alone);
                    beside.extend(last.map(|last| within.remove(last).text));
                }
                above.extend(within);
                (beside, value(content))
            }
        };
        let before = above.into_iter().map(Comment::from).collect();
        Entry { before, key: entry.key.clone(), beside, value }
    }

    /// The comment on the line where something ends at byte `end`, with the lines of it
    /// that stand below in the same column.
    fn beside(&mut self, end: usize, until: usize) -> Vec<String> {
        let line = self.lines.number(end);
        let Some(first) =
            self.comments.next_if(|comment| comment.at < until && comment.line == line)
        else {
            return Vec::new();
        };
        let mut below = first.line + 1..;
        let further = self.take(|comment| {
            let is_below = below.next() == Some(comment.line) && comment.is_alone;
            is_below && comment.at < until && comment.column == first.column
        });
        [first].into_iter().chain(further).map(|comment| comment.text).collect()
    }

    /// Where a text or a pair ends.
    fn end(&self, node: &Node) -> usize {
        match &node.content {
            // Where a list has no bracket at its end, the parser's end of it is that of
            // the comments below, too.
            Content::List(items) if !self.text[node.span.start..].starts_with('[') => {
                items.last().map_or(node.span.start, |item| item.span.end)
            }
            _ => node.span.end,
        }
    }

    fn take(&mut self, mut is_wanted: impl FnMut(&Found) -> bool) -> Vec<Found> {
        std::iter::from_fn(|| self.comments.next_if(&mut is_wanted)).collect()
    }
}

/// The value of a text or a pair.
fn value(content: &Content) -> Value {
    match content {
        Content::Text { text, .. } => Value::Text(trimmed(text.clone())),
        Content::List(items) => {
            let mut texts = items.iter().map(|item| match &item.content {
                Content::Text { text, .. } => trimmed(text.clone()),
                Content::List(_) | Content::Map(_) => String::new(),
            });
            Value::Pair([(); 2].map(|()| texts.next().unwrap_or_default()))
        }
        Content::Map(_) => Value::Map(Map::default()),
    }
}

impl From<Found> for Comment {
    fn from(found: Found) -> Self {
        Self { text: found.text, after_gap: found.after_gap }
    }
}
