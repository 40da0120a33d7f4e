//! Which rows a block is for, and what becomes of them.

use jixiao::live::paste::Becomes;
use jixiao::source::change::Amendment;

use super::{INDICATORS, TARGET, cells, messages, paste, source, target};

#[test]
fn a_column_of_values_goes_downwards() {
    let focus = ["绩效指标", "产出指标", "数量指标", "企业培训场次", "全年(程)指标值"];
    let (pasted, text) = target(TARGET, &focus, &[&["≥7场"], &[">=95%"], &["优"], &["多"]]);
    assert_eq!(pasted.summary, "改了 3 行");
    for line in ["企业培训场次: [≥2场, ≥7场]", "\"\": [\"\", ≥95%]", "提升企业服务能力: [较好, 优]"]
    {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let problem = &pasted.problems[0];
    assert!(problem.left_out && problem.rows == [4], "{problem:?}");
}

#[test]
fn two_columns_of_values_keep_their_places_over_a_blank_row() {
    let focus = ["绩效指标", "产出指标", "数量指标", "企业培训场次", "半年(程)指标值"];
    let (pasted, text) = target(TARGET, &focus, &[&["≥3场", "≥8场"], &["", ""], &["好", "优"]]);
    assert_eq!(pasted.summary, "改了 2 行");
    assert!(text.contains("企业培训场次: [≥3场, ≥8场]"), "{text}");
    assert!(text.contains("提升企业服务能力: [好, 优]"), "{text}");
    assert!(text.contains("\"\": [\"\", \"\"]"), "{text}");
}

#[test]
fn a_column_of_names_adds_rows_to_the_group() {
    let (pasted, text) = target(TARGET, INDICATORS, &[&["参训企业数"], &["企业培训场次"]]);
    assert_eq!(pasted.summary, "新加 1 行，没有变的 1 行");
    assert!(text.contains("企业培训场次: [≥2场, ≥6场]\n      参训企业数: [\"\", \"\"]"), "{text}");
}

#[test]
fn a_row_to_be_filled_in_is_filled_in() {
    let rows: &[&[&str]] = &[&["产出指标", "质量", "合格率", "≥90%", "≥95%"]];
    let (pasted, text) = target(TARGET, &["绩效指标", "产出指标"], rows);
    assert!(matches!(&pasted.changes[0], Amendment::Rename { name, .. } if name == "合格率"));
    assert!(text.contains("质量指标:\n      合格率: [≥90%, ≥95%]"), "{text}");
    assert!(!text.contains("\"\""), "{text}");
}

#[test]
fn the_columns_may_stand_in_any_order() {
    let rows: &[&[&str]] = &[
        &["全年指标值", "三级指标名称", "权重", "二级指标", "一级指标", "半年指标值"],
        &["≥9场", "企业培训场次", "10", "数量指标", "产出指标", ""],
        &["≥8场", "走访场次", "5", "", "", "≥4场"],
    ];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert_eq!(pasted.summary, "新加 1 行，改了 1 行");
    assert!(text.contains("企业培训场次: [≥2场, ≥9场]\n      走访场次: [≥4场, ≥8场]"), "{text}");
    let told = messages(&pasted);
    assert!(told.contains("表上没有“权重”这一栏，没有粘贴"), "{told}");
    assert!(told.contains("空着的格，表上原来写的没有动"), "{told}");
}

#[test]
fn names_that_the_form_does_not_know_are_told() {
    let rows: &[&[&str]] = &[&["产出指标", "别的指标", "甲", "1", "2"], &["", "", "乙", "3", "4"]];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert!(text.contains("    别的指标:\n      甲: [1, 2]\n      乙: [3, 4]"), "{text}");
    let told = messages(&pasted);
    assert!(told.contains("表上没有“别的指标”这个二级指标，照样写上了"), "{told}");
}

#[test]
fn rows_without_names_and_rows_of_one_name_are_told() {
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "三级指标", "半年", "全年"],
        &["产出指标", "数量指标", "", "1", "2"],
        &["", "", "甲", "1", "2"],
        &["", "", "甲", "3", "4"],
        &["效益指标", "", "乙", "3", "4"],
        &["", "", "", "", ""],
        &["注：按月统计", "", "", "", ""],
        &["一级指标", "二级指标", "三级指标", "半年", "全年"],
        &["合计", "", "", "9", "9"],
    ];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert_eq!(pasted.summary, "新加 1 行");
    assert!(text.contains("甲: [1, 2]") && !text.contains('乙'), "{text}");
    let rows: Vec<usize> = pasted.problems.iter().flat_map(|it| it.rows.clone()).collect();
    assert_eq!(rows, [2, 4, 5, 6, 7, 8, 9], "{}", messages(&pasted));
    assert!(pasted.problems.iter().all(|problem| problem.left_out));
}

#[test]
fn what_is_beside_the_form_is_told() {
    let rows: &[&[&str]] = &[&["产出指标", "数量指标", "甲", "1", "2", "备注", "3"]];
    let (pasted, text) = target(TARGET, &["绩效指标", "产出指标"], rows);
    assert!(text.contains("甲: [1, 2]"), "{text}");
    assert!(messages(&pasted).contains("第 6 列") && messages(&pasted).contains("第 7 列"));
    // Whole rows may be pasted wherever the focus is.
    let (other, _) = target(TARGET, &[&INDICATORS[..], &["全年(程)指标值"][..]].concat(), rows);
    assert_eq!(other.changes, pasted.changes);
}

#[test]
fn nothing_is_pasted_where_there_are_no_rows() {
    let focus = vec!["项目名称".to_owned()];
    let pasted = paste::paste(&source(TARGET), &focus, &cells(&[&["甲", "乙"]]));
    assert!(pasted.changes.is_empty() && pasted.problems[0].left_out);
}

#[test]
fn what_is_pasted_is_there_when_it_is_pasted_again() {
    let rows: &[&[&str]] = &[
        &["产出指标", "数量指标", "甲 乙", ">=1场", "＝2场"],
        &["成本指标", "经济成本", "丙", "≤3万元", "≤4万元"],
    ];
    let (_, text) = target(TARGET, INDICATORS, rows);
    let (again, _) = target(&text, INDICATORS, rows);
    assert!(again.changes.is_empty(), "{:?}", again.changes);
    assert!(again.preview.rows.iter().all(|row| row.is == Becomes::Same));
}

#[test]
fn rows_without_any_name_go_when_others_come() {
    let text = "年度: 2026\n绩效指标:\n  \"\":\n    \"\":\n      \"\": [\"\", \"\"]\n";
    let rows: &[&[&str]] = &[&["产出指标", "数量指标", "甲", "1", "2"]];
    let (_, text) = target(text, &["绩效指标", "", "", ""], rows);
    assert_eq!(text, "年度: 2026\n绩效指标:\n  产出指标:\n    数量指标:\n      甲: [1, 2]\n");
}

#[test]
fn numbers_of_rows_and_labels_of_the_form_are_no_columns() {
    let rows: &[&[&str]] = &[
        &["1", "产出指标", "数量指标", "甲", "1", "2"],
        &["2", "", "", "乙", "3", "4"],
        &["3", "", "质量指标", "丙", "5", "6"],
    ];
    let (pasted, text) = target(TARGET, &["绩效指标", "产出指标"], rows);
    assert_eq!(pasted.summary, "新加 3 行");
    assert!(
        text.contains("甲: [1, 2]\n      乙: [3, 4]\n    质量指标:\n      丙: [5, 6]"),
        "{text}"
    );
    assert!(messages(&pasted).contains("序号"), "{}", messages(&pasted));
}

#[test]
fn a_level_that_is_not_in_the_block_is_told() {
    let rows: &[&[&str]] = &[&["一级指标", "三级指标", "全年"], &["产出指标", "甲", "1"]];
    let (pasted, _) = target(TARGET, INDICATORS, rows);
    assert!(pasted.changes.is_empty());
    assert!(messages(&pasted).contains("没有“二级指标”这一列"), "{}", messages(&pasted));
}
