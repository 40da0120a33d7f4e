//! A table as a text: columns that are aligned under full-width characters.

use comfy_table::{CellAlignment, Table, presets};

use super::{ColumnKind, DataTable, RowKind};
use crate::diagnostic::render::clean;
use crate::text::width::columns;

/// How many characters of a cell are shown to people.
const WIDEST: usize = 200;
/// How many columns a cell has at least, however narrow the terminal is.
const NARROWEST: usize = 8;
/// What stands between two columns.
const GAP: u16 = 2;

/// Writes the table; on a terminal of a width, long cells are shortened.
pub fn write(table: &DataTable, width: Option<usize>) -> String {
    let titles: Vec<String> = table.columns.iter().map(|it| clean(&one_line(&it.title))).collect();
    let mut lines: Vec<Vec<String>> = Vec::new();
    for row in &table.rows {
        lines.push(row.cells.iter().map(|it| clean(&one_line(&it.shown()))).collect());
    }
    if let Some(width) = width {
        let limits = limits(table, &titles, &lines, width);
        for cells in &mut lines {
            for ((cell, limit), column) in cells.iter_mut().zip(&limits).zip(&table.columns) {
                *cell = shortened(cell, *limit, column.kind);
            }
        }
    }
    let mut text = Table::new();
    text.load_style(presets::NOTHING).set_header(titles);
    for cells in lines {
        text.add_row(cells);
    }
    for (column, shown) in table.columns.iter().zip(text.column_iter_mut()) {
        shown.set_padding((0, GAP));
        if column.kind == ColumnKind::Number {
            shown.set_cell_alignment(CellAlignment::Right);
        }
    }
    text.trim_fmt() + "\n"
}

/// How wide each column may be, so that all of them are within `width`: the widest texts
/// give way first, numbers and the words before sums never.
fn limits(table: &DataTable, titles: &[String], lines: &[Vec<String>], width: usize) -> Vec<usize> {
    let mut limits = Vec::new();
    let mut least = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let is_sum = |number: &usize| table.rows[*number].kind != RowKind::Entry;
        let wide = |number: usize| lines[number].get(index).map_or(0, |cell| columns(cell));
        let title = columns(&titles[index]);
        let widest = (0..lines.len()).map(wide).max().unwrap_or(0).max(title);
        let sums = (0..lines.len()).filter(is_sum).map(wide).max().unwrap_or(0);
        let is_fixed = column.kind == ColumnKind::Number;
        least.push(if is_fixed { widest } else { NARROWEST.max(title).max(sums) });
        limits.push(widest);
    }
    let gaps = usize::from(GAP) * table.columns.len().saturating_sub(1);
    while limits.iter().sum::<usize>() + gaps > width {
        let wider = (0..limits.len()).filter(|index| limits[*index] > least[*index]);
        let Some(widest) = wider.max_by_key(|index| limits[*index]) else { break };
        limits[widest] -= 1;
    }
    limits
}

/// A text of so many columns at most; of a path, the end stays.
fn shortened(text: &str, limit: usize, kind: ColumnKind) -> String {
    if columns(text) <= limit {
        return text.to_owned();
    }
    let mut room = limit.saturating_sub(1);
    let mut fits = |c: &char| {
        let wide = columns(c.encode_utf8(&mut [0; 4]));
        let fits = wide <= room;
        room -= if fits { wide } else { 0 };
        fits
    };
    match kind {
        ColumnKind::Path => {
            let end: Vec<char> = text.chars().rev().take_while(&mut fits).collect();
            format!("…{}", end.into_iter().rev().collect::<String>())
        }
        ColumnKind::Text | ColumnKind::Number => {
            format!("{}…", text.chars().take_while(&mut fits).collect::<String>())
        }
    }
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
