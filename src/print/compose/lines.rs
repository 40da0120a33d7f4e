//! Texts in lines.
//!
//! A line ends where Unicode's line breaking lets it, but not in what belongs together,
//! as long as there is another place. Widths are those of Typst's layout: digits and letters
//! as the font has them, marks without their blank half at the ends of a line and before
//! another mark.

use super::ends::{End, ends};
use crate::print::fonts::LookUp;

/// How wide a blank is, in em: the layout sets it so, whatever the font has.
const BLANK: f64 = 0.5;
/// What a line may be too long by, in em, as sums of widths are never exact.
const CLOSE: f64 = 1e-6;
/// Texts of more characters are filled line by line, as those that run over pages.
const MOST_WEIGHED: usize = 80;

/// How a text is cut into lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Each line takes what it can.
    Full,
    /// Few lines, which end behind marks, and none of which is a single letter.
    Even,
}

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Whether it begins a paragraph: the text has a line break before it.
    pub begins: bool,
}

/// A text in lines of `room` em.
pub fn lines(text: &str, room: f64, fill: Fill, characters: LookUp<'_>) -> Vec<Line> {
    let mut all = Vec::new();
    for paragraph in text.split('\n') {
        let first = all.len();
        let paragraph = Paragraph::new(paragraph, characters);
        for text in paragraph.lines(room, fill) {
            // The layout sets each blank as wide as half a letter, this one, too.
            all.push(Line { text: text.replace('\u{3000}', "  "), begins: false });
        }
        if let Some(first) = all.get_mut(first) {
            first.begins = true;
        }
    }
    all
}

/// A character of a paragraph.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    c: char,
    /// In em.
    advance: f64,
    /// How much it may lose at its left and at its right, in em.
    shrink: (f64, f64),
    /// How good a place there is for a line's end before it.
    end: End,
}

struct Paragraph<'t> {
    text: &'t str,
    glyphs: Vec<Glyph>,
}

impl<'t> Paragraph<'t> {
    fn new(text: &'t str, characters: LookUp<'_>) -> Self {
        Self { text, glyphs: text.chars().map(|c| Glyph::new(c, characters)).collect() }
    }

    /// Its lines, at least one.
    fn lines(mut self, room: f64, fill: Fill) -> Vec<String> {
        let count = self.glyphs.len();
        // Most texts need no more than a line.
        if self.width(0, count) <= room + CLOSE {
            return vec![self.text.to_owned()];
        }
        for (glyph, end) in self.glyphs.iter_mut().zip(ends(self.text)) {
            glyph.end = end;
        }
        let ends = if fill == Fill::Even && count <= MOST_WEIGHED {
            self.weighed(room)
        } else {
            self.filled(room)
        };
        let mut start = 0;
        let said = |end: usize| self.said(std::mem::replace(&mut start, end), end);
        ends.into_iter().map(said).collect()
    }

    /// What a line says, without the blanks that it ends and begins with.
    fn said(&self, start: usize, end: usize) -> String {
        let text: String = self.glyphs[start..end].iter().map(|glyph| glyph.c).collect();
        let text = if start > 0 { text.trim_start() } else { &text };
        let text = if end < self.glyphs.len() { text.trim_end() } else { text };
        text.to_owned()
    }

    /// How wide a line is, in em.
    fn width(&self, start: usize, end: usize) -> f64 {
        let mut glyphs = &self.glyphs[start..end];
        while let [rest @ .., last] = glyphs
            && last.c.is_whitespace()
            && end < self.glyphs.len()
        {
            glyphs = rest;
        }
        while let [first, rest @ ..] = glyphs
            && first.c.is_whitespace()
            && start > 0
        {
            glyphs = rest;
        }
        let Some((first, rest)) = glyphs.split_first() else { return 0.0 };
        let mut width = if first.is_centred() { 0.0 } else { -first.shrink.0 };
        // A mark gives half of itself away where it meets another one.
        let mut last = *first;
        for glyph in rest {
            let mut next = *glyph;
            let half = last.advance / 2.0;
            if last.is_mark() && next.is_mark() && last.shrink.1 + next.shrink.0 >= half {
                let of_last = last.shrink.1.min(half);
                last.advance -= of_last;
                next.advance -= half - of_last;
                next.shrink.0 -= half - of_last;
            }
            width += last.advance;
            last = next;
        }
        width + last.advance - if last.is_centred() { 0.0 } else { last.shrink.1 }
    }

    /// Ends of lines of which each takes what it can.
    fn filled(&self, room: f64) -> Vec<usize> {
        let count = self.glyphs.len();
        let mut ends = Vec::new();
        let mut start = 0;
        while start < count {
            let end = self.fullest(start, room);
            ends.push(end);
            start = end;
        }
        ends
    }

    /// Where the line ends that begins at `start` and takes what it can.
    fn fullest(&self, start: usize, room: f64) -> usize {
        let count = self.glyphs.len();
        // The last good place, and the last one of each bad kind.
        let mut good = None;
        let mut bad = [None; End::BAD];
        let mut fits = true;
        // A mark may give up its blanks, or keep them.
        let (mut least, mut most) = (0.0, 0.0);
        for end in start + 1..=count {
            let added = self.glyphs[end - 1];
            least += added.advance - added.shrink.0 - added.shrink.1;
            most += added.advance;
            if least > room + 1.0 && !added.c.is_whitespace() {
                break;
            }
            // Blanks at the end of a line take no room.
            if !added.c.is_whitespace() || end == count {
                fits = most <= room || self.width(start, end) <= room + CLOSE;
            }
            let place = self.glyphs.get(end).map_or(End::AtBlank, |next| next.end);
            if place == End::Never || !fits {
                continue;
            }
            match place.badness() {
                None => good = Some(end),
                Some(kind) => bad[kind] = Some(end),
            }
        }
        // A character stands wherever it must.
        let end = good.or_else(|| bad.into_iter().flatten().next());
        end.unwrap_or_else(|| self.next(start))
    }

    /// Where what cannot be parted ends that begins at `start`.
    fn next(&self, start: usize) -> usize {
        let end = self.glyphs.iter().skip(start + 1).position(|glyph| glyph.end != End::Never);
        end.map_or(self.glyphs.len(), |end| start + 1 + end)
    }

    /// Ends of few lines, at the best places that there are for them.
    fn weighed(&self, room: f64) -> Vec<usize> {
        let count = self.glyphs.len();
        // For each place, what it costs to come there, and where the line before begins.
        let mut best: Vec<Option<(Cost, usize)>> = vec![None; count + 1];
        best[0] = Some((Cost::default(), 0));
        for end in 1..=count {
            let place = self.glyphs.get(end).map_or(End::BehindMark, |next| next.end);
            if place == End::Never {
                continue;
            }
            for start in (0..end).rev() {
                let width = self.width(start, end);
                // A character stands wherever it must.
                if width > room + CLOSE && self.next(start) < end {
                    if width > room + 2.0 {
                        break;
                    }
                    continue;
                }
                let Some((before, _)) = best[start] else { continue };
                let is_last = end == count;
                let cost = before.and(place, room - width, is_last, start + 1 == end);
                if best[end].is_none_or(|(known, _)| cost < known) {
                    best[end] = Some((cost, start));
                }
            }
        }
        let mut ends = vec![count];
        while let Some((_, start)) = ends.last().and_then(|end| best[*end])
            && start > 0
        {
            ends.push(start);
        }
        ends.reverse();
        ends
    }
}

/// What is wrong with some lines, the worst first.
#[derive(Debug, Clone, Copy, Default, PartialEq, PartialOrd)]
struct Cost {
    /// How many lines end at bad places of each kind, the worst first.
    bad: [usize; End::BAD],
    /// One more line is better than one that ends between two letters.
    lines_and_ends: usize,
    /// What is left of all lines but the last, squared.
    left: f64,
}

impl Cost {
    /// With one more line, which ends at such a place, with so much of its room left. Is it
    /// the last one, it may be a single letter.
    fn and(self, end: End, left: f64, is_last: bool, is_lonely: bool) -> Self {
        const LINE: usize = 3;
        let place = match end {
            End::AtBlank => 1,
            End::BetweenWords => 4,
            End::BetweenLetters => 6,
            _ => 0,
        };
        let lonely = if is_last && is_lonely { 3 } else { 0 };
        let mut bad = self.bad;
        if let Some(kind) = end.badness() {
            bad[End::BAD - 1 - kind] += 1;
        }
        Self {
            bad,
            lines_and_ends: self.lines_and_ends + LINE + place + lonely,
            left: self.left + if is_last { 0.0 } else { left * left },
        }
    }
}

impl Glyph {
    fn new(c: char, characters: LookUp<'_>) -> Self {
        let advance = match c {
            ' ' | '\u{A0}' => BLANK,
            // What no font has is told; here it is as wide as most.
            c => characters.character(c).map_or(1.0, |character| character.advance),
        };
        Self { c, advance, shrink: shrink(c, advance), end: End::Never }
    }

    fn is_mark(&self) -> bool {
        self.shrink.0 + self.shrink.1 > 0.0
    }

    /// Whether it is a mark in the middle of its square, which keeps its blanks at the ends
    /// of a line.
    fn is_centred(&self) -> bool {
        matches!(self.c, '\u{30FB}' | '\u{B7}')
    }
}

/// How much a mark may lose at its left and at its right, in em. These are the marks and
/// the shares of Typst's layout, after «Requirements for Chinese Text Layout», 3.1.6.
fn shrink(c: char, advance: f64) -> (f64, f64) {
    let is_square = (advance - 1.0).abs() < 1e-9;
    match c {
        '”' | '’' if is_square => (0.0, advance / 2.0),
        '“' | '‘' if is_square => (advance / 2.0, 0.0),
        '，' | '。' | '．' | '、' | '：' | '；' | '？' | '！' | '》' | '）' | '』' | '」'
        | '】' | '〗' | '〕' | '〉' | '］' | '｝' => (0.0, advance / 2.0),
        '《' | '（' | '『' | '「' | '【' | '〖' | '〔' | '〈' | '［' | '｛' => {
            (advance / 2.0, 0.0)
        }
        '\u{30FB}' | '\u{B7}' => (advance / 4.0, advance / 4.0),
        _ => (0.0, 0.0),
    }
}
