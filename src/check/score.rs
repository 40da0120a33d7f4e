//! What the indicators have earned.

use super::Subject;
use super::quantity::Quantity;
use super::subject::Answer;
use super::values::Pair;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Role, Sign};

/// `score-against-actual`: full points for a target that was missed, or less for one that
/// was met.
pub fn against_actual(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .indicators()
        .filter_map(|row| {
            let pair = Pair::of(row.target()?, row.answer(Role::Actual)?);
            let is_met = is_met(&pair.first_quantity()?, &pair.second_quantity()?)?;
            let (weight, score) = (row.amount(Role::Weight)?, row.amount(Role::Score)?);
            // A score above the weight is a mistake of its own.
            let is_wrong = match is_met {
                true => score.value() < weight.value(),
                false => score.value() == weight.value(),
            };
            let (weight, score) = (row.answer(Role::Weight)?, row.answer(Role::Score)?);
            is_wrong.then(|| report(&pair, is_met, weight, score))
        })
        .collect()
}

/// Whether a value meets its target, by the target's sign and number; `None` where one may
/// think either.
fn is_met(target: &Quantity, actual: &Quantity) -> Option<bool> {
    if !target.is_like(actual) || !actual.is_exact() {
        return None;
    }
    let (wanted, reached) = (target.amount()?, actual.amount()?);
    match target.sign {
        Some(Sign::AtLeast) => Some(reached >= wanted),
        Some(Sign::AtMost) => Some(reached <= wanted),
        Some(Sign::Over) => Some(reached > wanted),
        Some(Sign::Under) => Some(reached < wanted),
        // More than was promised may be as good, and without a sign so may be less.
        Some(Sign::Equal) if reached < wanted => Some(false),
        Some(Sign::Equal) | None => (reached == wanted).then_some(true),
    }
}

fn report(pair: &Pair, is_met: bool, weight: Answer, score: Answer) -> Diagnostic {
    let Pair { first: target, second: actual, .. } = pair;
    let values = format!(
        "{}“{}”{}{}“{}”",
        actual.name(),
        actual.text.text.trim_end(),
        if is_met { "达到" } else { "没有达到" },
        target.called(),
        target.text.text.trim_end()
    );
    let (score_text, weight_text) = (score.text.text.trim(), weight.text.text.trim());
    let (score_name, weight_name) = (score.called(), weight.called());
    let (message, help) = match is_met {
        true => (
            format!("{values}，{score_name} {score_text} 却低于{weight_name} {weight_text}"),
            format!(
                "达到的得满分，{score_name}写 {weight_text}；{}写错的，改正它",
                actual.called()
            ),
        ),
        false => (
            format!("{values}，{score_name}却是满分 {score_text}"),
            format!("没有达到的按完成的比例扣分，{score_name}写小于 {weight_text} 的数"),
        ),
    };
    Diagnostic::new(&rule::SCORE_AGAINST_ACTUAL, message)
        .at(score.text.place.clone())
        .at(target.text.place.clone().label(target.called()))
        .at(actual.text.place.clone().label(actual.called()))
        .help(help)
}
