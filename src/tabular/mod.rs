//! Tables for people: typed cells, and how they become texts, spreadsheets and pages.
//!
//! Whoever has a table to show fills in [`Tables`]; how it looks, that nothing in it acts as
//! markup or as a formula, and that equal tables give equal bytes is all in here.

mod csv;
mod html;
pub mod page;
mod text;
mod xlsx;

use std::path::Path;

use rust_decimal::Decimal;

use crate::diagnostic::{Diagnostic, rule};
use crate::text::width::columns;

/// One or more tables about the same.
#[derive(Debug, Default)]
pub struct Tables {
    /// What they are about.
    pub title: String,
    /// What there is to say of them, in lines.
    pub notes: Vec<String>,
    /// The chief one first. Where there is room for one only, it is that one.
    pub tables: Vec<DataTable>,
}

/// Rows under headings.
#[derive(Debug, Default)]
pub struct DataTable {
    /// What it shows, such as 明细; a worksheet has it as its name.
    pub title: String,
    /// Whether it sums up another one: people want to read it first.
    pub is_summary: bool,
    /// The columns.
    pub columns: Vec<DataColumn>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<DataRow>,
}

/// A column of a table.
#[derive(Debug)]
pub struct DataColumn {
    /// What it is called.
    pub title: String,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// Whether its cells are those that the rows' groups are called after: a page has them
    /// as headings.
    pub is_group: bool,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A text, of which the beginning says the most.
    Text,
    /// The path of a file, of which the end says the most.
    Path,
    /// An amount or a count.
    Number,
}

/// A row of a table.
#[derive(Debug)]
pub struct DataRow {
    /// What it is.
    pub kind: RowKind,
    /// Whether it tells of an error.
    pub is_grave: bool,
    /// The group that it belongs to. Those of a group stand together.
    pub group: Option<String>,
    /// A cell for each column.
    pub cells: Vec<Datum>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// One of the things that the table tells of.
    Entry,
    /// The sums of a group.
    Subtotal,
    /// The sums of all.
    Total,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// A text; may have several lines.
    Text(String),
    /// An exact amount, with as many places as it was entered with.
    Amount(Decimal),
    /// A number of things.
    Count(usize),
    /// There is nothing to say.
    Empty,
    /// There is something to say, but it is not known.
    Unknown,
}

/// How tables are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Columns that are aligned under full-width characters.
    Text,
    /// For spreadsheets of any kind.
    Csv,
    /// A workbook.
    Xlsx,
    /// A page to print or to send.
    Html,
}

impl TableFormat {
    /// The format that a file has by the ending of its name.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "txt" => Self::Text,
            "csv" => Self::Csv,
            "xlsx" => Self::Xlsx,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }

    /// The ending of a file in this format.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }
}

impl Tables {
    /// The tables as a file holds them.
    pub fn to_bytes(&self, format: TableFormat) -> Result<Vec<u8>, Diagnostic> {
        Ok(match format {
            TableFormat::Text => self.to_text(None).into(),
            TableFormat::Csv => self.to_csv()?.into(),
            TableFormat::Html => self.to_html()?.into(),
            TableFormat::Xlsx => self.to_xlsx()?,
        })
    }

    /// The chief table as a text; on a terminal of a width, long cells are shortened.
    pub fn to_text(&self, width: Option<usize>) -> String {
        self.tables.first().map_or_else(String::new, |table| text::write(table, width))
    }

    /// The chief table as CSV, as Excel reads it.
    fn to_csv(&self) -> Result<String, Diagnostic> {
        self.tables.first().map_or_else(|| Ok(String::new()), csv::write)
    }

    /// All tables as a page that needs nothing else and runs nothing.
    fn to_html(&self) -> Result<String, Diagnostic> {
        html::write(self)
    }

    /// A workbook with a worksheet for each table.
    fn to_xlsx(&self) -> Result<Vec<u8>, Diagnostic> {
        xlsx::write(self)
    }
}

impl DataColumn {
    /// A column of a kind.
    pub fn new(title: impl Into<String>, kind: ColumnKind) -> Self {
        Self { title: title.into(), kind, is_group: false }
    }
}

impl Datum {
    /// A text, or that it is not known.
    pub fn known(text: Option<&str>) -> Self {
        text.map_or(Self::Unknown, |text| Self::Text(text.to_owned()))
    }

    /// A text, or nothing.
    pub fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.to_owned()))
    }

    /// What it says, in a text that people read.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Amount(amount) => amount.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Empty => String::new(),
            Self::Unknown => "—".to_owned(),
        }
    }

    /// What it says, in a cell of a spreadsheet, where what is not known is not there.
    fn entered(&self) -> String {
        match self {
            Self::Unknown => String::new(),
            datum => datum.shown(),
        }
    }
}

/// The widest line of a column, its title included.
fn widest(table: &DataTable, index: usize) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(Datum::shown);
    let widest = cells.flat_map(|cell| cell.lines().map(columns).max()).max().unwrap_or(0);
    widest.max(table.columns.get(index).map_or(0, |column| columns(&column.title)))
}

fn unwritable(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(&rule::INTERNAL, format!("写不出表格：{error}"))
}
