//! Rows and groups that come, go, move and get other names, byte by byte.

use super::{changed, changes, form, target};

const ROWS: &str = "\
项目资金:                       # 万元
  支出:
    # 两个
    甲:   [1, 2]  # 头一个
    乙丙: [3, 4]

    # 最后一个
    丁:   [5, 6]
      # 丁的
    # 下面的
# 目标
年度目标: 戊
";

fn json(change: &str, path: &[&str], more: serde_json::Value) -> String {
    let mut value = serde_json::json!({"change": change, "path": path});
    value.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    format!("[{value}]")
}

fn of_rows(change: &str, name: &str, more: serde_json::Value) -> String {
    let text = target(ROWS, &json(change, &["项目资金", "支出", name], more.clone()));
    let returns =
        target(&ROWS.replace('\n', "\r\n"), &json(change, &["项目资金", "支出", name], more));
    assert_eq!(returns, text.replace('\n', "\r\n"));
    text
}

#[test]
fn a_row_is_added_in_line_with_the_others() {
    use serde_json::json;
    let after = of_rows("add", "己", json!({}));
    assert_eq!(after, ROWS.replace("丁的\n", "丁的\n    己:   [\"\", \"\"]\n"));
    let after = of_rows("add", "很长的", json!({"before": "丁"}));
    let row = "    很长的: [\"\", \"\"]\n    # 最后一个\n";
    assert_eq!(after, ROWS.replace("    # 最后一个\n", row));
    let after = of_rows("add", "", json!({"before": "甲"}));
    assert_eq!(after, ROWS.replace("    # 两个\n", "    \"\":   [\"\", \"\"]\n    # 两个\n"));
}

#[test]
fn a_row_goes_with_its_comments() {
    use serde_json::json;
    let none = json!({});
    let after = of_rows("remove", "甲", none.clone());
    assert_eq!(after, ROWS.replace("    # 两个\n    甲:   [1, 2]  # 头一个\n", ""));
    let after = of_rows("remove", "乙丙", none.clone());
    assert_eq!(after, ROWS.replace("    乙丙: [3, 4]\n", ""));
    let after = of_rows("remove", "丁", none);
    let gone = "    # 最后一个\n    丁:   [5, 6]\n      # 丁的\n";
    assert_eq!(after, ROWS.replace(gone, ""));
}

#[test]
fn a_row_moves_with_its_comments() {
    use serde_json::json;
    let (first, second) = ("    # 两个\n    甲:   [1, 2]  # 头一个\n", "    乙丙: [3, 4]\n");
    let third = "    # 最后一个\n    丁:   [5, 6]\n      # 丁的\n";
    let after = of_rows("move", "丁", json!({"before": "甲"}));
    assert_eq!(after, ROWS.replace(third, "").replace(first, &format!("{third}{first}")));
    let after = of_rows("move", "甲", json!({}));
    assert_eq!(after, ROWS.replace(first, "").replace(third, &format!("{third}{first}")));
    let after = of_rows("move", "甲", json!({"before": "丁"}));
    assert_eq!(after, ROWS.replace(first, "").replace(third, &format!("{first}{third}")));
    let after = of_rows("move", "乙丙", json!({"before": "甲"}));
    assert_eq!(after, ROWS.replace(second, "").replace(first, &format!("{second}{first}")));
    for before in ["乙丙", "甲"] {
        assert_eq!(of_rows("move", "甲", json!({"before": before})), ROWS);
    }
    assert_eq!(of_rows("move", "丁", json!({})), ROWS);
}

#[test]
fn a_row_gets_another_name() {
    use serde_json::json;
    let after = of_rows("rename", "甲", json!({"name": "甲: 乙"}));
    assert_eq!(after, ROWS.replace("甲:", "\"甲: 乙\":"));
    assert_eq!(of_rows("rename", "甲", json!({"name": ""})), ROWS.replace("甲:", "\"\":"));
    assert_eq!(of_rows("rename", "甲", json!({"name": "甲"})), ROWS);
}

const TREE: &str = "\
绩效指标:
    产出指标:
        # 数量
        数量指标:  # 至少一个
            一: [=1台, =1台]
        质量指标:
            二: |-
              不是行
            # 二后面
    # 效益
    效益指标:
        社会效益:
            # 三的
            三: [好, 好]
            # 还有
";

#[test]
fn groups_go_with_their_last_row() {
    let none = serde_json::json!({});
    let remove = |path: &[&str]| target(TREE, &json("remove", path, none.clone()));
    assert_eq!(
        remove(&["绩效指标", "产出指标", "数量指标", "一"]),
        TREE.replace(
            "        # 数量\n        数量指标:  # 至少一个\n            一: [=1台, =1台]\n",
            ""
        )
    );
    // Comments that are about something else stay.
    assert_eq!(
        remove(&["绩效指标", "效益指标", "社会效益", "三"]),
        TREE[..TREE.find("    # 效益\n").expect("the group")].to_owned() + "            # 还有\n"
    );
    assert_eq!(
        remove(&["绩效指标", "效益指标"]),
        TREE[..TREE.find("    # 效益\n").expect("the group")]
    );
    // A field stays, though it is empty.
    let one = "项目资金:\n  支出: # 注\n    甲: [1, 2]\n年度目标: 戊\n";
    assert_eq!(
        target(one, &json("remove", &["项目资金", "支出", "甲"], none.clone())),
        "项目资金:\n  支出: # 注\n年度目标: 戊\n"
    );
    let two = "绩效指标:\n  产出指标:\n    数量指标:\n      甲: [1, 2]\n";
    assert_eq!(
        target(two, &json("remove", &["绩效指标", "产出指标", "数量指标", "甲"], none)),
        "绩效指标:\n"
    );
}

#[test]
fn a_group_is_added_with_a_row() {
    let add = |path: &[&str], more| target(TREE, &json("add", path, more));
    let none = serde_json::json!({});
    assert_eq!(
        add(&["绩效指标", "满意度指标"], none.clone()),
        format!("{TREE}    满意度指标:\n      服务对象满意度:\n        \"\": [\"\", \"\"]\n")
    );
    assert_eq!(
        add(&["绩效指标", "产出指标", "时效指标"], serde_json::json!({"before": "质量指标"})),
        TREE.replace(
            "        质量指标:",
            "        时效指标:\n          \"\": [\"\", \"\"]\n        质量指标:"
        )
    );
    // What leads to it comes with it, where the form has it.
    assert_eq!(
        add(&["绩效指标", "成本指标", "经济成本指标", "新"], none.clone()),
        TREE.replace(
            "    # 效益\n",
            "    成本指标:\n      经济成本指标:\n        新: [\"\", \"\"]\n    # 效益\n"
        )
    );
    assert_eq!(
        target("年度: 2026\n", &json("add", &["项目资金", "支出", "甲"], none.clone())),
        "年度: 2026\n\n项目资金:\n  支出:\n    甲: [\"\", \"\"]\n"
    );
    let path = ["绩效指标", "产出指标", "数量指标", "新"];
    let after = changed("表: 监控表\n", form("监控表"), &changes(&json("add", &path, none)));
    assert!(after.ends_with(
        "      新:\n        年度指标值: \"\"\n        1—7月执行情况: \"\"\n        全年预计完成情况: \"\"\n        \
         偏差原因: []\n        原因说明: \"\"\n        完成目标可能性: \"\"\n        备注: \"\"\n"
    ), "{after}");
}

#[test]
fn a_row_moves_to_another_group() {
    let path = ["绩效指标", "效益指标", "社会效益", "三"];
    let to = |to: &[&str], before: Option<&str>| {
        target(TREE, &json("move", &path, serde_json::json!({"to": to, "before": before})))
    };
    let start = &TREE[..TREE.find("    # 效益\n").expect("the group")];
    assert_eq!(
        to(&["绩效指标", "产出指标", "数量指标"], Some("一")),
        start.replace(
            "            一:",
            "            # 三的\n            三: [好, 好]\n            一:"
        ) + "            # 还有\n"
    );
    let tree = "绩效指标:\n  甲:\n    乙:\n      丙:\n        半年(程)指标值: |-\n          一\n            二\n  丁:\n   戊:\n    己: [1, 2]\n";
    let after = target(
        tree,
        &json(
            "move",
            &["绩效指标", "甲", "乙", "丙"],
            serde_json::json!({"to": ["绩效指标", "丁", "戊"]}),
        ),
    );
    assert_eq!(
        after,
        "绩效指标:\n  丁:\n   戊:\n    己: [1, 2]\n    丙:\n      半年(程)指标值: |-\n        一\n          二\n"
    );
}

#[test]
fn rows_between_brackets_come_and_go() {
    let add = |text: &str, name: &str, more| {
        target(text, &json("add", &["项目资金", "支出", name], more))
    };
    let remove = |text: &str, name: &str| {
        target(text, &json("remove", &["项目资金", "支出", name], serde_json::json!({})))
    };
    let none = serde_json::json!({});
    let text = "项目资金: {支出: {甲: [1, 2], 乙: [3, 4]}} # 注\n";
    assert_eq!(
        add(text, "丙", none.clone()),
        "项目资金: {支出: {甲: [1, 2], 乙: [3, 4], 丙: [\"\", \"\"]}} # 注\n"
    );
    assert_eq!(
        add(text, "丙", serde_json::json!({"before": "乙"})),
        "项目资金: {支出: {甲: [1, 2], 丙: [\"\", \"\"], 乙: [3, 4]}} # 注\n"
    );
    assert_eq!(remove(text, "甲"), "项目资金: {支出: {乙: [3, 4]}} # 注\n");
    assert_eq!(remove(text, "乙"), "项目资金: {支出: {甲: [1, 2]}} # 注\n");
    let one = "项目资金: {支出: {甲: [1, 2]}} # 注\n";
    assert_eq!(remove(one, "甲"), "项目资金: {支出: {}} # 注\n");
    assert_eq!(
        add("项目资金: {支出: {}}\n", "甲", none.clone()),
        "项目资金: {支出: {甲: [\"\", \"\"]}}\n"
    );
    assert_eq!(
        add("项目资金: {支出: }\n", "甲", none.clone()),
        "项目资金: {支出: {甲: [\"\", \"\"]} }\n"
    );
    let lines = "项目资金:\n  支出: {\n    甲: [1, 2], # 一\n    乙: [3, 4] # 二\n  }\n";
    assert_eq!(
        add(lines, "丙", none),
        "项目资金:\n  支出: {\n    甲: [1, 2], # 一\n    乙: [3, 4], # 二\n    丙: [\"\", \"\"]\n  }\n"
    );
    assert_eq!(remove(lines, "甲"), "项目资金:\n  支出: {\n    乙: [3, 4] # 二\n  }\n");
    let renamed = target(
        "项目资金: {支出: {\"甲\":[1, 2]}}\n",
        &json("rename", &["项目资金", "支出", "甲"], serde_json::json!({"name": "乙"})),
    );
    assert_eq!(renamed, "项目资金: {支出: {\"乙\":[1, 2]}}\n");
}

/// The hints of a new file are about no row.
#[test]
fn hints_of_new_files_stay() {
    let hint = "# 名称: [半年(程)计划执行数, 全年(程)预算数]，几个支出项目就写几行";
    let text = format!("项目资金:\n  支出:\n    {hint}\n    甲: [1, 2]\n    乙: [1, 2]\n");
    let after = target(&text, &json("remove", &["项目资金", "支出", "甲"], serde_json::json!({})));
    assert_eq!(after, text.replace("    甲: [1, 2]\n", ""));
    let modeline = "# yaml-language-server: $schema=a.json\n项目名称: 甲\n年度: 2026\n";
    let after = target(modeline, &json("remove", &["项目名称"], serde_json::json!({})));
    assert_eq!(after, modeline.replace("项目名称: 甲\n", ""));
}

/// The blank lines around what goes do not add up.
#[test]
fn blank_lines_do_not_add_up() {
    let text = "年度: 2026\n\n立项必要性: 甲\n\n中长期目标: 乙\n";
    let remove = |key: &str| target(text, &json("remove", &[key], serde_json::json!({})));
    assert_eq!(remove("立项必要性"), "年度: 2026\n\n中长期目标: 乙\n");
    assert_eq!(remove("中长期目标"), "年度: 2026\n\n立项必要性: 甲\n");
    assert_eq!(remove("年度"), "立项必要性: 甲\n\n中长期目标: 乙\n");
}
