//! The lines of text on pages, held against those that were composed.
//!
//! Rows are as high as the lines that were composed for them: were a line to break once
//! more, its second half would stand on what is below.

use std::collections::HashMap;

use typst_layout::PagedDocument;

use super::overflow::SHOWN;
use super::texts::{self, PlacedText};
use crate::diagnostic::{Diagnostic, rule};
use crate::print::compose::Composed;

/// Stretches of text on one baseline that are no farther apart are one line, in points.
const JOINED: f64 = 1.0;
/// Baselines that are no farther apart are one, in points.
const LEVEL: f64 = 0.5;

/// A stretch of text.
struct Stretch<'a> {
    page: usize,
    /// The number of its baseline, from the page's top.
    level: i64,
    /// Where it begins and ends, in points.
    ends: [f64; 2],
    /// The size of the type.
    size: f64,
    text: &'a str,
}

/// That there are other pages, or other lines of text, than were composed.
pub fn find(
    document: &PagedDocument,
    texts: &[PlacedText],
    composed: &Composed,
) -> Option<Diagnostic> {
    let (laid_out, pages) = (document.pages().len(), composed.pages.len());
    if laid_out != pages {
        let message = format!("排出了 {laid_out} 页，算好的是 {pages} 页");
        let found = Diagnostic::new(&rule::DOES_NOT_FIT, message);
        return Some(found.help("多半是版式里的表头或名称比一页还高：改短，或把栏放宽"));
    }
    let mut stretches: Vec<Stretch> = texts.iter().map(Stretch::of).collect();
    let lines = lines(&mut stretches);
    (lines.len() != composed.lines().count()).then(|| report(&lines, composed))
}

/// Names the first line that was composed and is not on the pages.
fn report(lines: &[String], composed: &Composed) -> Diagnostic {
    let mut drawn: HashMap<&str, usize> = HashMap::new();
    lines.iter().for_each(|line| *drawn.entry(line).or_default() += 1);
    let is_missing = |line: &&str| match drawn.get_mut(bare(line).as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let message = match composed.lines().find(is_missing) {
        Some(line) => {
            let shown: String = line.chars().take(SHOWN).collect();
            format!("“{shown}”这一行排成了几行，会和别的字叠在一起")
        }
        None => format!("排出了 {} 行字，算好的是 {} 行", lines.len(), composed.lines().count()),
    };
    Diagnostic::new(&rule::DOES_NOT_FIT, message).help(
        "多半是里面有从右到左书写的文字、要连写的文字，或加在字上的符号：换成汉字和常用的标点",
    )
}

/// The lines of text, without blanks; those of blanks alone are none.
fn lines(stretches: &mut [Stretch]) -> Vec<String> {
    let said = |line: &[Stretch]| line.iter().map(|stretch| bare(stretch.text)).collect();
    joined(stretches).map(said).filter(|line: &String| !line.is_empty()).collect()
}

/// The stretches of each line.
fn joined<'s, 'a>(stretches: &'s mut [Stretch<'a>]) -> impl Iterator<Item = &'s [Stretch<'a>]> {
    fn level(stretch: &Stretch) -> (usize, i64) {
        (stretch.page, stretch.level)
    }
    stretches.sort_by(|a, b| level(a).cmp(&level(b)).then(a.ends[0].total_cmp(&b.ends[0])));
    let is_joined = |one: &Stretch, next: &Stretch| {
        level(one) == level(next) && next.ends[0] <= one.ends[1] + JOINED
    };
    stretches.chunk_by(is_joined)
}

/// A line of text on a page, in points from its left and its upper edge.
#[derive(Debug)]
pub struct TextLine {
    /// The number of the page, from 0.
    pub page: usize,
    /// Where it begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Where the letters stand on.
    pub baseline: f64,
    /// The size of the type.
    pub size: f64,
    /// What it says.
    pub text: String,
}

/// The lines of text on all pages, from the top of each to its foot, and from the left.
pub fn text_lines(document: &PagedDocument) -> Vec<TextLine> {
    let texts = texts::all(document);
    let mut stretches: Vec<Stretch> = texts.iter().map(Stretch::of).collect();
    let lines = joined(&mut stretches);
    let line = |line: &[Stretch]| {
        let (first, last) = (line.first()?, line.last()?);
        let text: String = line.iter().map(|stretch| stretch.text).collect();
        (!text.trim().is_empty()).then(|| TextLine {
            page: first.page,
            start: first.ends[0],
            end: last.ends[1],
            baseline: first.level as f64 * LEVEL,
            size: first.size,
            text,
        })
    };
    lines.filter_map(line).collect()
}

/// A text without blanks.
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl<'a> Stretch<'a> {
    fn of(placed: &PlacedText<'a>) -> Self {
        let [start, end] = placed.ends;
        Self {
            page: placed.page,
            level: (start.y.to_pt() / LEVEL).round() as i64,
            ends: [start.x.to_pt(), end.x.to_pt()],
            size: placed.item.size.to_pt(),
            text: &placed.item.text,
        }
    }
}
