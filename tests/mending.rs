//! `check --fix` goes to its end in one call, and counts what it mends.

use std::fs;

use jixiao::diagnostic::Diagnostic;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::build::{findings, mended, mended_and_counted};
use crate::support::cli::Workplace;
use crate::support::project::{FORM, mangle};

/// What is told of a text and can be mended, by rule and message.
fn mendable(text: &str) -> Vec<(&'static str, String)> {
    let found = findings(text).into_iter().filter(|found| !found.fix.is_empty());
    found.map(|Diagnostic { rule, message, .. }| (rule.name, message)).collect()
}

/// Each of these hides the ones below it.
#[test]
fn mistakes_that_hide_others_are_mended_in_one_call() {
    let lines = FORM.lines().map(|line| match line.split_once(": ") {
        Some((key, value)) if !line.contains('(') => format!("{key}：{value}\n"),
        _ => format!("{line}\n"),
    });
    let wrong: String = lines.collect();
    let colons = wrong.matches('：').count();
    assert!(colons > 25, "{colons}");
    let workplace = Workplace::new();
    workplace.file("甲.yaml", &wrong);
    let told = workplace.run("check 甲.yaml");
    assert!(told.stderr.ends_with(&format!("；用 --fix 可以改好 {colons} 处\n")), "{told:?}");
    let shown = workplace.run("check --diff 甲.yaml");
    assert_eq!(shown.stderr, format!("1 份文件里有 {colons} 处可以改好，没有改\n"));
    let fixed = workplace.run("check --fix 甲.yaml");
    assert_eq!(
        fixed.stderr,
        format!("甲.yaml：改好 {colons} 处\n1 份项目文件，0 处错误，0 处警告\n")
    );
    assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), FORM);
    assert_eq!(workplace.run("check --fix 甲.yaml").stderr, "1 份项目文件，0 处错误，0 处警告\n");
}

/// Each in its turn, the same words tell of the same mistake.
#[test]
fn mistakes_of_the_same_words_are_counted() {
    let row = "      完成运维升级: [=1项, =2项]\n";
    let rows = |colon: &str| row.replace("升级: ", &format!("升级{colon}")).repeat(12);
    // That they bear one name is told once they can be read.
    let (after, count) = mended_and_counted(&FORM.replace(row, &rows("：")));
    assert_eq!(count, 12);
    assert_eq!(after, FORM.replace(row, &rows(": ")));
}

/// Two findings about the same bytes are two, though one mend does for both.
#[test]
fn what_one_mend_does_for_two_findings_is_counted() {
    let wrong = FORM.replace(", 重点", ",，重点").replace(", 服务", "，服务");
    let told = mendable(&wrong);
    assert_eq!(told.len(), 2, "{told:?}");
    let (after, count) = mended_and_counted(&wrong);
    assert_eq!(count, 2);
    assert!(after.contains("功能完善，重点"), "{after}");
}

#[cfg(unix)]
#[test]
fn what_is_not_written_is_not_promised() {
    use std::os::unix::fs::symlink;

    let workplace = Workplace::new();
    workplace.file("外/甲.yaml", FORM.replace("=2项", "＝2项"));
    symlink(workplace.path("外/甲.yaml"), workplace.path("链.yaml")).expect("a link");
    let told = workplace.run("check 链.yaml");
    assert!(told.stderr.contains("警告[nonstandard-value]"), "{told:?}");
    assert!(!told.stderr.contains("--fix"), "{told:?}");
}

/// It is told, and left to its writer.
#[test]
fn what_would_be_no_yaml_any_more_is_left_alone() {
    for (right, wrong, rule) in [
        ("立项依据充分性:", "立项依据：\u{3000}:", "trailing-blank"),
        ("立项依据充分性:", "立项依据 \"#充分性:", "stray-quote"),
        ("年度目标: |-\n  ", "年度目标: |-\n  \" ", "stray-quote"),
    ] {
        let wrong = FORM.replacen(right, wrong, 1);
        assert_ne!(wrong, FORM);
        assert!(findings(&wrong).iter().any(|it| it.rule.name == rule), "{rule}");
        assert_eq!((mendable(&wrong), mended(&wrong)), (vec![], wrong), "{rule}");
    }
}

/// A file with comments, and a layout of its own.
fn commented() -> String {
    FORM.replace("年度: 2026", "# 表头\n年度:   2026   # 年份")
        .replace("    数量指标:", "\n    # 产出的数量\n    数量指标:")
        .replace("[=1项, =2项]", "[ =1项,=2项 ]  # 两项")
}

/// Slips of a kind that can be mended, or cannot.
fn slip() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "\t",
            "\u{A0}",
            "\u{200B}",
            "\u{B}",
            "\u{2028}",
            "\r",
            "\u{85}",
            "\u{FEFF}",
            "\u{3000}",
            "\u{2003}",
            "\u{AD}",
            "\u{202D}",
            "\u{202E}",
            "\u{7}",
            "⼼",
            "⻬",
            "⺀",
            "\u{F90A}",
            " ",
            "，，",
            "；，",
            "。。",
            "、、",
            ".",
            "：",
            "，",
            "２０２６",
            "％",
            "ＯＡ",
            "[2008]3号",
            "宁财绩2008 12号",
            "（2015）3号",
            "〔 2008 〕 5号",
            "｡",
            "﹝",
            "\n  ",
            "# ",
            "＝",
            ">=",
        ])
        .prop_map(str::to_owned),
        "[ \t\u{A0}\u{3000}\u{200B}\u{2028}\r：，。.⼼一二管理：:#\"\\[\\]]{0,5}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever has gone wrong with a file: one call reaches the end, nothing is left of what
    /// could be mended, and no comment is lost.
    #[test]
    fn one_call_reaches_the_end(
        slips in prop::collection::vec((any::<Index>(), 0..2_usize, slip()), 1..7),
    ) {
        let wrong = mangle(&commented(), &slips);
        let (after, count) = mended_and_counted(&wrong);
        prop_assert_eq!(mended(&after), after.as_str());
        prop_assert_eq!(mendable(&after), vec![], "{}", after);
        prop_assert!(count >= mendable(&wrong).len(), "{} {:?}", count, mendable(&wrong));
        prop_assert_eq!(count > 0, after != wrong);
        for comment in ["# 表头", "# 年份", "# 产出的数量", "# 两项"] {
            if wrong.matches(comment).count() == 1 {
                prop_assert!(after.contains(comment), "{}", after);
            }
        }
    }
}

/// A tab is as wide as the lines below it show, not as a level is.
#[test]
fn a_tab_before_a_group_is_as_wide_as_what_is_below_it_shows() {
    for group in ["    质量指标:", "    绩效目标:", "    社会效益:"] {
        assert!(FORM.contains(group), "{group}");
        let damaged = FORM.replace(group, &group.replace("    ", "\t"));
        let rules: Vec<_> = findings(&damaged).iter().map(|found| found.rule.name).collect();
        assert!(rules.contains(&"invisible-character"), "{rules:?}");
        assert!(!rules.contains(&"yaml-syntax"), "{rules:?}");
        assert_eq!(mended(&damaged), FORM, "{group}");
    }
}
