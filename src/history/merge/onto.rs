//! The changes that make one tree say what another one says.

use super::contested::number;
use crate::form::{Field, Form, Kind};
use crate::source::change::Amendment;
use crate::source::layout::{Known, Map, Tree, Value};

/// The changes to a file that says what `from` does, after which it says what `to` does;
/// `None` where there are none such. Comments are not looked at.
pub fn changes(from: &Tree, to: &Tree, form: &Form) -> Option<Vec<Amendment>> {
    let mut author = Author { path: Vec::new(), changes: Vec::new() };
    author.map(&from.root, &to.root, Known::of(Some(form)))?;
    Some(author.changes)
}

struct Author {
    /// The keys that lead to what is looked at.
    path: Vec<String>,
    changes: Vec<Amendment>,
}

impl Author {
    fn within(&self, key: &str) -> Vec<String> {
        self.path.iter().cloned().chain([key.to_owned()]).collect()
    }

    fn below(&mut self, key: &str, make: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        self.path.push(key.to_owned());
        let made = make(self);
        self.path.pop();
        made
    }

    fn map(&mut self, from: &Map, to: &Map, known: Known) -> Option<()> {
        let find = |map: &'_ Map, key: &str| map.entries.iter().position(|entry| entry.key == key);
        // What is new comes first: a group without anything in it would go.
        for entry in &to.entries {
            let there = find(from, &entry.key).map(|index| &from.entries[index].value);
            self.below(&entry.key, |this| this.value(there, &entry.value, known, &entry.key))?;
        }
        for entry in &from.entries {
            if find(to, &entry.key).is_none() {
                self.changes.push(Amendment::Remove { path: self.within(&entry.key) });
            }
        }
        if known.is_named() {
            self.order(from, to);
        }
        Some(())
    }

    /// Puts names in their order: the last one first.
    fn order(&mut self, from: &Map, to: &Map) {
        let keys = |map: &Map| -> Vec<String> {
            map.entries.iter().map(|entry| entry.key.clone()).collect()
        };
        let wanted = keys(to);
        if keys(from) == wanted {
            return;
        }
        let mut before: Option<&String> = None;
        for name in wanted.iter().rev() {
            let path = self.within(name);
            self.changes.push(Amendment::Move { path, to: None, before: before.cloned() });
            before = Some(name);
        }
    }

    /// What stands under a key of something of which this is known.
    fn value(&mut self, from: Option<&Value>, to: &Value, above: Known, key: &str) -> Option<()> {
        if from == Some(to) {
            return Some(());
        }
        let known = above.below(key);
        match (known, to) {
            (Known::Row(columns), to) => {
                // A row that the form fixes comes with what it says.
                if from.is_none() && above.is_named() {
                    self.changes.push(Amendment::Add { path: self.path.clone(), before: None });
                }
                let entered = columns.iter().filter(|column| column.is_entered());
                let is_one = entered.clone().count() == 1;
                for column in entered {
                    let said = |row: &Value| match row {
                        Value::Map(map) => {
                            let mut entries = map.entries.iter();
                            let entry = entries.find(|entry| entry.key == column.key);
                            entry.map(|entry| entry.value.clone())
                        }
                        Value::List(items) if !is_one || !matches!(column.kind, Kind::Marks(_)) => {
                            items.get(number(known, &column.key)?).cloned()
                        }
                        row => is_one.then(|| row.clone()),
                    };
                    let (from, to) = (from.and_then(said), said(to));
                    if from == to {
                        continue;
                    }
                    let path = self.within(&column.key);
                    match to {
                        Some(Value::Text(text)) => self.changes.push(Amendment::Set { path, text }),
                        Some(Value::List(marks)) => self.mark(path, &marks)?,
                        Some(Value::Map(_)) => return None,
                        None => self.changes.push(Amendment::Remove { path }),
                    }
                }
                Some(())
            }
            (Known::Field(Field { kind, .. }), Value::Text(text)) if kind.is_scalar() => {
                let (path, text) = (self.path.clone(), text.clone());
                self.changes.push(Amendment::Set { path, text });
                Some(())
            }
            (Known::Field(Field { kind: Kind::Marks(_), .. }), Value::List(marks)) => {
                self.mark(self.path.clone(), marks)
            }
            (Known::Field(_) | Known::Names { .. }, Value::Map(to)) => {
                let nothing = Map::default();
                match from {
                    None => self.map(&nothing, to, known),
                    Some(Value::Map(from)) => self.map(from, to, known),
                    Some(Value::Text(text)) if text.is_empty() => self.map(&nothing, to, known),
                    Some(_) => None,
                }
            }
            _ => None,
        }
    }

    fn mark(&mut self, path: Vec<String>, marks: &[Value]) -> Option<()> {
        let text = |mark: &Value| match mark {
            Value::Text(text) => Some(text.clone()),
            Value::List(_) | Value::Map(_) => None,
        };
        let marks = marks.iter().map(text).collect::<Option<Vec<String>>>()?;
        self.changes.push(Amendment::Mark { path, marks });
        Some(())
    }
}
