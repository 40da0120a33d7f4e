//! The projects as a table: a line for each, and one for all.

mod print;
mod read;

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use crate::form::{Amount, Form, Role};

pub use read::Reader;

/// A table of projects.
#[derive(Debug, Serialize)]
pub struct Listing {
    /// A line for each project file, in the order given.
    pub projects: Vec<ListedProject>,
    /// The line for all. Where they are of several forms, their money does not add up: the
    /// forms of one project speak of the same.
    pub totals: ListingTotals,
    /// The lines for the forms, by their names; none where all are of one.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub totals_by_form: IndexMap<String, ListingTotals>,
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
    /// The money of the year; `None` where the sum has too many digits, or makes no sense.
    pub total: Option<Amount>,
    /// The half year's amounts; `None` as well.
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
        let mut totals = ListingTotals::of(projects.iter());
        let forms: IndexSet<&String> = projects.iter().filter_map(|it| it.form.as_ref()).collect();
        let mut totals_by_form = IndexMap::new();
        if forms.len() > 1 {
            (totals.total, totals.half_year) = (None, None);
            totals_by_form = forms
                .into_iter()
                .map(|form| {
                    let of = projects.iter().filter(|it| it.form.as_ref() == Some(form));
                    let mut totals = ListingTotals::of(of.clone());
                    // A form that knows no such amounts has no sum of them either.
                    totals.half_year =
                        totals.half_year.filter(|_| of.clone().any(|it| it.half_year.is_some()));
                    totals.total = totals.total.filter(|_| of.clone().any(|it| it.total.is_some()));
                    (form.clone(), totals)
                })
                .collect();
        }
        Self { projects, totals, totals_by_form }
    }

    /// Whether the projects are of several forms.
    fn has_several_forms(&self) -> bool {
        !self.totals_by_form.is_empty()
    }
}

impl ListingTotals {
    fn of<'a>(projects: impl Iterator<Item = &'a ListedProject> + Clone) -> Self {
        let sum = |of: fn(&ListedProject) -> Option<&Amount>| {
            Amount::sum(projects.clone().filter_map(of))
        };
        let count = |of: fn(&ListedProject) -> usize| projects.clone().map(of).sum();
        Self {
            projects: projects.clone().count(),
            total: sum(|it| it.total.as_ref()),
            half_year: sum(|it| it.half_year.as_ref()),
            indicators: count(|it| it.indicators.unwrap_or_default()),
            pages: count(|it| it.pages.unwrap_or_default()),
            errors: count(|it| it.errors),
            warnings: count(|it| it.warnings),
        }
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
