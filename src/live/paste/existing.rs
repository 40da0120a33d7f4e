//! The rows that a form has before anything is pasted.

use std::collections::{HashMap, HashSet};

use crate::form::{Row, Tree, core};
use crate::source::Source;
use crate::text::joining::tight;
use crate::text::width;

/// The rows of a table or a tree.
pub struct Existing<'a> {
    /// The rows with their names, in the form's order.
    pub rows: Vec<ExistingRow<'a>>,
    /// Where each is, by its names as they are compared.
    places: HashMap<Vec<String>, usize>,
    /// How names of groups are written, by what they are compared as.
    groups: HashMap<Vec<String>, String>,
    /// Whether a default file has rows, which those of the project file replace.
    pub are_defaults: bool,
}

/// A row that is there.
pub struct ExistingRow<'a> {
    /// The names that lead to it.
    pub names: Vec<&'a str>,
    /// What it says.
    pub row: &'a Row,
}

impl ExistingRow<'_> {
    /// Whether it has neither a name nor values.
    pub fn is_placeholder(&self) -> bool {
        self.names.last().is_some_and(|name| name.is_empty()) && self.is_blank()
    }

    fn is_blank(&self) -> bool {
        self.row.iter().all(|value| value.text().trim().is_empty())
    }
}

impl<'a> Existing<'a> {
    /// The rows of the field at a path that the project file itself has.
    pub fn of(source: &'a Source, path: &[usize], tree: Option<&Tree>) -> Self {
        let form = source.project.form();
        let keys = form.keys(path);
        let is_own = keys.first().is_some_and(|key| source.is_own(key));
        let written: Vec<Vec<&str>> = match is_own {
            true => source.texts().into_iter().filter(|it| it.is_key).map(|it| it.path).collect(),
            false => Vec::new(),
        };
        let written: HashSet<Vec<&str>> = written.into_iter().collect();
        let all = source.project.rows(path).into_iter();
        let rows: Vec<ExistingRow> = all
            .map(|(names, row)| ExistingRow { names, row })
            .filter(|it| written.contains(&[&keys[..], &it.names].concat()))
            .collect();
        let levels = tree.map_or(1, |tree| tree.levels.len());
        let mut existing = Self {
            rows: Vec::new(),
            places: HashMap::new(),
            groups: HashMap::new(),
            are_defaults: !is_own && source.key_place(&keys).is_some(),
        };
        for (number, row) in rows.iter().enumerate() {
            for level in 0..levels.min(row.names.len()) - 1 {
                existing.add_group(&row.names[..=level]);
            }
            existing.places.entry(compared(&row.names, levels)).or_insert(number);
        }
        existing.rows = rows;
        existing
    }

    /// The row with these names.
    pub fn find(&self, names: &[String], levels: usize) -> Option<usize> {
        self.places.get(&compared(names, levels)).copied()
    }

    /// How the last of the names of a group is written.
    pub fn group(&self, names: &[impl AsRef<str>]) -> Option<&str> {
        self.groups.get(&compared(names, usize::MAX)).map(String::as_str)
    }

    /// Adds a group of these names.
    pub fn add_group(&mut self, names: &[impl AsRef<str>]) {
        let Some(last) = names.last() else { return };
        let last = last.as_ref().to_owned();
        self.groups.entry(compared(names, usize::MAX)).or_insert(last);
    }
}

/// Names as they are compared: those of groups with 指标 at the end or without it.
pub fn compared(names: &[impl AsRef<str>], levels: usize) -> Vec<String> {
    let name = |(level, name): (usize, &_)| {
        let name = width::narrow(&tight(AsRef::<str>::as_ref(name)));
        if level + 1 == levels { name } else { core(&name).to_owned() }
    };
    names.iter().enumerate().map(name).collect()
}
