//! A tree that says at one place what another one says there.

use super::contested::number;
use crate::source::layout::{Entry, Known, Map, Value};

/// Has `map` say at the end of a path what `before` says there, be it nothing. What is there
/// in both keeps its comments, unless they are to be as before, too.
pub fn revert(map: &mut Map, before: &Map, path: &[String], with_comments: bool, known: Known) {
    let Some((key, rest)) = path.split_first() else { return };
    let there = map.entries.iter().position(|entry| entry.key == *key);
    let wanted = before.entries.iter().find(|entry| entry.key == *key);
    let below = known.below(key);
    match (there, wanted) {
        (None, None) => {}
        (None, Some(wanted)) => {
            let place = place(map, before, key);
            map.entries.insert(place, pruned(wanted, rest));
        }
        (Some(there), None) if rest.is_empty() => {
            map.entries.remove(there);
        }
        (Some(there), Some(wanted)) if rest.is_empty() && with_comments => {
            map.entries[there] = wanted.clone();
        }
        (Some(there), Some(wanted)) if rest.is_empty() => {
            map.entries[there].value = wanted.value.clone();
        }
        (Some(there), wanted) => {
            let nothing = Value::Map(Map::default());
            let wanted = wanted.map_or(&nothing, |wanted| &wanted.value);
            let value = &mut map.entries[there].value;
            match (value, wanted) {
                (Value::Map(map), Value::Map(wanted)) => {
                    revert(map, wanted, rest, with_comments, below);
                }
                (Value::List(items), Value::List(wanted)) => match number(below, &rest[0]) {
                    Some(index) if index < items.len() && index < wanted.len() => {
                        items[index] = wanted[index].clone();
                    }
                    _ => *items = wanted.clone(),
                },
                (value, wanted) => *value = wanted.clone(),
            }
        }
    }
}

/// Where an entry of `before` belongs in a map that does not have it: below the nearest one
/// above it that is there.
fn place(map: &Map, before: &Map, key: &str) -> usize {
    let above = before.entries.iter().take_while(|entry| entry.key != key);
    let there = above.filter_map(|above| map.entries.iter().position(|it| it.key == above.key));
    there.last().map_or(0, |above| above + 1)
}

/// An entry with nothing else below it than what is at the end of a path.
fn pruned(entry: &Entry, path: &[String]) -> Entry {
    let mut entry = entry.clone();
    if let (Value::Map(map), [key, rest @ ..]) = (&mut entry.value, path)
        && let Some(below) = map.entries.iter().find(|below| below.key == *key)
    {
        map.entries = vec![pruned(below, rest)];
    }
    entry
}
