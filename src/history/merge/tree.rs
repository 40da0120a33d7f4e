//! Merging project files by key.

use std::collections::HashMap;

use super::bare::bare;
use super::conflict::Conflict;
use super::names::{self, Renamed};
use super::order::{Order, order};
use super::remarks;
use super::rows;
use super::text;
use super::versions::Versions;
use super::whole;
use crate::form::{Column, Form};
use crate::source::layout::{Entry, Known, Map, Tree, Value};

/// Merges three trees of a form, or of one that no one knows. The results differ only in
/// what is not settled, which is told, too: without conflicts, they are the same.
pub fn merge(trees: &Versions<Tree>, form: Option<&Form>) -> (Versions<Tree>, Vec<Conflict>) {
    let mut merger = Merger { known: Known::of(form), path: Vec::new(), conflicts: Vec::new() };
    let roots = merger.map(trees.as_ref().map(|tree| &tree.root));
    let header = both(trees.as_ref().map(|tree| tree.header.as_slice()));
    let gaps = trees.as_ref().map(|tree| tree.gap_below_header);
    let gap_below_header = *gaps.settled().unwrap_or(&gaps.ours);
    let merged = roots.map(|root| Tree { header: header.clone(), gap_below_header, root });
    (merged, merger.conflicts)
}

/// The comments that both sides want: none of either's is lost.
fn both<T: Clone + PartialEq>(comments: Versions<&[T]>) -> Vec<T> {
    if let Some(settled) = comments.settled() {
        return settled.to_vec();
    }
    let Versions { base, ours, theirs } = comments;
    let kept = ours.iter().filter(|it| theirs.contains(it) || !base.contains(it));
    let added = theirs.iter().filter(|it| !ours.contains(it) && !base.contains(it));
    kept.chain(added).cloned().collect()
}

struct Merger<'a> {
    /// What is known of what is being merged.
    known: Known<'a>,
    /// The keys that lead to it.
    path: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl Merger<'_> {
    fn map(&mut self, maps: Versions<&Map>) -> Versions<Map> {
        let is_named = self.known.is_named();
        // What no one knows may be in an order that means something.
        let has_order = is_named || matches!(self.known, Known::Nothing);
        let renamed = match is_named {
            true => names::renamed(&maps),
            false => Versions::default(),
        };
        let named = maps.zip(renamed.as_ref()).map(|(map, renamed)| Named { map, renamed });
        let names = named.as_ref().map(Named::names);
        let after = both(maps.map(|map| map.after.as_slice()));
        let mut entry =
            |name| self.entry(name, named.as_ref().map(|named: &Named| named.find(name)));
        let orders = match order(names.as_ref().map(Vec::as_slice)) {
            Order::Open(orders) if has_order => orders,
            // The form's own keys are written in the form's order.
            Order::Settled(order) | Order::Open(Versions { ours: order, .. }) => {
                let mut merged = Versions::all(Map { entries: Vec::new(), after });
                for name in order {
                    let Versions { base, ours, theirs } = entry(name);
                    merged.base.entries.extend(base);
                    merged.ours.entries.extend(ours);
                    merged.theirs.entries.extend(theirs);
                }
                return merged;
            }
        };
        let mut merged: HashMap<String, Versions<Option<Entry>>> =
            orders.ours.iter().map(|name| ((*name).to_owned(), entry(name))).collect();
        self.conflicts.push(Conflict::Order { path: self.path.clone() });
        type Pick = fn(&mut Versions<Option<Entry>>) -> Option<Entry>;
        let mut pick = |order: &[&str], version: Pick| -> Vec<Entry> {
            order.iter().filter_map(|name| merged.get_mut(*name).and_then(version)).collect()
        };
        let entries = Versions {
            base: pick(&orders.base, |entry| entry.base.take()),
            ours: pick(&orders.ours, |entry| entry.ours.take()),
            theirs: pick(&orders.theirs, |entry| entry.theirs.take()),
        };
        entries.map(|entries| whole::enclosed(Map { entries, after: after.clone() }))
    }

    fn entry(&mut self, name: &str, entries: Versions<Option<&Entry>>) -> Versions<Option<Entry>> {
        match (entries.base, entries.ours, entries.theirs) {
            (_, None, None) => return Versions::all(None),
            (None, Some(added), None) | (None, None, Some(added)) => {
                return Versions::all(Some(added.clone()));
            }
            (Some(base), Some(left), None) | (Some(base), None, Some(left)) => {
                if remarks::are_new(remarks::of_entry(left), remarks::of_entry(base)) {
                    return self.removed_and_remarked(name, entries);
                }
                let is_new = remarks::are_new(remarks::within(left), remarks::within(base));
                if !is_new && bare(&base.value) == bare(&left.value) {
                    return Versions::all(None);
                }
            }
            _ => {}
        }
        self.path.push(name.to_owned());
        let above = self.known;
        self.known = above.below(name);
        let values = self.value(entries.map(|entry| entry.map(|entry| &entry.value)));
        self.known = above;
        // A side that has removed it has nothing to say about its name and comments.
        let Versions { base, ours, theirs } = entries;
        let entries = Versions { base, ours: ours.or(base), theirs: theirs.or(base) };
        let key = |entry: Option<&Entry>| entry.map_or(name.to_owned(), |entry| entry.key.clone());
        let keys = entries.map(key);
        let keys = self.text(Some("名称"), keys.as_ref().map(|key| Some(key.as_str())));
        self.path.pop();
        let before = both(entries.map(|entry| entry.map_or(&[][..], |entry| &entry.before)));
        let beside = both(entries.map(|entry| entry.map_or(&[][..], |entry| &entry.beside)));
        keys.zip(values).map(|(key, value)| {
            let (before, beside) = (before.clone(), beside.clone());
            Some(Entry { before, key: key?, beside, value: value? })
        })
    }

    /// What one side has removed while the other one has written a comment to it.
    fn removed_and_remarked(
        &mut self,
        name: &str,
        entries: Versions<Option<&Entry>>,
    ) -> Versions<Option<Entry>> {
        let said = |entry: &Entry| {
            let words = [in_one_line(&entry.value)].into_iter();
            let remarks = remarks::of_entry(entry).into_iter().map(str::to_owned);
            words.chain(remarks).collect::<Vec<_>>().join(" ")
        };
        let path = self.path.iter().cloned().chain([name.to_owned()]).collect();
        let texts = entries.map(|entry| entry.map(said));
        self.conflicts.push(Conflict::Texts { path, texts });
        entries.map(|entry| entry.cloned())
    }

    fn value(&mut self, values: Versions<Option<&Value>>) -> Versions<Option<Value>> {
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
        let merged = self.map(maps.map(|map| map.unwrap_or(&empty)));
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

/// A mapping whose entries go by the names that they had before.
struct Named<'a> {
    map: &'a Map,
    renamed: &'a Renamed<'a>,
}

impl<'a> Named<'a> {
    fn name(&self, entry: &'a Entry) -> &'a str {
        self.renamed.get(entry.key.as_str()).copied().unwrap_or(&entry.key)
    }

    fn names(&self) -> Vec<&'a str> {
        self.map.entries.iter().map(|entry| self.name(entry)).collect()
    }

    fn find(&self, name: &str) -> Option<&'a Entry> {
        self.map.entries.iter().find(|entry| self.name(entry) == name)
    }
}

/// What all versions that there are hold, if they are of one kind.
fn each<'a, T>(
    values: Versions<Option<&'a Value>>,
    kind: fn(&'a Value) -> Option<T>,
) -> Option<Versions<Option<T>>> {
    // Inside, whether there is a value; outside, whether it is of the kind.
    let kinds = values.map(|value| match value {
        None => Some(None),
        Some(value) => kind(value).map(Some),
    });
    kinds.complete()
}

fn as_text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn as_list(value: &Value) -> Option<&[Value]> {
    match value {
        Value::List(items) => Some(items),
        Value::Text(_) | Value::Map(_) => None,
    }
}

/// A mapping; nothing written under a key is an empty one.
fn as_map(value: &Value) -> Option<&Map> {
    static EMPTY: Map = Map { entries: Vec::new(), after: Vec::new() };
    match value {
        Value::Map(map) => Some(map),
        Value::Text(text) if text.is_empty() => Some(&EMPTY),
        Value::Text(_) | Value::List(_) => None,
    }
}

fn in_one_line(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(in_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let keys: Vec<_> = map.entries.iter().map(|entry| entry.key.as_str()).collect();
            keys.join("、")
        }
    }
}
