//! The rules that a form has of its own: a small closed set.

use rust_decimal::Decimal;

use super::formula::Ref;
use crate::diagnostic::Severity;

/// A rule of one form.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnRule {
    /// What must hold.
    pub condition: Condition,
    /// How bad it is where it does not.
    pub severity: Severity,
    /// What to do then, in Chinese; empty where the message says it.
    pub help: String,
}

/// What must hold in a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Amounts or numbers add up.
    Sum {
        /// What is added.
        of: Vec<Ref>,
        /// What it is to be.
        is: Operand,
    },
    /// In every row, a number is no more than another one.
    AtMost {
        /// The column of the number.
        column: Ref,
        /// What it may be at most.
        limit: Operand,
    },
    /// In every row, a number is within bounds.
    Between {
        /// The column of the number.
        column: Ref,
        /// The least.
        least: Decimal,
        /// The most.
        most: Decimal,
    },
    /// In every row in which something is the case, columns say something.
    FilledWhen {
        /// The columns that are to be filled in.
        columns: Vec<Ref>,
        /// What is the case.
        when: When,
    },
}

/// Something to compare with.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// Always the same number.
    Number(Decimal),
    /// What the form says; of a column, in the same row.
    Ref(Ref),
}

/// What is the case in a row.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// A column's number is below that of another column.
    Below {
        /// The column.
        column: Ref,
        /// The other one.
        other: Ref,
    },
    /// A column says one of these texts.
    IsOneOf {
        /// The column.
        column: Ref,
        /// The texts.
        texts: Vec<String>,
    },
}
