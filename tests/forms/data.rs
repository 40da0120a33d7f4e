//! A project file, read and written without the library under test.

use std::fs;
use std::path::Path;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// `[half year, full year]`.
pub type Pair = (String, String);
/// 一级 to 二级 to 三级 to values.
pub type Indicators = IndexMap<String, IndexMap<String, IndexMap<String, Pair>>>;

/// All that a form says, as it is written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormData {
    #[serde(rename = "年度")]
    pub year: String,
    #[serde(rename = "项目名称")]
    pub name: String,
    #[serde(rename = "主管部门")]
    pub department: String,
    #[serde(rename = "项目类型")]
    pub kind: String,
    #[serde(rename = "项目级次")]
    pub level: String,
    #[serde(rename = "开始时间")]
    pub start: String,
    #[serde(rename = "完成时间")]
    pub end: String,
    #[serde(rename = "实施单位")]
    pub unit: String,
    #[serde(rename = "项目负责人", default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    #[serde(rename = "联系电话", default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(rename = "立项必要性")]
    pub necessity: String,
    #[serde(rename = "实施可行性")]
    pub feasibility: String,
    #[serde(rename = "项目实施内容")]
    pub content: String,
    #[serde(rename = "项目资金")]
    pub funds: FundsData,
    #[serde(rename = "中长期目标")]
    pub long_term_goal: String,
    #[serde(rename = "年度目标")]
    pub annual_goal: String,
    #[serde(rename = "绩效指标")]
    pub indicators: Indicators,
}

/// The money of a form.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundsData {
    #[serde(rename = "资金总额")]
    pub total: String,
    #[serde(rename = "支出", default, skip_serializing_if = "IndexMap::is_empty")]
    pub expenses: IndexMap<String, Pair>,
}

impl FormData {
    /// Reads a project file and the `_defaults.yaml` beside it.
    pub fn read(path: &Path) -> Self {
        let text = |path: &Path| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        // No key stands in both: serde refuses one that is there twice.
        let both = text(&path.with_file_name("_defaults.yaml")) + &text(path);
        serde_yaml::from_str(&both).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A plain form that fits on one page.
    pub fn plain() -> Self {
        let text = str::to_owned;
        Self {
            year: text("2026"),
            name: text("示例项目"),
            department: text("南京市工业和信息化局"),
            kind: text("常年安排项目"),
            level: text("市本级"),
            start: text("2024年"),
            end: text("长期"),
            unit: text("南京市工业和信息化发展促进中心"),
            person: text("张三"),
            phone: text("025-86591170"),
            necessity: text("关于印发工作方案的通知"),
            feasibility: text("1、条件已经具备。\n2、人员已经到位。"),
            content: text("开展服务活动；"),
            funds: FundsData {
                total: text("12.50"),
                expenses: [expense("服务费", "6.05", "12.50")].into(),
            },
            long_term_goal: text("服务能力稳步提升。"),
            annual_goal: text("全年开展活动10场。"),
            indicators: [
                level1("决策", "项目立项", &["立项依据充分性", "立项程序规范性"]),
                level1("产出指标", "数量指标", &["活动场次"]),
            ]
            .into(),
        }
    }

    /// The form as a project file.
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(self).expect("plain data can be written as YAML")
    }
}

/// An expense item.
pub fn expense(name: &str, half_year: &str, full_year: &str) -> (String, Pair) {
    (name.to_owned(), (half_year.to_owned(), full_year.to_owned()))
}

/// A group of indicators under one 一级 and one 二级 label.
pub fn level1(
    label: &str,
    level2: &str,
    names: &[&str],
) -> (String, IndexMap<String, IndexMap<String, Pair>>) {
    let rows = names.iter().map(|name| expense(name, "序时进度", "=100%")).collect();
    (label.to_owned(), [(level2.to_owned(), rows)].into())
}
