//! Rows that are written as lists and rows that are written as mappings, made alike.

use super::versions::Versions;
use crate::form::{Column, Kind};
use crate::source::layout::{Entry, Map, Value};

/// The columns that a file says.
pub fn entered(columns: &[Column]) -> Vec<&Column> {
    columns.iter().filter(|column| column.is_entered()).collect()
}

/// The versions of a row all as lists or all as mappings, where they are not yet; `None`
/// where there is nothing to make alike. A mapping with comments stays one.
pub fn alike(
    values: Versions<Option<&Value>>,
    columns: &[Column],
) -> Option<Versions<Option<Value>>> {
    let columns = entered(columns);
    let are_maps = values.map(|value| value.map(|value| matches!(value, Value::Map(_))));
    let kinds: Vec<bool> = are_maps.into_array().into_iter().flatten().collect();
    if !kinds.contains(&true) || !kinds.contains(&false) {
        return None;
    }
    let has_comments = values.into_array().into_iter().flatten().any(has_comments);
    let is_map = are_maps.settled().unwrap_or(&are_maps.ours).unwrap_or(false);
    let made = values.map(|value| match value {
        None => Some(None),
        Some(value) if is_map || has_comments => as_map(value, &columns).map(Some),
        Some(value) => as_list(value, &columns).map(Some),
    });
    made.complete()
}

/// What a row says, in one line.
pub fn in_one_line(map: &Map) -> String {
    let said = |entry: &Entry| match &entry.value {
        Value::Text(text) => format!("{}: {text}", entry.key),
        Value::List(items) => {
            let items: Vec<&str> = items.iter().filter_map(text).collect();
            format!("{}: {}", entry.key, items.join("、"))
        }
        Value::Map(_) => entry.key.clone(),
    };
    let said: Vec<String> = map.entries.iter().map(said).collect();
    format!("{{{}}}", said.join(", "))
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn has_comments(value: &Value) -> bool {
    let Value::Map(map) = value else { return false };
    let is_remarked = |entry: &Entry| !entry.before.is_empty() || !entry.beside.is_empty();
    !map.after.is_empty() || map.entries.iter().any(is_remarked)
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
    let items = match value {
        Value::Map(_) => return Some(value.clone()),
        Value::List(items) if is_row(value, columns) => items,
        Value::List(_) | Value::Text(_) => return None,
    };
    let is_said =
        |(column, item): &(&&Column, &Value)| column.required || **item != nothing(column);
    let entry = |(column, item): (&&Column, &Value)| Entry {
        before: Vec::new(),
        key: column.key.clone(),
        beside: Vec::new(),
        value: item.clone(),
    };
    let entries = columns.iter().zip(items).filter(is_said).map(entry).collect();
    Some(Value::Map(Map { entries, after: Vec::new() }))
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
