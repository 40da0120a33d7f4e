//! Rows that are added together.

use super::{changed, changes, form, target, told};

const TEXT: &str = "绩效指标:\n  产出指标:\n    数量指标:\n      甲甲甲: [1, 2]   # 注\n    质量指标:\n    \
                    时效指标: {乙: [1, 2]}\n  效益指标:\n    社会效益:\n      丙: [1, 2]\n";

/// Rows added to a group.
fn added(group: &str, rows: &str) -> String {
    let path = format!("[\"绩效指标\", \"产出指标\", \"{group}\"]");
    target(TEXT, &format!("[{{\"change\": \"add-rows\", \"path\": {path}, \"rows\": {rows}}}]"))
}

const ROWS: &str =
    r#"[{"name": "丁", "says": {"全年(程)指标值": "≥5"}}, {"name": "戊: 己", "says": {}}]"#;

#[test]
fn they_stand_below_those_that_are_there() {
    let text = added("数量指标", ROWS);
    let rows = "甲甲甲: [1, 2]   # 注\n      丁:     [\"\", ≥5]\n      \"戊: 己\": [\"\", \"\"]\n";
    assert!(text.contains(rows), "{text}");
}

#[test]
fn they_stand_in_a_group_that_is_blank_or_in_brackets_or_not_there() {
    let text = added("质量指标", ROWS);
    assert!(text.contains("质量指标:\n      丁: [\"\", ≥5]\n      \"戊: 己\": "), "{text}");
    let text = added("时效指标", ROWS);
    assert!(text.contains("{乙: [1, 2], 丁: [\"\", ≥5], \"戊: 己\": [\"\", \"\"]}"), "{text}");
    let text = added("成本指标", ROWS);
    assert!(text.contains("    成本指标:\n      丁"), "{text}");
    assert!(text.find("成本指标") < text.find("效益指标"), "{text}");
}

#[test]
fn lists_to_choose_from_are_lists() {
    let rows = r#"[{"name": "甲", "says": {"偏差原因": ["其他", "经费保障"], "备注": "乙"}}]"#;
    let change = format!(
        r#"[{{"change": "add-rows", "path": ["绩效指标", "产出指标", "数量指标"], "rows": {rows}}}]"#
    );
    let text = changed("表: 监控表\n年度: 2026\n", form("监控表"), &changes(&change));
    assert!(text.contains("偏差原因: [经费保障, 其他]") && text.contains("备注: 乙"), "{text}");
}

#[test]
fn what_cannot_be_is_refused() {
    let add = |path: &str, rows: &str| {
        let change = format!(r#"[{{"change": "add-rows", "path": {path}, "rows": {rows}}}]"#);
        told(TEXT, form("目标表"), &change)
    };
    let group = r#"["绩效指标", "产出指标", "数量指标"]"#;
    let twice = add(group, r#"[{"name": "丁"}, {"name": "丁"}]"#);
    assert!(twice.contains("有两行都叫“丁”"), "{twice}");
    let there = add(group, r#"[{"name": "甲甲甲"}]"#);
    assert!(there.contains("已经有“甲甲甲”"), "{there}");
    let column = add(group, r#"[{"name": "丁", "says": {"备注": "1"}}]"#);
    assert!(column.contains("备注"), "{column}");
    let above = add(r#"["绩效指标", "产出指标"]"#, r#"[{"name": "丁"}]"#);
    assert!(above.contains('丁'), "{above}");
    let fixed = add(r#"["项目资金"]"#, r#"[{"name": "丁"}]"#);
    assert!(fixed.contains("固定"), "{fixed}");
}
