//! What is marked on the pages of a draft: what is blank, and what was found.

use serde::Serialize;
use typst_layout::PagedDocument;

use super::items::Item;
use crate::print::view::ViewCell;

/// How many numbers a cell shows.
const MOST: usize = 4;

/// What lies over a page.
#[derive(Debug, Serialize)]
pub struct Overlay {
    /// How wide and how high it is, in points.
    pub size: (f64, f64),
    /// The parts of cells in which something is blank.
    pub blanks: Vec<Blank>,
    /// Numbers of what was found, each at the upper right corner of its cell.
    pub numbers: Vec<(f64, f64, String)>,
}

/// A part of a cell in which something is blank.
#[derive(Debug, Serialize)]
pub struct Blank {
    /// Its left and its upper edge, its width and its height, in points.
    pub area: (f64, f64, f64, f64),
    /// Where the word for it stands; where there is none, it goes on from another page.
    word: Option<&'static str>,
}

/// What lies over each page of a form.
pub fn of(form: &PagedDocument, cells: &[ViewCell], items: &[Item]) -> Vec<Overlay> {
    let sheet = |page: &typst_layout::Page| {
        let size = page.frame.size();
        Overlay { size: (size.x.to_pt(), size.y.to_pt()), blanks: Vec::new(), numbers: Vec::new() }
    };
    let mut sheets: Vec<Overlay> = form.pages().iter().map(sheet).collect();
    let mut numbers: Vec<Vec<usize>> = vec![Vec::new(); cells.len()];
    for (item, number) in items.iter().zip(1..) {
        item.cells.iter().for_each(|&cell| numbers[cell].push(number));
    }
    for (cell, numbers) in cells.iter().zip(&numbers) {
        let word = if cell.text.trim().is_empty() { "middle" } else { "corner" };
        for (index, &(page, x, y, width, height)) in cell.areas.iter().enumerate() {
            let Some(sheet) = sheets.get_mut(page) else { continue };
            let is_first = index == 0;
            if cell.blank {
                let word = is_first.then_some(word);
                sheet.blanks.push(Blank { area: (x, y, width, height), word });
            }
            if is_first && !numbers.is_empty() {
                sheet.numbers.push((x + width, y, shown(numbers)));
            }
        }
    }
    sheets
}

fn shown(numbers: &[usize]) -> String {
    let first = numbers.iter().take(MOST).map(usize::to_string).collect::<Vec<_>>().join("、");
    if numbers.len() > MOST { first + "…" } else { first }
}
