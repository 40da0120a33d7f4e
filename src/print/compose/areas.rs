//! Where the cells of a form's sheet stand on its pages.

use super::pages::Piece;
use super::table::Table;
use super::{Composed, Measures};

/// Where a cell stands, or a part of one that runs over pages; in points from the left and the
/// top edge of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The number of the cell among all of the form's sheet, from 0.
    pub number: usize,
    /// The number of the page, from 0.
    pub page: usize,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
}

impl Composed {
    /// Where each cell stands, from the first page to the last one.
    pub fn areas(&self) -> Vec<Area> {
        let measures = &self.measures;
        let mut areas = Vec::new();
        for (page, composed) in self.pages.iter().enumerate() {
            let (x, mut y) = measures.start();
            if page == 0 {
                y += measures.heading(self.title.len(), self.subtitle.len());
            }
            for piece in &composed.pieces {
                let height = match piece {
                    Piece::Text(height, _, number) => {
                        let (_, width) = measures.across(0..measures.columns());
                        areas.push(Area { number: *number, page, x, y, width, height: *height });
                        *height
                    }
                    Piece::Table(table) => add_table(&mut areas, measures, table, page, (x, y)),
                };
                y += height;
            }
        }
        areas
    }
}

/// Adds the cells of a table that begins at a place of a page; gives its height.
fn add_table(
    areas: &mut Vec<Area>,
    measures: &Measures,
    table: &Table,
    page: usize,
    (left, top): (f64, f64),
) -> f64 {
    let mut y = top;
    for (index, row) in table.rows.iter().enumerate() {
        for cell in &row.1 {
            let (x, width) = measures.across(cell.columns.clone());
            let over = table.rows.iter().skip(index).take(cell.rows);
            let height = over.map(|row| row.0).sum();
            areas.push(Area { number: cell.number, page, x: left + x, y, width, height });
        }
        y += row.0;
    }
    y - top
}
