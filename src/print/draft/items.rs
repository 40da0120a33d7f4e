//! What was found, each with what it is about.

use crate::diagnostic::Diagnostic;
use crate::print::view::{About, ViewCell, ViewEntry, about};

/// Something that was found.
pub struct Item<'a> {
    /// What it is.
    pub found: &'a Diagnostic,
    /// What people call what it is about, where that is known.
    pub label: Option<&'a str>,
    /// The numbers of the cells that say it, from 0.
    pub cells: Vec<usize>,
}

/// What was found in a project with these cells; `others` are what stands in none of them.
pub fn of<'a>(
    found: &'a [Diagnostic],
    cells: &'a [ViewCell],
    others: &'a [ViewEntry],
) -> Vec<Item<'a>> {
    let about = about(found, cells, others);
    let item = |(found, About { cells, entry }): (&'a Diagnostic, About<'a>)| Item {
        found,
        label: entry.and_then(label),
        cells,
    };
    found.iter().zip(about).map(item).collect()
}

/// What people call an entry; one in a row without a name, by what that is below.
fn label(entry: &ViewEntry) -> Option<&str> {
    let above = entry.path.iter().rev().map(String::as_str);
    let names = [entry.label.trim()].into_iter().chain(above);
    names.into_iter().find(|name| !name.is_empty())
}
