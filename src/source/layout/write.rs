//! From a tree to its text, in canonical form.

use super::form::{Known, Parts};
use super::scalar::{self, Position};
use super::{Comment, Entry, Map, Tree, Value};
use crate::form::Form;
use crate::text::width;

/// How much deeper each level is.
const INDENT: usize = 2;

/// The column of comments at the end of lines.
const BESIDE: usize = 32;

/// The text of a tree, in the order of its form, if there is one. What stands behind keys is
/// set below one another where `is_aligned`.
pub fn write(tree: &Tree, form: Option<&Form>, is_aligned: bool) -> String {
    let known = Known::of(form);
    let parts = Parts::of(form);
    let mut writer = Writer { text: String::new(), is_aligned };
    writer.comments(&tree.header, 0, false);
    let entries = known.in_order(&tree.root);
    let has_comments =
        entries.first().is_some_and(|entry| entry.before.iter().any(|it| !it.is_sign()));
    if !tree.header.is_empty() && (tree.gap_below_header || has_comments) && !entries.is_empty() {
        writer.text.push('\n');
    }
    let mut above = None;
    for entry in entries {
        let part = parts.number(&entry.key);
        if above.is_some_and(|above| above != part) {
            writer.text.push('\n');
        }
        above = Some(part);
        writer.entry(entry, known.below(&entry.key), 0, 0);
    }
    writer.comments(&tree.root.after, 0, true);
    writer.text
}

/// The lines of one entry of which this is known, each behind so many blanks. A list stands no
/// further to the left than it would behind a key of `widest` columns.
pub fn entry(entry: &Entry, known: Known, indent: usize, widest: usize) -> String {
    let mut writer = Writer { text: String::new(), is_aligned: true };
    writer.entry(entry, known, indent, widest);
    writer.text
}

/// The lines of a mapping of which this is known.
pub fn lines(map: &Map, known: Known) -> String {
    let mut writer = Writer { text: String::new(), is_aligned: true };
    writer.map(map, known, 0);
    writer.text
}

/// A value in one line, as it stands between brackets.
pub fn inline(value: &Value) -> String {
    let mut line = String::new();
    write_inline(value, &mut line);
    line
}

struct Writer {
    text: String,
    is_aligned: bool,
}

impl Writer {
    /// Writes comments on lines of their own. Blank lines between them stay; the one
    /// above the first does where `keeps_gap`.
    fn comments(&mut self, comments: &[Comment], indent: usize, keeps_gap: bool) {
        let mut keeps_gap = keeps_gap;
        for comment in comments {
            if comment.after_gap && !self.text.is_empty() && keeps_gap {
                self.text.push('\n');
            }
            keeps_gap |= !comment.is_sign();
            self.line(indent, &comment.text);
        }
    }

    fn map(&mut self, map: &Map, known: Known, indent: usize) {
        let entries = known.in_order(map);
        let lists = entries.iter().filter(|entry| matches!(entry.value, Value::List(_)));
        let widest = match self.is_aligned && known.has_rows() {
            true => lists.map(|entry| width::columns(&key(entry))).max().unwrap_or(0),
            false => 0,
        };
        for entry in entries {
            self.entry(entry, known.below(&entry.key), indent, widest);
        }
        self.comments(&map.after, indent, true);
    }

    /// Writes an entry; the widest key of a list beside it has `widest` columns.
    fn entry(&mut self, entry: &Entry, known: Known, indent: usize, widest: usize) {
        self.comments(&entry.before, indent, false);
        let key = key(entry);
        match &entry.value {
            Value::Map(map) if !map.entries.is_empty() => {
                self.beside(indent, &key, &entry.beside);
                self.map(map, known, indent + INDENT);
            }
            Value::Map(_) => {
                let value = if known.is_blank_without_entries() { "" } else { " {}" };
                self.beside(indent, &(key + value), &entry.beside);
            }
            Value::List(_) => {
                let gap = " ".repeat(widest.saturating_sub(width::columns(&key)) + 1);
                let mut line = key + &gap;
                write_inline(&entry.value, &mut line);
                self.beside(indent, &line, &entry.beside);
            }
            Value::Text(text) => self.value(indent, key, text, &entry.beside, known),
        }
    }

    fn value(&mut self, indent: usize, key: String, text: &str, beside: &[String], known: Known) {
        if text.is_empty() && known.is_blank_when_empty() {
            return self.beside(indent, &key, beside);
        }
        let Some(header) = scalar::block(text) else {
            let value = match known.may_be_number() {
                true => scalar::number(text, Position::Value),
                false => scalar::inline(text, Position::Value),
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
        let column = match end {
            _ if !self.is_aligned => indent + 1,
            end if end < BESIDE - 1 => BESIDE,
            end => end + 2,
        };
        let gap = " ".repeat(column.saturating_sub(end).max(1));
        self.line(indent, &format!("{line}{gap}{first}"));
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

/// Writes a value in one line: `[甲, [乙, 丙]]`.
fn write_inline(value: &Value, line: &mut String) {
    match value {
        Value::Text(text) => line.push_str(&scalar::number(text, Position::Item)),
        Value::List(items) => {
            line.push('[');
            for (index, item) in items.iter().enumerate() {
                line.push_str(if index > 0 { ", " } else { "" });
                write_inline(item, line);
            }
            line.push(']');
        }
        Value::Map(map) => {
            line.push('{');
            for (index, entry) in map.entries.iter().enumerate() {
                line.push_str(if index > 0 { ", " } else { "" });
                line.push_str(&scalar::inline(&entry.key, Position::Anywhere));
                line.push_str(": ");
                write_inline(&entry.value, line);
            }
            line.push('}');
        }
    }
}
