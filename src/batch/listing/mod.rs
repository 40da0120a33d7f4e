//! The projects as a table: a line for each, and one for all.

mod print;
mod read;

use serde::Serialize;

use crate::form::{Amount, Form, Role};

pub use read::Reader;

/// A table of projects.
#[derive(Debug, Serialize)]
pub struct Listing {
    /// A line for each project file, in the order given.
    pub projects: Vec<ListedProject>,
    /// The line for all.
    pub totals: ListingTotals,
}

/// What there is to say about a project file. What cannot be known of it, as it has
/// errors or its form does not tell, is `None`.
#[derive(Debug, Default, Serialize)]
pub struct ListedProject {
    /// The path, as the user gave it.
    pub file: String,
    /// The form's short name.
    pub form: Option<String>,
    /// What the project is called.
    pub name: Option<String>,
    /// Whether it recurs.
    pub kind: Option<String>,
    /// Its money of the year.
    pub total: Option<Amount>,
    /// The sum of what is planned for the half year.
    pub half_year: Option<Amount>,
    /// How many indicators there are.
    pub indicators: Option<usize>,
    /// How many pages the form has.
    pub pages: Option<usize>,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
    /// The form's words for the columns.
    #[serde(skip)]
    wording: Wording,
}

/// A form's words for what the table tells; `None` for what it has none for.
#[derive(Debug, Default)]
struct Wording {
    name: Option<String>,
    kind: Option<String>,
    total: Option<String>,
    half_year: Option<String>,
    indicators: Option<String>,
}

/// The sums of what is known of the projects.
#[derive(Debug, Serialize)]
pub struct ListingTotals {
    /// How many project files there are.
    pub projects: usize,
    /// The money of the year; `None` where the sum has too many digits.
    pub total: Option<Amount>,
    /// The half year's amounts; `None` where the sum has too many digits.
    pub half_year: Option<Amount>,
    /// The indicators.
    pub indicators: usize,
    /// The pages.
    pub pages: usize,
    /// The errors.
    pub errors: usize,
    /// The warnings.
    pub warnings: usize,
}

impl Listing {
    /// A table with these lines.
    pub fn new(projects: Vec<ListedProject>) -> Self {
        let totals = ListingTotals {
            projects: projects.len(),
            total: Amount::sum(projects.iter().filter_map(|it| it.total.as_ref())),
            half_year: Amount::sum(projects.iter().filter_map(|it| it.half_year.as_ref())),
            indicators: projects.iter().filter_map(|it| it.indicators).sum(),
            pages: projects.iter().filter_map(|it| it.pages).sum(),
            errors: projects.iter().map(|it| it.errors).sum(),
            warnings: projects.iter().map(|it| it.warnings).sum(),
        };
        Self { projects, totals }
    }

    /// Whether the projects are of several forms.
    fn has_several_forms(&self) -> bool {
        let mut forms = self.projects.iter().filter_map(|it| it.form.as_ref());
        let first = forms.next();
        forms.any(|form| Some(form) != first)
    }
}

impl Wording {
    fn of(form: &Form) -> Self {
        let key = |role| Some((*form.by_role(role)?.0.last()?).to_owned());
        Self {
            name: key(Role::Name),
            kind: key(Role::Type),
            total: form.total_name().map(str::to_owned),
            half_year: form.decimal_column(Role::HalfYear).map(|(_, it)| it.short.clone()),
            indicators: form.indicators().and_then(|(_, tree)| tree.levels.last().cloned()),
        }
    }
}
