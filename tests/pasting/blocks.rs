//! Blocks as spreadsheets have them.

use super::{INDICATORS, TARGET, block, pasted, told};
use crate::changing::form;
use crate::support::assert_snapshot;

/// What pasting a block comes to, as a whole.
fn check(name: &str, of: &str, text: &str, focus: &[&str]) {
    let (pasted, text) = pasted(text, form(of), focus, &block(&format!("{name}.json")));
    let mut shown = told(&pasted);
    shown.push_str(&format!("{:?}\n", pasted.preview.titles));
    for row in &pasted.preview.rows {
        let cell = |cell: &jixiao::live::paste::PreviewCell| match &cell.was {
            Some(was) => format!("{}（原来是 {was}）", cell.text.replace('\n', "⏎")),
            None => cell.text.replace('\n', "⏎"),
        };
        let cells: Vec<String> = row.cells.iter().map(cell).collect();
        shown.push_str(&format!("{} {:?} | {}\n", row.row, row.is, cells.join(" | ")));
    }
    assert_snapshot("pasting", name, &format!("{shown}\n{text}"));
}

#[test]
fn the_indicators_of_a_target_form_from_excel() {
    check("target.excel", "目标表", TARGET, INDICATORS);
}

#[test]
fn a_text_with_tabs() {
    check("target.tsv", "目标表", TARGET, INDICATORS);
}

#[test]
fn the_indicators_of_an_evaluation_from_wps() {
    let text = "表: 自评表\n年度: 2026\n绩效指标:\n  产出指标:\n    数量指标:\n      \
                保洁村数: [≥72个, 70个, 20, 18, 原来的说明]\n";
    let focus = ["绩效指标", "产出指标", "数量指标", "保洁村数", "年度指标值"];
    check("evaluation.wps", "自评表", text, &focus);
}

#[test]
fn the_indicators_of_a_declaration() {
    // Nothing is in the file yet.
    check("declaration.excel", "申报表", "表: 申报表\n年度: 2026\n", &["绩效指标", "", "", ""]);
}

#[test]
fn ticks_below_a_header_of_two_lines() {
    check("monitoring.excel", "监控表", "表: 监控表\n年度: 2026\n", &["绩效指标", "", "", ""]);
}

#[test]
fn a_table_of_expenses() {
    check("expenses.wps", "目标表", TARGET, &["项目资金", "支出", "培训费"]);
}
