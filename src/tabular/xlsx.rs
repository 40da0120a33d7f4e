//! Tables as a workbook, which people go on working with: numbers are numbers, and no text is
//! a formula.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use super::{ColumnKind, DataTable, Datum, RowKind, Tables, unwritable, widest};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::text::width::columns;

/// How wide a column is at most; longer texts have several lines.
const WIDEST: usize = 40;
/// How wide a column is at least.
const NARROWEST: usize = 6;
/// What the sign that opens a filter takes of a title's room.
const FILTER: usize = 3;
/// How high a line of text is, in points.
const LINE: f64 = 16.0;
/// How high a row may be, in points.
const HIGHEST: f64 = 405.0;
/// How many characters a cell has at most; it may have twice as many units of UTF-16.
const LONGEST: usize = 16_000;
/// How many characters the name of a worksheet may have.
const LONGEST_NAME: usize = 31;
/// How many digits of a number a spreadsheet keeps.
const MOST_DIGITS: u32 = 15;
/// The number of the paper size A4.
const A4: u8 = 9;
const GREY: Color = Color::RGB(0x00C9_C9CE);
const LIGHT: Color = Color::RGB(0x00F2_F2F5);

/// Writes the workbook.
pub fn write(tables: &Tables) -> Result<Vec<u8>, Diagnostic> {
    workbook(tables).map_err(|error| unwritable(&error))
}

fn workbook(tables: &Tables) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = clean(&tables.title);
    // Equal tables give equal bytes, whenever they are written.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&title).set_creation_datetime(&created);
    book.set_properties(&properties);
    for (number, table) in tables.tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(&table.title))?;
        set_up(sheet, &title)?;
        let end = fill(sheet, table)?;
        if number == 0 {
            for (row, note) in (end + 1..).zip(&tables.notes) {
                sheet.write_string(row, 0, clean(note))?;
            }
        }
    }
    book.save_to_buffer()
}

/// How the sheet is shown and printed.
fn set_up(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    // An ampersand begins a command there.
    let title: String = title.chars().take(100).collect::<String>().replace('&', "&&");
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3)
        .set_header(format!("&C{title}"))
        .set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Writes the table into the sheet; the number of the first row below it.
fn fill(sheet: &mut Worksheet, table: &DataTable) -> Result<u32, XlsxError> {
    let heading = framed()
        .set_bold()
        .set_background_color(LIGHT)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    for (index, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, index, clean(&column.title), &heading)?;
        sheet.set_column_width(index, width(table, usize::from(index)) as f64)?;
    }
    let widths: Vec<usize> = (0..table.columns.len()).map(|index| width(table, index)).collect();
    let places: Vec<u32> = (0..table.columns.len()).map(|index| places(table, index)).collect();
    let mut filtered = 0;
    for (number, row) in (1..).zip(&table.rows) {
        let is_sum = row.kind != RowKind::Entry;
        for (index, datum) in (0..).zip(&row.cells) {
            let column = usize::from(index);
            let kind = table.columns.get(column).map_or(ColumnKind::Text, |column| column.kind);
            let mut format = framed().set_align(FormatAlign::Top);
            if is_sum {
                format = format.set_bold().set_background_color(LIGHT);
            }
            let most = places.get(column).copied().unwrap_or(0);
            put(sheet, (number, index), datum, kind, most, format)?;
        }
        let lines = row.cells.iter().zip(&widths).map(|(cell, width)| lines(cell, *width));
        // Not every program makes room for the lines of a text by itself.
        if let Some(lines @ 2..) = lines.max() {
            sheet.set_row_height(number, (lines as f64 * LINE).min(HIGHEST))?;
        }
        if row.kind != RowKind::Total {
            filtered = number;
        }
    }
    // Sums among the rows would be sorted with them.
    let has_sums = table.rows.iter().any(|row| row.kind == RowKind::Subtotal);
    if let Some(last) = table.columns.len().checked_sub(1).filter(|_| !has_sums) {
        sheet.autofilter(0, 0, filtered, u16::try_from(last).unwrap_or(u16::MAX))?;
    }
    Ok(u32::try_from(table.rows.len()).unwrap_or(u32::MAX - 2) + 1)
}

/// Writes a cell; `most` is how many places the amounts of its column have at most.
fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    datum: &Datum,
    kind: ColumnKind,
    most: u32,
    format: Format,
) -> Result<(), XlsxError> {
    let right = |format: Format| format.set_align(FormatAlign::Right);
    match datum {
        Datum::Count(count) => {
            let format = right(format).set_num_format("0");
            sheet.write_number_with_format(row, column, *count as f64, &format)?;
        }
        Datum::Amount(amount) => match number(amount) {
            Some(value) => {
                let format = right(format).set_num_format(pattern(amount.scale(), most));
                sheet.write_number_with_format(row, column, value, &format)?;
            }
            // As a number it would be another one.
            None => {
                let text = amount.to_string();
                sheet.write_string_with_format(row, column, text, &right(format))?;
            }
        },
        Datum::Text(_) | Datum::Empty | Datum::Unknown => {
            let text = cut(clean(&datum.entered()));
            // Whoever edits the cell later does not make a formula of it either.
            let is_like_formula = text.starts_with(['=', '+', '-', '@']);
            let format = if is_like_formula { format.set_quote_prefix() } else { format };
            let format = if kind == ColumnKind::Number { right(format) } else { format };
            let format = format.set_text_wrap();
            match text.is_empty() {
                true => sheet.write_blank(row, column, &format)?,
                false => sheet.write_string_with_format(row, column, text, &format)?,
            };
        }
    }
    Ok(())
}

/// A text that has room in a cell.
fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// How wide a column is, in digits. A number that had no room would not be shown.
fn width(table: &DataTable, index: usize) -> usize {
    let widest = widest(table, index) + FILTER;
    let is_number = table.columns.get(index).is_some_and(|it| it.kind == ColumnKind::Number);
    widest.clamp(NARROWEST, if is_number { usize::MAX } else { WIDEST })
}

/// How many lines a cell has in a column of a width, at most; a Chinese character is a little
/// wider than two digits, and lines do not end just anywhere.
fn lines(datum: &Datum, width: usize) -> usize {
    let Datum::Text(text) = datum else { return 1 };
    let room = width.saturating_sub(1).max(1);
    let lines = text.split('\n').map(|line| (columns(line) * 21).div_ceil(room * 20).max(1));
    lines.sum()
}

fn framed() -> Format {
    Format::new().set_border(FormatBorder::Thin).set_border_color(GREY)
}

/// An amount as a spreadsheet's number; `None` where that would lose some of its digits.
fn number(amount: &Decimal) -> Option<f64> {
    let digits =
        amount.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |it| it + 1);
    (digits <= MOST_DIGITS).then(|| amount.to_string().parse().ok()).flatten()
}

/// How many places the amounts of a column have at most.
fn places(table: &DataTable, index: usize) -> u32 {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(index));
    let places = cells.filter_map(|cell| match cell {
        Datum::Amount(amount) => Some(amount.scale()),
        _ => None,
    });
    places.max().unwrap_or(0)
}

/// A format that shows an amount with the places that it was entered with, and puts the
/// points of a column under one another: `_0` is a blank as wide as a digit.
fn pattern(places: u32, most: u32) -> String {
    let mut pattern = "0".to_owned();
    if places > 0 {
        pattern.push('.');
        pattern.push_str(&"0".repeat(places as usize));
    } else if most > 0 {
        pattern.push_str("_.");
    }
    pattern + &"_0".repeat(most.saturating_sub(places) as usize)
}

/// A name that a worksheet may have.
fn name(title: &str) -> String {
    let is_fine = |c: &char| !"[]:*?/\\'".contains(*c);
    let name: String = clean(title).chars().filter(is_fine).take(LONGEST_NAME).collect();
    let is_short = |name: &str| name.encode_utf16().count() <= LONGEST_NAME;
    let cut: String = name.chars().take(LONGEST_NAME / 2).collect();
    let name = if is_short(&name) { name } else { cut };
    if name.trim().is_empty() { "表".to_owned() } else { name }
}
