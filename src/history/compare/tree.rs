//! 绩效指标 as lists of what each level has, and which of it belong together.

use std::ops::Range;

use crate::form::{Indicators, Values};

use super::likeness;
use super::pairing::{Node, Partners, pair};

/// From here on, names are alike by themselves.
const ALIKE: u32 = 500;
/// From here on, they are where the values are equal.
const ALIKE_WITH_VALUES: u32 = 250;

/// The indicators of one side.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    /// 一级指标.
    pub level1: Vec<Node<'a>>,
    /// 二级指标.
    pub level2: Vec<Node<'a>>,
    /// 三级指标.
    pub level3: Vec<Node<'a>>,
    /// What each 三级指标 is to reach.
    pub values: Vec<&'a Values>,
    below1: Vec<Range<usize>>,
    below2: Vec<Range<usize>>,
}

impl<'a> Tree<'a> {
    /// The lists.
    pub fn of(indicators: &'a Indicators) -> Self {
        let mut tree = Self::default();
        for (name, groups) in indicators {
            let level1 = tree.level1.len();
            tree.level1.push(Node { name, group: 0 });
            let first = tree.level2.len();
            for (name, rows) in groups {
                let level2 = tree.level2.len();
                tree.level2.push(Node { name, group: level1 });
                let first = tree.level3.len();
                for (name, values) in rows {
                    tree.level3.push(Node { name, group: level2 });
                    tree.values.push(values);
                }
                tree.below2.push(first..tree.level3.len());
            }
            tree.below1.push(first..tree.level2.len());
        }
        tree
    }

    /// The 二级指标 of a 一级指标.
    pub fn groups_of(&self, level1: usize) -> Range<usize> {
        self.below1[level1].clone()
    }

    /// The 三级指标 of a 二级指标.
    pub fn rows_of(&self, level2: usize) -> Range<usize> {
        self.below2[level2].clone()
    }

    /// The keys that lead to a 一级指标.
    pub fn path1(&self, level1: usize) -> Vec<String> {
        ["绩效指标", self.level1[level1].name].map(str::to_owned).to_vec()
    }

    /// The keys that lead to a 二级指标.
    pub fn path2(&self, level2: usize) -> Vec<String> {
        let Node { name, group } = self.level2[level2];
        let mut path = self.path1(group);
        path.push(name.to_owned());
        path
    }

    /// The keys that lead to a 三级指标.
    pub fn path3(&self, level3: usize) -> Vec<String> {
        let Node { name, group } = self.level3[level3];
        let mut path = self.path2(group);
        path.push(name.to_owned());
        path
    }

    /// The names below each 二级指标, sorted.
    fn names_below2(&self) -> Vec<Vec<&'a str>> {
        let names = |rows: &Range<usize>| {
            let mut names: Vec<_> = self.level3[rows.clone()].iter().map(|row| row.name).collect();
            names.sort_unstable();
            names
        };
        self.below2.iter().map(names).collect()
    }

    /// The names of all indicators below each 一级指标, sorted.
    fn names_below1(&self) -> Vec<Vec<&'a str>> {
        let all = self.names_below2();
        let names = |groups: &Range<usize>| {
            let mut names = all[groups.clone()].concat();
            names.sort_unstable();
            names
        };
        self.below1.iter().map(names).collect()
    }
}

/// What belongs together on each level.
#[derive(Debug)]
pub struct Pairs {
    /// 一级指标.
    pub level1: Partners,
    /// 二级指标.
    pub level2: Partners,
    /// 三级指标.
    pub level3: Partners,
}

impl Pairs {
    /// Finds what belongs together.
    pub fn of(old: &Tree, new: &Tree) -> Self {
        let level1 = pair_level1(old, new);
        let level2 = pair_level2(old, new, &level1);
        let level3 = pair_level3(old, new, &level2);
        Self { level1, level2, level3 }
    }
}

fn pair_level1(old: &Tree, new: &Tree) -> Partners {
    let [old_names, new_names] = [old, new].map(Tree::names_below1);
    let alike = |a: usize, b: usize| {
        likeness_of([old.level1[a], new.level1[b]], [&old_names[a], &new_names[b]])
    };
    pair([&old.level1, &new.level1], &Partners::root(), |_, _| None, alike)
}

fn pair_level2(old: &Tree, new: &Tree, level1: &Partners) -> Partners {
    let [old_names, new_names] = [old, new].map(Tree::names_below2);
    // A name such as 数量指标 alone is no sign: every form has it.
    let moved = |a: usize, b: usize| {
        Some(likeness::of_sorted(&old_names[a], &new_names[b])).filter(|equal| *equal > 0)
    };
    let alike = |a: usize, b: usize| {
        likeness_of([old.level2[a], new.level2[b]], [&old_names[a], &new_names[b]])
    };
    pair([&old.level2, &new.level2], level1, moved, alike)
}

/// Groups are alike by the indicators in them; by their names only where one is the
/// other one with something added, as these names are made of few words.
fn likeness_of(nodes: [Node; 2], [old, new]: [&[&str]; 2]) -> Option<u32> {
    let [a, b] = nodes.map(|node| node.name);
    let names = likeness::of_names(a, b);
    let content = likeness::of_sorted(old, new);
    let is_longer = names >= ALIKE && (a.contains(b) || b.contains(a));
    let is_alike = content >= ALIKE || (content > 0 && names >= ALIKE) || is_longer;
    is_alike.then_some(2 * content + names)
}

fn pair_level3(old: &Tree, new: &Tree, level2: &Partners) -> Partners {
    let moved = |a: usize, b: usize| Some(u32::from(old.values[a] == new.values[b]));
    let alike = |a: usize, b: usize| {
        let names = likeness::of_names(old.level3[a].name, new.level3[b].name);
        let is_equal = old.values[a] == new.values[b];
        let least = if is_equal { ALIKE_WITH_VALUES } else { ALIKE };
        (names >= least).then_some(names + 200 * u32::from(is_equal))
    };
    pair([&old.level3, &new.level3], level2, moved, alike)
}
