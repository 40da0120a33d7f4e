//! `jixiao extract`.

use std::fs;

use super::workplace;
use crate::support::cli::Workplace;
use crate::support::forge;

#[test]
fn what_is_extracted_builds_the_same_forms_again() {
    let workplace = Workplace::with_projects();
    assert_eq!(workplace.run("build -o a").code, 0);
    let forms = workplace.list("a/2026");
    let files: Vec<_> = forms.iter().map(|name| format!("a/2026/{name}")).collect();
    let outcome = workplace.run(&format!("extract {} -o 取出", files.join(" ")));
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome:?}");
    assert_eq!(outcome.stderr.lines().count(), forms.len());
    assert_eq!(workplace.run("build 取出 -o b").code, 0);
    assert_eq!(workplace.list("b"), forms);
    for (name, file) in forms.iter().zip(&files) {
        let bytes = |path: &str| fs::read(workplace.path(path)).expect("a PDF");
        assert!(bytes(file) == bytes(&format!("b/{name}")), "{name}");
    }
}

#[test]
fn one_project_goes_to_stdout_and_reads_as_a_project() {
    let workplace = workplace(|pdf| pdf);
    let outcome = workplace.run("extract 甲.pdf");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome:?}");
    workplace.file("乙.yaml", &outcome.stdout);
    assert_eq!(workplace.run("check 乙.yaml").code, 0);
}

#[test]
fn several_need_a_folder() {
    let workplace = workplace(|pdf| pdf);
    let outcome = workplace.run("extract 甲.pdf 甲.pdf");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome:?}");
    assert!(outcome.stderr.contains("-o"), "{outcome:?}");
}

#[test]
fn another_file_is_never_overwritten() {
    let workplace = workplace(|pdf| pdf);
    assert_eq!(workplace.run("extract 甲.pdf -o 取出").code, 0);
    // The same again is in order.
    assert_eq!(workplace.run("extract 甲.pdf -o 取出").code, 0);
    workplace.file("取出/甲.yaml", "改过的\n");
    let outcome = workplace.run("extract 甲.pdf -o 取出");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("unwritable-file"), "{outcome:?}");
    let there = fs::read_to_string(workplace.path("取出/甲.yaml")).expect("the file");
    assert_eq!(there, "改过的\n");
}

#[test]
fn an_attached_text_must_be_a_project() {
    for (text, rule) in [
        ("项目名称: 甲\n../../坏: 1\n", "unknown-key"),
        ("&a [*a, *a]", "yaml-anchor"),
        ("项目名称: \"\\u001b[31m\"\n", "invisible-character"),
        (&"[".repeat(900_000), "too-deep"),
    ] {
        let workplace = workplace(|pdf| forge::with_project(&pdf, text));
        let outcome = workplace.run("extract 甲.pdf -o 取出");
        assert_eq!(outcome.code, 2, "{rule}: {outcome:?}");
        assert!(outcome.stderr.contains(rule), "{rule}: {outcome:?}");
        assert!(outcome.stderr.contains("甲.pdf:1:"), "{rule}: {outcome:?}");
        assert!(!workplace.path("取出").exists(), "{rule}");
    }
}
