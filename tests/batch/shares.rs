//! More than one machine: shares of the forms, and their reports.

use std::collections::BTreeMap;
use std::fs;

use super::{outputs, report, statuses, workplace};
use crate::support::assert_snapshot;

#[test]
fn shares_together_are_all_forms() {
    let workplace = workplace(40);
    assert_eq!(workplace.run("build p -o clean").code, 0);
    let mut all = BTreeMap::new();
    let mut sizes = Vec::new();
    for share in 1..=3 {
        let run = format!("build p --shard {share}/3 --log {share}.jsonl");
        assert_eq!(workplace.run(&run).code, 0);
        let forms = statuses(&workplace, &format!("{share}.jsonl"));
        sizes.push(forms.len());
        all.extend(forms);
    }
    assert_eq!((all.len(), sizes.iter().sum::<usize>()), (40, 40));
    assert!(sizes.iter().all(|size| (6..=22).contains(size)), "even enough: {sizes:?}");
    assert!(outputs(&workplace, "out") == outputs(&workplace, "clean"));

    // Together, they are as one build.
    let merged = workplace.run("merge-reports 1.jsonl 2.jsonl 3.jsonl -o all.jsonl --folder out");
    assert_eq!((merged.code, merged.stdout.as_str()), (0, ""), "{merged:?}");
    assert_eq!(merged.stderr, "40 份表格，0 份失败，40 页，N MB，N 秒\n");
    assert_eq!(report(&workplace, "all.jsonl").len(), 42);
    assert_eq!(workplace.run("merge-reports all.jsonl").stderr, merged.stderr);
    let states: Vec<_> = fs::read_dir(workplace.path("out/.jixiao"))
        .expect("the state")
        .filter_map(|entry| entry.expect("a file").file_name().into_string().ok())
        .filter(|name| name.starts_with("manifest"))
        .collect();
    assert_eq!(states, ["manifest"]);
    assert!(workplace.run("build p").stderr.contains("40 份未变"));
}

#[test]
fn a_share_is_the_same_whatever_else_there_is() {
    let workplace = workplace(8);
    workplace.run("build p -o a --shard 2/3 --log 1");
    fs::remove_file(workplace.path("p/3.yaml")).expect("a project");
    workplace.run("build p -o b --shard 2/3 --log 2");
    let (mut before, after) = (statuses(&workplace, "1"), statuses(&workplace, "2"));
    before.remove("p/3.yaml");
    assert_eq!(before, after);
}

#[test]
fn reports_that_are_not_whole_are_told() {
    let workplace = workplace(6);
    for share in 1..=3 {
        workplace.run(&format!("build p --shard {share}/3 --log {share}.jsonl"));
    }
    let whole = fs::read_to_string(workplace.path("2.jsonl")).expect("a report");
    let lines: Vec<&str> = whole.lines().collect();
    let (summary, forms) = lines.split_last().expect("lines");
    // Cut off in the middle of a character.
    let mut cut = format!("{}\n{{\"type\":\"表", forms.join("\n")).into_bytes();
    cut.pop();
    let less = format!("{}\n{}\n{summary}\n", forms[0], forms[2..].join("\n"));
    workplace
        .file("cut.jsonl", cut)
        .file("less.jsonl", less)
        .file("other.jsonl", whole.replace("2/3", "2/4"))
        .file("huge.jsonl", lines[0].replace("2/3", "7/4000000000") + "\n")
        .file("none.jsonl", "{}\n");
    let mut said = String::new();
    for arguments in [
        "1.jsonl 3.jsonl",
        "1.jsonl cut.jsonl 3.jsonl",
        "1.jsonl other.jsonl 3.jsonl",
        "1.jsonl none.jsonl",
        "1.jsonl 2.jsonl 1.jsonl 3.jsonl",
        "1.jsonl less.jsonl 3.jsonl",
        "huge.jsonl",
        "没有.jsonl",
    ] {
        let outcome = workplace.run(&format!("merge-reports {arguments}"));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        said.push_str(&format!("$ jixiao merge-reports {arguments}\n{}\n", outcome.stderr));
    }
    assert_snapshot("batch", "incomplete-reports", &said);
}

#[test]
fn a_report_has_the_findings_of_each_form() {
    let workplace = workplace(2);
    workplace.file("p/坏.yaml", "项目名称：坏\n").file("q/0.yaml", "");
    workplace.run("build p q --log r.jsonl");
    let text = fs::read_to_string(workplace.path("r.jsonl")).expect("a report");
    let mut lines: Vec<_> = text.lines().map(without_numbers).collect();
    // Those in between come as they are finished.
    let last = lines.len() - 1;
    lines[1..last].sort();
    assert_snapshot("batch", "report", &lines.join("\n"));
}

/// Sizes and times are no one's promise.
fn without_numbers(line: &str) -> String {
    ["\"bytes\":", "\"seconds\":"].iter().fold(line.to_owned(), |line, key| {
        let mut parts = line.split(key);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            text.push_str(&format!("{key}N{rest}"));
        }
        text
    })
}

#[test]
fn a_report_is_written_with_what_cannot_be_written_told() {
    let workplace = workplace(1);
    workplace.file("夹/文件", "");
    let outcome = workplace.run("build p --log 夹");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("--> 夹"), "{}", outcome.stderr);
    assert!(workplace.list("out").is_empty());
    for shard in ["0/3", "4/3", "3", "a/b", "1/0"] {
        assert_eq!(workplace.run(&format!("build p --shard {shard}")).code, 2, "{shard}");
    }
    for timeout in ["0", "-1", "bald", "NaN"] {
        assert_eq!(workplace.run(&format!("build p --timeout={timeout}")).code, 2, "{timeout}");
    }
}
