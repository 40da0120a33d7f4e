//! Where things stand in a text that is to be changed.

use std::ops::Range;

use super::super::document::Document;
use super::super::forms::Forms;
use super::super::line;
use super::super::manner::Manner;
use super::super::places::{Content, Entry, Node, Style};
use crate::form::Form;
use crate::text::unseen::is_unseen;

/// A text with its places.
pub struct Site<'a> {
    /// The text.
    pub text: &'a str,
    /// What stands where.
    pub root: &'a Node,
    /// How its lines end.
    pub manner: Manner,
    /// Its form.
    pub form: &'a Form,
    /// All forms.
    pub forms: &'a Forms,
}

impl<'a> Site<'a> {
    /// The text of a document.
    pub fn of(document: &'a Document, form: &'a Form, forms: &'a Forms) -> Self {
        let file = &document.file;
        let manner = Manner::of(file);
        Self { text: file.text(), root: document.root(), manner, form, forms }
    }

    /// The value at a place.
    pub fn node(&self, at: &[usize]) -> Option<&'a Node> {
        at.iter().try_fold(self.root, |node, index| match &node.content {
            Content::Text { .. } => None,
            Content::List(items) => items.get(*index),
            Content::Map(entries) => entries.get(*index).map(|entry| &entry.value),
        })
    }

    /// The entry whose value is at a place.
    pub fn entry(&self, at: &[usize]) -> Option<&'a Entry> {
        let (last, above) = at.split_last()?;
        self.node(above)?.entries().get(*last)
    }

    /// Whether a value is a list or a mapping in brackets.
    pub fn has_brackets(&self, node: &Node) -> bool {
        match node.content {
            Content::Text { .. } => false,
            Content::List(_) => self.text[node.span.start..].starts_with('['),
            Content::Map(_) => self.text[node.span.start..].starts_with('{'),
        }
    }

    /// Whether what is at a place stands between brackets.
    pub fn is_within_brackets(&self, at: &[usize]) -> bool {
        let above = (0..at.len()).filter_map(|length| self.node(&at[..length]));
        above.into_iter().any(|node| self.has_brackets(node))
    }

    /// The byte behind the colon of an entry; `None` where there is none, as in `{甲, 乙}`.
    pub fn colon(&self, entry: &Entry) -> Option<usize> {
        let at = self.skip(entry.key_span.end);
        self.text[at..].starts_with(':').then_some(at + 1)
    }

    /// The byte behind the colon or the dash that a value out of brackets belongs to.
    pub fn slot(&self, at: &[usize]) -> Option<usize> {
        let (last, above) = at.split_last()?;
        let parent = self.node(above)?;
        match &parent.content {
            Content::Map(entries) => self.colon(entries.get(*last)?),
            Content::List(items) => {
                let before = last.checked_sub(1).and_then(|before| items.get(before));
                // A list may begin in the column of its key.
                let colon = || self.entry(above).and_then(|entry| self.colon(entry));
                let from = match before {
                    Some(before) => self.end(before),
                    None => colon().unwrap_or(parent.span.start),
                };
                let at = self.skip(from);
                self.text[at..].starts_with('-').then_some(at + 1)
            }
            Content::Text { .. } => None,
        }
    }

    /// The next byte that is neither blank nor of a comment.
    pub fn skip(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(c) = self.text[at..].chars().next() {
            match c {
                '#' if self.text[..at].ends_with(char::is_whitespace) => {
                    at = line::end(self.text, at);
                }
                c if c.is_whitespace() || is_unseen(c) => at += c.len_utf8(),
                _ => break,
            }
        }
        at
    }

    /// The sign above a text in lines of its own: `|-`.
    pub fn header(&self, slot: usize) -> Option<Range<usize>> {
        let start = self.skip(slot);
        let rest = self.text[start..].strip_prefix(['|', '>'])?;
        let is_of_header = |c: char| c.is_ascii_digit() || "+-".contains(c);
        let length = rest.len() - rest.trim_start_matches(is_of_header).len();
        Some(start..start + 1 + length)
    }

    /// Whether a value is a text in lines of its own.
    pub fn is_block(node: &Node) -> bool {
        matches!(&node.content, Content::Text { style: Style::Literal | Style::Folded, .. })
    }

    /// Where a value ends; one that is not written ends where it begins.
    pub fn end(&self, node: &Node) -> usize {
        match &node.content {
            Content::Text { .. } if Self::is_block(node) => self.line_end(node.span.end),
            Content::Text { .. } => node.span.end,
            // The parser's end of brackets is that of a comment behind them, too.
            Content::List(items) if self.has_brackets(node) => {
                let last = items.last().map(|last| self.end(last));
                self.closing(last.unwrap_or(node.span.start + 1), ']')
            }
            Content::Map(entries) if self.has_brackets(node) => {
                let last = entries.last().map(|last| self.entry_end(last));
                self.closing(last.unwrap_or(node.span.start + 1), '}')
            }
            Content::List(items) => items.last().map_or(node.span.end, |last| self.end(last)),
            Content::Map(entries) => {
                entries.last().map_or(node.span.end, |last| self.entry_end(last))
            }
        }
    }

    /// The byte behind a closing bracket, before which nothing stands but a comma.
    fn closing(&self, from: usize, bracket: char) -> usize {
        let at = self.skip(from);
        let at = if self.text[at..].starts_with(',') { self.skip(at + 1) } else { at };
        at + usize::from(self.text[at..].starts_with(bracket))
    }

    /// Where an entry ends.
    pub fn entry_end(&self, entry: &Entry) -> usize {
        let key = self.colon(entry).unwrap_or(entry.key_span.end);
        match &entry.value.content {
            content if content.is_blank() && !self.has_brackets(&entry.value) => key,
            _ => self.end(&entry.value).max(key),
        }
    }

    /// Where the line at a byte begins.
    pub fn line_start(&self, at: usize) -> usize {
        line::start(self.text, at)
    }

    /// Where what stands on the line at a byte ends.
    pub fn line_end(&self, at: usize) -> usize {
        let end = line::end(self.text, at);
        at.max(end - usize::from(self.text[..end].ends_with('\r')))
    }

    /// Where the line below the one at a byte begins, or the text ends.
    pub fn next_line(&self, at: usize) -> usize {
        (line::end(self.text, at) + 1).min(self.text.len())
    }

    /// How many bytes stand before a byte on its line.
    pub fn indent(&self, at: usize) -> usize {
        line::indent(self.text, at)
    }

    /// The column of a key with lines of its own; `None` where it shares them.
    pub fn column(&self, at: usize) -> Option<usize> {
        let before = &self.text[self.line_start(at)..at];
        before.chars().all(|c| c == ' ').then_some(before.len())
    }

    /// Lines as they are to be written at the beginning of a line or at the end of the text.
    pub fn lines_at(&self, at: usize, lines: &str) -> String {
        self.lines_over(at..at, lines)
    }

    /// Lines as they are to be written in the place of others. The last line of a text may have
    /// no end: then it goes on to have none.
    pub fn lines_over(&self, span: Range<usize>, lines: &str) -> String {
        let lines = self.manner.lines(lines);
        let end = self.manner.line_end();
        let is_open = span.end == self.text.len() && !self.text.ends_with('\n') && span.end > 0;
        match lines.strip_suffix(end).filter(|_| is_open) {
            None => lines,
            Some(lines) if span.is_empty() => format!("{end}{lines}"),
            Some(lines) => lines.to_owned(),
        }
    }
}
