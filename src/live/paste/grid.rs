//! A block of cells as a grid: each place knows the cell that covers it.

use std::rc::Rc;

use super::problems::Problems;
use super::{MOST_COLUMNS, MOST_ROWS, Table, TableCell};

/// A block of cells, row by row, all rows as long.
pub struct Grid {
    /// The rows.
    pub rows: Vec<Vec<GridCell>>,
    /// How many columns there are.
    pub width: usize,
}

/// A place in the grid.
#[derive(Clone)]
pub struct GridCell {
    /// What its cell says; one that covers several places says it in each.
    text: Rc<str>,
    /// Where that cell begins.
    pub begins: Begins,
    /// How many columns that cell covers.
    pub columns: usize,
}

/// Where the cell begins that covers a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// At the place itself.
    Here,
    /// In a row above.
    Above,
    /// In a column before.
    Before,
}

impl GridCell {
    fn blank() -> Self {
        Self { text: "".into(), begins: Begins::Here, columns: 1 }
    }

    /// What its cell says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What begins to be said here: nothing where a cell goes on.
    pub fn own(&self) -> &str {
        if self.begins == Begins::Here { &self.text } else { "" }
    }

    /// What is said here or in the rows above that share the cell.
    pub fn down(&self) -> &str {
        if self.begins == Begins::Before { "" } else { &self.text }
    }
}

impl Grid {
    /// The grid of a block.
    pub fn of(table: &Table, problems: &mut Problems) -> Self {
        if table.len() > MOST_ROWS {
            let message = format!("一次最多粘贴 {MOST_ROWS} 行，后面的没有粘贴");
            problems.left_out(&[MOST_ROWS + 1], message, "分几次复制、粘贴");
        }
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        // The cells that go on into the rows below, with how many.
        let mut going_on: Vec<Option<(GridCell, usize)>> = vec![None; MOST_COLUMNS];
        let mut is_too_wide = false;
        for cells in table.iter().take(MOST_ROWS) {
            let mut row: Vec<Option<GridCell>> = vec![None; MOST_COLUMNS];
            for (place, above) in row.iter_mut().zip(&mut going_on) {
                if let Some((cell, left)) = above {
                    *left -= 1;
                    *place = Some(cell.clone());
                    if *left == 0 {
                        *above = None;
                    }
                }
            }
            let mut at = 0;
            for cell in cells {
                while row.get(at).is_some_and(Option::is_some) {
                    at += 1;
                }
                is_too_wide |= at >= MOST_COLUMNS && !cell.text.trim().is_empty();
                put(cell, at, &mut row, &mut going_on);
                at += cell.columns.clamp(1, MOST_COLUMNS);
            }
            let end = row.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
            let row = row.into_iter().take(end).map(|cell| cell.unwrap_or_else(GridCell::blank));
            rows.push(row.collect());
        }
        if is_too_wide {
            let message = format!("一次最多粘贴 {MOST_COLUMNS} 列，右边的没有粘贴");
            problems.left_out(&[], message, "只复制要填的几列");
        }
        while rows.last().is_some_and(|row| is_blank(row)) {
            rows.pop();
        }
        let used = |row: &Vec<GridCell>| row.iter().rposition(|it| !it.text.is_empty());
        let width = rows.iter().filter_map(used).max().map_or(0, |last| last + 1);
        rows.iter_mut().for_each(|row| row.resize(width, GridCell::blank()));
        Self { rows, width }
    }

    /// What the cells of a column say, from a row on.
    pub fn column(&self, column: usize, from: usize) -> impl Iterator<Item = &str> {
        let rows = self.rows.iter().skip(from);
        rows.filter_map(move |row| Some(row.get(column)?.own())).filter(|it| !it.is_empty())
    }
}

/// Whether a row says nothing.
pub fn is_blank(row: &[GridCell]) -> bool {
    row.iter().all(|cell| cell.own().is_empty())
}

fn put(
    cell: &TableCell,
    at: usize,
    row: &mut [Option<GridCell>],
    going_on: &mut [Option<(GridCell, usize)>],
) {
    let columns = cell.columns.clamp(1, MOST_COLUMNS);
    let text: Rc<str> = tidy(&cell.text).into();
    for (place, column) in (at..at + columns).enumerate() {
        let Some(there) = row.get_mut(column) else { return };
        if there.is_some() {
            return;
        }
        let begins = if place == 0 { Begins::Here } else { Begins::Before };
        *there = Some(GridCell { text: text.clone(), begins, columns });
        let left = cell.rows.clamp(1, MOST_ROWS) - 1;
        if left > 0 {
            let begins = if place == 0 { Begins::Above } else { Begins::Before };
            going_on[column] = Some((GridCell { text: text.clone(), begins, columns }, left));
        }
    }
}

/// A text without the blanks that spreadsheets put around its lines.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{b}'], "\n");
    let text = text.replace(['\t', '\u{a0}'], " ");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}
