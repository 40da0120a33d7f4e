//! What stands below a new name: blanks to be filled in, as in a new file.

use super::plan::entry;
use crate::form::{Column, Kind, MOST_IN_A_LIST};
use crate::source::layout::{Entry, Known, Map, Value};

/// What a row says in a column that is still to be filled in.
pub fn cell(column: &Column) -> Value {
    match column.kind {
        Kind::Marks(_) => Value::List(Vec::new()),
        _ => Value::Text(String::new()),
    }
}

/// A row that says something in each column: a single value, a list or a mapping.
pub fn row(columns: &[Column], mut cell: impl FnMut(&Column) -> Value) -> Value {
    let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
    match entered.as_slice() {
        [column] => cell(column),
        many if many.len() <= MOST_IN_A_LIST => {
            Value::List(many.iter().map(|column| cell(column)).collect())
        }
        many => map(many.iter().map(|column| entry(&column.key, cell(column))).collect()),
    }
}

/// What stands below a name: a blank row, or a name with one below it.
pub fn below(known: Known) -> Option<Value> {
    match known {
        Known::Row(columns) => Some(row(columns, cell)),
        Known::Names { names, .. } => {
            let name = names.and_then(|names| names.names().next()).unwrap_or_default();
            Some(map(vec![entry(name, below(known.below(name))?)]))
        }
        _ => None,
    }
}

/// A mapping.
pub fn map(entries: Vec<Entry>) -> Value {
    Value::Map(Map { entries, after: Vec::new() })
}
