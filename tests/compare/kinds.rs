//! What is told of forms of other makes: in their own words, as deep as they are.

use jixiao::history::compare::{Comparison, describe};
use serde_json::{Value, json};

use super::sample::{compare, edited_text, project};
use super::written::{Written, schema};

const MADE_UP: &str = "\
表: 试验表
年度: 2026
项目名称: 会务
等级: 甲
说明: 一
附件: [合同]
份数: 3
概况:
  说明: 二
  起止: 2026年
收支:
  收入:
    自筹: [4, 2]
    拨款: [6, 3]
  支出:
    会议费: 3
    培训费: 7
任务:
  服务:
    培训:
      准备:
        场地: {要求: =1处, 得分: 5, 完成: 能, 原因: [], 备注: \"\"}
        教材: {要求: ≥10本, 得分: 4, 完成: 不能, 原因: [经费], 备注: 缺}
      举办:
        场次: {要求: ≥2场, 得分: 5, 完成: 能, 原因: [], 备注: \"\"}
";

fn edited(edits: &[(&str, &str)]) -> Comparison {
    compare(MADE_UP, &edited_text(MADE_UP, edits))
}

/// What is told, without the summary.
fn told_of(comparison: &Comparison) -> String {
    let text = Written::of(comparison).text;
    let (changes, _) = text.split_once("\n\n").expect("a form");
    changes.lines().skip(1).map(|line| format!("{line}\n")).collect()
}

fn told(edits: &[(&str, &str)]) -> String {
    told_of(&edited(edits))
}

fn changes(comparison: &Comparison) -> Value {
    let object: Value = serde_json::from_str(&Written::of(comparison).json).expect("JSON");
    schema().accept(&object);
    object["forms"][0]["changes"].clone()
}

#[test]
fn a_form_that_is_not_the_default_is_named() {
    assert_eq!(
        describe(&project(MADE_UP)),
        "\
表: 试验表
年度: 2026
项目名称: 会务
等级: 甲
说明: 一
附件: 合同
份数: 3
概况 › 说明: 二
概况 › 起止: 2026年
收支 › 收入 › 拨款: 预算 6 万元，执行 3 万元
收支 › 收入 › 自筹: 预算 4 万元，执行 2 万元
收支 › 支出 › 会议费: 3 万元
收支 › 支出 › 培训费: 7 万元
任务 › 服务 › 培训 › 准备 › 场地: 要求 =1处，得分 5，完成 能
任务 › 服务 › 培训 › 准备 › 教材: 要求 ≥10本，得分 4，完成 不能，原因 经费，备注 缺
任务 › 服务 › 培训 › 举办 › 场次: 要求 ≥2场，得分 5，完成 能
"
    );
}

#[test]
fn fields_of_every_kind_are_told() {
    assert_eq!(
        told(&[
            ("等级: 甲", "等级: 乙"),
            ("附件: [合同]", "附件: [合同, \"照片、图纸\"]"),
            ("份数: 3", "份数: 4"),
            ("  说明: 二", "  说明: 三"),
            ("起止: 2026年", "起止: 长期"),
        ]),
        "  等级: 甲 → 乙
  附件: 合同 → 合同、照片、图纸
  份数: 3 → 4（+1）
  概况 › 说明
    - 二
    + 三
  起止: 2026年 → 长期
"
    );
}

#[test]
fn rows_that_the_form_fixes_have_no_order() {
    let turned =
        edited(&[("    自筹: [4, 2]\n    拨款: [6, 3]\n", "    拨款: [6, 3]\n    自筹: [4, 2]\n")]);
    assert!(turned.is_equal());
    let text = told(&[("    自筹: [4, 2]\n", ""), ("拨款: [6, 3]", "拨款: [6, 5]")]);
    assert_eq!(
        text,
        "  收入 › 拨款
    执行: 3 → 5 万元（+2，+66.7%）
  收入 › 自筹：删去
    - 预算: 4 万元
    - 执行: 2 万元
"
    );
}

#[test]
fn a_column_of_its_own_is_named() {
    assert_eq!(
        told(&[
            ("会议费: 3", "会议费: 4"),
            ("    培训费: 7\n", "    培训费用: 7\n    印刷费: 1\n")
        ]),
        "  支出 › 会议费
    金额: 3 → 4 万元（+1，+33.3%）
  支出 › 培训费用
    名称: 培训费 → 培训费用
  支出 › 印刷费：新增
    + 金额: 1 万元
"
    );
}

#[test]
fn a_tree_may_have_four_levels() {
    let all = MADE_UP.find("    培训:\n").map(|start| &MADE_UP[start..]).expect("a group");
    assert_eq!(
        told(&[(all, "    宣传:\n      制作:\n        片数: {要求: =1部, 得分: 9, 完成: 能}\n")]),
        "  任务 › 服务 › 培训：删去任务，含 3 个节点
    - 准备 › 场地: 要求 =1处，得分 5，完成 能
    - 准备 › 教材: 要求 ≥10本，得分 4，完成 不能，原因 经费，备注 缺
    - 举办 › 场次: 要求 ≥2场，得分 5，完成 能
  任务 › 服务 › 宣传：新增任务，含 1 个节点
    + 制作 › 片数: 要求 =1部，得分 9，完成 能
"
    );
    let moved = told(&[
        ("        教材: {要求: ≥10本, 得分: 4, 完成: 不能, 原因: [经费], 备注: 缺}\n", ""),
        (
            "        场次:",
            "        教材: {要求: ≥10本, 得分: 3, 完成: 能, 原因: [], 备注: \"\"}\n        场次:",
        ),
        ("    培训:\n", "    教育培训:\n"),
    ]);
    assert_eq!(
        moved,
        "  任务 › 服务 › 教育培训
    名称: 培训 → 教育培训
  任务 › 服务 › 教育培训 › 举办 › 教材：从“服务 › 培训 › 准备”移来
    得分: 4 → 3（-1）
    完成: 不能 → 能
    原因: 经费 → （空）
    备注: 缺 → （空）
"
    );
}

#[test]
fn cells_that_are_ticked_or_computed_are_among_those_that_differ() {
    let comparison = edited(&[("得分: 4, 完成: 不能", "得分: 3, 完成: 能"), ("[6, 3]", "[6, 5]")]);
    let [old, new] = comparison.forms[0].cells();
    let row = ["任务", "服务", "培训", "准备", "教材"];
    let cell = |column: &[&'static str]| [&row[..], column].concat();
    assert_eq!(
        old,
        [
            vec!["总分"],
            vec!["收支", "收入", "收入总额", "执行"],
            vec!["收支", "收入", "收入总额", "比例"],
            vec!["收支", "收入", "拨款", "执行"],
            vec!["收支", "收入", "拨款", "比例"],
            cell(&["得分"]),
            cell(&["完成", "能"]),
            cell(&["完成", "不能"]),
        ]
    );
    assert_eq!(old, new);
}

#[test]
fn programs_get_values_by_column() {
    let changes = changes(&edited(&[("得分: 4, 完成: 不能", "得分: 3, 完成: 能")]));
    let path = json!(["任务", "服务", "培训", "准备", "教材"]);
    let values = |score: &str, done: &str| json!({ "要求": "≥10本", "得分": score, "完成": done, "原因": "经费", "备注": "缺" });
    assert_eq!(
        changes,
        json!([{
            "kind": "row",
            "what": "节点",
            "status": "kept",
            "old": { "path": path, "values": values("4", "不能") },
            "new": { "path": path, "values": values("3", "能") },
            "renamed": false,
            "place": { "is": "same" },
            "values": {
                "得分": {
                    "old": "4",
                    "new": "3",
                    "difference": { "by": "-1", "per_cent": "-25", "unit": "" },
                },
                "完成": { "old": "不能", "new": "能", "difference": null },
            },
        }])
    );
}

#[test]
fn a_long_value_shows_its_words() {
    let long = "因场地装修，原定于三月举办的两场培训改在六月举办，参加培训的人数不变，经费不变";
    let new = long.replace("六月", "七月");
    let (old, new) = (format!("备注: {long}}}"), format!("备注: {new}}}"));
    let old_text = MADE_UP.replace("备注: 缺}", &old);
    let text = told_of(&compare(&old_text, &old_text.replace(&old, &new)));
    assert!(text.contains("    - 备注: 因场地装修，"), "{text}");
    assert!(text.contains("改在[-六月-]举办") || text.contains("改在[-六-]月举办"), "{text}");
}

const SHORT: &str = "\
表: 简表
年度: 2026
项目名称: 会务会
等级: 甲
概况: 二
任务:
  培训: 好
";

#[test]
fn another_form_is_told_with_what_both_have() {
    let comparison = compare(MADE_UP, SHORT);
    assert_eq!(
        told_of(&comparison),
        "  表
    名称: 试验表 → 简表
      只有旧表有：说明、附件、份数、概况、收支、任务
      只有新表有：概况、任务
  项目名称: 会务 → 会务会
"
    );
    let first = changes(&comparison)[0].clone();
    assert_eq!(first["kind"], "form");
    assert_eq!(
        first["new"],
        json!({ "form": "简表", "since": 2026, "only": [["概况"], ["任务"]] })
    );
}

#[test]
fn another_edition_is_told_with_what_it_adds() {
    let new = edited_text(
        MADE_UP,
        &[
            ("年度: 2026\n", "年度: 2027\n"),
            ("说明: 一\n", "补充说明: 一\n"),
            ("备注: 缺}", "备注: 缺, 责任人: 李}"),
        ],
    );
    let text = told_of(&compare(MADE_UP, &new));
    assert_eq!(
        text,
        "  版式
    起用: 2026 年度 → 2027 年度
      只有旧表有：说明
      只有新表有：补充说明、任务 › 责任人
  年度: 2026 → 2027
  说明
    - 一
    + （空）
  补充说明
    - （空）
    + 一
  任务 › 服务 › 培训 › 准备 › 教材
    责任人: （空） → 李
"
    );
    // The same form in another edition, which has nothing of its own, is no change.
    assert!(compare(&new, &new).is_equal());
}

#[test]
fn money_is_told_by_each_forms_own_name() {
    let written = Written::of(&edited(&[("拨款: [6, 3]", "拨款: [8, 3]")]));
    assert!(written.text.ends_with("收入总额合计 10 → 12 万元（+2，+20%）\n"), "{}", written.text);
    let written = Written::of(&compare(SHORT, &SHORT.replace("甲", "乙")));
    assert!(!written.text.contains("万元"), "{}", written.text);
    let object: Value = serde_json::from_str(&written.json).expect("JSON");
    schema().accept(&object);
    assert_eq!(object["summary"]["total"], Value::Null);
    assert_eq!(object["forms"][0]["old"]["total"], Value::Null);
}
