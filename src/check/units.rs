//! Numbers of indicators that lack their units, or that cannot be.

use rust_decimal::Decimal;

use super::naming;
use super::quantity::Quantity;
use super::subject::Answer;
use super::values::is_nonstandard;
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Role, Sign};

/// `number-without-unit`: a number of nothing, in a form whose other numbers have units.
pub fn number_without_unit(subject: &Subject) -> Vec<Diagnostic> {
    let with_unit = |answer: &Answer| {
        Quantity::parse(answer.text.text).filter(|quantity| !quantity.unit.is_empty())
    };
    let has_unit = |answer: &Answer| with_unit(answer).is_some();
    if !subject.indicators().any(|row| row.planned().any(|it| has_unit(&it))) {
        return Vec::new();
    }
    // Counts are what such numbers most likely are.
    let is_count = |it: &Quantity| !it.is_percent() && !it.is_ratio() && it.money().is_none();
    let example = subject
        .indicators()
        .flat_map(Row::planned)
        .find(|it| with_unit(it).is_some_and(|it| is_count(&it)));
    let help = match example {
        Some(example) => format!("在数后面写上单位，像“{}”那样", example.text.text.trim_end()),
        None => "在数后面写上单位，如“家”“次”“台”".to_owned(),
    };
    subject
        .indicators()
        .filter(|row| {
            let name = row.name.text;
            !naming::is_rate(name) && !naming::is_pure_number(name) && !naming::gives_unit(name)
        })
        // Where one value has a unit and the other has not, that is told by another rule.
        .filter(|row| !row.planned().any(|it| has_unit(&it)))
        .filter_map(|row| {
            let bare = row.planned().filter(|answer| lacks_unit(answer));
            let mut bare: Vec<Answer> = bare.collect();
            let last = bare.pop()?;
            let message = format!("{}“{}”没有单位", last.name(), last.text.text.trim_end());
            let found = Diagnostic::new(&rule::NUMBER_WITHOUT_UNIT, message);
            let found = found.at(last.text.place.clone());
            let found =
                found.at_all(bare.iter().map(|it| it.text.place.clone().label(it.called())));
            Some(found.help(help.clone()))
        })
        .collect()
}

/// Whether a value is a number without a unit, and no year either.
fn lacks_unit(answer: &Answer) -> bool {
    let years = Decimal::from(1990)..Decimal::from(2100);
    Quantity::parse(answer.text.text).is_some_and(|quantity| {
        let may_be_year = quantity.sign.is_none() && years.contains(&quantity.number);
        quantity.lacks_unit() && !may_be_year
    })
}

/// `rate-without-percent`: a rate that is written as a fraction, or without its sign.
pub fn rate_without_percent(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .indicators()
        .filter(|row| naming::is_rate(row.name.text))
        .flat_map(|row| row.planned().chain(row.answer(Role::Actual)))
        .filter_map(|answer| {
            let value = answer.text.text.trim_end();
            let quantity = Quantity::parse(value).filter(Quantity::lacks_unit)?;
            let sign = Sign::ALL.into_iter().find(|(_, sign)| Some(*sign) == quantity.sign);
            let sign = sign.map(|(c, _)| c.to_string()).unwrap_or_default();
            let number = match quantity.number <= Decimal::ONE {
                true => quantity.number.checked_mul(Decimal::ONE_HUNDRED)?,
                false => quantity.number,
            };
            let message = format!("{}“{value}”没有百分号", answer.name());
            Some(
                Diagnostic::new(&rule::RATE_WITHOUT_PERCENT, message)
                    .at(answer.text.place.clone())
                    .help(format!("写成百分数，如“{sign}{}%”", number.normalize())),
            )
        })
        .collect()
}

/// `rate-over-whole`: more than all of it, or at least all of it.
pub fn rate_over_whole(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .indicators()
        .filter(|row| naming::is_part_of_whole(row.name.text))
        .filter_map(|row| {
            let over = row.planned().filter(is_over_whole);
            let mut over: Vec<Answer> = over.collect();
            let last = over.pop()?;
            let value = last.text.text.trim_end();
            let is_just_over = Quantity::parse(value)?.number == Decimal::ONE_HUNDRED;
            let (message, help) = match is_just_over {
                true => (
                    format!("{}“{value}”：这样的比率最多是 100%，不会更高", last.name()),
                    "全部做到的，写成“=100%”",
                ),
                false => (
                    format!("{}“{value}”：这样的比率最多是 100%", last.name()),
                    "核对数字；全部做到的，写成“=100%”",
                ),
            };
            let found = Diagnostic::new(&rule::RATE_OVER_WHOLE, message);
            let found = found.at(last.text.place.clone());
            let found =
                found.at_all(over.iter().map(|it| it.text.place.clone().label(it.called())));
            Some(found.help(help))
        })
        .collect()
}

fn is_over_whole(answer: &Answer) -> bool {
    // One that is written otherwise than the form does has been told.
    let Some(quantity) = Quantity::parse(answer.text.text).filter(Quantity::is_percent) else {
        return false;
    };
    let all = Decimal::ONE_HUNDRED;
    let is_over = match quantity.sign {
        Some(Sign::AtLeast) | Some(Sign::Over) => quantity.number >= all,
        Some(Sign::Equal) | None => quantity.number > all,
        Some(Sign::AtMost) | Some(Sign::Under) => false,
    };
    is_over && !is_nonstandard(answer.text.text)
}
