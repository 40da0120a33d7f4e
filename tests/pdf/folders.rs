//! Which PDFs are verified: folders, patterns, and what is found in them.

use std::fs;

use super::workplace;
use crate::support::cli::Workplace;

/// A folder `out` with a form at two places, one that is signed no more, a book and what is
/// none of ours.
fn outputs() -> Workplace {
    let workplace = workplace(|pdf| pdf);
    let bytes = fs::read(workplace.path("甲.pdf")).expect("a PDF");
    for path in ["out/甲.pdf", "out/深/处/乙.PDF", "out/.隐/丙.pdf", "out/.丁.pdf"] {
        workplace.file(path, &bytes);
    }
    workplace.file("out/说明.txt", "not a PDF");
    workplace
}

/// The files that something is said about, in the order that it is said.
fn told(stderr: &str) -> Vec<&str> {
    stderr
        .lines()
        .filter_map(|line| Some(line.split_once(".pdf：").or(line.split_once(".PDF："))?.0))
        .collect()
}

#[test]
fn folders_are_looked_through_and_out_is_the_default() {
    let workplace = outputs();
    for arguments in ["", "out", "out out/甲.pdf ./out", "out/../out"] {
        let outcome = workplace.run(&format!("verify {arguments}"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{arguments}: {outcome:?}");
        assert_eq!(told(&outcome.stderr).len(), 2, "{arguments}: {outcome:?}");
        assert!(outcome.stderr.ends_with("2 份 PDF：2 份原样\n"), "{arguments}: {outcome:?}");
    }
    assert_eq!(told(&workplace.run("verify out").stderr), ["out/深/处/乙", "out/甲"]);
    let hidden = workplace.run("verify out/.丁.pdf out/.隐");
    assert!(hidden.stderr.ends_with("2 份 PDF：2 份原样\n"), "{hidden:?}");
    let one = workplace.run("verify out/深");
    assert_eq!(one.stderr, "out/深/处/乙.PDF：原样，与本程序重新排出的逐字节相同\n");
}

#[test]
fn patterns_are_expanded_where_no_shell_has_done_so() {
    let workplace = outputs();
    for (pattern, names) in [
        ("out/**/*.pdf", vec!["out/甲"]),
        ("out/**/*.[pP][dD][fF]", vec!["out/深/处/乙", "out/甲"]),
        ("**/*.PDF", vec!["out/深/处/乙"]),
        ("*.pdf", vec!["甲"]),
        ("./out/*.pdf", vec!["out/甲"]),
        ("out/?.pdf out/*.pdf", vec!["out/甲"]),
        ("*/深/*/*", vec!["out/深/处/乙"]),
    ] {
        let outcome = workplace.run(&format!("verify {pattern}"));
        assert_eq!(outcome.code, 0, "{pattern}: {outcome:?}");
        assert_eq!(told(&outcome.stderr), names, "{pattern}: {outcome:?}");
    }
    // A file that is called like a pattern is this file.
    let bytes = fs::read(workplace.path("甲.pdf")).expect("a PDF");
    workplace.file("报告[1].pdf", &bytes).file("报告1.pdf", &bytes);
    let named = workplace.run("verify 报告[1].pdf");
    assert_eq!(named.stderr, "报告[1].pdf：原样，与本程序重新排出的逐字节相同\n");
}

#[test]
fn where_there_is_nothing_it_is_said_what_to_do() {
    let workplace = Workplace::new();
    let none = workplace.run("verify");
    assert_eq!(none.code, 2, "{none:?}");
    assert!(none.stderr.contains("没有 out 文件夹"), "{none:?}");
    workplace.file("空/说明.txt", "");
    for argument in ["空", "空/*.pdf", "无/**/*.pdf", "[", "空/[.pdf"] {
        let outcome = workplace.run(&format!("verify {argument}"));
        assert_eq!(outcome.code, 2, "{argument}: {outcome:?}");
        assert!(outcome.stderr.contains("提示"), "{argument}: {outcome:?}");
    }
    assert!(workplace.run("verify 空").stderr.contains("no-pdfs"));
}

#[test]
fn what_carries_no_data_is_told_and_counted() {
    let workplace = outputs();
    let build = workplace.run("build 甲.yaml -o 别处 --no-attach --combine out/合订本.pdf");
    assert_eq!(build.code, 0, "{build:?}");
    let found = workplace.run("verify");
    assert_eq!(found.code, 1, "{found:?}");
    assert!(found.stderr.contains("合订本和用 --no-attach 排的表格都不带项目数据"), "{found:?}");
    assert!(found.stderr.ends_with("3 份 PDF：2 份原样，1 份没有核对\n"), "{found:?}");
    let named = workplace.run("verify out/合订本.pdf");
    assert_eq!(named.code, 2, "{named:?}");
}

#[cfg(unix)]
#[test]
fn links_in_folders_are_told_and_not_followed() {
    use std::os::unix::fs::symlink;

    let workplace = outputs();
    symlink(workplace.path("甲.pdf"), workplace.path("out/链接.pdf")).expect("a link");
    symlink(workplace.path("out"), workplace.path("out/深/圈")).expect("a link");
    let outcome = workplace.run("verify");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("out/链接.pdf") && outcome.stderr.contains("symbolic-link"));
    assert!(outcome.stderr.ends_with("2 份 PDF：2 份原样\n"), "{outcome:?}");
    let named = workplace.run("verify out/链接.pdf");
    assert_eq!(named.code, 0, "{named:?}");
}
