//! Rows that would have a name in common, once both sides have what they want: each side has
//! moved another one to a group, or given another one a name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::forest::{Forest, Home};
use super::versions::Versions;

/// Rows by what they go by.
type Called<'a> = BTreeMap<&'a str, BTreeSet<usize>>;

impl<'a> Forest<'a> {
    /// Finds them and leaves each version what it has; the rows that have to do with one
    /// another.
    pub fn find_clashes(&mut self) -> Vec<Vec<usize>> {
        let mut found = self.called_alike();
        loop {
            let rows = found.iter().flat_map(|(name, rows)| rows.iter().map(|row| (*row, *name)));
            self.clashes = rows.collect();
            // What stays in its place may be in the way of something else.
            let more = self.at_one_place();
            if more.values().flatten().all(|row| self.clashes.contains_key(row)) {
                return found.into_values().map(|rows| rows.into_iter().collect()).collect();
            }
            for (name, rows) in more {
                found.entry(name).or_default().extend(rows);
            }
        }
    }

    /// Rows that would have the same name, wherever they stand, unless one of the versions
    /// has them so.
    fn called_alike(&self) -> Called<'a> {
        let mut called = Called::new();
        for row in self.rows() {
            let names = self.identities(row);
            let own = [names.ours, names.theirs];
            for name in own.into_iter().flatten().filter(|name| self.may_be(row, name)) {
                called.entry(name).or_default().insert(row);
            }
        }
        called.retain(|name, rows| {
            let names = rows.iter().map(|row| self.identities(*row).into_array());
            let names: Vec<_> = names.collect();
            let has_all = |side: usize| names.iter().all(|names| names[side] == Some(*name));
            rows.len() > 1 && !(0..3).any(has_all)
        });
        called
    }

    /// Rows that would have the same name in one group.
    fn at_one_place(&self) -> Called<'a> {
        let mut called = Called::new();
        for side in 0..3 {
            let mut there: HashMap<(usize, &str), usize> = HashMap::new();
            for row in self.rows() {
                let Some((group, name)) = self.place(row, side) else { continue };
                if let Some(first) = there.insert((group, name), row) {
                    called.entry(name).or_default().extend([first, row]);
                }
            }
        }
        called
    }

    /// The group and the name of a row in what a side is to become.
    fn place(&self, row: usize, side: usize) -> Option<(usize, &'a str)> {
        let own = self.identities(row).into_array()[side];
        match self.home(row) {
            Home::Open(groups) => Some((groups.into_array()[side]?, own?)),
            Home::Settled(group) => Some((group, self.settled_name(row).or(own)?)),
            Home::Gone => None,
        }
    }

    /// What a row goes by, if both sides want the same.
    fn settled_name(&self, row: usize) -> Option<&'a str> {
        match self.identities(row) {
            Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) } => {
                Versions { base, ours, theirs }.settled().copied()
            }
            Versions { ours, theirs, .. } => ours.or(theirs),
        }
    }

    fn may_be(&self, row: usize, name: &str) -> bool {
        self.settled_name(row).is_none_or(|settled| settled == name)
    }
}
