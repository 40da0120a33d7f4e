//! What is the same in several versions although it has another name, or belongs to
//! another group.

use std::collections::HashMap;

use super::bare::bare;
use super::branches::{Branches, Node};
use super::pairs::partners;
use super::spellings::Spellings;
use super::versions::Versions;
use crate::source::layout::Entry;

/// A name of one level of a tree.
#[derive(Debug)]
pub struct Name<'a> {
    /// What it belongs to, the same number in all versions.
    pub above: usize,
    /// The entry.
    pub entry: &'a Entry,
    /// What it goes by: `质量` and `质量指标` are one group.
    pub identity: &'a str,
    /// Whether the form has it here.
    pub is_of_form: bool,
    /// What the rows below it go by, sorted; `None` of a row.
    rows: Option<Vec<&'a str>>,
}

/// The names of a level, in the order of the file. `above` has a number for each node that
/// is less deep.
pub fn names<'a>(
    branches: &Branches<'a>,
    level: usize,
    above: &[usize],
    spellings: &Spellings,
) -> Vec<(usize, Name<'a>)> {
    let identity = |entry: &'a Entry| spellings.identity(&entry.key);
    let nodes = branches.nodes.iter().enumerate().filter(|(_, node)| node.level == level);
    let name = |(index, node): (usize, &Node<'a>)| {
        let rows = node.map.map(|_| {
            let mut rows: Vec<&str> = branches.rows(index).into_iter().map(identity).collect();
            rows.sort_unstable();
            rows
        });
        let entry = node.entry?;
        let (above, identity, is_of_form) = (above[node.above], identity(entry), node.is_of_form);
        Some((index, Name { above, entry, identity, is_of_form, rows }))
    };
    nodes.filter_map(name).collect()
}

/// Which names of three versions are one: their indices, where the version has it.
pub fn identify(names: Versions<&[&Name]>) -> Vec<Versions<Option<usize>>> {
    let Versions { base, ours, theirs } = names;
    let before = [ours, theirs].map(|side| partners(base, side, true));
    let [in_ours, in_theirs] = &before;
    let in_ours = fitting(base, [ours, theirs], [in_ours, in_theirs]);
    let in_theirs = fitting(base, [theirs, ours], [&before[1], &before[0]]);

    let mut found: Vec<Versions<Option<usize>>> =
        (0..base.len()).map(|at| Versions { base: Some(at), ..Versions::default() }).collect();
    let mut added_by_us = Vec::new();
    for (at, partner) in in_ours.iter().enumerate() {
        let index = partner.unwrap_or(found.len());
        if partner.is_none() {
            added_by_us.push(index);
            found.push(Versions::default());
        }
        found[index].ours = Some(at);
    }
    let new_ours: Vec<usize> = left(&in_ours);
    let new_theirs: Vec<usize> = left(&in_theirs);
    let both = partners(&pick(ours, &new_ours), &pick(theirs, &new_theirs), false);
    let mut both = both.into_iter();
    for (at, partner) in in_theirs.iter().enumerate() {
        // What both have added is one.
        let partner = partner.or_else(|| both.next()?.map(|index| added_by_us[index]));
        let index = partner.unwrap_or(found.len());
        if partner.is_none() {
            found.push(Versions::default());
        }
        found[index].theirs = Some(at);
    }
    found
}

/// The partners of a side's names, without those that it has moved or renamed to where the
/// other one has something else of that name. Of rows, only where the other side has them no
/// more: those that it has keep their partners, and the two of one name are told.
fn fitting(
    base: &[&Name],
    [side, other]: [&[&Name]; 2],
    [partners, others]: [&[Option<usize>]; 2],
) -> Vec<Option<usize>> {
    let mut there: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, name) in other.iter().enumerate() {
        there.entry(name.place()).or_default().push(at);
    }
    let fits = |at: usize, partner: usize| {
        let place = side[at].place();
        let is_kept = || side[at].rows.is_none() && others.contains(&Some(partner));
        let mut there = there.get(&place).into_iter().flatten();
        let is_other = there.any(|other| others[*other] != Some(partner));
        place == base[partner].place() || !is_other || is_kept()
    };
    let kept = |(at, partner): (usize, &Option<usize>)| partner.filter(|it| fits(at, *it));
    partners.iter().enumerate().map(kept).collect()
}

fn left(partners: &[Option<usize>]) -> Vec<usize> {
    (0..partners.len()).filter(|at| partners[*at].is_none()).collect()
}

fn pick<'a, 'b>(names: &[&'b Name<'a>], indices: &[usize]) -> Vec<&'b Name<'a>> {
    indices.iter().map(|index| names[*index]).collect()
}

impl Name<'_> {
    /// How much it has in common with a namesake of another group; `None` where it is
    /// another one.
    pub fn likeness(&self, other: &Name) -> Option<usize> {
        match (&self.rows, &other.rows) {
            (Some(rows), Some(others)) => {
                let common = rows.iter().filter(|row| others.binary_search(row).is_ok()).count();
                Some(common).filter(|common| *common > 0)
            }
            (None, None) => Some(usize::from(bare(&self.entry.value) == bare(&other.entry.value))),
            _ => None,
        }
    }

    /// Its group, and what it goes by in it.
    fn place(&self) -> (usize, &str) {
        (self.above, self.identity)
    }
}
