//! What stands in a line behind its indent.

use std::ops::Range;

use super::bare_key;
use super::kind::Kind;
use super::slip::{Slip, Where};
use crate::source::line;
use crate::source::vocabulary::Vocabulary;

/// How long a key may be, in bytes: YAML takes no more than 1,024 characters for one.
const LONGEST_KEY: usize = 4096;

/// A key with its colon, and what stands behind it.
pub struct Entry {
    /// The bytes of the key, with what stands around it.
    pub key: Range<usize>,
    /// The bytes between the colon and the value.
    colon: Range<usize>,
    /// The bytes of the value, without a comment.
    pub value: Range<usize>,
    /// The bytes of the comment.
    comment: Range<usize>,
    /// Whether the colon is a full-width one.
    is_wide: bool,
    /// Whether the value begins with a bracket.
    is_flow: bool,
}

impl Entry {
    /// The entry that the part `span` of a text begins with, if it does with one.
    pub fn find(text: &str, span: Range<usize>, vocabulary: &Vocabulary) -> Option<Self> {
        let body = &text[span.clone()];
        let start = span.start + body.len() - body.trim_start_matches(['-', ' ']).len();
        let (key, at, colon) = colon(text, start..span.end, vocabulary)?;
        let bare = bare_key(&text[key.clone()]);
        if bare.is_empty() || bare.contains(is_no_key) {
            return None;
        }
        let behind = at + colon.len_utf8();
        let rest = &text[behind..span.end];
        // A full-width blank behind a half-width one is a part of the value, for YAML.
        let is_plain =
            rest.starts_with(' ') && rest.trim_start_matches(' ').starts_with('\u{3000}');
        let value = match is_plain {
            true => rest.trim_start_matches(' '),
            false => rest.trim_start_matches(is_odd_or_blank),
        };
        let from = span.end - value.len();
        let comment = comment_in(text, from..span.end).unwrap_or(span.end);
        let value = from..shown_end(text, from, comment);
        let is_flow = text[value.clone()].starts_with(['[', '{']);
        let is_wide = colon == '：';
        Some(Self { key, colon: behind..from, value, comment: comment..span.end, is_wide, is_flow })
    }

    /// Whether there is something behind the colon.
    pub fn has_value(&self) -> bool {
        !self.value.is_empty()
    }

    /// Whether the value is a row in brackets.
    pub fn is_row(&self) -> bool {
        self.is_flow
    }

    /// Whether lines of text follow.
    pub fn is_block_header(&self, text: &str) -> bool {
        line::is_block_header(&text[self.value.clone()])
    }

    /// Whether the value is one without quotes, brackets or lines below it: full-width blanks
    /// are a part of it.
    pub fn is_plain(&self, text: &str) -> bool {
        let is_quoted = text[self.value.clone()].starts_with(['"', '\'']);
        self.has_value() && !(is_quoted || self.is_flow || self.is_block_header(text))
    }

    /// The quotes that the value begins with, if they do not close in this line.
    pub fn open_quote(&self, text: &str) -> Option<char> {
        let mut value = text[self.value.clone()].chars();
        let quote = value.next().filter(|c| matches!(c, '"' | '\''))?;
        let is_closed = value.last() == Some(quote);
        (!is_closed).then_some(quote)
    }

    /// Whether quotes or brackets of the value do not close in this line.
    pub fn is_open(&self, text: &str) -> bool {
        let value = &text[self.value.clone()];
        self.open_quote(text).is_some() || (self.is_flow && !value.ends_with([']', '}']))
    }

    /// Finds what should not be there.
    pub fn check(&self, text: &str, vocabulary: &Vocabulary, slips: &mut Vec<Slip>) {
        self.check_key(text, vocabulary, slips);
        let colon = &text[self.colon.clone()];
        if colon.chars().any(|c| Kind::of(c).is_some()) {
            let is_alone = self.value.is_empty() && self.comment.is_empty();
            let blanks = " ".repeat(colon.matches(' ').count());
            let mended = match colon.starts_with(' ') {
                _ if self.is_wide || is_alone => String::new(),
                // Blanks that align the values stay.
                true => blanks,
                false => blanks + " ",
            };
            let place = Where::Colon(bare_key(&text[self.key.clone()]));
            push(slips, self.colon.clone(), &mended, true, place);
        }
        match self.is_flow {
            true => flow(text, self.value.clone(), slips),
            false => {
                let is_quoted = text[self.value.clone()].starts_with(['"', '\'']);
                let found = slips.len();
                value(text, self.value.clone(), is_quoted, slips);
                let tabs = slips[found..].iter_mut();
                let tabs: Vec<_> = tabs.filter(|slip| &text[slip.span.clone()] == "\t").collect();
                // Only a row has values that may have been cells.
                let key = || bare_key(&text[self.key.clone()]);
                if !tabs.is_empty() && vocabulary.has_at_the_top(&key()) {
                    tabs.into_iter().for_each(|slip| {
                        slip.is_sure = true;
                        slip.place = Where::Text;
                    });
                }
            }
        }
        let gap = self.value.end..self.comment.start;
        let is_plain = self.is_plain(text);
        let is_odd = |c| Kind::of(c).is_some_and(|kind| kind != Kind::Wide || !is_plain);
        if !self.comment.is_empty() && text[gap.clone()].chars().any(is_odd) {
            slips.push(Slip { span: gap, text: " ".into(), is_sure: true, place: Where::Text });
        }
        comment(text, self.comment.clone(), slips);
    }

    fn check_key(&self, text: &str, vocabulary: &Vocabulary, slips: &mut Vec<Slip>) {
        let key = bare_key(&text[self.key.clone()]);
        let shown = self.key.start..shown_end(text, self.key.start, self.key.end);
        let mut place = |span: Range<usize>, mended: &str, is_sure| {
            let place = Where::Key(key.clone());
            slips.push(Slip { span, text: mended.to_owned(), is_sure, place });
        };
        let found: Vec<_> = odd(text, shown.clone()).collect();
        match !found.is_empty() && vocabulary.has(&key) {
            true => {
                let is_clear = found.iter().all(|(_, _, kind)| *kind != Kind::Unclear);
                place(shown.clone(), &key, is_clear);
            }
            false => {
                for (span, c, kind) in found {
                    match kind {
                        Kind::Wide => {}
                        Kind::Blank => place(span, " ", true),
                        Kind::Unseen => place(span, "", true),
                        Kind::Tab | Kind::Break => place(span, " ", false),
                        Kind::Unclear => place(span, &c.to_string(), false),
                    }
                }
            }
        }
        let end = shown.end..self.key.end;
        if text[end.clone()].chars().any(|c| Kind::of(c).is_some()) {
            place(end, "", true);
        }
    }
}

/// The bytes of a key without its quotes, and where its colon is: behind that is a blank of
/// any kind or nothing. A full-width one is the colon only of a key that there is.
fn colon(
    text: &str,
    span: Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<(Range<usize>, usize, char)> {
    let body = &text[span.start..text.floor_char_boundary(span.end.min(span.start + LONGEST_KEY))];
    let is_colon = |at: usize| body[at + 1..].chars().next().is_none_or(is_odd_or_blank);
    let found = |key: Range<usize>, at: usize, c| {
        Some((span.start + key.start..span.start + key.end, span.start + at, c))
    };
    if let Some(quote) = body.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let end = 1 + body[1..].find(quote)?;
        let at = body.len() - body[end + 1..].trim_start_matches(is_odd_or_blank).len();
        return (body[at..].starts_with(':') && is_colon(at)).then(|| found(1..end, at, ':'))?;
    }
    for (at, c) in body.char_indices() {
        match c {
            ':' => return is_colon(at).then(|| found(0..at, at, c))?,
            '：' if vocabulary.has(&bare_key(&body[..at])) => return found(0..at, at, c),
            _ => {}
        }
    }
    None
}

/// Where the comment in a value begins.
fn comment_in(text: &str, span: Range<usize>) -> Option<usize> {
    let value = &text[span.clone()];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let from = quote.and_then(|quote| Some(value[1..].find(quote)? + 2)).unwrap_or(0);
    let mut before = if from == 0 { Some(' ') } else { None };
    for (at, c) in value[from..].char_indices() {
        if c == '#' && matches!(before, Some(' ' | '\t')) {
            return Some(span.start + from + at);
        }
        before = Some(c);
    }
    None
}

/// A value in brackets: blanks around its marks are nothing.
fn flow(text: &str, span: Range<usize>, slips: &mut Vec<Slip>) {
    for (at, c, kind) in odd(text, span.clone()) {
        let before = text[span.start..at.start].trim_end_matches(is_odd_or_blank);
        let after = text[at.end..span.end].trim_start_matches(is_odd_or_blank);
        let is_beside_a_mark = before.ends_with(['[', ',', '{', ':'])
            || after.starts_with([']', ',', '}'])
            || after.is_empty();
        match kind {
            Kind::Wide => {}
            Kind::Unclear => push(slips, at, &c.to_string(), false, Where::Value),
            _ if is_beside_a_mark => {
                let is_after_a_comma = text[..at.start].ends_with(',') && at.end < span.end;
                let is_blank = text[at.end..].starts_with(' ') || kind == Kind::Unseen;
                let mended = if is_after_a_comma && !is_blank { " " } else { "" };
                push(slips, at, mended, true, Where::Text);
            }
            _ => inline(text, (at, c, kind), span.clone(), false, slips),
        }
    }
}

/// A value of one line, or a line of one.
pub fn value(text: &str, span: Range<usize>, is_quoted: bool, slips: &mut Vec<Slip>) {
    for found in odd(text, span.clone()) {
        inline(text, found, span.clone(), is_quoted, slips);
    }
}

fn inline(
    text: &str,
    (at, c, kind): (Range<usize>, char, Kind),
    span: Range<usize>,
    is_quoted: bool,
    slips: &mut Vec<Slip>,
) {
    let before = text[span.start..at.start].chars().next_back();
    let after = text[at.end..span.end].chars().next();
    // What YAML would take for a key or for a comment.
    let makes_a_sign = !is_quoted
        && match kind {
            Kind::Unseen => {
                (before == Some(':') && after == Some(' '))
                    || (before == Some(' ') && after == Some('#'))
            }
            _ => before == Some(':') || after == Some('#'),
        };
    match kind {
        Kind::Wide => {}
        Kind::Unclear => push(slips, at, &c.to_string(), false, Where::Text),
        Kind::Unseen => match makes_a_sign {
            true => push(slips, at, &c.to_string(), false, Where::Text),
            false => push(slips, at, "", true, Where::Text),
        },
        Kind::Blank => {
            let mended = if makes_a_sign || is_beside_a_blank(before, after) { "" } else { " " };
            push(slips, at, mended, true, Where::Text);
        }
        Kind::Tab if is_numbering(&text[span.start..at.start]) => {
            push(slips, at, "", true, Where::Text);
        }
        Kind::Tab | Kind::Break => {
            let mended = if makes_a_sign { "" } else { " " };
            push(slips, at, mended, false, Where::Value);
        }
    }
}

/// A line of a text below `|-`.
pub fn text(text: &str, span: Range<usize>, slips: &mut Vec<Slip>) {
    for (at, c, kind) in odd(text, span.clone()) {
        let before = text[span.start..at.start].chars().next_back();
        let after = text[at.end..span.end].chars().next();
        let blank = if is_beside_a_blank(before, after) { "" } else { " " };
        match kind {
            Kind::Wide => {}
            Kind::Unclear => push(slips, at, &c.to_string(), false, Where::Text),
            Kind::Tab if is_numbering(&text[span.start..at.start]) => {
                push(slips, at, "", true, Where::Text);
            }
            Kind::Tab | Kind::Blank => push(slips, at, blank, true, Where::Text),
            Kind::Unseen | Kind::Break => push(slips, at, "", true, Where::Text),
        }
    }
}

/// A comment.
pub fn comment(text: &str, span: Range<usize>, slips: &mut Vec<Slip>) {
    for (at, c, kind) in odd(text, span) {
        match kind {
            Kind::Wide => {}
            Kind::Unclear => push(slips, at, &c.to_string(), false, Where::Text),
            Kind::Unseen => push(slips, at, "", true, Where::Text),
            Kind::Tab | Kind::Blank | Kind::Break => push(slips, at, " ", true, Where::Text),
        }
    }
}

fn push(slips: &mut Vec<Slip>, span: Range<usize>, text: &str, is_sure: bool, place: Where) {
    slips.push(Slip { span, text: text.to_owned(), is_sure, place });
}

/// The characters in a part of a text that should not be there.
fn odd(text: &str, span: Range<usize>) -> impl Iterator<Item = (Range<usize>, char, Kind)> {
    text[span.clone()].char_indices().filter_map(move |(at, c)| {
        let start = span.start + at;
        Some((start..start + c.len_utf8(), c, Kind::of(c)?))
    })
}

fn is_beside_a_blank(before: Option<char>, after: Option<char>) -> bool {
    let is_blank = |c: char| c == ' ' || c == '\u{3000}' || Kind::of(c) == Some(Kind::Blank);
    before.is_some_and(is_blank) || after.is_some_and(|c| c == ' ' || c == '\u{3000}')
}

/// Whether `before` is the number of a list item, with its mark: `1、`, `（一）`, `2.`.
fn is_numbering(before: &str) -> bool {
    let before = before.trim_start();
    let Some(number) = before.strip_suffix(['、', '.', '．', ')', '）', ',', '，']) else {
        return false;
    };
    let number = number.trim_start_matches(['(', '（', '第']);
    (1..=4).contains(&number.chars().count())
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十".contains(c))
}

/// What cannot be a part of a key without quotes.
fn is_no_key(c: char) -> bool {
    ":：\"#[]{},，。；“”《》".contains(c)
}

/// Whether `c` is a blank, or should not be there at all.
pub fn is_odd_or_blank(c: char) -> bool {
    c == ' ' || Kind::of(c).is_some_and(|kind| kind != Kind::Unclear)
}

/// The end of the part from `from` to `end`, without the blanks there.
pub fn shown_end(text: &str, from: usize, end: usize) -> usize {
    from + text[from..end].trim_end_matches(is_odd_or_blank).len()
}

/// Where the line of byte `at` ends: at a line feed, or the carriage return before it.
pub fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    match text[at..end].ends_with('\r') && end < text.len() {
        true => end - 1,
        false => end,
    }
}

/// The byte after the end of a line at byte `end`.
pub fn after_line_end(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    end + rest.len().min(if rest.starts_with("\r\n") { 2 } else { 1 })
}
