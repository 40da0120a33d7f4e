//! What a project file says so far, whatever is wrong with it: what a draft of its form shows.

use std::sync::Arc;

use super::assemble;
use super::choice;
use super::document::Document;
use super::forms::Forms;
use super::located::Source;
use super::places::{Content, Entry, Node, Style};
use super::scalar::is_null;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{Amount, Branch, Branches, Column, Field, Kind, Project, Row, Rows, Value};

/// Reads what is there of a project, its own document first. Values that are not what they
/// should be are the texts that are written; there is nothing where no form can be told.
pub fn sketch(documents: Vec<Arc<Document>>, forms: &Forms) -> Result<Source, Vec<Diagnostic>> {
    let choice = choice::choose(&documents, forms)?;
    let form = choice.form;
    let said = |field: &Field| {
        let found = documents.iter().find_map(|it| Some((it, it.entry(&field.key)?)));
        let (document, entry) = found?;
        Some(Sketcher(&document.file).value(&entry.value, &field.kind))
    };
    let values = form.fields.iter().map(|field| {
        let value = said(field);
        value.unwrap_or_else(|| Value::empty(&field.kind))
    });
    let mut project = Project::new(form.clone(), values.collect());
    give_rows(&mut project);
    // A sum that cannot be told is blank.
    let _ = assemble::fill_in_sums(&mut project);
    Ok(Source::new(project, documents, choice.found))
}

/// Gives a blank row to what must have one and has none: it is where to begin.
fn give_rows(project: &mut Project) {
    let form = project.form().clone();
    for (path, field) in form.all_fields() {
        if !field.required || project.at(&path).is_none_or(|value| !value.is_empty()) {
            continue;
        }
        match &field.kind {
            Kind::Table(table) => {
                let row = (String::new(), empty_row(&table.columns));
                project.set(&path, Value::Rows(Rows::from_iter([row])));
            }
            Kind::Tree(tree) => {
                let branches = blank_branches(tree.levels.len(), &tree.columns);
                project.set(&path, Value::Tree(branches));
            }
            _ => {}
        }
    }
}

/// Reads values of a file.
struct Sketcher<'a>(&'a SourceFile);

impl Sketcher<'_> {
    fn value(&self, node: &Node, kind: &Kind) -> Value {
        match kind {
            Kind::Amount | Kind::Number => {
                let text = self.text(node);
                Amount::parse(&text).map_or(Value::Text(text), Value::Amount)
            }
            Kind::Marks(_) => Value::Marks(match &node.content {
                Content::List(items) => items.iter().map(|item| self.text(item)).collect(),
                _ => Some(self.text(node)).filter(|text| !text.is_empty()).into_iter().collect(),
            }),
            Kind::Record(fields) => Value::Record(
                fields
                    .iter()
                    .map(|field| {
                        let entry = node.entry(&field.key);
                        entry.map_or_else(
                            || Value::empty(&field.kind),
                            |entry| self.value(&entry.value, &field.kind),
                        )
                    })
                    .collect(),
            ),
            Kind::Table(table) => Value::Rows(self.rows(node, &table.columns)),
            Kind::Matrix(matrix) => Value::Rows(self.rows(node, &matrix.columns)),
            Kind::Tree(tree) => {
                Value::Tree(self.branches(node.entries(), tree.levels.len(), &tree.columns))
            }
            _ => Value::Text(self.text(node)),
        }
    }

    /// What a text says; of anything else, how it is written.
    fn text(&self, node: &Node) -> String {
        match &node.content {
            Content::Text { text, style: Style::Plain } if is_null(text) => String::new(),
            Content::Text { .. } => node.text().unwrap_or_default().to_owned(),
            content if content.is_blank() => String::new(),
            _ => self.0.text().get(node.span.clone()).unwrap_or_default().trim().to_owned(),
        }
    }

    fn rows(&self, node: &Node, columns: &[Column]) -> Rows {
        let row = |entry: &Entry| (entry.key.clone(), self.row(&entry.value, columns));
        node.entries().iter().map(row).collect()
    }

    fn branches(&self, entries: &[Entry], levels: usize, columns: &[Column]) -> Branches {
        let branch = |entry: &Entry| {
            let below = entry.value.entries();
            let branch = match levels {
                0 | 1 => Branch::Row(self.row(&entry.value, columns)),
                _ => Branch::Group(self.branches(below, levels - 1, columns)),
            };
            (entry.key.clone(), branch)
        };
        // A name is seen beside the rows below it only: there is one, at least.
        match entries.is_empty() {
            true => blank_branches(levels, columns),
            false => entries.iter().map(branch).collect(),
        }
    }

    fn row(&self, node: &Node, columns: &[Column]) -> Row {
        let mut row = empty_row(columns);
        let entered = columns.iter().enumerate().filter(|(_, column)| column.is_entered());
        let entered: Vec<(usize, &Column)> = entered.collect();
        let is_single = entered.len() == 1;
        let mut set =
            |index: usize, node: &Node| row[index] = self.value(node, &columns[index].kind);
        match &node.content {
            Content::List(items) if !is_single => {
                entered.iter().zip(items).for_each(|((index, _), item)| set(*index, item));
            }
            Content::Map(entries) if !is_single => {
                for entry in entries {
                    let column = entered.iter().find(|(_, column)| column.key == entry.key);
                    column.into_iter().for_each(|(index, _)| set(*index, &entry.value));
                }
            }
            _ => entered.first().into_iter().for_each(|(index, _)| set(*index, node)),
        }
        row
    }
}

/// A blank row, below as many blank names.
fn blank_branches(levels: usize, columns: &[Column]) -> Branches {
    let blank = match levels {
        0 | 1 => Branch::Row(empty_row(columns)),
        _ => Branch::Group(blank_branches(levels - 1, columns)),
    };
    Branches::from_iter([(String::new(), blank)])
}

fn empty_row(columns: &[Column]) -> Row {
    columns.iter().map(|column| Value::empty(&column.kind)).collect()
}
