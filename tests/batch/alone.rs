//! A single form, which is printed within the program, and while it is being examined.

use std::fs;

use super::{outputs, workplace, write_form};
use crate::support::project::FORM;

#[test]
fn it_has_the_bytes_that_it_has_among_others() {
    let workplace = workplace(3);
    for format in ["pdf", "png", "svg", "typ"] {
        let build = |paths: &str, out: &str| {
            let outcome = workplace.run(&format!("build {paths} --format {format} -o {out}"));
            assert_eq!(outcome.code, 0, "{outcome:?}");
        };
        build("p", &format!("all-{format}"));
        (0..3).for_each(|number| build(&format!("p/{number}.yaml"), &format!("each-{format}")));
        // A longer text is left to a process of its own.
        let form = fs::read_to_string(workplace.path("p/1.yaml")).expect("a project file");
        workplace.file("p/1.yaml", form.clone() + &format!("# {}\n", "长".repeat(40_000)));
        build("p/1.yaml", &format!("long-{format}"));
        workplace.file("p/1.yaml", form);
        let all = outputs(&workplace, &format!("all-{format}"));
        assert!(all == outputs(&workplace, &format!("each-{format}")), "{format}");
        let long = outputs(&workplace, &format!("long-{format}"));
        assert!(!long.is_empty() && long.iter().all(|(name, bytes)| all.get(name) == Some(bytes)));
    }
}

#[test]
fn it_is_current_until_it_changes() {
    let workplace = workplace(1);
    let build = |options: &str| workplace.run(&format!("build p/0.yaml {options}")).stderr;
    assert!(build("").starts_with("1 份表格，0 份失败，1 页"));
    assert!(build("").starts_with("1 份表格，1 份未变，0 份失败，1 页"));
    write_form(&workplace, 0, "改");
    assert!(build("").starts_with("1 份表格，0 份失败，1 页"));
}

#[test]
fn nothing_is_left_of_one_that_must_not_be_printed_or_takes_too_long() {
    let workplace = workplace(1);
    workplace.file("坏.yaml", FORM.replace("项目级次: 市本级", "项目级次: 村级"));
    // Long enough to print that no other work of the machine hides it.
    let long = format!("立项必要性: {}", "保障平台稳定运行。".repeat(1500));
    workplace.file("长.yaml", FORM.replace("立项必要性: ", &long));
    workplace.file("空.yaml", FORM.replace("项目名称: 平台", "项目名称: XX平台"));
    for (command, rule) in [
        ("build 坏.yaml", "错误["),
        ("build 空.yaml --deny placeholder", "错误[placeholder]"),
        ("build 长.yaml --timeout 0.0001", "错误[timeout]"),
    ] {
        let outcome = workplace.run(&format!("{command} -o none"));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(outcome.stderr.contains(rule), "{}", outcome.stderr);
        assert_eq!(workplace.list("none"), Vec::<String>::new());
    }
}

#[test]
fn several_that_are_begun_are_printed_or_refused_each_by_itself() {
    let workplace = workplace(4);
    workplace.file("p/1.yaml", FORM.replace("项目级次: 市本级", "项目级次: 村级"));
    workplace.file("p/2.yaml", "坏");
    let outcome = workplace.run("build p -j4 --combine 书.pdf");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(workplace.list("out"), ["0.pdf", "3.pdf"]);
    let alone = workplace.run("build p/0.yaml p/3.yaml -j1 -o alone");
    assert_eq!(alone.code, 0, "{alone:?}");
    assert!(outputs(&workplace, "out") == outputs(&workplace, "alone"));
}
