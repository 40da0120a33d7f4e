//! The sums of projects: of all, of each form, and of each group.

use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use super::ListedProject;
use crate::form::{Amount, Attribute};

/// The sums of what is known of the projects.
#[derive(Debug, Serialize)]
pub struct ListingTotals {
    /// How many project files there are.
    pub projects: usize,
    /// How many of them are in none of the sums but those of what was found, as they cannot be
    /// read.
    pub left_out: usize,
    /// How many of them have errors, those included that are left out.
    pub with_errors: usize,
    /// The money of the year; `None` where the sum has too many digits, or makes no sense.
    pub total: Option<Amount>,
    /// The half year's amounts; `None` as well.
    pub half_year: Option<Amount>,
    /// The indicators.
    pub indicators: usize,
    /// The pages, if they were counted.
    pub pages: Option<usize>,
    /// The errors.
    pub errors: usize,
    /// The warnings.
    pub warnings: usize,
}

/// The sums of a group, or of its projects of one form where they are of several.
#[derive(Debug, Serialize)]
pub struct GroupTotals {
    /// What they have in common; `None` for those of which it is not known.
    pub group: Option<String>,
    /// The form, where the group has several.
    pub form: Option<String>,
    /// The sums.
    #[serde(flatten)]
    pub totals: ListingTotals,
}

impl ListingTotals {
    /// The sums of some projects. There is none of what none of them tells.
    pub fn of(projects: &[&ListedProject]) -> Self {
        let is_any_read = projects.iter().any(|it| it.is_read);
        let sum = |of: fn(&ListedProject) -> Option<&Amount>| {
            let known = || projects.iter().filter_map(|it| of(it));
            (!is_any_read || known().next().is_some()).then(|| Amount::sum(known())).flatten()
        };
        let count = |of: fn(&ListedProject) -> usize| projects.iter().map(|it| of(it)).sum();
        let is_counted = projects.iter().any(|it| it.pages.is_some());
        Self {
            projects: projects.len(),
            left_out: count(|it| usize::from(!it.is_read)),
            with_errors: count(|it| usize::from(it.errors > 0 || !it.is_read)),
            total: sum(|it| it.total.as_ref()),
            half_year: sum(|it| it.half_year.as_ref()),
            indicators: count(|it| it.indicators.unwrap_or_default()),
            pages: is_counted.then(|| count(|it| it.pages.unwrap_or_default())),
            errors: count(|it| it.errors),
            warnings: count(|it| it.warnings),
        }
    }
}

/// The sums of each form, where the projects are of several.
pub fn by_form(projects: &[&ListedProject]) -> IndexMap<String, ListingTotals> {
    let forms: IndexSet<&String> = projects.iter().filter_map(|it| it.form.as_ref()).collect();
    if forms.len() < 2 {
        return IndexMap::new();
    }
    let totals = |form: &String| {
        let of = projects.iter().copied().filter(|it| it.form.as_ref() == Some(form));
        ListingTotals::of(&of.collect::<Vec<_>>())
    };
    forms.into_iter().map(|form| (form.clone(), totals(form))).collect()
}

/// The sums of some projects in as many lines as they have forms, each with the form where
/// there are several; and of those last whose form is not known.
pub fn lines(projects: &[&ListedProject]) -> Vec<(Option<String>, ListingTotals)> {
    let mut lines: Vec<_> =
        by_form(projects).into_iter().map(|(form, totals)| (Some(form), totals)).collect();
    let rest: Vec<&ListedProject> = match lines.is_empty() {
        true => projects.to_vec(),
        false => projects.iter().copied().filter(|it| it.form.is_none()).collect(),
    };
    if lines.is_empty() || !rest.is_empty() {
        lines.push((None, ListingTotals::of(&rest)));
    }
    lines
}

/// The sums of each group of projects that stand together.
pub fn by_group(projects: &[ListedProject], by: &Attribute) -> Vec<GroupTotals> {
    let groups = projects.chunk_by(|one, other| one.group(by) == other.group(by));
    let totals = groups.flat_map(|group| {
        let name = group.first().and_then(|it| it.group(by));
        let lines = lines(&group.iter().collect::<Vec<_>>()).into_iter();
        lines.map(move |(form, totals)| GroupTotals { group: name.clone(), form, totals })
    });
    totals.collect()
}
