//! The rules that a project must keep, beyond what reading it finds.
//!
//! One file for each family of rules. A rule is a function from a [`Subject`] to
//! what it finds, and a line in [`RULES`]. [`examine`] reads and checks many projects,
//! and [`fix`] mends what is safe to mend.

pub mod across;
mod citation;
mod contact;
pub mod examine;
pub mod fix;
mod font;
mod funds;
mod glyph;
mod goal;
mod lists;
mod marks;
mod period;
mod subject;
mod tree;
mod values;
mod wording;
mod writing;

pub use subject::{Row, Subject};

use crate::diagnostic::Diagnostic;
use crate::form::edition::{Edition, Editions};
use crate::print::typeset::Fonts;
use crate::source::Source;

/// What a project says is held against each of these.
const RULES: &[fn(&Subject) -> Vec<Diagnostic>] = &[
    writing::folded_text,
    writing::comment_in_text,
    lists::not_in_list,
    period::bad_date,
    period::end_before_start,
    period::one_off_years,
    period::recurring_not_long_term,
    period::starts_after_year,
    funds::sum_mismatch,
    funds::expense_half_over_full,
    funds::zero_expense,
    tree::unknown_indicator,
    tree::missing_fixed_indicator,
    tree::no_usual_indicator,
    values::nonstandard_value,
    values::unit_mismatch,
    values::half_over_full,
    values::rate_without_number,
    contact::bad_phone,
    contact::person_without_phone,
    citation::repeated_citation,
    citation::citation_conflict,
    marks::unbalanced_marks,
    marks::mixed_width,
    marks::trailing_blank,
    wording::placeholder,
    wording::repeated_text,
    wording::other_year_in_goal,
    goal::number_without_indicator,
    goal::output_not_in_goal,
    goal::output_as_benefit,
];

/// Finds the edition that prints the project's 年度.
pub fn edition<'a>(source: &Source, editions: &'a Editions) -> Result<&'a Edition, Diagnostic> {
    let year = &source.project.year;
    editions
        .get(year)
        .unwrap_or_else(|| Err(editions.unknown(year).at_all(source.place(&["年度"]))))
}

/// Holds a project against all rules; what is found is in the order of the text.
pub fn check(source: &Source, edition: &Edition, fonts: &Fonts) -> Vec<Diagnostic> {
    let subject = Subject::new(source, &edition.manifest);
    let mut found = font::missing(edition, fonts);
    found.extend(glyph::missing(&subject, edition, fonts));
    found.extend(RULES.iter().flat_map(|rule| rule(&subject)));
    found.sort_by_key(Diagnostic::start);
    found
}
