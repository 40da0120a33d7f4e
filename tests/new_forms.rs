//! `jixiao new` for other forms, and for those that continue another one.

use std::collections::BTreeSet;

use crate::new::read;
use crate::support::assert_snapshot;
use crate::support::build::forms;
use crate::support::cli::Workplace;

/// A form of one's own, as short as can be.
const OWN: &str = "\
name: 小表
title: 很小的表
fonts: {title: [甲], body: [甲], label: [甲]}
fields:
  年度: {kind: year, role: year}
  名称: {kind: text, role: name}
  类别: {kind: choice, choices: [一类, 二类, 三类], help: 分类}
  说明: {kind: text, starter: 按规定办理}
  备注: {kind: text, optional: true, help: 有什么写什么}
page:
  columns: [1, 1, 1, 1]
  blocks:
    - facts:
        - [名称, 类别]
    - texts: [说明, 备注]
";

#[test]
fn a_form_of_ones_own_needs_no_template() {
    let workplace = Workplace::new();
    workplace.file("版式/own/2026/form.yaml", OWN);
    let outcome = workplace.run("new 甲 --templates 版式 --form 小表");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_snapshot("new", "own", &read(&workplace, "甲.yaml"));
    workplace.file("版式/own/2026/new.yaml.j2", "年度: {{ 年度 }}\n甲: {{ 乙 }}\n");
    let outcome = workplace.run("new 乙 --templates 版式 --form 小表");
    assert_eq!(outcome.code, 1);
    assert_snapshot("new", "bad-starter", &outcome.stderr);
    let starter = "年度: {{ 年度|int }}\n{{ form }}: [{{ choices.类别[0] }}]\n";
    workplace.file("版式/own/2026/new.yaml.j2", starter);
    assert_eq!(workplace.run("new 乙 --templates 版式 --form 小表").code, 0);
    assert_eq!(read(&workplace, "乙.yaml"), "年度: 2026\n小表: [一类]\n");
    let outcome = workplace.run("new 丙 -o 新 --edition 1999");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("没有 1999 年度的版式"), "{}", outcome.stderr);
    assert!(!workplace.path("新").exists());
}

/// The template of the bundled definition is not for one's own, which may have more fields.
#[test]
fn a_changed_form_has_new_files_of_its_own() {
    let workplace = Workplace::new();
    assert_eq!(workplace.run("forms export 目标表 mine").code, 0);
    let definition = workplace.path("mine/target/2026/form.yaml");
    let text = std::fs::read_to_string(&definition).expect("a definition");
    let text =
        text.replacen("\nfields:\n", "\nfields:\n  批次: {kind: text, starter: 第一批}\n", 1);
    let text = text.replacen("  blocks:\n", "  blocks:\n    - texts: [批次]\n", 1);
    std::fs::write(&definition, text).expect("written");
    let starter = workplace.path("mine/target/2026/new.yaml.j2");
    std::fs::remove_file(starter).expect("removed");
    let outcome = workplace.run("forms check mine");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let outcome = workplace.run("new 甲 --templates mine");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let text = read(&workplace, "甲.yaml");
    assert!(text.contains("\n批次: 第一批"), "{text}");
}

/// Every form has new files: formatted, and with no other mistakes than blanks, each of which
/// is told.
#[test]
fn every_form_has_new_files() {
    for form in forms().names() {
        let workplace = Workplace::new();
        let outcome = workplace.run(&format!("new 甲 --form {form}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let text = read(&workplace, "甲.yaml");
        assert_eq!(workplace.run("fmt --check .").code, 0, "{text}");
        let edition = forms().newest(Some(form)).expect("a form");
        let form = edition.form().expect("a sound form");
        if !form.is_default {
            assert_snapshot("new", &form.id, &text);
        }
        for field in &form.fields {
            assert!(text.contains(&format!("\n{}:", field.key)), "{}: {text}", field.key);
        }
        let checked = workplace.run("check 甲.yaml --format concise");
        let said: Vec<&str> = checked.stdout.lines().collect();
        let is_blank = |line: &&&str| line.contains("错误[empty-value]");
        let blanks: Vec<&&str> = said.iter().filter(is_blank).collect();
        assert_eq!(
            said.iter().filter(|line| line.contains("错误[")).count(),
            blanks.len(),
            "{said:?}"
        );
        let line = |told: &&&str| told.split(':').nth(1)?.parse().ok();
        let told: BTreeSet<usize> = blanks.iter().filter_map(line).collect();
        let lines = text.lines().map(|line| line.split(" # ").next().unwrap_or_default());
        let written = (1..).zip(lines).filter(|(_, line)| line.contains("\"\""));
        let written: BTreeSet<usize> = written.map(|(number, _)| number).collect();
        // Optional columns may stay blank, and those below a name that is blank go with it.
        assert!(told.is_subset(&written), "{}: {told:?}", form.name);
        // A line that nobody has touched is one finding.
        let unnamed = text.lines().filter(|line| line.trim_start().starts_with("\"\":")).count();
        let said_so = blanks.iter().filter(|line| line.contains("有一行还没有填")).count();
        assert_eq!(said_so, unnamed, "{}", form.name);
    }
}

#[test]
fn a_form_that_the_defaults_name_is_not_named_again() {
    let workplace = Workplace::new();
    workplace.file("_defaults.yaml", "表: 自评表\n年度: 2026\n主管部门: 局\n");
    assert_eq!(workplace.run("new 甲").code, 0);
    let text = read(&workplace, "甲.yaml");
    assert!(!text.contains("\n表:") && text.contains("\n  实际完成情况:"), "{text}");
    assert!(text.contains("这里不用写：年度、主管部门\n"), "{text}");
    // Another form is named, even the one that is the default elsewhere.
    assert_eq!(workplace.run("new 乙 --form 目标表").code, 0);
    let text = read(&workplace, "乙.yaml");
    assert!(text.contains("\n\n表: 目标表\n项目名称: 乙\n"), "{text}");
    assert_eq!(workplace.run("fmt --check 乙.yaml").code, 0);
}

#[test]
fn a_form_without_types_has_none() {
    let outcome = Workplace::new().run("new 甲 --form 自评表 --type 常年");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("自评表不分常年和一次性"), "{}", outcome.stderr);
}

/// What a form has in common with the one that it continues is carried over.
#[test]
fn a_form_continues_another_one() {
    let workplace = Workplace::with_projects();
    for form in ["监控表", "自评表", "申报表", "镇江目标表", "目标表"] {
        let file = "projects/2026/办公设备.yaml";
        let outcome = workplace.run(&format!("new --from {file} --form {form} -o 续"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let name = format!("续/办公设备-{form}.yaml");
        let text = read(&workplace, &name);
        assert_eq!(workplace.run(&format!("fmt --check {name}")).code, 0, "{text}");
        let edition = forms().newest(Some(form)).expect("a form");
        assert_snapshot("new", &format!("from-{}", edition.id), &text);
        let checked = workplace.run(&format!("check {name}")).stderr;
        assert_eq!(checked.contains("错误["), form != "目标表", "{checked}");
        assert!(!checked.replace("错误[empty-value]", "").contains("错误["), "{checked}");
        let again = workplace.run(&format!("new --from {file} --form {form} -o 续"));
        assert_eq!(again.code, 1);
        assert!(again.stderr.contains("已经有这个文件"), "{}", again.stderr);
    }
    // Beside the file, with what the defaults there supply left out.
    assert_eq!(workplace.run("new --from projects/2026/办公设备.yaml --form 监控表").code, 0);
    let monitoring = "projects/2026/办公设备-监控表.yaml";
    let text = read(&workplace, monitoring);
    assert!(
        text.contains("这里不用写：年度、主管部门\n") && !text.contains("\n主管部门:"),
        "{text}"
    );
    let text = text.replace("完成目标可能性: \"\"", "完成目标可能性: 确定能");
    workplace.file(monitoring, text.replace("\"\"", "1"));
    assert_eq!(workplace.run(&format!("check {monitoring}")).code, 0);
    let outcome = workplace.run(&format!("new --from {monitoring} --form 自评表"));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let text = read(&workplace, "projects/2026/办公设备-自评表.yaml");
    assert!(text.contains("设备购置数量: [=1台, \"\", \"\", \"\", \"\"]\n"), "{text}");
    assert!(text.contains("  上年结转资金: [1, \"\", \"\"]\n"), "{text}");
}

/// What is not carried over is said: here and in the file.
#[test]
fn what_is_left_behind_is_said() {
    let workplace = Workplace::with_all_projects();
    let said = |arguments: &str| workplace.run(arguments).stderr;
    let left = "没有带过来：项目属性、项目期、项目资金、总体目标 › 中期目标\n";
    let outcome = said("new --from projects/申报表/村镇保洁.yaml --form 监控表 -o 续");
    assert!(outcome.ends_with(left), "{outcome}");
    assert!(read(&workplace, "续/村镇保洁-监控表.yaml").contains(left));
    let outcome = said("new --from projects/监控表/村镇保洁.yaml --form 自评表 -o 续");
    let left = "没有带过来：项目资金（1—7月执行数、全年预计执行数）、项目资金 › 本年财政拨款、\
                绩效指标（1—7月执行情况、全年预计完成情况、偏差原因、原因说明、完成目标可能性、备注）\n";
    assert!(outcome.ends_with(left), "{outcome}");
    let outcome = said("new --from projects/2026/办公设备.yaml --form 自评表 -o 续");
    assert!(outcome.ends_with("、绩效指标 › 决策、绩效指标 › 过程\n"), "{outcome}");
    // Nothing is left behind.
    let outcome = said("new --from projects/监控表/村镇保洁.yaml -o 续/监控");
    assert!(outcome.ends_with("检查\n") && !outcome.contains("没有带过来"), "{outcome}");
}

/// A name that is given is the project's.
#[test]
fn what_continues_a_project_may_have_another_name() {
    let workplace = Workplace::with_projects();
    let from = "--from projects/2026/办公设备.yaml";
    assert_eq!(workplace.run(&format!("new 办公家具 {from} -o 续")).code, 0);
    let text = read(&workplace, "续/办公家具.yaml");
    assert!(text.contains("\n项目名称: 办公家具\n"), "{text}");
    // The same name is that of the next form.
    assert_eq!(workplace.run(&format!("new 办公设备 {from} --form 监控表 -o 续")).code, 0);
    assert!(workplace.path("续/办公设备-监控表.yaml").exists());
}
