//! Changes that are not made, and what is said then.

use super::{changes, form, told, try_change};
use crate::support::project::FORM;

#[test]
fn changes_that_cannot_be_made_say_why() {
    let cases = [
        (r#"[{"change": "set", "path": ["没有的"], "text": "甲"}]"#, "这张表没有“没有的”这一栏"),
        (r#"[{"change": "set", "path": [], "text": "甲"}]"#, "没有写是哪一项"),
        (
            r#"[{"change": "set", "path": ["项目资金"], "text": "甲"}]"#,
            "“项目资金”下面还有各项，不能写成一段文字",
        ),
        (
            r#"[{"change": "mark", "path": ["项目名称"], "marks": ["甲"]}]"#,
            "“项目名称”是一段文字，不能从列表里选",
        ),
        (
            r#"[{"change": "set", "path": ["项目资金", "支出", "没有的", "半年(程)计划执行数"], "text": "1"}]"#,
            "没有“没有的”这一项",
        ),
        (r#"[{"change": "remove", "path": ["项目资金", "没有的"]}]"#, "没有“没有的”这一项"),
        (r#"[{"change": "remove", "path": []}]"#, "没有写要删去哪一项"),
        (
            r#"[{"change": "rename", "path": ["项目名称"], "name": "甲"}]"#,
            "这一项是表上固定的，不能这样改",
        ),
        (
            r#"[{"change": "rename", "path": ["绩效指标", "决策", "项目立项", "立项依据充分性"], "name": "立项程序规范性"}]"#,
            "这里已经有“立项程序规范性”了",
        ),
        (r#"[{"change": "add", "path": ["绩效指标", "决策"]}]"#, "这里已经有“决策”了"),
        (
            r#"[{"change": "add", "path": ["项目资金", "支出", ""]}, {"change": "add", "path": ["项目资金", "支出", ""]}]"#,
            "这里已经有一行还没有写名称",
        ),
        (
            r#"[{"change": "add", "path": ["项目资金", "支出", "甲"], "before": "没有的"}]"#,
            "没有“没有的”这一项",
        ),
        (r#"[{"change": "add", "path": ["新栏目"]}]"#, "这一项是表上固定的，不能这样改"),
        (r#"[{"change": "add", "path": ["项目资金", "支出", "甲\n乙"]}]"#, "名称只能写一行"),
        (
            r#"[{"change": "move", "path": ["绩效指标", "决策", "项目立项"], "to": ["绩效指标"]}]"#,
            "“项目立项”不能移到这里：级次不一样",
        ),
    ];
    for (json, message) in cases {
        assert_eq!(told(FORM, form("目标表"), json), message, "{json}");
    }
    let computed = [
        r#"[{"change": "set", "path": ["项目资金", "年度资金总额", "年初预算数"], "text": "1"}]"#,
        r#"[{"change": "set", "path": ["项目资金", "其他资金", "执行率"], "text": "1"}]"#,
    ];
    for json in computed {
        let message = told("表: 自评表\n年度: 2026\n", form("自评表"), json);
        assert!(message.ends_with("是算出来的，不能改"), "{message}");
    }
}

/// All or nothing.
#[test]
fn one_that_cannot_be_made_keeps_the_others_back() {
    let json = r#"[{"change": "set", "path": ["项目名称"], "text": "甲"},
                   {"change": "set", "path": ["没有的"], "text": "甲"}]"#;
    assert!(try_change(FORM, form("目标表"), &changes(json)).is_err());
}

#[test]
fn a_file_that_cannot_be_read_is_left_alone() {
    let json = r#"[{"change": "set", "path": ["项目名称"], "text": "甲"}]"#;
    for text in ["年度: 2026\n项目名称: [甲\n", "甲: 乙: 丙\n", "一段文字\n", "- 甲\n- 乙\n"]
    {
        assert!(try_change(text, form("目标表"), &changes(json)).is_err(), "{text}");
    }
}
