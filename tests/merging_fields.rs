//! Merging by field what someone changes in a form while its file changes.

use std::sync::Arc;

use jixiao::form::Form;
use jixiao::history::merge::{Party, Reconciled, Resolution, Versions, reconcile};
use jixiao::source::change::Amendment;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::changing::said::{Leaf, at, leaves, said, text_of};
use crate::changing::{changed, changes, form, real_files, set, try_change};
use crate::support::build::forms;
use crate::support::project::FORM;

fn merged(base: &str, ours: &str, theirs: &str, choices: &[Resolution]) -> Reconciled {
    reconcile(Versions { base, ours, theirs }, choices, forms(), None)
}

/// The default form's sample with changes as JSON.
fn with(text: &str, json: &str) -> String {
    changed(text, form("目标表"), &changes(json))
}

fn choice(path: &[&str], side: Party) -> Resolution {
    Resolution { path: path.iter().map(|key| (*key).to_owned()).collect(), side }
}

/// A file in a layout of its own.
fn commented() -> String {
    FORM.replace("年度: 2026", "# 表头\n\n年度:   2026   # 年份")
        .replace("    数量指标:", "\n    # 产出的数量\n    数量指标:")
        .replace("[=1项, =2项]", "[ =1项,=2项 ]  # 两项")
}

const HALF: &str = r#"[{"change": "set", "text": "=9项",
    "path": ["绩效指标", "产出指标", "数量指标", "完成运维升级", "半年(程)指标值"]}]"#;
const FULL: &str = r#"[{"change": "set", "text": "=8项",
    "path": ["绩效指标", "产出指标", "数量指标", "完成运维升级", "全年(程)指标值"]}]"#;

#[test]
fn what_only_one_side_has_changed_is_merged_in_the_other_sides_layout() {
    let base = commented();
    let name = r#"[{"change": "set", "path": ["项目名称"], "text": "乙"}]"#;
    let year = r#"[{"change": "set", "path": ["年度"], "text": "2027"}]"#;
    let row = r#"[{"change": "add", "path": ["项目资金", "支出", "新"]},
                  {"change": "set", "path": ["项目资金", "支出", "新", "半年(程)计划执行数"], "text": "1"}]"#;
    let gone = r#"[{"change": "remove", "path": ["绩效指标", "过程", "资金管理", "资金到位率"]}]"#;
    let moved = r#"[{"change": "move", "path": ["绩效指标", "过程"], "before": "决策"}]"#;
    for (mine, theirs) in [
        (name, year),
        (HALF, FULL),
        (FULL, HALF),
        (row, gone),
        (gone, row),
        (gone, HALF),
        (moved, HALF),
        (HALF, moved),
    ] {
        let (ours, other) = (with(&base, mine), with(&base, theirs));
        let both = with(&other, mine);
        for end in ["\n", "\r\n"] {
            let written = |text: &str| format!("\u{FEFF}{}", text.replace('\n', end));
            let merged = merged(&written(&base), &written(&ours), &written(&other), &[]);
            assert_eq!(merged.contested, vec![]);
            assert_eq!(merged.text, Some(written(&both)), "{mine} {theirs}");
        }
    }
}

#[test]
fn the_other_sides_layout_is_kept() {
    // The other side has laid the file out anew, and said something else beside.
    let base = "项目名称: 甲\n项目资金:\n  支出:\n    甲: [1, 2] # 一\n联系电话: \"1\"\n";
    let ours = with(
        base,
        r#"[{"change": "set", "path": ["项目资金", "支出", "甲", "全年(程)预算数"], "text": "7"}]"#,
    );
    let theirs =
        "\"项目名称\":   乙\n\n项目资金:\n    支出:\n        甲: [1,2] # 一\n联系电话: '1'\n";
    let merged = merged(base, &ours, theirs, &[]);
    assert_eq!(merged.text.as_deref(), Some(theirs.replace("[1,2]", "[1,7]").as_str()));
}

#[test]
fn what_both_sides_have_changed_is_chosen() {
    let base = commented();
    let mine = with(&base, &HALF.replace("=9项", "=9项: 甲"));
    let theirs = with(&with(&base, &HALF.replace("=9项", "=7项")), FULL);
    let open = merged(&base, &mine, &theirs, &[]);
    assert_eq!(open.text, None);
    let path = ["绩效指标", "产出指标", "数量指标", "完成运维升级", "半年(程)指标值"];
    let json = serde_json::to_value(&open.contested).expect("plain data");
    assert_eq!(
        json,
        serde_json::json!([{
            "path": path,
            "messages": ["冲突：绩效指标 › 产出指标 › 数量指标 › 完成运维升级 › 半年(程)指标值：\
                          我方“=9项: 甲”，对方“=7项”，原为“=1项”"],
            "base": "=1项",
            "mine": "=9项: 甲",
            "theirs": "=7项",
        }])
    );
    let chosen = merged(&base, &mine, &theirs, &[choice(&path, Party::Theirs)]);
    assert_eq!(chosen.text.as_deref(), Some(theirs.as_str()));
    let chosen = merged(&base, &mine, &theirs, &[choice(&path, Party::Mine)]);
    assert_eq!(chosen.text, Some(theirs.replace("=7项", "\"=9项: 甲\"")));
}

/// One after the other: what is not chosen yet stays open.
#[test]
fn choices_come_one_by_one() {
    let change = |name: &str, half: &str| {
        let json = serde_json::json!([
            {"change": "set", "path": ["项目名称"], "text": name},
            {"change": "set", "path": ["项目资金", "支出", "平台运营服务费", "半年(程)计划执行数"], "text": half},
        ]);
        with(FORM, &json.to_string())
    };
    let (mine, theirs) = (change("我的", "7"), change("他的", "8"));
    let open = merged(FORM, &mine, &theirs, &[]);
    let paths: Vec<String> = open.contested.iter().map(|it| it.path.join(" ")).collect();
    assert_eq!(paths, ["项目名称", "项目资金 支出 平台运营服务费 半年(程)计划执行数"]);
    let first = choice(&["项目名称"], Party::Mine);
    let half = merged(FORM, &mine, &theirs, std::slice::from_ref(&first));
    assert_eq!((half.text, &half.contested[..]), (None, &open.contested[1..]));
    let path = ["项目资金", "支出", "平台运营服务费", "半年(程)计划执行数"];
    let both = merged(FORM, &mine, &theirs, &[first, choice(&path, Party::Theirs)]);
    assert_eq!(both.text, Some(change("我的", "8")));
}

#[test]
fn texts_of_several_lines_are_chosen_as_a_whole() {
    let line = |number: usize, new: &str| {
        let mut lines = ["一", "二", "三", "四", "五"];
        lines[number] = new;
        format!("立项必要性: |-\n  {}\n联系电话: \"1\"\n", lines.join("\n  "))
    };
    let (base, mine) = (line(0, "一"), line(4, "我的"));
    let theirs = line(0, "他的").replace("\"1\"", "\"2\"");
    assert_eq!(merged(&base, &mine, &theirs, &[]).text, Some(theirs.replace("五", "我的")));
    let theirs = line(4, "他的").replace("\"1\"", "\"2\"");
    let open = merged(&base, &mine, &theirs, &[]);
    assert_eq!(open.contested.len(), 1);
    assert_eq!(open.contested[0].mine.as_deref(), Some("一\n二\n三\n四\n我的"));
    let chosen = merged(&base, &mine, &theirs, &[choice(&["立项必要性"], Party::Mine)]);
    assert_eq!(chosen.text, Some(theirs.replace("他的", "我的")));
}

/// One side has removed what the other one has changed.
#[test]
fn what_one_side_has_removed_is_chosen() {
    let base = commented();
    let row = ["绩效指标", "产出指标", "数量指标", "完成运维升级"];
    let gone = with(
        &base,
        r#"[{"change": "remove", "path": ["绩效指标", "产出指标", "数量指标", "完成运维升级"]}]"#,
    );
    let kept = with(&base, HALF);
    for (ours, theirs, keeps) in [(&gone, &kept, Party::Theirs), (&kept, &gone, Party::Mine)] {
        let open = merged(&base, ours, theirs, &[]);
        assert_eq!(open.contested.len(), 1, "{open:?}");
        // The group has gone with its only row.
        assert_eq!(open.contested[0].path, row[..3]);
        let removes = if keeps == Party::Mine { Party::Theirs } else { Party::Mine };
        let chosen = merged(&base, ours, theirs, &[choice(&row[..3], removes)]);
        assert_eq!(said(&chosen.text.expect("a text")), said(&gone));
        let chosen = merged(&base, ours, theirs, &[choice(&row[..3], keeps)]);
        assert_eq!(said(&chosen.text.expect("a text")), said(&kept));
    }
}

/// What is about names and their order is chosen for the whole field.
#[test]
fn names_are_chosen_with_their_field() {
    let rename = |name: &str| {
        let path = ["绩效指标", "产出指标", "数量指标", "完成运维升级"];
        let json = serde_json::json!([{"change": "rename", "path": path, "name": name}]);
        with(FORM, &json.to_string())
    };
    let (mine, theirs) = (rename("我的"), rename("他的"));
    let open = merged(FORM, &mine, &theirs, &[]);
    assert_eq!(open.contested.len(), 1, "{open:?}");
    assert_eq!(open.contested[0].path, ["绩效指标"]);
    assert!(open.contested[0].mine.as_ref().is_some_and(|text| text.contains("我的: [")));
    for (side, text) in [(Party::Mine, &mine), (Party::Theirs, &theirs)] {
        let chosen = merged(FORM, &mine, &theirs, &[choice(&["绩效指标"], side)]);
        assert_eq!(said(&chosen.text.expect("a text")), said(text));
    }
    let order = |first: &str, second: &str| {
        let json = serde_json::json!([
            {"change": "move", "path": ["绩效指标", first], "before": "决策"},
            {"change": "move", "path": ["绩效指标", second], "before": first},
        ]);
        with(FORM, &json.to_string())
    };
    let (mine, theirs) = (order("过程", "效益指标"), order("产出指标", "过程"));
    let open = merged(FORM, &mine, &theirs, &[]);
    assert_eq!(open.contested[0].path, ["绩效指标"]);
    let chosen = merged(FORM, &mine, &theirs, &[choice(&["绩效指标"], Party::Mine)]);
    assert_eq!(chosen.text, Some(mine));
}

#[test]
fn mistakes_elsewhere_keep_no_merge_back() {
    let base =
        "年度: 二六年\n没有的: 甲\n项目名称: 甲\n项目资金:\n  资金总额: 1,000万\n  支出: 甲\n";
    let ours = base.replace("项目名称: 甲", "项目名称: 乙");
    let theirs = base.replace("1,000万", "1000");
    let both = theirs.replace("项目名称: 甲", "项目名称: 乙");
    assert_eq!(merged(base, &ours, &theirs, &[]).text, Some(both));
}

/// What cannot be read is merged by line, or chosen as a whole.
#[test]
fn a_file_that_cannot_be_read_is_chosen_as_a_whole() {
    let (base, ours) = ("项目名称: 甲\n年度: 2026\n", "项目名称: 乙\n年度: 2026\n");
    let theirs = "项目名称: [甲\n年度: 2026\n";
    let open = merged(base, ours, theirs, &[]);
    assert_eq!(open.text, None);
    assert_eq!((open.contested[0].path.len(), open.contested.len()), (0, 1));
    assert_eq!(open.contested[0].theirs.as_deref(), Some(theirs));
    for (side, text) in [(Party::Mine, ours), (Party::Theirs, theirs)] {
        assert_eq!(merged(base, ours, theirs, &[choice(&[], side)]).text.as_deref(), Some(text));
    }
    let theirs = "项目名称: 甲\n年度: [2026\n";
    assert_eq!(
        merged(base, ours, theirs, &[]).text.as_deref(),
        Some("项目名称: 乙\n年度: [2026\n")
    );
}

/// Changes of both sides to one file: each leaf as its side has it.
fn assert_reconciled(
    index: Index,
    picked: [&[(Index, String)]; 2],
    sides: &[bool],
) -> Result<(), TestCaseError> {
    let files = real_files();
    let (_, form, base) = index.get(&files);
    let base = format!("# 头上的\n\n{}", base.replace("项目资金:", "# 钱\n项目资金:"));
    let all: Vec<Leaf> =
        leaves(form, &said(&base)).into_iter().filter(|leaf| leaf.text.is_some()).collect();
    let edited = |picked: &[(Index, String)]| {
        let changes: Vec<_> =
            picked.iter().map(|(index, text)| set(&index.get(&all).path, text)).collect();
        changed(&base, form, &changes)
    };
    let [ours, theirs] = picked.map(edited);
    let versions = Versions { base: base.as_str(), ours: &ours, theirs: &theirs };
    let open = reconcile(versions, &[], forms(), Some(&form.name));
    let choices: Vec<Resolution> = open
        .contested
        .iter()
        .zip(sides.iter().cycle())
        .map(|(contested, is_mine)| Resolution {
            path: contested.path.clone(),
            side: if *is_mine { Party::Mine } else { Party::Theirs },
        })
        .collect();
    let settled = reconcile(versions, &choices, forms(), Some(&form.name));
    let Some(text) = settled.text else {
        return Err(TestCaseError::fail(format!("{:?}\n{ours}\n{theirs}", settled.contested)));
    };
    let [mut base_said, mut ours_said, mut theirs_said, mut now] =
        [&base, &ours, &theirs, &text].map(|text| said(text));
    for leaf in &all {
        let [base, ours, theirs, now] =
            [&mut base_said, &mut ours_said, &mut theirs_said, &mut now]
                .map(|value| text_of(at(value, &leaf.steps)).expect("a text"));
        let chosen = choices.iter().find(|choice| leaf.path.starts_with(&choice.path));
        let wanted = match chosen.map(|choice| choice.side) {
            Some(Party::Mine) => Some(&ours),
            Some(Party::Theirs) => Some(&theirs),
            None if ours == base => Some(&theirs),
            None if theirs == base || ours == theirs => Some(&ours),
            // By line.
            None => None,
        };
        if let Some(wanted) = wanted {
            prop_assert_eq!(&now, wanted, "{:?}\n{}", leaf, text);
        }
    }
    prop_assert!(text.starts_with("# 头上的\n\n") && text.contains("# 钱\n项目资金:"), "{}", text);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn every_field_is_as_its_side_has_it(
        file in any::<Index>(),
        mine in prop::collection::vec((any::<Index>(), "[甲乙丙# :]{0,3}[0-9]"), 0..6),
        theirs in prop::collection::vec((any::<Index>(), "[甲乙丙# :]{0,3}[0-9](\n乙)?"), 0..6),
        common in any::<bool>(),
        sides in prop::collection::vec(any::<bool>(), 1..5),
    ) {
        let mut theirs = theirs;
        if let (true, Some((index, _))) = (common, mine.first()) {
            theirs.push((*index, "别的".to_owned()));
        }
        assert_reconciled(file, [&mine, &theirs], &sides)?;
    }
}

/// The paths of all names in the tree of a form's indicators.
fn names(value: &serde_yaml::Value, path: &[String], all: &mut Vec<Vec<String>>) {
    for (name, below) in value.as_mapping().into_iter().flatten() {
        let path = [path, &[text_of(name).expect("a name")]].concat();
        all.push(path.clone());
        if path.len() < 4 {
            names(below, &path, all);
        }
    }
}

/// A text with one more change to its rows, if that can be made.
fn moved_about(text: &str, form: &Arc<Form>, (kind, one, other, word): &Kick) -> String {
    let said = said(text);
    let mut all = Vec::new();
    names(&said["绩效指标"], &["绩效指标".to_owned()], &mut all);
    if all.is_empty() {
        return text.to_owned();
    }
    let path = one.get(&all).clone();
    let above = path[..path.len() - 1].to_vec();
    let beside = all.iter().filter(|it| it.len() == path.len() && it.starts_with(&above));
    let beside: Vec<String> = beside.map(|it| it[it.len() - 1].clone()).collect();
    let before = Some(other.get(&beside).clone()).filter(|_| kind % 2 == 0);
    let groups: Vec<_> = all.iter().filter(|it| it.len() == above.len()).collect();
    let change = match kind % 10 {
        0 | 1 => Amendment::Add { path: [above, vec![word.clone()]].concat(), before },
        2 | 3 => Amendment::Move { path, to: None, before },
        4 => Amendment::Move {
            path,
            to: (!groups.is_empty()).then(|| (*other.get(&groups)).clone()),
            before: None,
        },
        5 => Amendment::Remove { path },
        6 => Amendment::Rename { path, name: word.clone() },
        _ => {
            let leaves = leaves(form, &said);
            set(&one.get(&leaves).path, word)
        }
    };
    try_change(text, form, &[change]).unwrap_or_else(|_| text.to_owned())
}

type Kick = (u8, Index, Index, String);

fn kicks() -> impl Strategy<Value = Vec<Kick>> {
    let word = prop::sample::select(vec!["甲", "乙", "丙: 丁", "质量指标", ""]);
    let word = word.prop_map(str::to_owned);
    prop::collection::vec((any::<u8>(), any::<Index>(), any::<Index>(), word), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Whatever both sides do to the rows, choosing leads to a text, which has all comments.
    #[test]
    fn choosing_comes_to_an_end(
        file in any::<Index>(),
        mine in kicks(),
        theirs in kicks(),
        common in any::<bool>(),
        sides in prop::collection::vec(any::<bool>(), 1..5),
    ) {
        let files = real_files();
        let (_, form, base) = file.get(&files);
        let base = format!("# 头上的\n\n{}# 脚下的\n", base.replace("项目资金:", "# 钱\n项目资金:"));
        let after = |kicks: &[Kick]| {
            kicks.iter().fold(base.clone(), |text, kick| moved_about(&text, form, kick))
        };
        // Both of them at the same places.
        let again = |(kind, one, other, _): &Kick| (*kind, *one, *other, "戊".to_owned());
        let same: Vec<Kick> = mine.iter().filter(|_| common).map(again).collect();
        let (ours, theirs) = (after(&mine), after(&[same, theirs].concat()));
        let versions = Versions { base: base.as_str(), ours: &ours, theirs: &theirs };
        let open = reconcile(versions, &[], forms(), Some(&form.name));
        let choices: Vec<Resolution> = open.contested.iter().zip(sides.iter().cycle()).map(|(it, is_mine)| {
            let side = if *is_mine { Party::Mine } else { Party::Theirs };
            Resolution { path: it.path.clone(), side }
        }).collect();
        prop_assert!(open.contested.iter().all(|it| !it.path.is_empty()), "{:?}", open.contested);
        let settled = reconcile(versions, &choices, forms(), Some(&form.name));
        let Some(text) = settled.text else {
            return Err(TestCaseError::fail(format!("{choices:?}\n{:?}\n{ours}\n{theirs}", settled.contested)));
        };
        prop_assert!(text.starts_with("# 头上的\n\n"), "{}", text);
        prop_assert!(text.contains("# 钱\n项目资金:") && text.contains("# 脚下的\n"), "{}", text);
        // One side alone has all that it wants.
        for (ours, theirs) in [(&ours, &base), (&base, &theirs)] {
            let other = if *ours == base { theirs } else { ours };
            let alone = reconcile(Versions { base: base.as_str(), ours, theirs }, &[], forms(), None);
            prop_assert_eq!(alone.text.as_deref(), Some(other.as_str()));
        }
    }
}
