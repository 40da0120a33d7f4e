//! Rows as a table: how high they are, and where its cells stand.

use std::ops::Range;

use serde::{Serialize, Serializer};

use super::lines::Line;
use super::measures::Measures;
use super::rows::{SetCell, SetRow};
use crate::form::pattern::Setting;

/// A table, or a part of one.
#[derive(Debug, Default, Serialize)]
pub struct Table {
    /// Whether it is right below another one, to which it leaves the line between them.
    pub below: bool,
    /// How many of its rows are its header.
    pub head: usize,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// A row: its height in points, and the cells that begin in it.
#[derive(Debug, Serialize)]
pub struct TableRow(pub f64, pub Vec<TableCell>);

/// A cell, and what it says.
#[derive(Debug)]
pub struct TableCell {
    pub columns: Range<usize>,
    /// How many rows it covers.
    pub rows: usize,
    setting: Setting,
    body: Body,
    /// Its number among all cells of the form's sheet.
    pub number: usize,
    /// Whether it is a value in one column and one row, where the first free place is.
    is_next: bool,
}

/// A text in its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body(Vec<String>);

impl Table {
    /// The texts of its cells.
    pub fn bodies(&self) -> impl Iterator<Item = &Body> {
        let cells = self.rows.iter().flat_map(|TableRow(_, cells)| cells);
        cells.map(|cell| &cell.body)
    }

    /// Finds the cells that need not say where they stand, in a table of so many columns.
    pub fn settle(&mut self, columns: usize) {
        // From which row on each column is free.
        let mut free = vec![0; columns];
        for (y, TableRow(_, cells)) in self.rows.iter().enumerate() {
            for cell in cells {
                let Some(covered) = free.get_mut(cell.columns.clone()) else { return };
                covered.fill(y + cell.rows);
            }
            // Cells below a gap would fill it.
            if free.iter().any(|free| *free <= y) {
                return;
            }
        }
        for cell in self.rows.iter_mut().skip(self.head).flat_map(|TableRow(_, cells)| cells) {
            let is_single = cell.columns.len() == 1 && cell.rows == 1 && cell.body.0.len() <= 1;
            cell.is_next = is_single && cell.setting == Setting::Value;
        }
    }
}

impl Body {
    /// Its lines, but for those that are blank.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let lines = self.0.iter().flat_map(|paragraph| paragraph.split('\n'));
        lines.filter(|line| !line.trim().is_empty())
    }

    /// The text of some lines: its paragraphs, the lines of each joined by line breaks.
    pub fn of(lines: &[Line]) -> Self {
        let mut paragraphs: Vec<String> = Vec::new();
        for line in lines {
            match paragraphs.last_mut() {
                Some(paragraph) if !line.begins => {
                    paragraph.push('\n');
                    paragraph.push_str(&line.text);
                }
                _ => paragraphs.push(line.text.clone()),
            }
        }
        Self(paragraphs)
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [] => serializer.serialize_str(""),
            [paragraph] => serializer.serialize_str(paragraph),
            paragraphs => paragraphs.serialize(serializer),
        }
    }
}

/// How high some rows are, in points, one below the other.
pub fn heights(measures: &Measures, rows: &[&SetRow]) -> Vec<f64> {
    let mut heights: Vec<f64> = rows.iter().map(|row| own_height(measures, row)).collect();
    // What covers several rows may be higher than they are: the last one makes room for it.
    let mut make_room = |start: usize, end: usize, cell: &SetCell| {
        let missing = cell.height(measures) - heights[start..end].iter().sum::<f64>();
        if missing > 0.0 {
            heights[end - 1] += missing;
        }
    };
    for (y, row) in rows.iter().enumerate() {
        for cell in row.cells.iter().filter(|cell| cell.rows > 1) {
            make_room(y, (y + cell.rows).min(rows.len()), cell);
        }
    }
    for depth in (0..depths(rows)).rev() {
        for (start, end, label) in groups(rows, depth) {
            make_room(start, end, label);
        }
    }
    heights
}

/// How high a row is at least, in points.
pub fn own_height(measures: &Measures, row: &SetRow) -> f64 {
    let own = row.cells.iter().filter(|cell| cell.rows == 1);
    own.map(|cell| cell.height(measures)).fold(measures.cell(1), f64::max)
}

/// Some rows as the rows of a table.
pub fn table_rows(measures: &Measures, rows: &[&SetRow]) -> Vec<TableRow> {
    let heights = heights(measures, rows);
    let mut table: Vec<_> =
        heights.into_iter().map(|height| TableRow(height, Vec::new())).collect();
    for depth in 0..depths(rows) {
        for (start, end, label) in groups(rows, depth) {
            table[start].1.push(TableCell::of(label, end - start));
        }
    }
    for (row, set) in table.iter_mut().zip(rows) {
        row.1.extend(set.cells.iter().map(|cell| TableCell::of(cell, cell.rows)));
    }
    table
}

impl TableCell {
    fn of(cell: &SetCell, rows: usize) -> Self {
        let SetCell { columns, setting, number, .. } = cell;
        let (columns, body) = (columns.clone(), Body::of(&cell.lines));
        Self { columns, rows, setting: *setting, body, number: *number, is_next: false }
    }
}

impl Serialize for TableCell {
    /// The column where it begins, how many columns and how many rows it covers, how it is
    /// set, and what it says; of the next value only this.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_next {
            return self.body.serialize(serializer);
        }
        let setting = match self.setting {
            Setting::Label => "label",
            Setting::Value => "value",
            Setting::Text => "text",
        };
        let Self { columns, rows, body, .. } = self;
        (columns.start, columns.len(), rows, setting, body).serialize(serializer)
    }
}

fn depths(rows: &[&SetRow]) -> usize {
    rows.iter().map(|row| row.labels.len()).max().unwrap_or(0)
}

/// The labels at a depth, each with the rows that share it, also all labels before it: the
/// first one, and the one after the last.
fn groups<'a>(
    rows: &'a [&SetRow],
    depth: usize,
) -> impl Iterator<Item = (usize, usize, &'a SetCell)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        while next < rows.len() {
            let start = next;
            next += 1;
            while next < rows.len() && rows[next].is_grouped_with(rows[start], depth) {
                next += 1;
            }
            if let Some(label) = rows[start].labels.get(depth) {
                return Some((start, next, label));
            }
        }
        None
    })
}
