//! A cell of the form, over all its pages.

use kurbo::Rect;

use super::open::OpenLine;
use super::rows::{GridRow, RowCell};

/// A cell of the form that a project fills in, as it is printed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filled {
    /// What it is, as [`Project::cells`](crate::form::Project::cells) has it, but
    /// that names are printed without their own line breaks.
    pub path: Vec<String>,
    /// What it says, with line breaks wherever a line ends.
    pub text: String,
    /// Where it is: its pages, from 0, and the areas on them.
    pub areas: Vec<(usize, Rect)>,
}

impl Filled {
    /// A cell that is printed in one piece so far.
    pub fn at(path: Vec<String>, page: usize, cell: &RowCell<'_>) -> Self {
        Self { path, text: cell.text().to_owned(), areas: vec![(page, cell.area)] }
    }

    /// What is printed in a column of a row, and of what goes on of it.
    pub fn of_rows(rows: &[GridRow<'_>], at: usize) -> Self {
        let mut filled = Self::default();
        for (page, cell) in pieces(rows, at) {
            filled.add_area(page, cell);
            filled.add_text(cell.text());
        }
        filled
    }

    /// The same for fixed words, which may be shown again where their row goes on.
    pub fn of_words(rows: &[GridRow<'_>], at: usize) -> Self {
        let mut filled = Self::default();
        let mut said = String::new();
        for (page, cell) in pieces(rows, at) {
            filled.add_area(page, cell);
            if *cell.said != said {
                said.push_str(&cell.said);
                filled.add_text(cell.text());
            }
        }
        filled
    }

    /// What is printed in some lines outside of the grid.
    pub fn of_lines(lines: &[OpenLine<'_>]) -> Self {
        let mut filled = Self::default();
        for line in lines {
            filled.add_text(line.text());
            match filled.areas.last_mut() {
                Some((page, area)) if *page == line.page => *area = area.union(line.area()),
                _ => filled.areas.push((line.page, line.area())),
            }
        }
        filled
    }

    /// Adds where it is shown once more.
    pub fn add_area(&mut self, page: usize, cell: &RowCell<'_>) {
        let area = (page, cell.area);
        if self.areas.last() != Some(&area) {
            self.areas.push(area);
        }
    }

    fn add_text(&mut self, piece: &str) {
        if piece.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(piece);
    }
}

fn pieces<'r, 'a>(
    rows: &'r [GridRow<'a>],
    at: usize,
) -> impl Iterator<Item = (usize, &'r RowCell<'a>)> {
    rows.iter().filter_map(move |row| Some((row.page, row.cells.get(at)?)))
}
