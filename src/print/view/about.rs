//! What of a form a finding is about.

use super::cells::{ViewCell, ViewEntry};
use crate::diagnostic::{Diagnostic, Place, rule};

/// What a finding is about.
pub struct About<'a> {
    /// The numbers of the cells that say it, from 0, in the form's order.
    pub cells: Vec<usize>,
    /// What it is about, where that is one thing; of several, the first one.
    pub entry: Option<&'a ViewEntry>,
}

/// Something that is written, with the number of the cell that says it.
type Written<'a> = (Option<usize>, &'a ViewEntry);

/// What each finding is about, of a form with these cells; `others` are what stands in none of
/// them.
pub fn about<'a>(
    found: &[Diagnostic],
    cells: &'a [ViewCell],
    others: &'a [ViewEntry],
) -> Vec<About<'a>> {
    let in_cells = cells.iter().enumerate();
    let in_cells =
        in_cells.flat_map(|(number, cell)| cell.entries.iter().map(move |it| (Some(number), it)));
    let entries = in_cells.chain(others.iter().map(|it| (None, it)));
    let written: Vec<Written> = entries.filter(|(_, entry)| entry.written).collect();
    found.iter().map(|found| about_one(found, cells, &written)).collect()
}

fn about_one<'a>(found: &Diagnostic, cells: &'a [ViewCell], written: &[Written<'a>]) -> About<'a> {
    let place = found.places.first();
    if *found.rule == rule::MISSING_KEY && place.is_none_or(is_at_top) {
        return missing(cells);
    }
    let at = place.map(|place| at(place, written)).unwrap_or_default();
    let mut cells: Vec<usize> = at.iter().filter_map(|(cell, _)| *cell).collect();
    cells.dedup();
    About { cells, entry: at.first().map(|(_, entry)| *entry) }
}

/// Whether a place is in the first line of its file that says something: what the file lacks is
/// told there, and is not about that line.
fn is_at_top(place: &Place) -> bool {
    let start = place.span.as_ref().map_or(0, |span| span.start);
    let before = place.file.text().get(..start).unwrap_or_default();
    before.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with(['#', '-']))
}

/// The cells of what a project must say and does not.
fn missing(cells: &[ViewCell]) -> About<'_> {
    let is_missing = |entry: &&ViewEntry| entry.required && !entry.written;
    let blank = cells.iter().enumerate().filter(|(_, cell)| cell.blank);
    let missing: Vec<(usize, &ViewEntry)> = blank
        .filter_map(|(number, cell)| Some((number, cell.entries.iter().find(is_missing)?)))
        .collect();
    let entry = match missing.as_slice() {
        [(_, entry)] => Some(*entry),
        _ => None,
    };
    About { cells: missing.into_iter().map(|(number, _)| number).collect(), entry }
}

/// What is written at a place; where that is at a key, what is written right behind it.
fn at<'a>(place: &Place, written: &[Written<'a>]) -> Vec<Written<'a>> {
    let Some(span) = &place.span else { return Vec::new() };
    let file = &place.file;
    // Places of entries are in the bytes of the file, of which a byte-order mark is a part.
    let mark = file.mark().len();
    let (from, to) = (mark + span.start, mark + span.end.max(span.start + 1));
    let those = |is_it: &dyn Fn(usize, usize) -> bool| -> Vec<Written<'a>> {
        let is_it = |(_, entry): &&Written| {
            let place = entry.place.as_ref().filter(|(name, ..)| name == file.name());
            place.is_some_and(|(_, start, end)| is_it(*start, *end))
        };
        written.iter().filter(is_it).copied().collect()
    };
    let here = those(&|start, end| start < to && from < end.max(start + 1));
    if !here.is_empty() {
        return here;
    }
    let between = |start: usize| file.text().get(span.end..start.checked_sub(mark)?);
    those(&|start, _| between(start).is_some_and(|text| !text.contains(char::is_alphanumeric)))
}
