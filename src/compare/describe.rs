//! A form as lines of text, for programs that compare lines.

use crate::project::Project;
use crate::report::one_line;

use super::form::{FACTS, GOALS, REASONS};
use super::lines::INTO;
use super::value::AMOUNT_UNIT;

/// What a form says, a line for each cell or row and for each paragraph of a long text:
/// what `git diff` can hold against the same of another version.
pub fn describe(project: &Project) -> String {
    let facts = FACTS.iter().flat_map(|(key, of)| text(key, of(project)));
    let reasons = REASONS.iter().flat_map(|(key, of)| text(key, of(project)));
    let goals = GOALS.iter().flat_map(|(key, of)| text(key, of(project)));
    let lines = facts.chain(reasons).chain(funds(project)).chain(goals);
    lines.chain(indicators(project)).map(|line| line + "\n").collect()
}

/// A label with the text behind it, or with its paragraphs below.
fn text(key: &str, text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return vec![format!("{key}: {}", one_line(text))];
    }
    let paragraphs = text.split('\n').map(|line| format!("  {}", one_line(line)));
    [format!("{key}:")].into_iter().chain(paragraphs).collect()
}

fn funds(project: &Project) -> Vec<String> {
    let total = &project.funds.total;
    let expenses = project.funds.expenses.iter().map(|(name, expense)| {
        let path = ["项目资金", "支出", name].join(INTO);
        let (half_year, full_year) = (&expense.half_year, &expense.full_year);
        let values = format!("半年 {half_year} {AMOUNT_UNIT}，全年 {full_year} {AMOUNT_UNIT}");
        format!("{}: {values}", one_line(&path))
    });
    let total = format!("项目资金{INTO}资金总额: {total} {AMOUNT_UNIT}");
    [total].into_iter().chain(expenses).collect()
}

fn indicators(project: &Project) -> Vec<String> {
    let mut lines = Vec::new();
    for (level1, groups) in &project.indicators {
        for (level2, rows) in groups {
            for (name, values) in rows {
                let path = ["绩效指标", level1, level2, name].join(INTO);
                let values = format!("半年 {}，全年 {}", values.half_year, values.full_year);
                lines.push(format!("{}: {}", one_line(&path), one_line(&values)));
            }
        }
    }
    lines
}
