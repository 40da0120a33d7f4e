//! The rows of a form's page, their texts in lines.

use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

use super::lines::{Fill, Line, lines};
use super::measures::Measures;
use crate::form::pattern::{Head, Setting};
use crate::form::sheet::{SheetCell, SheetLine};
use crate::print::fonts::LookUp;

/// A row.
#[derive(Debug, Clone)]
pub struct SetRow {
    /// The labels at the left that go over all rows that share them, the outermost first.
    pub labels: Vec<SetCell>,
    /// The cells of the row itself.
    pub cells: Vec<SetCell>,
    /// What it is to a header.
    pub head: Head,
    /// Whether it has no lines around it.
    pub is_plain: bool,
}

/// A cell with its text in lines.
#[derive(Debug, Clone)]
pub struct SetCell {
    /// The columns of the grid that it covers.
    pub columns: Range<usize>,
    /// How many rows of a header it covers.
    pub rows: usize,
    /// How it is set.
    pub setting: Setting,
    /// Its lines; none where it is what goes on of a cell that has no more.
    pub lines: Rc<[Line]>,
    /// Its number among all cells of the form's sheet, from 0; that of the first of those that
    /// a label goes over.
    pub number: usize,
}

/// Sets rows.
pub struct RowSetter<'a> {
    pub measures: &'a Measures,
    /// The characters of labels.
    pub label: LookUp<'a>,
    /// The characters of all others.
    pub body: LookUp<'a>,
    /// How many cells there have been.
    pub count: Cell<usize>,
}

impl RowSetter<'_> {
    /// Some lines of the page as rows.
    pub fn rows(&self, of: &[SheetLine<'_>]) -> Vec<SetRow> {
        let mut rows: Vec<SetRow> = Vec::new();
        let mut above: &[SheetCell<'_>] = &[];
        for line in of {
            let known = rows.last().map_or(&[][..], |row| &row.labels);
            let labels = line.labels.iter().enumerate().map(|(depth, label)| {
                // Most labels are those of the row above.
                let number = self.count.replace(self.count.get() + 1);
                match (known.get(depth), above.get(depth)) {
                    (Some(set), Some(same)) if same == label => set.clone(),
                    _ => self.cell(label, number),
                }
            });
            let labels = labels.collect();
            let number = || self.count.replace(self.count.get() + 1);
            let cells = line.cells.iter().map(|cell| self.cell(cell, number())).collect();
            rows.push(SetRow { labels, cells, head: line.head, is_plain: line.is_plain });
            above = &line.labels;
        }
        rows
    }

    fn cell(&self, cell: &SheetCell<'_>, number: usize) -> SetCell {
        let (fill, characters) = match cell.setting {
            Setting::Label => (Fill::Even, self.label),
            Setting::Value => (Fill::Even, self.body),
            Setting::Text => (Fill::Full, self.body),
        };
        let room = self.measures.room(cell.columns.clone());
        let lines = lines(&cell.text, room, fill, characters).into();
        let SheetCell { columns, rows, setting, .. } = cell;
        SetCell { columns: columns.clone(), rows: *rows, setting: *setting, lines, number }
    }
}

impl SetRow {
    /// The most lines that one of its cells has, but for its labels.
    pub fn lines(&self) -> usize {
        let own = self.cells.iter().filter(|cell| cell.setting != Setting::Label);
        own.map(|cell| cell.lines.len()).max().unwrap_or(0)
    }

    /// Whether what makes it high is a long text.
    pub fn is_text(&self) -> bool {
        let most = self.lines();
        self.cells.iter().any(|it| it.setting == Setting::Text && it.lines.len() == most)
    }

    /// Whether it has the labels of another row, down to a depth and at it.
    pub fn is_grouped_with(&self, other: &Self, depth: usize) -> bool {
        self.labels.get(depth).is_some() && self.labels.get(..=depth) == other.labels.get(..=depth)
    }

    /// Cuts it after so many lines of text: gives what is before, and becomes what is left.
    /// Labels are in both.
    pub fn cut(&mut self, lines: usize) -> Self {
        let before = self.clone();
        for cell in self.cells.iter_mut().filter(|cell| cell.setting != Setting::Label) {
            cell.lines = cell.lines.get(lines..).unwrap_or_default().into();
        }
        let mut before = before;
        for cell in before.cells.iter_mut().filter(|cell| cell.setting != Setting::Label) {
            cell.lines = cell.lines[..lines.min(cell.lines.len())].into();
        }
        before
    }
}

/// Labels are one, whichever of them comes first, that say the same in the same columns.
impl PartialEq for SetCell {
    fn eq(&self, other: &Self) -> bool {
        let said = |cell: &Self| (cell.columns.clone(), cell.rows, cell.setting);
        said(self) == said(other) && self.lines == other.lines
    }
}

impl SetCell {
    /// How high it is, in points.
    pub fn height(&self, measures: &Measures) -> f64 {
        measures.cell(self.lines.len())
    }
}
