//! What is said to people who fill in a form in the browser: all of it at once, and nothing of
//! how a project file is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jixiao::check::examine::Examiner;
use jixiao::diagnostic::Diagnostic;
use jixiao::diagnostic::severities::Severities;
use jixiao::form::sheet::SheetPart;
use jixiao::form::{EntryKind, Form, Kind, is_blank};
use jixiao::source::change::Amendment;
use jixiao::source::scaffold::{Place, Wish, render};
use jixiao::source::{Defaults, Input, Texts};
use regex::Regex;

use crate::changing::{form, try_change};
use crate::support::build::{fonts, forms};
use crate::support::cli::Workplace;

/// What people fill in by mistake, in cells of any kind.
const ODD: [&str; 19] = [
    "",
    " ",
    "无",
    "~",
    "\"甲\"",
    "“”",
    "甲  # 必填",
    ">5台",
    "[1, 2]",
    "甲: 乙",
    "｜",
    "1,000",
    "1.15万元",
    "-5",
    "１２",
    "0",
    "甲\n乙",
    "1999年",
    "□是  □否\u{FFFD}😀……",
];

/// Words that say how a project file is written, and those of the terminal.
const OF_FILES: &str = r#"英文引号|外面的.{0,4}引号|方括号|列表|半角冒号|缩进|空两格|下一行|注释|键|YAML|yaml|--|jixiao|提交|\||\[|_defaults|本文件|项目文件|: …”|:”|写成 ""#;

/// What is said of a form with this text.
fn said(text: &str) -> Vec<Diagnostic> {
    let severities = Severities::new(true);
    let examiner = Examiner::new(forms(), fonts(), &severities).saying_all();
    let mut input = Input::of(PathBuf::from("甲.yaml"), PathBuf::new());
    input.text = Some(text.to_owned());
    examiner.examine(&input).found
}

/// A cell of each kind that a form has, in rows that are there.
fn entries(text: &str) -> Vec<(Vec<String>, bool)> {
    let mut input = Input::of(PathBuf::from("甲.yaml"), PathBuf::new());
    input.text = Some(text.to_owned());
    let source = Texts::of(&input, &Defaults::new(forms().clone())).sketch().expect("a form");
    let sheet = source.project.sheet();
    let cells =
        sheet.iter().flat_map(SheetPart::cells).flat_map(|cell| source.project.entries(cell));
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for entry in cells.chain(source.project.field_entries()) {
        let sort = match entry.is {
            EntryKind::Field(field) => field.key.clone(),
            EntryKind::Column(column) | EntryKind::Tick(column, _) => {
                format!("{} {}", entry.path[0], column.key)
            }
            EntryKind::Name(level) => format!("{} {level:?}", entry.path[0]),
        };
        let is_plain = !matches!(entry.is.kind(), Some(Kind::Marks(_)));
        if is_plain && seen.insert(sort) {
            let path = entry.path.iter().map(|key| key.to_string()).collect();
            entries.push((path, matches!(entry.is, EntryKind::Name(_))));
        }
    }
    entries
}

/// A form that is filled in.
fn filled(name: &str, file: &str) -> (&'static Arc<Form>, String) {
    let workplace = Workplace::with_all_projects();
    let path = workplace.path(&format!("projects/{file}"));
    let text = std::fs::read_to_string(path).expect("a file");
    let more = if name == "目标表" { "年度: 2026\n主管部门: 局\n" } else { "" };
    (form(name), format!("{more}{text}"))
}

/// What is said to people, by the rule, but for what they have written themselves.
#[derive(Default)]
struct AllSaid(BTreeMap<(&'static str, String), String>);

impl AllSaid {
    fn note(&mut self, found: Vec<Diagnostic>, odd: &str, why: &str) {
        for found in found {
            let (message, help) = found.words(true);
            let mut line = format!("{message} = {}", help.unwrap_or(""));
            if odd.chars().count() > 1 {
                line = line.replace(odd, "");
            }
            self.0.entry((found.rule.name, line)).or_insert_with(|| why.to_owned());
        }
    }

    fn assert_is_not_of_files(&self) {
        let of_files = Regex::new(OF_FILES).expect("a pattern");
        let wrong = self.0.iter().filter(|((_, line), _)| of_files.is_match(line));
        let wrong: Vec<String> = wrong.map(|it| format!("{it:?}")).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn what_is_filled_in_is_not_told_as_of_a_file() {
    let mut all = AllSaid::default();
    for (name, file) in [("目标表", "2026/办公设备.yaml"), ("监控表", "监控表/村镇保洁.yaml")]
    {
        let (form, text) = filled(name, file);
        all.note(said(&text), "", name);
        for (path, is_name) in entries(&text) {
            for odd in ODD {
                let (path, text_of) = (path.clone(), odd.to_owned());
                let why = format!("{name} {path:?} {odd:?}");
                let change = match is_name {
                    true => Amendment::Rename { path, name: text_of },
                    false => Amendment::Set { path, text: text_of },
                };
                let found = match try_change(&text, form, &[change]) {
                    Ok(text) => said(&text),
                    Err(found) => found,
                };
                all.note(found, odd, &why);
            }
        }
    }
    assert!(all.0.len() > 150, "{}", all.0.len());
    all.assert_is_not_of_files();
}

#[test]
fn what_is_blank_is_not_told_as_of_a_file() {
    let mut all = AllSaid::default();
    for name in forms().names() {
        let place = Place::new(Path::new(""), "甲", forms()).expect("a place");
        let wish = Wish { name: "甲", recurrence: None, year: None, form: Some(name), from: None };
        all.note(said(&render(&wish, &place, forms()).expect("a file")), "", name);
        // As it is where the file says next to nothing.
        all.note(said(&format!("表: {name}\n年度: 2026\n")), "", name);
    }
    all.assert_is_not_of_files();
}

/// What someone has written by hand, and who fills in the form sees in its cells at best.
#[test]
fn what_others_have_written_is_told_by_the_cells() {
    let (_, text) = filled("目标表", "2026/办公设备.yaml");
    let mut all = AllSaid::default();
    for (before, after) in [
        ("项目名称: 办公设备", "项目名称: ~"),
        ("项目名称: 办公设备", "项目名称: [甲]"),
        ("项目名称: 办公设备", "项目名称: 办公设备\n备注: 甲"),
        ("项目名称: 办公设备", "项目名称: ｜"),
        ("项目名称: 办公设备", "项目名称: 办公设备 #二期"),
        ("项目名称: 办公设备", "项目名称: 办公\n  设备"),
        ("项目名称: 办公设备", "# jixiao: allow bad-date\n项目名称: 办公设备"),
        ("项目名称: 办公设备", "# jixiao: allow\n项目名称: 办公设备"),
        ("项目名称: 办公设备", "项目名称: \"办公设备    # 全称\""),
        ("项目类型: 常年安排项目", "项目类型:"),
        ("年度: 2026", "年度: 1999"),
        ("年度: 2026", "年度: 2031"),
        ("[1.15, 1.15]", "[1.15]"),
        ("[1.15, 1.15]", "1.15"),
        ("[1.15, 1.15]", "{半年计划执行数: 1}"),
        ("[1.15, 1.15]", "[1.15, 1.15, 1.15]"),
        ("    办公设备: [1.15, 1.15]\n", ""),
        ("  资金总额: 1.15\n", "  资金总额: [1.15, 1.15]\n"),
        ("[充分, 充分]", ""),
        ("[充分, 充分]", "[…]"),
        ("[充分, 充分]", "[\"\", \"\"]"),
        ("[充分, 充分]", "充分"),
        ("立项依据充分性: [充分, 充分]", "\"\": [\"\", \"\"]"),
    ] {
        assert!(text.contains(before), "{before}");
        let found = said(&text.replacen(before, after, 1));
        assert!(!found.is_empty() || after.contains("二期"), "{after}");
        all.note(found, "", after);
    }
    all.assert_is_not_of_files();
}

/// What is wrong in its shape keeps nothing else back.
#[test]
fn all_is_said_at_once() {
    let (form, text) = filled("目标表", "2026/办公设备.yaml");
    let set = |key: &str, text: &str| Amendment::Set { path: vec![key.into()], text: text.into() };
    let changes = [
        set("项目类型", "别的"),
        set("开始时间", "年初"),
        set("完成时间", ""),
        set("联系电话", "8777"),
        set("年度目标", ""),
    ];
    let found = said(&try_change(&text, form, &changes).expect("changed"));
    let rules: BTreeSet<&str> = found.iter().map(|found| found.rule.name).collect();
    for rule in ["empty-value", "not-in-list", "bad-date", "bad-phone"] {
        assert!(rules.contains(rule), "{rules:?}");
    }
    let of = |rule: &str| found.iter().filter(|found| found.rule.name == rule).count();
    assert_eq!((of("empty-value"), of("bad-date")), (2, 1), "{found:?}");
    let places: Vec<_> = found.iter().map(Diagnostic::start).collect();
    assert!(places.is_sorted(), "{places:?}");
}

/// What is not there yet is told as that, and as nothing else.
#[test]
fn sums_wait_for_what_is_added_up() {
    let (form, own) = filled("自评表", "自评表/村镇保洁.yaml");
    let path: Vec<String> = ["绩效指标", "成本指标", "经济成本指标", "村均年保洁经费", "分值"]
        .map(str::to_owned)
        .into();
    let of = |text: &str| {
        let change = Amendment::Set { path: path.clone(), text: text.into() };
        let found = said(&try_change(&own, form, &[change]).expect("changed"));
        found.iter().map(|found| found.rule.name).collect::<Vec<_>>()
    };
    assert!(of("4").contains(&"form-rule"));
    assert!(of("").contains(&"empty-value") && !of("").contains(&"form-rule"), "{:?}", of(""));
    assert!(of("四").contains(&"bad-amount") && !of("四").contains(&"form-rule"));
    let (form, text) = filled("目标表", "2026/办公设备.yaml");
    let path: Vec<String> =
        ["项目资金", "支出", "办公设备", "全年(程)预算数"].map(str::to_owned).into();
    let of = |text_of: &str| {
        let change = Amendment::Set { path: path.clone(), text: text_of.into() };
        let found = said(&try_change(&text, form, &[change]).expect("changed"));
        found.iter().map(|found| found.rule.name).collect::<Vec<_>>()
    };
    assert!(of("9").contains(&"sum-mismatch"));
    assert!(of("").contains(&"empty-value") && !of("").contains(&"sum-mismatch"), "{:?}", of(""));
}

/// A row of money that is left out is 0; one that is begun is to be filled in, and 0 is a number.
#[test]
fn amounts_that_are_begun_are_blank_until_they_are_written() {
    let (_, text) = filled("监控表", "监控表/村镇保洁.yaml");
    let blanks = |after: &str| {
        let before = "  上年结转资金: [0, 0, 0]\n";
        assert!(text.contains(before));
        let mut input = Input::of(PathBuf::from("甲.yaml"), PathBuf::new());
        input.text = Some(text.replace(before, after));
        let source = Texts::of(&input, &Defaults::new(forms().clone())).sketch().expect("a form");
        let sheet = source.project.sheet();
        let cells = sheet.iter().flat_map(SheetPart::cells);
        let of_row = cells
            .filter(|cell| cell.path.as_ref().is_some_and(|path| path.contains(&"上年结转资金")));
        let is_blank = |cell| is_blank(cell, &source.project.entries(cell));
        of_row.filter(|cell| is_blank(cell)).count()
    };
    assert_eq!(blanks("  上年结转资金: [0, 0, 0]\n"), 0);
    assert_eq!(blanks(""), 0);
    assert_eq!(blanks("  上年结转资金: [\"\", \"\", \"\"]\n"), 3);
    assert_eq!(blanks("  上年结转资金: [0, \"\", \"\"]\n"), 2);
}
