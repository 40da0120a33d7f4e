//! Changes to files that people have written in ways of their own, byte by byte.

use super::{changed, changes, form, target};

/// What a change makes of a text of the default form.
fn assert_changes(cases: &[(&str, &str, &str)]) {
    for (before, json, after) in cases {
        let json = format!("[{json}]");
        assert_eq!(target(before, &json), *after, "{json}\n{before}");
        // Whatever a file has that no one sees.
        let written: [fn(&str) -> String; 3] = [
            |text| format!("\u{FEFF}{text}"),
            |text| text.replace('\n', "\r\n"),
            |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")),
        ];
        for written in written {
            let (before, after) = (written(before), written(after));
            // A text of one line has no line ends to go by.
            if before.contains('\n') {
                assert_eq!(target(&before, &json), after, "{json}\n{before:?}");
            }
        }
    }
}

#[test]
fn a_value_stays_where_it_is_written() {
    let name = r#"{"change": "set", "path": ["项目名称"], "text": "乙"}"#;
    let lines = r#"{"change": "set", "path": ["项目名称"], "text": "乙\n丙"}"#;
    let empty = r#"{"change": "set", "path": ["项目名称"], "text": ""}"#;
    assert_changes(&[
        ("项目名称: 甲\n", name, "项目名称: 乙\n"),
        ("项目名称: 甲", name, "项目名称: 乙"),
        ("项目名称: 甲", lines, "项目名称: |-\n  乙\n  丙"),
        ("项目名称   :   甲   # 注\n", name, "项目名称   :   乙   # 注\n"),
        ("'项目名称': '甲'   # 注\n", name, "'项目名称': 乙   # 注\n"),
        ("\"项目名称\": \"\"\n", name, "\"项目名称\": 乙\n"),
        ("项目名称:\n", name, "项目名称: 乙\n"),
        ("项目名称:", name, "项目名称: 乙"),
        ("项目名称:   # 注\n", name, "项目名称: 乙   # 注\n"),
        ("项目名称:\n  # 注\n  甲\n", name, "项目名称:\n  # 注\n  乙\n"),
        ("项目名称: 甲\n  甲  # 注\n年度: 2026\n", name, "项目名称: 乙  # 注\n年度: 2026\n"),
        ("项目名称: \"甲\n  甲\"  # 注\n", lines, "项目名称: |-  # 注\n  乙\n  丙\n"),
        (
            "项目名称: 甲   # 注\n年度: 2026\n",
            lines,
            "项目名称: |-   # 注\n  乙\n  丙\n年度: 2026\n",
        ),
        (
            "项目名称: |-   # 注\n   甲\n\n\n年度: 2026\n",
            name,
            "项目名称: 乙   # 注\n\n\n年度: 2026\n",
        ),
        (
            "项目名称: >+\n   甲\n   甲\n# 下\n年度: 2026\n",
            lines,
            "项目名称: |-\n  乙\n  丙\n# 下\n年度: 2026\n",
        ),
        ("项目名称: |2-\n   甲\n  乙\n", lines, "项目名称: |-\n  乙\n  丙\n"),
        ("项目名称: |-\n", name, "项目名称: 乙\n"),
        ("项目名称: |-\n年度: 2026\n", lines, "项目名称: |-\n  乙\n  丙\n年度: 2026\n"),
        ("项目名称: '' # 注\n", empty, "项目名称: '' # 注\n"),
        ("项目名称: 甲 # 注\n", empty, "项目名称: \"\" # 注\n"),
        ("项目名称: |-\n  甲\n  乙", empty, "项目名称: \"\"\n"),
        ("项目名称: [甲, 乙] # 注\n", name, "项目名称: 乙 # 注\n"),
        ("项目名称:\n  - 甲\n  - 乙\n年度: 2026\n", name, "项目名称: 乙\n年度: 2026\n"),
        ("项目名称:\n  甲: 乙\n", lines, "项目名称: |-\n  乙\n  丙\n"),
        ("? 项目名称\n: 甲\n", name, "? 项目名称\n: 乙\n"),
        (
            "项目名称: |-\n  甲\n",
            r#"{"change": "set", "path": ["项目名称"], "text": "　　一段\n　　二段"}"#,
            "项目名称: |-\n  　　一段\n  　　二段\n",
        ),
        (
            "项目名称: 甲\n",
            r#"{"change": "set", "path": ["项目名称"], "text": "　　一段"}"#,
            "项目名称: \"　　一段\"\n",
        ),
        ("项目名称:\u{a0}\u{200b}甲\u{a0} # 注\n", name, "项目名称:\u{a0}\u{200b}乙\u{a0} # 注\n"),
        ("--- # 开头\n项目名称: 甲\n...\n", name, "--- # 开头\n项目名称: 乙\n...\n"),
    ]);
}

/// A block keeps its sign, its indent, and the lines that stay.
#[test]
fn lines_stay_as_they_are() {
    let set = |text: &str| {
        serde_json::json!({"change": "set", "path": ["立项必要性"], "text": text}).to_string()
    };
    assert_changes(&[
        (
            "立项必要性: |      # 注\n     一\n     二\n   \n     三  \n\n年度: 2026\n",
            &set("一\n2\n\n三  "),
            "立项必要性: |      # 注\n     一\n     2\n   \n     三  \n\n年度: 2026\n",
        ),
        (
            "立项必要性: |-\n   一\n   二\n",
            &set("一\n二\n三"),
            "立项必要性: |-\n   一\n   二\n   三\n",
        ),
        ("立项必要性: |-\n   一\n   二", &set("一\n二\n三"), "立项必要性: |-\n   一\n   二\n   三"),
        ("立项必要性: |-\n   一\n   二", &set("零\n一\n二"), "立项必要性: |-\n   零\n   一\n   二"),
        ("立项必要性: |-\n   一\n   二\n   三", &set("一\n二"), "立项必要性: |-\n   一\n   二\n"),
        ("立项必要性: |-\n   一\n   二\n", &set("  一\n二"), "立项必要性: |2-\n    一\n  二\n"),
    ]);
}

#[test]
fn amounts_and_texts_have_the_quotes_that_they_need() {
    let set = |path: &[&str], text: &str| {
        serde_json::json!({"change": "set", "path": path, "text": text}).to_string()
    };
    let phone = |text: &str| set(&["联系电话"], text);
    let total = |text: &str| set(&["项目资金", "资金总额"], text);
    assert_changes(&[
        ("联系电话: \"1\"\n", &phone("02586591170"), "联系电话: \"02586591170\"\n"),
        ("联系电话: 1\n", &phone("025-86591170"), "联系电话: 025-86591170\n"),
        ("联系电话: 1   # 注\n", &phone(""), "联系电话:   # 注\n"),
        ("联系电话:\n", &phone(""), "联系电话:\n"),
        ("联系电话: ~\n", &phone("~"), "联系电话: \"~\"\n"),
        ("年度: \"2026\"\n", &set(&["年度"], "2027"), "年度: 2027\n"),
        ("年度: 2026\n", &set(&["年度"], "今年"), "年度: 今年\n"),
        (
            "项目资金:\n    资金总额: '1' # 注\n",
            &total("1.10"),
            "项目资金:\n    资金总额: 1.10 # 注\n",
        ),
        ("项目资金:\n    资金总额: 1\n", &total("约十万"), "项目资金:\n    资金总额: 约十万\n"),
        ("项目资金: {资金总额: 1}\n", &total("a, b"), "项目资金: {资金总额: \"a, b\"}\n"),
        ("项目资金: {资金总额}\n", &total("2"), "项目资金: {资金总额: 2}\n"),
        ("项目资金: {资金总额: }\n", &total("2"), "项目资金: {资金总额: 2 }\n"),
        (
            "{\"联系电话\":\"1\",\n \"年度\":2026}\n",
            &phone("2"),
            "{\"联系电话\":\"2\",\n \"年度\":2026}\n",
        ),
    ]);
}

#[test]
fn a_field_that_is_not_there_is_added_at_its_place() {
    let set = |path: &[&str], text: &str| {
        serde_json::json!({"change": "set", "path": path, "text": text}).to_string()
    };
    let person = set(&["项目负责人"], "李鹏");
    let goal = set(&["中长期目标"], "一\n二");
    let total = set(&["项目资金", "资金总额"], "13");
    let name = set(&["项目名称"], "甲");
    assert_changes(&[
        (
            "年度: 2026\n实施单位: 甲  # 注\n        # 注的下一行\n联系电话: 1\n",
            &person,
            "年度: 2026\n实施单位: 甲  # 注\n        # 注的下一行\n项目负责人: 李鹏\n联系电话: 1\n",
        ),
        (
            "年度: 2026\n\n立项必要性: 甲\n",
            &person,
            "年度: 2026\n项目负责人: 李鹏\n\n立项必要性: 甲\n",
        ),
        (
            "# 说明\n\n# 电话\n联系电话: 1\n",
            &person,
            "# 说明\n\n项目负责人: 李鹏\n# 电话\n联系电话: 1\n",
        ),
        ("年度: 2026", &person, "年度: 2026\n项目负责人: 李鹏"),
        (
            "年度: 2026\n\n项目资金:\n  资金总额: 1\n\n绩效指标:\n",
            &goal,
            "年度: 2026\n\n项目资金:\n  资金总额: 1\n\n中长期目标: |-\n  一\n  二\n\n绩效指标:\n",
        ),
        (
            "年度: 2026\n项目资金:\n  资金总额: 1\n绩效指标:\n",
            &goal,
            "年度: 2026\n项目资金:\n  资金总额: 1\n中长期目标: |-\n  一\n  二\n绩效指标:\n",
        ),
        ("年度: 2026\n", &total, "年度: 2026\n\n项目资金:\n  资金总额: 13\n"),
        ("项目资金:\n", &total, "项目资金:\n  资金总额: 13\n"),
        ("项目资金: {} # 注\n", &total, "项目资金: # 注\n  资金总额: 13\n"),
        (
            "项目资金: # 注\n  # 又注\n年度: 1\n",
            &total,
            "项目资金: # 注\n  # 又注\n  资金总额: 13\n年度: 1\n",
        ),
        (
            "项目资金:\n   # 支出\n   支出:\n     甲: [1, 2]\n",
            &total,
            "项目资金:\n   资金总额: 13\n   # 支出\n   支出:\n     甲: [1, 2]\n",
        ),
        ("项目资金: {支出: {}}\n", &total, "项目资金: {资金总额: 13, 支出: {}}\n"),
        ("", &name, "项目名称: 甲\n"),
        ("# 只有说明\n", &name, "# 只有说明\n项目名称: 甲\n"),
        ("---\n实施单位: 乙\n...\n", &name, "---\n项目名称: 甲\n实施单位: 乙\n...\n"),
        ("{年度: 2026}\n", &name, "{年度: 2026, 项目名称: 甲}\n"),
        (
            "{\n  \"年度\": 2026, # 注\n  \"实施单位\": \"乙\" # 注\n}\n",
            &name,
            "{\n  \"年度\": 2026, # 注\n  项目名称: 甲,\n  \"实施单位\": \"乙\" # 注\n}\n",
        ),
        ("{\n  \"年度\": 2026 # 注\n}\n", &name, "{\n  \"年度\": 2026, # 注\n  项目名称: 甲\n}\n"),
        // Nothing is to be written, and nothing is.
        ("年度: 2026\n", &set(&["项目负责人"], ""), "年度: 2026\n"),
        ("年度: 2026\n", &set(&["项目资金", "资金总额"], ""), "年度: 2026\n"),
        ("年度: 2026\n", &set(&["项目名称"], ""), "年度: 2026\n项目名称: \"\"\n"),
    ]);
}

#[test]
fn a_row_keeps_its_way_of_writing() {
    let half = r#"{"change": "set", "path": ["项目资金", "支出", "甲", "半年(程)计划执行数"], "text": "7"}"#;
    let full =
        r#"{"change": "set", "path": ["项目资金", "支出", "甲", "全年(程)预算数"], "text": "7"}"#;
    let case = |row: &str| format!("项目资金:\n  支出:\n    甲:{row}\n    乙: [1, 2]\n");
    let cases = [
        (half, " [ 1,2 ]  # 注", " [ 7,2 ]  # 注"),
        (full, " [ 1,2 ]  # 注", " [ 1,7 ]  # 注"),
        (full, " [1,  # 一\n      2]  # 二", " [1,  # 一\n      7]  # 二"),
        (full, " [1]", " [1, 7]"),
        (full, " []", " [\"\", 7]"),
        (half, " []", " [7]"),
        (full, "\n      - 1  # 注\n      - 2", "\n      - 1  # 注\n      - 7"),
        (full, "\n    - 1\n      # 注", "\n    - 1\n    - 7\n      # 注"),
        (full, "\n      全年(程)预算数: 1  # 注", "\n      全年(程)预算数: 7  # 注"),
        (
            half,
            "\n      # 全年\n      全年(程)预算数: 1",
            "\n      半年(程)计划执行数: 7\n      # 全年\n      全年(程)预算数: 1",
        ),
        (half, " {全年(程)预算数: 1}", " {半年(程)计划执行数: 7, 全年(程)预算数: 1}"),
        (full, "", " [\"\", 7]"),
        (full, "  # 注", " [\"\", 7]  # 注"),
        (full, " 5", " [5, 7]"),
        (half, " 5", " [7, \"\"]"),
        (full, " [1, 2, 3]", " [1, 7, 3]"),
    ];
    for (json, before, after) in cases {
        assert_changes(&[(&case(before), json, &case(after))]);
    }
    // A single column; many of them; one that the page has as 0.
    let set = |path: &[&str], text: &str| {
        changes(&serde_json::json!([{"change": "set", "path": path, "text": text}]).to_string())
    };
    let text = "绩效指标:\n  产出指标:\n    数量指标:\n      甲: \"\" # 注\n";
    let path = ["绩效指标", "产出指标", "数量指标", "甲", "指标值"];
    assert_eq!(
        changed(text, form("申报表"), &set(&path, "=1台")),
        text.replace("\"\"", "\"=1台\"").replace("\"=1台\"", "=1台")
    );
    let path = ["绩效指标", "产出指标", "数量指标", "甲", "备注"];
    assert_eq!(
        changed(
            "绩效指标:\n  产出指标:\n    数量指标:\n      甲:\n",
            form("监控表"),
            &set(&path, "一")
        ),
        "绩效指标:\n  产出指标:\n    数量指标:\n      甲:\n        年度指标值: \"\"\n        1—7月执行情况: \"\"\n        \
         全年预计完成情况: \"\"\n        偏差原因: []\n        原因说明: \"\"\n        完成目标可能性: \"\"\n        备注: 一\n"
    );
    let path = ["项目资金", "上年结转资金", "全年执行数"];
    assert_eq!(
        changed("项目资金:\n  其他资金: [1, 2, 3]\n", form("自评表"), &set(&path, "4")),
        "项目资金:\n  上年结转资金: [0, 0, 4]\n  其他资金: [1, 2, 3]\n"
    );
}

#[test]
fn marks_are_written_as_a_list() {
    let mark = |marks: &[&str]| {
        let path = ["绩效指标", "产出指标", "数量指标", "甲", "偏差原因"];
        changes(&serde_json::json!([{"change": "mark", "path": path, "marks": marks}]).to_string())
    };
    let case = |row: &str| {
        format!("绩效指标:\n  产出指标:\n    数量指标:\n      甲:\n{row}        备注: 一\n")
    };
    let cases: [(&[&str], &str, &str); 6] = [
        (&["其他", "经费保障"], "", "        偏差原因: [经费保障, 其他]\n"),
        (&[], "", ""),
        (&["其他"], "        偏差原因: [] # 注\n", "        偏差原因: [其他] # 注\n"),
        (
            &["其他", "经费保障"],
            "        偏差原因: [其他,经费保障]\n",
            "        偏差原因: [其他,经费保障]\n",
        ),
        (
            &["其他", "人员保障"],
            "        偏差原因:\n        - 其他\n",
            "        偏差原因: [人员保障, 其他]\n",
        ),
        (&["其他"], "        偏差原因: 制度保障\n", "        偏差原因: [其他]\n"),
    ];
    for (marks, before, after) in cases {
        assert_eq!(changed(&case(before), form("监控表"), &mark(marks)), case(after));
    }
}

/// Mistakes elsewhere keep no change back, and stay.
#[test]
fn mistakes_elsewhere_stay() {
    let text = "年度: 二六年\n没有的: 甲\n项目名称: 甲\n项目名称: 乙\n项目资金:\n  资金总额: 1,000万\n  支出: 甲\n\
                绩效指标:\n- 一\n- 二\n实施单位: |-\n  全\u{200b}称\n";
    let json = r#"[{"change": "set", "path": ["主管部门"], "text": "局"},
                   {"change": "set", "path": ["项目资金", "资金总额"], "text": "13"}]"#;
    assert_eq!(
        target(text, json),
        text.replace("项目资金", "主管部门: 局\n项目资金").replace("1,000万", "13")
    );
}

/// What `jixiao new` leaves is filled in, beside its comments.
#[test]
fn a_new_file_is_filled_in() {
    let workplace = crate::support::cli::Workplace::new();
    for (form_name, file) in [("目标表", "甲.yaml"), ("监控表", "乙.yaml"), ("自评表", "丙.yaml")]
    {
        let name = file.trim_end_matches(".yaml");
        assert_eq!(workplace.run(&format!("new {name} --form {form_name}")).code, 0);
        let text = std::fs::read_to_string(workplace.path(file)).expect("the file");
        let form = form(form_name);
        let comments = |text: &str| -> Vec<String> {
            let lines = text.lines().filter_map(|line| Some(line[line.find("# ")?..].to_owned()));
            let mut comments: Vec<String> = lines.collect();
            comments.sort();
            comments
        };
        let leaves = super::said::leaves(form, &super::said::said(&text));
        let texts = leaves.iter().filter(|leaf| leaf.text.is_some());
        for new in ["改好了", "一\n二"] {
            let all: Vec<_> = texts.clone().map(|leaf| super::set(&leaf.path, new)).collect();
            assert!(all.len() > 20, "{}", all.len());
            let after = changed(&text, form, &all);
            assert_eq!(comments(&after), comments(&text), "{after}");
            let mut now = super::said::said(&after);
            for leaf in texts.clone() {
                let said = super::said::at(&mut now, &leaf.steps).clone();
                assert_eq!(super::said::text_of(&said).as_deref(), Some(new), "{leaf:?}");
            }
        }
    }
}
