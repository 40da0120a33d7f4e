//! The lines of an entry: its own, and those of the comments that belong to it.

use std::ops::Range;

use super::super::places::Content;
use super::site::Site;
use crate::source::scaffold;

/// What tells editors the schema of a file; it is about no key.
const MODELINE: &str = "# yaml-language-server";

impl Site<'_> {
    /// All lines of an entry out of brackets, with the comments right above it and all that
    /// are deeper than its key; `None` where it shares a line.
    pub fn lines(&self, at: &[usize]) -> Option<Range<usize>> {
        let entry = self.entry(at)?;
        self.column(entry.key_span.start)?;
        Some(self.above(at)?..self.below(at)?)
    }

    /// Where the comments right above an entry begin, or its line.
    pub fn above(&self, at: &[usize]) -> Option<usize> {
        let entry = self.entry(at)?;
        let column = self.indent(entry.key_span.start);
        let start = self.line_start(entry.key_span.start);
        let mut above = start;
        while let Some(line) = self.line_above(above) {
            match comment(&self.text[line.clone()]) {
                Some(at) if at <= column => above = line.start,
                _ => break,
            }
        }
        if at.last() != Some(&0) || above == start {
            return Some(above);
        }
        // Above the first entry may stand what is about all of them.
        let lines = || self.text[above..start].split_inclusive('\n');
        if at.len() == 1 {
            let is_of_file = lines().any(|line| line.starts_with(MODELINE));
            return Some(if is_of_file { start } else { above });
        }
        let known = scaffold::comments(self.form, self.forms);
        let mut last = above;
        let mut here = above;
        for line in lines() {
            here += line.len();
            if known.contains(line.trim()) {
                last = here;
            }
        }
        Some(last)
    }

    /// Where the lines of an entry end, and of the comments below that are deeper than its key.
    pub fn below(&self, at: &[usize]) -> Option<usize> {
        let entry = self.entry(at)?;
        Some(self.deeper(self.indent(entry.key_span.start), self.next_line(self.entry_end(entry))))
    }

    /// The end of the comments below a line's beginning that are deeper than a column.
    pub fn deeper(&self, column: usize, from: usize) -> usize {
        let (mut end, mut here) = (from, from);
        for line in self.text[from..].split_inclusive('\n') {
            here += line.len();
            match comment(line) {
                Some(at) if at > column => end = here,
                None if line.trim().is_empty() => {}
                _ => break,
            }
        }
        end
    }

    /// The line of an entry's key, with the comments right above it and the further lines of
    /// the one beside it.
    pub fn head(&self, at: &[usize]) -> Option<Range<usize>> {
        let entry = self.entry(at)?;
        let end = self.next_line(self.colon(entry)?);
        let line = &self.text[self.colon(entry)?..end];
        let beside = line.find('#').map(|at| self.indent(self.colon(entry).unwrap_or(0) + at));
        let mut head = self.above(at)?..end;
        for line in self.text[end..].split_inclusive('\n') {
            match comment(line) {
                Some(column) if Some(column) == beside => head.end += line.len(),
                _ => break,
            }
        }
        Some(head)
    }

    /// The line above one that begins at a byte.
    fn line_above(&self, start: usize) -> Option<Range<usize>> {
        let end = start.checked_sub(1)?;
        Some(self.line_start(end)..start)
    }

    /// The lines as they are taken out: blank lines on both sides would be one too many.
    pub fn with_gap(&self, lines: Range<usize>) -> Range<usize> {
        let is_blank = |line: &Range<usize>| self.text[line.clone()].trim().is_empty();
        let below = lines.end..self.next_line(lines.end);
        if lines.end < self.text.len() && !is_blank(&below) {
            return lines;
        }
        let mut start = lines.start;
        while let Some(above) = self.line_above(start).filter(is_blank) {
            start = above.start;
        }
        let mut end = lines.end;
        while start == 0 && end < self.text.len() && is_blank(&(end..self.next_line(end))) {
            end = self.next_line(end);
        }
        start..end
    }

    /// The column in which the lists of all rows of a mapping begin, where that is one.
    pub fn column_of_lists(&self, at: &[usize]) -> Option<usize> {
        let entries = self.node(at)?.entries().iter();
        let lists = entries.filter(|entry| matches!(entry.value.content, Content::List(_)));
        let mut columns = lists.map(|entry| {
            let start = entry.value.span.start;
            let is_beside = self.line_start(start) == self.line_start(entry.key_span.start);
            let before = &self.text[self.line_start(start)..start];
            is_beside.then(|| crate::text::width::columns(before))
        });
        let first = columns.next()??;
        columns.all(|column| column == Some(first)).then_some(first)
    }
}

/// The column of a comment that has a line to itself.
pub fn comment(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches(' ');
    bare.starts_with('#').then(|| line.len() - bare.len())
}
