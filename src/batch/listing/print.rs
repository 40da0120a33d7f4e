//! The table as text, as JSON and as CSV.

use comfy_table::{CellAlignment, Table, presets};
use csv::{Terminator, WriterBuilder};
use serde::Serialize;

use super::{Listing, Row, Totals};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::form::Amount;

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// Without it, Excel takes UTF-8 for the system's encoding.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

const HEADER: [&str; 9] =
    ["文件", "项目名称", "项目类型", "资金总额", "半年", "三级指标", "页数", "错误", "警告"];
/// How many characters of a cell are shown to people.
const WIDEST: usize = 200;
/// Where the columns of numbers begin.
const NUMBERS: usize = 3;

impl Listing {
    /// For people: columns that are aligned under full-width characters.
    pub fn to_text(&self) -> String {
        let cell = |text: Option<String>| text.map_or("—".into(), |text| clean(&one_line(&text)));
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(HEADER);
        for cells in self.lines() {
            table.add_row(cells.map(cell));
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if index >= NUMBERS {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt() + "\n"
    }

    /// For programs: amounts are texts, so that they stay exact.
    pub fn to_json(&self) -> Result<String, Diagnostic> {
        #[derive(Serialize)]
        struct Versioned<'a> {
            version: u32,
            #[serde(flatten)]
            listing: &'a Listing,
        }

        serde_json::to_string_pretty(&Versioned { version: VERSION, listing: self })
            .map(|text| text + "\n")
            .map_err(|error| unwritable(&error))
    }

    /// For spreadsheets.
    pub fn to_csv(&self) -> Result<String, Diagnostic> {
        let write = || -> Result<Vec<u8>, csv::Error> {
            let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
            writer.write_record(HEADER)?;
            for cells in self.lines() {
                writer.write_record(cells.map(|cell| inert(clean(&cell.unwrap_or_default()))))?;
            }
            writer.into_inner().map_err(|error| error.into_error().into())
        };
        let bytes = write().map_err(|error| unwritable(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| unwritable(&error))?;
        Ok(BYTE_ORDER_MARK.to_owned() + &text)
    }

    /// The cells of all lines; those that are not known are `None`.
    fn lines(&self) -> impl Iterator<Item = [Option<String>; 9]> {
        self.projects.iter().map(cells).chain([totals(&self.totals)])
    }
}

fn cells(row: &Row) -> [Option<String>; 9] {
    [
        Some(row.file.clone()),
        row.name.clone(),
        row.kind.clone(),
        row.total.as_ref().map(amount),
        row.half_year.as_ref().map(amount),
        row.indicators.map(|count| count.to_string()),
        row.pages.map(|count| count.to_string()),
        Some(row.errors.to_string()),
        Some(row.warnings.to_string()),
    ]
}

fn totals(totals: &Totals) -> [Option<String>; 9] {
    [
        Some("合计".into()),
        Some(format!("{} 个项目", totals.projects)),
        Some(String::new()),
        totals.total.as_ref().map(amount),
        totals.half_year.as_ref().map(amount),
        Some(totals.indicators.to_string()),
        Some(totals.pages.to_string()),
        Some(totals.errors.to_string()),
        Some(totals.warnings.to_string()),
    ]
}

fn amount(amount: &Amount) -> String {
    amount.value().to_string()
}

/// A text of several lines would break the table's, and a very long one would
/// push all else out of sight.
fn one_line(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A text that no spreadsheet takes for a formula, which might do things on the
/// computer of whoever opens the table: an apostrophe says that it is a text.
fn inert(text: String) -> String {
    match text.starts_with(|c: char| "=+-@".contains(c) || c.is_control()) {
        true => format!("'{text}"),
        false => text,
    }
}

fn unwritable(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(&rule::INTERNAL, format!("写不出表格：{error}"))
}
