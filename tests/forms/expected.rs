//! The grid of FORM.md, filled with what a form says.

use std::ops::Range;

use super::data::FormData;

/// What is to stand in a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedCell {
    /// The columns that it covers: 0 to 5.
    pub columns: Range<usize>,
    /// The text, with its own line breaks.
    pub text: String,
    /// What kind of text it is.
    pub style: Style,
    /// Where a cell covers several rows, the number that it has in all of them.
    pub merged: Option<usize>,
}

/// What kind of text a cell holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Style {
    /// A word of the form's own, centred.
    Label,
    /// A short text of the project's.
    Value,
    /// A long text of the project's, aligned to the left, in paragraphs.
    Text,
}

/// A row of the grid, with every cell that covers a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpectedRow {
    /// The cells, from left to right.
    pub cells: Vec<ExpectedCell>,
    /// Whether a page that goes on below this row's block repeats it.
    pub head: bool,
}

impl ExpectedRow {
    /// The texts without white space, with their columns.
    pub fn texts(&self) -> Vec<(Range<usize>, String)> {
        self.cells.iter().map(|cell| (cell.columns.clone(), squeeze(&cell.text))).collect()
    }

    /// Whether the row is a label with a long text.
    pub fn is_text(&self) -> bool {
        self.cells.iter().any(|cell| cell.style == Style::Text)
    }
}

/// A text without its white space.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// All rows of a form's grid, in their order.
pub fn rows(form: &FormData) -> Vec<ExpectedRow> {
    let mut rows = vec![
        facts("项目名称", &form.name, "主管部门", &form.department),
        facts("项目类型", &form.kind, "项目级次", &form.level),
        facts("开始时间", &form.start, "完成时间", &form.end),
        facts(
            "实施单位",
            &form.unit,
            "项目负责人/\n联系电话",
            &format!("{}{}", form.person, form.phone),
        ),
        text("立项必要性", &form.necessity),
        text("实施可行性", &form.feasibility),
        text("项目实施内容", &form.content),
    ];
    rows.extend(funds(form));
    rows.push(text("中长期目标", &form.long_term_goal));
    rows.push(text("年度目标", &form.annual_goal));
    rows.extend(indicators(form));
    rows
}

fn funds(form: &FormData) -> Vec<ExpectedRow> {
    let block = merged(cell(0..1, "项目资金\n(万元)", Style::Label), 0);
    let income = [block.clone(), merged(cell(1..2, "收入", Style::Label), 1)];
    let expense = [block, merged(cell(1..2, "支出", Style::Label), 2)];
    let mut rows = vec![
        five(&income, ["", "", "全年(程)\n预算数"], [Style::Label; 3]),
        five(
            &income,
            ["资金总额", "", &form.funds.total],
            [Style::Label, Style::Label, Style::Value],
        ),
        ExpectedRow {
            head: true,
            ..five(&expense, ["", "半年(程)\n计划执行数", "全年(程)\n预算数"], [Style::Label; 3])
        },
    ];
    for (name, (half_year, full_year)) in &form.funds.expenses {
        rows.push(five(&expense, [name, half_year, full_year], [Style::Value; 3]));
    }
    rows
}

fn indicators(form: &FormData) -> Vec<ExpectedRow> {
    let head = [cell(0..1, "一级指标", Style::Label), cell(1..2, "二级指标", Style::Label)];
    let names = ["三级指标", "半年(程)\n指标值", "全年(程)\n指标值"];
    let mut rows = vec![ExpectedRow { head: true, ..five(&head, names, [Style::Label; 3]) }];
    // The numbers 0 to 2 are those of the funds.
    let mut number = 3;
    for (level1, groups) in &form.indicators {
        let level1 = merged(cell(0..1, level1, Style::Value), number);
        number += 1;
        for (level2, values) in groups {
            let level2 = merged(cell(1..2, level2, Style::Value), number);
            number += 1;
            for (level3, (half_year, full_year)) in values {
                let labels = [level1.clone(), level2.clone()];
                rows.push(five(&labels, [level3, half_year, full_year], [Style::Value; 3]));
            }
        }
    }
    rows
}

fn facts(left: &str, left_value: &str, right: &str, right_value: &str) -> ExpectedRow {
    ExpectedRow {
        cells: vec![
            cell(0..1, left, Style::Label),
            cell(1..3, left_value, Style::Value),
            cell(3..4, right, Style::Label),
            cell(4..5, right_value, Style::Value),
        ],
        head: false,
    }
}

fn text(label: &str, text: &str) -> ExpectedRow {
    let cells = vec![cell(0..1, label, Style::Label), cell(1..5, text, Style::Text)];
    ExpectedRow { cells, head: false }
}

fn five(labels: &[ExpectedCell; 2], texts: [&str; 3], styles: [Style; 3]) -> ExpectedRow {
    let rest = (2..).zip(texts.into_iter().zip(styles));
    let rest = rest.map(|(x, (text, style))| cell(x..x + 1, text, style));
    ExpectedRow { cells: labels.iter().cloned().chain(rest).collect(), head: false }
}

fn cell(columns: Range<usize>, text: &str, style: Style) -> ExpectedCell {
    ExpectedCell { columns, text: text.trim_end_matches('\n').to_owned(), style, merged: None }
}

fn merged(cell: ExpectedCell, number: usize) -> ExpectedCell {
    ExpectedCell { merged: Some(number), ..cell }
}
