//! What a file says, as another reader of YAML has it, and where a form has values in it.

use jixiao::form::{Column, Field, Form, Kind};
use serde_yaml::Value;

/// What a text says.
pub fn said(text: &str) -> Value {
    let text = text.trim_start_matches('\u{FEFF}');
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A value that may be set, with its path and what it says.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// The keys that lead to it, and its column in a row.
    pub path: Vec<String>,
    /// The keys and the numbers that lead to it in the tree.
    pub steps: Vec<Step>,
    /// What it says; `None` of a list to choose from.
    pub text: Option<String>,
    /// Whether it is a number.
    pub is_number: bool,
    /// What is there to choose from.
    pub choices: Vec<String>,
}

/// A step in a tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// A key.
    Key(String),
    /// The number of an item.
    Item(usize),
}

/// The value at the end of some steps.
pub fn at<'a>(value: &'a mut Value, steps: &[Step]) -> &'a mut Value {
    steps.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(index) => &mut value[*index],
    })
}

/// A text as YAML has it, be it written as a number.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(is_true) => Some(is_true.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim_end_matches('\n').to_owned()),
        _ => None,
    }
}

/// The values of a file that may be set.
pub fn leaves(form: &Form, value: &Value) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    fields(&form.fields, value, &[], &mut leaves);
    leaves
}

fn fields(fields: &[Field], value: &Value, path: &[String], leaves: &mut Vec<Leaf>) {
    for field in fields {
        let Some(value) = value.get(field.key.as_str()) else { continue };
        let path = [path, std::slice::from_ref(&field.key)].concat();
        match &field.kind {
            Kind::Record(below) => self::fields(below, value, &path, leaves),
            Kind::Tree(tree) => names(value, tree.levels.len(), &tree.columns, &path, leaves),
            kind => match kind.columns() {
                Some(columns) => names(value, 1, columns, &path, leaves),
                None => leaf(kind, value, path.clone(), keys(&path), leaves),
            },
        }
    }
}

fn keys(path: &[String]) -> Vec<Step> {
    path.iter().cloned().map(Step::Key).collect()
}

fn names(
    value: &Value,
    levels: usize,
    columns: &[Column],
    path: &[String],
    leaves: &mut Vec<Leaf>,
) {
    let Some(map) = value.as_mapping() else { return };
    for (name, value) in map {
        let name = text_of(name).expect("a name");
        let path = [path, &[name]].concat();
        match levels {
            1 => row(value, columns, &path, leaves),
            _ => names(value, levels - 1, columns, &path, leaves),
        }
    }
}

fn row(value: &Value, columns: &[Column], path: &[String], leaves: &mut Vec<Leaf>) {
    let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
    for (index, column) in entered.iter().enumerate() {
        let (value, step) = match value {
            Value::Sequence(items) if entered.len() > 1 => {
                (items.get(index), Some(Step::Item(index)))
            }
            Value::Mapping(map) => {
                (map.get(column.key.as_str()), Some(Step::Key(column.key.clone())))
            }
            value => (Some(value), None),
        };
        let Some(value) = value else { continue };
        let steps = keys(path).into_iter().chain(step).collect();
        leaf(
            &column.kind,
            value,
            [path, std::slice::from_ref(&column.key)].concat(),
            steps,
            leaves,
        );
    }
}

fn leaf(kind: &Kind, value: &Value, path: Vec<String>, steps: Vec<Step>, leaves: &mut Vec<Leaf>) {
    let choices = match kind {
        Kind::Marks(choices) => choices.values.clone(),
        _ => Vec::new(),
    };
    leaves.push(Leaf { path, steps, text: text_of(value), is_number: kind.is_decimal(), choices });
}
