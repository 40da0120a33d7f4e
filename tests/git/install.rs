//! Setting a repository up, and leaving no trace.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::repository::{PROJECT, Repository};

const CONFIG: &str = ".git/config";
const ATTRIBUTES: &str = ".git/info/attributes";

/// What is installed is told; once more, nothing changes; uninstalled, all is as before.
#[test]
fn what_is_installed_can_be_uninstalled() {
    let Some(repository) = Repository::new("仓库") else { return };
    let config = repository.read(CONFIG) + "# 我的\n[alias]\n\tst = status ; 短\n";
    repository.file(CONFIG, &config).file("projects/甲.yaml", PROJECT);
    let told = repository.jixiao("git install");
    assert_eq!((told.code, told.err.matches("写入").count()), (0, 9), "{told:?}");
    assert_eq!(told.err.lines().count(), 10, "{told:?}");
    assert!(told.err.lines().last().is_some_and(|it| it.starts_with("装好了：")), "{told:?}");
    let installed = [CONFIG, ATTRIBUTES].map(|path| repository.read(path));
    let told = repository.jixiao("git install");
    assert_eq!((told.code, told.err.matches("已有").count()), (0, 9), "{told:?}");
    assert!(told.err.lines().last().is_some_and(|it| it.starts_with("装好了：")), "{told:?}");
    assert_eq!([CONFIG, ATTRIBUTES].map(|path| repository.read(path)), installed);
    let told = repository.jixiao("git uninstall");
    assert_eq!((told.code, told.err.matches("：去掉").count()), (0, 9), "{told:?}");
    assert!(told.err.lines().last().is_some_and(|it| it.starts_with("去掉了")), "{told:?}");
    assert_eq!(repository.read(CONFIG), config);
    assert!(!repository.path(ATTRIBUTES).exists());
    assert!(repository.path(".git/info/exclude").exists());
    let told = repository.jixiao("git uninstall");
    assert_eq!(told.code, 0);
    assert!(told.err.contains("什么也没有改"), "{told:?}");
}

/// Attributes and settings of other people's stay, byte for byte.
#[test]
fn what_others_have_written_stays() {
    for (attributes, config) in [
        ("*.png binary\n", ""),
        ("*.png binary", "[diff \"jixiao\"]\n\twordRegex = .\n"),
        ("*.png binary\r\n", "[diff \"jixiao-pdf\"]\n\t# 我的\n"),
        ("\n", "[merge \"别的\"]\n\tdriver = true\n[core]\n\tautocrlf = false\n"),
    ] {
        let Some(repository) = Repository::new("仓库") else { return };
        let config = repository.read(CONFIG) + config;
        repository.file(CONFIG, &config).file(ATTRIBUTES, attributes);
        repository.jixiao("git install").succeeded();
        assert_eq!(attribute(&repository, "projects/甲.yaml", "merge"), "jixiao");
        let of_pictures = if attributes.contains("png") { "unset" } else { "unspecified" };
        assert_eq!(attribute(&repository, "图.png", "diff"), of_pictures);
        repository.jixiao("git uninstall").succeeded();
        assert_eq!(repository.read(CONFIG), config);
        assert_eq!(repository.read(ATTRIBUTES), attributes);
    }
}

/// What was added after the installation stays, too.
#[test]
fn what_has_come_later_stays() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.git("config diff.jixiao.wordRegex x");
    repository.git("config alias.st status");
    repository.file(ATTRIBUTES, repository.read(ATTRIBUTES) + "*.doc binary\n");
    repository.jixiao("git uninstall").succeeded();
    let config = repository.read(CONFIG);
    assert!(config.contains("wordRegex = x") && config.contains("st = status"), "{config}");
    assert!(!config.contains("textconv") && !config.contains("[merge"), "{config}");
    assert_eq!(repository.read(ATTRIBUTES), "*.doc binary\n");
}

/// Folders of any name are meant as they are called.
#[test]
fn folders_have_any_name() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.file("sub/x", "");
    for (folder, given, from) in [
        ("项目", "项目", "."),
        ("a[b]*?", "a[b]*?", "."),
        ("#号", "#号", "."),
        ("!叹", "!叹", "."),
        ("a\"b\\c", "a\"b\\c", "."),
        ("sub/项目", "项目/", "sub"),
        ("项目", "../项目", "sub"),
    ] {
        repository.file(&format!("{folder}/x"), "");
        repository.jixiao_in(from, &format!("git install {given}")).succeeded();
        for file in ["甲.yaml", "深/乙.yml", "_defaults.yaml"] {
            let path = format!("{folder}/{file}");
            assert_eq!(attribute(&repository, &path, "diff"), "jixiao", "{path}");
            assert_eq!(attribute(&repository, &path, "merge"), "jixiao", "{path}");
        }
        assert_eq!(attribute(&repository, "abx/甲.yaml", "diff"), "unspecified", "{folder}");
        assert_eq!(attribute(&repository, "甲.yaml", "diff"), "unspecified", "{folder}");
    }
    repository.jixiao("git install .").succeeded();
    assert_eq!(attribute(&repository, "甲.yaml", "diff"), "jixiao");
    assert_eq!(attribute(&repository, "深/乙.yml", "merge"), "jixiao");
    assert_eq!(attribute(&repository, "out/甲.pdf", "diff"), "jixiao-pdf");
}

/// A folder that is not there is told, one outside is refused.
#[test]
fn a_wrong_folder_is_told() {
    let Some(repository) = Repository::new("仓库") else { return };
    let told = repository.jixiao("git install 没有");
    assert_eq!(told.code, 0);
    assert!(told.err.contains("注意：现在没有 没有 这个文件夹"), "{told:?}");
    let config = repository.read(CONFIG);
    for outside in ["..", "/tmp", "../../x"] {
        let told = repository.jixiao(&format!("git install {outside}"));
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.err.contains("不在这个仓库里"), "{told:?}");
    }
    assert_eq!(repository.read(CONFIG), config);
}

/// A setting of the same name that is not ours is not touched, nor anything else.
#[test]
fn a_foreign_setting_is_refused() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.git("config merge.jixiao.driver mine");
    let config = repository.read(CONFIG);
    let told = repository.jixiao("git install");
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.err.contains("git config --local --unset-all merge.jixiao.driver"), "{told:?}");
    assert_eq!(repository.read(CONFIG), config);
    assert!(!repository.path(ATTRIBUTES).exists());
    repository.jixiao("git uninstall").succeeded();
    assert_eq!(repository.read(CONFIG), config);
}

/// The program works from a folder of any name, and where it has been moved, is
/// installed anew.
#[test]
fn the_program_may_be_anywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut before = None;
    for name in ["程序 一'\"$(x)", "50% off %A"] {
        let program = folder.path().join(name).join("jixiao");
        fs::create_dir_all(program.parent().expect("a folder")).expect("a new folder");
        fs::copy(env!("CARGO_BIN_EXE_jixiao"), &program).expect("a copy of the program");
        let Some(repository) = Repository::with_program("仓 库", &program) else { return };
        repository.file("projects/甲.yaml", PROJECT);
        if let Some(config) = before.replace(repository.read(CONFIG)) {
            assert_eq!(config, repository.read(CONFIG));
        }
        repository.jixiao("git install").succeeded();
        repository.commit("一");
        repository.edit("projects/甲.yaml", "[=1台, =1台]", "[=1台, =2台]");
        assert!(repository.git("diff").contains("+绩效指标 › 产出指标"));
        repository.git("checkout -q -b 支");
        repository.commit("二");
        repository.git("checkout -q main");
        repository.edit("projects/甲.yaml", "[=1台, =1台]", "[=3台, =1台]");
        repository.commit("三");
        repository.git("merge -q 支");
        assert!(repository.read("projects/甲.yaml").contains("[=3台, =2台]"));
        // The settings of a program at another place are brought up to date.
        let other = Repository::with_program("仓库", &program).expect("a git");
        let config = repository.read(CONFIG).replace("jixiao' git", "旧的' git");
        other.file(CONFIG, &config);
        let told = other.jixiao("git install");
        assert_eq!((told.code, told.err.matches("更新").count()), (0, 4), "{told:?}");
        assert_eq!(other.read(CONFIG), repository.read(CONFIG));
    }
}

/// A program that is gone does not take git's own ways along.
#[test]
fn without_the_program_git_goes_on() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = folder.path().join("50% 'x' \"y\"");
    fs::copy(env!("CARGO_BIN_EXE_jixiao"), &program).expect("a copy of the program");
    let Some(repository) = Repository::with_program("仓库", &program) else { return };
    repository.file("projects/甲.yaml", PROJECT).file("a.pdf", "%PDF-1.7\n一");
    repository.jixiao("git install").succeeded();
    repository.commit("一");
    fs::remove_file(&program).expect("the program");
    repository.file("a.pdf", "%PDF-1.7\n二");
    repository.git("checkout -q -b 支");
    repository.edit("projects/甲.yaml", "13]", "14]");
    let shown = repository.git("diff");
    assert!(shown.contains("+    办公设备: [6, 14]"), "{shown}");
    assert!(shown.contains("a.pdf") && !shown.contains("PDF-1.7"), "{shown}");
    assert_eq!(shown.matches("\n@@").count(), 2, "{shown}");
    repository.commit("二");
    repository.git("checkout -q main");
    repository.edit("projects/甲.yaml", "13]", "15]");
    repository.commit("三");
    assert_eq!(repository.try_git("merge -q 支").code, 1);
    let text = repository.read("projects/甲.yaml");
    assert!(text.contains("<<<<<<< 我方\n") && text.contains(">>>>>>> 对方\n"), "{text}");
}

/// Git has the program use forms of one's own, as long as they are there.
#[test]
fn forms_of_ones_own_are_known_to_git() {
    let Some(repository) = Repository::new("仓库") else { return };
    let config = repository.read(CONFIG);
    let form = include_str!("../compare/templates/short/2026/form.yaml");
    let project = "表: 简表\n年度: 2026\n项目名称: 会务\n等级: 甲\n概况: 二\n任务:\n  培训: 好\n";
    let folder = "版式/50%'x'";
    repository.file(&format!("{folder}/short/2026/form.yaml"), form);
    repository.file("projects/甲.yaml", project);
    repository.jixiao(&format!("git install --templates {folder}")).succeeded();
    repository.commit("一");
    repository.git("checkout -q -b 支");
    repository.edit("projects/甲.yaml", "等级: 甲", "等级: 乙");
    repository.commit("二");
    repository.git("checkout -q main");
    repository.edit("projects/甲.yaml", "培训: 好", "培训: 很好");
    let shown = repository.git("diff");
    assert!(shown.contains("+任务 › 培训: 很好"), "{shown}");
    repository.commit("三");
    repository.git("merge -q 支");
    assert_eq!(repository.read("projects/甲.yaml").matches("等级: 乙\n概况: 二\n").count(), 1);
    fs::remove_dir_all(repository.path("版式")).expect("a folder");
    repository.edit("projects/甲.yaml", "很好", "一般");
    let shown = repository.git("diff -- projects");
    assert!(shown.contains("+  培训: 一般"), "{shown}");
    let told = repository.jixiao("git install --templates 没有");
    assert_eq!((told.code, told.err.as_str()), (2, "错误：没有“没有”这个文件夹\n"));
    repository.jixiao("git uninstall").succeeded();
    assert_eq!(repository.read(CONFIG), config);
}

/// What an older program has written is brought up to date, and can be taken away.
#[test]
fn older_settings_are_ours() {
    let Some(repository) = Repository::new("仓库") else { return };
    let config = repository.read(CONFIG);
    for command in ["git install", "git uninstall"] {
        repository.file(CONFIG, &config);
        repository.jixiao("git install").succeeded();
        let installed = repository.read(CONFIG);
        repository.jixiao("git uninstall").succeeded();
        let old = "[diff \"jixiao\"]\n\ttextconv = '/x/jixiao' git textconv\n[diff \"jixiao-pdf\"]\n\ttextconv = '/x/jixiao' git textconv\n\tbinary = true\n[merge \"jixiao\"]\n\tname = 按栏目合并项目文件\n\tdriver = '/x/jixiao' git merge %O %A %B %L %P\n";
        repository.file(CONFIG, config.clone() + old);
        repository.jixiao(command).succeeded();
        let wanted = if command == "git install" { &installed } else { &config };
        assert_eq!(&repository.read(CONFIG), wanted);
    }
}

/// Linked work trees and submodules have their settings where git looks for them.
#[test]
fn work_trees_and_submodules_are_repositories() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.file("projects/甲.yaml", PROJECT);
    repository.commit("一");
    repository.git("worktree add -q ../树");
    repository.jixiao_in("../树", "git install").succeeded();
    for folder in [".", "../树"] {
        let path = repository.path(folder).join("projects/甲.yaml");
        let text = PROJECT.replace("购置一台。", "购置两台。");
        fs::write(path, text).expect("a new text");
        let shown = repository.git(&format!("-C {folder} diff"));
        assert!(shown.contains("+年度目标: 购置两台。"), "{folder}: {shown}");
    }
    repository.jixiao("git uninstall").succeeded();
    assert!(!repository.read(CONFIG).contains("jixiao"));

    repository.commit("二");
    let Some(outer) = Repository::new("外") else { return };
    let inner = repository.path(".").display().to_string();
    outer.git(&format!("-c protocol.file.allow=always submodule --quiet add {inner} 内"));
    outer.jixiao_in("内", "git install").succeeded();
    assert!(outer.read(".git/modules/内/config").contains("textconv"));
    assert!(!outer.read(CONFIG).contains("textconv"));
}

/// In a bare repository there is something to show, too.
#[test]
fn a_bare_repository_can_be_set_up() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.file("projects/甲.yaml", PROJECT);
    repository.commit("一");
    repository.edit("projects/甲.yaml", "购置一台。", "购置两台。");
    repository.commit("二");
    repository.git("clone -q --bare . ../光.git");
    repository.jixiao_in("../光.git", "git install").succeeded();
    let shown = repository.git("-C ../光.git show main");
    assert!(shown.contains("+年度目标: 购置两台。"), "{shown}");
}

/// `GIT_DIR` says where the repository is.
#[test]
fn the_environment_may_name_the_repository() {
    let Some(repository) = Repository::new("仓库") else { return };
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let run = |folder: &Path| {
        Command::new(env!("CARGO_BIN_EXE_jixiao"))
            .args(["git", "install"])
            .current_dir(elsewhere.path())
            .env("GIT_DIR", folder)
            .env("GIT_WORK_TREE", elsewhere.path())
            .output()
            .expect("the program to run")
    };
    assert!(run(&repository.path(".git")).status.success());
    assert!(repository.read(CONFIG).contains("textconv"));
    let failed = run(&repository.path("没有"));
    assert_eq!(failed.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&failed.stderr).contains("打不开这个 git 仓库"));
}

/// Outside a repository there is nothing to set up.
#[test]
fn outside_a_repository_it_is_refused() {
    let Some(repository) = Repository::new("仓库") else { return };
    for command in ["git install", "git uninstall"] {
        let told = repository.jixiao_in("..", command);
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.err.starts_with("错误：当前文件夹不在 git 仓库里\n提示："), "{told:?}");
    }
}

/// While another git changes the settings, nothing is written; nor where they may not
/// be written, or cannot be read.
#[test]
fn nothing_is_half_written() {
    let Some(repository) = Repository::new("仓库") else { return };
    let config = repository.read(CONFIG);
    let is_refused = |because: &str, config: &str| {
        let told = repository.jixiao("git install");
        assert_eq!(told.code, 2, "{told:?}");
        assert!(told.err.contains(because), "{told:?}");
        assert_eq!(repository.read(CONFIG), config);
        assert!(!repository.path(ATTRIBUTES).exists());
    };
    repository.file(".git/config.lock", "");
    is_refused("另一个 git 正在改", &config);
    fs::remove_file(repository.path(".git/config.lock")).expect("the lock");

    let path = repository.path(CONFIG);
    let writable = path.metadata().expect("the settings").permissions();
    let mut readonly = writable.clone();
    readonly.set_readonly(true);
    fs::set_permissions(&path, readonly).expect("no permission");
    is_refused("是只读的", &config);
    fs::set_permissions(&path, writable).expect("permission");

    let info = repository.path(".git/info");
    fs::remove_dir_all(&info).expect("a folder");
    fs::write(&info, "").expect("a file in its place");
    is_refused("info", &config);
    assert!(!repository.path(".git/config.lock").exists());
    fs::remove_file(&info).expect("the file");
    repository.jixiao("git install").succeeded();
    repository.jixiao("git uninstall").succeeded();
    assert!(!info.exists());

    repository.file(CONFIG, "[core\n");
    is_refused("打不开这个 git 仓库", "[core\n");
}

/// Settings keep their permissions.
#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt;

    let Some(repository) = Repository::new("仓库") else { return };
    let path = repository.path(CONFIG);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permission");
    repository.jixiao("git install").succeeded();
    let mode = path.metadata().expect("the settings").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

/// What git says an attribute is.
fn attribute(repository: &Repository, path: &str, name: &str) -> String {
    use std::io::Write;
    use std::process::Stdio;

    let mut command = Command::new("git")
        .args(["check-attr", "--stdin", "-z", name])
        .current_dir(repository.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a git that runs");
    let mut stdin = command.stdin.take().expect("a pipe");
    stdin.write_all(format!("{path}\0").as_bytes()).expect("a pipe that takes it");
    drop(stdin);
    let output = command.wait_with_output().expect("an answer");
    let answer = String::from_utf8(output.stdout).expect("UTF-8");
    answer.split('\0').nth(2).unwrap_or_default().to_owned()
}
