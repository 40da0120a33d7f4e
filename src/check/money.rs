//! Amounts that do not fit what else is said of money.

use indexmap::IndexMap;
use rust_decimal::{Decimal, RoundingStrategy};

use super::outlier::{self, YUAN};
use super::quantity::Quantity;
use super::subject::{Answer, MOST_SHOWN, is_blank};
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Amount, Kind, Role};

/// `cost-over-total`: a cost that is above all the money that there is for the project.
pub fn cost_over_total(subject: &Subject) -> Vec<Diagnostic> {
    // A form that follows another one has its targets from there, and money that has changed.
    let is_first = subject.form.follows.is_empty();
    let total = subject.project.total().map(|total| total.value());
    let Some(total) = total.filter(|total| is_first && !total.is_zero()) else {
        return Vec::new();
    };
    let name = subject.form.total_name().unwrap_or_default();
    costs(subject)
        .filter_map(|(row, answer, cost)| {
            if !is_above(cost, total) || is_of_more(row.name.text) {
                return None;
            }
            let (value, cost, total) =
                (answer.text.text.trim_end(), cost.normalize(), total.normalize());
            let found = match value.contains("万") {
                true => format!("{}“{value}”大于{name} {total} 万元", answer.name()),
                false => {
                    format!("{}“{value}”是 {cost} 万元，大于{name} {total} 万元", answer.name())
                }
            };
            Some(
                Diagnostic::new(&rule::COST_OVER_TOTAL, found)
                    .at(answer.text.place.clone())
                    .at_all(subject.total_place().map(|place| place.label(name)))
                    .help(format!("核对两个数和它们的单位；项目的成本不超过{name}")),
            )
        })
        .collect()
}

/// What the indicators of costs are to reach, in 万元.
fn costs<'a, 'b>(
    subject: &'b Subject<'a>,
) -> impl Iterator<Item = (&'b Row<'a>, Answer<'a>, Decimal)> {
    let is_cost = |row: &&Row| {
        row.groups().iter().any(|group| group.contains("成本")) || row.name.text.contains("总成本")
    };
    subject.indicators().filter(is_cost).filter_map(|row| {
        let answer = row.target()?;
        let quantity = Quantity::parse(answer.text.text)?;
        // What is to be at least so much is what is saved or raised.
        if !quantity.is_exact() && !quantity.is_upper_limit() {
            return None;
        }
        // Of money, 250万 is short for 250万元.
        let cost = match quantity.unit.as_str() {
            "万" => quantity.number,
            _ => quantity.money()?,
        };
        Some((row, answer, cost))
    })
}

/// Whether a cost is above the money by more than rounding makes of it: 203 of 202.64.
fn is_above(cost: Decimal, total: Decimal) -> bool {
    let scale = cost.normalize().scale();
    let rounded = total.round_dp_with_strategy(scale, RoundingStrategy::AwayFromZero);
    cost > total && cost != rounded
}

/// Whether a cost is of more than the form's money: what is invested in all years, or what
/// others pay or save.
fn is_of_more(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "总投资",
        "投资额",
        "概算",
        "造价",
        "合同",
        "节约",
        "节省",
        "降低",
        "减少",
        "损失",
        "产值",
        "社会投入",
        "带动",
        "周期",
        "三年",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// `uneven-decimals`: one amount with so many decimals here, and so many there.
pub fn uneven_decimals(subject: &Subject) -> Vec<Diagnostic> {
    let mut by_value: IndexMap<Decimal, Vec<(Answer, Amount)>> = IndexMap::new();
    for answer in subject.answers().filter(|answer| matches!(answer.kind, Kind::Amount)) {
        // A nought more or less of nothing is no matter.
        if let Ok(amount) = Amount::parse(answer.text.text.trim())
            && !amount.value().is_zero()
        {
            by_value.entry(amount.value().normalize()).or_default().push((answer, amount));
        }
    }
    by_value.into_values().filter_map(|same| uneven(&same)).collect()
}

/// The finding for amounts of one value that are not written alike.
fn uneven(same: &[(Answer, Amount)]) -> Option<Diagnostic> {
    let length = |it: &&(Answer, Amount)| it.1.as_str().len();
    let (short, shortest) = same.iter().min_by_key(length)?;
    let mut others = same.iter().filter(|(_, amount)| amount.as_str() != shortest.as_str());
    let (long, longer) = others.next()?;
    let message =
        format!("{}写成 {longer}，{}写成 {shortest}，是同一个数", long.name(), short.name());
    let others = others.take(MOST_SHOWN).map(|(answer, _)| answer.text.place.clone());
    Some(
        Diagnostic::new(&rule::UNEVEN_DECIMALS, message)
            .at(long.text.place.clone())
            .at(short.text.place.clone().label("另一种写法"))
            .at_all(others)
            .help(format!("小数的位数写成一样，如都写 {shortest}")),
    )
}

/// `amount-out-of-line`, within a form.
pub fn amount_out_of_line(subject: &Subject) -> Vec<Diagnostic> {
    let cost = cost_in_wan(subject);
    // One mistake, and not two.
    if cost.is_some() { cost.into_iter().collect() } else { items_in_yuan(subject) }
}

/// A cost indicator that says in 万元 what the form's money says in 元.
fn cost_in_wan(subject: &Subject) -> Option<Diagnostic> {
    let total = subject.project.total()?;
    let name = subject.form.total_name().unwrap_or_default();
    let in_yuan = |cost: Decimal| {
        !cost.is_zero() && cost.checked_mul(Decimal::from(YUAN)) == Some(total.value())
    };
    let (_, answer, cost) = costs(subject).find(|(_, _, cost)| in_yuan(*cost))?;
    let (value, cost) = (answer.text.text.trim_end(), cost.normalize());
    let message =
        format!("{name}是 {total} 万元，{}却是“{value}”，正好是一万分之一", answer.name());
    Some(
        Diagnostic::new(&rule::AMOUNT_OUT_OF_LINE, message)
            .at_all(subject.total_place())
            .at(answer.text.place.clone().label(answer.called()))
            .help(format!("金额的单位是万元；照元写的，各个金额都除以 10000，{name}就是 {cost}")),
    )
}

/// Items that are far above the others, where no total is written to hold them against.
fn items_in_yuan(subject: &Subject) -> Vec<Diagnostic> {
    if subject.text(Role::Total).is_some_and(|total| !is_blank(total)) {
        return Vec::new();
    }
    let amount = |row| Some((Row::amount(row, Role::FullYear)?.value(), row));
    let mut items: Vec<(Decimal, &Row)> =
        subject.rows(Role::Expenses).filter_map(amount).filter(|(it, _)| !it.is_zero()).collect();
    items.sort_by_key(|(amount, _)| *amount);
    let amounts: Vec<Decimal> = items.iter().map(|(amount, _)| *amount).collect();
    let Some(split) = outlier::split(&amounts) else { return Vec::new() };
    let (usual, other) = items[split / 2];
    let report = |(amount, row): &(Decimal, &Row)| {
        let answer = row.answer(Role::FullYear)?;
        let times = amount.checked_div(usual)?.round_dp(0).normalize();
        let message =
            format!("{} {} 万元，是别的支出项目的 {times} 倍", answer.name(), answer.text.text);
        let found = Diagnostic::new(&rule::AMOUNT_OUT_OF_LINE, message)
            .at(answer.text.place.clone())
            .at_all(
                other.answer(Role::FullYear).map(|it| it.text.place.clone().label("别的支出项目")),
            );
        let in_wan = outlier::in_wan(*amount);
        Some(found.help(format!(
            "金额的单位是万元；照元写的，除以 10000，写成 {in_wan}；没有写错的，不用管"
        )))
    };
    items[split..].iter().filter_map(report).collect()
}
