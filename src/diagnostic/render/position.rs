//! From bytes to lines and columns.

use std::collections::HashMap;
use std::iter;
use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Edit, Place, SourceFile};

/// A point between two characters of a text, in everybody's way of counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: usize,
    /// The column in UTF-16 code units, from 1.
    pub utf16: usize,
    /// How many bytes of the file there are before it.
    pub offset: usize,
}

/// Finds positions in files. It goes through each file once, however much was
/// found there.
#[derive(Debug, Default)]
pub struct Positions<'a> {
    milestones: HashMap<&'a SourceFile, Vec<Position>>,
}

/// The bytes between two milestones: what is counted anew for each position, be
/// the lines as long as they may.
const MILE: usize = 256;

impl<'a> Positions<'a> {
    /// Where `place` begins and ends; `None` for a file as a whole.
    pub fn of_place(&mut self, place: &'a Place) -> Option<Range<Position>> {
        Some(self.range(&place.file, place.span.as_ref()?))
    }

    /// Where the text that `edit` replaces begins and ends.
    pub fn of_edit(&mut self, edit: &'a Edit) -> Range<Position> {
        self.range(&edit.file, &edit.span)
    }

    fn range(&mut self, file: &'a SourceFile, span: &Range<usize>) -> Range<Position> {
        self.at(file, span.start)..self.at(file, span.end)
    }

    fn at(&mut self, file: &'a SourceFile, offset: usize) -> Position {
        let text = file.text();
        let milestones = self.milestones.entry(file).or_insert_with(|| milestones(text));
        let offset = text.floor_char_boundary(offset);
        let passed = milestones.partition_point(|milestone| milestone.offset <= offset);
        let position = milestones[..passed].last().unwrap_or(&Position::START).moved(text, offset);
        Position { offset: position.offset + file.mark().len(), ..position }
    }
}

/// The positions at the start of `text` and after every mile.
fn milestones(text: &str) -> Vec<Position> {
    let next = |last: &Position| {
        let offset = text.ceil_char_boundary(last.offset + MILE);
        (offset < text.len()).then(|| last.moved(text, offset))
    };
    iter::successors(Some(Position::START), next).collect()
}

impl Position {
    const START: Self = Self { line: 1, column: 1, utf16: 1, offset: 0 };

    /// The position at `offset`, which is not before this one.
    fn moved(mut self, text: &str, offset: usize) -> Self {
        for c in text[self.offset..offset].chars() {
            match c {
                '\n' => (self.line, self.column, self.utf16) = (self.line + 1, 1, 1),
                // Part of the line end: a cursor has no place after it.
                '\r' if text[self.offset..].starts_with("\r\n") => {}
                _ => {
                    self.column += 1;
                    self.utf16 += c.len_utf16();
                }
            }
            self.offset += c.len_utf8();
        }
        self
    }
}
