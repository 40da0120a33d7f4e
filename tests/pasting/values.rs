//! Values of spreadsheets in the form's words.

use super::{INDICATORS, TARGET, messages, target};

/// What a value is, pasted into an indicator.
fn value(text: &str) -> String {
    let rows: &[&[&str]] = &[&["产出指标", "数量指标", "甲", text, "≥9%"]];
    let (pasted, _) = target(TARGET, INDICATORS, rows);
    pasted.preview.rows[0].cells[3].text.clone()
}

#[test]
fn signs_are_the_forms() {
    for (written, wanted) in [
        (">=85%", "≥85%"),
        ("＞＝85％", "≥85%"),
        ("大于等于 85%", "≥85%"),
        ("85%以上", "≥85%"),
        ("<=1,300万元", "≤1300万元"),
        ("=100%", "=100%"),
        ("＝１０台", "=10台"),
        ("不低于2025年水平", "不低于2025年水平"),
        ("超过5家企业来信表扬并且在全市作了交流的", "超过5家企业来信表扬并且在全市作了交流的"),
        ("0.95", "0.95"),
        ("6月底前", "6月底前"),
    ] {
        assert_eq!(value(written), wanted, "{written}");
    }
}

#[test]
fn shares_beside_percents_are_told() {
    let rows: &[&[&str]] =
        &[&["产出指标", "数量指标", "甲", "0.95", "≥9%"], &["", "", "乙", "90%", "≥9%"]];
    let (pasted, text) = target(TARGET, INDICATORS, rows);
    assert!(text.contains("甲: [0.95, ≥9%]"), "{text}");
    let problem = &pasted.problems[0];
    assert!(!problem.left_out && problem.rows == [1] && problem.message.contains("没有 %"));
}

/// What an amount is, pasted below a header, and what is told.
fn amount(head: &str, text: &str) -> (String, String) {
    let rows: &[&[&str]] = &[&["支出项目", head], &["会议费", text]];
    let (pasted, _) = target(TARGET, &["项目资金", "支出", "培训费"], rows);
    (pasted.preview.rows[0].cells[1].text.clone(), messages(&pasted))
}

#[test]
fn amounts_are_plain_numbers_in_ten_thousands() {
    for (written, wanted) in [
        ("1,234.50", "1234.50"),
        ("１２．５", "12.5"),
        ("20万元", "20"),
        (" 20 万 ", "20"),
        ("0", "0"),
    ] {
        let (said, told) = amount("全年预算数(万元)", written);
        assert_eq!((said.as_str(), told.as_str()), (wanted, ""), "{written}");
    }
}

#[test]
fn amounts_in_yuan_are_not_converted() {
    for (head, written) in
        [("全年预算数", "50,000元"), ("全年预算数（元）", "50000"), ("全年预算数", "¥50,000")]
    {
        let (said, told) = amount(head, written);
        assert_eq!(said, "50000元", "{head} {written}");
        assert!(told.contains("没有换算"), "{told}");
    }
}

#[test]
fn amounts_that_are_none_are_told() {
    for (written, wanted) in [("约20", "约20"), ("-5", "-5"), ("-", "0"), ("1,23", "1,23")] {
        let (said, told) = amount("全年预算数", written);
        assert_eq!(said, wanted);
        assert!(!told.is_empty(), "{written}");
    }
}
