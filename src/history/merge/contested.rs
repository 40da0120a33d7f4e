//! Conflicts as a person is asked about them: each field once, with all that it says.

use super::conflict::Conflict;
use super::fields::Contested;
use super::values::in_one_line;
use super::versions::Versions;
use crate::form::Form;
use crate::source::layout::{Entry, Known, Map, Tree, Value, lines_of};

/// The fields that conflicts are about, in the order in which they are told.
pub fn of(conflicts: &[Conflict], trees: &Versions<Tree>, form: Option<&Form>) -> Vec<Contested> {
    let known = Known::of(form);
    let roots = trees.as_ref().map(|tree| &tree.root);
    let mut all: Vec<Contested> = Vec::new();
    for conflict in conflicts {
        let path = asked_about(conflict, roots, known);
        let message = conflict.to_string();
        if let Some(known) = all.iter_mut().find(|it| path.starts_with(&it.path)) {
            known.messages.push(message);
            continue;
        }
        let Versions { base, ours: mine, theirs } = roots.map(|root| said(root, &path, known));
        all.retain(|it| !it.path.starts_with(&path));
        all.push(Contested { path, messages: vec![message], base, mine, theirs });
    }
    all
}

/// The keys that lead to what a person can choose: a text, or something that one of the
/// versions does not have. What is about names, or their order, is about the whole field.
pub fn asked_about(conflict: &Conflict, roots: Versions<&Map>, known: Known) -> Vec<String> {
    let path = conflict.path();
    let Conflict::Texts { texts, .. } = conflict else { return field(path, known) };
    let is_there =
        |length: usize| roots.map(|root| find(root, &path[..length], known).is_some()).into_array();
    let said = texts.as_ref().map(Option::is_some).into_array();
    // What has moved, or has another name, stands elsewhere.
    if said != is_there(path.len()) {
        return field(path, known);
    }
    let shortest = (1..=path.len()).find(|length| is_there(*length).contains(&false));
    path[..shortest.unwrap_or(path.len())].to_vec()
}

/// The keys that lead to the field that something belongs to.
fn field(path: &[String], mut known: Known) -> Vec<String> {
    let mut length = 0;
    for key in path {
        if known.is_named() || matches!(known, Known::Row(_)) {
            break;
        }
        known = known.below(key);
        length += 1;
    }
    path[..length].to_vec()
}

/// What is found at the end of a path.
pub enum Found<'a> {
    /// An entry.
    Entry(&'a Entry),
    /// What a row says in a column.
    Item(&'a Value),
}

/// What stands at the end of a path: keys, and a column below a row.
pub fn find<'a>(map: &'a Map, path: &[String], known: Known) -> Option<Found<'a>> {
    let (key, rest) = path.split_first()?;
    let entry = map.entries.iter().find(|entry| entry.key == *key)?;
    let known = known.below(key);
    match (&entry.value, rest) {
        (_, []) => Some(Found::Entry(entry)),
        (Value::Map(map), rest) => find(map, rest, known),
        (Value::List(items), [column]) => items.get(number(known, column)?).map(Found::Item),
        (Value::Text(_), [column]) if number(known, column) == Some(0) => {
            Some(Found::Item(&entry.value))
        }
        _ => None,
    }
}

/// The number of a column among those that a file says.
pub fn number(known: Known, column: &str) -> Option<usize> {
    let Known::Row(columns) = known else { return None };
    columns.iter().filter(|column| column.is_entered()).position(|it| it.key == column)
}

/// What stands at the end of a path, for people to read.
fn said(map: &Map, path: &[String], known: Known) -> Option<String> {
    let of = path.iter().fold(known, |known, key| known.below(key));
    Some(match find(map, path, known)? {
        Found::Item(value) => in_one_line(value),
        Found::Entry(entry) => match &entry.value {
            Value::Map(map) if !map.entries.is_empty() => lines_of(map, of),
            value => in_one_line(value),
        },
    })
}
