//! Forms that are far too large take no longer than one can wait for.

use std::fmt::Write;

use cpu_time::ProcessTime;
use jixiao::form::{Branch, Branches, Row, Value};
use jixiao::history::compare::{Compared, Comparison, FormVersion, Pair};

use super::Written;
use super::sample::{project, with};
use crate::support::project::FORM;

const SECONDS: f64 = 10.0;
/// What GitHub takes.
const MOST_OF_A_COMMENT: usize = 65_536;

fn form() -> FormVersion {
    FormVersion { name: "甲.yaml".to_owned(), project: project(FORM) }
}

fn form_with(key: &str, value: Value) -> FormVersion {
    let FormVersion { name, project } = form();
    FormVersion { name, project: with(&project, key, value) }
}

fn form_of(text: String) -> FormVersion {
    form_with("项目实施内容", Value::Text(text))
}

/// Compares, writes it in all ways, and returns how long both took.
fn seconds(pairs: Vec<Pair>) -> (Comparison, f64) {
    let start = ProcessTime::now();
    let comparison = Comparison::of(pairs.into_iter().map(Compared::of), "旧", "新");
    let written = Written::of(&comparison);
    assert!(written.markdown.chars().count() < MOST_OF_A_COMMENT);
    (comparison, start.elapsed().as_secs_f64())
}

#[track_caller]
fn assert_quick(old: FormVersion, new: FormVersion) {
    let (comparison, seconds) = seconds(vec![Pair::Kept { old, new }]);
    assert_eq!(comparison.counts.changed, 1);
    assert!(seconds < SECONDS, "{seconds} s");
}

/// A text of a mebibyte; no two numbers give the same words.
fn long(seed: usize, separator: &str) -> String {
    let mut text = String::new();
    let mut number = seed;
    while text.len() < 1 << 20 {
        number =
            number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = ["服务", "企业", "平台", "升级", "维护", "数据"][number >> 33 & 3];
        write!(text, "{word}{}{separator}", (number >> 40) % 5000).expect("a text");
    }
    text
}

#[test]
fn long_texts_are_compared_soon() {
    for separator in ["、", "\n", "", " 完成，"] {
        let text = |seed| form_of(long(seed, separator));
        assert_quick(text(1), text(2));
        assert_quick(text(1), form_of(format!("新\n{}末", long(1, separator))));
    }
}

#[test]
fn a_text_of_one_character_over_and_over_is_compared_soon() {
    for separator in ["", "\n", "，"] {
        let text = |word: &str, count| form_of(format!("{word}{separator}").repeat(count));
        assert_quick(text("一", 150_000), text("一", 149_000));
        assert_quick(text("一", 150_000), text("二", 150_000));
    }
}

/// What stands below a name, which is added where it is missing.
fn below(branches: &mut Branches, name: String) -> &mut Branches {
    match branches.entry(name).or_insert_with(|| Branch::Group(Branches::new())) {
        Branch::Group(below) => below,
        Branch::Row(row) => panic!("{row:?} is a row"),
    }
}

#[test]
fn thousands_of_indicators_are_compared_soon() {
    let many = |word: &str, per_group: usize| {
        let mut indicators = Branches::new();
        for index in 0..5000 {
            let group = below(&mut indicators, format!("指标{}", index / 500));
            let group = below(group, format!("组{word}{}", index / per_group));
            let row: Row = vec![Value::Text(format!("={index}项")); 2];
            group.insert(format!("完成{word}第{index}号运维升级"), Branch::Row(row));
        }
        form_with("绩效指标", Value::Tree(indicators))
    };
    assert_quick(many("", 5000), many("年度", 5000));
    assert_quick(many("", 1), many("年度", 1));
    assert_quick(many("", 7), many("年度", 11));
}

#[test]
fn ten_thousand_equal_forms_are_compared_soon() {
    let form = form();
    let pairs = (0..10_000).map(|_| Pair::Kept { old: form.clone(), new: form.clone() });
    let pairs = pairs.collect();
    let (comparison, seconds) = seconds(pairs);
    assert!(comparison.is_equal());
    assert!(seconds < SECONDS, "{seconds} s");
}

#[test]
fn a_comment_that_is_full_says_so() {
    let changed = |index: usize| {
        let lines: Vec<String> = (0..900).map(|line| format!("第{index}次{line}")).collect();
        Pair::Kept { old: form(), new: form_of(lines.join("\n")) }
    };
    let written = Written::of(&Comparison::of((0..100).map(changed).map(Compared::of), "旧", "新"));
    assert!(written.markdown.contains("100 份表格：新增 0、删去 0、改动 100"));
    assert!(written.markdown.contains("处改动，这里写不下"), "{}", written.markdown);
    assert!(written.markdown.trim_end().ends_with("份表格的改动，这里写不下）"));
    let opened = written.markdown.matches("<details").count();
    assert_eq!(opened, written.markdown.matches("</details>").count());
}
