//! What has not changed is not printed again, and the result is that of a clean build.

use std::fs;

use jixiao::system::fingerprint::Fingerprint;

use super::{outputs, report, statuses, workplace, write_form};
use crate::support::cli::{Outcome, Workplace};

/// Builds `p` with these options; how many forms were printed, and were current.
fn build(workplace: &Workplace, options: &str) -> (u64, u64) {
    let outcome = workplace.run(&format!("build p --log r {options}"));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let lines = report(workplace, "r");
    let summary = lines.last().expect("a summary");
    let count = |key: &str| summary[key].as_u64().expect("a count");
    (count("built"), count("current"))
}

/// What is there is what a clean build makes.
fn assert_clean(workplace: &Workplace, options: &str) {
    assert_eq!(workplace.run(&format!("build p -o clean {options}")).code, 0);
    assert!(outputs(workplace, "out") == outputs(workplace, "clean"));
    fs::remove_dir_all(workplace.path("clean")).expect("the clean build");
}

#[test]
fn what_has_not_changed_is_left_alone() {
    let workplace = workplace(3);
    assert_eq!(build(&workplace, ""), (3, 0));
    let before = outputs(&workplace, "out");
    assert_eq!(build(&workplace, ""), (0, 3));
    assert!(outputs(&workplace, "out") == before);
    assert_eq!(
        workplace.run("build p").stderr,
        "3 份表格，3 份未变，0 份失败，3 页，N kB，N 秒\n表格在 out 文件夹里\n"
    );
    assert_eq!(build(&workplace, "--force"), (3, 0));
    assert_clean(&workplace, "");
}

#[test]
fn what_has_changed_is_printed_again() {
    let workplace = workplace(3);
    build(&workplace, "");
    write_form(&workplace, 1, "改");
    assert_eq!(build(&workplace, ""), (1, 2));
    assert_clean(&workplace, "");
    // Defaults are part of what a form says.
    workplace.file("p/_defaults.yaml", "项目级次: 市本级\n");
    assert_eq!(build(&workplace, ""), (3, 0));
    assert_clean(&workplace, "");
    // So is what it is printed with.
    assert_eq!(build(&workplace, "--no-attach"), (3, 0));
    assert_clean(&workplace, "--no-attach");
    workplace.file("版式/target/2026/form.yaml", {
        let form = fs::read_to_string("templates/target/2026/form.yaml").expect("the form");
        form.replace("绩效目标表", "绩效目标申报表")
    });
    assert_eq!(build(&workplace, "--templates 版式"), (3, 0));
    assert_clean(&workplace, "--templates 版式");
    assert_eq!(build(&workplace, ""), (3, 0));
}

#[test]
fn what_was_deleted_or_altered_by_hand_is_printed_again() {
    let workplace = workplace(3);
    build(&workplace, "");
    fs::remove_file(workplace.path("out/0.pdf")).expect("an output");
    let mut bytes = fs::read(workplace.path("out/1.pdf")).expect("an output");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    workplace.file("out/1.pdf", bytes);
    assert_eq!(build(&workplace, ""), (2, 1));
    assert_clean(&workplace, "");
}

#[test]
fn it_does_not_matter_how_the_folders_are_named() {
    let workplace = workplace(2);
    build(&workplace, "");
    let top = workplace.path("").display().to_string();
    let outcome = workplace.run(&format!("build ./p --output {top}out"));
    assert_eq!(
        outcome.stderr,
        format!("2 份表格，2 份未变，0 份失败，2 页，N kB，N 秒\n表格在 {top}out 文件夹里\n")
    );
}

#[test]
fn warnings_are_told_each_time() {
    let workplace = Workplace::with_projects();
    let told = |text: &str| text.rsplit_once("\n6 份表格").expect("a closing line").0.to_owned();
    let first = workplace.run("build --hints").stderr;
    let second = workplace.run("build --hints").stderr;
    assert!(second.contains("6 份未变"), "{second}");
    assert_eq!(told(&first), told(&second));
    // They may be made errors of; then the forms must not be used any more.
    let outcome = workplace.run("build --deny warnings");
    assert_eq!(outcome.code, 1);
    // What is there says the same as the project files.
    assert!(!outcome.stderr.contains("[outdated-output]"), "{}", outcome.stderr);
}

#[test]
fn projects_are_compared_with_those_that_are_current() {
    let workplace = workplace(2);
    build(&workplace, "");
    let copy = fs::read(workplace.path("p/0.yaml")).expect("a project");
    workplace.file("p/2.yaml", copy);
    let outcome = workplace.run("build p");
    assert!(outcome.stderr.contains("警告[duplicate-project]"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("2 份未变"), "{}", outcome.stderr);
}

#[test]
fn forms_that_follow_current_ones_are_held_against_them() {
    let workplace = Workplace::new();
    for form in ["申报表", "监控表", "自评表"] {
        let path = format!("projects/{form}/村镇保洁.yaml");
        let text = fs::read_to_string(&path).expect("an example");
        let text = text.replace("[≥48辆, 48辆", "[≥46辆, 48辆");
        workplace.file(&format!("p/{form}.yaml"), text);
    }
    let told = |outcome: Outcome| {
        let (findings, _) = outcome.stderr.rsplit_once("3 份表格").expect("a closing line");
        findings.to_owned()
    };
    let first = told(workplace.run("build p"));
    assert!(first.contains("警告[target-changed]"), "{first}");
    assert_eq!(told(workplace.run("build p")), first);
    assert_eq!(build(&workplace, ""), (0, 3));
}

#[test]
fn what_another_program_found_is_not_asked_for() {
    let workplace = workplace(2);
    build(&workplace, "");
    let before = outputs(&workplace, "out");
    for examination in ["null", r#"{"findings":[],"facts":{}}"#, "[]\t{}", ""] {
        rewrite(&workplace, |entry| format!("{entry}\t{examination}"));
        let outcome = workplace.run("build p --log r");
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(!outcome.stderr.contains("bad-manifest"), "{}", outcome.stderr);
        assert!(statuses(&workplace, "r").values().all(|status| status == "built"));
    }
    assert!(outputs(&workplace, "out") == before);
}

#[test]
fn a_manifest_does_not_grow_for_ever() {
    let workplace = workplace(2);
    build(&workplace, "");
    let path = workplace.path("out/.jixiao/manifest");
    let text = fs::read_to_string(&path).expect("the manifest");
    let (head, lines) = text.split_once('\n').expect("a first line");
    fs::write(&path, format!("{head}\n{}", lines.repeat(60))).expect("the manifest");
    // What was found is still known, also where it stands elsewhere now.
    assert_eq!(build(&workplace, ""), (0, 2));
    let shorter = fs::read_to_string(&path).expect("the manifest");
    assert_eq!(shorter.lines().count(), 3);
    assert_eq!(build(&workplace, ""), (0, 2));
}

/// Writes the lines of the manifest otherwise: `line` is given each entry.
fn rewrite(workplace: &Workplace, line: impl Fn(&str) -> String) {
    let path = workplace.path("out/.jixiao/manifest");
    let text = fs::read_to_string(&path).expect("the manifest");
    let (head, lines) = text.split_once('\n').expect("a first line");
    let mut written = format!("{head}\n");
    for it in lines.lines() {
        let (_, rest) = it.split_once(' ').expect("a checksum");
        let (entry, _) = rest.split_once('\t').expect("an entry");
        let rest = line(entry);
        written.push_str(&format!("{} {rest}\n", Fingerprint::of(rest.as_bytes())));
    }
    fs::write(&path, written).expect("the manifest");
}

#[test]
fn a_manifest_that_makes_no_sense_is_not_trusted() {
    let workplace = workplace(2);
    build(&workplace, "");
    let path = "out/.jixiao/manifest";
    let manifest = fs::read_to_string(workplace.path(path)).expect("the manifest");
    let damaged: Vec<(&str, Vec<u8>)> = vec![
        ("坏了", manifest.replacen("\"pages\":1", "\"pages\":2", 1).into()),
        ("坏了", manifest.replacen('\t', " ", 1).into()),
        ("坏了", format!("{}\n", manifest.trim_end().rsplit_once(' ').expect("a blank").0).into()),
        ("不是这个版本的程序写的", "{\"version\": 7}\n".into()),
        ("不是这个版本的程序写的", manifest.replacen("manifest 1", "manifest 2", 1).into()),
        ("读不了", vec![0xFF; 4096]),
    ];
    for (what, bytes) in damaged {
        workplace.file(path, bytes);
        let outcome = workplace.run("build p --log r");
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(outcome.stderr.contains(what), "{what}: {}", outcome.stderr);
        assert!(statuses(&workplace, "r").values().all(|status| status == "built"));
        assert_eq!(build(&workplace, ""), (0, 2));
    }
    // That of a build that was killed is as good as it goes.
    let two_lines: String = manifest.split_inclusive('\n').take(2).collect();
    let half = [two_lines.as_bytes(), b"0123456789", &"项".as_bytes()[..2]].concat();
    for bytes in [half, two_lines.into()] {
        workplace.file(path, bytes);
        assert_eq!(build(&workplace, ""), (1, 1));
    }
    workplace.file(path, "");
    assert_eq!(build(&workplace, ""), (2, 0));
    fs::remove_file(workplace.path(path)).expect("the manifest");
    workplace.file(&format!("{path}/夹/文件"), "");
    assert!(workplace.run("build p").stderr.contains("输出清单不是普通文件"));
    assert!(workplace.path(&format!("{path}/夹/文件")).exists());
}

#[test]
fn pictures_of_pages_that_are_no_more_go() {
    let workplace = Workplace::with_projects();
    let run = || workplace.run("build projects/2026/委托服务费.yaml --format png --ppi 20");
    assert_eq!(run().code, 0);
    assert_eq!(workplace.list("out"), ["2026/委托服务费-1.png", "2026/委托服务费-2.png"]);
    let short = fs::read(workplace.path("projects/2026/台式机.yaml")).expect("a project");
    workplace.file("projects/2026/委托服务费.yaml", short);
    assert_eq!(run().code, 0);
    assert_eq!(workplace.list("out"), ["2026/委托服务费-1.png"]);
}

#[test]
fn prune_removes_what_has_no_project_any_more() {
    let workplace = workplace(3);
    workplace.file("p/深/层/甲.yaml", fs::read(workplace.path("p/0.yaml")).expect("a project"));
    workplace.run("build p");
    fs::remove_dir_all(workplace.path("p/深")).expect("a project");
    fs::remove_file(workplace.path("p/1.yaml")).expect("a project");
    fs::remove_file(workplace.path("p/2.yaml")).expect("a project");
    workplace.file("out/2.pdf", "altered by hand").file("out/别人的.pdf", "not ours");
    let outcome = workplace.run("build p");
    assert!(outcome.stderr.contains("有 3 份以前排的表格，项目文件已经没有了"), "{outcome:?}");
    let outcome = workplace.run("build p --prune");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.starts_with("已删去 out/1.pdf\n已删去 out/深/层/甲.pdf\n1 份表格"));
    assert_eq!(workplace.list("out"), ["0.pdf", "2.pdf", "别人的.pdf"]);
    assert!(!workplace.path("out/深").exists());
    assert_eq!(workplace.run("build p --prune").stderr.lines().count(), 2);
}

#[test]
fn prune_leaves_alone_what_is_not_asked_about() {
    let workplace = workplace(2);
    workplace.run("build p");
    // The other project is not among those to build, but it is there.
    workplace.run("build p/0.yaml --prune");
    assert_eq!(workplace.list("out"), ["0.pdf", "1.pdf"]);
    // A folder that is elsewhere now, or that was misspelt, says nothing of its projects.
    fs::rename(workplace.path("p"), workplace.path("q")).expect("another name");
    let outcome = workplace.run("build p --prune");
    assert!(outcome.stderr.contains("--prune 没有删去任何文件"), "{outcome:?}");
    fs::rename(workplace.path("q"), workplace.path("p")).expect("another name");
    workplace.file("q/7.yaml", fs::read(workplace.path("p/0.yaml")).expect("a project"));
    fs::remove_file(workplace.path("p/0.yaml")).expect("a project");
    workplace.run("build q --prune");
    assert_eq!(workplace.list("out"), ["0.pdf", "1.pdf", "7.pdf"]);
    // So does an output folder that is elsewhere now.
    fs::create_dir_all(workplace.path("深/层")).expect("a folder");
    fs::rename(workplace.path("out"), workplace.path("深/层/out")).expect("another place");
    workplace.run("build q --prune -o 深/层/out");
    assert_eq!(workplace.list("深/层/out"), ["0.pdf", "1.pdf", "7.pdf"]);
}

#[test]
fn a_manifest_leads_nowhere_out_of_its_folder() {
    let workplace = workplace(1);
    workplace.run("build p");
    workplace.file("外.pdf", "precious").file("out/甲/.keep", "");
    let path = workplace.path("out/.jixiao/manifest");
    let mut manifest = fs::read_to_string(&path).expect("the manifest");
    for output in ["../外.pdf", &workplace.path("外.pdf").display().to_string(), "甲/../../外.pdf"]
    {
        let fingerprint = Fingerprint::of(b"precious");
        let rest = format!(
            r#"{{"form":"x","format":"pdf","source":"gone","key":"{fingerprint}","pages":1,"outputs":[{{"path":"{output}","bytes":8,"fingerprint":"{fingerprint}"}}]}}{}null"#,
            '\t'
        );
        let checksum = Fingerprint::of(rest.as_bytes());
        manifest.push_str(&format!("{checksum} {rest}\n"));
        fs::write(&path, &manifest).expect("the manifest");
        let outcome = workplace.run("build p --prune");
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert!(outcome.stderr.contains("警告[bad-manifest]"), "{outcome:?}");
        assert!(workplace.path("外.pdf").exists());
    }
}
