//! A new entry, at its place and in the layout that fmt gives it.

use super::brackets;
use super::edits::Edits;
use super::site::Site;
use super::value::INDENT;
use crate::source::layout::form::Parts;
use crate::source::layout::{Entry, Known, Value, write as layout};
use crate::text::width;

/// Writes an entry into a mapping. Between two entries, it stands right below the one above, or
/// right above the one below where `is_before`.
pub fn insert(
    site: &Site,
    map: &[usize],
    index: usize,
    entry: &Entry,
    known: Known,
    is_before: bool,
) -> Option<Edits> {
    let node = site.node(map)?;
    let entries = node.entries();
    if site.has_brackets(node) && !entries.is_empty() || site.is_within_brackets(map) {
        return brackets::insert(site, map, index, std::slice::from_ref(entry));
    }
    let mut edits = Edits::default();
    let Some(first) = entries.first() else {
        let (at, indent) = match map.split_last() {
            None => (site.text.len(), 0),
            Some(_) => {
                let above = site.entry(map)?;
                if site.has_brackets(node) {
                    edits.remove(site.colon(above)?..site.end(node));
                }
                (site.below(map)?, site.indent(above.key_span.start) + INDENT)
            }
        };
        edits.insert(at, site.lines_at(at, &layout::entry(entry, known, indent, 0)));
        return Some(edits);
    };
    let column = site.column(first.key_span.start)?;
    let above = index.checked_sub(1).map(|above| [map, &[above]].concat());
    let below = (index < entries.len()).then(|| [map, &[index]].concat());
    let gaps = if map.is_empty() { Gaps::of(site, index, &entry.key) } else { Gaps::default() };
    let is_at_below = is_before || above.is_none() || gaps.is_of_below;
    let at = match (&above, &below) {
        (_, Some(below)) if is_at_below => site.above(below)?,
        (Some(above), _) => site.below(above)?,
        _ => return None,
    };
    let lines = layout::entry(entry, known, column, widest(site, map, entry, column));
    let gap = |is_there: bool| if is_there { "\n" } else { "" };
    let lines = format!("{}{lines}{}", gap(gaps.above), gap(gaps.below));
    edits.insert(at, site.lines_at(at, &lines));
    Some(edits)
}

/// Writes entries at the end of a mapping that has some.
pub fn append(site: &Site, map: &[usize], entries: &[Entry], known: Known) -> Option<Edits> {
    let node = site.node(map)?;
    let there = node.entries();
    if site.has_brackets(node) || site.is_within_brackets(map) {
        return brackets::insert(site, map, there.len(), entries);
    }
    let column = site.column(there.first()?.key_span.start)?;
    let at = site.below(&[map, &[there.len() - 1]].concat())?;
    let lines: String = entries
        .iter()
        .map(|entry| {
            let widest = widest(site, map, entry, column);
            layout::entry(entry, known.below(&entry.key), column, widest)
        })
        .collect();
    let mut edits = Edits::default();
    edits.insert(at, site.lines_at(at, &lines));
    Some(edits)
}

/// The columns that the keys beside a new list have, where all lists begin in one column.
fn widest(site: &Site, map: &[usize], entry: &Entry, column: usize) -> usize {
    let Value::List(_) = entry.value else { return 0 };
    let lists = site.column_of_lists(map).unwrap_or_default();
    let widest = lists.saturating_sub(column + 1);
    // A key that is wider stands out anyway.
    if width::columns(&entry.key) < widest { widest } else { 0 }
}

/// The blank lines around a new key at the top: they stand between the parts of a form.
#[derive(Default)]
struct Gaps {
    above: bool,
    below: bool,
    /// Whether it is of the part that the key below begins.
    is_of_below: bool,
}

impl Gaps {
    fn of(site: &Site, index: usize, key: &str) -> Self {
        let parts = Parts::of(Some(site.form));
        let entries = site.root.entries();
        let own = parts.number(key);
        let part = |index: usize| entries.get(index).map(|entry| parts.number(&entry.key));
        let above = index.checked_sub(1).and_then(part);
        let below = part(index);
        let is_apart = |(index, entry): (usize, &super::super::places::Entry)| {
            let end = site.entry_end(&entries[index]);
            let rest = &site.text[end..entry.key_span.start];
            rest.lines().skip(1).any(|line| line.trim().is_empty())
        };
        // A file without blank lines between parts goes on without them.
        let has_gaps = entries.len() < 2 || entries.iter().skip(1).enumerate().any(is_apart);
        let is_of_below = below == Some(own) && above != Some(own);
        let is_alone = above != Some(own) && below != Some(own);
        Self {
            above: has_gaps && is_alone && above.is_some(),
            below: has_gaps && is_alone && above.is_none() && below.is_some(),
            is_of_below,
        }
    }
}
