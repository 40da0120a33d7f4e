//! From a tree to its text, in canonical form.

use super::form::{FORM, Kind, part};
use super::scalar::{self, Position};
use super::{Comment, Entry, Map, Tree, Value};
use crate::form::Shape;
use crate::text::width;

/// How much deeper each level is.
const INDENT: usize = 2;

/// The column of comments at the end of lines.
const BESIDE: usize = 32;

/// The text of a tree.
pub fn write(tree: &Tree) -> String {
    let mut writer = Writer::default();
    writer.comments(&tree.header, 0, false);
    let entries = FORM.in_order(&tree.root);
    let has_comments = entries.first().is_some_and(|entry| !entry.before.is_empty());
    if !tree.header.is_empty() && (tree.gap_below_header || has_comments) && !entries.is_empty() {
        writer.text.push('\n');
    }
    let mut above = None;
    for entry in entries {
        let part = part(&entry.key);
        if above.is_some_and(|above| above != part) {
            writer.text.push('\n');
        }
        above = Some(part);
        writer.entry(entry, FORM.below(&entry.key), 0, 0);
    }
    writer.comments(&tree.root.after, 0, true);
    writer.text
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    /// Writes comments on lines of their own. Blank lines between them stay; the one
    /// above the first does where `keeps_gap`.
    fn comments(&mut self, comments: &[Comment], indent: usize, keeps_gap: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.after_gap && !self.text.is_empty() && (index > 0 || keeps_gap) {
                self.text.push('\n');
            }
            self.line(indent, &comment.text);
        }
    }

    fn map(&mut self, map: &Map, kind: Kind, indent: usize) {
        let entries = kind.in_order(map);
        let pairs = entries.iter().filter(|entry| matches!(entry.value, Value::Pair(_)));
        let widest = pairs.map(|entry| width::columns(&key(entry))).max().unwrap_or(0);
        for entry in entries {
            self.entry(entry, kind.below(&entry.key), indent, widest);
        }
        self.comments(&map.after, indent, true);
    }

    /// Writes an entry; the widest key of a pair beside it has `widest` columns.
    fn entry(&mut self, entry: &Entry, kind: Kind, indent: usize, widest: usize) {
        self.comments(&entry.before, indent, false);
        let key = key(entry);
        match &entry.value {
            Value::Map(map) if !map.entries.is_empty() => {
                self.beside(indent, &key, &entry.beside);
                self.map(map, kind, indent + INDENT);
            }
            Value::Map(_) => {
                let is_record = matches!(kind.shape, Shape::Record(_));
                let value = if is_record { " {}" } else { "" };
                self.beside(indent, &(key + value), &entry.beside);
            }
            Value::Pair(texts) => {
                let [half, full] =
                    texts.each_ref().map(|text| scalar::number(text, Position::Item));
                let gap = " ".repeat(widest.saturating_sub(width::columns(&key)) + 1);
                self.beside(indent, &format!("{key}{gap}[{half}, {full}]"), &entry.beside);
            }
            Value::Text(text) => self.value(indent, key, text, &entry.beside, kind),
        }
    }

    fn value(&mut self, indent: usize, key: String, text: &str, beside: &[String], kind: Kind) {
        if text.is_empty() && kind.is_blank_when_empty() {
            return self.beside(indent, &key, beside);
        }
        let Some(header) = scalar::block(text) else {
            let value = match kind.shape {
                Shape::Year | Shape::Amount => scalar::number(text, Position::Value),
                _ => scalar::inline(text, Position::Value),
            };
            return self.beside(indent, &format!("{key} {value}"), beside);
        };
        // A second line beside the first would be one of the text.
        let (above, beside) = if beside.len() > 1 { (beside, &[][..]) } else { (&[][..], beside) };
        above.iter().for_each(|comment| self.line(indent, comment));
        self.beside(indent, &format!("{key} {header}"), beside);
        for line in text.split('\n') {
            self.line(indent + INDENT, line);
        }
    }

    /// Writes a line with the comment at its end.
    fn beside(&mut self, indent: usize, line: &str, comments: &[String]) {
        let Some((first, below)) = comments.split_first() else {
            return self.line(indent, line);
        };
        let end = indent + width::columns(line);
        let column = if end < BESIDE - 1 { BESIDE } else { end + 2 };
        self.line(indent, &format!("{line}{}{first}", " ".repeat(column - end)));
        for comment in below {
            self.line(column, comment);
        }
    }

    fn line(&mut self, indent: usize, line: &str) {
        if !line.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', indent));
        }
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn key(entry: &Entry) -> String {
    format!("{}:", scalar::inline(&entry.key, Position::Key))
}
