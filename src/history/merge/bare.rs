//! What a tree says, without its comments.

use crate::source::layout::{Entry, Map, Value};

/// A value without the comments in it.
pub fn bare(value: &Value) -> Value {
    match value {
        Value::Map(map) => Value::Map(bare_map(map)),
        other => other.clone(),
    }
}

fn bare_map(map: &Map) -> Map {
    let entry = |entry: &Entry| Entry {
        before: Vec::new(),
        key: entry.key.clone(),
        beside: Vec::new(),
        value: bare(&entry.value),
    };
    Map { entries: map.entries.iter().map(entry).collect(), after: Vec::new() }
}
