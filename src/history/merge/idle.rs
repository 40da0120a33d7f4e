//! Rows that the form fixes: one that is left out says what one of zeros says.

use super::bare::bare;
use super::versions::Versions;
use crate::source::layout::{Entry, Value};

/// The versions of such a row, with one of zeros where it is left out; only where they would
/// not be settled otherwise.
pub fn supplied(entries: Versions<Option<&Entry>>) -> Versions<Option<&Entry>> {
    let values = entries.map(|entry| Some(bare(&entry?.value)));
    let mut there = entries.into_array().into_iter().flatten();
    match there.find(|entry| is_idle(entry)) {
        Some(idle) if values.settled().is_none() => entries.map(|entry| entry.or(Some(idle))),
        _ => entries,
    }
}

/// Whether a row has nothing but zeros, and no comment that would go with it.
fn is_idle(entry: &Entry) -> bool {
    let is_zero =
        |value: &Value| matches!(value, Value::Text(text) if text.is_empty() || text == "0");
    let has_comments = !entry.before.is_empty() || !entry.beside.is_empty();
    !has_comments
        && match &entry.value {
            Value::List(items) => items.iter().all(is_zero),
            Value::Map(map) => {
                map.after.is_empty() && map.entries.iter().all(|entry| is_zero(&entry.value))
            }
            value => is_zero(value),
        }
}
