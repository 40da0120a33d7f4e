//! The typed model of a project: what one form says.
//!
//! Serialised, a [`Project`] has the project file's own keys and shapes. That
//! is at once what the templates see and what a PDF carries as its data.

mod amount;
mod cell;
mod date;
mod draft;
pub mod edition;
mod fund;
mod indicator;
mod measure;
pub mod schema;
mod shape;

pub use amount::{Amount, AmountError};
pub use cell::{CONTACT, Cell, EXPENSE_COLUMNS, INDICATOR_COLUMNS};
pub use date::Date;
pub use draft::{Draft, FundsDraft};
pub use fund::{Expense, Funds};
pub use indicator::{Indicators, Values};
pub use measure::{Measure, Sign, standard_value};
pub use shape::{Field, PROJECT, Shape};

use serde::Serialize;

/// A text without the line breaks at its end that a YAML block written with `|`
/// leaves there.
pub fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end_matches('\n').len());
    text
}

/// One project, as its form shows it. Texts may hold line breaks (`\n`).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Project {
    /// The budget year; it selects the edition of the form.
    #[serde(rename = "年度")]
    pub year: String,
    /// What the project is called.
    #[serde(rename = "项目名称")]
    pub name: String,
    /// The department in charge.
    #[serde(rename = "主管部门")]
    pub department: String,
    /// Recurring (常年安排项目) or one-off (一次性安排项目).
    #[serde(rename = "项目类型")]
    pub kind: String,
    /// The level of government, such as 市本级.
    #[serde(rename = "项目级次")]
    pub level: String,
    /// When it begins, such as `2026年`.
    #[serde(rename = "开始时间")]
    pub start: String,
    /// When it ends, such as `2026年`, or `长期` for as long as one can see.
    #[serde(rename = "完成时间")]
    pub end: String,
    /// The unit that carries the project out.
    #[serde(rename = "实施单位")]
    pub unit: String,
    /// The person in charge; may be empty.
    #[serde(rename = "项目负责人")]
    pub person: String,
    /// That person's telephone number; may be empty.
    #[serde(rename = "联系电话")]
    pub phone: String,
    /// Why the project is needed.
    #[serde(rename = "立项必要性")]
    pub necessity: String,
    /// Why it can be done.
    #[serde(rename = "实施可行性")]
    pub feasibility: String,
    /// What is to be done.
    #[serde(rename = "项目实施内容")]
    pub content: String,
    /// The money, in 万元.
    #[serde(rename = "项目资金")]
    pub funds: Funds,
    /// The goal beyond this year.
    #[serde(rename = "中长期目标")]
    pub long_term_goal: String,
    /// The goal of this year.
    #[serde(rename = "年度目标")]
    pub annual_goal: String,
    /// What it is to reach.
    #[serde(rename = "绩效指标")]
    pub indicators: Indicators,
}
