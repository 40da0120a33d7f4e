//! What a change within a form is.

use std::sync::Arc;

use super::paragraphs::Paragraph;
use super::value::{ValueChange, ValueKind};
use super::words::Words;

/// A change within a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The form itself, or its edition.
    Form(FormChange),
    /// A fact on one line.
    Fact {
        /// Where it stands.
        field: FieldName,
        /// Both values.
        words: Words,
    },
    /// A text of several lines.
    Text {
        /// Where it stands.
        field: FieldName,
        /// All of both texts.
        paragraphs: Vec<Paragraph>,
    },
    /// An amount or a number that stands in no row.
    Amount {
        /// Where it stands.
        field: FieldName,
        /// What is counted; may be empty.
        unit: &'static str,
        /// Both values.
        value: ValueChange,
    },
    /// A row of a table, a matrix or a tree.
    Row(RowChange),
    /// A name of a tree with rows below it.
    Group(GroupChange),
    /// Something that none of the others tells.
    Other,
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// What it is called where the form is clear from the rest: the last key, if no other
    /// field has it.
    pub title: String,
}

/// Two forms, or two editions of one, that are held against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormChange {
    /// Their short names, old and new.
    pub names: [String; 2],
    /// The first years that the editions are used for.
    pub since: [u16; 2],
    /// The fields and columns that only one of them has, by the keys that lead to each.
    pub sole: [Vec<Vec<String>>; 2],
}

/// A field that has rows.
#[derive(Debug, PartialEq, Eq)]
pub struct RowField {
    /// The field.
    pub field: FieldName,
    /// What the names of each level are called; those of the last one name the rows.
    pub levels: Vec<String>,
    /// What the project file says in each row.
    pub columns: Vec<ComparedColumn>,
    /// Whether the form fixes the rows.
    pub(super) is_fixed: bool,
    /// Whether both sides are of one form, which then has a column in all its editions.
    pub(super) is_one_form: bool,
}

/// A column of rows.
#[derive(Debug, PartialEq, Eq)]
pub struct ComparedColumn {
    /// Its key.
    pub key: String,
    /// What it is called in few words.
    pub short: String,
    /// What its values are.
    pub kind: ValueKind,
    /// Whether a row must say something in it.
    pub(super) is_required: bool,
    /// What there is to tick, where each choice has a cell of its own.
    pub(super) ticks: Vec<String>,
    /// Its index among the columns of either side, where that has it.
    pub(super) at: [Option<usize>; 2],
}

/// A row of a table, a matrix or a tree that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The field that it belongs to.
    pub of: Arc<RowField>,
    /// The row on each side; one of them may be missing.
    pub sides: Sides<ComparedRow>,
    /// Whether it has another place.
    pub place: NewPlace,
}

/// A row of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// The keys that lead to it, the last of which is its name.
    pub path: Vec<String>,
    /// What it says in each column; `None` where its form has no such column.
    pub values: Vec<Option<String>>,
}

/// A name of a tree that has changed, with rows below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChange {
    /// The field that it belongs to.
    pub of: Arc<RowField>,
    /// The keys that lead to it on each side, the last of which is its name.
    pub sides: Sides<Vec<String>>,
    /// Whether it has another place.
    pub place: NewPlace,
    /// The rows that were added or removed with it.
    pub rows: Vec<ComparedRow>,
}

/// Something before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sides<T> {
    /// It is new.
    Added(T),
    /// It is gone.
    Removed(T),
    /// It is on both sides.
    Kept {
        /// As it was.
        old: T,
        /// As it is.
        new: T,
    },
}

/// Whether something that is on both sides has another place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPlace {
    /// It stands where it stood.
    Same,
    /// It stands among others of its group in another order.
    Reordered {
        /// The name of what it now stands behind; `None` for the first place.
        after: Option<String>,
    },
    /// It belongs to another group.
    Moved,
}

impl<T> Sides<T> {
    /// The old side.
    pub fn before(&self) -> Option<&T> {
        match self {
            Self::Removed(old) | Self::Kept { old, .. } => Some(old),
            Self::Added(_) => None,
        }
    }

    /// The new side.
    pub fn after(&self) -> Option<&T> {
        match self {
            Self::Added(new) | Self::Kept { new, .. } => Some(new),
            Self::Removed(_) => None,
        }
    }

    /// The side that tells what it is called now, or was called at last.
    pub fn last(&self) -> &T {
        match self {
            Self::Added(side) | Self::Removed(side) | Self::Kept { new: side, .. } => side,
        }
    }

    /// The same with something else of either side.
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Sides<U> {
        match self {
            Self::Added(new) => Sides::Added(of(new)),
            Self::Removed(old) => Sides::Removed(of(old)),
            Self::Kept { old, new } => Sides::Kept { old: of(old), new: of(new) },
        }
    }

    /// The same by reference.
    pub fn as_ref(&self) -> Sides<&T> {
        match self {
            Self::Added(new) => Sides::Added(new),
            Self::Removed(old) => Sides::Removed(old),
            Self::Kept { old, new } => Sides::Kept { old, new },
        }
    }
}

impl RowField {
    /// What its rows are called.
    pub fn row(&self) -> &str {
        self.levels.last().map_or("", String::as_str)
    }

    /// What a group is called that these keys lead to.
    pub fn group(&self, path: &[String]) -> &str {
        let level = path.len().saturating_sub(self.field.path.len() + 1);
        self.levels.get(level).map_or("", String::as_str)
    }
}

impl RowChange {
    /// The values that are not what they were, by column.
    pub fn values(&self) -> Vec<Option<ValueChange>> {
        let Sides::Kept { old, new } = &self.sides else { return Vec::new() };
        let values = old.values.iter().zip(&new.values);
        let change = |(column, (old, new)): (&ComparedColumn, (&Option<_>, &Option<_>))| {
            ValueChange::of(old.as_deref()?, new.as_deref()?, column.kind)
        };
        self.of.columns.iter().zip(values).map(change).collect()
    }

    /// The old and the new name, where they differ.
    pub fn renamed(&self) -> Option<(&str, &str)> {
        renamed(self.sides.as_ref().map(|row| row.path.as_slice()))
    }

    /// Whether there is anything to tell.
    pub fn is_change(&self) -> bool {
        !matches!(self.sides, Sides::Kept { .. })
            || self.place != NewPlace::Same
            || self.renamed().is_some()
            || self.values().iter().any(Option::is_some)
    }
}

impl GroupChange {
    /// The old and the new name, where they differ.
    pub fn renamed(&self) -> Option<(&str, &str)> {
        renamed(self.sides.as_ref().map(Vec::as_slice))
    }

    /// Whether there is anything to tell.
    pub fn is_change(&self) -> bool {
        !matches!(self.sides, Sides::Kept { .. })
            || self.place != NewPlace::Same
            || self.renamed().is_some()
    }
}

fn renamed(sides: Sides<&[String]>) -> Option<(&str, &str)> {
    let Sides::Kept { old, new } = sides else { return None };
    let (old, new) = (old.last()?, new.last()?);
    (old != new).then_some((old, new))
}
