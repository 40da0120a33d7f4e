//! Where something stands on a page that is no part of the form, and what of the form is
//! beneath it.

use hayro_interpret::TransformExt;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, ObjectIdentifier};
use hayro_syntax::page::Page;
use kurbo::Rect;
use serde::{Deserialize, Serialize};

use super::glyph::Glyph;
use super::grid::Grid;
use super::page::DrawnPage;

/// How far the ink of a text may reach under something without being hidden by it.
const SLACK: f64 = 0.5;
/// What says that something is not shown, neither on a screen nor on paper.
const HIDDEN: i32 = 2;

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Its page, from 1.
    pub page: usize,
    /// Its left, upper, right and lower edge, in points from the page's upper left corner.
    pub area: [f64; 4],
    /// The cells that it lies over, by their numbers in the page's grid.
    pub cells: Vec<usize>,
    /// Those of them with a text beneath it.
    pub covered: Vec<usize>,
    /// Whether there is a text beneath it that is in no cell.
    pub covers_other_text: bool,
}

impl Mark {
    /// Where a field stands that may show something.
    pub fn of_widget(
        id: ObjectIdentifier,
        pdf: &Pdf,
        pages: &[DrawnPage],
        grids: &[Grid],
    ) -> Vec<Self> {
        let Some(widget) = pdf.xref().get::<Dict<'_>>(id) else { return Vec::new() };
        if widget.get::<i32>("F").unwrap_or(0) & HIDDEN != 0 {
            return Vec::new();
        }
        let stands_on = |page: &Page<'_>| {
            let notes = page.raw().get::<Array<'_>>("Annots").unwrap_or_default();
            notes.raw_iter().any(|note| note.as_obj_ref().is_some_and(|it| id == it.into()))
        };
        let all = pdf.pages().iter().enumerate().filter(|(_, page)| stands_on(page));
        all.filter_map(|(number, _)| Self::of(&widget, pdf, number, pages, grids)).collect()
    }

    /// The number of its page, from 0.
    pub fn page_index(&self) -> usize {
        self.page.saturating_sub(1)
    }

    /// Where an annotation stands on the page with this number, from 0; `None` where it has
    /// no area.
    pub fn of(
        annotation: &Dict<'_>,
        pdf: &Pdf,
        number: usize,
        pages: &[DrawnPage],
        grids: &[Grid],
    ) -> Option<Self> {
        let corners: Vec<_> = annotation.get::<Array<'_>>("Rect")?.iter::<f32>().collect();
        let [x0, y0, x1, y1] = corners[..] else { return None };
        let area = Rect::new(x0.into(), y0.into(), x1.into(), y1.into()).abs();
        let page = pdf.pages().get(number)?;
        let area = page.initial_transform(true).to_kurbo().transform_rect_bbox(area);
        if !area.is_finite() || area.is_zero_area() {
            return None;
        }
        let inside = area.inset(-SLACK);
        let is_beneath = |glyph: &&Glyph| glyph.ink.is_some_and(|ink| meet(ink, inside));
        let drawn = pages.get(number)?;
        let beneath: Vec<_> = drawn.glyphs.iter().filter(is_beneath).collect();
        let cells = grids.get(number).map(|grid| grid.cells.as_slice()).unwrap_or_default();
        let over: Vec<_> =
            (0..cells.len()).filter(|cell| meet(cells[*cell].area, inside)).collect();
        let has_text =
            |cell: &&usize| beneath.iter().any(|glyph| cells[**cell].area.contains(glyph.middle()));
        let covered: Vec<_> = over.iter().filter(has_text).copied().collect();
        let is_in_cell =
            |glyph: &&&Glyph| covered.iter().any(|cell| cells[*cell].area.contains(glyph.middle()));
        let covers_other_text = beneath.iter().any(|glyph| !is_in_cell(&glyph));
        let area = [area.x0, area.y0, area.x1, area.y1];
        Some(Self { page: number + 1, area, cells: over, covered, covers_other_text })
    }
}

fn meet(one: Rect, other: Rect) -> bool {
    one.x0 < other.x1 && other.x0 < one.x1 && one.y0 < other.y1 && other.y0 < one.y1
}
