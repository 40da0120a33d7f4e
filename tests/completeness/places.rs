//! The places in a project file where its author says something.

use jixiao::form::{Amount, Branch, Branches, Choices, Column, Form, Kind, Project, Row, Value};

/// A field, or a column in one of a field's rows.
pub struct Place {
    /// The indices that lead to the field.
    pub field: Vec<usize>,
    /// The names that lead to the row below the field, and the index of the column.
    pub cell: Option<(Vec<String>, usize)>,
}

impl Place {
    /// All places of a project's form: each field, and each column in the first and in the
    /// last row, or in all rows that the form fixes.
    pub fn all(project: &Project) -> Vec<Self> {
        let mut places = Vec::new();
        for (field, definition) in project.form().all_fields() {
            let rows: Vec<Vec<String>> = match &definition.kind {
                Kind::Record(_) => continue,
                Kind::Matrix(matrix) => matrix.entered().map(|row| vec![row.key.clone()]).collect(),
                Kind::Table(_) | Kind::Tree(_) => {
                    let rows = project.rows(&field).into_iter().map(|(names, _)| names);
                    let rows: Vec<Vec<String>> =
                        rows.map(|names| names.into_iter().map(str::to_owned).collect()).collect();
                    assert!(!rows.is_empty(), "the example has rows of {}", definition.key);
                    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
                    if first == last {
                        vec![first.clone()]
                    } else {
                        vec![first.clone(), last.clone()]
                    }
                }
                _ => {
                    places.push(Self { field, cell: None });
                    continue;
                }
            };
            let columns = definition.kind.columns().expect("rows have columns");
            for (column, _) in columns.iter().enumerate().filter(|(_, it)| it.is_entered()) {
                let cells = rows.iter().map(|row| Some((row.clone(), column)));
                places.extend(cells.map(|cell| Self { field: field.clone(), cell }));
            }
        }
        places
    }

    /// The keys that lead to it: those of the field, the names of the row, and the key of
    /// the column.
    pub fn keys<'a>(&'a self, form: &'a Form) -> Vec<&'a str> {
        let mut keys = form.keys(&self.field);
        if let Some((names, _)) = &self.cell {
            keys.extend(names.iter().map(String::as_str));
        }
        keys.extend(self.column(form).map(|column| column.key.as_str()));
        keys
    }

    /// The column.
    pub fn column<'a>(&self, form: &'a Form) -> Option<&'a Column> {
        let (_, column) = self.cell.as_ref()?;
        form.field_at(&self.field)?.kind.columns()?.get(*column)
    }

    /// What stands there.
    pub fn kind<'a>(&self, form: &'a Form) -> &'a Kind {
        let field = form.field_at(&self.field).expect("a field");
        self.column(form).map_or(&field.kind, |column| &column.kind)
    }

    /// The project with something else there.
    pub fn change(&self, project: &Project) -> Project {
        let mut value = project.at(&self.field).expect("a value").clone();
        let kind = self.kind(project.form());
        match &self.cell {
            None => value = another(kind, &value),
            Some((names, column)) => {
                let field = project.form().field_at(&self.field).expect("a field");
                let columns = field.kind.columns().expect("columns");
                let row = row(&mut value, names, columns);
                row[*column] = another(kind, &row[*column]);
            }
        }
        let mut changed = project.clone();
        changed.set(&self.field, value);
        changed
    }
}

/// The row that names lead to; one that the form fixes, and the project does not have, is
/// added.
fn row<'a>(value: &'a mut Value, names: &[String], columns: &[Column]) -> &'a mut Row {
    match value {
        Value::Rows(rows) => rows.entry(names[0].clone()).or_insert_with(|| {
            let zero = |column: &Column| match &column.kind {
                kind if kind.is_decimal() && column.is_entered() => decimal("0"),
                kind => Value::empty(kind),
            };
            columns.iter().map(zero).collect()
        }),
        Value::Tree(branches) => leaf(branches, names),
        other => panic!("no rows: {other:?}"),
    }
}

fn leaf<'a>(branches: &'a mut Branches, names: &[String]) -> &'a mut Row {
    match branches.get_mut(&names[0]).expect("a name of the tree") {
        Branch::Group(below) => leaf(below, &names[1..]),
        Branch::Row(row) => row,
    }
}

/// Another valid value. Of a list with a single choice there is none: what is not in it
/// can be read and printed all the same.
fn another(kind: &Kind, value: &Value) -> Value {
    let said = value.text();
    let either = |one: &str, other: &str| if said == one { other } else { one }.to_owned();
    match kind {
        Kind::Year => Value::Text((said.parse::<u16>().expect("a year") + 1).to_string()),
        Kind::Date { .. } => Value::Text(either("2025年3月", "2025年4月")),
        Kind::Phone => Value::Text(either("025-68788888", "025-68788889")),
        Kind::Amount | Kind::Number => decimal(&either("7.25", "7.5")),
        Kind::Choice(Choices { values, .. }) if !values.is_empty() => {
            let other = values.iter().find(|choice| **choice != said);
            Value::Text(other.cloned().unwrap_or_else(|| "别的".to_owned()))
        }
        Kind::Marks(Choices { values, .. }) => {
            Value::Marks(values.iter().filter(|choice| !value.chooses(choice)).cloned().collect())
        }
        Kind::Text | Kind::Choice(_) => Value::Text(format!("{said}改动")),
        Kind::Record(_) | Kind::Table(_) | Kind::Matrix(_) | Kind::Tree(_) => {
            panic!("no single value")
        }
    }
}

fn decimal(text: &str) -> Value {
    Value::Amount(Amount::parse(text).expect("an amount"))
}
