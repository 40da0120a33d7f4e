//! The money of two versions of a form.

use rust_decimal::Decimal;

use crate::form::{Expense, Funds, Project};

use super::change::{Change, Place, Row, RowChange, RowKind, Sides};
use super::likeness;
use super::pairing::{Node, Partners, Step, pair, steps};
use super::value::ValueChange;

/// From here on, names are alike by themselves.
const ALIKE: u32 = 500;

/// The changes, in the form's order.
pub fn changes(old: &Project, new: &Project) -> Vec<Change> {
    let total = ValueChange::of_amounts(old.funds.total.as_str(), new.funds.total.as_str());
    let mut changes: Vec<Change> = total.map(Change::Total).into_iter().collect();
    changes.extend(expenses(&old.funds, &new.funds).map(Change::Row));
    changes
}

fn expenses(old: &Funds, new: &Funds) -> impl Iterator<Item = RowChange> {
    let (old, new) = (items(old), items(new));
    let [old_nodes, new_nodes] = [&old, &new].map(|items| nodes(items));
    let alike = |a: usize, b: usize| likeness_of(&old[a], &new[b]);
    let partners = pair([&old_nodes, &new_nodes], &Partners::root(), |_, _| None, alike);
    let changes: Vec<RowChange> = steps(0..old.len(), 0..new.len(), &partners)
        .into_iter()
        .filter_map(|step| change(step, &old, &new))
        .filter(RowChange::is_change)
        .collect();
    changes.into_iter()
}

/// The expense items.
pub fn rows(funds: &Funds) -> impl Iterator<Item = Row> {
    items(funds).into_iter().map(row)
}

fn items(funds: &Funds) -> Vec<(&str, &Expense)> {
    funds.expenses.iter().map(|(name, expense)| (name.as_str(), expense)).collect()
}

fn nodes<'a>(items: &[(&'a str, &Expense)]) -> Vec<Node<'a>> {
    items.iter().map(|(name, _)| Node { name, group: 0 }).collect()
}

/// Items are alike by their names, or by their amounts, unless they are nothing.
fn likeness_of((old, spent): &(&str, &Expense), (new, spends): &(&str, &Expense)) -> Option<u32> {
    let names = likeness::of_names(old, new);
    let values = |expense: &Expense| [&expense.half_year, &expense.full_year].map(|it| it.value());
    let amounts = values(spent);
    let is_equal = amounts == values(spends) && amounts != [Decimal::ZERO; 2];
    (is_equal || names >= ALIKE).then_some(names + 200 * u32::from(is_equal))
}

fn change(step: Step, old: &[(&str, &Expense)], new: &[(&str, &Expense)]) -> Option<RowChange> {
    let mut place = Place::Same;
    let sides = match step {
        Step::Removed(index) => Sides::Removed(row(old[index])),
        Step::Added(index) => Sides::Added(row(new[index])),
        Step::Kept { old: a, new: b, reordered } => {
            if reordered {
                let after = b.checked_sub(1).map(|before| new[before].0.to_owned());
                place = Place::Reordered { after };
            }
            Sides::Kept { old: row(old[a]), new: row(new[b]) }
        }
        // There are no other groups.
        Step::Moved { .. } => return None,
    };
    Some(RowChange { kind: RowKind::Expense, sides, place })
}

fn row((name, expense): (&str, &Expense)) -> Row {
    Row {
        path: ["项目资金", "支出", name].map(str::to_owned).to_vec(),
        values: [&expense.half_year, &expense.full_year].map(|amount| amount.as_str().to_owned()),
    }
}
