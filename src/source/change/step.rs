//! A change as what becomes of the tree that a file is.

use super::edits::Edits;
use super::site::Site;
use super::{brackets, insert, remove, shift, value};
use crate::source::layout::scalar::{self, Position};
use crate::source::layout::{Entry, Known, Value};

/// Where something stands in a tree: the numbers of the entries, or of the items, that lead to
/// it.
pub type At = Vec<usize>;

/// What becomes of a tree.
#[derive(Debug)]
pub enum Step<'a> {
    /// Another value in the place of one.
    Write {
        /// Where the value stands.
        at: At,
        /// The new one.
        value: Value,
        /// What is known of it.
        known: Known<'a>,
    },
    /// More items at the end of a list.
    Append {
        /// Where the list stands.
        list: At,
        /// The items.
        items: Vec<Value>,
    },
    /// A new entry.
    Insert {
        /// Where the mapping stands that it is of; nothing may be written there yet.
        map: At,
        /// The number that it is to have.
        index: usize,
        /// The entry.
        entry: Entry,
        /// What is known of its value.
        known: Known<'a>,
        /// Whether it belongs to what stands below it rather than to what stands above it.
        is_before: bool,
    },
    /// New entries at the end of a mapping that has some.
    InsertRows {
        /// Where the mapping stands.
        map: At,
        /// The entries.
        entries: Vec<Entry>,
        /// What is known of the mapping.
        known: Known<'a>,
    },
    /// Another key.
    Rename {
        /// Where the entry stands.
        at: At,
        /// The key.
        name: String,
    },
    /// An entry less.
    Remove {
        /// Where it stands.
        at: At,
        /// How many entries above go with it, as it is all that they have.
        levels: usize,
    },
    /// An entry at another place.
    Move {
        /// Where it stands.
        from: At,
        /// How many entries above go, as it is all that they have.
        levels: usize,
        /// Where the mapping stands that it comes to.
        map: At,
        /// Before which of the entries there it comes.
        index: usize,
        /// Whether it comes right above that entry rather than below the one before.
        is_before: bool,
    },
}

impl Step<'_> {
    /// The ways to write it, the best first.
    pub fn write(&self, site: &Site) -> Vec<Edits> {
        match self {
            Self::Write { at, value, known } => value::write(site, at, value, *known),
            Self::Append { list, items } => value::append(site, list, items).into_iter().collect(),
            Self::Insert { map, index, entry, known, is_before } => {
                insert::insert(site, map, *index, entry, *known, *is_before).into_iter().collect()
            }
            Self::InsertRows { map, entries, known } => {
                insert::append(site, map, entries, *known).into_iter().collect()
            }
            Self::Rename { at, name } => rename(site, at, name),
            Self::Remove { at, levels } => {
                let edits = match site.is_within_brackets(at) {
                    true => brackets::remove(site, at, *levels),
                    false => remove::remove(site, at, *levels),
                };
                edits.into_iter().collect()
            }
            Self::Move { from, levels, map, index, is_before } => {
                shift::shift(site, from, *levels, map, *index, *is_before).into_iter().collect()
            }
        }
    }
}

fn rename(site: &Site, at: &At, name: &str) -> Vec<Edits> {
    let Some(entry) = site.entry(at) else { return Vec::new() };
    let position = if site.is_within_brackets(at) { Position::Anywhere } else { Position::Key };
    // A key in quotes may have its value right behind the colon.
    let written = [scalar::inline(name, position).into_owned(), scalar::quoted(name)];
    let edits = written.into_iter().map(|written| {
        let mut edits = Edits::default();
        edits.replace(entry.key_span.clone(), written);
        edits
    });
    edits.collect()
}
