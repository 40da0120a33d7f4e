//! From the places of a text to a tree: which comment belongs to which entry.

use std::collections::VecDeque;

use super::super::places::{self, Content, Node, Style};
use super::blocks;
use super::comments::{self, Found, Lines};
use super::{Comment, Entry, Map, Tree, Value};
use crate::form::trimmed;

/// What tells editors the schema of a file; it is never about a key.
const MODELINE: &str = "# yaml-language-server";

/// Reads the tree of `text`, whose values are those of `root`.
pub fn read(text: &str, root: &Node) -> Tree {
    let lines = Lines::of(text);
    let comments = comments::find(text, root, &lines).into();
    let mut reader = Reader { text, lines, comments, columns: Vec::new() };
    let entries = match &root.content {
        Content::Map(entries) => entries.as_slice(),
        Content::Text { .. } | Content::List(_) => &[],
    };
    let first = entries.first().map(|entry| entry.key_span.start);
    let (header, gap_below_header, below) = reader.header(first.unwrap_or(text.len()));
    let mut root = reader.map(entries, text.len(), false);
    if let Some(first) = root.entries.first_mut() {
        first.before.splice(..0, below);
    }
    root.after.extend(reader.comments.into_iter().map(Comment::from));
    Tree { header, gap_below_header, root }
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    /// The comments that belong to no entry yet, in the order of the text.
    comments: VecDeque<Found>,
    /// The columns of the keys that are being read, the outermost first.
    columns: Vec<usize>,
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
    /// next key of the text stands, or the bracket at their end where `is_flow`.
    fn map(&mut self, entries: &[places::Entry], until: usize, is_flow: bool) -> Map {
        let column = entries.first().map_or(0, |first| self.lines.column(first.key_span.start));
        let next = entries.iter().skip(1).map(|entry| entry.key_span.start).chain([until]);
        self.columns.push(column);
        let mut read = Vec::with_capacity(entries.len());
        for (place, next) in entries.iter().zip(next) {
            let mut entry = self.entry(place, next);
            // What is deeper than the keys is about the one above.
            if !is_flow {
                let has_lines = has_lines(&place.value);
                blocks::settle(&mut self.comments, next, &self.columns, has_lines);
                let deeper = self.take(|comment| {
                    comment.at < next && comment.is_alone && comment.column > column
                });
                add_below(&mut entry, deeper);
            }
            read.push(entry);
        }
        self.columns.pop();
        let is_within = |comment: &Found| is_flow || comment.column >= column;
        let after = match entries.is_empty() {
            true => Vec::new(),
            false => self.take(|comment| comment.at < until && is_within(comment)),
        };
        Map { entries: read, after: after.into_iter().map(Comment::from).collect() }
    }

    fn entry(&mut self, entry: &places::Entry, until: usize) -> Entry {
        let key_start = entry.key_span.start;
        let mut above = self.take(|comment| comment.at < key_start);
        let (beside, value) = match &entry.value.content {
            Content::Map(children) if !children.is_empty() => {
                self.group(entry.key_span.end, &entry.value, children, until)
            }
            content => {
                let end = self.end(&entry.value).max(entry.key_span.end);
                let mut within = self.take(|comment| comment.at < end);
                let mut beside = self.beside(end, until);
                if beside.is_empty()
                    && let Some(last) = within.iter().rposition(|comment| !comment.is_alone)
                {
                    // With its further lines.
                    beside.extend(within.split_off(last).into_iter().map(|comment| comment.text));
                }
                above.extend(within);
                (beside, value(content))
            }
        };
        let before = above.into_iter().map(Comment::from).collect();
        Entry { before, key: entry.key.clone(), beside, value }
    }

    /// The comments beside a group whose key ends at byte `key_end`, and its entries.
    fn group(
        &mut self,
        key_end: usize,
        node: &Node,
        children: &[places::Entry],
        until: usize,
    ) -> (Vec<String>, Value) {
        let first = children[0].key_span.start;
        let mut beside = self.beside(key_end, first);
        // Behind a colon or a bracket on a line of its own.
        while self.comments.front().is_some_and(|next| next.at < first && !next.is_alone) {
            beside.extend(self.lines_of_one(first));
        }
        if !self.text[node.span.start..].starts_with('{') {
            return (beside, Value::Map(self.map(children, until, false)));
        }
        let last =
            children.last().map_or(first, |last| self.end(&last.value).max(last.key_span.end));
        let end = self.closing(last, '}');
        let map = self.map(children, end, true);
        beside.extend(self.beside(end, until));
        (beside, Value::Map(map))
    }

    /// The comment on the line where something ends at byte `end`, with the lines of it
    /// that stand below in the same column.
    fn beside(&mut self, end: usize, until: usize) -> Vec<String> {
        let line = self.lines.number(end);
        match self.comments.front() {
            Some(first) if first.at < until && first.line == line => self.lines_of_one(until),
            _ => Vec::new(),
        }
    }

    /// The next comment, with the lines of it that stand below in the same column.
    fn lines_of_one(&mut self, until: usize) -> Vec<String> {
        let Some(first) = self.comments.pop_front() else { return Vec::new() };
        let mut below = first.line + 1..;
        let further = self.take(|comment| {
            let is_below = below.next() == Some(comment.line) && comment.is_alone;
            is_below && comment.at < until && comment.column == first.column
        });
        [first].into_iter().chain(further).map(|comment| comment.text).collect()
    }

    /// Where a value ends.
    fn end(&self, node: &Node) -> usize {
        let rest = &self.text[node.span.start..];
        match &node.content {
            // The parser's end of a list is that of the comments below, too.
            Content::List(items) => {
                let last = items.last().map_or(node.span.start + 1, |item| self.end(item));
                if rest.starts_with('[') { self.closing(last, ']') } else { last }
            }
            Content::Map(entries) if rest.starts_with('{') => {
                let last = entries.last().map_or(node.span.start + 1, |last| {
                    self.end(&last.value).max(last.key_span.end)
                });
                self.closing(last, '}')
            }
            Content::Text { .. } | Content::Map(_) => node.span.end,
        }
    }

    /// Where the next closing bracket ends that is in no comment; nothing but blanks,
    /// commas and comments stands before it.
    fn closing(&self, from: usize, bracket: char) -> usize {
        let mut at = from;
        for line in self.text[from..].split_inclusive('\n') {
            let code = line.split('#').next().unwrap_or_default();
            if let Some(place) = code.find(bracket) {
                return at + place + bracket.len_utf8();
            }
            at += line.len();
        }
        self.text.len()
    }

    fn take(&mut self, mut is_wanted: impl FnMut(&Found) -> bool) -> Vec<Found> {
        let wanted = self.comments.iter().take_while(|comment| is_wanted(comment)).count();
        self.comments.drain(..wanted).collect()
    }
}

/// Whether a value is a text in lines of its own, or will be.
fn has_lines(node: &Node) -> bool {
    match &node.content {
        Content::Text { text, style } => {
            matches!(style, Style::Literal | Style::Folded)
                || text.trim_end_matches('\n').contains('\n')
        }
        Content::List(_) | Content::Map(_) => false,
    }
}

/// Gives an entry the comments that stand below it.
fn add_below(entry: &mut Entry, comments: Vec<Found>) {
    match &mut entry.value {
        Value::Map(map) if !map.entries.is_empty() => {
            map.after.extend(comments.into_iter().map(Comment::from));
        }
        _ => entry.beside.extend(comments.into_iter().map(|comment| comment.text)),
    }
}

/// A value, of a mapping without the comments in it.
fn value(content: &Content) -> Value {
    match content {
        Content::Text { text, .. } => Value::Text(trimmed(text.clone())),
        Content::List(items) => {
            Value::List(items.iter().map(|item| value(&item.content)).collect())
        }
        Content::Map(entries) => {
            let entry = |entry: &places::Entry| Entry {
                before: Vec::new(),
                key: entry.key.clone(),
                beside: Vec::new(),
                value: value(&entry.value.content),
            };
            Value::Map(Map { entries: entries.iter().map(entry).collect(), after: Vec::new() })
        }
    }
}

impl From<Found> for Comment {
    fn from(found: Found) -> Self {
        Self { text: found.text, after_gap: found.after_gap }
    }
}
