//! Forms that have got something more, by an edit of their `form.yaml`.

use std::sync::Arc;

use indexmap::IndexMap;
use jixiao::form::{Branch, Branches, Column, Field, Form, Kind, Project, Row, Value};

/// The field that is added.
pub const FIELD: &str = "补充说明";
/// The column that is added to the tree.
pub const COLUMN: &str = "补充列";

/// A definition with one more field, its place on the page, and one more column in the
/// tree, whose place is one more column of the grid.
pub fn with_more(text: &str) -> String {
    with_column(&with_place(&with_field(text)))
}

/// A definition with one more field that stands nowhere on the page.
pub fn with_field(text: &str) -> String {
    let field = format!("\n  {FIELD}:\n    kind: text\n    optional: true\n");
    put_before(text, "\n  绩效指标:\n    kind: tree\n", field.trim_end_matches('\n'))
}

/// The place of the field: a row of its own at the end of the first facts.
fn with_place(text: &str) -> String {
    let (before, page) = text.split_once("\n    - facts:\n").expect("facts");
    let page = put_before(page, "\n      spans:", &format!("\n        - [{FIELD}]"));
    format!("{before}\n    - facts:\n{page}")
}

/// A definition whose tree has one more column, at the right edge of the page.
fn with_column(text: &str) -> String {
    let (before, tree) = text.split_once("\n    kind: tree\n").expect("a tree");
    let column = format!("\n      {COLUMN}:\n        kind: text\n        optional: true");
    let tree = put_before(tree, "\n    # 一级: 二级", &column);
    let text = format!("{before}\n    kind: tree\n{tree}");
    let (before, page) = text.split_once("\npage:\n").expect("a page");
    let page = put_before_end(page, "  columns: [", ", 12");
    let (above, tree) = page.split_once("- tree: 绩效指标").expect("the tree");
    let tree = match tree.trim_start().starts_with("spans:") {
        true => put_before_end(tree, "spans: [", ", 1"),
        // Every cell has one column of its own.
        false => tree.to_owned(),
    };
    format!("{before}\npage:\n{above}- tree: 绩效指标{tree}")
}

/// Puts a text before the first place where another one stands.
fn put_before(text: &str, place: &str, more: &str) -> String {
    let at = text.find(place).unwrap_or_else(|| panic!("no {place:?} in {text}"));
    format!("{}{more}{}", &text[..at], &text[at..])
}

/// Puts a text at the end of the list that begins with another one.
fn put_before_end(text: &str, list: &str, more: &str) -> String {
    let start = text.find(list).unwrap_or_else(|| panic!("no {list:?} in {text}"));
    let (before, rest) = text.split_at(start);
    before.to_owned() + &put_before(rest, "]", more)
}

/// A project in a form that has more than its own.
pub fn project(project: &Project, form: &Arc<Form>) -> Project {
    let values: Vec<Value> = project.fields().map(|(_, value)| value.clone()).collect();
    Project::new(form.clone(), fields(&values, &project.form().fields, &form.fields))
}

fn fields(values: &[Value], before: &[Field], after: &[Field]) -> Vec<Value> {
    let said = |field: &Field| {
        let index = before.iter().position(|other| other.key == field.key);
        match index {
            Some(index) => value(&values[index], &before[index].kind, &field.kind),
            None => Value::empty(&field.kind),
        }
    };
    after.iter().map(said).collect()
}

fn value(value: &Value, before: &Kind, after: &Kind) -> Value {
    if let (Value::Record(values), Kind::Record(before), Kind::Record(after)) =
        (value, before, after)
    {
        return Value::Record(fields(values, before, after));
    }
    let (Some(before), Some(after)) = (before.columns(), after.columns()) else {
        return value.clone();
    };
    match value {
        Value::Rows(rows) => {
            let rows = rows.iter().map(|(name, it)| (name.clone(), row(it, before, after)));
            Value::Rows(rows.collect::<IndexMap<_, _>>())
        }
        Value::Tree(branches) => Value::Tree(tree(branches, before, after)),
        other => other.clone(),
    }
}

fn tree(branches: &Branches, before: &[Column], after: &[Column]) -> Branches {
    let branch = |(name, branch): (&String, &Branch)| {
        let branch = match branch {
            Branch::Group(below) => Branch::Group(tree(below, before, after)),
            Branch::Row(it) => Branch::Row(row(it, before, after)),
        };
        (name.clone(), branch)
    };
    branches.iter().map(branch).collect()
}

fn row(row: &Row, before: &[Column], after: &[Column]) -> Row {
    let said = |column: &Column| {
        let index = before.iter().position(|other| other.key == column.key);
        index.map_or_else(|| Value::empty(&column.kind), |index| row[index].clone())
    };
    after.iter().map(said).collect()
}
