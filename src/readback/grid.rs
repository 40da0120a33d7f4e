//! The grid of a page, found again from its rules.

use std::ops::Range;

use kurbo::Rect;

use super::glyph::Glyph;
use super::line::{TextLine, lines};
use super::page::{DrawnPage, DrawnRule};
use super::plain_grid::{MOST_EDGES, PlainCell, PlainGrid, PlainLine};

/// How far apart two rules may be that are meant to be one.
const SAME: f64 = 0.1;
/// Rules that are shorter than this are no part of a grid, as no cell is so small.
const SHORTEST: f64 = 8.0;

/// The grid of a page.
#[derive(Debug)]
pub struct Grid {
    /// The edges of the columns, from left to right.
    pub xs: Vec<f64>,
    /// The edges of the rows, from top to bottom.
    pub ys: Vec<f64>,
    /// The rows that have no lines at their sides, and no cells: the room between two
    /// tables.
    pub gaps: Vec<usize>,
    /// The cells by row, then by column.
    pub cells: Vec<GridCell>,
    /// What is printed outside of its cells, from top to bottom.
    pub outside: Vec<TextLine>,
}

/// A cell of a grid.
#[derive(Debug)]
pub struct GridCell {
    /// The rows that it covers.
    pub rows: Range<usize>,
    /// The columns that it covers.
    pub columns: Range<usize>,
    /// Where it is.
    pub area: Rect,
    /// What is printed in it.
    pub lines: Vec<TextLine>,
}

/// Why a page has no grid that can be read, in Chinese.
pub type Broken = String;

/// The grid of each page, all with the same columns.
pub fn grids(pages: &[DrawnPage]) -> Result<Vec<Grid>, Broken> {
    // A page may lack an edge that all its cells span.
    let rules = pages.iter().flat_map(|page| &page.rules);
    let vertical = rules.filter(|rule| rule.is_vertical() && rule.length() >= SHORTEST);
    let xs = distinct(vertical.map(|rule| rule.start.x));
    let grid = |(page, number): (&DrawnPage, usize)| {
        Grid::read(page, &xs).map_err(|why| format!("第 {number} 页{why}"))
    };
    pages.iter().zip(1..).map(grid).collect()
}

impl Grid {
    /// The grid of a page, with its cells; merged ones are one cell.
    fn read(page: &DrawnPage, xs: &[f64]) -> Result<Self, Broken> {
        let is_blank = xs.len() > 1 && page.rules.iter().all(|rule| rule.length() < SHORTEST);
        if is_blank {
            return Ok(Self::blank(page, xs));
        }
        let edges = Edges::new(&page.rules, xs)?;
        let mut cells: Vec<GridCell> = Vec::new();
        let mut taken = vec![false; (edges.ys.len() - 1) * (xs.len() - 1)];
        let gaps: Vec<_> = (0..edges.ys.len() - 1).filter(|row| edges.is_gap(*row)).collect();
        for row in (0..edges.ys.len() - 1).filter(|row| !gaps.contains(row)) {
            for column in 0..xs.len() - 1 {
                if taken[row * (xs.len() - 1) + column] {
                    continue;
                }
                let (rows, columns) = edges.cell(row, column)?;
                for (y, x) in rows.clone().flat_map(|y| columns.clone().map(move |x| (y, x))) {
                    if std::mem::replace(&mut taken[y * (xs.len() - 1) + x], true) {
                        return Err(format!("第 {} 行的格子重叠", row + 1));
                    }
                }
                cells.push(edges.fill(rows, columns, &page.glyphs));
            }
        }
        let mut grid = Self { xs: xs.to_vec(), ys: edges.ys, gaps, cells, outside: Vec::new() };
        grid.outside = lines(page.glyphs.iter().filter(|glyph| grid.is_outside(glyph)));
        Ok(grid)
    }

    /// The grid of a page that has nothing of a table but what may stand below it.
    fn blank(page: &DrawnPage, xs: &[f64]) -> Self {
        let outside = lines(&page.glyphs);
        Self { xs: xs.to_vec(), ys: Vec::new(), gaps: Vec::new(), cells: Vec::new(), outside }
    }

    /// Whether a glyph is in none of its cells.
    fn is_outside(&self, glyph: &Glyph) -> bool {
        let (area, middle) = (self.area(), glyph.middle());
        let band = |row: usize| self.ys.get(row).zip(self.ys.get(row + 1));
        let is_in_gap = |(top, bottom): (&f64, &f64)| (*top..*bottom).contains(&middle.y);
        !area.contains(middle) || self.gaps.iter().filter_map(|row| band(*row)).any(is_in_gap)
    }

    /// The whole grid.
    pub fn area(&self) -> Rect {
        let ends = |edges: &[f64]| edges.first().copied().zip(edges.last().copied());
        match (ends(&self.xs), ends(&self.ys)) {
            (Some((x0, x1)), Some((y0, y1))) => Rect::new(x0, y0, x1, y1),
            _ => Rect::ZERO,
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    /// The cells that cover `row`, from left to right.
    pub fn row(&self, row: usize) -> Vec<&GridCell> {
        let mut cells: Vec<_> = self.cells.iter().filter(|cell| cell.rows.contains(&row)).collect();
        cells.sort_by_key(|cell| cell.columns.start);
        cells
    }

    /// The same as plain data.
    pub fn plain(&self) -> PlainGrid {
        let plain = |cell: &GridCell| PlainCell {
            rows: cell.rows.clone(),
            columns: cell.columns.clone(),
            text: cell.text(),
        };
        let cells = self.cells.iter().map(plain).collect();
        let outside = self.outside.iter().map(PlainLine::of).collect();
        PlainGrid {
            xs: self.xs.clone(),
            ys: self.ys.clone(),
            gaps: self.gaps.clone(),
            cells,
            outside,
        }
    }
}

impl GridCell {
    /// The lines, joined by `\n`.
    pub fn text(&self) -> String {
        self.lines.iter().map(TextLine::text).collect::<Vec<_>>().join("\n")
    }

    /// All its glyphs.
    pub fn glyphs(&self) -> impl Iterator<Item = &Glyph> {
        self.lines.iter().flat_map(|line| &line.glyphs)
    }
}

/// The rules of a page, with the places where they meet.
struct Edges {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// For each edge in `xs`, where there are rules along it.
    sides: Vec<Vec<(f64, f64)>>,
    /// For each edge in `ys`, where there are rules along it.
    levels: Vec<Vec<(f64, f64)>>,
}

impl Edges {
    fn new(rules: &[DrawnRule], xs: &[f64]) -> Result<Self, Broken> {
        let (vertical, horizontal): (Vec<DrawnRule>, Vec<DrawnRule>) = rules
            .iter()
            .filter(|rule| rule.length() >= SHORTEST)
            .partition(|rule| rule.is_vertical());
        let ys = distinct(horizontal.iter().map(|rule| rule.start.y));
        if xs.len() < 2 || ys.len() < 2 {
            return Err("没有表格".into());
        }
        if xs.len() > MOST_EDGES[0] || ys.len() > MOST_EDGES[1] {
            return Err("的表格线太多".into());
        }
        let vertical = vertical.iter().map(|rule| (rule.start.x, (rule.start.y, rule.end.y)));
        let horizontal = horizontal.iter().map(|rule| (rule.start.y, (rule.start.x, rule.end.x)));
        let (sides, levels) = (along(xs, vertical), along(&ys, horizontal));
        Ok(Self { xs: xs.to_vec(), ys, sides, levels })
    }

    /// Whether a rule runs all along the edge `x` of a row.
    fn has_side(&self, row: usize, x: usize) -> bool {
        covers(&self.sides[x], self.ys[row], self.ys[row + 1])
    }

    /// Whether a rule runs all along the edge `y` of a column.
    fn has_level(&self, y: usize, column: usize) -> bool {
        covers(&self.levels[y], self.xs[column], self.xs[column + 1])
    }

    /// Whether a row has no sides at all.
    fn is_gap(&self, row: usize) -> bool {
        (0..self.xs.len()).all(|x| !self.has_side(row, x))
    }

    /// The cell that begins at `row` and `column`: it goes on to the first rule on its
    /// right and to the first one below, and must be a closed rectangle.
    fn cell(&self, row: usize, column: usize) -> Result<(Range<usize>, Range<usize>), Broken> {
        let right = (column + 1..self.xs.len()).find(|&x| self.has_side(row, x));
        let below = (row + 1..self.ys.len()).find(|&y| self.has_level(y, column));
        let (Some(right), Some(below)) = (right, below) else {
            return Err(format!("第 {} 行有格子没有边", row + 1));
        };
        let has_sides = |y| (column..=right).filter(|&x| self.has_side(y, x)).eq([column, right]);
        let has_levels = |x| (row..=below).filter(|&y| self.has_level(y, x)).eq([row, below]);
        match (row..below).all(has_sides) && (column..right).all(has_levels) {
            true => Ok((row..below, column..right)),
            false => Err(format!("第 {} 行的格子不是长方形", row + 1)),
        }
    }

    fn fill(&self, rows: Range<usize>, columns: Range<usize>, glyphs: &[Glyph]) -> GridCell {
        let (xs, ys) = (&self.xs, &self.ys);
        let area = Rect::new(xs[columns.start], ys[rows.start], xs[columns.end], ys[rows.end]);
        let lines = lines(glyphs.iter().filter(|glyph| area.contains(glyph.middle())));
        GridCell { rows, columns, area, lines }
    }
}

/// The positions, sorted, with those that are the same taken together.
fn distinct(positions: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut positions: Vec<_> = positions.collect();
    positions.sort_by(f64::total_cmp);
    positions.dedup_by(|next, kept| *next - *kept < SAME);
    positions
}

/// The stretches along each edge, in their order.
fn along(edges: &[f64], rules: impl Iterator<Item = (f64, (f64, f64))>) -> Vec<Vec<(f64, f64)>> {
    let mut stretches = vec![Vec::new(); edges.len()];
    for (position, stretch) in rules {
        // The last edge that is not past it, as `distinct` has kept the first of those
        // that are the same.
        let edge = edges.partition_point(|edge| *edge <= position).saturating_sub(1);
        stretches[edge].push(stretch);
    }
    for stretches in &mut stretches {
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    stretches
}

/// Whether some stretches, laid together, leave nothing out from `from` to `to`.
fn covers(stretches: &[(f64, f64)], from: f64, to: f64) -> bool {
    let mut reached = from;
    for &(start, end) in stretches {
        // Rules that meet at a corner may end half their width before it.
        if start <= reached + SAME + 0.25 {
            reached = f64::max(reached, end);
        }
    }
    reached >= to - SAME - 0.25
}
