//! The rules that a form has of its own: its definition says what must hold, and the
//! messages are in its words.

use rust_decimal::Decimal;

use super::funds::difference;
use super::subject::{MOST_SHOWN, called, is_blank};
use super::{Row, Subject};
use crate::diagnostic::{Diagnostic, Place, Severity, rule};
use crate::form::{
    Column, Condition, Field, Formula, Kind, Operand, OwnRule, Ref, Role, Value, When, decimal,
    row_cell,
};

/// How many of the numbers that are added up a message names.
const MOST_NAMED: usize = 4;

/// `form-rule` and `form-advice`: what the form asks for besides.
pub fn own_rules(subject: &Subject) -> Vec<Diagnostic> {
    subject.form.rules.iter().flat_map(|rule| broken(subject, rule)).collect()
}

fn broken(subject: &Subject, own: &OwnRule) -> Vec<Diagnostic> {
    let breaches = match &own.condition {
        Condition::Sum { of, is } => sum(subject, of, is).into_iter().collect(),
        Condition::AtMost { column, limit } => {
            let elsewhere = value(subject, limit);
            in_rows(subject, column, |cell| at_most(subject, cell, limit, elsewhere))
        }
        Condition::Between { column, least, most } => {
            in_rows(subject, column, |cell| between(subject, cell, *least, *most))
        }
        Condition::FilledWhen { columns, when } => {
            let (When::Below { column, .. } | When::IsOneOf { column, .. }) = when;
            in_rows(subject, column, |cell| filled(subject, cell, columns, when))
        }
    };
    let rule = match own.severity {
        Severity::Error => &rule::FORM_RULE,
        Severity::Warning | Severity::Hint => &rule::FORM_ADVICE,
    };
    let report = |Breach { message, mut places, help }| {
        if places.is_empty() {
            places.extend(subject.place(Role::Name));
        }
        let help = if own.help.is_empty() { help } else { own.help.clone() };
        Diagnostic::new(rule, message).at_all(places).help(help)
    };
    breaches.into_iter().map(report).collect()
}

/// What is not as it must be.
struct Breach {
    message: String,
    places: Vec<Place>,
    /// How to mend it, where the form does not say.
    help: String,
}

/// What an operand comes to, over all rows; `None` where nothing is written.
fn value(subject: &Subject, operand: &Operand) -> Option<Decimal> {
    match operand {
        Operand::Number(number) => Some(*number),
        Operand::Ref(reference) => add(subject.project.decimals(reference)),
    }
}

/// The sum of some numbers, if there are any.
fn add(numbers: Vec<Decimal>) -> Option<Decimal> {
    numbers.into_iter().map(Some).reduce(|sum, number| sum?.checked_add(number?))?
}

/// Numbers that do not add up.
fn sum(subject: &Subject, of: &[Ref], is: &Operand) -> Option<Breach> {
    // What is not there yet is told as that.
    if of.iter().any(|it| lacks_some(subject, it)) {
        return None;
    }
    let sum = add(of.iter().flat_map(|it| subject.project.decimals(it)).collect())?.normalize();
    let wanted = value(subject, is)?.normalize();
    if sum == wanted {
        return None;
    }
    let names: Vec<String> = of.iter().map(|it| format!("“{}”", name(subject, it))).collect();
    let what = match names.len() {
        0..=MOST_NAMED => names.concat(),
        count => format!("{}等 {count} 项", names[..MOST_NAMED].concat()),
    };
    let relation = match of {
        [Ref::Field(_) | Ref::Cell { .. } | Ref::Computed(_)] => "是",
        _ => "合计",
    };
    let difference = difference(sum, wanted);
    let mut places = Vec::new();
    let (message, help) = match is {
        Operand::Number(_) => (
            format!("{what}{relation} {sum}，应是 {wanted}，{difference}"),
            format!("核对各个数，要正好是 {wanted}"),
        ),
        Operand::Ref(other) => {
            let other_name = name(subject, other);
            if matches!(other, Ref::Field(_) | Ref::Cell { .. }) {
                places.extend(written(subject, other));
            }
            (
                format!("{what}{relation} {sum}，应等于“{other_name}” {wanted}，{difference}"),
                format!("核对各个数；都没有错时，“{other_name}”要是 {sum}"),
            )
        }
    };
    let mut added: Vec<Place> = of.iter().flat_map(|it| written(subject, it)).collect();
    if added.is_empty() || added.len() > MOST_SHOWN {
        added = of.iter().filter_map(|it| key_place(subject, it)).take(1).collect();
    }
    places.extend(added);
    Some(Breach { message, places, help })
}

/// Whether rows lack a number that they must have in a column.
fn lacks_some(subject: &Subject, reference: &Ref) -> bool {
    let Ref::Column { field: path, column } = reference else { return false };
    let field = subject.form.field_at(path);
    let columns = field.and_then(|field| field.kind.columns()).unwrap_or_default();
    let is_wanted = columns.get(*column).is_some_and(|it| it.required && it.is_entered());
    let has_one = |row: &[Value]| row.get(*column).is_some_and(|it| it.decimal().is_some());
    is_wanted && !subject.project.rows(path).into_iter().all(|(_, row)| has_one(row.as_slice()))
}

/// What messages call that which is referred to.
fn name(subject: &Subject, reference: &Ref) -> String {
    let form = subject.form;
    let column_of = |field: &[usize], column: usize| {
        let field = form.field_at(field)?;
        Some((field, field.kind.columns()?.get(column)?))
    };
    let is_single = |field: &Field| field.kind.columns().is_some_and(|it| it.len() == 1);
    let found = match reference {
        Ref::Field(path) => form.field_at(path).map(|field| field.key.clone()),
        Ref::Column { field, column } => column_of(field, *column).map(|(field, column)| {
            let others = form.all_fields().into_iter().filter_map(|(_, it)| it.kind.columns());
            let entered = others.flatten().filter(|other| other.is_entered());
            let same = entered.filter(|other| other.key == column.key).count();
            match () {
                () if is_single(field) => field.key.clone(),
                () if same > 1 => format!("{}的{}", field.key, called(column)),
                () => called(column),
            }
        }),
        Ref::Cell { field, row, column } => {
            column_of(field, *column).and_then(|(field, column)| match &field.kind {
                Kind::Matrix(matrix) if is_single(field) => {
                    Some(matrix.rows.get(*row)?.key.clone())
                }
                Kind::Matrix(matrix) => {
                    Some(format!("{}的{}", matrix.rows.get(*row)?.key, called(column)))
                }
                _ => None,
            })
        }
        Ref::Computed(name) => Some(name.clone()),
    };
    found.unwrap_or_default()
}

/// Where the numbers that are referred to are written.
fn written(subject: &Subject, reference: &Ref) -> Vec<Place> {
    match reference {
        Ref::Field(path) => {
            let keys = subject.form.keys(path);
            let texts = subject.fields().map(|answer| answer.text);
            texts.filter(|text| text.path == keys).map(|text| text.place.clone()).collect()
        }
        Ref::Column { field, column } => {
            let rows = subject.form.field_at(field).into_iter().flat_map(|it| subject.rows_of(it));
            let texts = rows.flat_map(|row| row.texts_at(*column));
            texts.filter(|text| !is_blank(text)).map(|text| text.place.clone()).collect()
        }
        Ref::Cell { field, row, column } => {
            let Some(field) = subject.form.field_at(field) else { return Vec::new() };
            let Kind::Matrix(matrix) = &field.kind else { return Vec::new() };
            let Some(fixed) = matrix.rows.get(*row) else { return Vec::new() };
            let rows = subject.rows_of(field).filter(|row| row.name.text == fixed.key);
            let texts = rows.flat_map(|row| row.texts_at(*column));
            texts.map(|text| text.place.clone()).collect()
        }
        // It refers to those before it only, so this comes to an end.
        Ref::Computed(name) => match subject.form.computed.get(name) {
            Some(Formula::Sum(of)) => of.iter().flat_map(|it| written(subject, it)).collect(),
            _ => Vec::new(),
        },
    }
}

/// Where the field stands in which the numbers are that are referred to.
fn key_place(subject: &Subject, reference: &Ref) -> Option<Place> {
    match reference {
        Ref::Field(path) | Ref::Column { field: path, .. } | Ref::Cell { field: path, .. } => {
            let keys = subject.form.keys(path);
            // Of a record that leaves it out, there is the record.
            (1..=keys.len()).rev().find_map(|length| subject.key_place_at(&keys[..length]))
        }
        Ref::Computed(name) => match subject.form.computed.get(name)? {
            Formula::Sum(of) => of.iter().find_map(|it| key_place(subject, it)),
            _ => None,
        },
    }
}

/// A column of a row.
#[derive(Clone, Copy)]
struct At<'a, 'b> {
    row: &'b Row<'a>,
    /// The field that it is a row of.
    field: &'b [usize],
    index: usize,
    column: &'a Column,
}

/// What `look` finds in the rows of a column.
fn in_rows<'a>(
    subject: &Subject<'a>,
    column: &Ref,
    look: impl Fn(At<'a, '_>) -> Option<Breach>,
) -> Vec<Breach> {
    let Ref::Column { field: path, column: index } = column else { return Vec::new() };
    let Some(field) = subject.form.field_at(path) else { return Vec::new() };
    let cell = |row| At::new(row, path, *index).and_then(&look);
    subject.rows_of(field).filter_map(cell).collect()
}

impl<'a, 'b> At<'a, 'b> {
    fn new(row: &'b Row<'a>, field: &'b [usize], index: usize) -> Option<Self> {
        Some(Self { row, field, index, column: row.columns.get(index)? })
    }

    /// The other column that is referred to, in the same row; `None` where it is not in
    /// rows of the same field.
    fn beside(&self, other: &Ref) -> Option<Self> {
        match other {
            Ref::Column { field, column } if field == self.field => {
                Self::new(self.row, self.field, *column)
            }
            _ => None,
        }
    }

    fn name(&self) -> String {
        called(self.column)
    }

    /// The number in it, which may be a computed one.
    fn number(&self, subject: &Subject) -> Option<Decimal> {
        match &self.row.field.kind {
            Kind::Matrix(matrix) => {
                let row = matrix.rows.iter().position(|it| it.key == self.row.name.text)?;
                decimal(&subject.project.matrix_cell(self.field, row, self.index))
            }
            _ if !self.column.is_entered() => {
                let rows = subject.project.rows(self.field);
                let (_, row) = rows.into_iter().find(|(names, _)| names == self.row.names)?;
                decimal(&row_cell(self.row.columns, row, self.index))
            }
            _ => decimal(self.row.texts_at(self.index).next()?.text.trim()),
        }
    }

    fn is_blank(&self) -> bool {
        self.row.texts_at(self.index).all(is_blank)
    }

    /// Where it is written, or else the name of the row.
    fn place(&self) -> Place {
        let text = self.row.texts_at(self.index).next().unwrap_or(self.row.name);
        text.place.clone()
    }

    /// The same place, which says what stands there.
    fn labelled(&self) -> Place {
        self.place().label(self.name())
    }
}

/// A number that is more than it may be: what the limit says in the same row, or else
/// `elsewhere`.
fn at_most(
    subject: &Subject,
    cell: At,
    limit: &Operand,
    elsewhere: Option<Decimal>,
) -> Option<Breach> {
    let number = cell.number(subject)?;
    let beside = match limit {
        Operand::Ref(other) => cell.beside(other),
        Operand::Number(_) => None,
    };
    let most = match &beside {
        Some(other) => other.number(subject)?,
        None => elsewhere?,
    };
    if number <= most {
        return None;
    }
    let limit_name = match (limit, &beside) {
        (Operand::Number(_), _) => String::new(),
        (_, Some(other)) => other.name(),
        (Operand::Ref(other), None) => format!("“{}”", name(subject, other)),
    };
    let (row, column) = (cell.row.name.text, cell.name());
    let (number, most) = (number.normalize(), most.normalize());
    let help = match limit {
        Operand::Number(_) => format!("写不大于 {most} 的数"),
        Operand::Ref(_) => format!("{column}不能大于{limit_name}，改正写错的那一个"),
    };
    let message = format!("“{row}”的{column} {number} 大于{limit_name} {most}");
    let places = [cell.place()].into_iter().chain(beside.map(|other| other.labelled())).collect();
    Some(Breach { message, places, help })
}

/// A number that is out of bounds.
fn between(subject: &Subject, cell: At, least: Decimal, most: Decimal) -> Option<Breach> {
    let number = cell.number(subject)?;
    if (least..=most).contains(&number) {
        return None;
    }
    let (row, column, number) = (cell.row.name.text, cell.name(), number.normalize());
    let bounds = format!("{} 到 {} 之间", least.normalize(), most.normalize());
    let message = format!("“{row}”的{column} {number} 不在 {bounds}");
    Some(Breach { message, places: vec![cell.place()], help: format!("写 {bounds}的数") })
}

/// Columns that say nothing where they should.
fn filled(subject: &Subject, cell: At, columns: &[Ref], when: &When) -> Option<Breach> {
    let (row, column) = (cell.row.name.text, cell.name());
    let case = match when {
        When::Below { other, .. } => {
            let other = cell.beside(other)?;
            let is_below = cell.number(subject)? < other.number(subject)?;
            is_below.then(|| format!("“{row}”的{column}低于{}", other.name()))
        }
        When::IsOneOf { texts, .. } => {
            let said = cell.row.texts_at(cell.index).map(|text| text.text.trim());
            let mut said = said.filter(|text| texts.iter().any(|it| it == text));
            said.next().map(|text| format!("“{row}”的{column}是“{text}”"))
        }
    }?;
    let empty = columns.iter().filter_map(|it| cell.beside(it)).filter(At::is_blank);
    let empty: Vec<At> = empty.collect();
    let first = empty.first()?;
    let is_chosen = |it: &&At| matches!(it.column.kind, Kind::Choice(_) | Kind::Marks(_));
    let (chosen, written): (Vec<&At>, Vec<&At>) = empty.iter().partition(is_chosen);
    let list = |verb: &str, cells: &[&At]| {
        let names: Vec<String> = cells.iter().map(|it| it.name()).collect();
        (!names.is_empty()).then(|| format!("{verb}{}", names.join("、")))
    };
    let lists: Vec<String> =
        [list("选", &chosen), list("写", &written)].into_iter().flatten().collect();
    let message = format!("{case}，却没有{}", lists.join("，也没有"));
    let lists: Vec<String> =
        [list("选上", &chosen), list("写上", &written)].into_iter().flatten().collect();
    let places = vec![first.place(), cell.labelled()];
    Some(Breach { message, places, help: lists.join("，") })
}
