//! The grid of a page, found again from its rules.

use std::ops::Range;

use kurbo::Rect;

use super::{Glyph, Line, Page, Pdf, Rule, lines};

/// How far apart two rules may be that are meant to be one.
const SAME: f64 = 0.1;

/// The grid of a page.
#[derive(Debug)]
pub struct Table {
    /// The edges of the columns, from left to right.
    pub xs: Vec<f64>,
    /// The edges of the rows, from top to bottom.
    pub ys: Vec<f64>,
    /// The cells by row, then by column.
    pub cells: Vec<Cell>,
}

/// A cell of a grid.
#[derive(Debug)]
pub struct Cell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// Where it is.
    pub area: Rect,
    /// What is printed in it.
    pub lines: Vec<Line>,
}

impl Cell {
    /// The lines, joined by `\n`.
    pub fn text(&self) -> String {
        self.lines.iter().map(Line::text).collect::<Vec<_>>().join("\n")
    }

    /// Whether the square at `row` and `column` is a part of it.
    fn covers(&self, row: usize, column: usize) -> bool {
        self.rows.contains(&row) && self.columns.contains(&column)
    }

    /// All its glyphs.
    pub fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.lines.iter().flat_map(|line| &line.glyphs)
    }
}

impl Pdf {
    /// The grid of each page, all with the same columns. Panics where a cell is
    /// no closed rectangle.
    pub fn tables(&self) -> Vec<Table> {
        // A page may lack an edge that all its cells span.
        let rules = self.pages.iter().flat_map(|page| &page.rules);
        let xs = distinct(rules.filter(|rule| is_vertical(rule)).map(|rule| rule.start.x));
        self.pages.iter().map(|page| page.table(&xs)).collect()
    }
}

impl Page {
    /// The grid of the page, with its cells; merged ones are one cell.
    fn table(&self, xs: &[f64]) -> Table {
        let grid = Grid::new(&self.rules, xs);
        let mut cells: Vec<Cell> = Vec::new();
        for row in 0..grid.ys.len() - 1 {
            for column in 0..xs.len() - 1 {
                if !cells.iter().any(|cell| cell.covers(row, column)) {
                    let (rows, columns) = grid.cell(row, column);
                    let free = |cell: &Cell| {
                        cell.rows.end <= rows.start
                            || cell.columns.start >= columns.end
                            || cell.columns.end <= columns.start
                    };
                    assert!(cells.iter().all(free), "cells overlap at row {row}, column {column}");
                    cells.push(self.cell(&grid, rows, columns));
                }
            }
        }
        Table { xs: xs.to_vec(), ys: grid.ys, cells }
    }

    fn cell(&self, grid: &Grid, rows: Range<usize>, columns: Range<usize>) -> Cell {
        let (xs, ys) = (&grid.xs, &grid.ys);
        let area = Rect::new(xs[columns.start], ys[rows.start], xs[columns.end], ys[rows.end]);
        let inside = |glyph: &&Glyph| area.contains(glyph.middle());
        let lines = lines(self.glyphs.iter().filter(inside).cloned().collect());
        Cell { rows, columns, area, lines }
    }
}

/// The rules of a page, with the places where they meet.
struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    vertical: Vec<Rule>,
    horizontal: Vec<Rule>,
}

impl Grid {
    fn new(rules: &[Rule], xs: &[f64]) -> Self {
        let (vertical, horizontal): (Vec<Rule>, Vec<Rule>) =
            rules.iter().partition(|rule| is_vertical(rule));
        let ys = distinct(horizontal.iter().map(|rule| rule.start.y));
        assert!(xs.len() > 1 && ys.len() > 1, "there is no grid on the page");
        Self { xs: xs.to_vec(), ys, vertical, horizontal }
    }

    /// Whether a rule runs all along the edge `x` of a row.
    fn has_side(&self, row: usize, x: usize) -> bool {
        let along = self.vertical.iter().filter(|rule| (rule.start.x - self.xs[x]).abs() < SAME);
        let stretches = along.map(|rule| (rule.start.y, rule.end.y)).collect();
        covers(stretches, self.ys[row], self.ys[row + 1])
    }

    /// Whether a rule runs all along the edge `y` of a column.
    fn has_level(&self, y: usize, column: usize) -> bool {
        let along = self.horizontal.iter().filter(|rule| (rule.start.y - self.ys[y]).abs() < SAME);
        let stretches = along.map(|rule| (rule.start.x, rule.end.x)).collect();
        covers(stretches, self.xs[column], self.xs[column + 1])
    }

    /// The cell that begins at `row` and `column`: it goes on to the first rule
    /// on its right and to the first one below. Panics where it is no closed
    /// rectangle.
    fn cell(&self, row: usize, column: usize) -> (Range<usize>, Range<usize>) {
        let right = (column + 1..self.xs.len()).find(|&x| self.has_side(row, x));
        let below = (row + 1..self.ys.len()).find(|&y| self.has_level(y, column));
        let (Some(right), Some(below)) = (right, below) else {
            panic!("the cell at row {row}, column {column} is open");
        };
        for y in row..below {
            let sides = (column..=right).filter(|&x| self.has_side(y, x));
            assert!(sides.eq([column, right]), "row {y} has wrong rules within columns {column}..");
        }
        for x in column..right {
            let levels = (row..=below).filter(|&y| self.has_level(y, x));
            assert!(levels.eq([row, below]), "column {x} has wrong rules within rows {row}..");
        }
        (row..below, column..right)
    }
}

impl Table {
    /// The whole grid.
    pub fn area(&self) -> Rect {
        let (right, bottom) = (self.xs[self.xs.len() - 1], self.ys[self.ys.len() - 1]);
        Rect::new(self.xs[0], self.ys[0], right, bottom)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    /// The cells that cover `row`, from left to right.
    pub fn row(&self, row: usize) -> Vec<&Cell> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.rows.contains(&row)).collect();
        cells.sort_by_key(|cell| cell.columns.start);
        cells
    }
}

fn is_vertical(rule: &Rule) -> bool {
    (rule.start.x - rule.end.x).abs() < 0.01
}

/// The positions, sorted, with those that are the same taken together.
fn distinct(positions: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut positions: Vec<_> = positions.collect();
    positions.sort_by(f64::total_cmp);
    positions.dedup_by(|next, kept| *next - *kept < SAME);
    positions
}

/// Whether some stretches, laid together, leave nothing out from `from` to `to`.
fn covers(mut stretches: Vec<(f64, f64)>, from: f64, to: f64) -> bool {
    stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut reached = from;
    for (start, end) in stretches {
        // Rules that meet at a corner may end half their width before it.
        if start <= reached + SAME + 0.25 {
            reached = f64::max(reached, end);
        }
    }
    reached >= to - SAME - 0.25
}
