//! Quotes and the comments of a new file's template: whoever does what a finding says, or lets
//! `--fix` do it, prints neither of them.

use jixiao::diagnostic::{Diagnostic, SourceFile};

use crate::support::build::{self, findings, mended};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

const OFFICE: &str = "主管部门: 南京市工业和信息化局\n";
const MEANT: &str = "项目实施内容: |-\n  中心OA系统维护升级；\n  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问、财务审计、内控及评价等。\n";
const REMARK: &str = "                  # 要做的各项工作，一行一项";

fn explain(text: &str) -> Vec<Diagnostic> {
    build::try_read(SourceFile::new("甲.yaml", text), build::forms()).err().unwrap_or_default()
}

/// What a readable file says under a key of the top.
fn said(text: &str, key: &str) -> String {
    let value = serde_json::to_value(build::read_text(text).project).expect("a project is data");
    value[key].as_str().expect("a text").to_owned()
}

/// The file with what stands at the place of its only finding written as the finding says.
fn followed(text: &str) -> String {
    let found = explain(text);
    let [found] = found.as_slice() else { panic!("{text}: {found:?}") };
    let help = found.help.as_deref().unwrap_or_default();
    let (_, written) = help.split_once("写成 ").unwrap_or_else(|| panic!("{help}"));
    let written = written.split("；要印出").next().unwrap_or_default();
    let mut text = text.to_owned();
    text.replace_range(found.places[0].span.clone().expect("a place"), written);
    text
}

#[test]
fn advice_on_quotes_prints_no_comment_and_no_quote() {
    for (written, printed) in [
        ("\"南京市司法局", "南京市司法局"),
        ("\"南京市司法局”", "南京市司法局"),
        ("'南京市司法局’", "南京市司法局"),
        ("\"南京市“放管服”", "南京市“放管服”"),
        ("\"\"南京市司法局", "南京市司法局"),
        ("\"\"南京市司法局\"\"", "南京市司法局"),
        ("\"\"南京市司法局\"", "南京市司法局"),
        ("\"南京市司法局\"\"", "南京市司法局"),
        ("\"\" 南京市司法局", "南京市司法局"),
        ("\"南京市\"司法局", "南京市司法局"),
        ("\"南京市\"司法\"局\"", "南京市“司法”局"),
        ("\"南京市\"司法\"局", "南京市“司法”局"),
        ("\"\"南京市\"司法局\"", "“南京市”司法局"),
    ] {
        for remark in ["", " # 全称", "                    # 全称"] {
            let text = FORM.replacen(OFFICE, &format!("主管部门: {written}{remark}\n"), 1);
            assert_eq!(said(&followed(&text), "主管部门"), printed, "{written}{remark}");
            // What is safe to mend says the same, and keeps the comment.
            if !explain(&text)[0].fix.is_empty() {
                let mended = mended(&text);
                assert_eq!(said(&mended, "主管部门"), printed, "{written}{remark}");
                assert!(mended.contains(&format!("{remark}\n")), "{mended}");
            }
        }
    }
    // A sign of a number is no comment.
    let text = FORM.replacen(OFFICE, "主管部门: \"司法局 #3楼\n", 1);
    assert_eq!(said(&followed(&text), "主管部门"), "司法局 #3楼");
}

#[test]
fn paragraphs_in_quotes_leave_the_comment_behind() {
    let paragraphs = ["中心OA系统维护升级；", "培育库: 运维升级；", "法律顾问等。"];
    let [first, second, third] = paragraphs;
    for (written, is_fixed) in [
        (format!("\"{first}\n{second}\n{third}\"{REMARK}"), true),
        (format!("\"{first}\n{second}\n{third}”{REMARK}"), true),
        (format!("\"{first}{REMARK}\n{second}\n{third}\""), true),
        (format!("\"{first}\n{second}\n{third}{REMARK}"), false),
        (format!("\"|-{REMARK}\n{first}\n{second}\n{third}\""), true),
        (format!("{first}{REMARK}\n{second}\n{third}"), false),
        (format!("{first}\n{second}\n{third}{REMARK}"), false),
        (format!("\"{first}\"{REMARK}\n{second}\n{third}"), false),
        (format!("{first}{REMARK}\n  {second}\n  {third}"), false),
        (format!("\"{first}\"{REMARK}\n  \"{second}\"\n  \"{third}\""), false),
        (format!("\"\"{REMARK}\n{first}\n{second}\n{third}"), false),
        (format!("\"\"{REMARK}\n  {first}\n  {second}\n  {third}"), true),
        (format!("\"|-\"{REMARK}\n  {first}\n  {second}\n  {third}"), true),
        (format!("｜-{REMARK}\n  {first}\n  {second}\n  {third}"), true),
    ] {
        let text = FORM.replacen(MEANT, &format!("项目实施内容: {written}\n"), 1);
        let found = explain(&text);
        assert_eq!(found.len(), 1, "{written}: {found:?}");
        let help = found[0].help.as_deref().unwrap_or_default();
        assert!(!help.contains('#') && !help.contains("。\""), "{written}: {help}");
        assert_eq!(!found[0].fix.is_empty(), is_fixed, "{written}: {found:?}");
        if is_fixed {
            let mended = mended(&text);
            assert_eq!(said(&mended, "项目实施内容"), paragraphs.join("\n"), "{written}");
            assert!(mended.contains(REMARK.trim()), "{mended}");
        } else {
            let block = paragraphs.map(|line| format!("\n  {line}")).concat();
            let shown = format!("写成\n项目实施内容: |-{block}");
            assert!(help.ends_with(&shown), "{written}: {help}");
        }
    }
    // Too long to be shown: what is to be left out is said.
    let long = "很长的一段文字。".repeat(30);
    let written = format!("项目实施内容: \"{long}\n{second}\"{REMARK}\n");
    let found = explain(&FORM.replacen(MEANT, &written, 1));
    let help = found[0].help.as_deref().unwrap_or_default();
    assert!(help.ends_with("行末“#”和后面的说明删去"), "{help}");
}

/// The findings of a rule in a form whose line `meant` is written otherwise.
fn of_rule(rule: &str, meant: &str, written: &str) -> (String, Vec<Diagnostic>) {
    let text = FORM.replacen(meant, written, 1);
    let found = findings(&text).into_iter().filter(|found| found.rule.name == rule);
    let found = found.collect();
    (text, found)
}

#[test]
fn quotes_that_would_be_printed_are_told() {
    for (written, kept) in [
        ("“南京市司法局”", Some("南京市司法局")),
        ("“南京市司法局\"", Some("南京市司法局")),
        ("”南京市司法局“", Some("南京市司法局")),
        ("＂南京市司法局＂", Some("南京市司法局")),
        ("南京市司法局\"\"", Some("南京市司法局")),
        ("南京市司法局\"", Some("南京市司法局")),
        ("“”南京市司法局", Some("南京市司法局")),
        ("南京市司法局“”", Some("南京市司法局")),
        ("|-\n  \"南京市司法局\"", Some("南京市司法局")),
        ("|-\n  \"南京市\n  司法局\"", Some("南京市\n司法局")),
        ("|-\n  \"南京市\"\n  \"司法局\"", Some("南京市\n司法局")),
        ("|-\n  南京市\n  司法局\"", Some("南京市\n司法局")),
        ("|-\n  南京市\n  司法局\"\"", Some("南京市\n司法局")),
        // Within quotes, they may be meant; and nothing would be left.
        ("\"“南京市司法局”\"", None),
        ("\"南京市司法局\\\"\"", None),
        ("“”", None),
    ] {
        for end in ["\n", "   # 全称\n"] {
            let is_block = written.starts_with('|');
            if is_block && end != "\n" {
                continue;
            }
            let (text, found) =
                of_rule("stray-quote", OFFICE, &format!("主管部门: {written}{end}"));
            assert_eq!(found.len(), 1, "{written}: {found:?}");
            let others = findings(&text);
            assert!(!others.iter().any(|it| it.rule.name == "unbalanced-marks"), "{others:?}");
            match kept {
                Some(kept) => assert_eq!(said(&mended(&text), "主管部门"), kept, "{written}"),
                None => assert!(found[0].fix.is_empty(), "{written}: {found:?}"),
            }
        }
    }
    let (text, found) = of_rule("stray-quote", "      完成运维升级:", "      “完成运维升级”:");
    assert_eq!((found.len(), mended(&text).as_str()), (1, FORM));
}

#[test]
fn quotes_that_are_meant_are_not_told() {
    for written in [
        "“甲”和“乙”",
        "\"“甲”和“乙”\"",
        "“甲”办公室",
        "推进“甲”",
        "|-\n  “甲”办公室\n  推进“乙”",
        "显示器27\"",
        "\"推进\\\"甲\\\"\"",
    ] {
        let (_, found) = of_rule("stray-quote", OFFICE, &format!("主管部门: {written}\n"));
        assert!(found.is_empty(), "{written}: {found:?}");
    }
    // A value is told as such.
    let (_, found) = of_rule("stray-quote", "[=1项, =2项]", "[“=1项”, “=2项”]");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn comments_that_would_be_printed_are_told() {
    let lines = "项目实施内容: |-\n  维护；\n  升级。";
    for (meant, written, kept) in [
        (OFFICE, "主管部门: \"司法局    # 全称\"\n".to_owned(), Some("主管部门: \"司法局\"\n")),
        (OFFICE, "主管部门: \"司法局 # 全称\"\n".to_owned(), None),
        (MEANT, format!("{lines}{REMARK}\n"), Some("项目实施内容: |-\n  维护；\n  升级。\n")),
        // What YAML has joined to one line goes on behind the comment.
        (OFFICE, "主管部门: \"司法    # 全称\n  局\"\n".to_owned(), None),
    ] {
        let (text, found) = of_rule("template-leftover", meant, &written);
        assert_eq!(found.len(), 1, "{written}: {found:?}");
        match kept {
            Some(kept) => assert_eq!(mended(&text), FORM.replacen(meant, kept, 1)),
            None => assert!(found[0].fix.is_empty(), "{written}: {found:?}"),
        }
    }
    for written in ["\"司法局 #3楼\"", "\"C# 语言\"", "司法局   # 全称", "\"司法局\"   # 全称"]
    {
        let (_, found) = of_rule("template-leftover", OFFICE, &format!("主管部门: {written}\n"));
        assert!(found.is_empty(), "{written}: {found:?}");
    }
}

#[test]
fn a_colon_within_a_name_is_told_at_the_name() {
    for (meant, name, values, is_fixed) in [
        ("      完成运维升级:", "      审查数量(其中: 采购)", "[=1项, =2项]", true),
        ("      完成运维升级:", "      审查(其中: 采购)合同数", "[=1项, =2项]", true),
        ("    平台运营服务费:", "    办公费（其中: 采购）", "[6, 13]", true),
        ("      完成运维升级:", "      满意度: 服务对象", "[=1项, =2项]", false),
    ] {
        let text = FORM.replacen(meant, &format!("{name}:"), 1);
        let found = explain(&text);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        let (help, bare) = (found[0].help.as_deref().unwrap_or_default(), name.trim());
        let wanted = format!("\"{bare}\": {values}");
        assert!(help.ends_with(&format!("写成 {wanted}")), "{help}");
        assert_eq!(!found[0].fix.is_empty(), is_fixed, "{name}");
        let written = text.replacen(&format!("{bare}: {values}"), &wanted, 1);
        assert!(explain(&written).is_empty(), "{written}");
        if is_fixed {
            assert_eq!(mended(&text), written);
        }
    }
}

#[test]
fn the_quotes_of_a_name_are_told_at_the_name() {
    const ROW: &str = "      完成运维升级: [=1项, =2项]\n";
    for (written, name, is_fixed) in [
        ("\"\"审查数量: [\"=1项\", \"=2项\"]", "审查数量", true),
        ("\"\"审查数量\"\": [=1项, =2项]", "审查数量", true),
        ("\"审查数量”: [\"=1项\", \"=2项\"]", "审查数量", true),
        ("\"审查数量: [=1项, =2项]", "审查数量", true),
        ("\"审查\"重大\"数量\": [=1项, =2项]", "审查“重大”数量", false),
    ] {
        let text = FORM.replacen(ROW, &format!("      {written}\n"), 1);
        let found = explain(&text);
        assert_eq!(found.len(), 1, "{written}: {found:?}");
        let (_, values) = written.split_once(": ").expect("values");
        let help = found[0].help.as_deref().unwrap_or_default();
        assert_eq!(help, format!("写成 \"{name}\": {values}"));
        assert_eq!(!found[0].fix.is_empty(), is_fixed, "{written}");
        let row = format!("      \"{name}\": {values}\n");
        let meant = FORM.replacen(ROW, &row, 1);
        assert!(explain(&meant).is_empty(), "{meant}");
        if is_fixed {
            assert_eq!(mended(&text), meant);
        }
    }
}

#[test]
fn values_in_wrong_quotes_are_told_without_them() {
    for (written, advised) in [
        ("[\"=1项”, \"=2项\"]", "写成 [\"=1项\", \"=2项\"]"),
        ("[\"=1项”, \"=2项”]", "写成 [\"=1项\", \"=2项\"]"),
        ("[\"\"=1项\"\", \"=2项\"]", "写成 \"=1项\""),
        // The brackets in a comment are another row's.
        ("[=1项, =2项   # 如 购置数量: [=5台, =10台]", "写成 [=1项, =2项]"),
    ] {
        let found = explain(&FORM.replacen("[=1项, =2项]", written, 1));
        assert_eq!(found.len(), 1, "{written}: {found:?}");
        let help = found[0].help.as_deref().unwrap_or_default();
        assert!(help.ends_with(advised), "{written}: {help}");
    }
}

/// Whatever lines are below, as those of a new file; all of its blanks look alike.
#[test]
fn a_colon_without_a_blank_is_mended_wherever_it_is() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("new 甲").code, 0);
    let new = std::fs::read_to_string(workplace.path("甲.yaml")).expect("a file");
    for key in ["主管部门", "实施单位", "项目负责人", "联系电话", "项目实施内容", "年度目标"]
    {
        // Those that may stay blank have no quotes.
        let blank = [format!("{key}: \"\""), format!("{key}: ")];
        let blank = blank.into_iter().find(|blank| new.contains(blank)).expect("the blank");
        let text = new.replacen(&blank, &format!("{key}:025-83731234"), 1);
        let mended = mended(&text);
        assert!(mended.contains(&format!("{key}: 025-83731234 ")), "{key}: {mended}");
    }
}
