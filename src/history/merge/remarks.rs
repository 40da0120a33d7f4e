//! The comments in a tree: what is removed may not take new ones along.

use crate::source::layout::{Comment, Entry, Map, Value};

/// Whether some of the comments were not there before.
pub fn are_new(comments: Vec<&str>, before: Vec<&str>) -> bool {
    comments.iter().any(|comment| !before.contains(comment))
}

/// The comments that belong to an entry, but not to one within it.
pub fn of_entry(entry: &Entry) -> Vec<&str> {
    let beside = entry.beside.iter().map(String::as_str);
    let own = texts(&entry.before).chain(beside);
    match &entry.value {
        Value::Map(map) => own.chain(texts(&map.after)).collect(),
        Value::Text(_) | Value::List(_) => own.collect(),
    }
}

/// The comments that belong to the entries within an entry.
pub fn within(entry: &Entry) -> Vec<&str> {
    let Value::Map(Map { entries, .. }) = &entry.value else { return Vec::new() };
    entries.iter().flat_map(|entry| [of_entry(entry), within(entry)].concat()).collect()
}

fn texts(comments: &[Comment]) -> impl Iterator<Item = &str> {
    comments.iter().map(|comment| comment.text.as_str())
}
