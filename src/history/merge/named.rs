//! Merging the names that authors choose: groups and rows, wherever they belong.

use std::collections::HashMap;

use super::conflict::Conflict;
use super::forest::{Forest, Home};
use super::order::{Order, order};
use super::remarks::{self, both};
use super::tree::{Merger, in_a_row, is_unchanged, keys, reordered};
use super::versions::Versions;
use super::whole;
use crate::source::layout::{Entry, Map, Value};

impl Merger<'_> {
    /// Merges the names of a field.
    pub fn names(&mut self, maps: Versions<&Map>) -> Versions<Map> {
        let forest = Forest::of(maps, &self.path, self.known);
        self.open.clear();
        self.below(&forest, 0)
    }

    /// What stands right below a group.
    fn below(&mut self, forest: &Forest, group: usize) -> Versions<Map> {
        let maps = forest.nodes(group).map(|node| node?.map).or_base();
        let after = both(maps.map(|map| map.map_or(&[][..], |map| &map.after)));
        let closing = self.number();
        let names = forest.below(group);
        let is_native = |name| forest.is_native(name, group);
        let (entries, is_open) = match order(names.as_ref().map(Vec::as_slice), is_native) {
            Order::Settled(order) => {
                let entries = order.into_iter().map(|name| self.at(forest, name, group));
                (in_a_row(entries), false)
            }
            Order::Open(orders) => {
                let all = orders.base.iter();
                let merged: HashMap<usize, _> =
                    all.map(|name| (*name, self.at(forest, *name, group))).collect();
                self.conflicts.push(Conflict::Order { path: self.path.clone() });
                (reordered(&orders, &merged), true)
            }
        };
        entries.map(|entries| {
            let map = whole::closed(Map { entries, after: after.clone() }, closing);
            if is_open || forest.is_torn(group) { whole::enclosed(map) } else { map }
        })
    }

    /// A name as each version has it in a group.
    fn at(&mut self, forest: &Forest, name: usize, group: usize) -> Versions<Option<Entry>> {
        let Home::Open(groups) = forest.home(name) else {
            let merged = self.name(forest, name);
            return self.numbered(merged);
        };
        self.placed += 1;
        let merged = match self.open.get(&name) {
            Some(merged) => merged.clone(),
            None => {
                let merged = self.name(forest, name);
                let merged = self.numbered(merged);
                self.open.insert(name, merged.clone());
                merged
            }
        };
        merged.zip(groups).map(|(entry, there)| entry.filter(|_| there == Some(group)))
    }

    fn name(&mut self, forest: &Forest, name: usize) -> Versions<Option<Entry>> {
        let entries = forest.entries(name);
        let called = forest.called(name);
        let is_open = matches!(forest.home(name), Home::Open(_));
        let told = self.conflicts.len();
        if let Some(name) = forest.clash(name) {
            let path = forest.field.iter().cloned().chain([name.to_owned()]).collect();
            let conflict = Conflict::Names { path };
            if !self.conflicts.contains(&conflict) {
                self.conflicts.push(conflict);
            }
            return entries.map(|entry| entry.cloned());
        }
        if is_open {
            let path = forest.field.iter().cloned().chain([called.to_owned()]).collect();
            self.conflicts.push(Conflict::Groups { path, groups: forest.paths(name) });
        }
        let is_group = forest.is_group(name);
        let keys = self.spellings(forest, entries).unwrap_or_else(|| keys(called, entries));
        let merge = |this: &mut Self| {
            this.changed(called, entries, keys, |this| match is_group {
                true => this.group(forest, name),
                false => this.value(entries.map(|entry| entry.map(|entry| &entry.value))),
            })
        };
        match (entries.base, entries.ours, entries.theirs) {
            (_, None, None) if !is_group => Versions::all(None),
            (None, Some(added), None) | (None, None, Some(added)) if !is_group => {
                Versions::all(Some(added.clone()))
            }
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                let is_told = is_open || self.is_told(forest, called, entries, [base, left]);
                match (is_told, is_group) {
                    (true, false) => entries.map(|entry| entry.cloned()),
                    (true, true) => {
                        let merged = self.all_of(merge);
                        // What was in it has gone elsewhere.
                        if merged.is_same() {
                            self.conflicts.truncate(told);
                        }
                        merged
                    }
                    (false, false) if is_unchanged(base, left) => self.removed(entries),
                    (false, true) if is_unchanged(base, left) && !self.is_whole => {
                        Versions::all(None)
                    }
                    _ => self.or_whole(entries, merge),
                }
            }
            _ => merge(self),
        }
    }

    /// Tells what the side that has left a name has made of it, other than of its value.
    fn is_told(
        &mut self,
        forest: &Forest,
        called: &str,
        entries: Versions<Option<&Entry>>,
        [base, left]: [&Entry; 2],
    ) -> bool {
        let path = || self.path.iter().cloned().chain([called.to_owned()]);
        if !forest.is_one_name(&base.key, &left.key) {
            let path = path().chain(["名称".to_owned()]).collect();
            let texts = entries.map(|entry| Some(entry?.key.clone()));
            self.conflicts.push(Conflict::Texts { path, texts });
            return true;
        }
        let is_remarked = remarks::are_new(remarks::of_entry(left), remarks::of_entry(base));
        if is_remarked {
            self.tell_remarks(called, entries);
        }
        is_remarked
    }

    /// The content of a group.
    fn group(&mut self, forest: &Forest, name: usize) -> Versions<Option<Value>> {
        let maps = forest.nodes(name).map(|node| node?.map);
        let Versions { ours, theirs, .. } = maps;
        // What neither side has is there as long as something of it is not settled.
        let is_left = ours.is_some() || theirs.is_some();
        let is_empty = |map: &&Map| map.entries.is_empty();
        let may_be_empty = is_left && maps.into_array().iter().flatten().any(is_empty);
        let is_whole = self.is_whole;
        self.below(forest, name).zip(maps).map(|(map, own)| {
            // A side that has removed it has no group without entries either.
            let may_be_empty = may_be_empty && (own.is_some() || !is_whole);
            let is_there = may_be_empty || !map.entries.is_empty();
            is_there.then_some(Value::Map(map))
        })
    }

    /// One name for what both sides have added, each in another spelling: the form's.
    fn spellings<'a>(
        &self,
        forest: &Forest,
        entries: Versions<Option<&'a Entry>>,
    ) -> Option<Versions<&'a str>> {
        let Versions { base: None, ours: Some(ours), theirs: Some(theirs) } = entries else {
            return None;
        };
        let [ours, theirs] = [&ours.key, &theirs.key];
        let is_spelling = forest.is_one_name(ours, theirs);
        let is_ours = match self.known.spelling(ours) {
            Some(spelling) => spelling == ours,
            None => ours.len() > theirs.len(),
        };
        is_spelling.then(|| Versions::all(if is_ours { ours } else { theirs }.as_str()))
    }
}
