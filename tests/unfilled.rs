//! What a template has and nobody has filled in, and keys that are there already.

use jixiao::diagnostic::{Diagnostic, SourceFile};

use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::project::FORM;

fn found(text: &str) -> Vec<Diagnostic> {
    let file = SourceFile::new("甲.yaml", text);
    build::try_read(file, build::forms()).err().unwrap_or_default()
}

fn help(found: &Diagnostic) -> &str {
    found.help.as_deref().unwrap_or_default()
}

/// Each line of a fresh template is told once, and what is advised for those that are not
/// needed mends the file when it is followed to the letter.
#[test]
fn lines_of_a_template_are_told_once_and_can_be_taken_out() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("new 甲").code, 0);
    let template = std::fs::read_to_string(workplace.path("甲.yaml")).expect("a template");
    let mut text = template.clone();
    let count =
        found(&text).iter().filter(|found| found.message.contains("有一行还没有填")).count();
    assert_eq!(count, template.matches("\"\": [\"\", \"\"]").count());
    assert!(found(&text).iter().all(|found| !found.message.contains("三级指标 ")));
    // The advice is followed, one line after another.
    for _ in 0..count {
        let all = found(&text);
        let Some(next) = all.iter().find(|it| it.message.contains("下面有一行还没有填"))
        else {
            break;
        };
        let (_, advice) = help(next).split_once("；不用的，").expect("what to do without it");
        let line = |key: &str| text.lines().position(|line| line.trim_start().starts_with(key));
        let start = next.start().expect("a place");
        let mut gone = vec![text[..start].matches('\n').count()];
        if let Some((_, keys)) = advice.split_once("上面的“") {
            let keys = keys.split("”一起").next().expect("an end").split("”“");
            gone.extend(keys.map(|key| line(key).expect("the key")));
        }
        let kept = text.lines().enumerate().filter(|(index, _)| !gone.contains(index));
        text = kept.map(|(_, line)| format!("{line}\n")).collect();
    }
    let left = found(&text);
    assert!(left.iter().all(|it| !it.message.contains("指标")), "{left:#?}");
}

#[test]
fn a_group_without_rows_may_be_taken_out_where_the_form_does_not_fix_any() {
    let of = |text: &str| found(text).iter().map(|it| help(it).to_owned()).collect::<Vec<_>>();
    let helps = of(&FORM.replace("      完成运维升级: [=1项, =2项]\n", ""));
    assert_eq!(helps, ["写上三级指标；不用的，删去这一行"]);
    let fixed = FORM
        .replace("      立项依据充分性: [充分, 充分]\n", "")
        .replace("      立项程序规范性: [规范, 规范]\n", "");
    assert_eq!(of(&fixed), ["写上三级指标"]);
}

#[test]
fn values_that_are_not_filled_in_are_one_finding() {
    let text = FORM.replace("[=1项, =2项]", "[\"\", \"\"]");
    let found = found(&text);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].message, "“完成运维升级”的值还没有填");
    assert!(help(&found[0]).starts_with("填上半年、全年两个值；不用的，"), "{found:#?}");
    // The only expense there is cannot go.
    let expense = crate::unfilled::found(&FORM.replace("[6, 13]", "[\"\", \"\"]"));
    assert_eq!(help(&expense[0]), "填上半年、全年两个值");
}

#[test]
fn only_keys_that_are_missing_are_proposed() {
    let text = FORM.replace("实施单位:", "实施部门:");
    let told = found(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert_eq!(help(&told[0]), "是不是“实施单位”？");
    // Nothing near is missing.
    let text = FORM.replace("实施单位:", "实施部门: 甲\n实施单位:");
    let told = found(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(!help(&told[0]).contains("是不是"), "{told:#?}");
    assert!(!help(&told[0]).contains("主管部门"), "{told:#?}");
    // What a default file supplies is meant only where it is all but written.
    let workplace = Workplace::new();
    let department = FORM.lines().find(|line| line.starts_with("主管部门:")).expect("a line");
    workplace.file("projects/_defaults.yaml", format!("{department}\n"));
    for (key, near) in [("主管部们", "是不是“主管部门”？"), ("实施部门", "是不是“实施单位”？")]
    {
        let text = match key {
            "主管部们" => FORM.replace("主管部门:", "主管部们:"),
            _ => FORM.replace("实施单位:", "实施部门:").replace(&format!("{department}\n"), ""),
        };
        workplace.file("projects/甲.yaml", text);
        let outcome = workplace.run("check");
        assert!(outcome.stderr.contains(near), "{key}: {outcome:?}");
    }
}

#[test]
fn an_amount_is_one_number_in_ten_thousands() {
    let help_of = |meant: &str, written: &str| {
        let told = found(&FORM.replace(meant, written));
        assert_eq!(told.len(), 1, "{written}: {told:#?}");
        help(&told[0]).to_owned()
    };
    assert_eq!(help_of("资金总额: 13", "资金总额: [6, 13]"), "只写全年的一个数：13");
    assert_eq!(help_of("资金总额: 13", "资金总额: [13]"), "不用方括号，写成 13");
    assert_eq!(help_of("[6, 13]", "[6, 13] 万元"), "金额的单位不写：删去“万元”，写成 [6, 13]");
    assert_eq!(help_of("[6, 13]", "[“6”, “13”]"), "写成 [6, 13]");
    assert_eq!(help_of("[6, 13]", "[6, “13”]"), "写成 13");
    for (written, amount) in [
        ("25000元", "2.5"),
        ("130000元", "13"),
        ("500元", "0.05"),
        ("1,234,567.89元", "123.456789"),
        ("0元", "0"),
    ] {
        let help = help_of("资金总额: 13", &format!("资金总额: {written}"));
        assert_eq!(help, format!("单位是万元：{written}是 {amount} 万元，写成 {amount}"));
    }
}

#[test]
fn a_row_behind_a_tab_stands_beside_the_rows() {
    for (meant, written) in [
        ("      完成运维升级: [=1项, =2项]\n", "\t完成运维升级: [=1项, =2项]\n"),
        ("      立项程序规范性: [规范, 规范]\n", "\t立项程序规范性: [规范, 规范]\n"),
        ("    平台运营服务费: [6, 13]\n", "\t平台运营服务费: [6, 13]\n"),
    ] {
        let workplace = Workplace::new();
        workplace.file("甲.yaml", FORM.replace(meant, written));
        let outcome = workplace.run("check 甲.yaml --fix");
        let mended = std::fs::read_to_string(workplace.path("甲.yaml")).expect("a file");
        assert_eq!(mended, FORM, "{outcome:?}");
    }
}

#[test]
fn the_beginning_of_a_choice_is_that_choice() {
    let workplace = Workplace::new();
    let kind = FORM.lines().find(|line| line.starts_with("项目类型:")).expect("a line");
    for (written, near) in [("一次性", "一次性安排项目"), ("常年", "常年安排项目")]
    {
        workplace.file("甲.yaml", FORM.replace(kind, &format!("项目类型: {written}")));
        let outcome = workplace.run("check 甲.yaml");
        assert!(outcome.stderr.contains(&format!("是不是“{near}”？")), "{outcome:?}");
    }
}

#[test]
fn a_name_alone_is_told_with_the_values_that_it_lacks() {
    let row = "      完成运维升级: [=1项, =2项]\n";
    let first = "      合同审查合格率\n";
    for (written, line, advice) in [
        (first.to_owned(), 58, "写成“合同审查合格率: [半年值, 全年值]”"),
        (format!("{row}{first}"), 59, "写成“合同审查合格率: [值, 值]”，“值”换成真的值"),
        (format!("{first}{row}"), 58, "写成“合同审查合格率: [值, 值]”，“值”换成真的值"),
    ] {
        let text = FORM.replace(row, &written);
        let told = found(&text);
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(help(&told[0]).starts_with(advice), "{told:#?}");
        let at = told[0].start().expect("a place");
        assert_eq!(1 + text[..at].matches('\n').count(), line, "{told:#?}");
    }
}
