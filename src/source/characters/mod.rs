//! Characters that nobody can see have no place in a form.
//!
//! What is pasted from Word, Excel, web pages and PDFs brings them. They are told as what
//! they are, and the text is read as if what they stand for were written: what is wrong
//! besides is told at once.

mod body;
mod key;
mod kind;
mod levels;
mod lines;
mod slip;

use std::borrow::Cow;
use std::ops::Range;

use super::vocabulary::Vocabulary;
use super::{line, syntax};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile, rule};
use crate::text::letters;
pub use key::meant as meant_key;
use kind::Kind;
use slip::Slip;

/// The text of a file as it is meant.
pub struct Clean<'a> {
    /// What to read.
    pub text: Cow<'a, str>,
    /// What should not be there.
    pub found: Vec<Diagnostic>,
    slips: Vec<Slip>,
}

/// Finds invisible characters anywhere in the text, comments included: what a
/// reviewer cannot see must not be there.
pub fn read<'a>(file: &'a SourceFile, vocabulary: &Vocabulary) -> Clean<'a> {
    let text = file.text();
    let has_odd =
        text.char_indices().any(|(at, c)| Kind::of(c).is_some() && !text[at..].starts_with("\r\n"));
    let slips = if has_odd { lines::find(text, vocabulary) } else { Vec::new() };
    if slips.is_empty() {
        return Clean { text: text.into(), found: Vec::new(), slips };
    }
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for slip in &slips {
        clean.push_str(&text[at..slip.span.start]);
        clean.push_str(&slip.text);
        at = slip.span.end;
    }
    clean.push_str(&text[at..]);
    Clean { text: clean.into(), found: slip::tell(file, &slips), slips }
}

impl Clean<'_> {
    /// The bytes of the file's text that each character of this one stands for, and its end.
    pub fn places(&self, file: &SourceFile) -> Vec<Range<usize>> {
        let mut places = Vec::with_capacity(file.text().len() / 2);
        let mut at = 0;
        let copy = |places: &mut Vec<Range<usize>>, span: Range<usize>| {
            let characters = file.text()[span.clone()].char_indices();
            places.extend(characters.map(|(byte, c)| {
                let start = span.start + byte;
                start..start + c.len_utf8()
            }));
        };
        for slip in &self.slips {
            copy(&mut places, at..slip.span.start);
            places.extend(slip.text.chars().map(|_| slip.span.clone()));
            at = slip.span.end;
        }
        let end = file.text().len();
        copy(&mut places, at..end);
        places.push(end..end);
        places
    }

    /// What the parser says of the character `index` of this text, at its place in the file.
    pub fn explain(
        &self,
        file: &SourceFile,
        index: usize,
        info: &str,
        vocabulary: &Vocabulary,
    ) -> Diagnostic {
        let at = self.text.char_indices().nth(index).map_or(self.text.len(), |(at, _)| at);
        if self.slips.is_empty() {
            return syntax::explain(file, at, info, vocabulary);
        }
        let clean = SourceFile::new(file.name(), self.text.as_ref());
        let mut found = syntax::explain(&clean, at, info, vocabulary);
        let places = self.places(file);
        let bytes: Vec<usize> = self.text.char_indices().map(|(byte, _)| byte).collect();
        let index = |at: usize| bytes.partition_point(|byte| *byte < at);
        let in_file = |span: &Range<usize>| part(&places, index(span.start)..index(span.end));
        for place in &mut found.places {
            place.file = file.clone();
            place.span = place.span.as_ref().map(in_file);
        }
        for edit in &mut found.fix {
            *edit = Edit::new(file, in_file(&edit.span), edit.text.as_str());
        }
        found
    }

    /// Whether what the parser says of the line of byte `at` may come of a character that is
    /// not clear.
    pub fn is_unclear(&self, file: &SourceFile, at: usize) -> bool {
        let start = line::start(file.text(), at);
        let line = start..=body::line_end(file.text(), at);
        self.slips.iter().any(|slip| {
            let is_near = slip.place == slip::Where::Indent || line.contains(&slip.span.start);
            !slip.is_sure && is_near
        })
    }
}

/// The bytes of the file that a part of the text that is read stands for.
pub fn part(places: &[Range<usize>], span: Range<usize>) -> Range<usize> {
    let last = places.len() - 1;
    let start = places[span.start.min(last)].start;
    match span.is_empty() {
        true => start..start,
        false => start..places[(span.end - 1).min(last)].end.max(start),
    }
}

/// Finds the first invisible character in a value at `span` that the text does
/// not show there: an escape such as `"\u202E"` has brought it in.
pub fn check_value(file: &SourceFile, value: &str, span: &Range<usize>) -> Option<Diagnostic> {
    let written = &file.text()[span.clone()];
    // A carriage return that the text shows is a part of a line end, and in no value.
    let is_shown = |c| c != '\r' && written.contains(c);
    let is_odd = |c: char| c != '\n' && kind::is_invisible(c);
    let found = value.chars().find(|&c| is_odd(c) && !is_shown(c))?;
    Some(
        Diagnostic::new(&rule::INVISIBLE_CHARACTER, format!("有{}", slip::named(found)))
            .at(Place::new(file, span.clone()))
            .help("删去它；它在引号里写成了“\\”加代码"),
    )
}

/// The first character of a text that no file may hold, as people call it; line feeds may.
pub fn refused(text: &str) -> Option<String> {
    text.chars().find(|&c| c != '\n' && kind::is_invisible(c)).map(slip::named)
}

/// Whether there are invisible characters in a text of one line.
pub fn has_invisible(text: &str) -> bool {
    text.chars().any(kind::is_invisible)
}

/// A key without blanks and without what nobody can see, in proper characters: the one that
/// is meant, if there is one.
pub fn bare_key(key: &str) -> String {
    let shown = key.chars().filter(|c| !c.is_whitespace() && Kind::of(*c).is_none());
    shown.map(|c| letters::letter(c).unwrap_or(c)).collect()
}
