//! What a printed form has none of: texts that are not seen, drawings that may hide
//! something, and whatever makes a PDF show more than its pages.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object};
use kurbo::Rect;
use serde::{Deserialize, Serialize};

use super::document::{attached, catalog};
use super::glyph::Flaw;
use super::grid::Grid;
use super::page::{DrawnPage, DrawnRule};
use super::unreadable::Unreadable;

/// How many characters are kept of a text.
const LONGEST: usize = 40;
/// How far a rule may be from an edge that it belongs to.
const BESIDE: f64 = 0.5;
/// What a catalog may have that does more than show pages, and what that is.
const FEATURES: [(&str, &str); 5] = [
    ("OpenAction", "打开时自动做的动作"),
    ("AA", "自动做的动作"),
    ("AcroForm", "可以填写的栏目或电子签名"),
    ("OCProperties", "可以隐藏的图层"),
    ("Collection", "文件包"),
];

/// Something that no printed form has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Oddity {
    /// Glyphs that are not seen as what they are: their page, from 1, and the beginning
    /// of what they say.
    Text(usize, Flaw, String),
    /// Other things than text and the grid on a page, from 1, and how many of them.
    Drawings(usize, usize),
    /// Notes and the like on a page, from 1, and how many of them.
    Annotations(usize, usize),
    /// Something that does more than show pages; what, in Chinese.
    Feature(String),
}

impl Oddity {
    /// What there is to say about it.
    pub fn message(&self) -> String {
        match self {
            Self::Text(page, flaw, text) => format!("第 {page} 页有{}：“{text}”", flaw.title()),
            Self::Drawings(page, count) => {
                format!("第 {page} 页有 {count} 处不是文字也不是表格线的东西，可能遮住了什么")
            }
            Self::Annotations(page, count) => format!("第 {page} 页有 {count} 处批注或者印章"),
            Self::Feature(what) => format!("文件里有{what}"),
        }
    }
}

/// All that is odd about a PDF; `grids` are those of its pages, where they could be
/// read.
pub fn find(pdf: &Pdf, pages: &[DrawnPage], grids: &[Grid]) -> Result<Vec<Oddity>, Unreadable> {
    let mut found = features(pdf)?;
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
    for (page, number) in pdf.pages().iter().zip(1..) {
        let notes = page.raw().get::<Array<'_>>("Annots");
        match notes.map_or(0, |notes| notes.raw_iter().count()) {
            0 => {}
            count => found.push(Oddity::Annotations(number, count)),
        }
    }
    Ok(found)
}

fn features(pdf: &Pdf) -> Result<Vec<Oddity>, Unreadable> {
    let catalog = catalog(pdf)?;
    let present = FEATURES.iter().filter(|(key, _)| catalog.contains_key(key));
    let mut found: Vec<_> = present.map(|(_, what)| Oddity::Feature((*what).to_owned())).collect();
    let names = catalog.get::<Dict<'_>>("Names").unwrap_or_default();
    if names.get::<Object<'_>>("JavaScript").is_some() {
        found.push(Oddity::Feature("脚本".to_owned()));
    }
    match attached(pdf)?.len() {
        0 | 1 => {}
        count => found.push(Oddity::Feature(format!("另外 {} 个附件", count - 1))),
    }
    Ok(found)
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
