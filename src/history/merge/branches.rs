//! The names of a field in one version of a file, as a tree: groups, and rows in them.

use super::values::as_map;
use crate::source::layout::{Entry, Known, Map};

/// The names of a field. The rows of a table are a tree of one level.
#[derive(Debug)]
pub struct Branches<'a> {
    /// The field itself, and all names, each behind the one that it belongs to.
    pub nodes: Vec<Node<'a>>,
}

/// A name.
#[derive(Debug)]
pub struct Node<'a> {
    /// The entry; `None` for the field itself.
    pub entry: Option<&'a Entry>,
    /// The node that it belongs to.
    pub above: usize,
    /// How many names lead to it, its own included.
    pub level: usize,
    /// The nodes right below it, in the author's order.
    pub below: Vec<usize>,
    /// Its entries, unless it is a row.
    pub map: Option<&'a Map>,
    /// Whether the form has this name here.
    pub is_of_form: bool,
}

impl<'a> Branches<'a> {
    /// The names of a field, of which this is known.
    pub fn of(map: &'a Map, known: Known) -> Self {
        let mut branches = Self { nodes: Vec::new() };
        branches.nodes.push(Node {
            entry: None,
            above: 0,
            level: 0,
            below: Vec::new(),
            map: Some(map),
            is_of_form: true,
        });
        branches.add(0, map, known);
        branches
    }

    fn add(&mut self, above: usize, map: &'a Map, known: Known) {
        let level = self.nodes[above].level + 1;
        for entry in &map.entries {
            let below = known.below(&entry.key);
            let map = as_map(&entry.value).filter(|_| below.is_named());
            let is_of_form = known.spelling(&entry.key).is_some();
            let index = self.nodes.len();
            self.nodes[above].below.push(index);
            self.nodes.push(Node {
                entry: Some(entry),
                above,
                level,
                below: Vec::new(),
                map,
                is_of_form,
            });
            if let Some(map) = map {
                self.add(index, map, below);
            }
        }
    }

    /// The rows below a node, or the node itself where it is one.
    pub fn rows(&self, node: usize) -> Vec<&'a Entry> {
        let Node { entry, below, map, .. } = &self.nodes[node];
        match map {
            Some(_) => below.iter().flat_map(|below| self.rows(*below)).collect(),
            None => entry.iter().copied().collect(),
        }
    }
}
