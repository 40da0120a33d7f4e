//! The names of a field in three versions: which of them are one, and where each belongs.

use std::collections::{HashMap, HashSet};

use super::branches::{Branches, Node};
use super::names::{Name, identify, names};
use super::spellings::Spellings;
use super::versions::Versions;
use crate::source::layout::{Entry, Known, Map};

/// The names of a field in three versions. Each has a number, which is the same in all of
/// them; the field itself has 0.
#[derive(Debug)]
pub struct Forest<'a> {
    /// The keys that lead to the field.
    pub field: Vec<String>,
    /// How names are told apart.
    spellings: Spellings<'a>,
    trees: Versions<Branches<'a>>,
    /// The number of each node.
    numbers: Versions<Vec<usize>>,
    /// The node of each number, where the version has it.
    nodes: Vec<Versions<Option<usize>>>,
    /// What comes to each group from another one, in the order in which it stands there.
    arrivals: HashMap<usize, Vec<usize>>,
    /// The rows that would have a name in common, by their numbers, with that name.
    pub clashes: HashMap<usize, &'a str>,
    /// The groups within which both sides want something at different places.
    torn: HashSet<usize>,
}

/// Where a name belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// To this group, whatever the version.
    Settled(usize),
    /// To the group where each version has it.
    Open(Versions<Option<usize>>),
    /// Nowhere: it is a row that neither side has.
    Gone,
}

impl<'a> Forest<'a> {
    /// The names in three versions of the field at the end of `path`, of which this is known.
    pub fn of(maps: Versions<&'a Map>, path: &[String], known: Known) -> Self {
        let field = path.to_vec();
        let trees = maps.map(|map| Branches::of(map, known));
        let spellings = Spellings::of(trees.as_ref(), known.has_form_names());
        let numbers = trees.as_ref().map(|tree| vec![0; tree.nodes.len()]);
        let nodes = vec![Versions::all(Some(0))];
        let (arrivals, torn) = (HashMap::new(), HashSet::new());
        let clashes = HashMap::new();
        let mut forest = Self { field, spellings, trees, numbers, nodes, arrivals, clashes, torn };
        (1..=known.levels()).for_each(|level| forest.number(level));
        let clashes = forest.find_clashes();
        forest.find_arrivals();
        let alone = (1..forest.nodes.len()).filter(|number| !forest.clashes.contains_key(number));
        let open = alone.map(|number| vec![number]).chain(clashes);
        forest.torn = open.filter_map(|numbers| forest.torn_by(&numbers)).collect();
        forest
    }

    /// Gives numbers to the names of a level.
    fn number(&mut self, level: usize) {
        let sides = self.trees.as_ref().zip(self.numbers.as_ref());
        let indexed = sides.map(|(tree, numbers)| names(tree, level, numbers, &self.spellings));
        let names = indexed.as_ref().map(|names| names.iter().map(|(_, name)| name).collect());
        let names: Versions<Vec<&Name>> = names;
        for found in identify(names.as_ref().map(Vec::as_slice)) {
            let nodes = indexed.as_ref().zip(found).map(|(names, at)| Some(names[at?].0));
            let number = self.nodes.len();
            let Versions { base, ours, theirs } = &mut self.numbers;
            for (numbers, node) in [base, ours, theirs].into_iter().zip(nodes.into_array()) {
                if let Some(node) = node {
                    numbers[node] = number;
                }
            }
            self.nodes.push(nodes);
        }
    }

    /// The rows that one of the sides has.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let is_row = |number: &usize| !self.is_group(*number) && self.home(*number) != Home::Gone;
        (1..self.nodes.len()).filter(is_row)
    }

    /// The nodes of a name, in the versions that have it.
    pub fn nodes(&self, number: usize) -> Versions<Option<&Node<'a>>> {
        self.trees.as_ref().zip(self.nodes[number]).map(|(tree, node)| Some(&tree.nodes[node?]))
    }

    /// The entries of a name.
    pub fn entries(&self, number: usize) -> Versions<Option<&'a Entry>> {
        self.nodes(number).map(|node| node?.entry)
    }

    /// What a name was called, or is where it is new.
    pub fn called(&self, number: usize) -> &'a str {
        let Versions { base, ours, theirs } = self.entries(number);
        base.or(ours).or(theirs).map_or("", |entry| &entry.key)
    }

    /// Whether two names are the same.
    pub fn is_one_name(&self, one: &str, other: &str) -> bool {
        self.spellings.identity(one) == self.spellings.identity(other)
    }

    /// Whether there are names below it, or may be.
    pub fn is_group(&self, number: usize) -> bool {
        self.nodes(number).into_array().into_iter().flatten().all(|node| node.map.is_some())
    }

    /// The groups that a name belongs to in each version.
    pub fn groups(&self, number: usize) -> Versions<Option<usize>> {
        self.nodes(number)
            .zip(self.numbers.as_ref())
            .map(|(node, numbers)| Some(numbers[node?.above]))
    }

    /// The names from the first level on that lead to a name in each version, its own
    /// excluded.
    pub fn paths(&self, number: usize) -> Versions<Option<Vec<String>>> {
        let sides = self.trees.as_ref().zip(self.nodes[number]);
        sides.map(|(tree, node)| {
            let mut path = Vec::new();
            let mut node = &tree.nodes[tree.nodes[node?].above];
            while let Some(entry) = node.entry {
                path.insert(0, entry.key.clone());
                node = &tree.nodes[node.above];
            }
            Some(path)
        })
    }

    /// Where a name belongs: to the group that one side has moved it to, otherwise to the
    /// one where it was.
    pub fn home(&self, number: usize) -> Home {
        let groups = self.groups(number);
        if self.clashes.contains_key(&number) {
            return Home::Open(groups);
        }
        let settled = match groups {
            Versions { ours: None, theirs: None, .. } if !self.is_group(number) => {
                return Home::Gone;
            }
            Versions { base: Some(base), ours: Some(ours), theirs: Some(theirs) } => {
                Versions { base, ours, theirs }.settled().copied()
            }
            Versions { base, ours, theirs } => {
                let mut there = [base, ours, theirs].into_iter().flatten();
                there.next().filter(|group| there.all(|other| other == *group))
            }
        };
        settled.map_or(Home::Open(groups), Home::Settled)
    }

    /// Whether both sides want something within a group at different places.
    pub fn is_torn(&self, group: usize) -> bool {
        self.torn.contains(&group)
    }

    /// The name that a row would have in common with another one, once both sides have what
    /// they want.
    pub fn clash(&self, number: usize) -> Option<&str> {
        self.clashes.get(&number).copied()
    }

    /// What a name goes by in each version.
    pub fn identities(&self, number: usize) -> Versions<Option<&'a str>> {
        self.entries(number).map(|entry| Some(self.spellings.identity(&entry?.key)))
    }

    fn find_arrivals(&mut self) {
        let mut arrivals: HashMap<usize, Vec<usize>> = HashMap::new();
        for (is_ours, side) in [(true, &self.numbers.ours), (false, &self.numbers.theirs)] {
            for number in &side[1..] {
                let Home::Settled(home) = self.home(*number) else { continue };
                let groups = self.groups(*number);
                let mut there = groups.into_array().into_iter().flatten();
                let comes = there.any(|group| group != home);
                if comes && is_ours == (groups.ours == Some(home)) {
                    arrivals.entry(home).or_default().push(*number);
                }
            }
        }
        self.arrivals = arrivals;
    }

    /// What stands right below a group in each version, once everything is where it belongs.
    pub fn below(&self, group: usize) -> Versions<Vec<usize>> {
        let own = self.own(group);
        let mut below = own.as_ref().map(|own| own.clone());
        for number in self.arrivals.get(&group).into_iter().flatten() {
            let groups = self.groups(*number);
            // The side that has moved it.
            let order = if groups.ours == Some(group) { &own.ours } else { &own.theirs };
            let above: Vec<usize> = order.iter().copied().take_while(|it| it != number).collect();
            let Versions { base, ours, theirs } = &mut below;
            for (list, there) in [base, ours, theirs].into_iter().zip(groups.into_array()) {
                if there.is_some_and(|there| there != group) {
                    let behind = above.iter().rev();
                    let behind = behind.filter_map(|it| list.iter().position(|other| other == it));
                    let at = behind.map(|at| at + 1).next().unwrap_or(0);
                    list.insert(at, *number);
                }
            }
        }
        below
    }

    /// What stands right below a group in each version and stays there.
    fn own(&self, group: usize) -> Versions<Vec<usize>> {
        let sides = self.nodes(group).zip(self.numbers.as_ref());
        let stays = |number: &usize| match self.home(*number) {
            Home::Settled(home) => home == group,
            Home::Open(_) => true,
            Home::Gone => false,
        };
        sides.map(|(node, numbers)| {
            let below = node.into_iter().flat_map(|node| &node.below);
            below.map(|node| numbers[*node]).filter(stays).collect()
        })
    }

    /// Whether a name belongs to a group in all versions, and has not come from elsewhere.
    pub fn is_native(&self, number: usize, group: usize) -> bool {
        self.groups(number) == Versions::all(Some(group))
    }

    /// The innermost group with all places at which some names are wanted that are not
    /// settled.
    fn torn_by(&self, numbers: &[usize]) -> Option<usize> {
        let open = numbers.iter().filter_map(|number| match self.home(*number) {
            Home::Open(groups) => Some(groups.into_array()),
            Home::Settled(_) | Home::Gone => None,
        });
        let places = open.flat_map(|groups| groups.into_iter().enumerate());
        let mut ways = places.filter_map(|(side, group)| Some(self.way(group?, side)));
        let first = ways.next()?;
        let others: Vec<Vec<usize>> = ways.collect();
        first.into_iter().find(|group| others.iter().all(|other| other.contains(group)))
    }

    /// A group, and all that lead to it on a side, the innermost first.
    fn way(&self, group: usize, side: usize) -> Vec<usize> {
        let mut way = vec![group];
        let mut here = group;
        while here != 0 {
            here = match self.home(here) {
                Home::Settled(home) => home,
                Home::Open(groups) => groups.into_array()[side].unwrap_or(0),
                Home::Gone => 0,
            };
            way.push(here);
        }
        way
    }
}
