//! Next year's files from this year's.

use std::fs;
use std::path::PathBuf;

use jixiao::diagnostic::{Diagnostic, render};
use jixiao::source::Defaults;
use jixiao::source::roll::{Look, Order, Roll, roll};

use crate::support::assert_snapshot;
use crate::support::build::forms;
use crate::support::cli::Workplace;

/// Rolls `paths` of a workplace to 2027.
fn rolled(workplace: &Workplace, paths: &[&str], output: Option<&str>) -> Result<Roll, String> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| workplace.path(path)).collect();
    let output = output.map(|output| workplace.path(output));
    let order = Order { paths: &paths, year: "2027", output: output.as_deref() };
    roll(&order, &Defaults::new(forms().clone())).map_err(|found| said(&found))
}

fn said(found: &[Diagnostic]) -> String {
    found.iter().map(render::render).collect()
}

/// The new text of the only file, a project of these lines.
fn text(lines: &str) -> String {
    let workplace = Workplace::new();
    workplace.file("2026/甲.yaml", lines);
    let roll = rolled(&workplace, &["2026"], None).expect("a file");
    assert_eq!(roll.files.len(), 1);
    roll.files[0].text.clone()
}

/// What is listed, one a line.
fn listed(looks: &[Look]) -> String {
    let place = |look: &Look| match (look.line, look.column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        _ => "-".to_owned(),
    };
    let line = |look: &Look| format!("{} {}：{}\n", place(look), look.reason.title(), look.excerpt);
    looks.iter().map(line).collect()
}

#[test]
fn the_shipped_files_are_rolled() {
    let workplace = Workplace::with_projects();
    let roll = rolled(&workplace, &["projects/2026"], None).expect("the files");
    let mut shown = String::new();
    for file in &roll.files {
        let name = file.to.file_name().expect("a name").to_string_lossy();
        let (changes, looks) = (listed(&file.changes), listed(&file.looks));
        shown.push_str(&format!("{name}\n改：\n{changes}看：\n{looks}\n"));
    }
    assert_snapshot("roll", "shipped", &shown);
    roll.write().map_err(|found| said(&found)).expect("new files");
    assert_eq!(workplace.list("projects/2026"), workplace.list("projects/2027"));
    let outcome = workplace.run("check projects/2027");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let read = |path: &str| fs::read_to_string(workplace.path(path)).expect("a file");
    for name in workplace.list("projects/2026") {
        let [before, after] = ["2026", "2027"].map(|year| read(&format!("projects/{year}/{name}")));
        let changed = before.lines().zip(after.lines()).filter(|(one, other)| one != other);
        for (one, other) in changed {
            assert_eq!(one.replace("2026", "2027"), other, "{name}");
        }
        assert_eq!(before.lines().count(), after.lines().count(), "{name}");
    }
    // What is there stays as it is.
    let found = rolled(&workplace, &["projects/2026"], None).expect_err("they are there");
    assert_eq!(found.matches("已经有这个文件").count(), 7, "{found}");
}

/// Every other byte stays, whatever the layout.
#[test]
fn the_layout_stays() {
    for (before, after) in [
        ("年度:   2026 # 年\n\n\n项目名称: 甲", "年度:   2027 # 年\n\n\n项目名称: 甲"),
        ("\u{FEFF}年度: '2026'\r\n项目名称: 甲\r\n", "\u{FEFF}年度: '2027'\r\n项目名称: 甲\r\n"),
        ("{年度: \"2026\", 项目名称: 甲}\n", "{年度: \"2027\", 项目名称: 甲}\n"),
        ("年度: \"2\\x3026\"\n", "年度: \"2027\"\n"),
        ("? 年度\n: |-\n  2026\n", "? 年度\n: |-\n  2027\n"),
    ] {
        assert_eq!(text(before), after);
    }
}

/// Only the dates of what is done within the old year are moved.
#[test]
fn dates_of_the_year_are_moved() {
    let file = |kind: &str, start: &str, end: &str| {
        format!("年度: 2026\n项目类型: {kind}\n开始时间: {start}\n完成时间: {end}\n")
    };
    let moved = |kind: &str, start: &str, end: &str| {
        let workplace = Workplace::new();
        workplace.file("2026/甲.yaml", file(kind, start, end));
        let roll = rolled(&workplace, &["2026"], None).expect("a file");
        let text = roll.files[0].text.replace("年度: 2027", "年度: 2026");
        (text, listed(&roll.files[0].looks))
    };
    let (one_off, recurring) = ("一次性安排项目", "常年安排项目");
    let (text, looks) = moved(one_off, "2026年", "\"2026年12月\"");
    assert_eq!(text, file(one_off, "2027年", "\"2027年12月\""));
    assert_eq!(looks, "2:7 一次性安排的项目，还要不要：项目类型: 一次性安排项目\n");
    let (text, _) = moved(one_off, "2025年3月", "2026年3月");
    assert_eq!(text, file(one_off, "2025年3月", "2027年3月"));
    let (text, looks) = moved(recurring, "2026年", "长期");
    assert_eq!((text, looks.as_str()), (file(recurring, "2026年", "长期"), ""));
    let (text, looks) = moved(recurring, "2022年", "2026年");
    assert_eq!(text, file(recurring, "2022年", "2026年"));
    assert_eq!(looks, "4:7 起止时间：完成时间: 2026年\n");
    let (text, looks) = moved("别的", "2026年", "2028年");
    assert_eq!(text, file("别的", "2026年", "2028年"));
    assert_eq!(looks, "3:7 起止时间：开始时间: 2026年\n");
}

/// The type, the year and the dates may stand in different files.
#[test]
fn defaults_are_rolled_too() {
    let workplace = Workplace::new();
    workplace
        .file("2026/_defaults.yaml", "年度: 2026\n项目类型: 一次性安排项目\n开始时间: 2026年\n")
        .file("2026/甲.yaml", "项目名称: 甲\n完成时间: 2026年\n")
        .file("2026/乙/丙.yaml", "项目名称: 丙\n项目类型: 常年安排项目\n完成时间: 长期\n");
    let roll = rolled(&workplace, &["2026"], None).expect("the files");
    roll.write().map_err(|found| said(&found)).expect("new files");
    let read = |path: &str| fs::read_to_string(workplace.path(path)).expect("a file");
    assert_eq!(
        read("2027/_defaults.yaml"),
        "年度: 2027\n项目类型: 一次性安排项目\n开始时间: 2027年\n"
    );
    assert_eq!(read("2027/甲.yaml"), "项目名称: 甲\n完成时间: 2027年\n");
    assert_eq!(read("2027/乙/丙.yaml"), read("2026/乙/丙.yaml"));
    // A single file takes its defaults along, unless there are some.
    let roll = rolled(&workplace, &["2026/甲.yaml"], Some("新")).expect("the files");
    assert_eq!(roll.files.len(), 2);
    workplace.file("旧/_defaults.yaml", "主管部门: 局\n");
    let roll = rolled(&workplace, &["2026/甲.yaml"], Some("旧")).expect("the file");
    assert_eq!(roll.files.len(), 1);
    // What the old defaults supply is of the old year.
    assert_eq!(roll.files[0].text, "年度: 2027\n项目名称: 甲\n完成时间: 2027年\n");
}

/// A year that files above all of them supply is set in each.
#[test]
fn a_year_from_above_is_set() {
    let workplace = Workplace::new();
    workplace.file(".git/HEAD", "").file("_defaults.yaml", "年度: 2026\n");
    workplace.file("2026/甲.yaml", "# 头\n\n# 名\n项目名称: 甲\n");
    workplace.file("2026/乙.yaml", "{项目名称: 乙}\n");
    let roll = rolled(&workplace, &["2026"], None).expect("the files");
    let texts: Vec<&str> = roll.files.iter().map(|file| file.text.as_str()).collect();
    assert_eq!(texts, ["{年度: 2027, 项目名称: 乙}\n", "# 头\n\n# 名\n年度: 2027\n项目名称: 甲\n"]);
}

/// Years, dates and amounts, wherever they stand.
#[test]
fn what_wants_another_look_is_listed() {
    let workplace = Workplace::new();
    let file = "\
# 2026 年的说明
年度: 2026
项目名称: 2026年会
立项必要性: |-
  《办法》(宁财〔2024〕3号)、《2026年要点》(宁财〔2025〕1号)
  “十四五”规划、“十五五”期间，比2025年多
实施可行性: 2001年成立，去年办过，3个月，3月5日开始
项目实施内容: \"２０２６年\\n做13.5万元的\"
项目资金:
  资金总额: 13
  支出:
    2026年展位: [6, 13]
    乙: {半年(程)计划执行数: 6, 全年(程)预算数: 13}
绩效指标:
  产出指标:
    时效指标:
      完成: [6月底, 二〇二六年]
    成本指标:
      费用: [\"\", ≤13万元]
";
    workplace.file("2026/2026年会.yaml", file);
    let roll = rolled(&workplace, &["2026"], None).expect("a file");
    assert_snapshot("roll", "looks", &listed(&roll.files[0].looks));
}

#[test]
fn a_schema_of_the_new_year_is_led_to() {
    let workplace = Workplace::new();
    workplace.file(".git/HEAD", "").file("schema/2026.json", "{}");
    let file = |year: &str| {
        format!("# yaml-language-server: $schema=../../schema/{year}.json\n年度: {year}\n")
    };
    workplace.file("projects/2026/甲.yaml", file("2026"));
    let only = |roll: Roll| {
        assert_eq!(roll.files.len(), 1);
        (roll.files[0].text.clone(), listed(&roll.files[0].looks))
    };
    let (text, looks) = only(rolled(&workplace, &["projects/2026"], None).expect("a file"));
    assert_eq!(text, file("2027").replace("2027.json", "2026.json"));
    assert!(looks.starts_with("1:33 编辑器用的 schema："), "{looks}");
    workplace.file("schema/2027.json", "{}");
    let (text, looks) = only(rolled(&workplace, &["projects/2026"], None).expect("a file"));
    assert_eq!((text, looks.as_str()), (file("2027"), ""));
    let (text, _) = only(rolled(&workplace, &["projects/2026"], Some("新")).expect("a file"));
    assert_eq!(text, file("2027").replace("../../", "../"));
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let workplace = Workplace::new();
    workplace.file("2026/甲.yaml", "年度: 2026\n").file("2026/乙.yaml", "年度: 二六\n");
    let found = rolled(&workplace, &["2026"], None).expect_err("a mistake");
    assert!(found.contains("错误[bad-year]"), "{found}");
    workplace.file("2026/乙.yaml", "年度: 2027\n");
    let found = rolled(&workplace, &["2026"], None).expect_err("it is of that year");
    assert!(found.contains("已经是 2027 年度的了"), "{found}");
    // What is still to be filled in is no mistake.
    workplace.file("2026/乙.yaml", "年度: 2026\n项目名称: \"\"\n");
    let roll = rolled(&workplace, &["2026"], None).expect("the files");
    // One that has come between is left alone, and the others are taken away again.
    workplace.file("2027/甲.yaml", "我的\n");
    assert!(roll.write().is_err());
    assert_eq!(workplace.list("2027"), ["甲.yaml"]);
    workplace.file("夹/甲.yaml", "年度: 2026\n").file("又/甲.yaml", "年度: 2026\n");
    let found = rolled(&workplace, &["夹"], None).expect_err("no folder is named");
    assert!(found.contains("在命令后面加上 -o \"") && found.contains("夹/2027\""), "{found}");
    let found = rolled(&workplace, &["夹", "又"], Some("新")).expect_err("one place for both");
    assert!(found.contains("会写成同一个文件"), "{found}");
    assert_eq!(workplace.list("新"), [""; 0]);
}

/// Other forms are rolled as well.
#[test]
fn every_form_is_rolled() {
    for form in forms().names() {
        let workplace = Workplace::new();
        assert_eq!(workplace.run(&format!("new 甲 --form {form} -o 2026")).code, 0);
        let roll = rolled(&workplace, &["2026"], None).expect("a file");
        let before = fs::read_to_string(workplace.path("2026/甲.yaml")).expect("a file");
        assert_eq!(roll.files[0].text, before.replacen("年度: 2026", "年度: 2027", 1), "{form}");
    }
}

/// The examples in the comments of a new file are the same next year; what the user says in a
/// comment is not.
#[test]
fn comments_of_new_files_are_no_places_to_look_at() {
    for (form, own) in [("目标表", "# 全称"), ("镇江目标表", "# 写到年或月，如 2026年、2026年3月")]
    {
        let workplace = Workplace::new();
        let outcome = workplace.run(&format!("new 甲 --form {form}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let new = fs::read_to_string(workplace.path("甲.yaml")).expect("a file");
        let filled = new.replace(" \"\"", " \"1\"").replace("[\"\"", "[\"1\"");
        assert!(filled.contains(own), "{filled}");
        for (text, count) in [(filled.clone(), 0), (filled.replacen(own, "# 2026年改", 1), 1)] {
            workplace.file("2026/甲.yaml", text);
            let roll = rolled(&workplace, &["2026"], None).expect("a file");
            let looks = listed(&roll.files[0].looks);
            assert_eq!(looks.matches("# ").count(), count, "{looks}");
        }
    }
}
