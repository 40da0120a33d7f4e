//! What git shows of project files and of PDFs.

use crate::support::repository::{PROJECT, Repository};

const BEFORE: &str = "-绩效指标 › 产出指标 › 数量指标 › 设备购置数量";
const AFTER: &str = "+绩效指标 › 产出指标 › 数量指标 › 设备购置数量";

/// `git diff`, `git diff --cached`, `git log -p` and `git show` name the field.
#[test]
fn every_view_speaks_of_fields() {
    let Some(repository) = Repository::installed("仓库 一") else { return };
    repository.edit("projects/甲.yaml", "设备购置数量: [=1台, =1台]", "设备购置数量: [=1台, =2台]");
    let shown = |arguments: &str| {
        let shown = repository.git(arguments);
        let changed = |sign: &str, text: &str| {
            shown.lines().any(|line| line.starts_with(sign) && line.contains(text))
        };
        assert!(changed(BEFORE, "=1台") && changed(AFTER, "=2台"), "{arguments}: {shown}");
    };
    shown("diff");
    repository.git("add -A");
    shown("diff --cached");
    repository.git("commit -q -m 二");
    shown("log -p -1");
    shown("show");
    shown("-c core.quotepath=false show");
    let names = repository.git("-c core.quotepath=false show --stat --oneline");
    assert!(names.contains("projects/甲.yaml"), "{names}");
}

/// Only what the form says is compared: the layout of the file is not.
#[test]
fn another_layout_is_no_difference() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.edit("projects/甲.yaml", "[6, 13]", "[ 6,  13 ]  # 元旦前");
    let shown = repository.git("diff");
    assert!(!shown.contains("@@"), "{shown}");
}

/// A file that is no project, or none yet, is shown as it is; so is `_defaults.yaml`.
#[test]
fn what_is_no_project_is_shown_as_it_is() {
    let Some(repository) = Repository::installed("仓库") else { return };
    for (path, before, after) in [
        ("projects/坏.yaml", "项目名称：甲\n", "项目名称：乙\n"),
        ("projects/_defaults.yaml", "年度: 2026\n", "年度: 2027\n"),
        ("projects/别的.yml", "- a\n", "- b\n"),
        ("projects/标记.yaml", "<<<<<<< 甲\n", ">>>>>>> 乙\n"),
    ] {
        repository.file(path, before);
        repository.commit("前");
        repository.file(path, after);
        let shown = repository.git("diff");
        let lines = [format!("-{before}"), format!("+{after}")];
        assert!(lines.iter().all(|line| shown.contains(line)), "{path}: {shown}");
        repository.commit("后");
    }
}

/// A project that leaves keys to `_defaults.yaml` is a project.
#[test]
fn a_project_may_leave_keys_out() {
    let Some(repository) = Repository::installed("仓库") else { return };
    let text = PROJECT.replace("年度: 2026\n", "").replace("主管部门: 南京市工业和信息化局\n", "");
    repository.file("projects/乙.yaml", &text);
    repository.commit("二");
    repository.edit("projects/乙.yaml", "=100%", "=99%");
    let shown = repository.git("diff");
    assert!(shown.contains("质量指标 › 验收合格率"), "{shown}");
}

/// Two PDFs differ in a line, whatever they are.
#[test]
fn pdfs_have_a_text() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.jixiao("build projects").succeeded();
    repository.file("外来.pdf", "%PDF-1.7\n一");
    repository.commit("二");
    repository.edit("projects/甲.yaml", "[=1台, =1台]", "[=1台, =2台]");
    repository.jixiao("build projects").succeeded();
    repository.file("外来.pdf", "%PDF-1.7\n二");
    let shown = repository.git("diff -- *.pdf");
    assert!(!shown.contains("Binary files"), "{shown}");
    assert_eq!(shown.matches("\n@@").count(), 2, "{shown}");
}

/// A driver that fails would keep git from showing anything: it does not.
#[test]
fn the_text_of_anything_is_had() {
    let Some(repository) = Repository::new("仓库") else { return };
    let samples: [(&str, &[u8]); 5] = [
        ("空.yaml", b""),
        ("二进制.yaml", &[0, 255, 254, 10, 0]),
        ("半.pdf", b"%PDF-"),
        ("深.yaml", &[b'['; 5000]),
        ("锚.yaml", b"a: &a [*a]\n"),
    ];
    for (name, bytes) in samples {
        repository.file(name, bytes);
        let outcome = repository.jixiao(&format!("git textconv {name}"));
        assert_eq!((outcome.code, outcome.err.as_str()), (0, ""), "{name}");
    }
    assert_eq!(repository.jixiao("git textconv 没有.yaml").code, 0);
}
