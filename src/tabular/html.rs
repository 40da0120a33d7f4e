//! Tables as one page.

use serde::Serialize;

use super::{ColumnKind, DataRow, DataTable, RowKind, Tables, page, unwritable, widest};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;

const TABLES: &str = include_str!("tables.html.j2");
/// How wide a column counts at most, where columns share the page.
const WIDEST: usize = 34;
/// How wide the texts are that are not broken.
const SHORT: usize = 12;

#[derive(Serialize)]
struct Page {
    title: String,
    notes: Vec<String>,
    tables: Vec<TableView>,
}

#[derive(Serialize)]
struct TableView {
    title: String,
    columns: Vec<ColumnView>,
    groups: Vec<GroupView>,
}

#[derive(Serialize)]
struct ColumnView {
    title: String,
    is_number: bool,
    /// Its share of the page, in per cent; what is not broken takes as much as it needs.
    share: Option<String>,
}

/// Rows that stand together.
#[derive(Serialize)]
struct GroupView {
    title: Option<String>,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    class: &'static str,
    cells: Vec<CellView>,
}

#[derive(Serialize)]
struct CellView {
    text: String,
    class: &'static str,
}

/// Writes the page.
pub fn write(tables: &Tables) -> Result<String, Diagnostic> {
    let page = page_of(tables);
    page::render("tables.html.j2", TABLES, &page).map_err(|error| unwritable(&error))
}

fn page_of(tables: &Tables) -> Page {
    let mut views: Vec<&DataTable> = tables.tables.iter().collect();
    views.sort_by_key(|table| !table.is_summary);
    Page {
        title: clean(&tables.title),
        notes: tables.notes.iter().map(|note| clean(note)).collect(),
        tables: views.into_iter().map(view).collect(),
    }
}

fn view(table: &DataTable) -> TableView {
    let has_groups = table.rows.iter().any(|row| row.group.is_some());
    let columns = table.columns.iter().enumerate();
    // What stands above the rows of a group needs no column.
    let shown: Vec<usize> = columns
        .filter(|(_, column)| !(has_groups && column.is_group))
        .map(|(index, _)| index)
        .collect();
    let weights: Vec<usize> = shown.iter().map(|&index| widest(table, index).min(WIDEST)).collect();
    let sum = weights.iter().sum::<usize>().max(1) as f64;
    let classes: Vec<&str> = shown.iter().map(|&index| class(table, index)).collect();
    let columns = shown.iter().zip(&weights).zip(&classes).map(|((&index, &weight), class)| {
        let share = class.is_empty().then(|| format!("{:.1}", weight as f64 * 100.0 / sum));
        let is_number = table.columns[index].kind == ColumnKind::Number;
        ColumnView { title: clean(&table.columns[index].title), is_number, share }
    });
    let groups = table.rows.chunk_by(|one, other| one.group == other.group);
    let groups = groups.map(|rows| GroupView {
        title: rows.first().and_then(|row| row.group.as_deref()).map(clean),
        rows: rows.iter().map(|row| row_view(row, &shown, &classes)).collect(),
    });
    TableView { title: clean(&table.title), columns: columns.collect(), groups: groups.collect() }
}

fn row_view(row: &DataRow, shown: &[usize], classes: &[&'static str]) -> RowView {
    let cells = shown.iter().zip(classes).filter_map(|(&index, class)| {
        Some(CellView { text: clean(&row.cells.get(index)?.shown()), class })
    });
    let class = match row.kind {
        RowKind::Entry if row.is_grave => "grave",
        RowKind::Entry => "entry",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
    };
    RowView { class, cells: cells.collect() }
}

/// How the cells of a column are shown: numbers at the right, and short texts on one line.
fn class(table: &DataTable, index: usize) -> &'static str {
    match table.columns[index].kind {
        ColumnKind::Number => "number",
        ColumnKind::Text if widest(table, index) <= SHORT => "short",
        ColumnKind::Text | ColumnKind::Path => "",
    }
}
