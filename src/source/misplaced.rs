//! Entries that stand at the wrong level, or under a misspelt key: where they
//! belong.

use super::places::{Content, Entry, Node};
use crate::form::{Field, PROJECT, Shape};
use crate::text::nearest::nearest;

/// The key under which an unknown entry among `fields` should stand, by its name or
/// by its looks: only indicators have lists two levels deeper, and a pair belongs
/// under names.
pub fn home_of(entry: &Entry, fields: &[Field]) -> Option<&'static str> {
    let has_it = |field: &&Field| match field.shape {
        Shape::Record(fields) => fields.iter().any(|field| field.key == entry.key),
        _ => false,
    };
    if let Some(field) = PROJECT.iter().find(has_it) {
        return Some(field.key);
    }
    let is_indicator = first_below(&entry.value)
        .and_then(first_below)
        .is_some_and(|row| matches!(row.content, Content::List(_)));
    if is_indicator {
        return Some("绩效指标");
    }
    let is_names = |field: &&Field| matches!(field.shape, Shape::Names { .. });
    let names = fields.iter().find(is_names)?;
    (levels(&entry.value) == Some(0)).then_some(names.key)
}

fn first_below(node: &Node) -> Option<&Node> {
    match &node.content {
        Content::Map(entries) => entries.first().map(|entry| &entry.value),
        Content::Text { .. } | Content::List(_) => None,
    }
}

/// The project's key that an unknown one most likely stands for.
pub fn meant(key: &str) -> Option<&'static str> {
    match PROJECT.iter().any(|field| field.key == key) {
        true => None,
        false => nearest_field(key, PROJECT),
    }
}

/// The key of `fields` that `key` most likely stands for.
pub fn nearest_field(key: &str, fields: &'static [Field]) -> Option<&'static str> {
    let written = key.trim_matches(|c: char| c.is_whitespace() || "：:".contains(c));
    nearest(written, fields.iter().map(|field| field.key))
}

/// The number of the first entry that should stand under the one before it: that
/// one is empty, and this one is a level too shallow.
pub fn stray(entries: &[Entry], of: &Shape) -> Option<usize> {
    let wanted = depth(of);
    let is_stray = |pair: &[Entry]| {
        pair[0].value.content.is_blank()
            && levels(&pair[1].value).is_some_and(|it| it + 1 == wanted)
    };
    (wanted > 0).then(|| entries.windows(2).position(is_stray))?.map(|index| index + 1)
}

/// How many mappings there are above the pairs of a shape.
pub fn depth(shape: &Shape) -> usize {
    match shape {
        Shape::Names { of, .. } => 1 + depth(of),
        _ => 0,
    }
}

/// How many mappings there are above the first list in a node.
pub fn levels(node: &Node) -> Option<usize> {
    match &node.content {
        Content::List(_) => Some(0),
        Content::Map(entries) => Some(1 + levels(&entries.first()?.value)?),
        Content::Text { .. } => None,
    }
}
