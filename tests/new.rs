//! `jixiao new`: files that say what is to be filled in, and build once it is.

use std::fs;

use jixiao::diagnostic::render;
use jixiao::diagnostic::{Diagnostic, SourceFile};
use jixiao::form::{Project, Role};
use jixiao::source::scaffold::{Place, Wish, render};

use crate::support::assert_snapshot;
use crate::support::build::{forms, try_read};
use crate::support::cli::Workplace;

/// The usual values of the fixed indicators.
const USUAL: [[&str; 2]; 11] = [
    ["充分", "充分"],
    ["规范", "规范"],
    ["合理", "合理"],
    ["明确", "明确"],
    ["科学", "科学"],
    ["合理", "合理"],
    ["序时进度", "100%"],
    ["=100%", "=100%"],
    ["合规", "合规"],
    ["健全", "健全"],
    ["有效", "有效"],
];

#[test]
fn a_new_file_is_complete_and_says_what_to_write() {
    let workplace = Workplace::new();
    let outcome = workplace.run("new 台式机");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
    assert_eq!(
        outcome.stderr,
        "已新建 台式机.yaml，在引号里填好内容以后，用 jixiao check \"台式机.yaml\" 检查\n"
    );
    assert_snapshot("new", "recurring", &read(&workplace, "台式机.yaml"));
}

#[test]
fn check_finds_the_blanks_and_nothing_else() {
    let workplace = Workplace::new();
    for kind in ["常年", "一次性"] {
        assert_eq!(workplace.run(&format!("new {kind} --type {kind}")).code, 0);
        let text = read(&workplace, &format!("{kind}.yaml"));
        let blanks: Vec<usize> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| line.contains("\"\""))
            .map(|(number, _)| number)
            .collect();
        let outcome = workplace.run(&format!("check {kind}.yaml"));
        assert_eq!(lines_of(&outcome.stderr), blanks, "{}", outcome.stderr);
        assert_eq!(outcome.stderr.matches("错误[empty-value]").count(), blanks.len());
        assert!(blanks.len() >= 17, "{blanks:?}");
    }
}

#[test]
fn a_file_whose_blanks_are_filled_in_builds() {
    let workplace = Workplace::new();
    for arguments in ["new 甲", "new 乙 --type 一次性"] {
        assert_eq!(workplace.run(arguments).code, 0);
    }
    for name in ["甲.yaml", "乙.yaml"] {
        workplace.file(name, filled_in(&read(&workplace, name)));
    }
    let outcome = workplace.run("build .");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(workplace.list("out").len(), 2);
}

#[test]
fn the_indicators_are_those_of_the_edition() {
    let project = project(&render_in(&Workplace::new(), "甲"));
    let (_, tree) = project.form().indicators().expect("a form with indicators");
    let mut names = Vec::new();
    let mut values = Vec::new();
    for (path, row) in project.indicators() {
        let known = path[..2]
            .iter()
            .try_fold(&tree.names, |names, name| names.find(name).map(|(_, below)| below));
        if known.unwrap_or_else(|| panic!("the edition has {path:?}")).is_free() {
            assert_eq!(path[2], "1");
            continue;
        }
        names.push(path);
        values.push([row[0].text().into_owned(), row[1].text().into_owned()]);
    }
    assert_eq!(names, tree.names.fixed(3));
    assert_eq!(values, USUAL);
}

#[test]
fn the_type_says_when_the_project_ends() {
    let workplace = Workplace::new();
    for (arguments, lines) in [
        ("new 甲", ["项目类型: 常年安排项目", "开始时间: 2026年", "完成时间: 长期"]),
        ("new 乙 --type 常年", ["项目类型: 常年安排项目", "开始时间: 2026年", "完成时间: 长期"]),
        (
            "new 丙 --type 一次性",
            ["项目类型: 一次性安排项目", "开始时间: 2026年", "完成时间: 2026年"],
        ),
    ] {
        assert_eq!(workplace.run(arguments).code, 0);
        let text = read(&workplace, &format!("{}.yaml", &arguments[4..7]));
        for line in lines {
            assert!(text.contains(&format!("\n{line}")), "{arguments}: {text}");
        }
    }
}

#[test]
fn a_name_comes_through_as_it_is() {
    for name in [
        "a: b",
        "- x",
        "#x",
        "a #b",
        "\"",
        "'",
        "\\",
        "{{ 1 }}",
        "{% if %}",
        "{# x #}",
        "~",
        "yes",
        "null",
        "true",
        "2026",
        "1.10",
        "086",
        "0x1F",
        "1e3",
        "a, b]",
        "[a",
        "{a",
        "? x",
        "& x",
        "*x",
        "!x",
        "%x",
        "@x",
        "`",
        "| x",
        "> x",
        "｜",
        "甲：乙",
        "甲，乙",
        "甲:",
        "---",
        "...",
        "=1",
        "a\nb",
        " a ",
        "全国（水平）考区",
        "$schema",
    ] {
        let project = project(&render_in(&Workplace::new(), name));
        assert_eq!(project.name(), name);
        let expenses = project.form().path_of(Role::Expenses).expect("a form with expenses");
        let names: Vec<_> = project.rows(&expenses).into_iter().map(|(names, _)| names).collect();
        assert_eq!(names, [[name]]);
        assert_eq!(project.year(), "2026");
    }
}

#[test]
fn names_that_nobody_can_read_are_refused() {
    let workplace = Workplace::new();
    let mut said = String::new();
    for name in ["", " ", ".yaml", "甲\t乙", "甲\n乙", "甲\u{1b}[31m", "甲\u{200b}乙", "\u{202e}甲"]
    {
        let outcome = workplace.run_with("new", |command| command.arg(name));
        assert_eq!(outcome.code, 2, "{name:?}: {outcome:?}");
        said.push_str(outcome.stderr.lines().next().unwrap_or_default());
        said.push('\n');
    }
    assert_eq!(workplace.list("."), [""; 0]);
    assert_snapshot("new", "refused-names", &said);
}

/// The project is called what was typed; its file, what a file can be called on any system.
#[test]
fn names_that_no_file_can_have_are_those_of_the_project() {
    let long = "长".repeat(81);
    for (name, file) in [
        ("甲/乙", "甲-乙"),
        ("甲\\乙", "甲-乙"),
        ("a:b", "a-b"),
        ("甲?", "甲"),
        ("\"甲\"", "甲"),
        ("<甲>", "甲"),
        ("甲|乙", "甲-乙"),
        ("甲*", "甲"),
        (".甲", "甲"),
        ("_甲", "甲"),
        ("甲.", "甲"),
        ("...", "（无名）"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("com1", "com1_"),
        ("LPT¹.甲", "LPT¹_.甲"),
        (&long, &"长".repeat(33)),
    ] {
        let workplace = Workplace::new();
        let outcome = workplace.run_with("new", |command| command.arg(name));
        assert_eq!(outcome.code, 0, "{name:?}: {outcome:?}");
        assert_eq!(workplace.list("."), [format!("{file}.yaml")], "{name:?}");
        let text = filled_in(&read(&workplace, &format!("{file}.yaml")));
        assert_eq!(project(&text).name(), name);
    }
    // Blanks around a name are none of it.
    let workplace = Workplace::new();
    assert_eq!(workplace.run_with("new", |command| command.arg(" 甲 ")).code, 0);
    assert_eq!(project(&filled_in(&read(&workplace, "甲.yaml"))).name(), "甲");
    // Another name that makes the same file.
    assert_eq!(workplace.run_with("new", |command| command.arg("甲/")).code, 1);
}

/// Whoever writes a path means a folder.
#[test]
fn a_path_in_the_place_of_a_name_is_told() {
    let workplace = Workplace::new();
    workplace.file("projects/甲.yaml", "");
    for (name, help) in [
        ("projects/乙", "写成 jixiao new \"乙\" -o \"projects\""),
        ("../乙", "写成 jixiao new \"乙\" -o \"..\""),
        ("/乙", "写成 jixiao new \"乙\" -o \"/\""),
    ] {
        let outcome = workplace.run_with("new", |command| command.arg(name));
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains(help), "{outcome:?}");
    }
    assert_eq!(workplace.list("."), ["projects/甲.yaml"]);
    assert_eq!(workplace.run("new 乙 -o projects").code, 0);
}

#[test]
fn names_may_have_blanks_and_an_ending() {
    let workplace = Workplace::new();
    for (name, file) in [
        ("甲 乙", "甲 乙.yaml"),
        ("丙.yaml", "丙.yaml"),
        ("丁.2", "丁.2.yaml"),
        ("comet", "comet.yaml"),
    ] {
        let outcome = workplace.run_with("new", |command| command.arg(name));
        assert_eq!(outcome.code, 0, "{name:?}: {outcome:?}");
        let text = filled_in(&read(&workplace, file));
        assert_eq!(project(&text).name(), file.trim_end_matches(".yaml"));
    }
}

#[test]
fn nothing_is_overwritten() {
    let workplace = Workplace::new();
    workplace.file("甲/乙.yaml", "项目名称: 我的\n");
    let outcome = workplace.run("new 乙 -o 甲");
    assert_eq!(outcome.code, 1);
    assert_snapshot("new", "there-already", &outcome.stderr);
    assert_eq!(read(&workplace, "甲/乙.yaml"), "项目名称: 我的\n");
    let outcome = workplace.run("new 丙 -o 甲/乙.yaml");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("建不了这个文件夹"), "{}", outcome.stderr);
    assert_eq!(workplace.list("."), ["甲/乙.yaml"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_something_that_is_there() {
    let workplace = Workplace::new();
    std::os::unix::fs::symlink("别处.yaml", workplace.path("甲.yaml")).expect("a link");
    assert_eq!(workplace.run("new 甲").code, 1);
    assert_eq!(workplace.list("."), ["甲.yaml"]);
    assert!(!workplace.path("别处.yaml").exists());
}

#[test]
fn what_the_defaults_supply_is_left_out() {
    let workplace = Workplace::new();
    workplace.file(".git/HEAD", "").file("_defaults.yaml", "主管部门: 局\n实施单位: 中心\n");
    workplace.file("2026/_defaults.yaml", "年度: 2026\n项目类型: 一次性安排项目\n");
    assert_eq!(workplace.run("new 甲 -o 2026").code, 0);
    let text = read(&workplace, "2026/甲.yaml");
    assert!(
        text.contains(
            "\n# 由 _defaults.yaml 提供，这里不用写：年度、主管部门、项目类型、实施单位\n"
        ),
        "{text}"
    );
    for key in ["年度", "主管部门", "项目类型", "实施单位"] {
        assert!(!text.contains(&format!("\n{key}:")), "{text}");
    }
    assert!(text.contains("\n完成时间: 2026年"), "{text}");
    workplace.file("2026/甲.yaml", filled_in(&text));
    assert_eq!(workplace.run("build 2026").code, 0);
}

#[test]
fn what_is_above_a_new_folder_applies_to_it() {
    let workplace = Workplace::new();
    workplace.file(".git/HEAD", "").file("schema/2026.json", "{}");
    workplace.file("_defaults.yaml", "年度: 2026\n主管部门: 局\n");
    assert_eq!(workplace.run("new 甲 -o 新/夹").code, 0);
    let text = read(&workplace, "新/夹/甲.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../../schema/2026.json\n"), "{text}");
    assert!(text.contains("这里不用写：年度、主管部门\n"), "{text}");
}

#[test]
fn what_is_asked_for_comes_before_the_defaults() {
    let workplace = Workplace::new();
    workplace.file("_defaults.yaml", "年度: 2026\n项目类型: 一次性安排项目\n项目名称: 别的\n");
    assert_eq!(workplace.run("new 甲 --type 常年").code, 0);
    let text = read(&workplace, "甲.yaml");
    for line in ["项目名称: 甲", "项目类型: 常年安排项目", "完成时间: 长期"] {
        assert!(text.contains(&format!("\n{line}")), "{text}");
    }
    assert!(text.contains("这里不用写：年度\n"), "{text}");
}

#[test]
fn all_may_be_supplied_but_the_name() {
    let workplace = Workplace::new();
    let all = render_in(&Workplace::new(), "别的");
    workplace.file("_defaults.yaml", all);
    assert_eq!(workplace.run("new 甲").code, 0);
    let outcome = workplace.run("check .");
    assert_eq!(outcome.code, 0, "{outcome:?}");
}

#[test]
fn a_schema_above_is_led_to() {
    let workplace = Workplace::new();
    workplace.file("schema/2026.json", "{}");
    assert_eq!(workplace.run("new 甲 -o projects/2026").code, 0);
    let first = |path| read(&workplace, path).lines().next().map(str::to_owned);
    assert!(!first("projects/2026/甲.yaml").unwrap_or_default().contains("schema"));
    assert_eq!(workplace.run("new 甲").code, 0);
    let line = "# yaml-language-server: $schema=schema/2026.json";
    assert_eq!(first("甲.yaml").as_deref(), Some(line));
    workplace.file(".git/HEAD", "");
    assert_eq!(workplace.run("new 乙 -o projects/2026").code, 0);
    let line = "# yaml-language-server: $schema=../../schema/2026.json";
    assert_eq!(first("projects/2026/乙.yaml").as_deref(), Some(line));
    // Each form has one of its own.
    assert_eq!(workplace.run("new 丙 --form 自评表").code, 0);
    assert_eq!(first("丙.yaml").as_deref().map(|line| line.contains("schema")), Some(false));
    workplace.file("schema/evaluation-2026.json", "{}");
    assert_eq!(workplace.run("new 丁 --form 自评表").code, 0);
    let line = "# yaml-language-server: $schema=schema/evaluation-2026.json";
    assert_eq!(first("丁.yaml").as_deref(), Some(line));
}

/// A new file for a project of any name, with its blanks filled in.
fn render_in(workplace: &Workplace, name: &str) -> String {
    let place = Place::new(&workplace.path("."), "甲", forms()).map_err(say).expect("a place");
    let wish = Wish { name, recurrence: None, year: None, form: None, from: None };
    filled_in(&render(&wish, &place, forms()).map_err(say).expect("a file"))
}

/// What a text says as a project.
fn project(text: &str) -> Project {
    try_read(SourceFile::new("甲.yaml", text), forms()).map_err(say).expect("a project").project
}

fn filled_in(text: &str) -> String {
    // A quoted name may end in two quotes, too.
    text.replace(" \"\"", " \"1\"").replace("[\"\"", "[\"1\"")
}

pub fn read(workplace: &Workplace, path: &str) -> String {
    fs::read_to_string(workplace.path(path)).expect("a file")
}

/// The lines that findings are about, in the order of the findings.
fn lines_of(said: &str) -> Vec<usize> {
    let places = said.lines().filter_map(|line| line.trim().strip_prefix("--> "));
    places
        .map(|place| place.split(':').nth(1).and_then(|line| line.parse().ok()).expect("a line"))
        .collect()
}

fn say(found: Vec<Diagnostic>) -> String {
    found.iter().map(render::render).collect()
}
