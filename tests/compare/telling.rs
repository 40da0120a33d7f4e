//! What is told of changes that are easily mistaken for others.

use super::sample::{compare, edited};
use super::written::Written;
use crate::support::project::FORM;

/// What is told of a form that has changed, without the summary.
fn told(old: &str, new: &str) -> String {
    let text = Written::of(&compare(old, new)).text;
    let (changes, _) = text.split_once("\n\n").expect("a form");
    changes.lines().skip(1).map(|line| format!("{line}\n")).collect()
}

fn told_of(edits: &[(&str, &str)]) -> String {
    told(FORM, &edited(edits))
}

#[test]
fn what_only_yaml_tells_apart_is_equal() {
    let (name, rest) = (FORM.lines().next().expect("a line"), FORM.split_once('\n'));
    let moved = format!("# 说明\n{}{name}\n", rest.expect("lines").1);
    assert!(compare(FORM, &moved).is_equal());
    let quoted =
        edited(&[("项目负责人: 李鹏", "项目负责人: '李鹏'"), ("总额: 13", "总额: \"13\"")]);
    assert!(compare(FORM, &quoted).is_equal());
    let computed = edited(&[("  资金总额: 13\n", "")]);
    assert!(compare(FORM, &computed).is_equal());
}

#[test]
fn amounts_tell_by_how_much() {
    let total = |amount: &str| told_of(&[("资金总额: 13", &format!("资金总额: {amount}"))]);
    assert_eq!(total("15"), "  资金总额: 13 → 15 万元（+2，+15.4%）\n");
    assert_eq!(total("12.99"), "  资金总额: 13 → 12.99 万元（-0.01，-0.1%）\n");
    assert_eq!(total("13.0"), "  资金总额: 13 → 13.0 万元（写法变了，数额不变）\n");
    assert_eq!(total("0"), "  资金总额: 13 → 0 万元（-13，-100%）\n");
    let zero = edited(&[("资金总额: 13", "资金总额: 0")]);
    assert_eq!(told(&zero, FORM), "  资金总额: 0 → 13 万元（+13）\n");
}

#[test]
fn measures_of_one_unit_tell_by_how_much() {
    let goal = |value: &str| {
        let text = told_of(&[("[=1项, =2项]", &format!("[=1项, {value}]"))]);
        text.lines().nth(1).expect("a value").trim().to_owned()
    };
    assert_eq!(goal("=5项"), "全年(程)指标值: =2项 → =5项（+3项）");
    assert_eq!(goal("=2.0项"), "全年(程)指标值: =2项 → =2.0项（写法变了，数值不变）");
    assert_eq!(goal("≥5项"), "全年(程)指标值: =2项 → ≥5项");
    assert_eq!(goal("=5场"), "全年(程)指标值: =2项 → =5场");
    assert_eq!(goal("若干"), "全年(程)指标值: =2项 → 若干");
}

#[test]
fn what_has_nothing_in_common_is_no_renaming() {
    let text = told_of(&[("平台功能完善度: [较好, 较好]", "培训合格率: [≥90%, ≥95%]")]);
    assert!(text.contains("培训合格率：新增\n"), "{text}");
    assert!(text.contains("平台功能完善度：删去\n"), "{text}");
    // 较好 and 较好 is no sign of anything.
    let text = told_of(&[("平台功能完善度: [较好, 较好]", "培训成效: [较好, 较好]")]);
    assert!(text.contains("培训成效：新增\n"), "{text}");
}

#[test]
fn namesakes_in_other_groups_stay_where_they_are() {
    let twice =
        ("完成运维升级: [=1项, =2项]", "完成运维升级: [=1项, =2项]\n      制度执行有效性: [a, b]");
    let old = edited(&[twice]);
    let text = told(&old, FORM);
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("数量指标 › 制度执行有效性：删去\n"), "{text}");
}

#[test]
fn what_is_moved_may_have_changed_too() {
    let text = told_of(&[
        ("      资金使用合规性: [合规, 合规]\n", ""),
        (
            "管理制度健全性: [健全, 健全]\n",
            "管理制度健全性: [健全, 健全]\n      资金使用合规性: [合规, 全部合规]\n",
        ),
    ]);
    assert_eq!(
        text,
        "  绩效指标 › 过程 › 组织实施 › 资金使用合规性：从“过程 › 资金管理”移来\n    \
         全年(程)指标值: 合规 → 全部合规\n"
    );
}

const GROUP: &str =
    "    组织实施:\n      管理制度健全性: [健全, 健全]\n      制度执行有效性: [有效, 有效]\n";

#[test]
fn a_group_is_told_once() {
    let text = told_of(&[("  过程:\n", "  过程管理:\n")]);
    assert_eq!(text, "  绩效指标 › 过程管理\n    名称: 过程 → 过程管理\n");
    let text = told_of(&[(GROUP, ""), ("  产出指标:\n", &format!("  产出:\n{GROUP}"))]);
    assert_eq!(
        text,
        "  绩效指标 › 产出\n    名称: 产出指标 → 产出\n  \
         绩效指标 › 产出 › 组织实施：从“过程”移来\n"
    );
}

#[test]
fn only_what_has_changed_its_place_is_told_to() {
    let text = told_of(&[
        (
            "    项目立项:\n      立项依据充分性: [充分, 充分]\n      立项程序规范性: [规范, 规范]\n",
            "",
        ),
        (
            "  过程:\n",
            "    项目立项:\n      立项依据充分性: [充分, 充分]\n      立项程序规范性: [规范, 规范]\n  过程:\n",
        ),
    ]);
    assert_eq!(text, "  绩效指标 › 决策 › 项目立项：改排在“资金投入”之后\n");
}

#[test]
fn words_are_marked_so_that_people_can_read_them() {
    let goal = |to: &str| {
        let text = told_of(&[("企业600家。", to)]);
        let (_, new) = text.trim_end().rsplit_once("服务").expect("the end of the goal");
        new.to_owned()
    };
    assert_eq!(goal("企业700家。"), "企业{+700+}家。");
    assert_eq!(goal("企业600家次。"), "企业600家{+次+}。");
    // 家 alone, between two changes, would only disturb.
    assert_eq!(goal("企业700家、机构80个。"), "企业{+700家、机构80个+}。");
    // Two wordings that have a character in common by chance.
    let text = told_of(&[("完成时间: 长期", "完成时间: 2026年12月")]);
    assert_eq!(text, "  完成时间: 长期 → 2026年12月\n");
}

#[test]
fn the_cells_that_differ_are_named() {
    let new = edited(&[("[6, 13]", "[6, 15]"), ("联系电话: \"86591170\"\n", "")]);
    let comparison = compare(FORM, &new);
    let [old, new] = comparison.forms[0].cells();
    assert_eq!(
        old,
        [vec!["项目负责人/联系电话"], vec!["项目资金", "支出", "平台运营服务费", "全年(程)预算数"],]
    );
    assert_eq!(old, new);
    let added = edited(&[("充分]\n", "充分]\n      立项合规性: [a, b]\n")]);
    let [old, new] = compare(FORM, &added).forms[0].cells();
    let row = ["绩效指标", "决策", "项目立项", "立项合规性"];
    let value = |column| [&row[..], &[column]].concat();
    assert!(old.is_empty(), "{old:?}");
    assert_eq!(new, [row.to_vec(), value("半年(程)指标值"), value("全年(程)指标值")]);
}
