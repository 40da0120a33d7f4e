//! All forms in one PDF, beside those of their own.

use std::fs;

use super::{outputs, workplace, write_form};

#[test]
fn a_book_has_all_forms_and_is_as_current_as_they_are() {
    let workplace = workplace(3);
    let build = |options: &str| {
        let outcome = workplace.run(&format!("build p --combine 书.pdf {options}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let first = outcome.stderr.lines().next().expect("a line").to_owned();
        (first, fs::read(workplace.path("书.pdf")).expect("a book"))
    };
    let (said, book) = build("-j1");
    assert_eq!(said, "合订本 书.pdf：5 页，N kB");
    assert_eq!(build("").0, "合订本 书.pdf：5 页，N kB，未变");
    // Renewed where it is asked for, where it was altered, and where a form has changed.
    let (said, again) = build("--force -j3");
    assert_eq!(said, "合订本 书.pdf：5 页，N kB");
    assert!(book == again);
    workplace.file("书.pdf", "altered");
    assert!(build("").1 == book);
    write_form(&workplace, 1, "改");
    let (said, other) = build("");
    assert_eq!(said, "合订本 书.pdf：5 页，N kB");
    assert!(other != book);
    // The forms themselves are none the worse for it.
    workplace.run("build p -o clean");
    assert!(outputs(&workplace, "out") == outputs(&workplace, "clean"));
}

#[test]
fn a_book_without_some_of_the_forms_is_not_written() {
    let workplace = workplace(3);
    workplace.file("书.pdf", "the old one").file("p/1.yaml", "坏");
    let outcome = workplace.run("build p --combine 书.pdf");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[incomplete-book]: 有 1 份表格没有排成"), "{outcome:?}");
    assert_eq!(fs::read(workplace.path("书.pdf")).expect("a file"), b"the old one");
    assert_eq!(workplace.list("out"), ["0.pdf", "2.pdf"]);
    // A file that is not there is a form that is missing.
    let outcome = workplace.run("build p/0.yaml p/没有 --combine 书.pdf");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[incomplete-book]"), "{outcome:?}");
    let outcome = workplace.run("build 没有 --combine 书.pdf");
    assert!(outcome.stderr.contains("错误[incomplete-book]"), "{outcome:?}");
    assert_eq!(fs::read(workplace.path("书.pdf")).expect("a file"), b"the old one");
}

#[test]
fn a_book_takes_no_form_s_place() {
    let workplace = workplace(2);
    assert_eq!(workplace.run("build p -o clean").code, 0);
    workplace.file("夹/文件", "");
    let outcome = workplace.run("build p --combine 夹");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("--> 夹"), "{outcome:?}");
    // Nor that of a project file, of the program's own or of the report.
    let project = fs::read(workplace.path("p/0.yaml")).expect("a project");
    for options in [
        "--combine out/1.pdf",
        "--combine ./out/../out/1.pdf",
        "--combine p/0.yaml",
        "--log ./p/0.yaml",
        "--combine out/.jixiao/manifest",
        "--log out/.jixiao/lock",
        "--log r --combine ./r",
    ] {
        let outcome = workplace.run(&format!("build p {options}"));
        assert_eq!(outcome.code, 2, "{options}: {outcome:?}");
        assert!(outcome.stderr.contains("这个文件另有用处"), "{outcome:?}");
        assert!(outputs(&workplace, "out") == outputs(&workplace, "clean"));
        assert_eq!(fs::read(workplace.path("p/0.yaml")).expect("a project"), project);
    }
    for options in ["--format png", "--shard 1/2"] {
        let outcome = workplace.run(&format!("build p --combine 书.pdf {options}"));
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(!workplace.path("书.pdf").exists());
    }
}
