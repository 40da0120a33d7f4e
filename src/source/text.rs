//! A text of a project, and where its parts stand in the file.

use std::ops::Range;

use super::places::Style;
use crate::diagnostic::{Edit, Place};

/// A text of a project, and where it stands.
#[derive(Debug)]
pub struct Text<'a> {
    /// The keys that lead to it.
    pub path: Vec<&'a str>,
    /// The column that it stands in, where `path` leads to a row.
    pub column: Option<usize>,
    /// The text, as it is printed.
    pub text: &'a str,
    /// Where it stands, with its quotes.
    pub place: Place,
    /// How it is written.
    pub style: Style,
    /// Whether it is a key itself: the name of an indicator, say.
    pub is_key: bool,
}

impl Text<'_> {
    /// The first place of `c` in the text, or the whole text where it is
    /// written as an escape.
    pub fn place_of(&self, c: char) -> Place {
        match self.text.find(c) {
            Some(at) => self.part(at..at + c.len_utf8()),
            None => self.place.clone(),
        }
    }

    /// The place of the bytes `range` of the text, or of the whole text where it
    /// is written in a way that does not show them.
    pub fn part(&self, range: Range<usize>) -> Place {
        let mut place = self.place.clone();
        if let Some(span) = self.written_at(range) {
            place.span = Some(span);
        }
        place
    }

    /// Puts `text` in the place of the bytes `range` of the text; `None` where the
    /// file does not show exactly these bytes, so that it is not safe to do.
    pub fn edit(&self, range: Range<usize>, text: &str) -> Option<Edit> {
        let span = self.written_at(range.clone())?;
        self.edit_at(span, range, text)
    }

    /// Makes many such changes.
    pub fn edits(&self, changes: impl IntoIterator<Item = (Range<usize>, String)>) -> Vec<Edit> {
        let written: Vec<_> = self.characters().collect();
        let find = |at: usize| {
            let index = written.binary_search_by_key(&at, |&(index, _)| index).ok()?;
            Some(written[index].1.start)
        };
        let edit = |(range, text): (Range<usize>, String)| {
            let start = find(range.start)?;
            // Within a text that is shown as it is, nothing stands between.
            self.edit_at(start..start + range.len(), range, &text)
        };
        changes.into_iter().filter_map(edit).collect()
    }

    fn edit_at(&self, span: Range<usize>, range: Range<usize>, text: &str) -> Option<Edit> {
        let file = &self.place.file;
        let is_shown = file.text().get(span.clone())? == self.text.get(range.clone())?;
        let (before, after) = (&self.text[..range.start], &self.text[range.end..]);
        let next = || text.chars().chain(after.chars());
        let is_start = before.is_empty();
        let is_writable = match self.style {
            Style::Plain => {
                let last = text.chars().next_back().or(before.chars().next_back());
                // What a text without quotes may not begin with, for YAML,
                let is_sign = |c| "-?:,[]{}#&*!|>'\"%@`".contains(c);
                let begins = is_start && next().find(|c| *c != ' ').is_some_and(is_sign);
                // nor end with: `[甲:, 乙]` has a key, and `甲：:` one colon too many;
                let is_colon = |c| c == ':' || (self.is_key && c == '：');
                let ends = after.is_empty() && last.is_some_and(is_colon);
                // nor have within: a comment, and a key.
                let joint = (before.chars().next_back(), next().next());
                let has = matches!(joint, (Some(' '), Some('#')) | (Some(':'), Some(' ')));
                !(begins || ends || has)
            }
            // The first line of a text below says how far all of them are moved in.
            Style::Literal | Style::Folded => !(is_start && next().next() == Some(' ')),
            Style::Quoted => true,
        };
        (is_shown && is_writable).then(|| Edit::new(file, span, text))
    }

    /// The text as it is written in the file, quotes and all.
    pub fn written(&self) -> &str {
        match &self.place.span {
            Some(span) => &self.place.file.text()[span.clone()],
            None => "",
        }
    }

    /// Where in the file the bytes `range` of the text are.
    fn written_at(&self, range: Range<usize>) -> Option<Range<usize>> {
        let mut characters = self.characters().skip_while(|(at, _)| *at < range.start);
        let (first, start) = characters.next()?;
        let is_last = |(at, written): &(usize, Range<usize>)| at + written.len() == range.end;
        let end = match is_last(&(first, start.clone())) {
            true => start.end,
            false => characters.find(is_last)?.1.end,
        };
        (first == range.start).then_some(start.start..end)
    }

    /// The characters of the text: where each begins, and its bytes in the file. The
    /// two differ by indents, line breaks, quotes and escapes, which are passed over;
    /// it ends where they differ by more.
    fn characters(&self) -> impl Iterator<Item = (usize, Range<usize>)> {
        let start = self.place.span.as_ref().map_or(0, |span| span.start);
        // A block's blanks at its end are beyond its span.
        let written = match self.style {
            Style::Literal | Style::Folded => &self.place.file.text()[start..],
            Style::Plain | Style::Quoted => self.written(),
        };
        let mut at = usize::from(self.style == Style::Quoted);
        self.text.char_indices().map_while(move |(index, c)| {
            at += skipped(written.get(at..)?, c)?;
            let from = start + at;
            at += c.len_utf8();
            Some((index, from..start + at))
        })
    }
}

/// How many bytes there are in `written` before `c`, where there is nothing but
/// what YAML adds to a text.
fn skipped(written: &str, c: char) -> Option<usize> {
    // A line break within a plain text stands for a blank.
    let is_it = |w: char| w == c || (c == ' ' && w == '\n');
    let (at, _) = written
        .char_indices()
        .find(|&(_, w)| is_it(w) || !(w.is_whitespace() || matches!(w, '\\' | '\'')))?;
    written[at..].starts_with(is_it).then_some(at)
}
