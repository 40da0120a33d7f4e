//! What has changed within a form, field by field.

use std::sync::Arc;

use crate::form::pattern::{Setting, What};
use crate::form::{Field, Form, Kind, Project, Value};

use super::change::{Change, FieldName, FormChange};
use super::lines::INTO;
use super::value::{ValueChange, ValueKind};
use super::words::Words;
use super::{paragraphs, rows};

/// A field that is no record, with its value.
#[derive(Debug, Clone)]
pub struct Leaf<'a> {
    /// What it is called.
    pub name: FieldName,
    /// Its definition.
    pub field: &'a Field,
    /// What the project says in it.
    pub value: &'a Value,
    /// Whether it is printed as a text of several lines, however many it has.
    is_long: bool,
}

/// The fields of a project that are no records, in the form's order.
pub fn leaves(project: &Project) -> Vec<Leaf<'_>> {
    let form = project.form();
    let long = long_texts(form);
    let fields = form.all_fields();
    let leaf = |(path, _): &(Vec<usize>, &Field)| {
        let value = project.at(path)?;
        let field = form.field_at(path)?;
        let is_clear = fields.iter().filter(|(_, other)| other.key == field.key).count() == 1;
        let path_of_keys: Vec<String> = form.keys(path).into_iter().map(str::to_owned).collect();
        let title = if is_clear { field.key.clone() } else { path_of_keys.join(INTO) };
        let name = FieldName { path: path_of_keys, title };
        Some(Leaf { name, field, value, is_long: long.contains(path) })
    };
    let is_leaf = |(_, field): &&(Vec<usize>, &Field)| !matches!(field.kind, Kind::Record(_));
    fields.iter().filter(is_leaf).filter_map(leaf).collect()
}

/// The fields whose texts the form prints from the left, in a cell for long ones.
fn long_texts(form: &Form) -> Vec<Vec<usize>> {
    let cells = form.pattern().iter().flat_map(|part| &part.lines).flat_map(|line| &line.cells);
    let path = |cell: &crate::form::pattern::Slot| match (&cell.what, cell.setting) {
        (What::Fields { paths, .. }, Setting::Text) => paths.clone(),
        _ => Vec::new(),
    };
    cells.flat_map(path).collect()
}

/// Whether two projects say the same in the same order.
pub fn is_equal(old: &Project, new: &Project) -> bool {
    let is_same = || {
        let fields = old.fields().zip(new.fields());
        fields.into_iter().all(|((field, old), (_, new))| is_in_order(&field.kind, old, new))
    };
    // Another edition may call the same values something else.
    let is_one_edition = Arc::ptr_eq(old.form(), new.form());
    old == new && is_same() && (is_one_edition || old.cells() == new.cells())
}

/// Whether the names in two values that are equal stand in the same order. The form fixes
/// the order of a matrix.
fn is_in_order(kind: &Kind, old: &Value, new: &Value) -> bool {
    match (kind, old, new) {
        (Kind::Record(fields), Value::Record(old), Value::Record(new)) => fields
            .iter()
            .zip(old.iter().zip(new))
            .all(|(field, (old, new))| is_in_order(&field.kind, old, new)),
        (Kind::Table(_), Value::Rows(old), Value::Rows(new)) => old.keys().eq(new.keys()),
        (Kind::Tree(_), Value::Tree(old), Value::Tree(new)) => rows::is_in_order(old, new),
        _ => true,
    }
}

/// All changes between two projects that are not equal, in the form's order; there is one
/// at least.
pub fn changes(old: &Project, new: &Project) -> Vec<Change> {
    let form = FormChange::between(old.form(), new.form());
    let is_one_form = form.is_one_form();
    let mut changes = Vec::new();
    for pair in union(leaves(old), leaves(new), |old, new| old.name.path == new.name.path) {
        match pair {
            (Some(old), Some(new)) if depth(&old.field.kind) == depth(&new.field.kind) => {
                changes.extend(between(Some(&old), Some(&new), is_one_form));
            }
            (old, new) if is_one_form => {
                changes.extend(between(old.as_ref(), None, is_one_form));
                changes.extend(between(None, new.as_ref(), is_one_form));
            }
            // Of two forms, what only one has is told altogether.
            _ => {}
        }
    }
    if form.is_told() || (changes.is_empty() && form.since[0] != form.since[1]) {
        changes.insert(0, Change::Form(form));
    }
    if changes.is_empty() {
        changes.push(Change::Other);
    }
    changes
}

/// How many levels of names there are above the values of a kind; a record has as many as
/// no other kind.
fn depth(kind: &Kind) -> usize {
    match kind {
        Kind::Record(_) => usize::MAX,
        Kind::Table(_) | Kind::Matrix(_) => 1,
        Kind::Tree(tree) => tree.levels.len(),
        _ => 0,
    }
}

/// What has changed in a field, which may be on one side only.
fn between(old: Option<&Leaf>, new: Option<&Leaf>, is_one_form: bool) -> Vec<Change> {
    match new.or(old) {
        Some(last) if depth(&last.field.kind) == 0 => single(old, new, last).into_iter().collect(),
        Some(last) => rows::changes(old, new, last, is_one_form),
        None => Vec::new(),
    }
}

/// What has changed in a field with a single text. A fact that takes several lines is told
/// as a text.
fn single(old: Option<&Leaf>, new: Option<&Leaf>, last: &Leaf) -> Option<Change> {
    let text = |leaf: Option<&Leaf>| leaf.map(|leaf| leaf.value.text().into_owned());
    let (before, after) = (text(old).unwrap_or_default(), text(new).unwrap_or_default());
    if before == after {
        return None;
    }
    let field = last.name.clone();
    let is = |of: fn(&Leaf) -> bool| [old, new].into_iter().flatten().all(of);
    if is(|leaf| leaf.field.kind.is_decimal()) {
        let kind = ValueKind::of(&last.field.kind);
        let value = ValueChange::of(&before, &after, kind)?;
        return Some(Change::Amount { field, unit: kind.unit(), value });
    }
    if last.is_long || before.contains('\n') || after.contains('\n') {
        return Some(Change::Text { field, paragraphs: paragraphs::compare(&before, &after) });
    }
    Some(Change::Fact { field, words: Words::of(&before, &after) })
}

/// What two lists have, in the order of `new`, and what is only in `old` behind what it
/// stood behind.
pub fn union<T>(
    old: Vec<T>,
    new: Vec<T>,
    is_same: impl Fn(&T, &T) -> bool,
) -> Vec<(Option<T>, Option<T>)> {
    let mut pairs: Vec<(Option<T>, Option<T>)> =
        new.into_iter().map(|new| (None, Some(new))).collect();
    let mut behind = 0;
    for old in old {
        let partner =
            pairs.iter().position(|(_, new)| new.as_ref().is_some_and(|new| is_same(&old, new)));
        match partner {
            Some(index) => {
                pairs[index].0 = Some(old);
                behind = index + 1;
            }
            None => {
                pairs.insert(behind, (Some(old), None));
                behind += 1;
            }
        }
    }
    pairs
}

impl FormChange {
    /// Holds two forms against each other.
    fn between(old: &Form, new: &Form) -> Self {
        Self {
            names: [&old.name, &new.name].map(Clone::clone),
            since: [old.since, new.since],
            sole: [sole(old, new), sole(new, old)],
        }
    }

    /// Whether both are of one form, be it in two editions.
    fn is_one_form(&self) -> bool {
        self.names[0] == self.names[1]
    }

    /// Whether it is more than another year that the form is used for.
    fn is_told(&self) -> bool {
        !self.is_one_form() || self.sole.iter().any(|sole| !sole.is_empty())
    }
}

/// The fields and columns that a form has and another one has not, or has as something
/// else; of a record, either it or what of it is missing.
fn sole(form: &Form, other: &Form) -> Vec<Vec<String>> {
    let (all, others) = (entered(form), entered(other));
    let is_missing = |path: &[String]| {
        let shape = |of: &[(Vec<String>, usize)]| {
            of.iter().find(|(other, _)| other == path).map(|(_, depth)| *depth)
        };
        shape(&all) != shape(&others)
    };
    let paths = all.iter().map(|(path, _)| path);
    let is_told = |path: &&Vec<String>| match path.split_last() {
        Some((_, above)) if is_missing(above) => false,
        _ => is_missing(path),
    };
    paths.filter(is_told).cloned().collect()
}

/// The keys that lead to each field and to each column that is filled in, and how deep it
/// is.
fn entered(form: &Form) -> Vec<(Vec<String>, usize)> {
    let mut all = Vec::new();
    for (path, field) in form.all_fields() {
        let keys: Vec<String> = form.keys(&path).into_iter().map(str::to_owned).collect();
        let columns = field.kind.columns().unwrap_or_default();
        let columns = columns.iter().filter(|column| column.is_entered());
        let below =
            columns.map(|column| ([&keys[..], std::slice::from_ref(&column.key)].concat(), 0));
        let below: Vec<_> = below.collect();
        all.push((keys, depth(&field.kind)));
        all.extend(below);
    }
    all
}
