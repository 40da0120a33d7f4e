//! What on the new side is what on the old one: names within groups, which may be
//! renamed and may have moved to another group.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ops::Range;

use super::sequence::longest_rise;

/// Something with a name that belongs to a group.
#[derive(Debug, Clone, Copy)]
pub struct NamedNode<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it goes by: another spelling of its name is no other name.
    pub identity: &'a str,
    /// The index of its group among all groups.
    pub group: usize,
}

/// Which index of the old side belongs to which of the new one.
#[derive(Debug)]
pub struct Partners {
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

/// The most pairs within a group that are held against each other; in larger groups,
/// only neighbours are.
const MOST_PAIRS: usize = 40_000;
/// How many namesakes in other groups are looked at.
const MOST_NAMESAKES: usize = 8;

impl Partners {
    /// The partners of what is there once on either side.
    pub fn root() -> Self {
        Self { of_old: vec![Some(0)], of_new: vec![Some(0)] }
    }

    /// The partner of something on the old side.
    pub fn of_old(&self, old: usize) -> Option<usize> {
        self.of_old[old]
    }

    /// The partner of something on the new side.
    pub fn of_new(&self, new: usize) -> Option<usize> {
        self.of_new[new]
    }

    fn join(&mut self, old: usize, new: usize) {
        (self.of_old[old], self.of_new[new]) = (Some(new), Some(old));
    }

    fn left_of_old(&self) -> impl Iterator<Item = usize> {
        (0..self.of_old.len()).filter(|old| self.of_old[*old].is_none())
    }

    fn left_of_new(&self) -> impl Iterator<Item = usize> {
        (0..self.of_new.len()).filter(|new| self.of_new[*new].is_none())
    }
}

/// Finds partners among `old` and `new`, whose groups have the partners `groups`:
/// first namesakes within a group, to the letter before those in another spelling, then
/// namesakes in other groups that `moved` finds fit, the fittest first, at last those within
/// a group that are alike.
pub fn pair(
    [old, new]: [&[NamedNode]; 2],
    groups: &Partners,
    moved: impl Fn(usize, usize) -> Option<u32>,
    likeness: impl Fn(usize, usize) -> Option<u32>,
) -> Partners {
    let mut partners = Partners { of_old: vec![None; old.len()], of_new: vec![None; new.len()] };
    pair_namesakes([old, new], groups, |node| node.name, &mut partners);
    pair_namesakes([old, new], groups, |node| node.identity, &mut partners);
    pair_moved([old, new], moved, &mut partners);
    pair_alike([old, new], groups, likeness, &mut partners);
    partners
}

fn pair_namesakes<'a>(
    [old, new]: [&[NamedNode<'a>]; 2],
    groups: &Partners,
    name: impl Fn(&NamedNode<'a>) -> &'a str,
    partners: &mut Partners,
) {
    let left = partners.left_of_new().map(|index| ((new[index].group, name(&new[index])), index));
    let mut places: HashMap<_, _> = left.collect();
    for index in partners.left_of_old().collect::<Vec<_>>() {
        let group = groups.of_old(old[index].group);
        if let Some(partner) = group.and_then(|group| places.remove(&(group, name(&old[index])))) {
            partners.join(index, partner);
        }
    }
}

fn pair_moved(
    [old, new]: [&[NamedNode]; 2],
    fitness: impl Fn(usize, usize) -> Option<u32>,
    partners: &mut Partners,
) {
    let mut namesakes: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for index in partners.left_of_new() {
        namesakes.entry(new[index].identity).or_default().push_back(index);
    }
    for index in partners.left_of_old().collect::<Vec<_>>() {
        let Some(namesakes) = namesakes.get_mut(old[index].identity) else { continue };
        let fit = namesakes.iter().take(MOST_NAMESAKES).enumerate();
        let fit = fit.filter_map(|(place, other)| Some((fitness(index, *other)?, place)));
        let best = fit.max_by_key(|(fitness, place)| (*fitness, usize::MAX - place));
        if let Some(partner) = best.and_then(|(_, place)| namesakes.remove(place)) {
            partners.join(index, partner);
        }
    }
}

fn pair_alike(
    [old, new]: [&[NamedNode]; 2],
    groups: &Partners,
    likeness: impl Fn(usize, usize) -> Option<u32>,
    partners: &mut Partners,
) {
    let mut left: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in partners.left_of_new() {
        left.entry(new[index].group).or_default().push(index);
    }
    let left_of_old: Vec<usize> = partners.left_of_old().collect();
    for olds in left_of_old.chunk_by(|a, b| old[*a].group == old[*b].group) {
        let group = olds.first().and_then(|first| groups.of_old(old[*first].group));
        let Some(news) = group.and_then(|group| left.get(&group)) else { continue };
        for (old, new) in most_alike(olds, news, &likeness) {
            partners.join(old, new);
        }
    }
}

/// Pairs of those that are alike, the most alike first; among equals, those at like
/// places.
fn most_alike(
    old: &[usize],
    new: &[usize],
    likeness: impl Fn(usize, usize) -> Option<u32>,
) -> Vec<(usize, usize)> {
    let window = MOST_PAIRS / old.len().max(1);
    let mut pairs = Vec::new();
    for (place, a) in old.iter().enumerate() {
        let first = place.saturating_sub(window / 2).min(new.len().saturating_sub(window));
        for (other, b) in new.iter().enumerate().skip(first).take(window) {
            if let Some(likeness) = likeness(*a, *b) {
                pairs.push((u32::MAX - likeness, place.abs_diff(other), *a, *b));
            }
        }
    }
    pairs.sort_unstable();
    let (mut taken_old, mut taken_new) = (HashSet::new(), HashSet::new());
    pairs.retain(|(_, _, a, b)| {
        let is_free = !taken_old.contains(a) && !taken_new.contains(b);
        is_free && taken_old.insert(*a) && taken_new.insert(*b)
    });
    pairs.into_iter().map(|(_, _, a, b)| (a, b)).collect()
}

/// What became of something in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is gone.
    Removed(usize),
    /// It is new.
    Added(usize),
    /// It was in this group.
    Kept {
        /// Its index on the old side.
        old: usize,
        /// Its index on the new side.
        new: usize,
        /// Whether others of the group stand in another order to it.
        reordered: bool,
    },
    /// It was in another group.
    Moved {
        /// Its index on the old side.
        old: usize,
        /// Its index on the new side.
        new: usize,
    },
}

/// What became of a group's content: the new side in its order, and what is gone behind
/// what it stood behind.
pub fn steps(old: Range<usize>, new: Range<usize>, partners: &Partners) -> Vec<Step> {
    let stays = |index: usize| partners.of_new(index).filter(|other| old.contains(other));
    let kept: Vec<usize> = new.clone().filter_map(stays).collect();
    let in_order: HashSet<usize> =
        longest_rise(&kept).into_iter().map(|index| kept[index]).collect();
    let mut gone: HashMap<Option<usize>, Vec<Step>> = HashMap::new();
    let mut behind = None;
    for index in old.clone() {
        match partners.of_old(index) {
            None => gone.entry(behind).or_default().push(Step::Removed(index)),
            Some(other) if new.contains(&other) => behind = Some(other),
            Some(_) => {}
        }
    }
    let mut steps = gone.remove(&None).unwrap_or_default();
    for index in new {
        steps.push(match partners.of_new(index) {
            None => Step::Added(index),
            Some(other) if old.contains(&other) => {
                Step::Kept { old: other, new: index, reordered: !in_order.contains(&other) }
            }
            Some(other) => Step::Moved { old: other, new: index },
        });
        steps.extend(gone.remove(&Some(index)).unwrap_or_default());
    }
    steps
}
