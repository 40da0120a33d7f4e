//! All that a form says, by its labels.

use serde::Serialize;

use crate::diagnostic::render::one_line;
use crate::form::Project;

use super::change::Row;
use super::form::{FACTS, GOALS, REASONS};
use super::lines::INTO;
use super::value::AMOUNT_UNIT;
use super::{funds, indicators};

/// Something that a form says. Nothing in it does anything to those who look at it.
#[derive(Debug, Serialize)]
pub struct Item {
    /// What it is about: the keys that lead to it.
    pub label: String,
    /// What it says: one paragraph, or those of a long text.
    pub paragraphs: Vec<String>,
}

/// What a form says, a line for each cell or row and for each paragraph of a long text:
/// what `git diff` can hold against the same of another version.
pub fn describe(project: &Project) -> String {
    items(project).iter().map(lines).collect()
}

fn lines(Item { label, paragraphs }: &Item) -> String {
    if let [paragraph] = paragraphs.as_slice() {
        return format!("{label}: {paragraph}\n");
    }
    let paragraphs = paragraphs.iter().map(|paragraph| format!("  {paragraph}\n"));
    format!("{label}:\n{}", paragraphs.collect::<String>())
}

/// What a form says, in its order.
pub fn items(project: &Project) -> Vec<Item> {
    let text = |(key, of): &(&str, fn(&Project) -> &str)| Item {
        label: (*key).to_owned(),
        paragraphs: of(project).split('\n').map(one_line).collect(),
    };
    let total = Item {
        label: ["项目资金", "资金总额"].join(INTO),
        paragraphs: vec![format!("{} {AMOUNT_UNIT}", project.funds.total)],
    };
    let expenses = funds::rows(&project.funds).map(|row| of_row(&row, AMOUNT_UNIT));
    let indicators = indicators::rows(&project.indicators);
    let facts = FACTS.iter().chain(&REASONS).map(text);
    let money = [total].into_iter().chain(expenses);
    let indicators = indicators.iter().map(|row| of_row(row, ""));
    facts.chain(money).chain(GOALS.iter().map(text)).chain(indicators).collect()
}

fn of_row(Row { path, values: [half_year, full_year] }: &Row, unit: &str) -> Item {
    let blank = if unit.is_empty() { "" } else { " " };
    let values = format!("半年 {half_year}{blank}{unit}，全年 {full_year}{blank}{unit}");
    Item { label: one_line(&path.join(INTO)), paragraphs: vec![one_line(&values)] }
}
