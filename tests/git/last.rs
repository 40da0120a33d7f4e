//! What has changed in a project file since the last commit, while it is being written.

use std::sync::Arc;

use jixiao::history::versions::{LastCommit, Uncommitted};
use jixiao::source::{Defaults, Forms, Input};

use crate::support::project::FORM;
use crate::support::repository::Repository;

/// A repository with a project file in it.
fn repository() -> Option<(Repository, LastCommit, Arc<Forms>)> {
    let repository = Repository::new("仓库")?;
    repository.file("projects/深/甲.yaml", FORM);
    repository.commit("一");
    let forms = Arc::new(Forms::load(None).expect("the bundled forms"));
    Some((repository, LastCommit::new(forms.clone()), forms))
}

/// What has changed where the file says `text`.
fn changes(
    (repository, last, forms): &(Repository, LastCommit, Arc<Forms>),
    path: &str,
    text: &str,
) -> Option<Uncommitted> {
    let input = Input {
        text: Some(text.into()),
        ..Input::of(repository.path(path), repository.path("projects"))
    };
    last.changes(&input, &Defaults::new(forms.clone()))
}

fn cells(changes: Option<Uncommitted>) -> (Vec<String>, usize) {
    let Uncommitted { cells, removed } = changes.expect("a version in the last commit");
    (cells.iter().map(|path| path.join(" › ")).collect(), removed)
}

const PATH: &str = "projects/深/甲.yaml";

#[test]
fn cells_that_say_something_else_are_named() {
    let Some(all) = repository() else { return };
    let of = |before: &str, after: &str| {
        assert!(FORM.contains(before), "{before}");
        cells(changes(&all, PATH, &FORM.replacen(before, after, 1)))
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(of("年度: 2026", "年度: 2026  # 说明"), (none.clone(), 0));
    assert_eq!(of("项目负责人: 李鹏", "项目负责人: 李"), (vec!["项目负责人/联系电话".into()], 0));
    // Of what is on the disk, nothing is asked.
    all.0.file(PATH, "坏");
    assert_eq!(of("年度: 2026", "年度: 2026"), (none, 0));
}

#[test]
fn rows_that_are_new_or_gone_are_told_apart() {
    let Some(all) = repository() else { return };
    let form = |rows: &str| {
        let start = FORM.find("  支出:\n").expect("rows") + "  支出:\n".len();
        let length: usize = FORM[start..]
            .split_inclusive('\n')
            .take_while(|it| it.starts_with("    "))
            .map(str::len)
            .sum();
        format!("{}{rows}{}", &FORM[..start], &FORM[start + length..])
    };
    all.0.file(PATH, form("    办公费: [1, 2]\n    差旅费: [3, 4]\n"));
    all.0.commit("二");
    let of = |rows: &str| {
        let (cells, removed) = cells(changes(&all, PATH, &form(rows)));
        let rows = cells.into_iter().filter(|it| it.contains("支出 › ")).collect::<Vec<_>>();
        (rows, removed)
    };
    let (new, removed) = of("    办公费: [1, 2]\n    差旅费: [3, 4]\n    会议费: [5, 6]\n");
    assert_eq!(removed, 0);
    let row = "项目资金 › 支出 › 会议费";
    assert_eq!(
        new,
        [row.to_owned(), format!("{row} › 半年(程)计划执行数"), format!("{row} › 全年(程)预算数")]
    );
    let (new, removed) = of("    办公费: [1, 2]\n");
    assert!(new.is_empty(), "{new:?}");
    assert_eq!(removed, 3);
    // One that is called otherwise is neither.
    let (new, removed) = of("    办公用品费: [1, 2]\n    差旅费: [3, 4]\n");
    assert_eq!((new, removed), (vec!["项目资金 › 支出 › 办公用品费".into()], 0));
}

#[test]
fn what_is_being_written_may_be_wrong() {
    let Some(all) = repository() else { return };
    let half = FORM.replace("项目级次: 市本级", "项目级次: 市").replace("开始时间: 2022年", "");
    let (cells, removed) = cells(changes(&all, PATH, &half));
    assert_eq!((cells, removed), (vec!["项目级次".into(), "开始时间".into()], 0));
}

#[test]
fn the_last_commit_is_the_last_one() {
    let Some(all) = repository() else { return };
    let text = FORM.replace("项目负责人: 李鹏", "项目负责人: 李");
    assert_eq!(cells(changes(&all, PATH, &text)).0, ["项目负责人/联系电话"]);
    all.0.file(PATH, &text);
    all.0.commit("二");
    assert!(cells(changes(&all, PATH, &text)).0.is_empty());
    assert_eq!(cells(changes(&all, PATH, FORM)).0, ["项目负责人/联系电话"]);
}

#[test]
fn defaults_of_the_last_commit_count() {
    let Some(all) = repository() else { return };
    let without = FORM.replace("项目级次: 市本级\n", "");
    all.0.file(PATH, &without).file("projects/_defaults.yaml", "项目级次: 市本级\n");
    all.0.commit("二");
    assert!(cells(changes(&all, PATH, &without)).0.is_empty());
    all.0.file("projects/_defaults.yaml", "项目级次: 区级\n");
    assert_eq!(cells(changes(&all, PATH, &without)).0, ["项目级次"]);
}

#[test]
fn where_there_is_no_such_version_nothing_is_told() {
    let Some(all) = repository() else { return };
    // Not yet in the history; nothing that a form can be told of; no repository.
    all.0.file("projects/深/乙.yaml", FORM);
    assert_eq!(changes(&all, "projects/深/乙.yaml", FORM), None);
    assert_eq!(changes(&all, PATH, "[[["), None);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("甲.yaml");
    let input = Input { text: Some(FORM.into()), ..Input::of(path, folder.path()) };
    assert_eq!(all.1.changes(&input, &Defaults::new(all.2.clone())), None);
    let Some(empty) = Repository::new("空") else { return };
    empty.file("甲.yaml", FORM);
    let input = Input::of(empty.path("甲.yaml"), empty.path(""));
    assert_eq!(all.1.changes(&input, &Defaults::new(all.2.clone())), None);
}

#[test]
fn a_link_to_the_repository_leads_there() {
    let Some(all) = repository() else { return };
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(all.0.path("projects"), all.0.path("../链")).expect("a link");
        let text = FORM.replace("项目负责人: 李鹏", "项目负责人: 李");
        assert_eq!(cells(changes(&all, "../链/深/甲.yaml", &text)).0, ["项目负责人/联系电话"]);
    }
}
