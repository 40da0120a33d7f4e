//! The rows of a form over all its pages.

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use kurbo::Rect;

use super::expected::{ExpectedRow, words_at_start};
use super::grid::Broken;
use super::line::squeeze;
use super::open::OpenLine;
use super::plain_grid::{PlainCell, PlainGrid};
use crate::form::Form;
use crate::form::pattern::{Slot, What};

/// How far an edge may be, in points, from where the shares of the columns put it.
const BESIDE: f64 = 1.0;

/// A row of a page's grid.
#[derive(Debug, Clone)]
pub struct GridRow<'a> {
    /// The page, from 0.
    pub page: usize,
    /// The number of the row on its page, from 0.
    number: usize,
    /// The cells that cover it, from left to right.
    pub cells: Vec<RowCell<'a>>,
    /// What is printed between the row above and it, outside of all cells.
    pub above: Vec<OpenLine<'a>>,
    /// Whether it begins another table than the row above on its page.
    pub is_apart: bool,
}

/// A cell of a row.
#[derive(Debug, Clone)]
pub struct RowCell<'a> {
    cell: &'a PlainCell,
    /// Where it is on its page.
    pub area: Rect,
    /// The columns of the form that it covers.
    columns: Range<usize>,
    /// What it says, without white space.
    pub said: Rc<str>,
}

impl GridRow<'_> {
    /// Whether its cells are where those of the expected row are.
    pub fn has_shape(&self, expected: &ExpectedRow<'_>) -> bool {
        let columns = self.cells.iter().map(|cell| &cell.columns);
        columns.eq(expected.slots.iter().map(|slot| &slot.columns))
    }

    /// Whether it has the cells of the expected row and says all its fixed words, but for
    /// the labels.
    pub fn says_words(&self, expected: &ExpectedRow<'_>) -> bool {
        let mut cells = self.cells.iter().zip(&expected.slots).skip(expected.labels.len());
        self.has_shape(expected) && cells.all(|(cell, slot)| cell.says_words(slot))
    }

    /// Whether it is this header with its labels.
    fn is_shown_again(&self, head: &ExpectedRow<'_>) -> bool {
        let mut labels = self.cells.iter().zip(head.labels);
        self.says_words(head) && labels.all(|(cell, slot)| cell.says_words(slot))
    }

    /// What is wrong with the row.
    pub fn broken(&self, what: &str) -> Broken {
        format!("第 {} 页第 {} 行{what}", self.page + 1, self.number + 1)
    }
}

impl RowCell<'_> {
    /// What it says, with line breaks wherever a line ends.
    pub fn text(&self) -> &str {
        &self.cell.text
    }

    /// Whether it is the same cell, seen from another row.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.cell, other.cell)
    }

    fn says_words(&self, slot: &Slot) -> bool {
        match &slot.what {
            What::Fixed(text) => *self.said == *squeeze(text),
            What::Note { pieces, .. } => {
                words_at_start(pieces).is_none_or(|words| self.said.starts_with(&squeeze(words)))
            }
            _ => true,
        }
    }
}

/// The rows that are still to be read.
pub struct GridRows<'a> {
    pages: std::iter::Enumerate<std::slice::Iter<'a, PlainGrid>>,
    /// The shares of the form's columns.
    shares: &'a [f64],
    /// The rows that are left of a page.
    rows: VecDeque<GridRow<'a>>,
    /// What is printed below the rows of a page.
    below: Vec<OpenLine<'a>>,
    /// Whether none of its rows has been taken.
    is_whole: bool,
    /// Whether none but headers have been taken.
    is_top: bool,
}

impl<'a> GridRows<'a> {
    /// All rows of a form.
    pub fn of(grids: &'a [PlainGrid], form: &'a Form) -> Result<Self, Broken> {
        let shares = &form.page.columns;
        for (page, grid) in grids.iter().enumerate() {
            if !grid.is_sound() || columns(&grid.xs, shares).is_none() {
                return Err(format!("第 {} 页表格的列和本表的不同", page + 1));
            }
        }
        let mut rows = Self {
            pages: grids.iter().enumerate(),
            shares,
            rows: VecDeque::new(),
            below: Vec::new(),
            is_whole: true,
            is_top: true,
        };
        rows.turn();
        Ok(rows)
    }

    /// The next row.
    pub fn peek(&self) -> Option<&GridRow<'a>> {
        self.rows.front()
    }

    /// The row after the next one, where it is on the same page.
    pub fn peek_second(&self) -> Option<&GridRow<'a>> {
        self.rows.get(1)
    }

    /// Whether there is no other page.
    pub fn is_last_page(&self) -> bool {
        self.pages.len() == 0
    }

    /// Whether nothing but header rows stands above the next row on its page.
    pub fn is_top(&self) -> bool {
        self.is_top
    }

    /// Takes the next row.
    pub fn take(&mut self) -> Option<GridRow<'a>> {
        let row = self.rows.pop_front();
        (self.is_whole, self.is_top) = (false, false);
        self.turn();
        row
    }

    /// Takes what is printed outside of all cells before the next row.
    pub fn take_open(&mut self) -> Vec<OpenLine<'a>> {
        match self.rows.front_mut() {
            Some(row) => {
                row.is_apart = false;
                std::mem::take(&mut row.above)
            }
            None => std::mem::take(&mut self.below),
        }
    }

    /// Passes over header rows that are shown again at the top of a page.
    pub fn skip_heads(&mut self, expected: &ExpectedRow<'_>, all: &[ExpectedRow<'_>]) {
        if !self.is_whole {
            return;
        }
        let mut count = 0;
        for head in &expected.heads {
            let head = all.get(head.clone()).unwrap_or_default();
            let rows = self.rows.iter().skip(count);
            // A header is none without a row below it.
            let is_shown = rows.len() > head.len()
                && rows.zip(head).all(|(row, head)| row.is_shown_again(head));
            if is_shown {
                count += head.len();
            }
        }
        if count == 0 {
            return;
        }
        let mut above: Vec<_> = self.rows.drain(..count).flat_map(|row| row.above).collect();
        if let Some(row) = self.rows.front_mut() {
            above.append(&mut row.above);
            row.above = above;
        }
        self.is_whole = false;
    }

    /// Turns to the next page where this one is at its end.
    fn turn(&mut self) {
        while self.rows.is_empty()
            && let Some((page, grid)) = self.pages.next()
        {
            self.rows = rows(page, grid, self.shares).into();
            (self.is_whole, self.is_top) = (true, true);
            // What is below the last page stands above this one's first row.
            let mut above = std::mem::take(&mut self.below);
            for line in grid.outside.iter().map(|line| OpenLine::new(line, page, grid)) {
                let below = self.rows.iter_mut().find(|row| Some(row.number) >= line.row);
                match below.filter(|_| line.row.is_some()) {
                    Some(row) => row.above.push(line),
                    None if line.is_below => self.below.push(line),
                    None => above.push(line),
                }
            }
            let first = self.rows.front_mut().map_or(&mut self.below, |row| &mut row.above);
            above.append(first);
            *first = above;
        }
    }
}

/// The rows of a grid that is sound.
fn rows<'a>(page: usize, grid: &'a PlainGrid, shares: &[f64]) -> Vec<GridRow<'a>> {
    let columns = columns(&grid.xs, shares).unwrap_or_default();
    let is_gap = |number: usize| grid.gaps.contains(&number);
    let row = |number: usize| GridRow {
        page,
        number,
        cells: Vec::new(),
        above: Vec::new(),
        is_apart: number.checked_sub(1).is_some_and(is_gap),
    };
    let mut rows: Vec<_> = (0..grid.rows()).map(row).collect();
    let edge = |edges: &[f64], at: usize| edges.get(at).copied().unwrap_or_default();
    let column = |at: usize| columns.get(at).copied().unwrap_or_default();
    for cell in &grid.cells {
        let [left, right] = [cell.columns.start, cell.columns.end];
        let [top, bottom] = [cell.rows.start, cell.rows.end];
        let of_row = RowCell {
            cell,
            area: Rect::new(
                edge(&grid.xs, left),
                edge(&grid.ys, top),
                edge(&grid.xs, right),
                edge(&grid.ys, bottom),
            ),
            columns: column(left)..column(right),
            said: squeeze(&cell.text).into(),
        };
        for row in rows.iter_mut().take(bottom).skip(top) {
            row.cells.push(of_row.clone());
        }
    }
    rows.retain(|row| !is_gap(row.number));
    for row in &mut rows {
        row.cells.sort_by_key(|cell| cell.columns.start);
    }
    rows
}

/// For each edge of a grid, the number of the form's edge that it is: a grid lacks those
/// that no row of it has. `None` where it is none.
fn columns(xs: &[f64], shares: &[f64]) -> Option<Vec<usize>> {
    let (first, last) = (*xs.first()?, *xs.last()?);
    let all: f64 = shares.iter().sum();
    let mut edges = vec![first];
    let mut taken = 0.0;
    for share in shares {
        taken += share;
        edges.push(first + (last - first) * taken / all);
    }
    let mut found: Vec<usize> = Vec::new();
    for x in xs {
        let distance = |edge: &usize| edges.get(*edge).map_or(f64::MAX, |edge| (edge - x).abs());
        let from = found.last().map_or(0, |last| last + 1);
        let nearest = (from..edges.len())
            .min_by(|one, other| distance(one).total_cmp(&distance(other)))
            .filter(|edge| distance(edge) <= BESIDE)?;
        found.push(nearest);
    }
    (xs.len() > 1).then_some(found)
}
