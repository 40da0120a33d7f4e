//! A table for spreadsheets of any kind.

use ::csv::{Error, Terminator, WriterBuilder};

use super::{DataTable, Datum, unwritable};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;

/// Without it, Excel takes UTF-8 for the system's encoding.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Writes the table.
pub fn write(table: &DataTable) -> Result<String, Diagnostic> {
    let write = || -> Result<Vec<u8>, Error> {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
        writer.write_record(table.columns.iter().map(|column| inert(clean(&column.title))))?;
        for row in &table.rows {
            writer.write_record(row.cells.iter().map(cell))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    };
    let bytes = write().map_err(|error| unwritable(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| unwritable(&error))?;
    Ok(BYTE_ORDER_MARK.to_owned() + &text)
}

fn cell(datum: &Datum) -> String {
    match datum {
        Datum::Text(text) => inert(clean(text)),
        datum => datum.entered(),
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
