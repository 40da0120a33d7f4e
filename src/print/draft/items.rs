//! What was found, each with what it is about.

use crate::diagnostic::{Diagnostic, rule};
use crate::print::view::{ViewCell, ViewEntry};

/// Something that was found.
pub struct Item<'a> {
    /// What it is.
    pub found: &'a Diagnostic,
    /// What people call what it is about, where that is known.
    pub label: Option<&'a str>,
    /// The number of the cell that says it, from 0.
    pub cell: Option<usize>,
}

/// What was found in a project with these cells; `others` are what stands in none of them.
pub fn of<'a>(
    found: &'a [Diagnostic],
    cells: &'a [ViewCell],
    others: &'a [ViewEntry],
) -> Vec<Item<'a>> {
    let in_cells = cells.iter().enumerate();
    let in_cells =
        in_cells.flat_map(|(number, cell)| cell.entries.iter().map(move |it| (Some(number), it)));
    let entries = in_cells.chain(others.iter().map(|it| (None, it)));
    let entries: Vec<_> = entries.filter(|(_, entry)| entry.written).collect();
    let item = |found: &'a Diagnostic| {
        let entry = entry(found, &entries);
        let label = entry.and_then(|(_, entry)| label(entry));
        Item { found, label, cell: entry.and_then(|(cell, _)| cell) }
    };
    found.iter().map(item).collect()
}

/// What people call an entry; one in a row without a name, by what that is below.
fn label(entry: &ViewEntry) -> Option<&str> {
    let above = entry.path.iter().rev().map(String::as_str);
    let names = [entry.label.trim()].into_iter().chain(above);
    names.into_iter().find(|name| !name.is_empty())
}

type Numbered<'a> = (Option<usize>, &'a ViewEntry);

/// What a finding is about: the entry that it stands in, or else, as it stands at a key, the
/// one behind it.
fn entry<'a>(found: &Diagnostic, entries: &[Numbered<'a>]) -> Option<Numbered<'a>> {
    // It stands at the first line, which is about something else.
    let place = found.places.first().filter(|_| *found.rule != rule::MISSING_KEY)?;
    let (name, at) = (place.file.name(), place.span.clone()?.start);
    let here = entries.iter().filter_map(|(cell, entry)| {
        let (file, start, end) = entry.place.as_ref()?;
        (file == name).then_some((*start, *end, (*cell, *entry)))
    });
    let around = here.clone().filter(|(start, end, _)| (*start..=*end).contains(&at));
    let narrowest = around.min_by_key(|(start, end, _)| end - start);
    let text = place.file.text();
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    // Of a text on lines of its own, it is the first one.
    let is_block = line.contains(": |") || line.contains(": >");
    let end = if is_block { text.len() } else { at + line.len() };
    let behind = here.filter(|(start, ..)| (at..=end).contains(start));
    let next = || behind.min_by_key(|(start, ..)| *start);
    Some(narrowest.or_else(next)?.2)
}
