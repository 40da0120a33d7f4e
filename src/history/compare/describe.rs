//! All that a form says, by its labels.

use serde::Serialize;

use crate::diagnostic::render::one_line;
use crate::form::{FORM_KEY, Kind, Project};

use super::fields::{Leaf, leaves};
use super::lines::{INTO, in_short, with_unit};
use super::rows;

/// Something that a form says. Nothing in it does anything to those who look at it.
#[derive(Debug, Serialize)]
pub struct Item {
    /// What it is about: the keys that lead to it.
    pub label: String,
    /// What it says: one paragraph, or those of a long text.
    pub paragraphs: Vec<String>,
}

/// What a form says, a line for each cell or row and for each paragraph of a long text:
/// what `git diff` can hold against the same of another version.
pub fn describe(project: &Project) -> String {
    items(&project.without_idle_rows()).iter().map(lines).collect()
}

fn lines(Item { label, paragraphs }: &Item) -> String {
    if let [paragraph] = paragraphs.as_slice() {
        return format!("{label}: {paragraph}\n");
    }
    let paragraphs = paragraphs.iter().map(|paragraph| format!("  {paragraph}\n"));
    format!("{label}:\n{}", paragraphs.collect::<String>())
}

/// What a form says, in its order; at first which form it is, unless that goes without
/// saying.
pub fn items(project: &Project) -> Vec<Item> {
    let form = project.form();
    let name = (!form.is_default).then(|| item(&[FORM_KEY.to_owned()], vec![one_line(&form.name)]));
    name.into_iter().chain(leaves(project).iter().flat_map(of_field)).collect()
}

fn of_field(leaf: &Leaf) -> Vec<Item> {
    match &leaf.field.kind {
        Kind::Table(_) | Kind::Matrix(_) | Kind::Tree(_) => {
            let (field, rows) = rows::all(leaf);
            let row = |row| vec![one_line(&in_short(&field, row))];
            rows.iter().map(|it| item(&it.path, row(it))).collect()
        }
        kind => {
            let text = leaf.value.text();
            let paragraphs = match kind.unit() {
                "" => text.split('\n').map(one_line).collect(),
                unit => vec![one_line(&with_unit(&text, unit))],
            };
            vec![item(&leaf.name.path, paragraphs)]
        }
    }
}

fn item(path: &[String], paragraphs: Vec<String>) -> Item {
    Item { label: one_line(&path.join(INTO)), paragraphs }
}
