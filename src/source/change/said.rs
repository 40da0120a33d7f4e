//! What a file says, however it is written: what changes are proved by.

use super::super::places::{Content, Node};
use super::step::{At, Step};
use crate::form::trimmed;
use crate::source::layout::{Entry, Value};

/// What a value says. An empty mapping says what an empty text does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A text, without line breaks at its end.
    Text(String),
    /// A list.
    List(Vec<Said>),
    /// A mapping, in the order of the file.
    Map(Vec<(String, Said)>),
}

impl Said {
    fn nothing() -> Self {
        Self::Text(String::new())
    }

    /// What a value of a file says.
    pub fn by(node: &Node) -> Self {
        match &node.content {
            Content::Text { text, .. } => Self::Text(trimmed(text.clone())),
            Content::List(items) => Self::List(items.iter().map(Self::by).collect()),
            Content::Map(entries) if entries.is_empty() => Self::nothing(),
            Content::Map(entries) => Self::Map(
                entries.iter().map(|entry| (entry.key.clone(), Self::by(&entry.value))).collect(),
            ),
        }
    }

    /// What a value that is to be written will say.
    fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(trimmed(text.clone())),
            Value::List(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Map(map) if map.entries.is_empty() => Self::nothing(),
            Value::Map(map) => Self::Map(map.entries.iter().map(Self::entry).collect()),
        }
    }

    fn entry(entry: &Entry) -> (String, Self) {
        (entry.key.clone(), Self::of(&entry.value))
    }

    /// Does what a step is to do; `None` where that cannot be.
    pub fn take(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Write { at, value, .. } => *self.find(at)? = Self::of(value),
            Step::Append { list, items } => match self.find(list)? {
                Self::List(there) => there.extend(items.iter().map(Self::of)),
                Self::Text(_) | Self::Map(_) => return None,
            },
            Step::Insert { map, index, entry, .. } => {
                self.insert(map, *index, Self::entry(entry))?;
            }
            Step::InsertRows { map, entries, .. } => {
                self.find(map)?.entries()?.extend(entries.iter().map(Self::entry));
            }
            Step::Rename { at, name } => {
                let (last, above) = at.split_last()?;
                self.find(above)?.entries()?.get_mut(*last)?.0.clone_from(name);
            }
            Step::Remove { at, levels } => self.remove(at, *levels)?,
            Step::Move { from, levels, map, index, .. } => {
                let (last, above) = from.split_last()?;
                let entry = self.find(above)?.entries()?.get(*last)?.clone();
                self.insert(map, *index, entry)?;
                let mut from = from.clone();
                if above == map.as_slice() && index <= last {
                    *from.last_mut()? += 1;
                }
                self.remove(&from, *levels)?;
            }
        }
        Some(())
    }

    fn find(&mut self, at: &[usize]) -> Option<&mut Self> {
        at.iter().try_fold(self, |said, index| match said {
            Self::Text(_) => None,
            Self::List(items) => items.get_mut(*index),
            Self::Map(entries) => entries.get_mut(*index).map(|(_, value)| value),
        })
    }

    fn entries(&mut self) -> Option<&mut Vec<(String, Self)>> {
        match self {
            Self::Map(entries) => Some(entries),
            Self::Text(_) | Self::List(_) => None,
        }
    }

    fn insert(&mut self, map: &[usize], index: usize, entry: (String, Self)) -> Option<()> {
        let said = self.find(map)?;
        if *said == Self::nothing() {
            *said = Self::Map(Vec::new());
        }
        let entries = said.entries()?;
        (index <= entries.len()).then(|| entries.insert(index, entry))
    }

    fn remove(&mut self, at: &At, levels: usize) -> Option<()> {
        let (last, above) = at.get(..at.len().checked_sub(levels)?)?.split_last()?;
        let said = self.find(above)?;
        let entries = said.entries()?;
        (*last < entries.len()).then(|| entries.remove(*last))?;
        if entries.is_empty() {
            *said = Self::nothing();
        }
        Some(())
    }
}
