//! Rows in a schema: a single value, a list, or a mapping.

use super::node::{Additional, Items, Node, Snippet, Type};
use super::{Writer, scalar};
use crate::form::{Column, Kind, MOST_IN_A_LIST};

impl Writer<'_> {
    /// A row with these columns; `name` is what it is called, if anything.
    pub fn row(&mut self, columns: &[Column], name: Option<&str>) -> Node {
        let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
        let titles: Vec<&str> = entered.iter().map(|column| column.key.as_str()).collect();
        let (node, titles) = match entered.as_slice() {
            [column] => {
                let node = scalar::value(&column.kind, !column.required, self.year);
                (node, titles.concat())
            }
            many if many.len() > MOST_IN_A_LIST => (self.list_or_mapping(many), titles.join("、")),
            many => (self.list_or_mapping(many), format!("[{}]", titles.join(", "))),
        };
        match name {
            Some(name) => node.described(format!("{name}：{titles}")),
            None => node,
        }
    }

    /// A reference to a row, as all those of a matrix are the same.
    pub fn row_of_matrix(&mut self, columns: &[Column]) -> Node {
        let mut entered = columns.iter().filter(|column| column.is_entered());
        match (entered.next(), entered.next()) {
            (Some(column), None) => self.cell(column),
            _ => {
                let row = self.row(columns, None);
                self.define("row", row)
            }
        }
    }

    fn list_or_mapping(&mut self, columns: &[&Column]) -> Node {
        let values: Vec<Node> = columns.iter().map(|column| self.cell(column)).collect();
        let properties = columns.iter().zip(&values);
        let properties =
            properties.map(|(column, value)| (column.key.clone(), value.clone())).collect();
        let required = columns.iter().filter(|column| column.required);
        Node {
            types: vec![Type::Array, Type::Object],
            properties,
            additional_properties: Some(Additional::Allowed(false)),
            required: required.map(|column| column.key.clone()).collect(),
            items: Some(match values.as_slice() {
                [first, rest @ ..] if rest.iter().all(|value| value == first) => {
                    Items::All(Box::new(first.clone()))
                }
                _ => Items::Each(values),
            }),
            min_items: Some(columns.len()),
            max_items: Some(columns.len()),
            default_snippets: vec![snippet(columns)],
            ..Node::default()
        }
    }

    /// What a row says in a column: a reference, as a list and a mapping both have it.
    fn cell(&mut self, column: &Column) -> Node {
        let node = scalar::value(&column.kind, !column.required, self.year);
        let name = match (&column.kind, column.required) {
            (Kind::Amount, true) => "amount",
            (Kind::Amount, false) => "amountOrNothing",
            (Kind::Number, true) => "number",
            (Kind::Number, false) => "numberOrNothing",
            (Kind::Date { .. }, _) => "date",
            (Kind::Choice(choices), _) if !choices.values.is_empty() => "choice",
            (Kind::Marks(_), _) => "marks",
            (_, true) => "text",
            (_, false) => "textOrNothing",
        };
        self.define(name, node)
    }
}

/// A row with its gaps: a list, or a mapping where a list would be too long to tell its
/// values apart.
fn snippet(columns: &[&Column]) -> Snippet {
    let shorts: Vec<&str> = columns.iter().map(|column| column.short.as_str()).collect();
    let gap = |(number, column): (usize, &&Column)| match column.kind {
        Kind::Marks(_) => format!("[${number}]"),
        _ => format!("${{{number}:{}}}", column.short),
    };
    let gaps = (1..).zip(columns).map(gap);
    if columns.len() <= MOST_IN_A_LIST {
        let gaps: Vec<String> = gaps.collect();
        return Snippet {
            label: format!("[{}]", shorts.join(", ")),
            body_text: format!("[{}]", gaps.join(", ")),
        };
    }
    let lines: Vec<String> =
        columns.iter().zip(gaps).map(|(column, gap)| format!("{}: {gap}", column.key)).collect();
    Snippet { label: shorts.join("、"), body_text: format!("\n  {}", lines.join("\n  ")) }
}
