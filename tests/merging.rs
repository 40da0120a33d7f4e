//! Merging project files by key, without git.

use std::sync::Arc;

use insta::assert_snapshot;
use jixiao::diagnostic::SourceFile;
use jixiao::form::Form;
use jixiao::history::merge::{Merged, Outcome, Versions, merge};
use jixiao::source::Document;
use jixiao::source::layout::{Entry, Map, Tree, Value};
use proptest::prelude::*;

use crate::moving::properties::side;
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

/// Each line of a comment stays where it is, also where both sides have changed another one.
#[test]
fn comments_are_merged_line_by_line() {
    let form = |lines: &str| {
        let lines: String = lines.chars().map(|line| format!("# {line}\n")).collect();
        format!("年度: 2026\n{lines}项目名称: 甲\n")
    };
    for (base, ours, theirs, wanted) in [
        ("一二三", "一二子三", "一丑二三", "一丑二子三"),
        ("一二三", "一子三", "一丑三", "一子丑三"),
        ("一二三", "一三", "一二丑三", "一丑三"),
        ("一", "子一", "一子", "子一"),
        ("一一", "一一二", "一一", "一一二"),
        ("一", "一一", "一二", "一一二"),
    ] {
        assert_eq!(text(&merged(&form(base), &form(ours), &form(theirs))), form(wanted));
    }
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

/// A project file of indicators and texts, as a tree.
fn a_tree() -> impl Strategy<Value = Tree> {
    let pair = ("[甲乙]{1,2}", "[1-3]")
        .prop_map(|(one, two)| Value::List([one, two].map(Value::Text).into()));
    let rows = prop::collection::btree_map("[子丑寅卯]{1,2}(指标)?", pair, 1..5);
    let groups = prop::collection::btree_map("[数质]量(指标)?", rows.prop_map(map), 1..3);
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
                let (one, other) = (text(&one), text(&other));
                for (here, there) in [(0, 0), (1, 2), (2, 1)] {
                    let sides = [side(&one, here), side(&other, there)];
                    let [one, other] = sides.map(|text| sorted(&tree(&text).root));
                    prop_assert_eq!(one, other);
                }
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
