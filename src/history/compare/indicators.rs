//! The indicators of two versions of a form.

use std::ops::Range;

use crate::form::Indicators;

use super::change::{Change, GroupChange, Place, Row, RowChange, RowKind, Sides};
use super::pairing::{Node, Step, steps};
use super::tree::{Pairs, Tree};

/// The changes, in the form's order.
pub fn changes(old: &Indicators, new: &Indicators) -> Vec<Change> {
    let (old, new) = (Tree::of(old), Tree::of(new));
    let pairs = Pairs::of(&old, &new);
    let mut walk = Walk { old: &old, new: &new, pairs: &pairs, changes: Vec::new() };
    walk.level1();
    walk.changes
}

/// All indicators.
pub fn rows(indicators: &Indicators) -> Vec<Row> {
    let tree = Tree::of(indicators);
    (0..tree.level3.len()).map(|index| row(&tree, index)).collect()
}

/// Goes through both trees at once and notes what has changed.
struct Walk<'a> {
    old: &'a Tree<'a>,
    new: &'a Tree<'a>,
    pairs: &'a Pairs,
    changes: Vec<Change>,
}

impl Walk<'_> {
    fn level1(&mut self) {
        let (old, new) = (self.old, self.new);
        for step in steps(0..old.level1.len(), 0..new.level1.len(), &self.pairs.level1) {
            let (old_groups, new_groups) = match step {
                Step::Removed(a) => (old.groups_of(a), 0..0),
                Step::Added(b) => (0..0, new.groups_of(b)),
                Step::Kept { old: a, new: b, .. } | Step::Moved { old: a, new: b } => {
                    (old.groups_of(a), new.groups_of(b))
                }
            };
            let rows = match step {
                Step::Removed(_) => gone(old, old_groups.clone(), self.pairs),
                Step::Added(_) => fresh(new, new_groups.clone(), self.pairs),
                _ => Vec::new(),
            };
            let sides = sides(step, |a| old.path1(a), |b| new.path1(b));
            self.group(GroupChange { sides, place: place(step, &new.level1, 0), rows });
            match step {
                // What went with it is told with it.
                Step::Removed(_) => {}
                Step::Added(_) => self.level2(0..0, new_groups, true),
                _ => self.level2(old_groups, new_groups, false),
            }
        }
    }

    /// `told` says that new groups have been told with the one they belong to.
    fn level2(&mut self, old_groups: Range<usize>, new_groups: Range<usize>, told: bool) {
        let (old, new) = (self.old, self.new);
        let first = new_groups.start;
        for step in steps(old_groups, new_groups, &self.pairs.level2) {
            let rows = match step {
                Step::Removed(a) => gone(old, a..a + 1, self.pairs),
                Step::Added(b) => fresh(new, b..b + 1, self.pairs),
                _ => Vec::new(),
            };
            if !(told && matches!(step, Step::Added(_))) {
                let sides = sides(step, |a| old.path2(a), |b| new.path2(b));
                self.group(GroupChange { sides, place: place(step, &new.level2, first), rows });
            }
            match step {
                Step::Removed(_) => {}
                Step::Added(b) => self.level3(0..0, new.rows_of(b), true),
                Step::Kept { old: a, new: b, .. } | Step::Moved { old: a, new: b } => {
                    self.level3(old.rows_of(a), new.rows_of(b), false);
                }
            }
        }
    }

    fn level3(&mut self, old_rows: Range<usize>, new_rows: Range<usize>, told: bool) {
        let (old, new) = (self.old, self.new);
        let first = new_rows.start;
        for step in steps(old_rows, new_rows, &self.pairs.level3) {
            if told && matches!(step, Step::Added(_)) {
                continue;
            }
            let sides = sides(step, |a| row(old, a), |b| row(new, b));
            let place = place(step, &new.level3, first);
            let change = RowChange { kind: RowKind::Indicator, sides, place };
            if change.is_change() {
                self.changes.push(Change::Row(change));
            }
        }
    }

    fn group(&mut self, change: GroupChange) {
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
fn place(step: Step, level: &[Node], first: usize) -> Place {
    match step {
        Step::Moved { .. } => Place::Moved,
        Step::Kept { new, reordered: true, .. } => {
            let before = new.checked_sub(1).filter(|before| *before >= first);
            Place::Reordered { after: before.map(|before| level[before].name.to_owned()) }
        }
        _ => Place::Same,
    }
}

/// The indicators that are gone with these 二级指标.
fn gone(old: &Tree, groups: Range<usize>, pairs: &Pairs) -> Vec<Row> {
    alone(old, groups, |group| pairs.level2.of_old(group), |row| pairs.level3.of_old(row))
}

/// The indicators that are new with these 二级指标.
fn fresh(new: &Tree, groups: Range<usize>, pairs: &Pairs) -> Vec<Row> {
    alone(new, groups, |group| pairs.level2.of_new(group), |row| pairs.level3.of_new(row))
}

/// The indicators without a partner in groups without a partner.
fn alone(
    tree: &Tree,
    groups: Range<usize>,
    partner_of_group: impl Fn(usize) -> Option<usize>,
    partner_of_row: impl Fn(usize) -> Option<usize>,
) -> Vec<Row> {
    groups
        .filter(|group| partner_of_group(*group).is_none())
        .flat_map(|group| tree.rows_of(group))
        .filter(|index| partner_of_row(*index).is_none())
        .map(|index| row(tree, index))
        .collect()
}

fn row(tree: &Tree, index: usize) -> Row {
    let values = tree.values[index];
    Row { path: tree.path3(index), values: [values.half_year.clone(), values.full_year.clone()] }
}
