//! An entry at another place, with its comments.

use super::edits::Edits;
use super::site::Site;
use super::value::INDENT;
use super::{brackets, remove};

/// Takes an entry to another place: before the entry of that number there.
pub fn shift(
    site: &Site,
    from: &[usize],
    levels: usize,
    map: &[usize],
    index: usize,
    is_before: bool,
) -> Option<Edits> {
    let node = site.node(map)?;
    let is_to_brackets = site.is_within_brackets(map) || site.has_brackets(node);
    match (site.is_within_brackets(from), is_to_brackets) {
        (true, true) => return brackets::shift(site, from, levels, map, index),
        (false, false) => {}
        _ => return None,
    }
    let lines = site.lines(from)?;
    let column = site.indent(site.entry(from)?.key_span.start);
    let is_within = from.len() == map.len() + 1 && from.starts_with(map);
    let mut edits = match (is_within, levels) {
        (true, _) => {
            let mut edits = Edits::default();
            edits.remove(lines.clone());
            edits
        }
        (false, levels) => remove::remove(site, from, levels)?,
    };
    let entries = node.entries();
    let at_entry = |index: usize| [map, &[index]].concat();
    let (at, new_column) = match entries.first() {
        None => (site.below(map)?, site.indent(site.entry(map)?.key_span.start) + INDENT),
        Some(first) => {
            let at = match index.checked_sub(1) {
                Some(above) if !is_before || index == entries.len() => {
                    site.below(&at_entry(above))?
                }
                _ => site.above(&at_entry(index))?,
            };
            (at, site.column(first.key_span.start)?)
        }
    };
    // The last line of a text may have no end.
    let moved: String =
        site.text[lines].lines().map(|line| deeper(line, column, new_column)).collect();
    edits.insert(at, site.lines_at(at, &moved));
    Some(edits)
}

/// A line as far from the left as it is, but for what lies between two columns.
fn deeper(line: &str, from: usize, to: usize) -> String {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    match line.trim().is_empty() {
        true if blanks == 0 => "\n".to_owned(),
        _ if to >= from => format!("{}{line}\n", " ".repeat(to - from)),
        _ => format!("{}\n", &line[blanks.min(from - to)..]),
    }
}
