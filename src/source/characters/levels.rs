//! How deep a line stands whose indent is no indent for YAML.

use super::body::is_odd_or_blank;
use super::kind::Kind;
use crate::source::line;
use crate::source::vocabulary::Vocabulary;

/// What is known of the lines above one.
pub struct Levels<'a> {
    vocabulary: &'a Vocabulary,
    /// How many blanks a level takes in this file.
    pub step: usize,
    /// The indents of the keys above, each deeper than the one before it, and whether they
    /// have something behind their colons.
    open: Vec<(usize, bool)>,
}

/// A line whose indent is to be told.
pub struct Line<'a> {
    /// What stands there for an indent.
    pub lead: &'a str,
    /// The key, if there is one.
    pub key: Option<&'a str>,
    /// Whether there is something behind the colon.
    pub has_value: bool,
    /// Whether that is a row in brackets: rows stand beside rows only.
    pub is_row: bool,
    /// The indent of the next line, where that is one of blanks.
    pub next: Option<usize>,
}

impl<'a> Levels<'a> {
    /// Before the first line of `text`.
    pub fn new(text: &str, vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, step: step(text), open: Vec::new() }
    }

    /// A key stands at `level`, with something behind its colon or without.
    pub fn enter(&mut self, level: usize, has_value: bool) {
        self.open.retain(|(above, _)| *above < level);
        self.open.push((level, has_value));
    }

    /// The indent of the last key.
    pub fn last(&self) -> usize {
        self.open.last().map_or(0, |(level, _)| *level)
    }

    /// The indent that a line is meant to have, and whether it can be no other one.
    pub fn of(&self, line: &Line) -> (usize, bool) {
        let Some(&(last, has_value)) = self.open.last() else { return (0, true) };
        let is_of_the_top = line.key.is_some_and(|key| self.vocabulary.has_at_the_top(key));
        let is_below = line.key.is_some_and(|key| self.vocabulary.has_below(key));
        if is_of_the_top && !is_below {
            return (0, true);
        }
        // All keys of the top are known.
        let may_be_at_the_top = is_of_the_top || self.vocabulary.is_empty();
        let may_be = |(level, _): &(usize, bool)| *level > 0 || may_be_at_the_top;
        let levels: Vec<(usize, bool)> = self.open.iter().copied().filter(may_be).collect();
        let widths = self.widths(line.lead);
        let is_seen = widths.len() == 1;
        let below = (!has_value).then_some(last + self.step);
        if let Some(level) = above_the_next(line, self.step)
            && (below == Some(level) || levels.iter().any(|(open, _)| *open == level))
        {
            return (level, true);
        }
        match has_value {
            true if line.is_row => beside(&levels, line, &widths, false).unwrap_or((last, true)),
            false
                if is_seen
                    && !line.is_row
                    && levels.iter().any(|(level, _)| *level == widths[0]) =>
            {
                (widths[0], true)
            }
            false => self.below(last, line, &widths, is_below && !is_of_the_top),
            true => beside(&levels, line, &widths, is_seen || !is_below || !is_of_the_top)
                .or_else(|| self.by_the_next(last, line, &levels))
                .unwrap_or(match levels.as_slice() {
                    [(only, _)] => (*only, true),
                    _ => (last, self.open.len() == 1),
                }),
        }
    }

    /// A line below the last one, which has nothing behind its colon.
    fn below(&self, last: usize, line: &Line, widths: &[usize], is_below: bool) -> (usize, bool) {
        // The lines that follow show how deep it is.
        let beside = line.next.filter(|next| line.has_value && *next > last);
        let is_above = line.next.is_some_and(|next| !line.has_value && next > last + self.step);
        let width = widths.iter().copied().find(|width| *width > last);
        let is_sure = is_below || line.has_value || is_above || width.is_some();
        (beside.or(width).unwrap_or(0).max(last + self.step), is_sure)
    }

    /// A line beside or above the last one, where what follows it shows which.
    fn by_the_next(
        &self,
        last: usize,
        line: &Line,
        levels: &[(usize, bool)],
    ) -> Option<(usize, bool)> {
        let next = line.next?;
        let level = if line.has_value { next } else { next.checked_sub(self.step)? };
        let is_open = levels.iter().any(|(open, _)| *open == level);
        (is_open && (!line.has_value || level == last)).then_some((level, true))
    }

    /// How wide an indent is and, where there is something in it that nobody sees, how wide
    /// it is if each of that has come for a blank.
    fn widths(&self, lead: &str) -> Vec<usize> {
        let width = self.width(lead);
        match lead.chars().any(|c| self.width_of(c) == 0) {
            true => vec![width, lead.chars().count()],
            false => vec![width],
        }
    }

    /// The indent of a comment: that of the line below it, if that is one of blanks.
    pub fn of_comment(&self, lead: &str, next: Option<usize>) -> usize {
        let width = self.width(lead);
        match self.open.last() {
            None => 0,
            Some(_) => next.unwrap_or(width),
        }
    }

    /// The indent of a line that goes on with the value above.
    pub fn within(&self, lead: &str) -> usize {
        let width = self.width(lead);
        if width > self.last() { width } else { self.last() + self.step }
    }

    /// How many columns an indent takes.
    pub fn width(&self, lead: &str) -> usize {
        lead.chars().map(|c| self.width_of(c)).sum()
    }

    fn width_of(&self, c: char) -> usize {
        match Kind::of(c) {
            None | Some(Kind::Blank) => 1,
            Some(Kind::Tab) => self.step,
            Some(Kind::Wide) => 2,
            Some(Kind::Break | Kind::Unseen | Kind::Unclear) => 0,
        }
    }
}

/// How deep a group is, as the line that follows it shows.
fn above_the_next(line: &Line, step: usize) -> Option<usize> {
    line.next.filter(|_| !line.has_value)?.checked_sub(step)
}

/// The open level that a line is as wide as: rows stand beside rows, and groups beside
/// groups. Where it must be like those, `may_differ` is false.
fn beside(
    levels: &[(usize, bool)],
    line: &Line,
    widths: &[usize],
    may_differ: bool,
) -> Option<(usize, bool)> {
    let is_alike = |width: &&usize| levels.contains(&(**width, line.has_value));
    let is_open = |width: &&usize| levels.iter().any(|(level, _)| level == *width);
    let alike: Vec<usize> = widths.iter().filter(is_alike).copied().collect();
    match alike.as_slice() {
        [only] => Some((*only, true)),
        [] if may_differ => Some((*widths.iter().find(is_open)?, true)),
        [first, second] if first == second => Some((*first, true)),
        _ => None,
    }
}

/// How many blanks a level takes: what all indents of keys are multiples of.
fn step(text: &str) -> usize {
    let mut block = None;
    let mut indents = Vec::new();
    for line in text.lines() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if body.is_empty() || body.starts_with(is_odd_or_blank) {
            continue;
        }
        block = block.filter(|header| indent > *header);
        if block.is_none() && indent > 0 && line::is_key_line(body) {
            indents.push(indent);
        }
        if block.is_none() && line::is_block(body) {
            block = Some(indent);
        }
    }
    let common = indents.iter().fold(0, |a, b| divisor(a, *b));
    match common {
        1 => indents.into_iter().min().unwrap_or(2),
        2..=4 => common,
        // Where few lines are indented by blanks, they may be several levels deep.
        _ => 2,
    }
}

/// The greatest common divisor.
fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}
