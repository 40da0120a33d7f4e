//! The cells of a form that are not what they were.

use std::collections::{HashMap, HashSet};

use crate::form::{Form, Kind, Project};

use super::change::{Change, ComparedRow, GroupChange, NewPlace, RowChange, RowField, Sides};
use super::{ComparedForm, Pair};

/// Paths of cells, as [`Project::cells`] has them.
pub type Paths = Vec<Vec<String>>;

/// The cells of a side, by their paths.
type Texts = HashMap<Vec<String>, String>;

impl ComparedForm {
    /// The cells that are not what they were, by their paths in [`Project::cells`]: those
    /// of the old side, and those of the new one, in the form's order.
    pub fn cells(&self) -> [Paths; 2] {
        match &self.sides {
            Pair::Added(version) => [Vec::new(), paths(&version.project)],
            Pair::Removed(version) => [paths(&version.project), Vec::new()],
            Pair::Kept { old, new } => differing(&old.project, &new.project, &self.changes),
        }
    }
}

impl ComparedForm {
    /// How many cells of the old side are gone: those of rows and names that are, and of what only
    /// its form has.
    pub fn removed_cells(&self) -> usize {
        let (old, new) = match &self.sides {
            Pair::Added(_) => return 0,
            Pair::Removed(version) => return paths(&version.project).len(),
            Pair::Kept { old, new } => (&old.project, &new.project),
        };
        let told = |is_wanted: fn(&Change) -> bool| {
            let mut told = Told { texts: [texts(old), texts(new)], told: Default::default() };
            told.all(self.changes.iter().filter(|change| is_wanted(change)));
            told
        };
        let is_removed = |change: &Change| match change {
            Change::Row(change) => matches!(change.sides, Sides::Removed(_)),
            Change::Group(change) => matches!(change.sides, Sides::Removed(_)),
            _ => false,
        };
        let gone = told(is_removed).told[0].len();
        let all = told(|_| true);
        let [differing, _] = self.cells();
        let is_sole =
            |path: &&Vec<String>| !all.told[0].contains(*path) && !all.texts[1].contains_key(*path);
        gone + differing.iter().filter(is_sole).count()
    }
}

fn paths(project: &Project) -> Paths {
    let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
    project.cells().into_iter().map(|cell| owned(cell.path)).collect()
}

fn texts(project: &Project) -> Texts {
    let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
    let cells = project.cells().into_iter();
    cells.map(|cell| (owned(cell.path), cell.text.into_owned())).collect()
}

/// A cell has another text, or it belongs to a row or a name that has become another one or
/// stands elsewhere: such a cell may say the same as before, and what stands below such a
/// name has another path without being another cell.
fn differing(old: &Project, new: &Project, changes: &[Change]) -> [Paths; 2] {
    let mut told = Told { texts: [texts(old), texts(new)], told: Default::default() };
    told.all(changes.iter());
    let (mut free, others) = (free_rows(old.form()), free_rows(new.form()));
    free.retain(|field| others.contains(field));
    [(old, 0, 1), (new, 1, 0)].map(|(project, side, other)| {
        let mut paths = paths(project);
        let is_other = |path: &[String]| told.texts[side].get(path) != told.texts[other].get(path);
        let told = &told.told[side];
        paths.retain(|path| {
            let is_free = free.iter().any(|field| path.starts_with(field));
            let is_below = || (1..path.len()).any(|length| told.contains(&path[..length]));
            told.contains(path) || (is_other(path) && !(is_free && is_below()))
        });
        paths
    })
}

/// The keys that lead to each field whose rows are not fixed.
fn free_rows(form: &Form) -> Paths {
    let is_free = |kind: &Kind| matches!(kind, Kind::Table(_) | Kind::Tree(_));
    let fields = form.all_fields().into_iter().filter(|(_, field)| is_free(&field.kind));
    fields.map(|(path, _)| form.keys(&path).into_iter().map(str::to_owned).collect()).collect()
}

/// The cells of rows and names that changes tell of, on each side.
struct Told {
    texts: [Texts; 2],
    told: [HashSet<Vec<String>>; 2],
}

impl Told {
    fn all<'a>(&mut self, changes: impl Iterator<Item = &'a Change>) {
        for change in changes {
            match change {
                Change::Row(change) => self.row(change),
                Change::Group(change) => self.group(change),
                // What they tell of has the same path on both sides, or is on one only.
                Change::Form(_)
                | Change::Fact { .. }
                | Change::Text { .. }
                | Change::Amount { .. }
                | Change::Other => {}
            }
        }
    }

    fn row(&mut self, change: &RowChange) {
        let cells = |row: &ComparedRow| cells_of_row(&change.of, row);
        match &change.sides {
            Sides::Removed(old) => self.told[0].extend(cells(old)),
            Sides::Added(new) => self.told[1].extend(cells(new)),
            Sides::Kept { old, new } => {
                let is_whole = change.place != NewPlace::Same;
                for (before, after) in cells(old).into_iter().zip(cells(new)) {
                    let is_same = self.texts[0].get(&before) == self.texts[1].get(&after);
                    if is_whole || !is_same {
                        self.told[0].insert(before);
                        self.told[1].insert(after);
                    }
                }
            }
        }
    }

    fn group(&mut self, change: &GroupChange) {
        let sides = [change.sides.before(), change.sides.after()];
        for (told, path) in self.told.iter_mut().zip(sides) {
            let Some(path) = path else { continue };
            told.insert(path.clone());
            for row in &change.rows {
                // The names between the group and the row went with it.
                let between = path.len() + 1..row.path.len();
                told.extend(between.map(|length| row.path[..length].to_vec()));
                told.extend(cells_of_row(&change.of, row));
            }
        }
    }
}

/// The name's cell and those of the values.
fn cells_of_row(field: &RowField, row: &ComparedRow) -> Paths {
    let mut cells = vec![row.path.clone()];
    for column in &field.columns {
        let below = |path: &[String], key: &String| [path, std::slice::from_ref(key)].concat();
        let cell = below(&row.path, &column.key);
        match column.ticks.as_slice() {
            [] => cells.push(cell),
            ticks => cells.extend(ticks.iter().map(|tick| below(&cell, tick))),
        }
    }
    cells
}
