//! Two versions of forms, compared in the words of the form.
//!
//! What is compared are projects: how their files are laid out, quoted or commented,
//! and whether a key is their own or a default, makes no difference. A
//! [`ComparedForm`] tells what has become of one form, by [`Change`]s in the form's order,
//! and a [`Comparison`] what has become of all of them. [`text`], [`json`], [`markdown`]
//! and [`html`] write it down; what people read is worded in `lines`.
//!
//! What there is to compare derives from the forms' definitions: single values, and rows
//! below one or several levels of names.

mod cells;
mod change;
mod describe;
mod fields;
mod likeness;
mod lines;
mod pairing;
mod paragraphs;
mod render;
mod rows;
mod sequence;
mod shorten;
mod summary;
mod tree;
mod value;
mod words;

pub use cells::Paths;
pub use change::{
    Change, ComparedColumn, ComparedRow, FieldName, FormChange, GroupChange, NewPlace, RowChange,
    RowField, Sides,
};
pub use describe::describe;
pub use paragraphs::Paragraph;
pub use render::{html, json, markdown, text};
pub use value::{Difference, ValueChange, ValueKind};
pub use words::{Op, Segment, Words};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::form::{Kind, Project};

/// A version of a form.
#[derive(Debug, Clone)]
pub struct FormVersion {
    /// Where it stands, as it is shown: a path.
    pub name: String,
    /// What it says.
    pub project: Project,
}

/// A form on both sides, which may have another name on each, or on one of them.
pub type Pair = Sides<FormVersion>;

/// A form that is not the same on both sides.
#[derive(Debug, Clone)]
pub struct ComparedForm {
    /// Its versions.
    pub sides: Pair,
    /// What has changed in it, in the form's order; nothing where it is on one side only.
    pub changes: Vec<Change>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FormStatus {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It says the same at another place.
    Moved,
}

/// One of the two sides that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// A form that could not be read and was not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotCompared {
    /// Where it stands.
    pub name: String,
    /// On which side.
    pub side: Side,
}

/// How many forms there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FormCounts {
    /// All of them.
    pub forms: usize,
    /// Those that are new.
    pub added: usize,
    /// Those that are gone.
    pub removed: usize,
    /// Those that say something else.
    pub changed: usize,
    /// Those that say the same at another place.
    pub moved: usize,
    /// Those that are the same.
    pub unchanged: usize,
}

/// A form that has been compared: what there is to know of it, however many there are.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The form, unless it is the same on both sides.
    form: Option<ComparedForm>,
    /// Its money on each side, old and new, where the form tells it.
    totals: [Option<Decimal>; 2],
    /// What the form calls that money.
    total_name: Option<String>,
}

/// What became of forms between two versions of them.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What the old side is called.
    pub old_label: String,
    /// What the new side is called.
    pub new_label: String,
    /// The forms that are not the same, in the order they came in.
    pub forms: Vec<ComparedForm>,
    /// How many forms there are.
    pub counts: FormCounts,
    /// The sum of the money over the forms of each side, old and new; `None` where it has
    /// too many digits.
    pub totals: [Option<Decimal>; 2],
    /// What that money is called; `None` where no form tells any, or where the forms have
    /// several words for it.
    pub total_name: Option<String>,
    /// The forms that could not be compared.
    pub unreadable: Vec<NotCompared>,
}

impl Comparison {
    /// Puts together what became of each form.
    pub fn of(
        compared: impl IntoIterator<Item = Compared>,
        old_label: &str,
        new_label: &str,
    ) -> Self {
        let mut forms = Vec::new();
        let mut number = 0;
        let mut totals = [Some(Decimal::ZERO); 2];
        let mut total_names: Vec<String> = Vec::new();
        for compared in compared {
            number += 1;
            forms.extend(compared.form);
            for (total, amount) in totals.iter_mut().zip(compared.totals) {
                *total = total.and_then(|total| total.checked_add(amount.unwrap_or_default()));
            }
            total_names.extend(compared.total_name.filter(|name| !total_names.contains(name)));
        }
        Self {
            old_label: old_label.to_owned(),
            new_label: new_label.to_owned(),
            counts: FormCounts::of(&forms, number),
            forms,
            totals: totals.map(|total| total.map(|total| total.normalize())),
            // The forms of one project speak of the same money: it does not add up.
            total_name: total_names.pop().filter(|_| total_names.is_empty()),
            unreadable: Vec::new(),
        }
    }

    /// Whether all forms are the same on both sides, as far as they could be read.
    pub fn is_equal(&self) -> bool {
        self.forms.is_empty()
    }

    /// By how much the money of all forms has changed.
    pub fn difference(&self) -> Option<Difference> {
        let [old, new] = self.totals;
        Difference::between(old?, new?, Kind::Amount.unit())
    }
}

impl Compared {
    /// Compares the versions of a form. A row that the page has is the same whether it is
    /// left out or 0 is written in it.
    pub fn of(sides: Pair) -> Self {
        let sides = match sides {
            Pair::Kept { old, new } => {
                let [before, after] = [&old.project, &new.project];
                let [before, after] =
                    [before.with_idle_rows_of(after), after.with_idle_rows_of(before)];
                let (old_name, new_name) = (old.name, new.name);
                Pair::Kept {
                    old: FormVersion { name: old_name, project: before },
                    new: FormVersion { name: new_name, project: after },
                }
            }
            sole => sole,
        };
        let amount = |version: &FormVersion| Some(version.project.total()?.value());
        let totals = [sides.before(), sides.after()].map(|side| side.and_then(amount));
        let name = |version: &FormVersion| version.project.form().total_name().map(str::to_owned);
        let total_name = name(sides.last()).filter(|_| totals.iter().any(Option::is_some));
        Self { form: ComparedForm::of(sides), totals, total_name }
    }
}

impl From<Compared> for Option<ComparedForm> {
    fn from(compared: Compared) -> Self {
        compared.form
    }
}

impl FormCounts {
    fn of(differing: &[ComparedForm], forms: usize) -> Self {
        let count = |status| differing.iter().filter(|form| form.status() == status).count();
        Self {
            forms,
            added: count(FormStatus::Added),
            removed: count(FormStatus::Removed),
            changed: count(FormStatus::Changed),
            moved: count(FormStatus::Moved),
            unchanged: forms - differing.len(),
        }
    }
}

impl ComparedForm {
    /// Compares the versions of a form; `None` where they are the same.
    fn of(sides: Pair) -> Option<Self> {
        let mut changes = Vec::new();
        if let Pair::Kept { old, new } = &sides {
            if !fields::is_equal(&old.project, &new.project) {
                changes = fields::changes(&old.project, &new.project);
            } else if old.name == new.name {
                return None;
            }
        }
        Some(Self { sides, changes })
    }

    /// What became of it.
    pub fn status(&self) -> FormStatus {
        match self.sides {
            Pair::Added(_) => FormStatus::Added,
            Pair::Removed(_) => FormStatus::Removed,
            Pair::Kept { .. } if self.changes.is_empty() => FormStatus::Moved,
            Pair::Kept { .. } => FormStatus::Changed,
        }
    }
}
