//! What values in three versions are.

use super::versions::Versions;
use crate::source::layout::{Map, Value};

/// What all versions that there are hold, if they are of one kind.
pub fn each<'a, T>(
    values: Versions<Option<&'a Value>>,
    kind: fn(&'a Value) -> Option<T>,
) -> Option<Versions<Option<T>>> {
    // Inside, whether there is a value; outside, whether it is of the kind.
    let kinds = values.map(|value| match value {
        None => Some(None),
        Some(value) => kind(value).map(Some),
    });
    kinds.complete()
}

/// A text.
pub fn as_text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::List(_) | Value::Map(_) => None,
    }
}

/// The items of a list.
pub fn as_list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        Value::Text(_) | Value::Map(_) => None,
    }
}

/// A mapping; nothing written under a key is an empty one.
pub fn as_map(value: &Value) -> Option<&Map> {
    static EMPTY: Map = Map { entries: Vec::new(), after: Vec::new() };
    match value {
        Value::Map(map) => Some(map),
        Value::Text(text) if text.is_empty() => Some(&EMPTY),
        Value::Text(_) | Value::List(_) => None,
    }
}

/// What a value says, in one line; of a mapping, its keys.
pub fn in_one_line(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(in_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let keys: Vec<_> = map.entries.iter().map(|entry| entry.key.as_str()).collect();
            keys.join("、")
        }
    }
}
