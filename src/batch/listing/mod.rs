//! The projects as a table: a line for each, and one for all.

mod print;
mod read;

use serde::Serialize;

use crate::form::Amount;

pub use read::Reader;

/// A table of projects.
#[derive(Debug, Serialize)]
pub struct Listing {
    /// A line for each project file, in the order given.
    pub projects: Vec<Row>,
    /// The line for all.
    pub totals: Totals,
}

/// What there is to say about a project file. What cannot be known of it, as
/// it has errors, is `None`.
#[derive(Debug, Default, Serialize)]
pub struct Row {
    /// The path, as the user gave it.
    pub file: String,
    /// 项目名称.
    pub name: Option<String>,
    /// 项目类型.
    pub kind: Option<String>,
    /// 资金总额.
    pub total: Option<Amount>,
    /// The sum of what the expense items plan for the half year.
    pub half_year: Option<Amount>,
    /// How many indicators of level 3 there are.
    pub indicators: Option<usize>,
    /// How many pages the form has.
    pub pages: Option<usize>,
    /// How many errors were found.
    pub errors: usize,
    /// How many warnings were found.
    pub warnings: usize,
}

/// The sums of what is known of the projects.
#[derive(Debug, Serialize)]
pub struct Totals {
    /// How many project files there are.
    pub projects: usize,
    /// 资金总额; `None` where the sum has too many digits.
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
    pub fn new(projects: Vec<Row>) -> Self {
        let totals = Totals {
            projects: projects.len(),
            total: Amount::sum(projects.iter().filter_map(|row| row.total.as_ref())),
            half_year: Amount::sum(projects.iter().filter_map(|row| row.half_year.as_ref())),
            indicators: projects.iter().filter_map(|row| row.indicators).sum(),
            pages: projects.iter().filter_map(|row| row.pages).sum(),
            errors: projects.iter().map(|row| row.errors).sum(),
            warnings: projects.iter().map(|row| row.warnings).sum(),
        };
        Self { projects, totals }
    }
}
