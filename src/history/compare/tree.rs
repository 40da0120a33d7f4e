//! The names of a field's rows as lists of what each level has, and which of it belong
//! together. The rows of a table or a matrix are a tree of one level.

use std::ops::Range;

use crate::form::{Branch, Branches, Kind, Row, Value, core};

use super::change::{ComparedColumn, RowField};
use super::fields::Leaf;
use super::likeness;
use super::pairing::{NamedNode, Partners, pair};
use super::value::ValueKind;

/// From here on, names are alike by themselves.
const ALIKE: u32 = 500;
/// From here on, they are where the values are equal.
const ALIKE_WITH_VALUES: u32 = 250;

/// The names and the rows of one side.
#[derive(Debug)]
pub struct RowTree<'a> {
    /// What the rows say.
    pub rows: Vec<&'a Row>,
    /// The names of each level; those of the last one name the rows.
    levels: Vec<Vec<NamedNode<'a>>>,
    /// What stands below each name of each level but the last.
    below: Vec<Vec<Range<usize>>>,
}

impl<'a> RowTree<'a> {
    /// The lists of a field with so many levels, which may not be there.
    pub fn of(leaf: Option<&Leaf<'a>>, depth: usize) -> Self {
        let depth = depth.max(1);
        let levels = vec![Vec::new(); depth];
        let mut tree = Self { rows: Vec::new(), levels, below: vec![Vec::new(); depth - 1] };
        let Some(leaf) = leaf else { return tree };
        match (&leaf.field.kind, leaf.value) {
            // The form fixes the order.
            (Kind::Matrix(matrix), Value::Rows(rows)) => {
                let lines = matrix.rows.iter();
                let rows = lines.filter_map(|line| rows.get_key_value(&line.key));
                tree.add_rows(rows.map(|(name, row)| (name.as_str(), row)));
            }
            (_, Value::Rows(rows)) => {
                tree.add_rows(rows.iter().map(|(name, row)| (name.as_str(), row)));
            }
            (_, Value::Tree(branches)) => tree.add(0, 0, branches),
            _ => {}
        }
        tree
    }

    fn add_rows(&mut self, rows: impl Iterator<Item = (&'a str, &'a Row)>) {
        for (name, row) in rows {
            self.levels[0].push(NamedNode { name, identity: name, group: 0 });
            self.rows.push(row);
        }
    }

    /// Adds what stands in a group to a level and those below it.
    fn add(&mut self, level: usize, group: usize, branches: &'a Branches) {
        let is_last = level + 1 == self.levels.len();
        for (name, branch) in branches {
            let node = NamedNode { name, identity: core(name), group };
            match branch {
                Branch::Row(row) if is_last => {
                    self.levels[level].push(node);
                    self.rows.push(row);
                }
                Branch::Group(below) if !is_last => {
                    let index = self.levels[level].len();
                    self.levels[level].push(node);
                    let first = self.levels[level + 1].len();
                    self.add(level + 1, index, below);
                    self.below[level].push(first..self.levels[level + 1].len());
                }
                // A tree has its rows on its last level.
                _ => {}
            }
        }
    }

    /// How many levels it has.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }

    /// The names of a level.
    pub fn level(&self, level: usize) -> &[NamedNode<'a>] {
        &self.levels[level]
    }

    /// All names of the first level.
    pub fn top(&self) -> Range<usize> {
        0..self.levels[0].len()
    }

    /// What stands right below a name of a level, which is not the last.
    pub fn below(&self, level: usize, index: usize) -> Range<usize> {
        self.below[level][index].clone()
    }

    /// The names that lead to one of a level, from the first level on.
    pub fn names(&self, level: usize, index: usize) -> Vec<&'a str> {
        let NamedNode { name, group, .. } = self.levels[level][index];
        let mut names = match level.checked_sub(1) {
            Some(above) => self.names(above, group),
            None => Vec::new(),
        };
        names.push(name);
        names
    }

    /// The rows below a name that have no partner, nor has anything above them up to the
    /// name.
    pub fn alone(
        &self,
        level: usize,
        index: usize,
        has_partner: &impl Fn(usize, usize) -> bool,
    ) -> Vec<usize> {
        if level + 1 == self.depth() {
            return vec![index];
        }
        let below = self.below(level, index).filter(|below| !has_partner(level + 1, *below));
        below.flat_map(|below| self.alone(level + 1, below, has_partner)).collect()
    }

    /// What the rows below each name of each level go by, sorted.
    fn names_of_rows(&self) -> Vec<Vec<Vec<&'a str>>> {
        let rows = self.levels.last().map_or(&[][..], Vec::as_slice);
        let mut levels = vec![rows.iter().map(|row| vec![row.identity]).collect::<Vec<_>>()];
        for below in self.below.iter().rev() {
            let last = levels.last().map_or(&[][..], Vec::as_slice);
            let names = |range: &Range<usize>| {
                let mut names = last[range.clone()].concat();
                names.sort_unstable();
                names
            };
            levels.push(below.iter().map(names).collect());
        }
        levels.reverse();
        levels
    }
}

/// What belongs together on each level.
pub fn partners(old: &RowTree, new: &RowTree, field: &RowField) -> Vec<Partners> {
    let [old_names, new_names] = [old, new].map(RowTree::names_of_rows);
    let root = Partners::root();
    let mut pairs: Vec<Partners> = Vec::new();
    for level in 0..old.depth() {
        let nodes = [old.level(level), new.level(level)];
        let above = pairs.last().unwrap_or(&root);
        let partners = match level + 1 < old.depth() {
            true => pair_groups(nodes, [&old_names[level], &new_names[level]], above),
            false => pair_rows(nodes, [&old.rows, &new.rows], field, above),
        };
        pairs.push(partners);
    }
    pairs
}

fn pair_groups(
    [old, new]: [&[NamedNode]; 2],
    [old_names, new_names]: [&[Vec<&str>]; 2],
    above: &Partners,
) -> Partners {
    // A name such as 数量指标 alone is no sign: every form has it.
    let moved = |a: usize, b: usize| {
        Some(likeness::of_sorted(&old_names[a], &new_names[b])).filter(|equal| *equal > 0)
    };
    let alike =
        |a: usize, b: usize| likeness_of_groups([old[a], new[b]], [&old_names[a], &new_names[b]]);
    pair([old, new], above, moved, alike)
}

/// Groups are alike by the rows in them; by their names only where one is the other one
/// with something added, as these names are made of few words.
fn likeness_of_groups(nodes: [NamedNode; 2], [old, new]: [&[&str]; 2]) -> Option<u32> {
    let [a, b] = nodes.map(|node| node.name);
    let names = likeness::of_names(a, b);
    let content = likeness::of_sorted(old, new);
    let is_longer = names >= ALIKE && (a.contains(b) || b.contains(a));
    let is_alike = content >= ALIKE || (content > 0 && names >= ALIKE) || is_longer;
    is_alike.then_some(2 * content + names)
}

fn pair_rows(
    [old, new]: [&[NamedNode]; 2],
    [old_rows, new_rows]: [&[&Row]; 2],
    field: &RowField,
    above: &Partners,
) -> Partners {
    let is_number = |column: &ComparedColumn| matches!(column.kind, ValueKind::Number(_));
    // Amounts tell a row by themselves.
    let least_of_equals = match field.columns.iter().all(is_number) {
        true => 0,
        false => ALIKE_WITH_VALUES,
    };
    let moved = |a: usize, b: usize| Some(u32::from(field.says_same(old_rows[a], new_rows[b])));
    let alike = |a: usize, b: usize| {
        // What the form fixes has but one name.
        if field.is_fixed {
            return None;
        }
        let names = likeness::of_names(old[a].name, new[b].name);
        let is_equal = field.says_same(old_rows[a], new_rows[b]);
        let least = if is_equal { least_of_equals } else { ALIKE };
        (names >= least).then_some(names + 200 * u32::from(is_equal))
    };
    pair([old, new], above, moved, alike)
}

impl RowField {
    /// Whether two rows say the same in the columns that both sides have, and something at
    /// all: neither blanks nor zeros do.
    fn says_same(&self, old: &Row, new: &Row) -> bool {
        let mut says_something = false;
        for ComparedColumn { at: [a, b], .. } in &self.columns {
            let (Some(a), Some(b)) = (a, b) else { continue };
            let (Some(a), Some(b)) = (old.get(*a), new.get(*b)) else { continue };
            match (a.decimal(), b.decimal()) {
                (Some(a), Some(b)) if a == b => says_something |= !a.is_zero(),
                (None, None) if a == b => says_something |= !a.is_empty(),
                _ => return false,
            }
        }
        says_something
    }
}
