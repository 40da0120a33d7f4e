//! What an earlier project says of the fields of another form: by what they mean, and by
//! what they are called.

use std::mem::discriminant;

use super::grow;
use super::heritage::{Heritage, Used};
use crate::form::{
    Amount, Choices, Column, Date, Field, Form, Kind, Matrix, Project, Role, Row, Tree, Value,
};

/// What is carried over.
#[derive(Debug)]
pub struct Carried {
    /// What the project says of each field of the form; `None` where it says nothing.
    pub values: Vec<Option<Value>>,
    /// What that is, and what is not carried over, in words.
    pub heritage: Heritage,
}

/// Carries over what a project says to a form.
pub fn carry(from: &Project, form: &Form) -> Carried {
    let mut carrier = Carrier { from, form, used: Used::default() };
    let said = |(index, field): (usize, &Field)| carrier.field(&[index], field);
    let values = form.fields.iter().enumerate().map(said).collect();
    Carried { values, heritage: carrier.used.heritage(from) }
}

struct Carrier<'a> {
    from: &'a Project,
    /// The form that is to be filled in.
    form: &'a Form,
    /// What of the project has been carried over.
    used: Used,
}

impl<'a> Carrier<'a> {
    fn field(&mut self, path: &[usize], field: &Field) -> Option<Value> {
        match &field.kind {
            Kind::Record(fields) => {
                let said = |(index, field): (usize, &Field)| {
                    let said = self.field(&[path, &[index]].concat(), field);
                    said.unwrap_or_else(|| Value::empty(&field.kind))
                };
                let values: Vec<Value> = fields.iter().enumerate().map(said).collect();
                Some(Value::Record(values)).filter(|value| !value.is_empty())
            }
            Kind::Table(table) => {
                let (earlier, path) = self.earlier(path, field)?;
                let map = self.same_columns(earlier.kind.columns()?, &table.columns);
                self.used.rows(&path, &map, Vec::new());
                let rows = self.from.rows(&path).into_iter();
                let row = |(names, row): (Vec<&str>, &Row)| {
                    Some((names.last()?.to_string(), of_columns(row, &map, &table.columns)))
                };
                Some(Value::Rows(rows.filter_map(row).collect())).filter(|rows| !rows.is_empty())
            }
            Kind::Matrix(matrix) => self.matrix(path, field, matrix),
            Kind::Tree(tree) => self.tree(path, field, tree),
            kind => {
                let said = |path: Vec<usize>| Some((fitting(self.from.at(&path)?, kind)?, path));
                let by_role = field.role.and_then(|role| said(self.from.form().path_of(role)?));
                let (value, path) = by_role.or_else(|| said(self.namesake(path, field)?))?;
                self.used.field(path);
                Some(value)
            }
        }
    }

    /// The field of the earlier form that has the role, or the same keys.
    fn earlier(&self, path: &[usize], field: &Field) -> Option<(&'a Field, Vec<usize>)> {
        let form = self.from.form();
        let by_role = field.role.and_then(|role| form.path_of(role));
        let path = by_role.or_else(|| self.namesake(path, field))?;
        let found = form.field_at(&path)?;
        (discriminant(&found.kind) == discriminant(&field.kind)).then_some((found, path))
    }

    /// The field of the earlier form that has the same key and is of the same kind: where
    /// several have, the one below the same keys.
    fn namesake(&self, path: &[usize], field: &Field) -> Option<Vec<usize>> {
        let form = self.from.form();
        let is_like = |other: &Field| {
            other.key == field.key && discriminant(&other.kind) == discriminant(&field.kind)
        };
        let all = form.all_fields().into_iter();
        let mut like: Vec<Vec<usize>> =
            all.filter(|(_, other)| is_like(other)).map(|(path, _)| path).collect();
        let keys = self.form.keys(path);
        if let Some(same) = like.iter().find(|path| form.keys(path) == keys) {
            return Some(same.clone());
        }
        if like.len() == 1 { like.pop() } else { None }
    }

    /// For each column, the earlier one that has the same key and is of the same kind.
    fn same_columns(&self, before: &[Column], columns: &[Column]) -> Vec<Option<usize>> {
        let is_same = |one: &Column, other: &Column| {
            one.key == other.key
                && one.is_entered()
                && discriminant(&one.kind) == discriminant(&other.kind)
        };
        let find = |column: &Column| before.iter().position(|one| is_same(one, column));
        columns.iter().map(find).collect()
    }

    fn tree(&mut self, path: &[usize], field: &Field, tree: &Tree) -> Option<Value> {
        let (earlier, path) = self.earlier(path, field)?;
        let (Kind::Tree(before), Value::Tree(branches)) = (&earlier.kind, self.from.at(&path)?)
        else {
            return None;
        };
        if before.levels.len() != tree.levels.len() {
            return None;
        }
        let map = match self.from.form().id == self.form.id {
            true => self.same_columns(&before.columns, &tree.columns),
            false => targets(&before.columns, &tree.columns),
        };
        let row = |row: &Row| of_columns(row, &map, &tree.columns);
        let mut left_behind = Vec::new();
        let mut branches =
            grow::grafted(branches, &tree.names, &row, &mut Vec::new(), &mut left_behind);
        self.used.rows(&path, &map, left_behind);
        if branches.is_empty() {
            return None;
        }
        grow::complete(&mut branches, &tree.names, tree.levels.len(), &nothing(&tree.columns));
        Some(Value::Tree(branches))
    }

    fn matrix(&mut self, path: &[usize], field: &Field, matrix: &Matrix) -> Option<Value> {
        let mut rows: Vec<(String, Row)> = Vec::new();
        let earlier = self.earlier(path, field);
        let mut map = None;
        if let Some((earlier, path)) = &earlier {
            let map = &*map.insert(self.same_columns(earlier.kind.columns()?, &matrix.columns));
            let is_there = |name: &str| matrix.entered().any(|line| line.key == name);
            let rows = self.from.rows(path).into_iter().flat_map(|(names, _)| names);
            let left_behind = rows.filter(|name| !is_there(name)).map(str::to_owned).collect();
            self.used.rows(path, map, left_behind);
        }
        for line in matrix.entered() {
            let row = earlier.as_ref().zip(map.as_ref()).and_then(|((_, path), map)| {
                Some(of_columns(self.from.row(path, &line.key)?, map, &matrix.columns))
            });
            let row = row.unwrap_or_else(|| nothing(&matrix.columns));
            rows.push((line.key.clone(), row));
        }
        // All of the money is that of the only row that there is.
        let budget = matrix.columns.iter().position(|it| it.role == Some(Role::InitialBudget));
        if let (Some(budget), [(_, row)]) = (budget, rows.as_mut_slice())
            && row[budget].is_empty()
            && matrix.columns[budget].is_entered()
            && let Some(total) = self.from.total()
        {
            row[budget] = Value::Amount(total);
            self.used.total(self.from);
        }
        let is_said = rows.iter().any(|(_, row)| row.iter().any(|value| !value.is_empty()));
        is_said.then(|| Value::Rows(rows.into_iter().collect()))
    }
}

/// For each column of indicators, the earlier one that it is carried over from: what is to
/// be reached, and nothing else.
fn targets(before: &[Column], columns: &[Column]) -> Vec<Option<usize>> {
    let find = |columns: &[Column]| {
        let with = |role| columns.iter().position(|column| column.role == Some(role));
        with(Role::Target).or_else(|| with(Role::FullYear))
    };
    let (from, to) = (find(before), find(columns));
    (0..columns.len()).map(|index| from.filter(|_| to == Some(index))).collect()
}

/// A row with other columns; `map` has the earlier one of each.
fn of_columns(row: &Row, map: &[Option<usize>], columns: &[Column]) -> Row {
    let cell = |(column, earlier): (&Column, &Option<usize>)| {
        let said = earlier.and_then(|index| fitting(row.get(index)?, &column.kind));
        said.filter(|_| column.is_entered()).unwrap_or_else(|| Value::empty(&column.kind))
    };
    columns.iter().zip(map).map(cell).collect()
}

fn nothing(columns: &[Column]) -> Row {
    columns.iter().map(|column| Value::empty(&column.kind)).collect()
}

/// What is said, if it may stand where a value of a kind does.
fn fitting(said: &Value, kind: &Kind) -> Option<Value> {
    let text = said.text();
    let is_of = |choices: &Choices, text: &str| {
        choices.values.is_empty() || choices.values.iter().any(|value| value == text)
    };
    match (kind, said) {
        (Kind::Marks(choices), Value::Marks(marks)) => {
            let marks: Vec<String> =
                marks.iter().filter(|mark| is_of(choices, mark)).cloned().collect();
            Some(Value::Marks(marks)).filter(|marks| !marks.is_empty())
        }
        (_, Value::Marks(_) | Value::Record(_) | Value::Rows(_) | Value::Tree(_)) => None,
        _ if text.is_empty() => None,
        (Kind::Amount | Kind::Number, _) => Amount::parse(&text).ok().map(Value::Amount),
        (Kind::Choice(choices), _) if !is_of(choices, &text) => None,
        (Kind::Date { long_term }, _) => {
            let fits = Date::parse(&text)? != Date::LongTerm || *long_term;
            fits.then(|| Value::Text(text.into_owned()))
        }
        (Kind::Record(_) | Kind::Table(_) | Kind::Matrix(_) | Kind::Tree(_), _) => None,
        _ => Some(Value::Text(text.into_owned())),
    }
}
