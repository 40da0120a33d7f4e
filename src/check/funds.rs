//! The project's money.

use rust_decimal::Decimal;

use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Expense;

/// How many amounts are shown that do not add up.
const MOST_SHOWN: usize = 8;

/// `sum-mismatch`: the expenses' full-year amounts do not add up to 资金总额.
pub fn sum_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    let funds = &subject.project.funds;
    let total = &funds.total;
    let sum = |amount: fn(&Expense) -> Decimal| -> Option<Decimal> {
        funds.expenses.values().try_fold(Decimal::ZERO, |sum, item| sum.checked_add(amount(item)))
    };
    // Two amounts in the wrong order are one mistake, and told as such.
    let mended = sum(|item| item.full_year.value().max(item.half_year.value()));
    let Some(sum) = sum(|item| item.full_year.value()) else { return Vec::new() };
    if sum == total.value() || mended == Some(total.value()) {
        return Vec::new();
    }
    let sum = sum.normalize();
    let difference = (total.value() - sum).normalize();
    let found = match funds.expenses.is_empty() {
        true => Diagnostic::new(&rule::SUM_MISMATCH, format!("资金总额是 {total}，却没有支出项目"))
            .help("在“支出”下写出各个支出项目"),
        false => {
            let (relation, distance) = match difference.is_sign_negative() {
                true => ("多", -difference),
                false => ("少", difference),
            };
            let message =
                format!("支出的全年预算数合计 {sum}，比资金总额 {total} {relation} {distance}");
            Diagnostic::new(&rule::SUM_MISMATCH, message)
                .help(format!("核对各支出项目的全年预算数；支出没有错时，把资金总额改成 {sum}"))
        }
    };
    let expenses: Vec<_> = subject.expenses().map(|row| row.full_year.place.clone()).collect();
    // Many amounts would make a long excerpt that says little.
    let expenses = match expenses.len() {
        0..=MOST_SHOWN => expenses,
        _ => subject.key_place(&["项目资金", "支出"]).into_iter().collect(),
    };
    vec![found.at_all(subject.place(&["项目资金", "资金总额"])).at_all(expenses)]
}

/// `expense-half-over-full`: more by mid-year than in the whole year.
pub fn expense_half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    expenses(subject)
        .filter(|(_, item)| item.half_year.value() > item.full_year.value())
        .map(|(row, Expense { half_year, full_year })| {
            let message = format!(
                "“{}”的半年计划执行数 {half_year} 大于全年预算数 {full_year}",
                row.name.text
            );
            Diagnostic::new(&rule::EXPENSE_HALF_OVER_FULL, message)
                .at(row.half_year.place.clone())
                .at(row.full_year.place.clone().label("全年预算数"))
                .help(format!(
                    "前一个数是半年的，后一个是全年的；写反了就改成 [{full_year}, {half_year}]"
                ))
        })
        .collect()
}

/// `zero-expense`: an item that nothing is spent on.
pub fn zero_expense(subject: &Subject) -> Vec<Diagnostic> {
    expenses(subject)
        .filter(|(_, item)| item.full_year.value().is_zero() && item.half_year.value().is_zero())
        .map(|(row, _)| {
            let message = format!("支出项目“{}”的全年预算数是 0", row.name.text);
            Diagnostic::new(&rule::ZERO_EXPENSE, message)
                .at(row.full_year.place.clone())
                .help("填上金额；没有这项支出就删去这一行")
        })
        .collect()
}

/// The expense items as they are written, each with its amounts.
fn expenses<'a>(subject: &'a Subject) -> impl Iterator<Item = (Row<'a>, &'a Expense)> {
    let items = &subject.project.funds.expenses;
    subject.expenses().filter_map(|row| {
        let item = items.get(row.name.text)?;
        Some((row, item))
    })
}
