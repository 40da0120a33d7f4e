//! What the cells are called that something on a page lies over.

use kurbo::Rect;

use crate::form::Form;
use crate::readback::{Filled, Mark, PlainGrid, Printout, squeeze};

/// How many cells are named.
const MOST: usize = 3;
/// How many characters are quoted of a text.
const LONGEST: usize = 20;

/// The cells of a form, by where they are.
pub struct Cells<'a> {
    grids: &'a [PlainGrid],
    filled: Vec<Filled>,
}

impl<'a> Cells<'a> {
    /// The cells on some pages.
    pub fn of(pages: &'a Printout, form: &Form) -> Self {
        let filled = pages.find(form).map(|found| found.cells).unwrap_or_default();
        Self { grids: pages.grids.as_deref().unwrap_or_default(), filled }
    }

    /// The cells that `mark` lies over, those with a text first.
    pub fn under(&self, mark: &Mark) -> Vec<String> {
        let others = mark.cells.iter().filter(|cell| !mark.covered.contains(cell));
        self.names(mark, mark.covered.iter().chain(others))
    }

    /// The cells of which `mark` lies over the text.
    pub fn covered_by(&self, mark: &Mark) -> Vec<String> {
        self.names(mark, mark.covered.iter())
    }

    fn names<'c>(&self, mark: &Mark, cells: impl Iterator<Item = &'c usize>) -> Vec<String> {
        let mut names = Vec::new();
        for cell in cells {
            let name = self.name(mark.page_index(), *cell);
            names.extend(name.filter(|name| !names.contains(name)));
        }
        names
    }

    fn name(&self, page: usize, cell: usize) -> Option<String> {
        let grid = self.grids.get(page)?;
        let cell = grid.cells.get(cell)?;
        let edge = |edges: &[f64], at: usize| edges.get(at).copied();
        let area = Rect::new(
            edge(&grid.xs, cell.columns.start)?,
            edge(&grid.ys, cell.rows.start)?,
            edge(&grid.xs, cell.columns.end)?,
            edge(&grid.ys, cell.rows.end)?,
        );
        let is_here = |filled: &&Filled| {
            filled.areas.iter().any(|(on, it)| *on == page && it.contains(area.center()))
        };
        match self.filled.iter().find(is_here) {
            Some(filled) if !filled.path.is_empty() => {
                Some(filled.path.iter().map(|part| squeeze(part)).collect::<Vec<_>>().join(" › "))
            }
            _ => {
                let text: String = squeeze(&cell.text).chars().take(LONGEST).collect();
                (!text.is_empty()).then_some(text)
            }
        }
    }
}

/// Some cells in a few words.
pub fn named(names: &[String]) -> String {
    let quoted: String = names.iter().take(MOST).map(|name| format!("“{name}”")).collect();
    match names.len() {
        0..=MOST => quoted,
        count => format!("{quoted}等 {count} 格"),
    }
}
