//! Two versions of forms, compared in the words of the form.
//!
//! What is compared are projects: how their files are laid out, quoted or commented,
//! and whether a key is their own or a default, makes no difference. A [`Form`] tells
//! what has become of one form, by [`Change`]s in the form's order, and a
//! [`Comparison`] what has become of all of them. [`text`], [`json`], [`markdown`] and
//! [`html`] write it down; what people read is worded in `lines`.

mod change;
mod describe;
mod form;
mod funds;
mod indicators;
mod likeness;
mod lines;
mod pairing;
mod paragraphs;
mod render;
mod sequence;
mod shorten;
mod summary;
mod tree;
mod value;
mod words;

pub use change::{Change, GroupChange, Place, Row, RowChange, RowKind, Sides};
pub use describe::describe;
pub use form::Paths;
pub use paragraphs::Paragraph;
pub use render::{html, json, markdown, text};
pub use value::{Difference, ValueChange};
pub use words::{Op, Segment, Words};

use rust_decimal::Decimal;
use serde::Serialize;

use crate::form::Project;

/// A version of a form.
#[derive(Debug, Clone)]
pub struct Version {
    /// Where it stands, as it is shown: a path.
    pub name: String,
    /// What it says.
    pub project: Project,
}

/// A form on both sides, which may have another name on each, or on one of them.
pub type Pair = Sides<Version>;

/// A form that is not the same on both sides.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its versions.
    pub sides: Pair,
    /// What has changed in it, in the form's order; nothing where it is on one side only.
    pub changes: Vec<Change>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
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
pub struct Unreadable {
    /// Where it stands.
    pub name: String,
    /// On which side.
    pub side: Side,
}

/// How many forms there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
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
    form: Option<Form>,
    /// 资金总额 on each side, old and new.
    totals: [Decimal; 2],
}

/// What became of forms between two versions of them.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What the old side is called.
    pub old_label: String,
    /// What the new side is called.
    pub new_label: String,
    /// The forms that are not the same, in the order they came in.
    pub forms: Vec<Form>,
    /// How many forms there are.
    pub counts: Counts,
    /// The sum of 资金总额 over the forms of each side, old and new; `None` where it has
    /// too many digits.
    pub totals: [Option<Decimal>; 2],
    /// The forms that could not be compared.
    pub unreadable: Vec<Unreadable>,
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
        for compared in compared {
            number += 1;
            forms.extend(compared.form);
            for (total, amount) in totals.iter_mut().zip(compared.totals) {
                *total = total.and_then(|total| total.checked_add(amount));
            }
        }
        Self {
            old_label: old_label.to_owned(),
            new_label: new_label.to_owned(),
            counts: Counts::of(&forms, number),
            forms,
            totals: totals.map(|total| total.map(|total| total.normalize())),
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
        Difference::between(old?, new?, value::AMOUNT_UNIT)
    }
}

impl Compared {
    /// Compares the versions of a form.
    pub fn of(sides: Pair) -> Self {
        let amount = |version: Option<&Version>| {
            version.map_or(Decimal::ZERO, |version| version.project.funds.total.value())
        };
        let totals = [amount(sides.before()), amount(sides.after())];
        Self { form: Form::of(sides), totals }
    }
}

impl Counts {
    fn of(differing: &[Form], forms: usize) -> Self {
        let count = |status| differing.iter().filter(|form| form.status() == status).count();
        Self {
            forms,
            added: count(Status::Added),
            removed: count(Status::Removed),
            changed: count(Status::Changed),
            moved: count(Status::Moved),
            unchanged: forms - differing.len(),
        }
    }
}

impl Form {
    /// Compares the versions of a form; `None` where they are the same.
    fn of(sides: Pair) -> Option<Self> {
        let mut changes = Vec::new();
        if let Pair::Kept { old, new } = &sides {
            if !form::is_equal(&old.project, &new.project) {
                changes = form::changes(&old.project, &new.project);
            } else if old.name == new.name {
                return None;
            }
        }
        Some(Self { sides, changes })
    }

    /// What became of it.
    pub fn status(&self) -> Status {
        match self.sides {
            Pair::Added(_) => Status::Added,
            Pair::Removed(_) => Status::Removed,
            Pair::Kept { .. } if self.changes.is_empty() => Status::Moved,
            Pair::Kept { .. } => Status::Changed,
        }
    }

    /// The cells that are not what they were, by their paths in [`Project::cells`]: those
    /// of the old side, and those of the new one.
    pub fn cells(&self) -> [Paths; 2] {
        if let Pair::Added(version) | Pair::Removed(version) = &self.sides {
            let all = all_cells(&version.project);
            let is_new = matches!(self.sides, Pair::Added(_));
            return if is_new { [Vec::new(), all] } else { [all, Vec::new()] };
        }
        let mut cells = [Vec::new(), Vec::new()];
        for change in &self.changes {
            for (all, of_change) in cells.iter_mut().zip(form::cells(change)) {
                all.extend(of_change);
            }
        }
        // Two keys may share a cell; they are told one behind the other.
        cells.iter_mut().for_each(Vec::dedup);
        cells
    }
}

fn all_cells(project: &Project) -> Paths {
    let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
    project.cells().into_iter().map(|cell| owned(cell.path)).collect()
}
