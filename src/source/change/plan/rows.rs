//! Rows that are added together, with what they say.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::values::in_order;
use super::{Planner, entry};
use crate::diagnostic::{Diagnostic, rule};
use crate::form::Column;
use crate::source::change::step::Step;
use crate::source::change::{NewRow, NewValue, blank, limits};
use crate::source::layout::{Entry, Known, Map, Value};

impl<'a> Planner<'a> {
    /// Adds rows at the end.
    pub(super) fn add_rows(
        &self,
        path: &[String],
        rows: &[NewRow],
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let known = self.known(path);
        self.check_is_named(known)?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut names = HashSet::new();
        for NewRow { name, says } in rows {
            self.check_name(path, name)?;
            let Known::Row(columns) = known.below(name) else {
                return Err(self.is_not_there(name));
            };
            if !names.insert(name) {
                let found = self.refuse_by(&rule::DUPLICATE_KEY, format!("有两行都叫“{name}”"));
                return Err(found.help("换一个名称"));
            }
            entries.push(entry(name, self.row(columns, says)?));
        }
        if entries.is_empty() {
            return Ok(None);
        }
        let way = self.way(path);
        self.check_may_have_entries(&way)?;
        if !way.rest.is_empty() {
            let map = Value::Map(Map { entries, after: Vec::new() });
            return self.insert(way, map).map(Some);
        }
        if way.node.entries().is_empty() {
            let value = Value::Map(Map { entries, after: Vec::new() });
            return Ok(Some(Step::Write { at: way.at, value, known }));
        }
        Ok(Some(Step::InsertRows { map: way.at, entries, known }))
    }

    /// A row that says this.
    fn row(
        &self,
        columns: &'a [Column],
        says: &BTreeMap<String, NewValue>,
    ) -> Result<Value, Diagnostic> {
        let mut values: HashMap<&str, Value> = HashMap::new();
        for (key, said) in says {
            let column = columns.iter().find(|it| it.key == *key && it.is_entered());
            let column = column.ok_or_else(|| self.is_not_there(key))?;
            let value = match said {
                NewValue::Text(text) => Value::Text(limits::text(self.file, text)?),
                NewValue::Marks(marks) => {
                    let marks = marks.iter().map(|mark| limits::text(self.file, mark));
                    Value::List(marks.map(|it| it.map(Value::Text)).collect::<Result<_, _>>()?)
                }
            };
            self.check_kind(key, &column.kind, &value)?;
            values.insert(key, in_order(&column.kind, value));
        }
        Ok(blank::row(columns, |column| {
            values.remove(&*column.key).unwrap_or_else(|| blank::cell(column))
        }))
    }
}
