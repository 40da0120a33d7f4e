//! What people fill in: the values and names in the cells of a form's page.

use std::borrow::Cow;

use super::definition::Field;
use super::formula::Ref;
use super::kind::{Column, Kind};
use super::page::Piece;
use super::pattern::What;
use super::project::{Project, Value};
use super::sheet::SheetCell;

/// What stands for a name that is still to be given.
const BLANK: &str = "（空）";

/// Something in a cell that the project file says.
#[derive(Debug, Clone)]
pub struct CellEntry<'a> {
    /// The project file's keys that lead to it, a row's column last; of a name, the name itself.
    pub path: Vec<&'a str>,
    /// How many of them lead to the field that it is in.
    pub above: usize,
    /// What it is.
    pub is: EntryKind<'a>,
    /// Whether a project must say it.
    pub required: bool,
    /// What it says, as it is written; the choices of a list with 、 between.
    pub text: Cow<'a, str>,
}

/// What a [`CellEntry`] is.
#[derive(Debug, Clone, Copy)]
pub enum EntryKind<'a> {
    /// The value of a field.
    Field(&'a Field),
    /// What a row says in a column.
    Column(&'a Column),
    /// One choice of a row's column, which is ticked or not.
    Tick(&'a Column, &'a str),
    /// A name: of a table's row, or in a tree; with what such a name is called.
    Name(&'a str),
}

impl<'a> EntryKind<'a> {
    /// The kind of its value; a name has none.
    pub fn kind(&self) -> Option<&'a Kind> {
        match *self {
            Self::Field(field) => Some(&field.kind),
            Self::Column(column) | Self::Tick(column, _) => Some(&column.kind),
            Self::Name(_) => None,
        }
    }
}

impl CellEntry<'_> {
    /// What people call it, in full: a row's cell with the row's name and the column's title, a
    /// name with what it is; with the names above it, if there are any.
    pub fn label(&self) -> String {
        let named = |name: &str| if name.is_empty() { BLANK.to_owned() } else { name.to_owned() };
        let row = || named(self.path.iter().rev().nth(1).copied().unwrap_or_default());
        let label = match self.is {
            EntryKind::Field(field) => return field.key.clone(),
            EntryKind::Column(column) => format!("{} {}", row(), column.full_title()),
            EntryKind::Tick(column, choice) => {
                format!("{} {} {choice}", row(), column.full_title())
            }
            EntryKind::Name(called) => {
                format!("{called} {}", named(self.path.last().copied().unwrap_or_default()))
            }
        };
        match self.groups() {
            [] => label,
            groups => {
                let groups: Vec<String> = groups.iter().map(|group| named(group)).collect();
                format!("{label}（{}）", groups.join(" › "))
            }
        }
    }

    /// The names of a tree that stand above it.
    fn groups(&self) -> &[&str] {
        let below = match self.is {
            EntryKind::Field(_) => self.path.len(),
            EntryKind::Column(_) | EntryKind::Tick(..) => 2,
            EntryKind::Name(_) => 1,
        };
        let end = self.path.len().saturating_sub(below);
        self.path.get(self.above..end).unwrap_or_default()
    }
}

/// Whether something that a project must say is still blank in a cell with these entries.
pub fn is_blank(cell: &SheetCell, entries: &[CellEntry]) -> bool {
    // One of its boxes is ticked, or none.
    let is_box = cell.column.is_some_and(|column| column.to_tick().is_some());
    !is_box && entries.iter().any(|entry| entry.required && entry.text.trim().is_empty())
}

impl Project {
    /// What the project file says in a cell of the page; nothing where all of it is the form's
    /// own, or computed.
    pub fn entries<'a>(&'a self, cell: &SheetCell<'a>) -> Vec<CellEntry<'a>> {
        match cell.what {
            What::Fixed(_) => Vec::new(),
            What::Fields { paths, .. } => paths.iter().filter_map(|it| self.field(it)).collect(),
            What::Boxes(path) => self.field(path).into_iter().collect(),
            What::Value { of, .. } => self.reference(of).into_iter().collect(),
            What::Note { pieces, .. } => {
                let of = pieces.iter().filter_map(|piece| match piece {
                    Piece::Words(_) => None,
                    Piece::Of(of) => self.reference(of),
                });
                of.collect()
            }
            What::Name(level) => {
                let path = cell.path.clone().unwrap_or_default();
                let (field, names) = self.form().field_of(&path).unzip();
                let is = EntryKind::Name(field.map_or("", |field| field.kind.name(*level)));
                let above = path.len() - names.map_or(0, <[_]>::len);
                vec![CellEntry { path, above, is, required: true, text: cell.text.clone() }]
            }
            What::Column(_) | What::Tick { .. } => self.of_row(cell).into_iter().collect(),
        }
    }

    /// The fields that hold a single text, a choice or a list of those, in the form's order.
    pub fn field_entries(&self) -> Vec<CellEntry<'_>> {
        let fields = self.form().all_fields().into_iter();
        let singles = fields
            .filter(|(_, field)| field.kind.is_scalar() || matches!(field.kind, Kind::Marks(_)));
        singles.filter_map(|(path, _)| self.field(&path)).collect()
    }

    /// The field at the end of a path of indices.
    fn field(&self, path: &[usize]) -> Option<CellEntry<'_>> {
        let field = self.form().field_at(path)?;
        let required = field.required && field.otherwise.is_none();
        let text = self.at(path).map_or(Cow::Borrowed(""), Value::text);
        let path = self.form().keys(path);
        Some(CellEntry { above: path.len(), path, is: EntryKind::Field(field), required, text })
    }

    fn reference(&self, of: &Ref) -> Option<CellEntry<'_>> {
        match of {
            Ref::Field(path) => self.field(path),
            Ref::Cell { field: path, row, column } => {
                let form = self.form();
                let field = form.field_at(path)?;
                let Kind::Matrix(matrix) = &field.kind else { return None };
                let (row, index) = (matrix.rows.get(*row)?, *column);
                let column = matrix.columns.get(index)?;
                let is_written = row.sum.is_empty()
                    && column.is_entered()
                    && (column.only.is_empty() || column.only.contains(&row.key));
                let said = self.row(path, &row.key);
                let value = said.and_then(|row| row.get(index));
                let text = value.map_or(Cow::Borrowed(""), Value::text);
                let mut keys = form.keys(path);
                let above = keys.len();
                keys.extend([row.key.as_str(), column.key.as_str()]);
                // The amounts of a row that is left out are 0, unless all are left out.
                let is_left_out = said.is_none()
                    && !(field.required && self.at(path).is_some_and(Value::is_empty));
                let required = column.required && !(column.kind.is_decimal() && is_left_out);
                let is = EntryKind::Column(column);
                is_written.then_some(CellEntry { path: keys, above, is, required, text })
            }
            Ref::Computed(_) | Ref::Column { .. } => None,
        }
    }

    /// What the project file says in a cell of a row.
    fn of_row<'a>(&'a self, cell: &SheetCell<'a>) -> Option<CellEntry<'a>> {
        let column = cell.column.filter(|column| column.is_entered())?;
        let mut path = cell.path.clone()?;
        let is = match cell.what {
            What::Tick { .. } => EntryKind::Tick(column, path.pop()?),
            _ => EntryKind::Column(column),
        };
        let (_, names) = self.form().field_of(&path)?;
        let above = path.len() - names.len();
        Some(CellEntry { path, above, is, required: column.required, text: cell.text.clone() })
    }

    /// The fields that may have rows of the author's own and have none: their keys, and what a
    /// row is called.
    pub fn rowless(&self) -> Vec<(Vec<&str>, &str)> {
        let form = self.form();
        let has_none = |path: &[usize]| self.at(path).is_none_or(Value::is_empty);
        let fields = form.all_fields().into_iter();
        let rowless = fields.filter(|(path, field)| {
            matches!(field.kind, Kind::Table(_) | Kind::Tree(_)) && has_none(path)
        });
        rowless.map(|(path, field)| (form.keys(&path), field.kind.name(0))).collect()
    }
}
