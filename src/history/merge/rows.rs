//! Rows that are written as lists and rows that are written as mappings, made alike.

use super::values::as_text;
use super::versions::Versions;
use crate::form::{Column, Kind};
use crate::source::layout::{Entry, Map, Value};

/// The columns that a file says.
pub fn entered(columns: &[Column]) -> Vec<&Column> {
    columns.iter().filter(|column| column.is_entered()).collect()
}

/// The versions of a row in one shape.
pub struct Alike {
    /// The versions, all as lists or all as mappings with all columns.
    pub values: Versions<Option<Value>>,
    /// The keys that mappings had before.
    written: Vec<String>,
}

impl Alike {
    /// Makes the versions alike where some are lists and others mappings; `None` where they
    /// are so already. A mapping with comments stays one.
    pub fn of(values: Versions<Option<&Value>>, columns: &[Column]) -> Option<Self> {
        let columns = entered(columns);
        let are_maps = values.map(|value| value.map(|value| matches!(value, Value::Map(_))));
        let kinds: Vec<bool> = are_maps.into_array().into_iter().flatten().collect();
        if !kinds.contains(&true) || !kinds.contains(&false) {
            return None;
        }
        let has_comments = values.into_array().into_iter().flatten().any(has_comments);
        let is_map = are_maps.settled().unwrap_or(&are_maps.ours).unwrap_or(false);
        let keys = |value: &Value| match value {
            Value::Map(map) => map.entries.iter().map(|entry| entry.key.clone()).collect(),
            Value::List(_) | Value::Text(_) => Vec::new(),
        };
        let written = values.into_array().into_iter().flatten().flat_map(keys).collect();
        let made = values.map(|value| match value {
            None => Some(None),
            Some(value) if is_map || has_comments => as_map(value, &columns).map(Some),
            Some(value) => as_list(value, &columns).map(Some),
        });
        Some(Self { values: made.complete()?, written })
    }

    /// A row without the blanks that no mapping had before.
    pub fn shortened(&self, row: Option<Value>) -> Option<Value> {
        let Some(Value::Map(mut map)) = row else { return row };
        map.entries.retain(|entry| {
            let is_blank = match &entry.value {
                Value::Text(text) => text.is_empty(),
                Value::List(items) => items.is_empty(),
                Value::Map(_) => false,
            };
            !is_blank || is_remarked(entry) || self.written.contains(&entry.key)
        });
        Some(Value::Map(map))
    }
}

/// What a row says, in one line.
pub fn in_one_line(map: &Map) -> String {
    let said = |entry: &Entry| match &entry.value {
        Value::Text(text) => format!("{}: {text}", entry.key),
        Value::List(items) => {
            let items: Vec<&str> = items.iter().filter_map(as_text).collect();
            format!("{}: {}", entry.key, items.join("、"))
        }
        Value::Map(_) => entry.key.clone(),
    };
    let said: Vec<String> = map.entries.iter().map(said).collect();
    format!("{{{}}}", said.join(", "))
}

fn has_comments(value: &Value) -> bool {
    let Value::Map(map) = value else { return false };
    !map.after.is_empty() || map.entries.iter().any(is_remarked)
}

fn is_remarked(entry: &Entry) -> bool {
    entry.before.iter().any(|comment| !comment.is_sign()) || !entry.beside.is_empty()
}

fn as_list(value: &Value, columns: &[&Column]) -> Option<Value> {
    let Value::Map(map) = value else { return is_row(value, columns).then(|| value.clone()) };
    let find = |column: &&Column| map.entries.iter().find(|entry| entry.key == column.key);
    let found = columns.iter().filter_map(find).count();
    let item = |column: &&Column| match find(column) {
        Some(entry) => entry.value.clone(),
        None => nothing(column),
    };
    (found == map.entries.len()).then(|| Value::List(columns.iter().map(item).collect()))
}

fn as_map(value: &Value, columns: &[&Column]) -> Option<Value> {
    let entry = |column: &Column, value: Value| Entry {
        before: Vec::new(),
        key: column.key.clone(),
        beside: Vec::new(),
        value,
    };
    match value {
        Value::Map(map) => {
            let mut map = map.clone();
            for column in columns {
                if !map.entries.iter().any(|entry| entry.key == column.key) {
                    map.entries.push(entry(column, nothing(column)));
                }
            }
            Some(Value::Map(map))
        }
        Value::List(items) if is_row(value, columns) => {
            let entries = columns.iter().zip(items);
            let entries = entries.map(|(column, item)| entry(column, item.clone())).collect();
            Some(Value::Map(Map { entries, after: Vec::new() }))
        }
        Value::List(_) | Value::Text(_) => None,
    }
}

/// Whether it is a list with an item for each column.
fn is_row(value: &Value, columns: &[&Column]) -> bool {
    matches!(value, Value::List(items) if items.len() == columns.len())
}

/// What a list has for a column that a mapping leaves out.
fn nothing(column: &Column) -> Value {
    match column.kind {
        Kind::Marks(_) => Value::List(Vec::new()),
        _ => Value::Text(String::new()),
    }
}
