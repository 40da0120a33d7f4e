//! What a form has and its page does not.

use crate::form::{Form, Kind, Matrix, Ref};

/// Something that the project file says and no block prints.
pub struct LeftOut {
    /// The path of the field.
    pub field: Vec<usize>,
    /// The keys that lead to it; those of a row and a column, too, where the field's other
    /// cells are printed.
    pub keys: Vec<String>,
}

/// What the project file says that no block prints.
pub fn left_out(form: &Form, printed: &[Ref]) -> Vec<LeftOut> {
    let mut missing = Vec::new();
    for (path, field) in form.all_fields() {
        let is_printed = printed.contains(&Ref::Field(path.clone()));
        let of_field =
            |reference: Ref| LeftOut { field: path.clone(), keys: form.name_of(&reference) };
        match &field.kind {
            Kind::Year | Kind::Record(_) => {}
            _ if is_printed => {}
            Kind::Matrix(matrix) => {
                let all = cells(&path, matrix);
                let cells: Vec<&Ref> = all.iter().filter(|it| !printed.contains(it)).collect();
                match cells.len() == all.len() {
                    true => missing.push(of_field(Ref::Field(path.clone()))),
                    false => missing.extend(cells.into_iter().cloned().map(of_field)),
                }
            }
            _ => missing.push(of_field(Ref::Field(path.clone()))),
        }
    }
    missing
}

/// The cells of a matrix that the project file says.
fn cells(path: &[usize], matrix: &Matrix) -> Vec<Ref> {
    let rows = (0..matrix.rows.len()).filter(|row| matrix.rows[*row].sum.is_empty());
    let columns = || (0..matrix.columns.len()).filter(|it| matrix.columns[*it].is_entered());
    let cell = |row, column| Ref::Cell { field: path.to_vec(), row, column };
    rows.flat_map(|row| columns().map(move |column| cell(row, column))).collect()
}
