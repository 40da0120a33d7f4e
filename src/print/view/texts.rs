//! The texts on pages, line by line, in the order in which they are read.

use serde::{Deserialize, Serialize};
use typst_layout::PagedDocument;

use crate::print::compose::Area;
use crate::print::typeset::{self, TextLine};

/// A line of text, in points from the left and the top edge of its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewText {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// The size of its type.
    pub size: f64,
    /// What it says.
    pub text: String,
}

/// How far above its baseline a line begins, as a share of the type's size.
pub(super) const ABOVE: f64 = 0.88;

/// The lines of each page: cell by cell in the form's order, those in no cell where they stand
/// among them.
pub fn by_page(document: &PagedDocument, areas: &[Area]) -> Vec<Vec<ViewText>> {
    let mut pages: Vec<Vec<ViewText>> = document.pages().iter().map(|_| Vec::new()).collect();
    let mut lines: Vec<(Option<usize>, TextLine)> = Vec::new();
    let mut last = None;
    for line in typeset::text_lines(document) {
        // Above all cells, or below the last one.
        last = area(&line, areas).or(last.filter(|_| !is_above(&line, areas)));
        lines.push((last, line));
    }
    let at = |line: &TextLine| (line.page, line.baseline, line.start);
    lines.sort_by(|(a, one), (b, other)| {
        let order = one.page.cmp(&other.page).then(a.cmp(b));
        order.then(at(one).1.total_cmp(&at(other).1)).then(at(one).2.total_cmp(&at(other).2))
    });
    for (_, line) in lines {
        let text = ViewText {
            x: rounded(line.start),
            y: rounded(line.baseline - ABOVE * line.size),
            width: rounded(line.end - line.start),
            size: rounded(line.size),
            text: line.text,
        };
        if let Some(page) = pages.get_mut(line.page) {
            page.push(text);
        }
    }
    pages
}

/// The place among the areas of the one that a line is in.
fn area(line: &TextLine, areas: &[Area]) -> Option<usize> {
    let (x, y) = (line.start + 1.0, line.baseline - line.size / 2.0);
    let is_in = |area: &Area| {
        let is_beside = area.x <= x && x <= area.x + area.width;
        area.page == line.page && is_beside && area.y <= y && y <= area.y + area.height
    };
    areas.iter().position(is_in)
}

/// Whether a line is above all cells of its page.
fn is_above(line: &TextLine, areas: &[Area]) -> bool {
    let mut of_page = areas.iter().filter(|area| area.page == line.page);
    of_page.all(|area| line.baseline < area.y)
}

/// To a hundredth of a point, which no screen shows.
pub fn rounded(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}
