//! What a form has and its page does not.

use crate::form::{Form, Kind, Ref};

/// What the project file says that no block prints.
pub fn left_out(form: &Form, printed: &[Ref]) -> Vec<String> {
    let mut missing = Vec::new();
    for (path, field) in form.all_fields() {
        let is_printed = match &field.kind {
            Kind::Year | Kind::Record(_) => true,
            Kind::Matrix(matrix) => {
                let cell = |row, column| Ref::Cell { field: path.clone(), row, column };
                let rows = (0..matrix.rows.len()).filter(|row| matrix.rows[*row].sum.is_empty());
                let columns =
                    (0..matrix.columns.len()).filter(|it| matrix.columns[*it].is_entered());
                let columns: Vec<_> = columns.collect();
                printed.contains(&Ref::Field(path.clone()))
                    || rows
                        .into_iter()
                        .all(|row| columns.iter().all(|it| printed.contains(&cell(row, *it))))
            }
            _ => printed.contains(&Ref::Field(path.clone())),
        };
        if !is_printed {
            missing.push(form.keys(&path).join(" › "));
        }
    }
    missing
}
