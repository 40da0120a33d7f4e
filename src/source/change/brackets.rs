//! Entries between brackets: `{甲: 1, 乙: 2}`.

use super::edits::Edits;
use super::site::Site;
use crate::source::layout::scalar::{self, Position};
use crate::source::layout::{Entry, write as layout};

/// Writes entries into a mapping in brackets, one beside the other.
pub fn insert(site: &Site, map: &[usize], index: usize, entries: &[Entry]) -> Option<Edits> {
    let written = entries.iter().map(|entry| {
        let key = scalar::inline(&entry.key, Position::Anywhere);
        format!("{key}: {}", layout::inline(&entry.value))
    });
    put(site, map, index, &written.collect::<Vec<_>>().join(", "))
}

/// Takes an entry to another place between brackets, as it is written.
pub fn shift(
    site: &Site,
    from: &[usize],
    levels: usize,
    map: &[usize],
    index: usize,
) -> Option<Edits> {
    let entry = site.entry(from)?;
    let mut edits = remove(site, from, levels)?;
    edits.extend(put(site, map, index, &site.text[entry.key_span.start..site.entry_end(entry)])?);
    Some(edits)
}

fn put(site: &Site, map: &[usize], index: usize, written: &str) -> Option<Edits> {
    let node = site.node(map)?;
    let entries = node.entries();
    let mut edits = Edits::default();
    // Nothing is written there yet.
    if entries.is_empty() {
        match (site.has_brackets(node), site.entry(map)) {
            (true, _) => edits.insert(node.span.start + 1, written.to_owned()),
            (false, Some(above)) => match site.colon(above) {
                Some(colon) => edits.insert(colon, format!(" {{{written}}}")),
                None => edits.insert(above.key_span.end, format!(": {{{written}}}")),
            },
            (false, None) => return None,
        }
        return Some(edits);
    }
    if let Some(below) = entries.get(index) {
        let start = below.key_span.start;
        let gap = match site.column(start) {
            Some(column) => format!("{}{}", site.manner.line_end(), " ".repeat(column)),
            None => " ".to_owned(),
        };
        edits.insert(start, format!("{written},{gap}"));
        return Some(edits);
    }
    let last = entries.last()?;
    let end = site.entry_end(last);
    let comma = comma_behind(site, end);
    let behind = comma.map_or(end, |comma| comma + 1);
    if comma.is_none() {
        edits.insert(end, ",");
    }
    match site.column(last.key_span.start) {
        Some(column) => {
            let line_end = site.line_end(behind);
            let rest = site.text[behind..line_end].trim();
            // A comment stays beside what it is about.
            let at = if rest.is_empty() || rest.starts_with('#') { line_end } else { behind };
            let gap = format!("{}{}", site.manner.line_end(), " ".repeat(column));
            edits.insert(at, format!("{gap}{written}"));
        }
        None => edits.insert(behind, format!(" {written}")),
    }
    Some(edits)
}

/// Takes an entry out of a mapping in brackets, and so many above that have nothing else.
pub fn remove(site: &Site, at: &[usize], levels: usize) -> Option<Edits> {
    let at = at.get(..at.len().checked_sub(levels)?)?;
    // What is above may have lines of its own.
    if !site.is_within_brackets(at) {
        return super::remove::remove(site, at, 0);
    }
    let entry = site.entry(at)?;
    let mut edits = Edits::default();
    let (start, end) = (entry.key_span.start, site.entry_end(entry));
    if let Some(comma) = comma_behind(site, end) {
        let rest = &site.text[comma + 1..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let ends = rest[blanks..].starts_with(['\n', '\r', '#']);
        // The comment beside it goes with it.
        let is_alone = site.column(start).is_some() && ends;
        match is_alone {
            true => edits.remove(site.line_start(start)..site.next_line(comma)),
            // Right behind a bracket, `#` begins no comment.
            false if rest[blanks..].starts_with('#') => edits.remove(start..comma + 1),
            false => edits.remove(start..comma + 1 + blanks),
        }
        return Some(edits);
    }
    let (last, above) = at.split_last()?;
    if let Some(before) = last.checked_sub(1) {
        let before = site.node(above)?.entries().get(before)?;
        let comma = comma_behind(site, site.entry_end(before))?;
        let from = comma + 1;
        // Comments between the two stay.
        if site.text[from..start].trim().is_empty() {
            edits.remove(comma..end);
            return Some(edits);
        }
        edits.remove(comma..from);
    }
    edits.remove(start..end);
    Some(edits)
}

/// The comma behind a value, if there is one.
fn comma_behind(site: &Site, end: usize) -> Option<usize> {
    let at = site.skip(end);
    site.text[at..].starts_with(',').then_some(at)
}
