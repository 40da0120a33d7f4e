//! Repositories of all kinds: each is read, or told what it is and what to do; and what is
//! told to do works.

use std::fs;
use std::process::Command;

use crate::support::repository::{Outcome, PROJECT, Repository};
use crate::support::skip::skip;

/// A repository made by `git init` with these options, with two commits and a change after
/// them; nothing where git cannot make it.
fn repository(options: &str) -> Option<Repository> {
    let repository = Repository::new("库")?;
    fs::remove_dir_all(repository.path(".git")).expect("a repository");
    let made = repository.try_git(&format!("init -q -b main {options} ."));
    if made.code != 0 {
        skip(&format!("a git that knows {options}"));
        return None;
    }
    repository.git("config user.name 甲");
    repository.git("config user.email a@example.org");
    repository.file("projects/甲.yaml", PROJECT);
    repository.commit("一");
    repository.git("tag 上报稿");
    repository.edit("projects/甲.yaml", "资金总额: 13", "资金总额: 14");
    repository.commit("二");
    repository.edit("projects/甲.yaml", "资金总额: 14", "资金总额: 15");
    Some(repository)
}

/// A clone of the repository made with these options.
fn clone(repository: &Repository, options: &str, name: &str) {
    let url = format!("file://{}", repository.path("").display());
    repository.git("config uploadpack.allowFilter true");
    repository.git(&format!("clone -q {options} {url} ../{name}"));
}

/// Whether `diff` with these arguments tells that the sum went from one to the other.
fn tells(outcome: &Outcome, from: &str, to: &str) -> bool {
    outcome.code == 1 && outcome.out.contains(&format!("{from} → {to}")) && outcome.err.is_empty()
}

#[test]
fn whatever_git_keeps_names_and_files_in_is_read() {
    for options in [
        "--object-format=sha256",
        "--ref-format=reftable",
        "--ref-format=reftable --object-format=sha256",
    ] {
        let Some(repository) = repository(options) else { continue };
        for (arguments, from, to) in [
            ("", "14", "15"),
            ("HEAD~1", "13", "15"),
            ("上报稿", "13", "15"),
            ("上报稿 main", "13", "14"),
            ("上报稿..main", "13", "14"),
            ("上报稿..", "13", "14"),
            ("上报稿...main", "13", "14"),
            ("HEAD^!", "13", "14"),
            ("main^0 -- projects", "14", "15"),
            ("上报稿:projects/甲.yaml HEAD:projects/甲.yaml", "13", "14"),
        ] {
            let outcome = repository.jixiao(&format!("diff {arguments}"));
            assert!(tells(&outcome, from, to), "{options}: {arguments}: {outcome:?}");
        }
        for unknown in ["没有", "HEAD~9", "HEAD@{9}", "--help^"] {
            let outcome = repository.jixiao(&format!("diff -- {unknown}"));
            assert_eq!(outcome.code, 2, "{options}: {unknown}: {outcome:?}");
        }
        let outcome = repository.jixiao("diff HEAD~9");
        assert!(outcome.err.contains("没有“HEAD~9”这个版本：HEAD 前面"), "{options}: {outcome:?}");
        // A name may have dots.
        repository.git("tag v1.0");
        repository.file("v1.0", "");
        let outcome = repository.jixiao("diff v1.0");
        assert!(outcome.err.contains("“v1.0”既是文件或文件夹，也是 git 的版本"), "{outcome:?}");
        repository.file("main/文件", "");
        let outcome = repository.jixiao("diff main");
        assert!(outcome.err.contains("“main”既是文件或文件夹，也是 git 的版本"), "{outcome:?}");
        repository.git("worktree add -q ../树 上报稿");
        assert!(tells(&repository.jixiao_in("../树", "diff main HEAD"), "14", "13"));
        let installed = repository.jixiao("git install");
        assert!(installed.err.contains("\n装好了："), "{installed:?}");
        assert!(repository.git("diff").contains("+项目资金 › 资金总额: 15"));
    }
}

/// What is kept in a format that only git reads needs a git that reads it.
#[test]
fn without_git_a_format_that_only_git_reads_is_told() {
    let Some(repository) = repository("--ref-format=reftable") else { return };
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(arguments)
            .current_dir(repository.path(""))
            .env("PATH", "")
            .output()
            .expect("the program to run");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let told = "错误：这个仓库的分支存成 reftable 格式，程序要靠 git 来读：没有找到 git\n\
                提示：装上 git，或者把它所在的文件夹加进 PATH\n";
    assert_eq!(run(&["diff"]), (Some(2), told.to_owned()));
    // Two folders need no repository, and the settings are written nonetheless.
    assert_eq!(run(&["diff", "projects", "projects"]).0, Some(0));
    let (code, told) = run(&["git", "install"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("\n设置写好了，但是现在不起作用：没有找到 git\n提示："), "{told}");
}

#[test]
fn a_new_repository_has_no_commits_whatever_its_format() {
    for options in ["", "--ref-format=reftable"] {
        let Some(repository) = Repository::new("库") else { return };
        fs::remove_dir_all(repository.path(".git")).expect("a repository");
        if repository.try_git(&format!("init -q {options} .")).code != 0 {
            continue;
        }
        let outcome = repository.jixiao("diff");
        assert_eq!(outcome.err, "错误：这个 git 仓库里还没有提交过\n", "{options}");
    }
}

/// Of what was not fetched, it is told how to fetch it; then it is there.
#[test]
fn what_was_not_fetched_is_told_and_can_be_fetched() {
    const SHALLOW: &str = "这个仓库是浅克隆（shallow clone），更早的提交还没有取来\n提示：先运行 ";
    const PARTIAL: &str =
        "这个仓库是部分克隆（partial clone），要读的内容还没有取来\n提示：先运行 ";
    for (options, kind) in
        [("--depth 1", SHALLOW), ("--filter=blob:none", PARTIAL), ("--filter=tree:0", PARTIAL)]
    {
        let Some(repository) = repository("") else { return };
        clone(&repository, options, "克隆");
        assert_eq!(repository.jixiao_in("../克隆", "diff").code, 0, "{options}");
        let wanted =
            ["HEAD~1", "HEAD~1 HEAD", "HEAD~1..HEAD", "HEAD^!", "HEAD~1:projects HEAD:projects"];
        let mut advice = String::new();
        for arguments in wanted {
            let outcome = repository.jixiao_in("../克隆", &format!("diff {arguments}"));
            assert_eq!(outcome.code, 2, "{options}: {arguments}: {outcome:?}");
            let told = outcome.err.split_once(kind);
            let (_, command) =
                told.unwrap_or_else(|| panic!("{options}: {arguments}: {outcome:?}"));
            advice = command.trim().strip_prefix("git ").expect("a command").to_owned();
        }
        repository.git(&format!("-C ../克隆 {advice} -q"));
        for arguments in wanted {
            let outcome = repository.jixiao_in("../克隆", &format!("diff {arguments}"));
            assert!(tells(&outcome, "13", "14"), "{options}: {arguments}: {outcome:?}");
        }
        // What is misspelt is so in such a repository, too.
        for (unknown, told) in
            [("没有", "“没有”既不是文件或文件夹"), ("HEAD:没有", "HEAD 里没有“没有”")]
        {
            let outcome = repository.jixiao_in("../克隆", &format!("diff {unknown} projects"));
            assert!(outcome.err.contains(told), "{outcome:?}");
        }
    }
}

/// Files that a sparse work tree leaves out are not deleted.
#[test]
fn a_sparse_work_tree_has_all_forms() {
    let Some(repository) = repository("") else { return };
    repository.file("projects/局/乙.yaml", PROJECT.replace("办公设备", "会务"));
    repository.file("projects/处/_defaults.yaml", "年度: 2026\n");
    repository.file(
        "projects/处/丙.yaml",
        PROJECT.replace("年度: 2026\n", "").replace("办公设备", "差旅"),
    );
    repository.commit("三");
    for options in ["", "--sparse-index"] {
        clone(&repository, "--sparse", "克隆");
        repository.git(&format!("-C ../克隆 sparse-checkout set {options} projects/局"));
        assert!(!repository.path("../克隆/projects/处").exists());
        let outcome = repository.jixiao_in("../克隆", "diff");
        assert_eq!(outcome.code, 0, "{options}: {outcome:?}");
        assert!(outcome.out.contains("3 份表格，没有改动"), "{outcome:?}");
        let outcome = repository.jixiao_in("../克隆", "diff HEAD~1");
        assert!(outcome.out.contains("新增 2、删去 0、改动 1"), "{outcome:?}");
        // What is gone from where it should be is.
        fs::remove_file(repository.path("../克隆/projects/局/乙.yaml")).expect("a file");
        let outcome = repository.jixiao_in("../克隆", "diff");
        assert!(outcome.out.contains("新增 0、删去 1、改动 0"), "{outcome:?}");
        fs::remove_dir_all(repository.path("../克隆")).expect("a clone");
    }
}

#[test]
fn a_bare_repository_has_versions_only() {
    let Some(repository) = repository("") else { return };
    repository.git("clone -q --bare . ../光.git");
    for arguments in ["HEAD~1 HEAD", "HEAD~1..HEAD", "HEAD^!", "上报稿 main"] {
        let outcome = repository.jixiao_in("../光.git", &format!("diff {arguments}"));
        assert!(tells(&outcome, "13", "14"), "{arguments}: {outcome:?}");
    }
    let outcome = repository.jixiao_in("../光.git", "diff");
    let told = "错误：这个 git 仓库没有工作区，要写出两个版本，如 jixiao diff HEAD~1 HEAD\n";
    assert_eq!((outcome.code, outcome.err.as_str()), (2, told));
    let installed = repository.jixiao_in("../光.git", "git install");
    assert!(!installed.err.contains("注意") && installed.err.contains("装好了"), "{installed:?}");
}

/// What is broken is told as broken, and neither as empty nor as a mistake of the user's.
#[test]
fn a_broken_repository_is_told_as_such() {
    type Break = fn(&Repository);
    let cases: [(Break, &str, &str); 7] = [
        (|it| write(it, ".git/HEAD", "garbage\n"), "diff", "读不了 HEAD，这个 git 仓库坏了"),
        (|it| write(it, ".git/refs/heads/main", ""), "diff", "读不了 HEAD，这个 git 仓库坏了"),
        (break_objects, "diff", "读不了 HEAD：仓库里缺少文件，或者文件坏了"),
        (break_objects, "diff HEAD~1", "读不了 HEAD~1：仓库里缺少文件，或者文件坏了"),
        (
            |it| fs::remove_file(it.path(".git/HEAD")).expect("a file"),
            "diff",
            "/.git 里缺少 HEAD，它不是仓库，或者坏了",
        ),
        (
            |it| write(it, ".git/config", &(it.read(".git/config") + "[x\n")),
            "diff",
            "提示：运行 git config --list，git 会说出错在哪一行",
        ),
        (
            |it| drop(it.git("config core.repositoryFormatVersion 7")),
            "diff",
            "它的格式是第 7 版，程序只认识到第 1 版",
        ),
    ];
    for (damage, command, told) in cases {
        let Some(repository) = repository("") else { return };
        damage(&repository);
        let outcome = repository.jixiao(command);
        assert_eq!(outcome.code, 2, "{told}: {outcome:?}");
        assert!(outcome.err.contains(told), "{told}: {outcome:?}");
        assert!(
            !outcome.err.contains("既不是") && !outcome.err.contains("没有提交过"),
            "{outcome:?}"
        );
    }
    let Some(repository) = repository("") else { return };
    repository.git("worktree add -q ../树");
    fs::rename(repository.path(".git"), repository.path("别处")).expect("another place");
    let outcome = repository.jixiao_in("../树", "diff");
    assert!(outcome.err.contains("树/.git 指的文件夹没有了\n提示：仓库移走了的，"), "{outcome:?}");
    fs::rename(repository.path("别处"), repository.path(".git")).expect("its place");
    repository.git("config core.worktree /nonexistent");
    let outcome = repository.jixiao("diff");
    assert!(outcome.err.contains("工作区 /nonexistent 没有了"), "{outcome:?}");
}

fn write(repository: &Repository, path: &str, text: &str) {
    repository.file(path, text);
}

/// All objects hold something else.
fn break_objects(repository: &Repository) {
    let files = walkdir::WalkDir::new(repository.path(".git/objects")).into_iter();
    for file in files.filter_map(Result::ok).filter(|file| file.file_type().is_file()) {
        fs::remove_file(file.path()).expect("an object");
        fs::write(file.path(), "x").expect("another one");
    }
}

/// A repository that git does not use is not said to be set up.
#[test]
fn what_git_refuses_is_told_when_it_is_set_up() {
    let Some(repository) = repository("") else { return };
    repository.git("config core.repositoryFormatVersion 1");
    repository.git("config extensions.fancy true");
    let told = repository.jixiao("git install");
    assert_eq!(told.code, 0, "{told:?}");
    let last = told.err.lines().last().expect("a line");
    assert!(
        last.starts_with("设置写好了，但是现在不起作用：git 用不了这个仓库，它说："),
        "{told:?}"
    );
}

/// Lines are counted in the file itself, also where git otherwise shows what the form says.
#[cfg(target_os = "linux")]
#[test]
fn blame_goes_by_the_lines_of_the_file() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.edit("projects/甲.yaml", "资金总额: 13", "资金总额: 14");
    repository.commit("二，blame");
    let text = repository.read("projects/甲.yaml");
    let line = text.lines().position(|line| line.contains("资金总额: 14")).expect("a line") + 1;
    for command in
        ["blame", "annotate", "--no-pager blame", "-c blame.x=log blame", "blame --incremental"]
    {
        let blamed = repository.git(&format!("{command} -L {line},{line} projects/甲.yaml"));
        // One of them tells the number alone: that in the commit, and that in the file.
        let said = match command.ends_with("--incremental") {
            true => format!(" {line} {line} 1"),
            false => "资金总额: 14".to_owned(),
        };
        assert!(blamed.contains(&said) && !blamed.contains("项目资金 ›"), "{command}: {blamed}");
    }
    let all = repository.git("blame projects/甲.yaml");
    assert_eq!(all.lines().count(), text.lines().count());
    // A branch may have that name.
    repository.git("branch blame HEAD~1");
    let shown = repository.git("diff blame main");
    assert!(shown.contains("+项目资金 › 资金总额: 14"), "{shown}");
    let shown = repository.git("log -p --grep blame --all-match main -- projects");
    assert!(shown.contains("+项目资金 › 资金总额: 14"), "{shown}");
}
