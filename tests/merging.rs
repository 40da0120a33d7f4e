//! Merging project files by key, without git.

use std::sync::Arc;

use insta::assert_snapshot;
use jixiao::diagnostic::SourceFile;
use jixiao::form::Form;
use jixiao::history::merge::{Merged, Outcome, Versions, merge};
use jixiao::source::Document;
use jixiao::source::layout::{Entry, Map, Tree, Value};
use proptest::prelude::*;

use crate::support::build::forms;

pub fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    let files = Versions { base, ours, theirs };
    merge(files.map(str::as_bytes), 7, forms(), None)
}

pub fn text(merged: &Merged) -> String {
    String::from_utf8(merged.bytes.clone()).expect("UTF-8")
}

/// The text and what is said about it.
pub fn shown(base: &str, ours: &str, theirs: &str) -> String {
    let merged = merged(base, ours, theirs);
    let messages: String =
        merged.outcome.messages().iter().map(|message| format!("{message}\n")).collect();
    format!("{}{messages}", text(&merged))
}

fn tree(text: &str) -> Tree {
    Document::parse(SourceFile::new("", text), forms())
        .and_then(|document| Tree::of(&document, Some(target()), true))
        .unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}

/// The form of files that name none.
fn target() -> &'static Arc<Form> {
    forms().newest(None).expect("the default form").form().expect("a sound form")
}

/// A group of indicators, each `name: value`.
pub fn indicators(rows: &[&str]) -> String {
    let rows: String = rows.iter().map(|row| format!("      {row}\n")).collect();
    format!("绩效指标:\n  产出指标:\n    数量指标:\n{rows}")
}

/// Comments of both sides are kept; none is told twice.
#[test]
fn comments_are_kept() {
    let base = "# 头\n年度: 2026\n项目名称: 甲 # 旧\n";
    let ours = "# 头\n# 我的\n年度: 2026\n项目名称: 甲 # 旧\n";
    let theirs = "# 头\n# 他的\n年度: 2026\n# 名称\n项目名称: 乙 # 旧\n";
    assert_snapshot!(shown(base, ours, theirs), @r#"
    # 头
    # 我的
    # 他的
    年度: 2026
    # 名称
    项目名称: 乙 # 旧
    "#);
}

/// Both add different indicators where there was nothing.
#[test]
fn ours_comes_first() {
    let base = indicators(&["甲: [1, 1]", "丁: [1, 1]"]);
    let ours = indicators(&["甲: [1, 1]", "乙一: [1, 1]", "乙二: [1, 1]", "丁: [1, 1]"]);
    let theirs = indicators(&["甲: [1, 1]", "丙一: [1, 1]", "丙二: [1, 1]", "丁: [1, 1]"]);
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    绩效指标:
      产出指标:
        数量指标:
          甲: [1, 1]
          乙一: [1, 1]
          乙二: [1, 1]
          丙一: [1, 1]
          丙二: [1, 1]
          丁: [1, 1]
    "#);
}

/// One side moves, the other one changes.
#[test]
fn a_move_is_followed() {
    let base = indicators(&["甲: [1, 1]", "乙: [1, 1]", "丙: [1, 1]"]);
    let ours = indicators(&["甲: [1, 2]", "乙: [1, 1]", "新: [5, 5]", "丙: [1, 1]"]);
    let theirs = indicators(&["丙: [1, 1]", "甲: [1, 1]", "乙: [3, 1]"]);
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    绩效指标:
      产出指标:
        数量指标:
          丙: [1, 1]
          甲: [1, 2]
          乙: [3, 1]
          新: [5, 5]
    "#);
}

/// Both give an indicator a new name.
#[test]
fn two_new_names_are_a_conflict() {
    let base = indicators(&["甲: [1, 1]", "乙: [2, 2]"]);
    let ours = indicators(&["甲: [1, 1]", "乙的很长的名称: [2, 2]"]);
    let theirs = indicators(&["甲: [1, 1]", "乙二: [2, 2]"]);
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    绩效指标:
      产出指标:
        数量指标:
          甲:             [1, 1]
    <<<<<<< 我方
          乙的很长的名称: [2, 2]
    ||||||| 原来
          乙: [2, 2]
    =======
          乙二: [2, 2]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标 › 乙 › 名称：我方“乙的很长的名称”，对方“乙二”，原为“乙”
    "#);
}

/// Where two indicators have the same value, neither is followed.
#[test]
fn an_ambiguous_name_is_not_followed() {
    let base = indicators(&["甲: [1, 1]", "乙: [1, 1]"]);
    let ours = indicators(&["丙: [1, 1]", "丁: [1, 1]"]);
    let theirs = indicators(&["甲: [1, 3]", "乙: [1, 1]"]);
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    绩效指标:
      产出指标:
        数量指标:
          丙: [1, 1]
          丁: [1, 1]
    <<<<<<< 我方
    ||||||| 原来
          甲: [1, 1]
    =======
          甲: [1, 3]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标 › 甲：我方没有这一项，对方“[1, 3]”，原为“[1, 1]”
    "#);
}

/// A group of which each side removes a part goes, for it would be empty.
#[test]
fn no_group_is_left_empty() {
    let base = indicators(&["甲: [1, 1]", "乙: [1, 1]"]) + "    质量指标:\n      丙: [1, 1]\n";
    let ours = indicators(&["甲: [1, 1]"]) + "    质量指标:\n      丙: [1, 1]\n";
    let theirs = indicators(&["乙: [1, 1]"]) + "    质量指标:\n      丙: [1, 1]\n";
    assert_snapshot!(shown(&base, &ours, &theirs), @r#"
    绩效指标:
      产出指标:
        质量指标:
          丙: [1, 1]
    "#);
}

/// One side removes a group, the other one adds to it.
#[test]
fn a_removed_group_may_grow() {
    let base = indicators(&["甲: [1, 1]"]) + "    质量指标:\n      丙: [1, 1]\n";
    let ours = "绩效指标:\n  产出指标:\n    质量指标:\n      丙: [1, 1]\n";
    let theirs = indicators(&["甲: [1, 1]", "乙: [2, 2]"]) + "    质量指标:\n      丙: [1, 1]\n";
    assert_snapshot!(shown(&base, ours, &theirs), @r#"
    绩效指标:
      产出指标:
        数量指标:
          乙: [2, 2]
        质量指标:
          丙: [1, 1]
    "#);
}

/// Line ends and a byte-order mark are those of the side that has changed them.
#[test]
fn line_ends_are_merged() {
    let base = "年度: 2026\n项目名称: 甲\n";
    let ours = "年度: 2026\n项目名称: 乙\n";
    let theirs = "\u{FEFF}年度: 2027\r\n项目名称: 甲\r\n";
    let merged = merged(base, ours, theirs);
    assert_eq!(text(&merged), "\u{FEFF}年度: 2027\r\n项目名称: 乙\r\n");
    let conflict = "年度: 2028\n项目名称: 甲\n";
    assert_snapshot!(shown(base, conflict, theirs).replace('\r', "␍"), @r#"
    ﻿<<<<<<< 我方␍
    年度: 2028␍
    ||||||| 原来␍
    年度: 2026␍
    =======␍
    年度: 2027␍
    >>>>>>> 对方␍
    项目名称: 甲␍
    冲突：年度：我方“2028”，对方“2027”，原为“2026”
    "#);
}

/// A layout of one's own stays where the lines alone can be merged.
#[test]
fn a_layout_stays() {
    let base = "年度:   2026\n\n\n项目名称:   \"甲\"\n项目负责人: 丁\n";
    let ours = base.replace("2026", "2027");
    let theirs = base.replace("\"甲\"", "'乙'").replace("丁", "戊");
    let merged = merged(base, &ours, &theirs);
    assert_eq!(text(&merged), "年度:   2027\n\n\n项目名称:   '乙'\n项目负责人: 戊\n");
}

/// A conflict about blanks has markers, too.
#[test]
fn blanks_are_a_conflict() {
    let text = |blanks: &str| format!("年度目标: |-\n  时间:{blanks}长\n  第二行\n");
    let merged = merged(&text("    "), &text(" "), &text("  "));
    assert!(!merged.outcome.is_settled());
    let between = "<<<<<<< 我方\n  时间: 长\n||||||| 原来\n";
    assert!(self::text(&merged).contains(between), "{}", self::text(&merged));
}

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

/// A project file of indicators and texts, as a tree.
fn a_tree() -> impl Strategy<Value = Tree> {
    let pair = ("[甲乙]{1,2}", "[1-3]")
        .prop_map(|(one, two)| Value::List([one, two].map(Value::Text).into()));
    let rows = prop::collection::btree_map("[子丑寅卯]{1,2}", pair, 1..5);
    let groups = prop::collection::btree_map("[数质]量", rows.prop_map(map), 1..3);
    let text = prop::collection::vec("[一二三]{1,3}", 1..4).prop_map(|lines| lines.join("\n"));
    let texts = prop::collection::btree_map(
        prop::sample::select(vec!["项目名称", "立项必要性", "年度目标"]),
        text.prop_map(Value::Text),
        0..4,
    );
    (texts, prop::option::of(groups.prop_map(map))).prop_map(|(texts, groups)| {
        let mut root = entries(texts.into_iter().map(|(key, value)| (key.to_owned(), value)));
        root.extend(groups.map(|groups| {
            entry(
                "绩效指标".into(),
                Value::Map(Map {
                    entries: vec![entry("产出".into(), groups)], after: Vec::new()
                }),
            )
        }));
        Tree { root: Map { entries: root, after: Vec::new() }, ..Tree::default() }
    })
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

fn map(values: std::collections::BTreeMap<String, Value>) -> Value {
    Value::Map(Map { entries: entries(values.into_iter()), after: Vec::new() })
}

fn entries(values: impl Iterator<Item = (String, Value)>) -> Vec<Entry> {
    values.map(|(key, value)| entry(key, value)).collect()
}

fn entry(key: String, value: Value) -> Entry {
    Entry { before: Vec::new(), key, beside: Vec::new(), value }
}

proptest! {
    /// Where one side has changed nothing, the merge is the other side, to the byte.
    #[test]
    fn one_side_alone_is_the_merge(base in a_tree(), other in a_tree()) {
        let (base, other) = (base.write(Some(target())), other.write(Some(target())));
        for merged in [merged(&base, &other, &base), merged(&base, &base, &other)] {
            prop_assert_eq!(&merged.outcome, &Outcome::Settled);
            prop_assert_eq!(text(&merged), other.as_str());
        }
        prop_assert_eq!(text(&merged(&base, &other, &other)), other);
    }

    /// What is settled can be read, and says the same whoever merges; what is not, is
    /// so for both, and is marked.
    #[test]
    fn both_sides_get_the_same(base in a_tree(), ours in a_tree(), theirs in a_tree()) {
        let [base, ours, theirs] = [base, ours, theirs].map(|tree| tree.write(Some(target())));
        let one = merged(&base, &ours, &theirs);
        let other = merged(&base, &theirs, &ours);
        match (&one.outcome, &other.outcome) {
            (Outcome::Settled, Outcome::Settled) => {
                let [one, other] = [one, other].map(|merged| sorted(&tree(&text(&merged)).root));
                prop_assert_eq!(one, other);
            }
            (Outcome::Conflicts(one_way), Outcome::Conflicts(other_way)) => {
                prop_assert_eq!(one_way.len(), other_way.len());
                prop_assert!(text(&one).contains("<<<<<<< "), "{}", text(&one));
            }
            outcomes => prop_assert!(false, "{outcomes:?}"),
        }
    }

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
                    document.expect("a document").read(form, false)
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

    /// Whatever the texts, there is a merge of them.
    #[test]
    fn mutilated_texts_are_merged(
        trees in [a_tree(), a_tree(), a_tree()],
        cuts in prop::collection::vec((0..3usize, 0..400usize, 0..40usize, "[ :\\[\\]\n#\"甲-]{0,3}"), 0..6),
    ) {
        let mut texts = trees.map(|tree| tree.write(Some(target())));
        for (which, at, length, put) in cuts {
            let cut: String = texts[which].chars().take(at).chain(put.chars()).collect();
            let rest: String = texts[which].chars().skip(at + length).collect();
            texts[which] = cut + &rest;
        }
        let [base, ours, theirs] = texts;
        let merged = merged(&base, &ours, &theirs);
        let is_marked = text(&merged).contains("<<<<<<< 我方\n");
        prop_assert_eq!(!merged.outcome.is_settled(), is_marked, "{:?}", merged.outcome);
    }

    /// Bytes that are no text are merged as lines.
    #[test]
    fn bytes_are_merged(files in [any::<Vec<u8>>(), any::<Vec<u8>>()]) {
        let [base, ours] = &files;
        let files = Versions { base: base.as_slice(), ours, theirs: base };
        prop_assert_eq!(&merge(files, 7, forms(), None).bytes, ours);
    }
}

/// The entries by name: where both sides have added some, their order differs.
fn sorted(map: &Map) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = map
        .entries
        .iter()
        .map(|entry| match &entry.value {
            Value::Map(below) => (entry.key.clone(), format!("{:?}", sorted(below))),
            value => (entry.key.clone(), format!("{value:?}")),
        })
        .collect();
    rows.sort();
    rows
}
