//! What a name goes by: `质量` and `质量指标` are one group.

use std::collections::HashSet;

use super::branches::Branches;
use super::versions::Versions;
use crate::form::core;

/// How names are told apart.
#[derive(Debug)]
pub struct Spellings<'a> {
    /// Whether 指标 at the end of a name makes no difference: names in a table are the
    /// author's own, to the letter.
    has_form_names: bool,
    /// What a version has in both spellings side by side: there it makes one.
    twins: HashSet<&'a str>,
}

impl<'a> Spellings<'a> {
    /// How names in three versions of a field are told apart.
    pub fn of(trees: Versions<&Branches<'a>>, has_form_names: bool) -> Self {
        let mut twins = HashSet::new();
        for tree in trees.into_array() {
            let mut seen = HashSet::new();
            let names = tree.nodes.iter().filter_map(|node| Some((node.above, node.entry?)));
            let cores = names.map(|(above, entry)| (above, core(&entry.key)));
            twins.extend(cores.filter(|name| !seen.insert(*name)).map(|(_, core)| core));
        }
        Self { has_form_names, twins }
    }

    /// What a name goes by.
    pub fn identity<'b>(&self, name: &'b str) -> &'b str {
        let core = core(name);
        if self.has_form_names && !self.twins.contains(core) { core } else { name }
    }
}
