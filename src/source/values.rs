//! The second pass over a YAML text: its values, guided by the definition of its form.
//!
//! Every leaf is read as the text that it was written as.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::form::{Amount, Branch, Branches, Column, Field, Kind, Row, Value, trimmed};

/// What a file says of each field; `None` where it says nothing. Other keys are passed
/// over: they have been told, or are those of other forms.
pub struct Fields<'a>(pub &'a [Field]);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Vec<Option<Value>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Vec<Option<Value>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the keys of a form")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values: Vec<Option<Value>> = self.0.iter().map(|_| None).collect();
        while let Some(key) = map.next_key::<String>()? {
            match self.0.iter().position(|field| field.key == key) {
                Some(index) => values[index] = Some(map.next_value_seed(Of(&self.0[index].kind))?),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(values)
    }
}

/// A value of a kind.
struct Of<'a>(&'a Kind);

impl<'de> DeserializeSeed<'de> for Of<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0 {
            Kind::Amount | Kind::Number => match String::deserialize(deserializer)? {
                text if text.is_empty() => Ok(Value::Text(text)),
                text => Amount::parse(&text).map(Value::Amount).map_err(D::Error::custom),
            },
            // What is not written at all is empty.
            Kind::Marks(_) | Kind::Record(_) | Kind::Table(_) | Kind::Matrix(_) | Kind::Tree(_) => {
                deserializer.deserialize_option(self)
            }
            _ => String::deserialize(deserializer).map(|text| Value::Text(trimmed(text))),
        }
    }
}

impl<'de> Visitor<'de> for Of<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value of the form")
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::empty(self.0))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::empty(self.0))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0 {
            Kind::Marks(choices) => {
                let mut marks = Vec::<String>::deserialize(deserializer)?;
                let place = |mark: &String| choices.values.iter().position(|value| value == mark);
                marks.sort_by_key(|mark| place(mark).unwrap_or(usize::MAX));
                Ok(Value::Marks(marks))
            }
            Kind::Record(fields) => {
                let values = Fields(fields).deserialize(deserializer)?;
                let or_empty = |(value, field): (Option<Value>, &Field)| {
                    value.unwrap_or_else(|| Value::empty(&field.kind))
                };
                Ok(Value::Record(values.into_iter().zip(fields).map(or_empty).collect()))
            }
            Kind::Tree(tree) => {
                let below = Below { columns: &tree.columns, level: tree.levels.len() };
                deserializer.deserialize_map(below).map(Value::Tree)
            }
            kind => {
                let columns = kind.columns().unwrap_or_default();
                let branches = deserializer.deserialize_map(Below { columns, level: 1 })?;
                let row = |(name, branch)| match branch {
                    Branch::Row(row) => Some((name, row)),
                    Branch::Group(_) => None,
                };
                let rows = branches.into_iter().filter_map(row).collect();
                Ok(Value::Rows(rows))
            }
        }
    }
}

/// Names, with rows so many levels below.
struct Below<'a> {
    columns: &'a [Column],
    level: usize,
}

impl<'de> Visitor<'de> for Below<'_> {
    type Value = Branches;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Branches, A::Error> {
        let mut branches = Branches::new();
        while let Some(name) = map.next_key::<String>()? {
            let level = self.level.saturating_sub(1);
            let below = Self { columns: self.columns, level };
            branches.insert(name, map.next_value_seed(below)?);
        }
        Ok(branches)
    }
}

impl<'de> DeserializeSeed<'de> for Below<'_> {
    type Value = Branch;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Branch, D::Error> {
        match self.level {
            0 => ARow(self.columns).deserialize(deserializer).map(Branch::Row),
            _ => deserializer.deserialize_map(self).map(Branch::Group),
        }
    }
}

/// A row: a single value, a list, or a mapping.
struct ARow<'a>(&'a [Column]);

impl ARow<'_> {
    fn entered(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.0.iter().enumerate().filter(|(_, column)| column.is_entered())
    }

    fn empty(&self) -> Row {
        self.0.iter().map(|column| Value::empty(&column.kind)).collect()
    }
}

impl<'de> DeserializeSeed<'de> for ARow<'_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        let entered: Vec<_> = self.entered().map(|(index, _)| index).collect();
        match entered.as_slice() {
            [index] => {
                let mut row = self.empty();
                row[*index] = Of(&self.0[*index].kind).deserialize(deserializer)?;
                Ok(row)
            }
            _ => deserializer.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for ARow<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a row of the form")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Row, A::Error> {
        let mut row = self.empty();
        for (index, column) in self.entered() {
            match list.next_element_seed(Of(&column.kind))? {
                Some(value) => row[index] = value,
                None => return Err(A::Error::invalid_length(index, &self)),
            }
        }
        // More of them have been told already.
        IgnoredAny::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(row)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        let mut row = self.empty();
        while let Some(key) = map.next_key::<String>()? {
            match self.entered().find(|(_, column)| column.key == key) {
                Some((index, column)) => row[index] = map.next_value_seed(Of(&column.kind))?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(row)
    }
}
