//! What is drawn on no page of a printed form: texts that are not seen, and what may hide
//! something.

use std::collections::BTreeMap;

use kurbo::Rect;
use serde::{Deserialize, Serialize};

use super::glyph::Flaw;
use super::grid::Grid;
use super::page::{DrawnPage, DrawnRule};

/// How many characters are kept of a text.
const LONGEST: usize = 40;
/// How far a rule may be from an edge that it belongs to.
const BESIDE: f64 = 0.5;

/// Something that no printed form has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Oddity {
    /// Glyphs that are not seen as what they are: their page, from 1, and the beginning
    /// of what they say.
    Text(usize, Flaw, String),
    /// Other things than text and the grid on a page, from 1, and how many of them.
    Drawings(usize, usize),
}

impl Oddity {
    /// What there is to say about it.
    pub fn message(&self) -> String {
        match self {
            Self::Text(page, flaw, text) => format!("第 {page} 页有{}：“{text}”", flaw.title()),
            Self::Drawings(page, count) => {
                format!("第 {page} 页有 {count} 处不是文字也不是表格线的东西，可能遮住了什么")
            }
        }
    }
}

/// All that is odd about what is drawn on pages; `grids` are those of the pages, where they
/// could be read.
pub fn find(pages: &[DrawnPage], grids: &[Grid]) -> Vec<Oddity> {
    let mut found = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let number = index + 1;
        let texts = flawed_texts(page).into_iter();
        found.extend(texts.map(|(flaw, text)| Oddity::Text(number, flaw, text)));
        let cells: Vec<_> = grids.get(index).iter().flat_map(|grid| &grid.cells).collect();
        let insides: Vec<_> = cells.iter().map(|cell| cell.area.inset(-BESIDE)).collect();
        let stray = page.rules.iter().filter(|rule| !rule.black || is_within(rule, &insides));
        match page.others + stray.count() {
            0 => {}
            count => found.push(Oddity::Drawings(number, count)),
        }
    }
    found
}

/// What is said by glyphs that are not seen as what they are.
fn flawed_texts(page: &DrawnPage) -> BTreeMap<Flaw, String> {
    let mut texts: BTreeMap<Flaw, String> = BTreeMap::new();
    for glyph in &page.glyphs {
        let Some(flaw) = glyph.flaw else { continue };
        let text = texts.entry(flaw).or_default();
        match text.chars().count() {
            LONGEST.. => {}
            _ => text.push_str(&glyph.text),
        }
    }
    texts
}

/// Whether a rule runs through the inside of a cell.
fn is_within(rule: &DrawnRule, insides: &[Rect]) -> bool {
    // A rule has no area, as it is.
    let line = Rect::from_points(rule.start, rule.end).inflate(0.01, 0.01);
    let meets = |inside: &Rect| {
        line.x0 < inside.x1 && inside.x0 < line.x1 && line.y0 < inside.y1 && inside.y0 < line.y1
    };
    insides.iter().any(meets)
}
