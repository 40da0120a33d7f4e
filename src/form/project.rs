//! What one form says: the values of its fields.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::amount::Amount;
use super::definition::{FORM_KEY, Field, Form};
use super::formula::Computed;
use super::formula::Ref;
use super::kind::{Column, Kind};
use super::role::Role;

/// One project, as its form shows it. Texts may hold line breaks (`\n`).
///
/// Serialised, it has the project file's own keys and shapes: that is what a PDF carries
/// as its data.
#[derive(Debug, Clone)]
pub struct Project {
    form: Arc<Form>,
    /// A value for each field of the form.
    values: Vec<Value>,
    /// What is computed from them, once it is asked for.
    computed: OnceLock<Computed>,
}

/// What stands under a key. Which kinds of values there are is up to [`Kind`].
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text, a choice, a year, a date or a telephone number; empty where there is none. An
    /// amount or a number that is not there is an empty text, too.
    Text(String),
    /// An amount or a number.
    Amount(Amount),
    /// What is chosen of a list.
    Marks(Vec<String>),
    /// A value for each field of a record.
    Record(Vec<Value>),
    /// The rows of a table or a matrix, by their names, in the author's order.
    Rows(Rows),
    /// The names of the first level of a tree.
    Tree(Branches),
}

/// A value for each column; that of a computed one is an empty text.
pub type Row = Vec<Value>;

/// Rows by name.
pub type Rows = IndexMap<String, Row>;

/// What stands below names of a tree.
pub type Branches = IndexMap<String, Branch>;

/// What stands below a name of a tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Branch {
    /// More names.
    Group(Branches),
    /// A row.
    Row(Row),
}

/// The value of a kind that nothing is written for.
static EMPTY: Value = Value::Text(String::new());

impl Project {
    /// A project of a form; `values` has one for each of its fields, of the field's kind.
    pub fn new(form: Arc<Form>, values: Vec<Value>) -> Self {
        Self { form, values, computed: OnceLock::new() }
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The fields with their values.
    pub fn fields(&self) -> impl Iterator<Item = (&Field, &Value)> {
        self.form.fields.iter().zip(&self.values)
    }

    /// The value at the end of a path of indices, see [`Form::all_fields`].
    pub fn at(&self, path: &[usize]) -> Option<&Value> {
        let (&first, rest) = path.split_first()?;
        rest.iter().try_fold(self.values.get(first)?, |value, &index| match value {
            Value::Record(values) => values.get(index),
            _ => None,
        })
    }

    /// What is computed from the values, by the names that the form has for it.
    pub(super) fn all_computed(&self) -> &Computed {
        self.computed.get_or_init(|| self.compute_all())
    }

    /// Puts a value at the end of a path of indices.
    pub fn set(&mut self, path: &[usize], value: Value) {
        let Some((&first, rest)) = path.split_first() else { return };
        let at = rest.iter().try_fold(self.values.get_mut(first), |at, &index| match at {
            Some(Value::Record(values)) => Some(values.get_mut(index)),
            _ => None,
        });
        if let Some(Some(at)) = at {
            *at = value;
            self.computed = OnceLock::new();
        }
    }

    /// The value at the end of keys of fields.
    pub fn get(&self, keys: &[&str]) -> Option<&Value> {
        let mut fields = self.form.fields.as_slice();
        let mut values = self.values.as_slice();
        let mut found = None;
        for key in keys {
            let index = fields.iter().position(|field| field.key == *key)?;
            found = values.get(index);
            match (&fields[index].kind, found?) {
                (Kind::Record(below), Value::Record(of)) => (fields, values) = (below, of),
                _ => (fields, values) = (&[], &[]),
            }
        }
        found
    }

    /// The value of the field that has a role.
    pub fn by_role(&self, role: Role) -> Option<&Value> {
        self.at(&self.form.path_of(role)?)
    }

    /// The text of the field that has a role; empty where there is none.
    pub fn text(&self, role: Role) -> Cow<'_, str> {
        self.by_role(role).map_or(Cow::Borrowed(""), Value::text)
    }

    /// The budget year, as it is written.
    pub fn year(&self) -> Cow<'_, str> {
        self.text(Role::Year)
    }

    /// What the project is called.
    pub fn name(&self) -> Cow<'_, str> {
        self.text(Role::Name)
    }

    /// The money of the year: the field of that role or, where the form has none, the sum
    /// of the column of the current budget or else of the one planned when the year began.
    pub fn total(&self) -> Option<Amount> {
        if let Some(Value::Amount(amount)) = self.by_role(Role::Total) {
            return Some(amount.clone());
        }
        let columns = [Role::CurrentBudget, Role::InitialBudget];
        columns.iter().find_map(|role| Amount::of(self.sum_of(*role)?))
    }

    /// The sum of the column that has a role, over the rows of the table or the matrix that
    /// has such a column; `None` where there is none, or it has too many digits.
    pub fn sum_of(&self, role: Role) -> Option<Decimal> {
        self.form.all_fields().into_iter().find_map(|(path, field)| {
            let column = field.kind.columns()?.iter().position(|it| it.role == Some(role))?;
            if !field.kind.columns()?[column].kind.is_decimal() {
                return None;
            }
            let amounts = self.decimals(&Ref::Column { field: path, column });
            amounts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
        })
    }

    /// The rows of a field, each with the names that lead to it below the field.
    pub fn rows(&self, path: &[usize]) -> Vec<(Vec<&str>, &Row)> {
        match self.at(path) {
            Some(Value::Rows(rows)) => {
                rows.iter().map(|(name, row)| (vec![name.as_str()], row)).collect()
            }
            Some(Value::Tree(branches)) => {
                let mut rows = Vec::new();
                collect_rows(branches, &[], &mut rows);
                rows
            }
            _ => Vec::new(),
        }
    }

    /// The row of a table or a matrix.
    pub fn row(&self, path: &[usize], name: &str) -> Option<&Row> {
        match self.at(path)? {
            Value::Rows(rows) => rows.get(name),
            _ => None,
        }
    }

    /// The performance indicators: the names that lead to each below the field, and its row.
    pub fn indicators(&self) -> Vec<(Vec<&str>, &Row)> {
        self.form.path_of(Role::Indicators).map_or_else(Vec::new, |path| self.rows(&path))
    }
}

fn collect_rows<'a>(
    branches: &'a Branches,
    above: &[&'a str],
    rows: &mut Vec<(Vec<&'a str>, &'a Row)>,
) {
    for (name, branch) in branches {
        let path = [above, &[name]].concat();
        match branch {
            Branch::Group(below) => collect_rows(below, &path, rows),
            Branch::Row(row) => rows.push((path, row)),
        }
    }
}

/// Projects are equal that say the same in forms of the same name, wherever the
/// definitions come from.
impl PartialEq for Project {
    fn eq(&self, other: &Self) -> bool {
        self.form.name == other.form.name && self.values == other.values
    }
}

impl Value {
    /// The value of a field that nothing is written for.
    pub fn empty(kind: &Kind) -> Self {
        match kind {
            Kind::Marks(_) => Self::Marks(Vec::new()),
            Kind::Record(fields) => {
                Self::Record(fields.iter().map(|field| Self::empty(&field.kind)).collect())
            }
            Kind::Table(_) | Kind::Matrix(_) => Self::Rows(Rows::new()),
            Kind::Tree(_) => Self::Tree(Branches::new()),
            _ => EMPTY.clone(),
        }
    }

    /// What it says in one text: that of a scalar, or what is chosen of a list.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Amount(amount) => amount.as_str().into(),
            Self::Marks(marks) => marks.join("、").into(),
            Self::Record(_) | Self::Rows(_) | Self::Tree(_) => "".into(),
        }
    }

    /// The number that it is.
    pub fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Amount(amount) => Some(amount.value()),
            _ => None,
        }
    }

    /// Whether it is a choice, or one of several.
    pub fn chooses(&self, choice: &str) -> bool {
        match self {
            Self::Marks(marks) => marks.iter().any(|mark| mark == choice),
            value => value.text() == choice,
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Amount(_) => false,
            Self::Marks(marks) => marks.is_empty(),
            Self::Record(values) => values.iter().all(Self::is_empty),
            Self::Rows(rows) => rows.is_empty(),
            Self::Tree(branches) => branches.is_empty(),
        }
    }
}

impl Serialize for Project {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        // A form that is the default needs no name.
        if !self.form.is_default {
            map.serialize_entry(FORM_KEY, &self.form.name)?;
        }
        for (field, value) in self.fields().filter(|(field, value)| is_written(field, value)) {
            map.serialize_entry(&field.key, &Written { kind: &field.kind, value })?;
        }
        map.end()
    }
}

/// Whether a project file says a value: rows that may be left out are not there without a
/// row.
fn is_written(field: &Field, value: &Value) -> bool {
    field.required || !matches!(field.kind, Kind::Table(_)) || !value.is_empty()
}

/// A value as the project file has it.
struct Written<'a> {
    kind: &'a Kind,
    value: &'a Value,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.value, self.kind) {
            (Value::Text(text), _) => serializer.serialize_str(text),
            (Value::Amount(amount), _) => serializer.serialize_str(amount.as_str()),
            (Value::Marks(marks), _) => marks.serialize(serializer),
            (Value::Record(values), Kind::Record(fields)) => {
                let fields = fields.iter().zip(values);
                let fields = fields.filter(|(field, value)| is_written(field, value));
                serializer.collect_map(
                    fields.map(|(field, value)| (&field.key, Self { kind: &field.kind, value })),
                )
            }
            // The form fixes their order: it is no matter how a file has them.
            (Value::Rows(rows), Kind::Matrix(matrix)) => {
                let columns = matrix.columns.as_slice();
                let rows = matrix.entered().filter_map(|row| rows.get_key_value(&row.key));
                serializer.collect_map(rows.map(|(name, row)| (name, WrittenRow { columns, row })))
            }
            (Value::Rows(rows), kind) => {
                let columns = kind.columns().unwrap_or_default();
                serializer
                    .collect_map(rows.iter().map(|(name, row)| (name, WrittenRow { columns, row })))
            }
            (Value::Tree(branches), kind) => {
                WrittenTree { columns: kind.columns().unwrap_or_default(), branches }
                    .serialize(serializer)
            }
            (Value::Record(_), _) => serializer.serialize_unit(),
        }
    }
}

struct WrittenTree<'a> {
    columns: &'a [Column],
    branches: &'a Branches,
}

impl Serialize for WrittenTree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns;
        let mut map = serializer.serialize_map(Some(self.branches.len()))?;
        for (name, branch) in self.branches {
            match branch {
                Branch::Group(branches) => {
                    map.serialize_entry(name, &Self { columns, branches })?
                }
                Branch::Row(row) => map.serialize_entry(name, &WrittenRow { columns, row })?,
            }
        }
        map.end()
    }
}

/// How many columns a row may have that is written as a list: more are hard to tell apart.
pub const MOST_IN_A_LIST: usize = 5;

struct WrittenRow<'a> {
    columns: &'a [Column],
    row: &'a Row,
}

impl Serialize for WrittenRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let columns = self.columns.iter().zip(self.row);
        let entered: Vec<_> = columns
            .filter(|(column, _)| column.is_entered())
            .map(|(column, value)| (&column.key, Written { kind: &column.kind, value }))
            .collect();
        match entered.as_slice() {
            [(_, value)] => value.serialize(serializer),
            many if many.len() <= MOST_IN_A_LIST => {
                let mut list = serializer.serialize_seq(Some(many.len()))?;
                many.iter().try_for_each(|(_, value)| list.serialize_element(value))?;
                list.end()
            }
            many => serializer.collect_map(many.iter().map(|(key, value)| (key, value))),
        }
    }
}
