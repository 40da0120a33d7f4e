//! Merging project files by key.

use std::collections::HashMap;
use std::hash::Hash;

use indexmap::IndexMap;

use super::bare::bare;
use super::conflict::Conflict;
use super::idle;
use super::order::{Order, order};
use super::remarks::{self, both};
use super::rows;
use super::text;
use super::values::{as_list, as_map, as_text, each, in_one_line};
use super::versions::Versions;
use super::whole;
use crate::form::{Column, Form};
use crate::source::layout::{Entry, Known, Map, Tree, Value};

/// Merges three trees of a form, or of one that no one knows. The results differ only in
/// what is not settled, which is told, too: without conflicts, they are the same.
pub fn merge(trees: &Versions<Tree>, form: Option<&Form>) -> (Versions<Tree>, Vec<Conflict>) {
    let mut merger = Merger {
        known: Known::of(form),
        path: Vec::new(),
        conflicts: Vec::new(),
        is_whole: false,
        open: IndexMap::new(),
        placed: 0,
        numbers: 0,
    };
    let roots = merger.map(trees.as_ref().map(|tree| &tree.root));
    let header = both(trees.as_ref().map(|tree| tree.header.as_slice()));
    let gaps = trees.as_ref().map(|tree| tree.gap_below_header);
    let gap_below_header = *gaps.settled().unwrap_or(&gaps.ours);
    let merged = roots.map(|root| Tree { header: header.clone(), gap_below_header, root });
    match merger.conflicts.is_empty() {
        true => (merged.map(whole::without_signs), Vec::new()),
        false => (merged, merger.conflicts),
    }
}

/// Merges trees.
pub struct Merger<'a> {
    /// What is known of what is being merged.
    pub known: Known<'a>,
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// What is not settled.
    pub conflicts: Vec<Conflict>,
    /// Whether one side has removed what is being merged, and the other one is to have all
    /// of it.
    pub is_whole: bool,
    /// The names that both sides want to have at different places, as they have been merged.
    pub open: IndexMap<usize, Versions<Option<Entry>>>,
    /// How often one of them has been put at a place.
    pub placed: usize,
    /// How many entries have a number.
    numbers: usize,
}

impl Merger<'_> {
    /// Merges mappings by key.
    fn map(&mut self, maps: Versions<&Map>) -> Versions<Map> {
        if self.known.is_named() {
            return self.names(maps);
        }
        // What no one knows may be in an order that means something.
        let has_order = matches!(self.known, Known::Nothing);
        let keys = maps.map(|map| map.entries.iter().map(|entry| entry.key.as_str()).collect());
        let keys: Versions<Vec<&str>> = keys;
        let after = both(maps.map(|map| map.after.as_slice()));
        let closing = self.number();
        let is_fixed = self.known.has_fixed_rows();
        let mut entry = |key| {
            let found = maps.map(|map| map.entries.iter().find(|entry| entry.key == key));
            let found = if is_fixed { idle::supplied(found) } else { found };
            let merged = self.entry(key, found);
            self.numbered(merged)
        };
        match order(keys.as_ref().map(Vec::as_slice), |_| true) {
            Order::Open(orders) if has_order => {
                let merged: HashMap<&str, _> =
                    orders.base.iter().map(|key| (*key, entry(*key))).collect();
                self.conflicts.push(Conflict::Order { path: self.path.clone() });
                reordered(&orders, &merged).map(|entries| {
                    let map = whole::closed(Map { entries, after: after.clone() }, closing);
                    whole::enclosed(map)
                })
            }
            // The form's own keys are written in the form's order.
            Order::Settled(order) | Order::Open(Versions { ours: order, .. }) => {
                let entries = in_a_row(order.into_iter().map(entry));
                entries.map(|entries| whole::closed(Map { entries, after: after.clone() }, closing))
            }
        }
    }

    /// A number that nothing else has.
    pub fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    /// An entry in all versions by one number.
    pub fn numbered(&mut self, entry: Versions<Option<Entry>>) -> Versions<Option<Entry>> {
        let number = self.number();
        entry.map(|entry| Some(whole::numbered(entry?, number)))
    }

    fn entry(&mut self, key: &str, entries: Versions<Option<&Entry>>) -> Versions<Option<Entry>> {
        match (entries.base, entries.ours, entries.theirs) {
            (_, None, None) => return Versions::all(None),
            (None, Some(added), None) | (None, None, Some(added)) => {
                return Versions::all(Some(added.clone()));
            }
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                if remarks::are_new(remarks::of_entry(left), remarks::of_entry(base)) {
                    self.tell_remarks(key, entries);
                    return entries.map(|entry| entry.cloned());
                }
                if is_unchanged(base, left) {
                    return self.removed(entries);
                }
            }
            _ => {}
        }
        self.or_whole(entries, |this| {
            this.changed(key, entries, keys(key, entries), |this| {
                this.value(entries.map(|entry| entry.map(|entry| &entry.value)))
            })
        })
    }

    /// What one side has removed and the other one has left as it was.
    pub fn removed(&self, entries: Versions<Option<&Entry>>) -> Versions<Option<Entry>> {
        if self.is_whole { entries.map(|entry| entry.cloned()) } else { Versions::all(None) }
    }

    /// Merges what is below something. Where one side has removed that, and some of it is not
    /// settled, the other side has all of it: also what it has left as it was.
    pub fn or_whole<T>(
        &mut self,
        entries: Versions<Option<&Entry>>,
        merge: impl Fn(&mut Self) -> T,
    ) -> T {
        let is_removed =
            entries.base.is_some() && (entries.ours.is_none() || entries.theirs.is_none());
        let (told, placed, open) = (self.conflicts.len(), self.placed, self.open.len());
        let merged = merge(self);
        let is_settled = (self.conflicts.len(), self.placed) == (told, placed);
        if !is_removed || self.is_whole || is_settled {
            return merged;
        }
        self.conflicts.truncate(told);
        self.open.truncate(open);
        self.all_of(merge)
    }

    /// Merges what one side has removed so that the other one has all of it.
    pub fn all_of<T>(&mut self, merge: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.is_whole, true);
        let merged = merge(self);
        self.is_whole = outer;
        merged
    }

    /// Merges the name of something, its comments and its value.
    pub fn changed(
        &mut self,
        name: &str,
        entries: Versions<Option<&Entry>>,
        keys: Versions<&str>,
        value: impl FnOnce(&mut Self) -> Versions<Option<Value>>,
    ) -> Versions<Option<Entry>> {
        self.path.push(name.to_owned());
        let above = self.known;
        self.known = above.below(name);
        let values = value(self);
        self.known = above;
        // A side that has removed it has nothing to say about its name and comments.
        let entries = entries.or_base();
        let keys = self.text(Some("名称"), keys.map(Some));
        self.path.pop();
        let before = both(entries.map(|entry| entry.map_or(&[][..], |entry| &entry.before)));
        let beside = both(entries.map(|entry| entry.map_or(&[][..], |entry| &entry.beside)));
        keys.zip(values).map(|(key, value)| {
            let (before, beside) = (before.clone(), beside.clone());
            Some(Entry { before, key: key?, beside, value: value? })
        })
    }

    /// Tells what one side has removed while the other one has written a comment to it.
    pub fn tell_remarks(&mut self, name: &str, entries: Versions<Option<&Entry>>) {
        let said = |entry: &Entry| {
            let words = [in_one_line(&entry.value)].into_iter();
            let remarks = remarks::of_entry(entry).into_iter().map(str::to_owned);
            words.chain(remarks).collect::<Vec<_>>().join(" ")
        };
        let path = self.path.iter().cloned().chain([name.to_owned()]).collect();
        let texts = entries.map(|entry| entry.map(said));
        self.conflicts.push(Conflict::Texts { path, texts });
    }

    /// Merges values.
    pub fn value(&mut self, values: Versions<Option<&Value>>) -> Versions<Option<Value>> {
        let is_left = values.ours.is_some() && values.theirs.is_some();
        if let Known::Row(columns) = self.known
            && is_left
        {
            if let Some(alike) = rows::Alike::of(values, columns) {
                let merged = self.value(alike.values.as_ref().map(Option::as_ref));
                return merged.map(|row| alike.shortened(row));
            }
            if let Some(rows) = each(values, as_list)
                && let Some(merged) = self.row(rows, &rows::entered(columns))
            {
                return merged;
            }
        }
        // A row that one side has removed is no mapping without entries.
        let may_be_maps = is_left || !matches!(self.known, Known::Row(_));
        let mut all = values.into_array().into_iter().flatten();
        if may_be_maps
            && all.any(|value| matches!(value, Value::Map(_)))
            && let Some(merged) = self.maps(values)
        {
            return merged;
        }
        if is_left {
            if let Some(texts) = each(values, as_text) {
                return self.text(None, texts).map(|text| text.map(Value::Text));
            }
            if let Some(settled) = values.settled() {
                return Versions::all(settled.cloned());
            }
        }
        let texts = values.map(|value| value.map(|value| self.in_one_line(value)));
        self.conflicts.push(Conflict::Texts { path: self.path.clone(), texts });
        values.map(|value| value.cloned())
    }

    /// A mapping that one side has removed is one of which it has removed all entries.
    fn maps(&mut self, values: Versions<Option<&Value>>) -> Option<Versions<Option<Value>>> {
        let empty = Map::default();
        let maps = each(values, as_map)?;
        let may_be_empty = maps.into_array().iter().flatten().any(|map| map.entries.is_empty());
        let told = self.conflicts.len();
        let mut merged = self.map(maps.map(|map| map.unwrap_or(&empty)));
        // Half a row is none.
        if matches!(self.known, Known::Row(_)) && maps.base.is_none() && self.conflicts.len() > told
        {
            merged.base = Map::default();
        }
        let is_kept = |map: &Map| may_be_empty || !map.entries.is_empty();
        Some(merged.map(|map| Some(map).filter(is_kept).map(Value::Map)))
    }

    /// Merges rows that are lists by column; `None` where they have other columns.
    fn row(
        &mut self,
        rows: Versions<Option<&[Value]>>,
        columns: &[&Column],
    ) -> Option<Versions<Option<Value>>> {
        if rows.into_array().iter().flatten().any(|row| row.len() != columns.len()) {
            return None;
        }
        let mut merged = Versions::<Vec<Value>>::default();
        for (index, column) in columns.iter().enumerate() {
            let item = self.item(&column.key, rows.map(|row| row.map(|row| &row[index])));
            merged.base.extend(item.base);
            merged.ours.extend(item.ours);
            merged.theirs.extend(item.theirs);
        }
        // In a version that has no such row, nothing has been merged.
        let is_row = |row: &Vec<Value>| row.len() == columns.len();
        Some(merged.map(|row| Some(row).filter(is_row).map(Value::List)))
    }

    /// What rows say in a column.
    fn item(&mut self, column: &str, items: Versions<Option<&Value>>) -> Versions<Option<Value>> {
        if let Some(texts) = each(items, as_text) {
            return self.text(Some(column), texts).map(|text| text.map(Value::Text));
        }
        if let Some(settled) = items.settled() {
            return Versions::all(settled.cloned());
        }
        let path = self.path.iter().cloned().chain([column.to_owned()]).collect();
        let texts = items.map(|item| item.map(|item| self.in_one_line(item)));
        self.conflicts.push(Conflict::Texts { path, texts });
        items.map(|item| item.cloned())
    }

    fn in_one_line(&self, value: &Value) -> String {
        match (value, self.known) {
            (Value::Map(map), Known::Row(_)) => rows::in_one_line(map),
            _ => in_one_line(value),
        }
    }

    fn text(
        &mut self,
        column: Option<&str>,
        texts: Versions<Option<&str>>,
    ) -> Versions<Option<String>> {
        let merged = text::merge(texts);
        let path: Vec<_> = self.path.iter().cloned().chain(column.map(str::to_owned)).collect();
        let conflict = |texts| Conflict::Texts { path: path.clone(), texts };
        self.conflicts.extend(merged.conflicts.into_iter().map(conflict));
        merged.versions
    }
}

/// The keys of something, which goes by `name` where it is not there. A side that has
/// removed it has nothing to say about its key.
pub fn keys<'a>(name: &'a str, entries: Versions<Option<&'a Entry>>) -> Versions<&'a str> {
    entries.or_base().map(|entry| entry.map_or(name, |entry| &entry.key))
}

/// Whether something says what it said before, without a new comment.
pub fn is_unchanged(before: &Entry, after: &Entry) -> bool {
    let is_remarked = remarks::are_new(remarks::within(after), remarks::within(before));
    !is_remarked && bare(&before.value) == bare(&after.value)
}

/// The entries of each version, as they come.
pub fn in_a_row(merged: impl Iterator<Item = Versions<Option<Entry>>>) -> Versions<Vec<Entry>> {
    let mut entries = Versions::<Vec<Entry>>::default();
    for Versions { base, ours, theirs } in merged {
        entries.base.extend(base);
        entries.ours.extend(ours);
        entries.theirs.extend(theirs);
    }
    entries
}

/// The entries of each version, in the order that it has them.
pub fn reordered<T: Eq + Hash>(
    orders: &Versions<Vec<T>>,
    merged: &HashMap<T, Versions<Option<Entry>>>,
) -> Versions<Vec<Entry>> {
    type Pick = fn(&Versions<Option<Entry>>) -> Option<Entry>;
    let pick = |order: &[T], version: Pick| -> Vec<Entry> {
        order.iter().filter_map(|name| merged.get(name).and_then(version)).collect()
    };
    Versions {
        base: pick(&orders.base, |entry| entry.base.clone()),
        ours: pick(&orders.ours, |entry| entry.ours.clone()),
        theirs: pick(&orders.theirs, |entry| entry.theirs.clone()),
    }
}
