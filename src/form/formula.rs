//! Values that are computed: a small closed set, exact in decimals.

use std::borrow::Cow;
use std::collections::HashMap;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::definition::Form;
use super::kind::{Column, Kind};
use super::project::{Project, Row, Value};

/// Where in a form decimals stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ref {
    /// A field, by the indices that lead to it.
    Field(Vec<usize>),
    /// A column over all rows that the project file has, or that the form fixes; computed
    /// rows do not count.
    Column {
        /// The field that has the rows.
        field: Vec<usize>,
        /// The index of the column.
        column: usize,
    },
    /// A cell of a matrix.
    Cell {
        /// The matrix.
        field: Vec<usize>,
        /// The index of the row.
        row: usize,
        /// The index of the column.
        column: usize,
    },
    /// A computed value of the form, by its name.
    Computed(String),
}

/// How a value is computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// The sum of all that is referred to.
    Sum(Vec<Ref>),
    /// The sum of these columns of the row, by their indices, none of which is computed.
    Across(Vec<usize>),
    /// The first column of the row divided by the second one, in per cent with two
    /// places; nothing where the second one is zero.
    Ratio {
        /// The index of the column that is divided.
        of: usize,
        /// The index of the column that it is divided by.
        by: usize,
    },
    /// So many points of the most there are as the first column of the row is of the second
    /// one, at most all of them, with two places; nothing where the second one is zero.
    Score {
        /// The index of the column that is divided.
        of: usize,
        /// The index of the column that it is divided by.
        by: usize,
        /// The most points.
        most: Decimal,
    },
    /// Always the same.
    Fixed(String),
}

/// The computed values of a project, by their names; those that have too many digits are
/// `None`.
pub type Computed = HashMap<String, Option<Decimal>>;

/// What stands in a cell that a row of a matrix has nothing for.
pub const DASH: &str = "—";

/// The places of rates and scores.
const PLACES: u32 = 2;

impl Ref {
    /// Whether what it refers to are decimals.
    pub fn is_decimal(&self, form: &Form) -> bool {
        let field = |path: &[usize]| form.field_at(path).map(|field| &field.kind);
        match self {
            Self::Field(path) => field(path).is_some_and(Kind::is_decimal),
            Self::Column { field: path, column } | Self::Cell { field: path, column, .. } => {
                let column = field(path).and_then(Kind::columns).and_then(|it| it.get(*column));
                column.is_some_and(Column::is_decimal)
            }
            Self::Computed(_) => true,
        }
    }

    /// The path of the field that it is in.
    pub fn path(&self) -> Option<&[usize]> {
        match self {
            Self::Field(field) | Self::Column { field, .. } | Self::Cell { field, .. } => {
                Some(field)
            }
            Self::Computed(_) => None,
        }
    }

    /// The reference that people write as keys with points between.
    pub fn resolve(form: &Form, text: &str) -> Option<Self> {
        if form.computed.contains_key(text) {
            return Some(Self::Computed(text.to_owned()));
        }
        let mut keys = text.split('.').peekable();
        let mut path = vec![
            form.fields
                .iter()
                .position(|field| Some(field.key.as_str()) == keys.peek().copied())?,
        ];
        keys.next();
        loop {
            let field = form.field_at(&path)?;
            let Some(key) = keys.next() else { return Some(Self::Field(path)) };
            match &field.kind {
                Kind::Record(fields) => path.push(fields.iter().position(|it| it.key == key)?),
                kind => {
                    let columns = kind.columns()?;
                    let column = |key: &str| columns.iter().position(|it| it.key == key);
                    let row = match kind {
                        Kind::Matrix(matrix) => matrix.rows.iter().position(|it| it.key == key),
                        _ => None,
                    };
                    let found = match (row, keys.next()) {
                        (Some(row), Some(key)) => {
                            Self::Cell { field: path, row, column: column(key)? }
                        }
                        (Some(row), None) if columns.len() == 1 => {
                            Self::Cell { field: path, row, column: 0 }
                        }
                        (None, None) => Self::Column { field: path, column: column(key)? },
                        _ => return None,
                    };
                    return keys.next().is_none().then_some(found);
                }
            }
        }
    }
}

impl Form {
    /// The keys that lead to what is referred to.
    pub fn name_of(&self, reference: &Ref) -> Vec<String> {
        let keys = |path: &[usize]| -> Vec<String> {
            self.keys(path).into_iter().map(str::to_owned).collect()
        };
        let columns = |path: &[usize]| self.field_at(path).and_then(|it| it.kind.columns());
        match reference {
            Ref::Field(path) => keys(path),
            Ref::Column { field, column } => {
                let mut path = keys(field);
                path.extend(columns(field).and_then(|it| it.get(*column)).map(|it| it.key.clone()));
                path
            }
            Ref::Cell { field, row, column } => {
                let mut path = keys(field);
                if let Some(Kind::Matrix(matrix)) = self.field_at(field).map(|it| &it.kind) {
                    path.extend(matrix.rows.get(*row).map(|row| row.key.clone()));
                    if matrix.columns.len() > 1 {
                        path.extend(matrix.columns.get(*column).map(|it| it.key.clone()));
                    }
                }
                path
            }
            Ref::Computed(name) => vec![name.clone()],
        }
    }
}

impl Project {
    /// The decimals that a reference stands for; those that are not there, or are no
    /// decimals, are left out.
    pub fn decimals(&self, reference: &Ref) -> Vec<Decimal> {
        match reference {
            Ref::Computed(name) => {
                self.all_computed().get(name).copied().flatten().into_iter().collect()
            }
            reference => self.written(reference),
        }
    }

    /// The same of what is no computed value of the form.
    fn written(&self, reference: &Ref) -> Vec<Decimal> {
        let form = self.form();
        match reference {
            Ref::Field(path) => self.at(path).and_then(Value::decimal).into_iter().collect(),
            Ref::Column { field, column } => match form.field_at(field).map(|it| &it.kind) {
                Some(Kind::Matrix(matrix)) => {
                    let rows =
                        (0..matrix.rows.len()).filter(|row| matrix.rows[*row].sum.is_empty());
                    rows.filter_map(|row| decimal(&self.matrix_cell(field, row, *column))).collect()
                }
                kind => {
                    let columns = kind.and_then(Kind::columns).unwrap_or_default();
                    let rows = self.rows(field).into_iter();
                    rows.filter_map(|(_, row)| row_number(columns, row, *column)).collect()
                }
            },
            Ref::Cell { field, row, column } => {
                decimal(&self.matrix_cell(field, *row, *column)).into_iter().collect()
            }
            Ref::Computed(_) => Vec::new(),
        }
    }

    /// All computed values of the form, each computed once from those before it.
    pub(super) fn compute_all(&self) -> Computed {
        let mut computed = Computed::new();
        for (name, formula) in &self.form().computed {
            let value = self.compute_from(formula, |name| computed.get(name).copied().flatten());
            computed.insert(name.clone(), value);
        }
        computed
    }

    fn compute_from(
        &self,
        formula: &Formula,
        computed: impl Fn(&str) -> Option<Decimal>,
    ) -> Option<Decimal> {
        match formula {
            Formula::Sum(of) => {
                let all = of.iter().flat_map(|reference| match reference {
                    Ref::Computed(name) => computed(name).into_iter().collect(),
                    reference => self.written(reference),
                });
                Some(all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?.normalize())
            }
            Formula::Fixed(text) => decimal(text),
            Formula::Across(_) | Formula::Ratio { .. } | Formula::Score { .. } => None,
        }
    }

    /// The value of a formula that stands for itself, in no row; `None` where it has too
    /// many digits.
    pub fn compute(&self, formula: &Formula) -> Option<Decimal> {
        self.compute_from(formula, |name| self.all_computed().get(name).copied().flatten())
    }

    /// The text of a computed value of the form.
    pub fn computed(&self, name: &str) -> String {
        match self.form().computed.get(name) {
            Some(Formula::Fixed(text)) => text.clone(),
            _ => {
                let number = self.all_computed().get(name).copied().flatten();
                number.map_or_else(String::new, |number| number.to_string())
            }
        }
    }

    /// What stands in a cell of a matrix: an amount that the project file leaves out is
    /// `0`, any other value is empty.
    pub fn matrix_cell(&self, field: &[usize], row: usize, column: usize) -> String {
        let Some(Kind::Matrix(matrix)) = self.form().field_at(field).map(|it| &it.kind) else {
            return String::new();
        };
        let (Some(line), Some(of)) = (matrix.rows.get(row), matrix.columns.get(column)) else {
            return String::new();
        };
        if !of.only.is_empty() && !of.only.contains(&line.key) {
            return DASH.to_owned();
        }
        match &of.formula {
            Some(formula) => {
                let number = |column| decimal(&self.matrix_cell(field, row, column));
                formula.in_a_row(&matrix.columns, column, number)
            }
            None if !line.sum.is_empty() && !of.kind.is_decimal() => String::new(),
            None if !line.sum.is_empty() => {
                // A row is the sum of others that are none themselves.
                let rows = line
                    .sum
                    .iter()
                    .filter(|row| matrix.rows.get(**row).is_some_and(|line| line.sum.is_empty()));
                let cells = rows.filter_map(|row| decimal(&self.matrix_cell(field, *row, column)));
                let sum = cells.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
                sum.map_or_else(String::new, |sum| sum.normalize().to_string())
            }
            None => {
                let entered = self.row(field, &line.key).and_then(|values| values.get(column));
                match entered.map(Value::text).filter(|text| !text.is_empty()) {
                    Some(text) => text.into_owned(),
                    None if of.kind.is_decimal() => "0".to_owned(),
                    None => String::new(),
                }
            }
        }
    }
}

/// What a row of a table or a tree shows in a column.
pub fn row_cell<'a>(columns: &'a [Column], row: &'a Row, column: usize) -> Cow<'a, str> {
    match columns.get(column).and_then(|column| column.formula.as_ref()) {
        Some(formula) => {
            formula.in_a_row(columns, column, |column| row_number(columns, row, column)).into()
        }
        None => row.get(column).map_or(Cow::Borrowed(""), Value::text),
    }
}

/// The number that a row of a table or a tree has in a column.
fn row_number(columns: &[Column], row: &Row, column: usize) -> Option<Decimal> {
    match columns.get(column)?.is_entered() {
        true => row.get(column)?.decimal(),
        false => decimal(&row_cell(columns, row, column)),
    }
}

impl Formula {
    /// What it comes to in the column of a row that has a number, or none, in each column.
    fn in_a_row(
        &self,
        columns: &[Column],
        column: usize,
        number: impl Fn(usize) -> Option<Decimal>,
    ) -> String {
        // So many times a number as one column is of another one.
        let share = |times: Decimal, of: usize, by: usize| {
            number(of)?.checked_mul(times)?.checked_div(number(by)?)
        };
        let text = match self {
            // Rates and scores are computed from columns before them only, and sums from
            // what is entered, so this comes to an end.
            Self::Ratio { of, by } if *of < column && *by < column => {
                let rate = share(Decimal::ONE_HUNDRED, *of, *by);
                rate.map(|rate| format!("{}%", with_places(rate)))
            }
            Self::Score { of, by, most } if *of < column && *by < column => {
                share(*most, *of, *by).map(|score| with_places(score.min(*most)))
            }
            Self::Across(of) => {
                let is_entered = |of: &&usize| columns.get(**of).is_some_and(Column::is_entered);
                let all = of.iter().filter(is_entered).filter_map(|of| number(*of));
                let sum = all.map(Some).reduce(|sum, number| sum?.checked_add(number?));
                sum.flatten().map(|sum| sum.normalize().to_string())
            }
            Self::Fixed(text) => Some(text.clone()),
            Self::Sum(_) | Self::Ratio { .. } | Self::Score { .. } => None,
        };
        text.unwrap_or_default()
    }
}

/// The decimal that a cell shows, with or without %.
pub fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text.strip_suffix('%').unwrap_or(text)).ok()
}

/// A number with two places, rounded half up.
fn with_places(number: Decimal) -> String {
    let rounded = number.round_dp_with_strategy(PLACES, RoundingStrategy::MidpointAwayFromZero);
    format!("{rounded:.2}")
}
