//! The lines of a text whose line ends, indents and colons are not what YAML wants, read as
//! people mean them.

use std::ops::Range;

use super::bare_key;
use super::body::{self, Entry};
use super::kind::Kind;
use super::levels::{Levels, Line};
use super::slip::{Slip, Where};
use crate::source::vocabulary::Vocabulary;

/// Finds what should not be there in `text`, in its order.
pub fn find(text: &str, vocabulary: &Vocabulary) -> Vec<Slip> {
    let mut lines = Lines {
        text,
        vocabulary,
        levels: Levels::new(text, vocabulary),
        block: None,
        quote: None,
        slips: Vec::new(),
    };
    let mut next = Start { at: 0, broken: None, end: body::line_end(text, 0) };
    while next.at < text.len() {
        next = lines.line(&next);
    }
    lines.slips
}

/// How many line breaks of their own kind are looked at in a line that goes on behind them.
const MOST: usize = 50;
/// How far behind a line break a key is looked for, in bytes.
const FAR: usize = 2000;

/// Where a line begins.
struct Start {
    /// The byte.
    at: usize,
    /// Where the line break stands before it, if that is one of its own kind.
    broken: Option<usize>,
    /// Where the next line feed is.
    end: usize,
}

/// A text of lines, below `键: |-`.
struct Block {
    /// The indent of its key.
    header: usize,
    /// The indent of its lines.
    indent: Option<usize>,
}

struct Lines<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    levels: Levels<'a>,
    block: Option<Block>,
    /// The quotes of a text that goes on over the lines.
    quote: Option<char>,
    slips: Vec<Slip>,
}

impl<'a> Lines<'a> {
    /// Reads the line that begins at `start`, and says where the next one does.
    fn line(&mut self, start: &Start) -> Start {
        let end = start.end;
        let at = body::after_line_end(self.text, end);
        let text = self.text;
        let next = || Start { at, broken: None, end: body::line_end(text, at) };
        let rest = &self.text[start.at..end];
        let lead = start.at..end - rest.trim_start_matches(body::is_odd_or_blank).len();
        if lead.end == end {
            self.blank_line(start, lead);
            return next();
        }
        // Where lines end in other line breaks, two of them are a blank line.
        let blank_lines = match start.broken {
            Some(_) => self.breaks(lead.start, lead.end).last(),
            None => None,
        };
        let lead = blank_lines.map_or(lead.clone(), |at| self.start_after(at, end).at..lead.end);
        let pure = self.text[lead.clone()].bytes().take_while(|byte| *byte == b' ').count();
        let is_clean = pure == lead.len() && start.broken.is_none();
        if let Some(block) = &self.block {
            let is_text = pure > block.header || !(is_clean || self.is_known_entry(lead.end, end));
            if is_text {
                return self.text_line(start, lead, end).unwrap_or_else(next);
            }
            self.block = None;
        }
        self.line_of_keys(start, lead, end, is_clean).unwrap_or_else(next)
    }

    fn blank_line(&mut self, start: &Start, lead: Range<usize>) {
        let written = &self.text[lead.clone()];
        let is_text =
            self.block.is_some() && written.chars().all(|c| matches!(c, ' ' | '\u{3000}'));
        if start.broken.is_some() || (!is_text && has_odd(written)) {
            self.slip(start.broken.unwrap_or(lead.start)..lead.end, "", true, Where::End);
        }
    }

    /// A line of a text below `|-`; where it is broken by other means, the next one begins
    /// there.
    fn text_line(&mut self, start: &Start, lead: Range<usize>, end: usize) -> Option<Start> {
        let written = &self.text[lead.clone()];
        let pure = written.len() - written.trim_start_matches(' ').len();
        let block = self.block.as_ref()?;
        let deeper = Some(pure).filter(|pure| *pure > block.header);
        let is_clean = pure == written.len();
        let indent = block.indent.or(deeper.filter(|_| is_clean)).unwrap_or_else(|| {
            let next = self.next_indent(end).filter(|next| *next > block.header);
            next.unwrap_or(pure.max(block.header + self.levels.step))
        });
        let mended = match deeper {
            // What follows the indent belongs to the text: full-width blanks may begin it.
            Some(pure) if written[pure..].chars().all(|c| matches!(c, ' ' | '\u{3000}')) => {
                written.to_owned()
            }
            Some(pure) => {
                let kept = written[pure..].chars().filter(|c| *c == '\u{3000}');
                " ".repeat(pure.max(indent)) + &kept.collect::<String>()
            }
            None => " ".repeat(indent),
        };
        self.block = Some(Block { header: self.block.as_ref()?.header, indent: Some(indent) });
        self.indent(start, lead.clone(), &mended, true);
        let shown = body::shown_end(self.text, lead.end, end);
        let broken = self.breaks(lead.end, shown).next();
        let shown = broken.map_or(shown, |at| body::shown_end(self.text, lead.end, at));
        body::text(self.text, lead.end..shown, &mut self.slips);
        self.end(shown..broken.unwrap_or(end), true);
        broken.map(|at| self.start_after(at, end))
    }

    /// A line with a key, or one that goes on with a value.
    fn line_of_keys(
        &mut self,
        start: &Start,
        lead: Range<usize>,
        end: usize,
        is_clean: bool,
    ) -> Option<Start> {
        let shown = body::shown_end(self.text, lead.end, end);
        let mut breaks = self.breaks(lead.end, shown).take(MOST);
        let broken = breaks.find(|at| self.is_line_end(lead.end, *at, end));
        let line_end = broken.unwrap_or(end);
        let shown = body::shown_end(self.text, lead.end, line_end);
        let body = lead.end..shown;
        let is_comment = self.text[body.clone()].starts_with('#') && self.quote.is_none();
        let entry = match is_comment || self.quote.is_some() {
            true => None,
            false => Entry::find(self.text, body.clone(), self.vocabulary),
        };
        let key = entry.as_ref().map(|entry| bare_key(&self.text[entry.key.clone()]));
        let written = &self.text[lead.clone()];
        let has_value = entry.as_ref().is_none_or(|entry| entry.has_value());
        let (level, is_sure) = match (&entry, is_clean) {
            (_, true) => (lead.len(), true),
            (None, false) if is_comment => {
                (self.levels.of_comment(written, self.next_indent(end)), true)
            }
            (None, false) if !self.text[body.clone()].contains('\t') => {
                (self.levels.within(written), true)
            }
            _ => self.levels.of(&Line {
                lead: written,
                key: key.as_deref(),
                has_value,
                is_row: entry.as_ref().is_some_and(Entry::is_row),
                next: self.next_indent(end),
            }),
        };
        self.indent(start, lead, &" ".repeat(level), is_sure);
        match &entry {
            Some(entry) => {
                self.levels.enter(level, has_value);
                entry.check(self.text, self.vocabulary, &mut self.slips);
                if entry.is_block_header(self.text) {
                    self.block = Some(Block { header: level, indent: None });
                }
                self.quote = entry.open_quote(self.text);
            }
            None if is_comment => body::comment(self.text, body, &mut self.slips),
            None => {
                let closing = self.quote.filter(|quote| self.text[body.clone()].contains(*quote));
                body::value(self.text, body, self.quote.is_some(), &mut self.slips);
                self.quote = self.quote.filter(|_| closing.is_none());
            }
        }
        // Full-width blanks are a part of a value without quotes.
        self.end(shown..line_end, entry.is_none_or(|entry| entry.is_plain(self.text)));
        broken.map(|at| self.start_after(at, end))
    }

    /// Whether the line break at byte `at`, of a line from `from` to `end`, is meant for the
    /// end of a line.
    fn is_line_end(&self, from: usize, at: usize, end: usize) -> bool {
        let right = self.start_after(at, end).at;
        // What is farther away is no key.
        let end = end.min(self.text.floor_char_boundary(right + FAR));
        let is_indented = self.text[right..end].starts_with("  ");
        let right = end - self.text[right..end].trim_start_matches(body::is_odd_or_blank).len();
        if self.quote.is_some() {
            return false;
        }
        let left = Entry::find(self.text, from..at, self.vocabulary);
        let is_header = |entry: &Entry| entry.is_block_header(self.text);
        let is_open = |entry: &Entry| entry.is_open(self.text);
        match &left {
            Some(entry) if is_header(entry) => true,
            Some(entry) if is_open(entry) => false,
            _ => {
                // Behind a colon with nothing, or with an indent, there may be any name.
                let opens = left.as_ref().is_some_and(|entry| !entry.has_value() || is_indented);
                let any = opens && Entry::find(self.text, right..end, self.vocabulary).is_some();
                any || self.text[right..end].starts_with('#')
                    || self.is_entry(right, end, left.is_some())
            }
        }
    }

    /// Whether a line from `from` to `end` begins with a key that there is.
    fn is_known_entry(&self, from: usize, end: usize) -> bool {
        self.is_entry(from, end, false)
    }

    /// Whether it begins with one that there is or, where it stands below keys, with a name.
    fn is_entry(&self, from: usize, end: usize, may_be_a_name: bool) -> bool {
        let end = end.min(self.text.floor_char_boundary(from + FAR));
        let Some(entry) = Entry::find(self.text, from..end, self.vocabulary) else { return false };
        let is_name = || {
            let has_line_end = self.breaks(entry.key.end, entry.value.start).next().is_some();
            entry.value.is_empty()
                || has_line_end
                || self.text[entry.value.start..].starts_with('[')
        };
        self.vocabulary.has(&bare_key(&self.text[entry.key.clone()]))
            || (may_be_a_name && is_name())
    }

    /// The line breaks other than line feeds from byte `from` to `end`.
    fn breaks(&self, from: usize, end: usize) -> impl Iterator<Item = usize> + use<'a> {
        let is_break = |c: char| Kind::of(c) == Some(Kind::Break);
        self.text[from..end].match_indices(is_break).map(move |(at, _)| from + at)
    }

    fn start_after(&self, at: usize, end: usize) -> Start {
        let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
        Start { at: at + length, broken: Some(at), end }
    }

    /// The indent of the next line of keys or of text, if it is of blanks only.
    fn next_indent(&self, end: usize) -> Option<usize> {
        let next = self.text[end..].lines().skip(1).find(|line| !line.trim().is_empty())?;
        let body = next.trim_start_matches(' ');
        (!body.starts_with(body::is_odd_or_blank)).then_some(next.len() - body.len())
    }

    /// Puts `mended` in the place of an indent, behind a line feed where there is another
    /// line break before it.
    fn indent(&mut self, start: &Start, lead: Range<usize>, mended: &str, is_sure: bool) {
        match start.broken {
            Some(at) => {
                let count = 1 + self.breaks(start.at, lead.start).count();
                let line_ends = "\n".repeat(count);
                self.slip(at..lead.end, &(line_ends + mended), is_sure, Where::LineBreak);
            }
            None if self.text[lead.clone()] != *mended => {
                self.slip(lead, mended, is_sure, Where::Indent);
            }
            None => {}
        }
    }

    /// Blanks at the end of a line, to which full-width ones may belong.
    fn end(&mut self, span: Range<usize>, may_be_wide: bool) {
        let is_odd = |c| Kind::of(c).is_some_and(|kind| kind != Kind::Wide || !may_be_wide);
        if self.text[span.clone()].chars().any(is_odd) {
            // The last line has an end, too.
            let is_last = span.end == self.text.len();
            let is_broken = self.breaks(span.start, span.end).next().is_some();
            self.slip(span, if is_last && is_broken { "\n" } else { "" }, true, Where::End);
        }
    }

    fn slip(&mut self, span: Range<usize>, text: &str, is_sure: bool, place: Where) {
        self.slips.push(Slip { span, text: text.to_owned(), is_sure, place });
    }
}

fn has_odd(text: &str) -> bool {
    text.chars().any(|c| Kind::of(c).is_some())
}
