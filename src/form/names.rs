//! The names that a tree may have, and when two of them are the same.

use indexmap::IndexMap;

/// The names of one level of a tree, with those below each. Where nothing stands below
/// a name, the names below it are the author's choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names(pub IndexMap<String, Names>);

impl Names {
    /// Whether any name will do.
    pub fn is_free(&self) -> bool {
        self.0.is_empty()
    }

    /// The name that is written as `name`, or means the same, with those below it.
    pub fn find(&self, name: &str) -> Option<(&str, &Names)> {
        self.0.iter().find(|(key, _)| is_same(key, name)).map(|(key, below)| (key.as_str(), below))
    }

    /// Whether a name stands so many levels below these.
    pub fn is_at(&self, name: &str, level: usize) -> bool {
        match level {
            0 => self.find(name).is_some(),
            _ => self.0.values().any(|below| below.is_at(name, level - 1)),
        }
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The paths of names that are as long as the tree is deep, `depth`: the rows that the
    /// form fixes.
    pub fn fixed(&self, depth: usize) -> Vec<Vec<&str>> {
        let mut paths: Vec<Vec<&str>> = Vec::new();
        for (name, below) in &self.0 {
            match depth {
                0 => {}
                1 => paths.push(vec![name]),
                _ => paths.extend(below.fixed(depth - 1).into_iter().map(|mut path| {
                    path.insert(0, name);
                    path
                })),
            }
        }
        paths
    }

    /// The names of the first level that have `name` right below them.
    pub fn above(&self, name: &str) -> impl Iterator<Item = &str> {
        let has_it = move |(_, below): &(&String, &Names)| below.find(name).is_some();
        self.0.iter().filter(has_it).map(|(above, _)| above.as_str())
    }
}

/// Whether two names are the same: filed forms have 社会效益 beside 社会效益指标.
pub fn is_same(a: &str, b: &str) -> bool {
    core(a) == core(b)
}

/// The name without 指标 at its end.
pub fn core(name: &str) -> &str {
    let name = name.trim();
    name.strip_suffix("指标").unwrap_or(name)
}
