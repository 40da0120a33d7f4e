//! The rows of two versions of a field: of a table, a matrix or a tree.

use std::ops::Range;
use std::sync::Arc;

use crate::form::{Branch, Branches, Column, Kind, Row};

use super::change::{
    Change, ComparedColumn, ComparedRow, GroupChange, NewPlace, RowChange, RowField, Sides,
};
use super::fields::{Leaf, union};
use super::pairing::{NamedNode, Partners, Step, steps};
use super::tree::{RowTree, partners};
use super::value::ValueKind;

/// The indices of the two sides.
const OLD: usize = 0;
const NEW: usize = 1;

/// The changes, in the form's order. The field may be on one side only; `last` is the one
/// that says what it is called.
pub fn changes(
    old: Option<&Leaf>,
    new: Option<&Leaf>,
    last: &Leaf,
    is_one_form: bool,
) -> Vec<Change> {
    let of = Arc::new(RowField::of([old, new], last, is_one_form));
    let [old, new] = [old, new].map(|leaf| RowTree::of(leaf, of.levels.len()));
    let pairs = partners(&old, &new, &of);
    let mut walk = Walk { of: &of, old: &old, new: &new, pairs: &pairs, changes: Vec::new() };
    walk.level(0, old.top(), new.top(), false);
    walk.changes
}

/// All rows of a field.
pub fn all(leaf: &Leaf) -> (RowField, Vec<ComparedRow>) {
    let of = RowField::of([None, Some(leaf)], leaf, true);
    let tree = RowTree::of(Some(leaf), of.levels.len());
    let rows = (0..tree.rows.len()).map(|index| of.compared(NEW, &tree, index)).collect();
    (of, rows)
}

/// Whether the names of two trees that are equal stand in the same order.
pub fn is_in_order(old: &Branches, new: &Branches) -> bool {
    old.iter().zip(new).all(|((old, below), (new, other))| match (below, other) {
        (Branch::Group(below), Branch::Group(other)) => old == new && is_in_order(below, other),
        _ => old == new,
    })
}

impl RowField {
    /// What the field is on both sides together.
    fn of(sides: [Option<&Leaf>; 2], last: &Leaf, is_one_form: bool) -> Self {
        let columns = sides.map(|leaf| -> Vec<(usize, &Column)> {
            let columns = leaf.and_then(|leaf| leaf.field.kind.columns()).unwrap_or_default();
            columns.iter().enumerate().filter(|(_, column)| column.is_entered()).collect()
        });
        let [old, new] = columns;
        let columns = union(old, new, |(_, old), (_, new)| old.key == new.key).into_iter();
        let kinds = sides.into_iter().flatten().map(|leaf| &leaf.field.kind);
        Self {
            field: last.name.clone(),
            levels: match &last.field.kind {
                Kind::Tree(tree) => tree.levels.clone(),
                Kind::Table(table) => vec![table.row.clone()],
                _ => vec![last.field.key.clone()],
            },
            columns: columns.filter_map(|(old, new)| ComparedColumn::of([old, new])).collect(),
            is_fixed: kinds.into_iter().any(|kind| matches!(kind, Kind::Matrix(_))),
            is_one_form,
        }
    }

    /// What a row of a side says.
    fn compared(&self, side: usize, tree: &RowTree, index: usize) -> ComparedRow {
        let row: &Row = tree.rows[index];
        let value = |column: &ComparedColumn| match column.at[side] {
            Some(at) => {
                Some(row.get(at).map(|value| value.text().into_owned()).unwrap_or_default())
            }
            None => self.is_one_form.then(String::new),
        };
        ComparedRow {
            path: self.path(tree, tree.depth() - 1, index),
            values: self.columns.iter().map(value).collect(),
        }
    }

    /// The keys that lead to a name of a level.
    fn path(&self, tree: &RowTree, level: usize, index: usize) -> Vec<String> {
        let names = tree.names(level, index).into_iter().map(str::to_owned);
        self.field.path.iter().cloned().chain(names).collect()
    }
}

impl ComparedColumn {
    /// A column on the sides that have it, with its index there.
    fn of(sides: [Option<(usize, &Column)>; 2]) -> Option<Self> {
        let [old, new] = sides;
        let (_, column) = new.or(old)?;
        Some(Self {
            key: column.key.clone(),
            short: column.short.clone(),
            kind: ValueKind::of(&column.kind),
            is_required: column.required,
            ticks: column.to_tick().unwrap_or_default().to_vec(),
            at: sides.map(|side| side.map(|(index, _)| index)),
        })
    }
}

/// Goes through both sides at once and notes what has changed.
struct Walk<'a> {
    of: &'a Arc<RowField>,
    old: &'a RowTree<'a>,
    new: &'a RowTree<'a>,
    /// What belongs together on each level.
    pairs: &'a [Partners],
    changes: Vec<Change>,
}

impl Walk<'_> {
    /// What has become of the names of a level in a group, and of what is below them;
    /// `told` says that new ones have been told with the group they belong to.
    fn level(&mut self, level: usize, olds: Range<usize>, news: Range<usize>, told: bool) {
        let (old, new) = (self.old, self.new);
        let first = news.start;
        for step in steps(olds, news, &self.pairs[level]) {
            let is_told = told && matches!(step, Step::Added(_));
            let place = place(step, new.level(level), first);
            if level + 1 == new.depth() {
                if !is_told {
                    self.row(step, place);
                }
                continue;
            }
            if !is_told {
                self.group(level, step, place);
            }
            match step {
                // What went with it is told with it.
                Step::Removed(_) => {}
                Step::Added(b) => self.level(level + 1, 0..0, new.below(level, b), true),
                Step::Kept { old: a, new: b, .. } | Step::Moved { old: a, new: b } => {
                    self.level(level + 1, old.below(level, a), new.below(level, b), false);
                }
            }
        }
    }

    fn row(&mut self, step: Step, place: NewPlace) {
        let sides = sides(
            step,
            |a| self.of.compared(OLD, self.old, a),
            |b| self.of.compared(NEW, self.new, b),
        );
        let change = RowChange { of: Arc::clone(self.of), sides, place };
        if change.is_change() {
            self.changes.push(Change::Row(change));
        }
    }

    fn group(&mut self, level: usize, step: Step, place: NewPlace) {
        let (old, new) = (self.old, self.new);
        let rows = match step {
            Step::Removed(a) => {
                let alone = old.alone(level, a, &|level, a| self.pairs[level].of_old(a).is_some());
                alone.into_iter().map(|index| self.of.compared(OLD, old, index)).collect()
            }
            Step::Added(b) => {
                let alone = new.alone(level, b, &|level, b| self.pairs[level].of_new(b).is_some());
                alone.into_iter().map(|index| self.of.compared(NEW, new, index)).collect()
            }
            _ => Vec::new(),
        };
        let sides = sides(step, |a| self.of.path(old, level, a), |b| self.of.path(new, level, b));
        let change = GroupChange { of: Arc::clone(self.of), sides, place, rows };
        if change.is_change() {
            self.changes.push(Change::Group(change));
        }
    }
}

fn sides<T>(step: Step, old: impl Fn(usize) -> T, new: impl Fn(usize) -> T) -> Sides<T> {
    match step {
        Step::Removed(a) => Sides::Removed(old(a)),
        Step::Added(b) => Sides::Added(new(b)),
        Step::Kept { old: a, new: b, .. } | Step::Moved { old: a, new: b } => {
            Sides::Kept { old: old(a), new: new(b) }
        }
    }
}

/// The place of something whose group begins at `first`.
fn place(step: Step, level: &[NamedNode], first: usize) -> NewPlace {
    match step {
        Step::Moved { .. } => NewPlace::Moved,
        Step::Kept { new, reordered: true, .. } => {
            let before = new.checked_sub(1).filter(|before| *before >= first);
            NewPlace::Reordered { after: before.map(|before| level[before].name.to_owned()) }
        }
        _ => NewPlace::Same,
    }
}
