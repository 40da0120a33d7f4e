//! What a change within a form is.

use crate::form::{EXPENSE_COLUMNS, INDICATOR_COLUMNS};

use super::paragraphs::Paragraph;
use super::value::ValueChange;
use super::words::Words;

/// A change within a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A fact on one line.
    Fact {
        /// The project file's key for it.
        key: &'static str,
        /// Both values.
        words: Words,
    },
    /// A text of several lines.
    Text {
        /// The project file's key for it.
        key: &'static str,
        /// All of both texts.
        paragraphs: Vec<Paragraph>,
    },
    /// 资金总额.
    Total(ValueChange),
    /// An expense item or an indicator.
    Row(RowChange),
    /// A 一级指标 or a 二级指标.
    Group(GroupChange),
}

/// An expense item or an indicator that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// Which of the two it is.
    pub kind: RowKind,
    /// The row on each side; one of them may be missing.
    pub sides: Sides<Row>,
    /// Whether it has another place.
    pub place: Place,
}

/// What a row of the form tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// 支出项目.
    Expense,
    /// 三级指标.
    Indicator,
}

/// A row of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The keys that lead to it, the last of which is its name.
    pub path: Vec<String>,
    /// Half year and full year.
    pub values: [String; 2],
}

/// A 一级指标 or a 二级指标 that has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupChange {
    /// The keys that lead to it on each side, the last of which is its name.
    pub sides: Sides<Vec<String>>,
    /// Whether it has another place.
    pub place: Place,
    /// The indicators that were added or removed with it.
    pub rows: Vec<Row>,
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
pub enum Place {
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

impl RowKind {
    /// The columns of its two values.
    pub fn columns(self) -> [&'static str; 2] {
        match self {
            Self::Expense => EXPENSE_COLUMNS,
            Self::Indicator => INDICATOR_COLUMNS,
        }
    }
}

impl RowChange {
    /// The values that are not what they were, half year and full year.
    pub fn values(&self) -> [Option<ValueChange>; 2] {
        let Sides::Kept { old, new } = &self.sides else { return [None, None] };
        [0, 1].map(|column| {
            let (old, new) = (&old.values[column], &new.values[column]);
            match self.kind {
                RowKind::Expense => ValueChange::of_amounts(old, new),
                RowKind::Indicator => ValueChange::of_measures(old, new),
            }
        })
    }

    /// The old and the new name, where they differ.
    pub fn renamed(&self) -> Option<(&str, &str)> {
        renamed(self.sides.as_ref().map(|row| row.path.as_slice()))
    }

    /// Whether there is anything to tell.
    pub fn is_change(&self) -> bool {
        !matches!(self.sides, Sides::Kept { .. })
            || self.place != Place::Same
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
            || self.place != Place::Same
            || self.renamed().is_some()
    }
}

fn renamed(sides: Sides<&[String]>) -> Option<(&str, &str)> {
    let Sides::Kept { old, new } = sides else { return None };
    let (old, new) = (old.last()?, new.last()?);
    (old != new).then_some((old, new))
}
