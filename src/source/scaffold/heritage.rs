//! What of a project is carried over to another form and what is not, in the words of its form.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::form::{Column, Field, Kind, Project, Role, Row};

/// What is carried over and what is not, by what it is called on the earlier form, in its order.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Heritage {
    /// What is carried over.
    pub taken: Vec<String>,
    /// What the project says and is not carried over.
    pub left: Vec<String>,
}

/// What of a project has been carried over, by the indices that lead to each field.
#[derive(Debug, Default)]
pub struct Used(BTreeMap<Vec<usize>, Use>);

#[derive(Debug)]
enum Use {
    Whole,
    /// Some columns of the rows, but for rows that the form does not have.
    Rows {
        columns: Vec<usize>,
        without: Vec<String>,
    },
}

impl Used {
    /// A field is carried over.
    pub fn field(&mut self, path: Vec<usize>) {
        self.0.insert(path, Use::Whole);
    }

    /// Rows are carried over, `without` some; `map` has the earlier column of each new one.
    pub fn rows(&mut self, path: &[usize], map: &[Option<usize>], without: Vec<String>) {
        let columns = map.iter().flatten().copied().collect();
        self.0.insert(path.to_vec(), Use::Rows { columns, without });
    }

    /// The money of the year is carried over.
    pub fn total(&mut self, from: &Project) {
        if let Some(path) = from.form().path_of(Role::Total) {
            self.field(path);
        }
    }

    /// What that is in words, and what else the project says.
    pub fn heritage(&self, from: &Project) -> Heritage {
        let mut heritage = Heritage::default();
        for (path, field) in from.form().all_fields() {
            // The year is that of the new file.
            if matches!(field.kind, Kind::Record(_)) || field.role == Some(Role::Year) {
                continue;
            }
            let name = from.form().keys(&path).join(" › ");
            let used = self.0.get(&path);
            match field.kind.columns() {
                Some(columns) => {
                    heritage.add_rows(&name, columns, &rows(from, &path, field), used);
                }
                None if from.at(&path).is_none_or(|value| value.is_empty()) => {}
                None if used.is_some() => heritage.taken.push(name),
                None => heritage.left.push(name),
            }
        }
        heritage
    }
}

/// The rows that say something.
fn rows<'a>(from: &'a Project, path: &[usize], field: &Field) -> Vec<&'a Row> {
    let is_said = |row: &&Row| row.iter().any(|value| !value.is_empty());
    let is_entered = |name: &str| match &field.kind {
        Kind::Matrix(matrix) => matrix.entered().any(|line| line.key == name),
        _ => true,
    };
    let rows = from.rows(path).into_iter();
    let rows = rows.filter(|(names, _)| names.last().is_some_and(|name| is_entered(name)));
    rows.map(|(_, row)| row).filter(is_said).collect()
}

impl Heritage {
    fn add_rows(&mut self, name: &str, columns: &[Column], rows: &[&Row], used: Option<&Use>) {
        let is_said = |&index: &usize| {
            columns[index].is_entered()
                && rows.iter().any(|row| row.get(index).is_some_and(|value| !value.is_empty()))
        };
        let said: Vec<usize> = (0..columns.len()).filter(is_said).collect();
        let (taken, without) = match used {
            Some(Use::Rows { columns, without }) => (columns.as_slice(), without.as_slice()),
            _ => (&[][..], &[][..]),
        };
        let (taken, left): (Vec<usize>, Vec<usize>) =
            said.iter().partition(|index| taken.contains(index));
        // Where all columns go one way, they need no names.
        let word = |some: &[usize]| match some.len() == said.len() {
            true => name.to_owned(),
            false => {
                let keys: Vec<&str> = some.iter().map(|&it| columns[it].key.as_str()).collect();
                format!("{name}（{}）", keys.join("、"))
            }
        };
        if !taken.is_empty() {
            self.taken.push(word(&taken));
        }
        if !left.is_empty() {
            self.left.push(word(&left));
        }
        if !taken.is_empty() {
            self.left.extend(without.iter().map(|row| format!("{name} › {row}")));
        }
    }
}
