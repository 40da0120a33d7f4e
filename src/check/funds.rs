//! The project's money.

use rust_decimal::Decimal;

use super::subject::{Answer, MOST_SHOWN, called};
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::{self, Rule};
use crate::form::{Field, Kind, Role, Table, Value};

/// `sum-mismatch`: the expenses' full-year amounts do not add up to the total.
pub fn sum_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    mismatch(subject).into_iter().collect()
}

fn mismatch(subject: &Subject) -> Option<Diagnostic> {
    let path = subject.form.path_of(Role::Expenses)?;
    let (field, table) = expenses(subject)?;
    let index = |role| table.columns.iter().position(|column| column.role == Some(role));
    let (half_year, full_year) = (index(Role::HalfYear), index(Role::FullYear)?);
    let total = match subject.project.by_role(Role::Total)? {
        Value::Amount(total) => total,
        _ => return None,
    };
    let rows = subject.project.rows(&path);
    let Some(expenses_place) = subject.key_place(Role::Expenses) else {
        // The total stands alone.
        return None;
    };
    let sum = |amount: &dyn Fn(&[Value]) -> Decimal| {
        rows.iter().try_fold(Decimal::ZERO, |sum, (_, row)| sum.checked_add(amount(row)))
    };
    let amount = |row: &[Value], column: usize| row.get(column).and_then(Value::decimal);
    // What is not there yet is told as that.
    let is_wanted = table.columns[full_year].required;
    if is_wanted && rows.iter().any(|(_, row)| amount(row, full_year).is_none()) {
        return None;
    }
    let full = |row: &[Value]| amount(row, full_year).unwrap_or_default();
    let half = |row: &[Value]| amount(row, half_year?);
    // Two amounts in the wrong order are one mistake, and told as such.
    let mended = sum(&|row| half(row).unwrap_or_default().max(full(row)));
    let sum = sum(&full)?;
    if sum == total.value() || mended == Some(total.value()) {
        return None;
    }
    let (total_key, row) = (subject.key(Role::Total), &table.row);
    if rows.is_empty() {
        let message = format!("{total_key}是 {total}，“{}”下面却没有{row}", field.key);
        let help = format!("写上各个{row}；没有{row}，就删去“{}:”这一行", field.key);
        let found = Diagnostic::new(&rule::SUM_MISMATCH, message)
            .help(help)
            .help_on_form(format!("写上各个{row}"));
        return Some(found.at(expenses_place).at_all(subject.place(Role::Total)));
    }
    let sum = sum.normalize();
    let name = called(&table.columns[full_year]);
    let message = format!(
        "{}的{name}合计 {sum}，比{total_key} {total} {}",
        field.key,
        difference(sum, total.value())
    );
    let found = Diagnostic::new(&rule::SUM_MISMATCH, message)
        .help(format!("核对各{row}的{name}；{}没有错时，把{total_key}改成 {sum}", field.key));
    let amounts = subject.rows(Role::Expenses).flat_map(|row| row.texts_at(full_year));
    let mut places: Vec<_> = amounts.map(|text| text.place.clone()).collect();
    if places.len() > MOST_SHOWN {
        places = subject.key_place(Role::Expenses).into_iter().collect();
    }
    Some(found.at_all(subject.place(Role::Total)).at_all(places))
}

/// By how much a number is not another one: `少 1`.
pub fn difference(number: Decimal, other: Decimal) -> String {
    let Some(difference) = number.checked_sub(other) else { return "相差的位数太多".into() };
    let difference = difference.normalize();
    match difference.is_sign_negative() {
        true => format!("少 {}", -difference),
        false => format!("多 {difference}"),
    }
}

/// `expense-half-over-full`: more by mid-year than in the whole year.
pub fn expense_half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    let over = |row| over(&rule::EXPENSE_HALF_OVER_FULL, row, Role::HalfYear, Role::FullYear);
    let found = subject.rows(Role::Expenses).filter_map(over);
    found
        .map(|(found, half, full)| {
            let found = found.help_on_form("核对两个数；写反了，就把它们换过来");
            found.help(format!(
                "前一个数是{}的，后一个是{}的；写反了就改成 [{}, {}]",
                half.short(),
                full.short(),
                full.text.text,
                half.text.text
            ))
        })
        .collect()
}

/// `spent-over-budget`: more spent than the budget has.
pub fn spent_over_budget(subject: &Subject) -> Vec<Diagnostic> {
    let over = |row| over(&rule::SPENT_OVER_BUDGET, row, Role::Spent, Role::CurrentBudget);
    let found = subject.all_rows().filter_map(over);
    found
        .map(|(found, _, budget)| {
            found.help(format!("核对两个数；年中追加的预算要算在{}里", budget.called()))
        })
        .collect()
}

/// An amount that is over another one in the same row: what there is to say, and the two.
fn over<'a>(
    rule: &'static Rule,
    row: &Row<'a>,
    role: Role,
    limit: Role,
) -> Option<(Diagnostic, Answer<'a>, Answer<'a>)> {
    if row.amount(role)?.value() <= row.amount(limit)?.value() {
        return None;
    }
    let (amount, limit) = (row.answer(role)?, row.answer(limit)?);
    let (name, limit_name) = (amount.called(), limit.called());
    let (row, amount_text, limit_text) = (row.name.text, amount.text.text, limit.text.text);
    let message = format!("“{row}”的{name} {amount_text} 大于{limit_name} {limit_text}");
    let limit_place = limit.text.place.clone().label(limit_name);
    let found = Diagnostic::new(rule, message).at(amount.text.place.clone()).at(limit_place);
    Some((found, amount, limit))
}

/// `zero-expense`: an item that nothing is spent on.
pub fn zero_expense(subject: &Subject) -> Vec<Diagnostic> {
    let Some((_, table)) = expenses(subject) else { return Vec::new() };
    subject
        .rows(Role::Expenses)
        .filter(|row| {
            let half_year = row.amount(Role::HalfYear);
            row.amount(Role::FullYear).is_some_and(|amount| amount.value().is_zero())
                && half_year.is_none_or(|amount| amount.value().is_zero())
        })
        .filter_map(|row| {
            let amount = row.answer(Role::FullYear)?;
            let message = format!("{}{}是 0", table.row, amount.name());
            Some(
                Diagnostic::new(&rule::ZERO_EXPENSE, message)
                    .at(amount.text.place.clone())
                    .help("填上金额；没有这项支出就删去这一行"),
            )
        })
        .collect()
}

/// The field of the expenses.
fn expenses<'a>(subject: &Subject<'a>) -> Option<(&'a Field, &'a Table)> {
    match subject.form.by_role(Role::Expenses)? {
        (_, field @ Field { kind: Kind::Table(table), .. }) => Some((field, table)),
        _ => None,
    }
}
