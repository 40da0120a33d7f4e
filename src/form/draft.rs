//! What a file says, before defaults and types.

use indexmap::IndexMap;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{Amount, Expense, Indicators, trimmed};

/// A project file's texts as they are written. Any key may be missing: it may
/// stand in a `_defaults.yaml`, and such a file is a draft, too. The fields are
/// those of [`Project`](super::Project).
#[allow(missing_docs)]
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Draft {
    #[serde(rename = "年度", deserialize_with = "text")]
    pub year: Option<String>,
    #[serde(rename = "项目名称", deserialize_with = "text")]
    pub name: Option<String>,
    #[serde(rename = "主管部门", deserialize_with = "text")]
    pub department: Option<String>,
    #[serde(rename = "项目类型", deserialize_with = "text")]
    pub kind: Option<String>,
    #[serde(rename = "项目级次", deserialize_with = "text")]
    pub level: Option<String>,
    #[serde(rename = "开始时间", deserialize_with = "text")]
    pub start: Option<String>,
    #[serde(rename = "完成时间", deserialize_with = "text")]
    pub end: Option<String>,
    #[serde(rename = "实施单位", deserialize_with = "text")]
    pub unit: Option<String>,
    #[serde(rename = "项目负责人", deserialize_with = "text")]
    pub person: Option<String>,
    #[serde(rename = "联系电话", deserialize_with = "text")]
    pub phone: Option<String>,
    #[serde(rename = "立项必要性", deserialize_with = "text")]
    pub necessity: Option<String>,
    #[serde(rename = "实施可行性", deserialize_with = "text")]
    pub feasibility: Option<String>,
    #[serde(rename = "项目实施内容", deserialize_with = "text")]
    pub content: Option<String>,
    #[serde(rename = "项目资金")]
    pub funds: Option<FundsDraft>,
    #[serde(rename = "中长期目标", deserialize_with = "text")]
    pub long_term_goal: Option<String>,
    #[serde(rename = "年度目标", deserialize_with = "text")]
    pub annual_goal: Option<String>,
    #[serde(rename = "绩效指标")]
    pub indicators: Option<Indicators>,
}

/// 项目资金 as it is written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FundsDraft {
    /// Missing or left empty, it is the sum of the expenses.
    #[serde(rename = "资金总额", deserialize_with = "amount")]
    pub total: Option<Amount>,
    /// The expense items by name, each with its amounts; missing or left empty, there
    /// are none.
    #[serde(rename = "支出", deserialize_with = "expenses")]
    pub expenses: Option<IndexMap<String, Expense>>,
}

impl Draft {
    /// Takes from `below` what this draft leaves out.
    pub fn or(self, below: Draft) -> Draft {
        Draft {
            year: self.year.or(below.year),
            name: self.name.or(below.name),
            department: self.department.or(below.department),
            kind: self.kind.or(below.kind),
            level: self.level.or(below.level),
            start: self.start.or(below.start),
            end: self.end.or(below.end),
            unit: self.unit.or(below.unit),
            person: self.person.or(below.person),
            phone: self.phone.or(below.phone),
            necessity: self.necessity.or(below.necessity),
            feasibility: self.feasibility.or(below.feasibility),
            content: self.content.or(below.content),
            funds: self.funds.or(below.funds),
            long_term_goal: self.long_term_goal.or(below.long_term_goal),
            annual_goal: self.annual_goal.or(below.annual_goal),
            indicators: self.indicators.or(below.indicators),
        }
    }
}

/// Reads any scalar as the text it was written as, without line breaks at its end.
/// `Option`'s own reading would make nothing of it where it says `null` or `~`.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(|text| Some(trimmed(text)))
}

/// Reads an amount, or nothing where nothing is written.
fn amount<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Amount>, D::Error> {
    match String::deserialize(deserializer)? {
        text if text.is_empty() => Ok(None),
        text => Amount::parse(&text).map(Some).map_err(D::Error::custom),
    }
}

/// Reads expense items; an empty mapping of them says no more than none.
fn expenses<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<IndexMap<String, Expense>>, D::Error> {
    let expenses: Option<IndexMap<_, _>> = Option::deserialize(deserializer)?;
    Ok(expenses.filter(|expenses| !expenses.is_empty()))
}
