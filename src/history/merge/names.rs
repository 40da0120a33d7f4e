//! Entries that are the same although one side has given them another name.

use std::collections::HashMap;

use super::bare::bare;
use super::versions::Versions;
use crate::source::layout::{Entry, Map};

/// The names that entries have in one version, with the ones they had before.
pub type Renamed<'a> = HashMap<&'a str, &'a str>;

/// The renamed entries of both sides: those that have kept their value and their
/// place, where no other entry could be meant.
pub fn renamed<'a>(maps: &Versions<&'a Map>) -> Versions<Renamed<'a>> {
    let [ours, theirs] = [maps.ours, maps.theirs].map(|side| renamed_by(maps.base, side));
    // A name that the other side has given to something else is no name for this.
    let fits = |other: &Map, others: &Renamed, (name, before): (&&str, &&str)| {
        find(other, name).is_none() || others.get(name) == Some(before)
    };
    let kept = |side: &Renamed<'a>, other: &Map, others: &Renamed| {
        let fitting = side.iter().filter(|pair| fits(other, others, *pair));
        fitting.map(|(name, before)| (*name, *before)).collect::<Renamed>()
    };
    Versions {
        base: HashMap::new(),
        ours: kept(&ours, maps.theirs, &theirs),
        theirs: kept(&theirs, maps.ours, &ours),
    }
}

/// The entry under `key`.
pub fn find<'a>(map: &'a Map, key: &str) -> Option<&'a Entry> {
    map.entries.iter().find(|entry| entry.key == key)
}

fn renamed_by<'a>(before: &'a Map, after: &'a Map) -> Renamed<'a> {
    let (gone, new) = (missing(before, after), missing(after, before));
    let matches = |entry: &Place, other: &Place| entry.place == other.place && entry.is_like(other);
    let only = |entry: &Place, others: &[Place<'a>]| {
        let mut like = others.iter().filter(|other| matches(entry, other));
        like.next().filter(|_| like.next().is_none()).map(|other| other.entry)
    };
    new.iter()
        .filter_map(|entry| {
            let meant = only(entry, &gone)?;
            let is_only = gone.iter().find(|it| it.entry.key == meant.key);
            is_only.and_then(|it| only(it, &new))?;
            Some((entry.entry.key.as_str(), meant.key.as_str()))
        })
        .collect()
}

/// An entry that the other version has not.
struct Place<'a> {
    entry: &'a Entry,
    /// How many entries that both versions have stand before it.
    place: usize,
}

impl Place<'_> {
    fn is_like(&self, other: &Place) -> bool {
        bare(&self.entry.value) == bare(&other.entry.value)
    }
}

/// The entries of `map` that `other` has not.
fn missing<'a>(map: &'a Map, other: &Map) -> Vec<Place<'a>> {
    let mut place = 0;
    let mut missing = Vec::new();
    for entry in &map.entries {
        match find(other, &entry.key) {
            Some(_) => place += 1,
            None => missing.push(Place { entry, place }),
        }
    }
    missing
}
