//! A form's page, filled in: what printing sets, comparing compares, and verifying holds
//! against what is read back.

use std::borrow::Cow;
use std::ops::Range;

use super::formula::{Ref, row_cell};
use super::kind::Column;
use super::page::Piece;
use super::pattern::{Breaks, Head, LinePattern, PartPattern, Setting, Slot, What};
use super::project::{Project, Row, Value};

/// The sign in the column of what is chosen, and behind it in a list.
pub const TICK: &str = "√";
/// The sign behind what is not chosen in a list.
const BOX: &str = "□";

/// Lines of the page that stay together in the same way, see [`PartPattern`].
#[derive(Debug)]
pub struct SheetPart<'a> {
    /// How they run over pages.
    pub breaks: Breaks,
    /// The lines that are shown again at the top of each page.
    pub head: Vec<SheetLine<'a>>,
    /// The lines.
    pub lines: Vec<SheetLine<'a>>,
}

/// A row of the grid.
#[derive(Debug)]
pub struct SheetLine<'a> {
    /// The number of its pattern among those of its part.
    pub pattern: usize,
    /// The labels at the left that go over all lines that share them, the outermost first.
    pub labels: Vec<SheetCell<'a>>,
    /// The cells of the line itself.
    pub cells: Vec<SheetCell<'a>>,
    /// What it is to a header.
    pub head: Head,
    /// Whether it has no lines around it, as what stands above or below a table.
    pub is_plain: bool,
}

/// A cell of the page with its text.
#[derive(Debug, Clone)]
pub struct SheetCell<'a> {
    /// The columns of the grid that it covers.
    pub columns: Range<usize>,
    /// How many lines it covers; more than one in headers only.
    pub rows: usize,
    /// How it is set.
    pub setting: Setting,
    /// What it says. May hold line breaks, may be empty.
    pub text: Cow<'a, str>,
    /// Where it comes from: the project file's keys that lead to it. A name has a cell, too:
    /// one whose path ends with the name. The form's fixed words have none.
    pub path: Option<Vec<&'a str>>,
    /// What stands in it, whatever the project says.
    pub what: &'a What,
    /// The column of its row that it is in, of a table or a tree.
    pub column: Option<&'a Column>,
}

/// Cells are equal that look the same and come from the same place.
impl PartialEq for SheetCell<'_> {
    fn eq(&self, other: &Self) -> bool {
        let look = |cell: &Self| (cell.columns.clone(), cell.rows, cell.setting);
        look(self) == look(other) && self.text == other.text && self.path == other.path
    }
}

impl<'a> SheetPart<'a> {
    /// Its cells, line by line, those of the header first; a label that goes over several lines
    /// once for each.
    pub fn cells(&self) -> impl Iterator<Item = &SheetCell<'a>> {
        let lines = self.head.iter().chain(&self.lines);
        lines.flat_map(|line| line.labels.iter().chain(&line.cells))
    }
}

/// What stands in one of the form's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What it is, see [`SheetCell::path`].
    pub path: Vec<&'a str>,
    /// What it says. May hold line breaks, may be empty.
    pub text: Cow<'a, str>,
}

impl Project {
    /// Its form's page, filled in.
    pub fn sheet(&self) -> Vec<SheetPart<'_>> {
        let parts = self.form().pattern().iter();
        let fill = parts.map(|PartPattern { breaks, head, lines }| SheetPart {
            breaks: *breaks,
            head: self.filled(head),
            lines: self.filled(lines),
        });
        fill.collect()
    }

    /// The cells that the project fills in, and those that are computed from it, in the
    /// form's order: by row, then from left to right. The title and the year above the grid
    /// are none.
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = Vec::new();
        for part in self.sheet() {
            let mut above: Vec<SheetCell> = Vec::new();
            for line in part.lines {
                // A label that goes on is no other cell.
                let same = line.labels.iter().zip(&above).take_while(|(a, b)| a == b).count();
                let printed = line.labels[same..].iter().cloned().chain(line.cells);
                cells.extend(printed.filter_map(|it| Some(Cell { path: it.path?, text: it.text })));
                above = line.labels;
            }
        }
        cells
    }

    /// What a reference shows in a cell.
    pub fn shown(&self, reference: &Ref) -> Cow<'_, str> {
        match reference {
            Ref::Field(path) => self.at(path).map_or(Cow::Borrowed(""), Value::text),
            Ref::Cell { field, row, column } => self.matrix_cell(field, *row, *column).into(),
            Ref::Computed(name) => self.computed(name).into(),
            Ref::Column { .. } => "".into(),
        }
    }

    fn filled<'a>(&'a self, lines: &'a [LinePattern]) -> Vec<SheetLine<'a>> {
        let lines = lines.iter().enumerate();
        lines.flat_map(|(pattern, line)| self.lines(pattern, line)).collect()
    }

    fn lines<'a>(&'a self, pattern: usize, line: &'a LinePattern) -> Vec<SheetLine<'a>> {
        let fill = |row: Option<&RowAt<'a>>| SheetLine {
            pattern,
            labels: line.labels.iter().map(|slot| self.fill(slot, row)).collect(),
            cells: line.cells.iter().map(|slot| self.fill(slot, row)).collect(),
            head: line.head,
            is_plain: line.is_plain,
        };
        let Some(path) = &line.repeats else { return vec![fill(None)] };
        let keys = self.form().keys(path);
        let columns = self.form().field_at(path).and_then(|field| field.kind.columns());
        let columns = columns.unwrap_or_default();
        let row = |(names, row)| fill(Some(&RowAt { keys: keys.clone(), columns, names, row }));
        self.rows(path).into_iter().map(row).collect()
    }

    fn fill<'a>(&'a self, slot: &'a Slot, row: Option<&RowAt<'a>>) -> SheetCell<'a> {
        let (text, path) = match (&slot.what, row) {
            (What::Fixed(text), _) => (text.as_str().into(), None),
            (What::Fields { name, paths }, _) => {
                let (text, path) = self.of_fields(name, paths);
                (text, Some(path))
            }
            (What::Value { path, of }, _) => {
                (self.shown(of), Some(path.iter().map(String::as_str).collect()))
            }
            (What::Boxes(path), _) => (self.boxes(path).into(), Some(self.form().keys(path))),
            (What::Note { path, pieces }, _) => {
                let text = |piece: &'a Piece| match piece {
                    Piece::Words(text) => text.into(),
                    Piece::Of(of) => self.shown(of),
                };
                let path = path.iter().map(String::as_str).collect();
                (pieces.iter().map(text).collect::<String>().into(), Some(path))
            }
            (what, Some(row)) => {
                let (text, path) = row.fill(what);
                (text, Some(path))
            }
            (_, None) => ("".into(), None),
        };
        SheetCell {
            columns: slot.columns.clone(),
            rows: slot.rows,
            setting: slot.setting,
            text,
            path,
            what: &slot.what,
            column: row.and_then(|row| row.column(&slot.what)),
        }
    }

    /// All choices of a field: `新增项目√ 延续项目□`.
    fn boxes(&self, path: &[usize]) -> String {
        let choices = self.form().field_at(path).and_then(|field| field.kind.choices());
        let value = self.at(path);
        let choice = |choice: &String| {
            let is_chosen = value.is_some_and(|value| value.chooses(choice));
            format!("{choice}{}", if is_chosen { TICK } else { BOX })
        };
        let choices: Vec<_> = choices.unwrap_or_default().iter().map(choice).collect();
        choices.join(" ")
    }

    fn of_fields<'a>(
        &'a self,
        name: &'a str,
        paths: &'a [Vec<usize>],
    ) -> (Cow<'a, str>, Vec<&'a str>) {
        let text = |path: &'a Vec<usize>| self.at(path).map_or(Cow::Borrowed(""), Value::text);
        match paths {
            [path] => (text(path), self.form().keys(path)),
            paths => (paths.iter().map(text).collect::<String>().into(), vec![name]),
        }
    }
}

/// A row of a field.
struct RowAt<'a> {
    /// The keys that lead to the field.
    keys: Vec<&'a str>,
    columns: &'a [Column],
    /// The names that lead to the row below the field.
    names: Vec<&'a str>,
    row: &'a Row,
}

impl<'a> RowAt<'a> {
    /// The column that a cell of the row is in.
    fn column(&self, what: &What) -> Option<&'a Column> {
        match what {
            What::Column(index) | What::Tick { column: index, .. } => self.columns.get(*index),
            _ => None,
        }
    }

    /// What stands in a cell of the row.
    fn fill(&self, what: &What) -> (Cow<'a, str>, Vec<&'a str>) {
        let column = |index: usize| self.columns.get(index).map_or("", |column| &column.key);
        match what {
            What::Name(level) => {
                let names = self.names.get(..=*level).unwrap_or_default();
                let path = [&self.keys[..], names].concat();
                (names.last().copied().unwrap_or_default().into(), path)
            }
            What::Column(index) => {
                let path = [&self.keys[..], &self.names, &[column(*index)]].concat();
                (row_cell(self.columns, self.row, *index), path)
            }
            What::Tick { column: index, choice } => {
                let choices = self.columns.get(*index).and_then(Column::to_tick);
                let choice = choices.and_then(|it| it.get(*choice)).map_or("", String::as_str);
                let is_chosen = self.row.get(*index).is_some_and(|value| value.chooses(choice));
                let path = [&self.keys[..], &self.names, &[column(*index), choice]].concat();
                (if is_chosen { TICK } else { "" }.into(), path)
            }
            What::Fixed(_)
            | What::Fields { .. }
            | What::Boxes(_)
            | What::Value { .. }
            | What::Note { .. } => ("".into(), Vec::new()),
        }
    }
}
