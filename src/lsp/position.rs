//! From bytes to lines and columns as editors count them, and back.

use std::ops::Range;

use lsp_types::{Position, PositionEncodingKind, Range as Span};

/// What editors count on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Units of UTF-16, where nothing else is agreed on.
    #[default]
    Utf16,
    /// Bytes.
    Utf8,
}

impl Encoding {
    /// The one to speak in with an editor that offers these.
    pub fn choose(offered: &[PositionEncodingKind]) -> Self {
        match offered.contains(&PositionEncodingKind::UTF8) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    /// Its name.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf8 => PositionEncodingKind::UTF8,
        }
    }

    fn length(self, text: &str) -> usize {
        match self {
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf8 => text.len(),
        }
    }
}

/// The lines of a text.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    /// The lines of a text, each of which ends as editors have it.
    pub fn new(text: &'a str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let is_end = |at: &usize| match bytes[*at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let ends = (0..bytes.len()).filter(is_end);
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Self { text, starts, encoding }
    }

    /// The position of a byte.
    pub fn position(&self, at: usize) -> Position {
        let at = self.text.floor_char_boundary(at);
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let start = self.starts[line];
        let character = self.encoding.length(&self.text[start..at.min(self.end(line)).max(start)]);
        Position::new(number(line), number(character))
    }

    /// The positions of some bytes.
    pub fn range(&self, bytes: &Range<usize>) -> Span {
        Span::new(self.position(bytes.start), self.position(bytes.end.max(bytes.start)))
    }

    /// The byte at a position: the last one of its line, or of the text, where it is beyond.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(start) = self.starts.get(line) else { return self.text.len() };
        let mut left = position.character as usize;
        let text = &self.text[*start..self.end(line)];
        for (at, c) in text.char_indices() {
            let length = match self.encoding {
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf8 => c.len_utf8(),
            };
            if left < length {
                return start + at;
            }
            left -= length;
        }
        start + text.len()
    }

    /// Where a line ends, without what ends it.
    fn end(&self, line: usize) -> usize {
        let next = self.starts.get(line + 1).copied();
        let start = self.starts[line];
        let end = next.unwrap_or(self.text.len());
        match next {
            Some(_) => start + self.text[start..end].trim_end_matches(['\n', '\r']).len(),
            None => end,
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
