//! The comments in a tree: what is removed may not take new ones along, and none of either
//! side's is lost.

use std::collections::HashMap;
use std::hash::Hash;

use super::chunks;
use super::versions::Versions;
use crate::source::layout::{Comment, Entry, Map, Value};

/// The comments that both sides want, each line where it stands; where both have written
/// something, ours comes first.
pub fn both<T: Clone + Eq + Hash + Ord>(comments: Versions<&[T]>) -> Vec<T> {
    if let Some(settled) = comments.settled() {
        return settled.to_vec();
    }
    let mut lines: Vec<&T> = Vec::new();
    for chunk in chunks::cut(comments) {
        let Versions { base, ours, theirs } = chunk;
        if let Some(settled) = chunk.settled() {
            lines.extend(*settled);
            continue;
        }
        lines.extend(ours.iter().filter(|it| theirs.contains(it) || !base.contains(it)));
        lines.extend(theirs.iter().filter(|it| !ours.contains(it) && !base.contains(it)));
    }
    // What both have added at different places is there as often as one of them has it.
    let [ours, theirs] = [comments.ours, comments.theirs].map(counts);
    let mut left: HashMap<&T, usize> = ours;
    for (line, count) in theirs {
        let most = left.entry(line).or_default();
        *most = count.max(*most);
    }
    lines.retain(|line| match left.get_mut(*line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    lines.into_iter().cloned().collect()
}

fn counts<T: Eq + Hash>(lines: &[T]) -> HashMap<&T, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(line).or_default() += 1;
    }
    counts
}

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
