//! The form's cells that a project fills in.

use std::borrow::Cow;

use super::{Project, Values};

/// The columns of an expense item, as the form words them.
pub const EXPENSE_COLUMNS: [&str; 2] = ["半年(程)计划执行数", "全年(程)预算数"];
/// The columns of an indicator, as the form words them.
pub const INDICATOR_COLUMNS: [&str; 2] = ["半年(程)指标值", "全年(程)指标值"];
/// The one cell that two keys share.
pub const CONTACT: &str = "项目负责人/联系电话";

/// What stands in one of the form's cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    /// What it is: the project file's keys that lead to it, or [`CONTACT`]; after the
    /// name of an expense item or an indicator, one of its two columns. A name has a
    /// cell, too: one that ends with the name.
    pub path: Vec<&'a str>,
    /// What it says. May hold line breaks, may be empty.
    pub text: Cow<'a, str>,
}

impl Project {
    /// The cells that the project fills in, in the form's order: by row, then from left
    /// to right. The title and the year above the grid are none.
    pub fn cells(&self) -> Vec<Cell<'_>> {
        let contact = format!("{}{}", self.person, self.phone);
        let mut cells = vec![
            text("项目名称", &self.name),
            text("主管部门", &self.department),
            text("项目类型", &self.kind),
            text("项目级次", &self.level),
            text("开始时间", &self.start),
            text("完成时间", &self.end),
            text("实施单位", &self.unit),
            Cell { path: vec![CONTACT], text: contact.into() },
            text("立项必要性", &self.necessity),
            text("实施可行性", &self.feasibility),
            text("项目实施内容", &self.content),
        ];
        cells.push(cell(&["项目资金", "资金总额"], self.funds.total.as_str()));
        for (name, expense) in &self.funds.expenses {
            let values = [expense.half_year.as_str(), expense.full_year.as_str()];
            row(&mut cells, &["项目资金", "支出", name], EXPENSE_COLUMNS, values);
        }
        cells.push(text("中长期目标", &self.long_term_goal));
        cells.push(text("年度目标", &self.annual_goal));
        for (level1, groups) in &self.indicators {
            cells.push(cell(&["绩效指标", level1], level1));
            for (level2, indicators) in groups {
                cells.push(cell(&["绩效指标", level1, level2], level2));
                for (level3, Values { half_year, full_year }) in indicators {
                    let path = ["绩效指标", level1, level2, level3];
                    row(&mut cells, &path, INDICATOR_COLUMNS, [half_year, full_year]);
                }
            }
        }
        cells
    }
}

fn text<'a>(key: &'a str, text: &'a str) -> Cell<'a> {
    cell(&[key], text)
}

fn cell<'a>(path: &[&'a str], text: &'a str) -> Cell<'a> {
    Cell { path: path.to_vec(), text: text.into() }
}

/// A row of the form: a name with its two values.
fn row<'a>(
    cells: &mut Vec<Cell<'a>>,
    path: &[&'a str],
    columns: [&'static str; 2],
    values: [&'a str; 2],
) {
    cells.push(cell(path, path.last().copied().unwrap_or_default()));
    for (column, value) in columns.into_iter().zip(values) {
        cells.push(cell(&[path, &[column]].concat(), value));
    }
}
