//! The rules that a project must keep, beyond what reading it finds.
//!
//! One file for each family of rules. A rule is a function from a [`Subject`] to
//! what it finds, and a line in [`RULES`]. It asks for the roles and kinds of fields and
//! columns that it is about; on a form that lacks them it finds nothing. [`examine`] reads
//! and checks many projects, and [`fix`] mends what is safe to mend.

pub mod across;
mod allow;
mod blanks;
mod citation;
mod contact;
mod deadline;
mod document_number;
mod duplicates;
mod edition;
pub mod examine;
pub mod facts;
pub mod fix;
mod follow;
mod font;
mod funds;
mod glyph;
mod goal;
mod laws;
mod leftover;
mod letters;
mod lists;
mod marks;
mod money;
mod naming;
mod outlier;
mod own;
mod period;
mod placeholder;
mod planned;
mod quantity;
mod quotes;
mod repeats;
mod score;
mod spot;
mod stops;
mod subject;
mod tree;
mod units;
mod values;
mod writing;
mod years;

pub use subject::{Row, Subject};

use facts::Facts;

use crate::diagnostic::{Diagnostic, rule};
use crate::print::fonts::Fonts;
use crate::source::Source;
use crate::source::forms::{Edition, Forms};

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
    period::ends_before_year,
    funds::sum_mismatch,
    funds::expense_half_over_full,
    funds::zero_expense,
    funds::spent_over_budget,
    money::uneven_decimals,
    money::cost_over_total,
    money::amount_out_of_line,
    own::own_rules,
    tree::unknown_indicator,
    duplicates::duplicate_indicator,
    tree::missing_fixed_indicator,
    tree::no_usual_indicator,
    tree::named_like_group,
    values::nonstandard_value,
    values::unit_mismatch,
    values::half_over_full,
    values::rate_without_number,
    units::number_without_unit,
    units::rate_without_percent,
    units::rate_over_whole,
    score::against_actual,
    contact::bad_phone,
    contact::person_without_phone,
    citation::repeated_citation,
    citation::citation_conflict,
    document_number::document_number,
    letters::radical_letter,
    letters::odd_width,
    blanks::blank_in_word,
    stops::doubled_mark,
    stops::latin_stop,
    marks::unbalanced_marks,
    quotes::stray_quote,
    marks::mixed_width,
    marks::trailing_blank,
    placeholder::placeholder,
    repeats::repeated_text,
    leftover::template_leftover,
    leftover::printed_remark,
    years::other_year_in_goal,
    years::other_year_in_name,
    years::other_year_in_indicator,
    goal::number_without_indicator,
    goal::output_not_in_goal,
    goal::output_as_benefit,
];

/// Holds a project against all rules; what is found is in the order of the text. `edition`
/// is the one that prints it.
pub fn check(source: &Source, edition: &Edition, forms: &Forms, fonts: &Fonts) -> Vec<Diagnostic> {
    check_and_keep(source, edition, forms, fonts).0
}

/// The same, with what is kept of the project for comparing it with others.
fn check_and_keep(
    source: &Source,
    edition: &Edition,
    forms: &Forms,
    fonts: &Fonts,
) -> (Vec<Diagnostic>, Facts) {
    let texts = source.texts();
    let subject = Subject::new(source, &texts);
    let mut found = check_subject(&subject, edition, forms, fonts);
    allow::apply(&mut found, source);
    found.sort_by_key(Diagnostic::start);
    (found, Facts::of(&subject))
}

/// Holds what there is of a project that cannot be read against all rules; comments that allow
/// something may be about what cannot be told yet.
fn check_sketch(
    source: &Source,
    edition: &Edition,
    forms: &Forms,
    fonts: &Fonts,
) -> Vec<Diagnostic> {
    let (mut found, _) = check_and_keep(source, edition, forms, fonts);
    found.retain(|found| *found.rule != rule::UNUSED_ALLOW);
    found
}

fn check_subject(
    subject: &Subject,
    edition: &Edition,
    forms: &Forms,
    fonts: &Fonts,
) -> Vec<Diagnostic> {
    let families = fonts.available(&subject.form.fonts);
    let mut found = font::missing(subject.form, &families);
    found.extend(glyph::missing(subject, &families.body, fonts));
    found.extend(edition::old(subject, edition, forms));
    found.extend(RULES.iter().flat_map(|rule| rule(subject)));
    found
}
