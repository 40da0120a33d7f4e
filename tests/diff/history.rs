//! Revisions of a git repository, compared with one another and with the work tree.

use crate::support::assert_snapshot;
use crate::support::repository::{PROJECT, Repository};

/// Three commits: 甲 as it was at first; with more money; moved, and 乙 beside it.
fn repository() -> Option<Repository> {
    let repository = Repository::new("库")?;
    repository.file("projects/甲.yaml", PROJECT).file("其他.yaml", "a: 1\n");
    repository.commit("一");
    repository.git("tag 上报稿");
    repository.edit("projects/甲.yaml", "资金总额: 13", "资金总额: 15");
    repository.commit("二");
    repository.git("mv projects/甲.yaml projects/设备.yaml");
    repository.file("projects/乙.yaml", PROJECT.replace("办公设备", "会务"));
    repository.commit("三");
    Some(repository)
}

/// The first line behind the forms: what was compared.
fn labels(outcome: &str) -> &str {
    outcome.lines().rev().nth(2).unwrap_or_default()
}

#[test]
fn revisions_are_named_as_in_git() {
    let Some(repository) = repository() else { return };
    repository.edit("projects/乙.yaml", "购置一台", "购置两台");
    for (arguments, compared, counts) in [
        ("", "HEAD → 工作区", "新增 0、删去 0、改动 1、只改名或移动 0、未变 1"),
        ("HEAD~2", "HEAD~2 → 工作区", "新增 1、删去 0、改动 1、只改名或移动 0、未变 0"),
        ("HEAD~2 HEAD~1", "HEAD~2 → HEAD~1", "新增 0、删去 0、改动 1、只改名或移动 0、未变 0"),
        ("HEAD~1 HEAD", "HEAD~1 → HEAD", "新增 1、删去 0、改动 0、只改名或移动 1、未变 0"),
        ("上报稿..main", "上报稿 → main", "新增 1、删去 0、改动 1、只改名或移动 0、未变 0"),
        ("HEAD~1..", "HEAD~1 → HEAD", "新增 1、删去 0、改动 0、只改名或移动 1、未变 0"),
        ("HEAD^!", "HEAD^ → HEAD", "新增 1、删去 0、改动 0、只改名或移动 1、未变 0"),
        ("HEAD -- projects/乙.yaml", "HEAD → 工作区", "改动 1、只改名或移动 0、未变 0"),
        ("projects/乙.yaml", "HEAD → 工作区", "改动 1、只改名或移动 0、未变 0"),
        ("HEAD~1 projects", "HEAD~1 → 工作区", "新增 1、删去 0、改动 0、只改名或移动 1、未变 0"),
    ] {
        let outcome = repository.jixiao(&format!("diff {arguments}"));
        assert_eq!((outcome.code, outcome.err.as_str()), (1, ""), "{arguments}: {outcome:?}");
        assert_eq!(labels(&outcome.out), compared, "{arguments}");
        assert!(outcome.out.contains(counts), "{arguments}: {}", outcome.out);
    }
    assert_eq!(repository.jixiao("diff HEAD HEAD").code, 0);
}

#[test]
fn three_dots_begin_where_the_branches_part() {
    let Some(repository) = repository() else { return };
    repository.git("checkout -q -b 别的 上报稿");
    repository.edit("projects/甲.yaml", "购置一台", "购置三台");
    repository.commit("四");
    let outcome = repository.jixiao("diff main...别的");
    assert_eq!(labels(&outcome.out), "main 的分叉点 → 别的", "{outcome:?}");
    assert!(outcome.out.contains("三"), "{}", outcome.out);
    assert!(
        outcome.out.contains("新增 0、删去 0、改动 1、只改名或移动 0、未变 0"),
        "{}",
        outcome.out
    );
    assert!(!outcome.out.contains("15"), "{}", outcome.out);
}

#[test]
fn a_file_of_a_revision_is_compared_with_another_file() {
    let Some(repository) = repository() else { return };
    let old = repository.jixiao("diff HEAD~2:projects/甲.yaml HEAD~1:projects/甲.yaml");
    assert_snapshot("diff", "stored", &old.out);
    let moved = repository.jixiao("diff HEAD~1:projects/甲.yaml projects/设备.yaml");
    assert_eq!(moved.code, 0, "{moved:?}");
    let folders = repository.jixiao("diff HEAD~1:projects projects");
    assert!(folders.out.contains("新增 1、删去 0、改动 0、只改名或移动 1"), "{folders:?}");
}

#[test]
fn paths_count_from_the_working_folder() {
    let Some(repository) = repository() else { return };
    let above = repository.jixiao("diff HEAD~2 HEAD -- projects/设备.yaml projects/甲.yaml");
    let inside = repository.jixiao_in("projects", "diff HEAD~2 HEAD -- 设备.yaml 甲.yaml");
    assert_eq!(above.code, 1, "{above:?}");
    assert_eq!(above.out, inside.out);
}

#[test]
fn defaults_are_those_of_the_revision() {
    let Some(repository) = Repository::new("库") else { return };
    let department = "主管部门: 南京市工业和信息化局\n";
    repository.file("projects/一/甲.yaml", PROJECT.replace(department, ""));
    repository.file("projects/_defaults.yaml", department);
    repository.commit("一");
    repository.file("projects/_defaults.yaml", "主管部门: 南京市财政局\n");
    repository.commit("二");
    let outcome = repository.jixiao("diff HEAD~1 HEAD");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_snapshot("diff", "defaults", &outcome.out);
    // What moves into a default file says the same.
    repository.file("projects/一/甲.yaml", PROJECT);
    repository.file("projects/_defaults.yaml", "年度: 2026\n");
    repository.commit("三");
    assert_eq!(repository.jixiao("diff HEAD~2 HEAD").code, 0);
}

#[test]
fn what_cannot_be_read_in_a_revision_is_told_with_its_place() {
    let Some(repository) = repository() else { return };
    repository.edit("projects/设备.yaml", "项目类型: ", "项目类型：");
    repository.commit("坏");
    let outcome = repository.jixiao("diff HEAD~1 HEAD");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.err.contains(" --> HEAD:projects/设备.yaml:5:5"), "{}", outcome.err);
    assert!(outcome.out.contains("另有 1 份读不出来，没有比较：projects/设备.yaml（新）"));
    assert!(outcome.out.contains("1 份表格，没有改动"), "{}", outcome.out);
}

#[test]
fn the_usual_folder_is_found_from_any_other() {
    let Some(repository) = repository() else { return };
    repository.file("文档/说明.txt", "");
    repository.file("2026/空.txt", "");
    let from_above = repository.jixiao("diff HEAD~2 HEAD");
    assert_eq!(repository.jixiao_in("文档", "diff HEAD~2 HEAD").out, from_above.out);
    assert_eq!(repository.jixiao_in("projects", "diff HEAD~2 HEAD").out, from_above.out);
    let nothing = repository.jixiao("diff HEAD -- 2026");
    assert_eq!(nothing.out, "HEAD → 工作区\n没有可以比较的表格\n");
}

#[test]
fn a_submodule_is_no_deletion() {
    let (Some(inner), Some(outer)) = (repository(), Repository::new("外")) else { return };
    outer.file("说明.txt", "");
    let link = inner.git("rev-parse HEAD");
    outer.git("add -A");
    outer.git(&format!("update-index --add --cacheinfo 160000,{},projects/模块", link.trim()));
    outer.git("commit -q -m 一");
    let outcome = outer.jixiao("diff HEAD HEAD");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.err.contains("HEAD:projects/模块"), "{}", outcome.err);
    assert!(outcome.err.contains("子模块"), "{}", outcome.err);
}

#[test]
fn names_that_git_does_not_know_are_told() {
    let Some(repository) = repository() else { return };
    repository.file("main/甲.yaml", PROJECT);
    let commands = [
        "diff 没有",
        "diff main",
        "diff HEAD -- 没有",
        "diff HEAD projects/乙.yaml HEAD",
        "diff HEAD^@",
        "diff HEAD~999",
        "diff HEAD~1..HEAD~3",
        "diff 上报稿~1",
        "diff HEAD^2",
        "diff HAED",
        "diff 上抱稿",
        "diff HEAD:projects/丙.yaml HEAD:projects/乙.yaml",
        "diff projects/以.yaml",
        "diff project",
    ];
    let told = commands.map(|command| {
        let outcome = repository.jixiao(command);
        assert_eq!(outcome.code, 2, "{command}: {outcome:?}");
        format!("$ jixiao {command}\n{}", outcome.err)
    });
    assert_snapshot("diff", "names", &told.join("\n"));
    let empty = Repository::new("空").expect("git");
    let outcome = empty.jixiao("diff");
    assert_eq!(outcome.err, "错误：这个 git 仓库里还没有提交过\n");
}

#[test]
fn git_runs_nothing_on_behalf_of_the_program() {
    let Some(repository) = repository() else { return };
    // A repository may come from anyone, and its settings with it.
    repository.git("config core.fsmonitor touch$IFS/tmp/never");
    repository.git("config diff.external false");
    repository.file(".gitattributes", "*.yaml filter=x\n");
    repository.git("config filter.x.smudge false");
    repository.git("config filter.x.required true");
    assert_eq!(repository.jixiao("diff HEAD~1 HEAD").code, 1);
}
