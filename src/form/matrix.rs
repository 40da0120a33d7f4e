//! The rows of a matrix: the page has them whether a project says them or not, an amount
//! that is not there as 0.

use super::amount::Amount;
use super::kind::{Column, Kind, Matrix};
use super::project::{Project, Row, Rows, Value};

impl Project {
    /// The same project with those rows of `other` that show what the page has without them,
    /// and with 0 for amounts that are not there.
    pub fn with_idle_rows_of(&self, other: &Self) -> Self {
        self.with_rows(|matrix, path, mut rows| {
            for (name, row) in &mut rows {
                if matrix.entered().any(|line| line.key == *name) {
                    *row = shown(&matrix.columns, Some(row));
                }
            }
            let idle = shown(&matrix.columns, None);
            for line in matrix.entered() {
                let is_idle = |row: &Row| shown(&matrix.columns, Some(row)) == idle;
                if other.row(path, &line.key).is_some_and(is_idle) {
                    rows.entry(line.key.clone()).or_insert_with(|| idle.clone());
                }
            }
            rows
        })
    }

    /// The same project without the rows that show what the page has without them.
    pub fn without_idle_rows(&self) -> Self {
        self.with_rows(|matrix, _, mut rows| {
            let idle = shown(&matrix.columns, None);
            rows.retain(|_, row| shown(&matrix.columns, Some(row)) != idle);
            rows
        })
    }

    fn with_rows(&self, make: impl Fn(&Matrix, &[usize], Rows) -> Rows) -> Self {
        let form = self.form().clone();
        let mut made = self.clone();
        for (path, field) in form.all_fields() {
            if let (Kind::Matrix(matrix), Some(Value::Rows(rows))) = (&field.kind, self.at(&path)) {
                made.set(&path, Value::Rows(make(matrix, &path, rows.clone())));
            }
        }
        made
    }
}

/// What the page shows of a row, which may not be there.
fn shown(columns: &[Column], row: Option<&Row>) -> Row {
    let zero = || Amount::parse("0").map_or(Value::Text(String::new()), Value::Amount);
    let value = |(index, column): (usize, &Column)| {
        let value = row.and_then(|row| row.get(index)).filter(|value| !value.is_empty());
        match value {
            Some(value) => value.clone(),
            None if column.is_entered() && column.kind.is_decimal() => zero(),
            None => Value::empty(&column.kind),
        }
    };
    columns.iter().enumerate().map(value).collect()
}
