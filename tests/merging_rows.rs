//! Merging files of all forms: rows by column, and what is done without a form.

use insta::assert_snapshot;
use jixiao::diagnostic::SourceFile;
use jixiao::history::merge::{Merged, Outcome, Versions, merge};
use jixiao::source::Document;
use proptest::prelude::*;

use crate::merging::{indicators, merged, shown, text};
use crate::support::build::forms;

/// An evaluation of indicators, each `name: row`.
fn evaluation(rows: &[&str]) -> String {
    format!("表: 自评表\n年度: 2026\n\n{}", indicators(rows))
}

/// Whatever the form, a row is merged by column.
#[test]
fn rows_of_any_form_are_merged_by_column() {
    let base = evaluation(&["甲: [≥1个, \"\", 20, 20, \"\"]"]);
    let ours = evaluation(&["甲: [≥1个, 2个, 20, 18, \"\"]"]);
    let theirs = evaluation(&["甲: [≥1个, \"\", 25, 20, 晚了]"]);
    let wanted = evaluation(&["甲: [≥1个, 2个, 25, 18, 晚了]"]);
    let merged = self::merged(&base, &ours, &theirs);
    assert_eq!((text(&merged), merged.outcome), (wanted, Outcome::Settled));
    let theirs = evaluation(&["甲: [≥1个, 3个, 20, 20, \"\"]"]);
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    表: 自评表
    年度: 2026

    绩效指标:
      产出指标:
        数量指标:
    <<<<<<< 我方
          甲: [≥1个, 2个, 20, 18, ""]
    ||||||| 原来
          甲: [≥1个, "", 20, 18, ""]
    =======
          甲: [≥1个, 3个, 20, 18, ""]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标 › 甲 › 实际完成值：我方“2个”，对方“3个”，原为“”
    "#);
    let base = "表: 申报表\n项目资金:\n  财政拨款: [1, 2]\n  其他资金: [3, 4]\n总体目标:\n  年度目标: 好\n";
    let ours = base.replace("[1, 2]", "[1, 5]");
    let theirs = base.replace("[3, 4]", "[6, 4]").replace('好', "更好");
    let wanted = base.replace("[1, 2]", "[1, 5]").replace("[3, 4]", "[6, 4]").replace('好', "更好");
    assert_eq!(text(&self::merged(base, &ours, &theirs)), wanted);
}

/// A row that one side writes as a list and the other one as a mapping is one row.
#[test]
fn a_list_and_a_mapping_are_one_row() {
    let monitoring = |row: &str| format!("表: 监控表\n{}", indicators(&[row]));
    let base = monitoring("甲: [≥1个, \"\", 2个, [], \"\", 确定能, \"\"]");
    let ours = monitoring(
        "甲:\n        年度指标值: ≥1个\n        1—7月执行情况: 一个\n        全年预计完成情况: 2个\n        完成目标可能性: 确定能",
    );
    let theirs = monitoring("甲: [≥1个, \"\", 2个, [经费保障], 缺, 有可能, \"\"]");
    assert_eq!(shown(&base, &ours, &theirs), shown(&base, &theirs, &ours));
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    表: 监控表

    绩效指标:
      产出指标:
        数量指标:
          甲:
            年度指标值: ≥1个
            1—7月执行情况: 一个
            全年预计完成情况: 2个
            偏差原因: [经费保障]
            原因说明: 缺
            完成目标可能性: 有可能
    "#);
    // A comment within a mapping stays where it is.
    let remarked = ours.replace("一个\n", "一个 # 记\n");
    assert_snapshot!(shown(&base, &theirs, &remarked), @r#"
    表: 监控表

    绩效指标:
      产出指标:
        数量指标:
          甲:
            年度指标值: ≥1个
            1—7月执行情况: 一个     # 记
            全年预计完成情况: 2个
            偏差原因: [经费保障]
            原因说明: 缺
            完成目标可能性: 有可能
    "#);
    let other = theirs.replace("[经费保障], 缺", "[其他], 缺");
    assert_snapshot!(shown(&base, &theirs, &other), @r#"
    表: 监控表

    绩效指标:
      产出指标:
        数量指标:
    <<<<<<< 我方
          甲: [≥1个, "", 2个, [经费保障], 缺, 有可能, ""]
    ||||||| 原来
          甲: [≥1个, "", 2个, [], 缺, 有可能, ""]
    =======
          甲: [≥1个, "", 2个, [其他], 缺, 有可能, ""]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标 › 甲 › 偏差原因：我方“[经费保障]”，对方“[其他]”，原为“[]”
    "#);
    let removed = "表: 监控表\n绩效指标:\n  产出指标:\n    质量指标: {乙: [1, 1, 1, [], \"\", 确定能, \"\"]}\n";
    let both = format!("{ours}    质量指标: {{乙: [1, 1, 1, [], \"\", 确定能, \"\"]}}\n");
    let changed = both.replace("2个", "3个");
    assert_snapshot!(shown(&both, removed, &changed), @r#"
    表: 监控表

    绩效指标:
      产出指标:
    <<<<<<< 我方
    ||||||| 原来
        数量指标:
          甲:
            年度指标值: ≥1个
            1—7月执行情况: 一个
            全年预计完成情况: 2个
            完成目标可能性: 确定能
    =======
        数量指标:
          甲:
            年度指标值: ≥1个
            1—7月执行情况: 一个
            全年预计完成情况: 3个
            完成目标可能性: 确定能
    >>>>>>> 对方
        质量指标:
          乙: [1, 1, 1, [], "", 确定能, ""]
    冲突：绩效指标 › 产出指标 › 数量指标 › 甲：我方没有这一项，对方“{年度指标值: ≥1个, 1—7月执行情况: 一个, 全年预计完成情况: 3个,…”，原为“{年度指标值: ≥1个, 1—7月执行情况: 一个, 全年预计完成情况: 2个,…”
    "#);
}

/// Of a form that no one knows, mappings are merged by key, and all else as it stands.
#[test]
fn files_of_an_unknown_form_are_merged_by_key() {
    let base = "表: 别的表\n甲:\n  乙: [1, 2]\n  丙: 好\n丁: 戊\n";
    let ours = base.replace("[1, 2]", "[1, 3]");
    let theirs = base.replace("丙: 好", "丙: 很好").replace("丁: 戊", "丁: 己");
    let wanted = ours.replace("丙: 好", "丙: 很好").replace("丁: 戊", "丁: 己");
    assert_eq!(text(&merged(base, &ours, &theirs)), wanted);
    let theirs = base.replace("[1, 2]", "[0, 2]");
    assert_snapshot!(shown(base, &ours, &theirs), @r#"
    表: 别的表
    甲:
    <<<<<<< 我方
      乙: [1, 3]
    ||||||| 原来
      乙: [1, 2]
    =======
      乙: [0, 2]
    >>>>>>> 对方
      丙: 好
    丁: 戊
    冲突：甲 › 乙：我方“[1, 3]”，对方“[0, 2]”，原为“[1, 2]”
    "#);
    // No name is followed, as it may be a key.
    let renamed = base.replace("丙: 好", "庚: 好");
    let theirs = base.replace("丙: 好", "丙: 很好");
    assert!(!merged(base, &renamed, &theirs).outcome.is_settled());
    // What another reader takes for nothing is not made a text.
    let nothing = base.replace("丙: 好", "丙: ~");
    let outcome = merged(&nothing, &nothing.replace('戊', "己"), &nothing).outcome;
    assert!(matches!(outcome, Outcome::ByLine { .. }), "{outcome:?}");
}

/// Where one side has made another form of a file, both are merged as what they are.
#[test]
fn files_of_two_forms_are_merged_by_key() {
    let base = format!("年度: 2026\n{}", indicators(&["甲: [1, 1]", "乙: [1, 1]"]));
    let ours = format!("表: 申报表\n年度: 2026\n{}", indicators(&["甲: 1", "乙: 1"]));
    let theirs = base.replace("乙: [1, 1]", "乙: [1, 2]");
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    表: 申报表
    年度: 2026
    绩效指标:
      产出指标:
        数量指标:
          甲: "1"
    <<<<<<< 我方
          乙: "1"
    ||||||| 原来
          乙: [1, 1]
    =======
          乙: [1, 2]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标 › 乙：我方“1”，对方“[1, 2]”，原为“[1, 1]”
    "#);
}

/// The form of a file may stand in its default file, which git does not merge with it.
#[test]
fn the_form_may_be_supplied() {
    let base = indicators(&["甲: [1, 2, 3, 4, 5]"]);
    let ours = base.replace("1, 2", "1, 7");
    let theirs = base.replace("4, 5", "4, 8");
    let files = Versions { base: base.as_str(), ours: &ours, theirs: &theirs };
    let merged = merge(files.map(str::as_bytes), 7, forms(), Some("自评表"));
    assert_eq!(text(&merged), base.replace("1, 2, 3, 4, 5", "1, 7, 3, 4, 8"));
    let merged = merge(files.map(str::as_bytes), 7, forms(), None);
    assert!(matches!(merged.outcome, Outcome::ByLine { .. }), "{:?}", merged.outcome);
}

/// A monitoring form whose rows are lists or mappings.
fn a_monitoring() -> impl Strategy<Value = String> {
    let marks = prop::sample::select(vec!["[]", "[其他]", "[经费保障, 其他]"]);
    let row = ("[1-3]", "[1-3]", marks, "[甲乙]?", prop::bool::ANY);
    let row = row.prop_map(|(target, actual, marks, note, is_list)| match is_list {
        true => format!(" [{target}, {actual}, 1, {marks}, \"\", 确定能, \"{note}\"]\n")
            .replace("\"甲\"", "甲")
            .replace("\"乙\"", "乙"),
        false => {
            let note = if note.is_empty() { note } else { format!("        备注: {note}\n") };
            format!(
                "\n        年度指标值: {target}\n        1—7月执行情况: {actual}\n        全年预计完成情况: 1\n        偏差原因: {marks}\n        完成目标可能性: 确定能\n{note}"
            )
        }
    });
    prop::collection::btree_map("[子丑寅]", row, 1..4).prop_map(|rows| {
        let rows: String = rows.iter().map(|(name, row)| format!("      {name}:{row}")).collect();
        format!("表: 监控表\n\n绩效指标:\n  产出指标:\n    数量指标:\n{rows}")
    })
}

proptest! {
    /// The same holds for rows of any shape.
    #[test]
    fn rows_of_all_shapes_are_merged(
        base in a_monitoring(),
        ours in a_monitoring(),
        theirs in a_monitoring(),
    ) {
        for merged in [merged(&base, &ours, &base), merged(&base, &base, &ours)] {
            prop_assert_eq!(&merged.outcome, &Outcome::Settled);
            prop_assert_eq!(text(&merged), ours.as_str());
        }
        let one = merged(&base, &ours, &theirs);
        let other = merged(&base, &theirs, &ours);
        match (&one.outcome, &other.outcome) {
            (Outcome::Settled, Outcome::Settled) => {
                let read = |merged: &Merged| {
                    let document = Document::parse(SourceFile::new("", text(merged)), forms());
                    let form = forms().newest(Some("监控表")).expect("a form");
                    let form = form.form().expect("a sound form");
                    document.expect("a document").read(form, Some(&[]))
                };
                let [one, other] = [read(&one), read(&other)];
                prop_assert!(one.found.is_empty() && other.found.is_empty());
                prop_assert_eq!(&one.values, &other.values);
            }
            (Outcome::Conflicts(one_way), Outcome::Conflicts(other_way)) => {
                prop_assert_eq!(one_way.len(), other_way.len());
                prop_assert!(text(&one).contains("<<<<<<< "), "{}", text(&one));
            }
            outcomes => prop_assert!(false, "{outcomes:?}"),
        }
    }
}

/// A row that the form fixes is the same left out or with zeros.
#[test]
fn a_fixed_row_left_out_is_one_of_zeros() {
    let form = |row: &str| format!("表: 申报表\n\n项目资金:\n  财政拨款: [1, 2]\n{row}");
    let [none, zeros, some, others] =
        ["", "  其他资金: [0, 0]\n", "  其他资金: [3, 4]\n", "  其他资金: [5, 6]\n"].map(form);
    for (base, ours, theirs, wanted) in [
        (&zeros, &none, &some, &some),
        (&none, &zeros, &some, &some),
        (&some, &none, &zeros, &zeros),
        (&zeros, &none, &zeros, &none),
        (&none, &zeros, &none, &zeros),
        (&zeros, &none, &none, &none),
    ] {
        for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
            let merged = self::merged(base, ours, theirs);
            assert_eq!((text(&merged), merged.outcome), (wanted.clone(), Outcome::Settled));
        }
    }
    assert!(!self::merged(&some, &none, &others).outcome.is_settled());
    let remarked = form("  其他资金: [0, 0] # 记\n");
    assert!(text(&self::merged(&zeros, &none, &remarked)).contains("# 记"));
}
