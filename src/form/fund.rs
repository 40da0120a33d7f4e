//! The project's money.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Amount;

/// 项目资金: what comes in and what it is spent on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funds {
    /// The full year's income, as entered; the sum of the expenses where the
    /// project file leaves it out.
    #[serde(rename = "资金总额")]
    pub total: Amount,
    /// The expense items by name, in the form's order; may be empty.
    #[serde(rename = "支出")]
    pub expenses: IndexMap<String, Expense>,
}

/// What is planned for one expense item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "(Amount, Amount)", into = "(Amount, Amount)")]
pub struct Expense {
    /// 半年(程)计划执行数: what is to be spent by mid-year.
    pub half_year: Amount,
    /// 全年(程)预算数: the year's budget.
    pub full_year: Amount,
}

impl From<(Amount, Amount)> for Expense {
    fn from((half_year, full_year): (Amount, Amount)) -> Self {
        Self { half_year, full_year }
    }
}

impl From<Expense> for (Amount, Amount) {
    fn from(expense: Expense) -> Self {
        (expense.half_year, expense.full_year)
    }
}
