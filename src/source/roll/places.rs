//! From bytes of the old text to lines and columns of the new one.

use super::looks::Found;
use super::{Look, Reason};
use crate::diagnostic::Edit;

/// How much is shown before and behind a place, in characters.
const AROUND: usize = 20;

/// A text with changes made to it.
pub struct Changed {
    /// The new text.
    pub text: String,
    /// The changes, in the order of the text; none touches another one.
    edits: Vec<Edit>,
}

impl Changed {
    /// Makes the changes.
    pub fn of(text: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| edit.span.start);
        let mut changed = text.to_owned();
        for edit in edits.iter().rev() {
            changed.replace_range(edit.span.clone(), &edit.text);
        }
        Self { text: changed, edits }
    }

    /// The places of the changes in the new text.
    pub fn changes(&self, reason: impl Fn(&Edit) -> Reason) -> Vec<Look> {
        let found = self.edits.iter().map(|edit| {
            let start = self.moved(edit.span.start);
            (start, start + edit.text.trim_end().len(), reason(edit))
        });
        self.looks(found.collect())
    }

    /// The places of what was found in the old text, each line once for reasons of which
    /// one on a line is enough, and not twice within the same few words.
    pub fn found(&self, found: &[Found]) -> Vec<Look> {
        let mut kept: Vec<(usize, usize, Reason)> = Vec::new();
        for Found { span, reason, is_for_the_line } in found {
            let (start, end) = (self.moved(span.start), self.moved(span.end));
            let last = kept.iter().rev().find(|(_, _, other)| other == reason);
            let is_told = last.is_some_and(|(_, last, _)| {
                let between = self.text.get(*last..start).unwrap_or_default();
                let is_near = *is_for_the_line || between.chars().count() < AROUND;
                !between.contains('\n') && is_near
            });
            if !is_told {
                kept.push((start, end.max(start), *reason));
            }
        }
        self.looks(kept)
    }

    /// Where a byte of the old text is in the new one.
    fn moved(&self, at: usize) -> usize {
        let before =
            self.edits.iter().take_while(|edit| edit.span.end <= at && edit.span.start < at);
        before.fold(at, |at, edit| at + edit.text.len() - edit.span.len())
    }

    /// Places in the new text, which are in its order.
    fn looks(&self, places: Vec<(usize, usize, Reason)>) -> Vec<Look> {
        let (mut line, mut line_start) = (1, 0);
        let mut looks = Vec::new();
        let mut starts = self.text.match_indices('\n').map(|(at, _)| at + 1).peekable();
        for (start, end, reason) in places {
            while let Some(next) = starts.next_if(|next| *next <= start) {
                (line, line_start) = (line + 1, next);
            }
            let column = 1 + self.text[line_start..start].chars().count();
            let excerpt = self.excerpt(line_start, start, end);
            looks.push(Look { line: Some(line), column: Some(column), excerpt, reason });
        }
        looks
    }

    /// What stands in a place, with some of what is around it on its line.
    fn excerpt(&self, line_start: usize, start: usize, end: usize) -> String {
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        let end = end.min(line_end);
        let first = self.text[line_start..start].char_indices().rev().nth(AROUND - 1);
        let first = first.map_or(line_start, |(at, _)| line_start + at);
        let last = self.text[end..line_end].char_indices().nth(AROUND);
        let last = last.map_or(line_end, |(at, _)| end + at);
        let (before, after) =
            (if first > line_start { "…" } else { "" }, if last < line_end { "…" } else { "" });
        format!("{before}{}{after}", self.text[first..last].trim())
    }
}
