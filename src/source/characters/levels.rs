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
        let width = self.width(line.lead);
        let is = |known: fn(&Vocabulary, &str) -> bool| {
            line.key.is_some_and(|key| known(self.vocabulary, key))
        };
        let (is_of_the_top, is_below) = (is(Vocabulary::has_at_the_top), is(Vocabulary::has_below));
        if is_of_the_top && (width == 0 || !is_below) {
            return (0, true);
        }
        // All keys of the top are known.
        let may_be_at_the_top = is_of_the_top || self.vocabulary.is_empty();
        let may_be = |(level, _): &(usize, bool)| *level > 0 || may_be_at_the_top;
        let levels: Vec<(usize, bool)> = self.open.iter().copied().filter(may_be).collect();
        let beside = |width: &usize| levels.iter().any(|(level, _)| level == width);
        // Rows stand beside rows, and groups beside groups.
        let alike = |width: &usize| levels.contains(&(*width, line.has_value));
        // Each of what nobody sees may have come for a blank.
        let is_seen = width > 0;
        let hides = line.lead.chars().any(|c| self.width_of(c) == 0);
        let count = line.lead.chars().count();
        let widths = if hides { vec![width, count] } else { vec![width] };
        let find = |is: &dyn Fn(&usize) -> bool| widths.iter().copied().find(|width| is(width));
        match (has_value, find(&alike).or_else(|| find(&beside))) {
            (false, Some(width)) if is_seen && width <= last && !hides => return (width, true),
            (true, Some(width)) => {
                let is_only = !widths.iter().any(|other| *other != width && alike(other));
                if is_only {
                    return (width, true);
                }
            }
            _ => {}
        }
        if !has_value {
            // The lines below it show how deep they are.
            let beside = line.next.filter(|next| line.has_value && *next > last);
            let below = line.next.filter(|next| !line.has_value && *next > last + self.step);
            let width = find(&|width| *width > last);
            let is_sure = is_below || line.has_value || below.is_some() || width.is_some();
            return (beside.or(width).unwrap_or(0).max(last + self.step), is_sure);
        }
        // What follows shows how deep it is: a line beside it, or one below it.
        match line.next {
            Some(next) if line.has_value && next == last => return (last, true),
            Some(next) if !line.has_value && next > self.step => {
                let level = next - self.step;
                if beside(&level) {
                    return (level, true);
                }
            }
            _ => {}
        }
        match levels.as_slice() {
            [(only, _)] => (*only, true),
            _ => (last, self.open.len() == 1),
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

/// How many blanks a level takes: those before the first key that is indented.
fn step(text: &str) -> usize {
    let mut is_block = false;
    for line in text.lines() {
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if indent > 0 && !is_block && line::is_key_line(body) && !body.starts_with(is_odd_or_blank)
        {
            return indent.clamp(1, 8);
        }
        if indent == 0 && !body.is_empty() {
            is_block = line::is_block(body);
        }
    }
    2
}
