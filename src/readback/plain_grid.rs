//! The grid of a page as plain data: what a reader gives to the program that started it.

use std::ops::Range;

use kurbo::Rect;
use serde::{Deserialize, Serialize};

use super::line::TextLine;

/// How many edges of columns and of rows a grid may have. No form has more than 60 columns.
pub const MOST_EDGES: [usize; 2] = [61, 400];

/// The grid of a page, with what is printed in its cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainGrid {
    /// The edges of the columns, from left to right.
    pub xs: Vec<f64>,
    /// The edges of the rows, from top to bottom.
    pub ys: Vec<f64>,
    /// The rows that have no lines at their sides, and no cells.
    pub gaps: Vec<usize>,
    /// The cells by row, then by column.
    pub cells: Vec<PlainCell>,
    /// What is printed outside of its cells, from top to bottom.
    pub outside: Vec<PlainLine>,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlainLine {
    /// Its left, upper, right and lower edge.
    pub edges: [f64; 4],
    /// The text.
    pub text: String,
}

impl PlainLine {
    /// A line as plain data.
    pub fn of(line: &TextLine) -> Self {
        let baseline = line.baseline();
        // Chinese characters stand so far above their baseline and below it.
        let (top, bottom) = (baseline - 0.88 * line.size(), baseline + 0.12 * line.size());
        Self { edges: [line.left(), top, line.right(), bottom], text: line.text() }
    }

    /// Where it is.
    pub fn area(&self) -> Rect {
        let [x0, y0, x1, y1] = self.edges;
        Rect::new(x0, y0, x1, y1)
    }
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Packed", from = "Packed")]
pub struct PlainCell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// What it says, with line breaks wherever a line ends.
    pub text: String,
}

/// A cell as it is written: its rows, its columns, its text. There may be many.
type Packed = (usize, usize, usize, usize, String);

impl From<PlainCell> for Packed {
    fn from(PlainCell { rows, columns, text }: PlainCell) -> Self {
        (rows.start, rows.end, columns.start, columns.end, text)
    }
}

impl From<Packed> for PlainCell {
    fn from((top, bottom, left, right, text): Packed) -> Self {
        Self { rows: top..bottom, columns: left..right, text }
    }
}

impl PlainGrid {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// Whether its cells are within it, and just as many as fill it. What comes from a
    /// reader may be anything.
    pub fn is_sound(&self) -> bool {
        let [most_xs, most_ys] = MOST_EDGES;
        if self.xs.len() > most_xs || self.ys.len() > most_ys {
            return false;
        }
        let (rows, columns) = (self.rows(), self.xs.len().saturating_sub(1));
        let is_inside = |cell: &PlainCell| {
            !cell.rows.is_empty()
                && !cell.columns.is_empty()
                && cell.rows.end <= rows
                && cell.columns.end <= columns
        };
        let room = |cell: &PlainCell| cell.rows.len() * cell.columns.len();
        let gaps = (0..rows).filter(|row| self.gaps.contains(row)).count();
        self.gaps.len() == gaps
            && self.cells.iter().all(is_inside)
            && self.cells.iter().map(room).sum::<usize>() == (rows - gaps) * columns
    }
}
