//! What a field or a column is to say.

use super::{Planner, entry, place};
use crate::diagnostic::{Diagnostic, rule};
use crate::form::{Column, FORM_KEY, Field, Kind};
use crate::source::change::blank;
use crate::source::change::step::{At, Step};
use crate::source::layout::{Known, Value};
use crate::source::places::{Content, Node, Style};
use crate::source::scalar::is_null;

/// What a row says in a column.
type Cell = fn(&Column) -> Value;

impl<'a> Planner<'a> {
    /// Writes what a field or a column is to say.
    pub(super) fn put(
        &self,
        path: &[String],
        value: Value,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let Some((key, above)) = path.split_last() else {
            return Err(self.refuse("没有写是哪一项"));
        };
        match self.known(path) {
            Known::Field(field) => {
                self.check_kind(key, &field.kind, &value)?;
                let value = match value {
                    Value::List(items) if items.is_empty() && !field.required => {
                        Value::Text(String::new())
                    }
                    value => in_order(&field.kind, value),
                };
                self.put_field(path, value, !field.required)
            }
            Known::Cell(column) if column.is_entered() => {
                self.check_kind(key, &column.kind, &value)?;
                self.put_cell(above, column, in_order(&column.kind, value))
            }
            Known::Cell(_) => Err(self.refuse(format!("“{key}”是算出来的，不能改"))),
            _ if path == [FORM_KEY] => {
                self.check_kind(key, &Kind::Text, &value)?;
                self.put_field(path, value, true)
            }
            _ => Err(self.refuse_by(&rule::UNKNOWN_KEY, format!("这张表没有“{key}”这一栏"))),
        }
    }

    pub(super) fn check_kind(
        &self,
        key: &str,
        kind: &Kind,
        value: &Value,
    ) -> Result<(), Diagnostic> {
        match (kind, value) {
            (Kind::Marks(_), Value::List(_)) => Ok(()),
            (Kind::Marks(_), _) => {
                Err(self.refuse(format!("“{key}”要从列表里选，不能写成一段文字")))
            }
            (kind, Value::Text(_)) if kind.is_scalar() => Ok(()),
            (kind, _) if kind.is_scalar() => {
                Err(self.refuse(format!("“{key}”是一段文字，不能从列表里选")))
            }
            _ => Err(self.refuse(format!("“{key}”下面还有各项，不能写成一段文字"))),
        }
    }

    fn put_field(
        &self,
        path: &[String],
        value: Value,
        may_be_missing: bool,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.way(path);
        if way.rest.is_empty() {
            return Ok(self.write(way.at, way.node, value, way.known[way.known.len() - 1]));
        }
        match may_be_missing && is_empty(&value) {
            true => Ok(None),
            false => self.insert(way, value).map(Some),
        }
    }

    /// Writes what a row says in a column.
    fn put_cell(
        &self,
        row: &[String],
        column: &'a Column,
        value: Value,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.way(row);
        let name = row.last().map_or("", String::as_str);
        let Known::Row(columns) = self.known(row) else { return Err(self.is_not_there(name)) };
        let may_be_missing = !column.required && is_empty(&value);
        if let Some(missing) = way.rest.first() {
            let Some(otherwise) = self.of_fixed_row(row)? else {
                return Err(self.is_not_there(missing));
            };
            if is_empty(&value) {
                return Ok(None);
            }
            let is_it = |other: &Column| std::ptr::eq(other, column);
            let cell = |it: &Column| if is_it(it) { value.clone() } else { otherwise(it) };
            return self.insert(way, blank::row(columns, cell)).map(Some);
        }
        let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
        let index = entered.iter().position(|other| std::ptr::eq(*other, column));
        let index = index.ok_or_else(|| self.is_not_there(&column.key))?;
        let known = Known::Cell(column);
        match &way.node.content {
            Content::Map(entries) if !entries.is_empty() => {
                match entries.iter().position(|entry| entry.key == column.key) {
                    Some(place) => {
                        let at = [way.at, vec![place]].concat();
                        Ok(self.write(at, &entries[place].value, value, known))
                    }
                    None if may_be_missing => Ok(None),
                    None => {
                        let (index, is_before) = place(way.last(), way.node, &column.key);
                        let entry = entry(&column.key, value);
                        Ok(Some(Step::Insert { map: way.at, index, entry, known, is_before }))
                    }
                }
            }
            _ if entered.len() == 1 => Ok(self.write(way.at, way.node, value, known)),
            Content::List(items) if index < items.len() => {
                let at = [way.at, vec![index]].concat();
                Ok(self.write(at, &items[index], value, known))
            }
            Content::List(_) if may_be_missing => Ok(None),
            Content::List(items) => {
                let missing = entered[items.len()..index].iter();
                let items = missing.map(|column| blank::cell(column)).chain([value]).collect();
                Ok(Some(Step::Append { list: way.at, items }))
            }
            // Something that is no row: it may be meant for the first column.
            content => {
                let said = match content {
                    Content::Text { text, .. } => text.trim_end_matches('\n'),
                    Content::List(_) | Content::Map(_) => "",
                };
                let cell = |it: &Column| match it {
                    it if std::ptr::eq(it, column) => value.clone(),
                    it if std::ptr::eq(it, entered[0]) && !said.is_empty() => {
                        Value::Text(said.to_owned())
                    }
                    it => blank::cell(it),
                };
                let (value, known) = (blank::row(columns, cell), Known::Row(columns));
                Ok(Some(Step::Write { at: way.at, value, known }))
            }
        }
    }

    /// What the other columns of a row say that is not there, but on the page: 0 for amounts;
    /// `None` of a row that the form does not fix.
    fn of_fixed_row(&self, row: &[String]) -> Result<Option<Cell>, Diagnostic> {
        let Some((key, field)) = row.split_last() else { return Ok(None) };
        let Known::Field(Field { kind: Kind::Matrix(matrix), .. }) = self.known(field) else {
            return Ok(None);
        };
        match matrix.rows.iter().find(|row| row.key == *key) {
            None => Ok(None),
            Some(row) if !row.sum.is_empty() => {
                Err(self.refuse(format!("“{key}”是算出来的，不能改")))
            }
            Some(_) => Ok(Some(|column| match column.kind.is_decimal() {
                true => Value::Text("0".to_owned()),
                false => blank::cell(column),
            })),
        }
    }

    /// A step that writes a value where another one is; `None` where it says the same.
    fn write(&self, at: At, node: &'a Node, value: Value, known: Known<'a>) -> Option<Step<'a>> {
        (!says(node, &value)).then_some(Step::Write { at, value, known })
    }
}

/// What is chosen of a list, in the list's order.
pub(super) fn in_order(kind: &Kind, mut value: Value) -> Value {
    if let (Some(choices), Value::List(marks)) = (kind.choices(), &mut value) {
        let place = |mark: &Value| {
            choices.iter().position(|it| matches!(mark, Value::Text(mark) if mark == it))
        };
        marks.sort_by_key(|mark| place(mark).unwrap_or(choices.len()));
    }
    value
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.entries.is_empty(),
    }
}

/// Whether a value of a file says what is wanted. The order of what is chosen is the form's.
fn says(node: &Node, value: &Value) -> bool {
    match (&node.content, value) {
        (Content::Text { text, style }, Value::Text(wanted)) => {
            let is_another =
                *style == Style::Plain && (is_null(text) || text.starts_with(['>', '｜']));
            !is_another && text.trim_end_matches('\n') == wanted
        }
        (Content::List(items), Value::List(wanted)) => {
            let said = items.iter().map(Node::text);
            let wanted: Vec<Option<&str>> = wanted
                .iter()
                .map(|item| match item {
                    Value::Text(text) => Some(text.as_str()),
                    Value::List(_) | Value::Map(_) => None,
                })
                .collect();
            items.len() == wanted.len() && said.clone().all(|mark| wanted.contains(&mark))
        }
        _ => false,
    }
}
