//! What forms are, and what one form says.
//!
//! A [`Form`] is a definition: its fields with their kinds and roles, its rules, and the
//! blocks of its page. A [`Project`] is the values of one form. All else that knows of a
//! field derives from these two: the [`pattern`] of the page, which printing fills in and
//! reading back looks for, the [`sheet`] that is the filled one, and the [`schema`] for
//! editors.

mod amount;
mod attribute;
mod date;
mod definition;
mod department;
mod entry;
mod formula;
mod header;
mod kind;
mod matrix;
mod measure;
mod names;
mod page;
pub mod pattern;
mod project;
mod role;
mod rules;
pub mod schema;
pub mod sheet;

pub use amount::{Amount, AmountError};
pub use attribute::Attribute;
pub use date::Date;
pub use definition::{FORM_KEY, Field, FontFamilies, Form, YEAR_KEY};
pub use department::Department;
pub use entry::{CellEntry, EntryKind, is_blank};
pub use formula::{DASH, Formula, Ref, decimal, row_cell};
pub use kind::{Choices, Column, Kind, Matrix, MatrixRow, Table, Tree};
pub use measure::{Measure, Sign, standard_value};
pub use names::{Names, core, is_same};
pub use page::{Beside, Block, Content, Fact, Note, Page, Piece, RowsBlock};
pub use project::{Branch, Branches, MOST_IN_A_LIST, Project, Row, Rows, Value};
pub use role::Role;
pub use rules::{Condition, Operand, OwnRule, When};
pub use sheet::{Cell, TICK};

/// A text without the line breaks at its end that a YAML block written with `|`
/// leaves there.
pub fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end_matches('\n').len());
    text
}
