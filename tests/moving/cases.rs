//! Cases one by one; what each of them comes to is in `tests/cases/merging`.

use crate::merging::shown;
use crate::support::assert_snapshot;

/// A form with such groups: `一级 › 二级: 名称 = 值, …`, a line each.
fn form(groups: &[&str]) -> String {
    let mut text = "年度: 2026\n绩效指标:\n".to_owned();
    let mut above = "";
    for group in groups {
        let (names, rows) = group.split_once(": ").expect("a group");
        let (first, second) = names.split_once(" › ").expect("two names");
        if first != above {
            text.push_str(&format!("  {first}:\n"));
            above = first;
        }
        text.push_str(&format!("    {second}:\n"));
        for row in rows.split(", ") {
            let (name, value) = row.split_once(" = ").expect("a row");
            text.push_str(&format!("      {name}: [{value}, {value}]\n"));
        }
    }
    text
}

fn merged(name: &str, [base, ours, theirs]: [&[&str]; 3]) {
    assert_snapshot("merging", name, &shown(&form(base), &form(ours), &form(theirs)));
}

/// Both want it elsewhere, each in another group: it is not there twice.
#[test]
fn moved_by_both_to_different_groups() {
    merged(
        "moved-apart",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1", "产出指标 › 时效指标: 丙 = 1"],
            &[
                "产出指标 › 数量指标: 乙 = 1",
                "产出指标 › 质量指标: 甲 = 1",
                "产出指标 › 时效指标: 丙 = 1",
            ],
            &["产出指标 › 数量指标: 乙 = 1", "产出指标 › 时效指标: 丙 = 2, 甲 = 1"],
        ],
    );
}

#[test]
fn moved_by_both_to_one_group() {
    merged(
        "moved-together",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1", "产出指标 › 时效指标: 丙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1", "产出指标 › 时效指标: 丙 = 1, 甲 = 1"],
            &["产出指标 › 数量指标: 乙 = 1", "产出指标 › 时效指标: 甲 = 2, 丙 = 1"],
        ],
    );
}

#[test]
fn moved_and_changed() {
    merged(
        "moved-and-changed",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1", "效益指标 › 社会效益: 甲 = 1"],
            &["产出指标 › 数量指标: 甲 = 2, 乙 = 1"],
        ],
    );
}

#[test]
fn moved_and_renamed() {
    merged(
        "moved-and-renamed",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 2"],
            &["产出指标 › 数量指标: 乙 = 2", "效益指标 › 社会效益: 甲 = 1"],
            &["产出指标 › 数量指标: 新甲 = 1, 乙 = 2"],
        ],
    );
}

#[test]
fn moved_and_removed() {
    merged(
        "moved-and-removed",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1", "效益指标 › 社会效益: 甲 = 1"],
            &["产出指标 › 数量指标: 乙 = 1"],
        ],
    );
}

#[test]
fn renamed_and_removed() {
    merged(
        "renamed-and-removed",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 2"],
            &["产出指标 › 数量指标: 新甲 = 1, 乙 = 2"],
            &["产出指标 › 数量指标: 乙 = 2"],
        ],
    );
    let expenses = |rows: &str| format!("项目资金:\n  支出:\n{rows}");
    assert_snapshot(
        "merging",
        "expense-renamed-and-removed",
        &shown(
            &expenses("    甲: [1, 2]\n    乙: [3, 4]\n"),
            &expenses("    乙: [3, 4]\n"),
            &expenses("    甲费: [1, 2]\n    乙: [3, 4]\n"),
        ),
    );
}

#[test]
fn added_by_both_to_different_groups() {
    merged(
        "added-apart",
        [
            &["产出指标 › 数量指标: 乙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1, 甲 = 1"],
            &["产出指标 › 数量指标: 乙 = 1", "产出指标 › 质量指标: 甲 = 1"],
        ],
    );
}

/// At different places of one group, it is there once, or it is a conflict.
#[test]
fn added_by_both_to_one_group() {
    merged(
        "added-together",
        [
            &["产出指标 › 数量指标: 乙 = 1, 丙 = 1"],
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1, 丙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1, 丙 = 1, 甲 = 1"],
        ],
    );
    merged(
        "added-together-otherwise",
        [
            &["产出指标 › 数量指标: 乙 = 1, 丙 = 1"],
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 1, 丙 = 1"],
            &["产出指标 › 数量指标: 乙 = 1, 丙 = 1, 甲 = 2"],
        ],
    );
}

/// With 指标 at the end or without, a group is the same.
#[test]
fn a_group_in_two_spellings_is_one() {
    merged(
        "spellings",
        [
            &["产出指标 › 质量指标: 乙 = 1"],
            &["产出指标 › 质量指标: 乙 = 1, 甲 = 1"],
            &["产出 › 质量: 乙 = 1, 丙 = 1"],
        ],
    );
    // The form's own spelling, where both have added it.
    merged(
        "spelling-of-the-form",
        [
            &["产出指标 › 质量指标: 乙 = 1"],
            &[
                "产出指标 › 质量指标: 乙 = 1",
                "产出指标 › 时效: 甲 = 1",
                "效益指标 › 经济效益指标: 丁 = 1",
            ],
            &[
                "产出指标 › 质量指标: 乙 = 1",
                "产出指标 › 时效指标: 丙 = 1",
                "效益 › 经济效益: 戊 = 1",
            ],
        ],
    );
    // Spelling alone is no change of what the other side has removed.
    merged(
        "spelling-removed",
        [
            &["产出指标 › 质量指标: 乙 = 1", "产出指标 › 时效指标: 甲 = 1"],
            &["产出指标 › 质量指标: 乙 = 1", "产出指标 › 时效: 甲 = 1"],
            &["产出指标 › 质量指标: 乙 = 1"],
        ],
    );
}

/// A name that each side gives to something else.
#[test]
fn one_name_for_two_things() {
    merged(
        "one-name",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 2"],
            &["产出指标 › 数量指标: 丙 = 1, 乙 = 2"],
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 2", "产出指标 › 质量指标: 丙 = 5"],
        ],
    );
}

/// What one side has removed and the other one has changed in part, that one has all of.
#[test]
fn a_removed_group_is_whole() {
    merged(
        "removed-group",
        [
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 2, 丙 = 3", "产出指标 › 质量指标: 丁 = 1"],
            &["产出指标 › 质量指标: 丁 = 1"],
            &["产出指标 › 数量指标: 甲 = 1, 乙 = 5, 丙 = 3", "产出指标 › 质量指标: 丁 = 1"],
        ],
    );
    let record = "项目资金:\n  资金总额: 6\n  支出:\n    甲: [1, 2]\n    乙: [3, 4]\n";
    let form = |rest: &str| format!("年度: 2026\n{rest}年度目标: 好\n");
    assert_snapshot(
        "merging",
        "removed-record",
        &shown(&form(record), &form(""), &form(&record.replace("[3, 4]", "[3, 5]"))),
    );
}

/// Comments are on both sides of a conflict, those of a group, too.
#[test]
fn comments_are_on_both_sides() {
    let base = "绩效指标:\n  产出指标:\n    # 数\n    数量指标:                   # 旁\n      # 甲的\n      甲: [1, 1]                # 甲旁\n      # 末\n    质量指标:\n      乙: [1, 1]\n";
    let ours =
        base.replace("甲: [1, 1]                # 甲旁", "甲: [1, 2]                # 甲旁一");
    let theirs =
        base.replace("甲: [1, 1]                # 甲旁", "甲: [1, 3]                # 甲旁");
    assert_snapshot("merging", "remarks-changed", &shown(base, &ours, &theirs));
    let removed = "绩效指标:\n  产出指标:\n    质量指标:\n      乙: [1, 1]\n";
    assert_snapshot("merging", "remarks-removed", &shown(base, removed, &theirs));
    let moved = "绩效指标:\n  产出指标:\n    质量指标:\n      # 甲的\n      # 又\n      甲: [1, 1]                # 甲旁\n      乙: [1, 1]\n";
    assert_snapshot("merging", "remarks-moved", &shown(base, moved, &theirs));
}
