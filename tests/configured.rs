//! `jixiao.toml` and the environment: what holds where the command line says nothing.

use std::fs;

use crate::support::assert_snapshot;
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::FORM;

/// A form with one warning.
fn without_phone() -> String {
    FORM.replace("联系电话: \"86591170\"\n", "")
}

#[track_caller]
fn ends(outcome: &Outcome, end: &str) {
    assert!(outcome.stderr.ends_with(end), "{outcome:?}");
}

const WARNED: &str = "1 份项目文件，0 处错误，1 处警告\n";
const DENIED: &str = "1 份项目文件，1 处错误，0 处警告\n";
const ALLOWED: &str = "1 份项目文件，0 处错误，0 处警告；另有 1 处放行的不报\n";

/// The nearest file that speaks of a rule has its way, the environment has it over files, and
/// the command line over all.
#[test]
fn the_nearest_one_wins() {
    let workplace = Workplace::new();
    workplace.file("p/局/甲.yaml", without_phone());
    let check = || workplace.run("check p");
    ends(&check(), WARNED);
    workplace.file("jixiao.toml", "[rules]\nwarnings = \"deny\"\n");
    ends(&check(), DENIED);
    workplace.file("p/jixiao.toml", "[rules]\nwarnings = \"warn\"\n");
    ends(&check(), WARNED);
    workplace.file("p/jixiao.toml", "[folders.\"局\".rules]\nperson-without-phone = \"deny\"\n");
    ends(&check(), DENIED);
    workplace.file("p/局/jixiao.toml", "[rules]\nperson-without-phone = \"ALLOW\"\n");
    ends(&check(), ALLOWED);
    ends(&workplace.run("check p/局/甲.yaml"), ALLOWED);
    let denied = workplace.run_with("check p", |it| it.env("JIXIAO_DENY", "person-without-phone"));
    ends(&denied, DENIED);
    let warned = workplace.run_with("check p --warn person-without-phone", |it| {
        it.env("JIXIAO_DENY", "person-without-phone,bad-phone")
    });
    // All warnings are errors by the file at the top.
    ends(&warned, DENIED);
    ends(&workplace.run("check p --no-config"), WARNED);
    // A list of rules, and in any number of options.
    ends(&workplace.run("check p --allow bad-phone,person-without-phone"), ALLOWED);
}

/// Files of other folders are as they were.
#[test]
fn a_folder_has_its_own_rules() {
    let workplace = Workplace::new();
    let named = |name: &str| without_phone().replace("平台运营服务费", name);
    workplace.file("p/甲局/一.yaml", named("一号项目")).file("p/乙局/二.yaml", named("二号项目"));
    let toml = "[folders.\"甲局\".rules]\nperson-without-phone = \"deny\"\n";
    workplace.file("p/jixiao.toml", toml);
    let outcome = workplace.run("check p --format concise");
    assert!(outcome.stdout.contains("p/甲局/一.yaml:") && outcome.stdout.contains("错误[person"));
    assert!(outcome.stdout.contains("其中 1 份有错误；1 处错误，"), "{}", outcome.stdout);
    // What is wrong keeps one form from being printed, and not the other.
    assert_eq!(workplace.run("build p").code, 1);
    assert_eq!(workplace.list("out"), ["乙局/二.pdf"]);
    // The list and the plan know it, too.
    let planned = workplace.run("build p --dry-run").stdout;
    assert!(planned.contains("有错  p/甲局/一.yaml") && !planned.contains("乙局"));
}

/// The output folder, templates, fonts and the time limit are taken from above all files; paths
/// are those from the file on, wherever the program is called.
#[test]
fn a_run_takes_its_settings_from_above() {
    let workplace = Workplace::new();
    workplace.file("项目/p/甲.yaml", FORM);
    workplace.file("项目/jixiao.toml", "output = \"成品\"\ntimeout = 30\njobs = 1\n");
    fs::create_dir(workplace.path("项目/.git")).expect("a folder");
    assert_eq!(workplace.run("build 项目/p").code, 0);
    assert_eq!(workplace.list("项目/成品"), ["甲.pdf"]);
    let below = workplace.run_with("build 甲.yaml", |it| it.current_dir(workplace.path("项目/p")));
    assert!(below.stderr.ends_with("表格在 ../成品/甲.pdf\n"), "{below:?}");
    let other = workplace.run_with("build 项目/p", |it| it.env("JIXIAO_OUTPUT", "环境"));
    assert_eq!((other.code, workplace.list("环境").len()), (0, 1));
    assert_eq!(workplace.run("build 项目/p -o 命令").code, 0);
    assert_eq!(workplace.list("命令"), ["甲.pdf"]);
    let said = workplace.run("build 项目/p -v").stderr;
    assert!(said.contains("设置 timeout：N 秒（项目/jixiao.toml:2）\n"), "{said}");
    let shown = workplace.run_with("config 项目/p", |it| it.env("JIXIAO_JOBS", "3")).stdout;
    assert_snapshot("configured", "shown", &shown);
}

/// A file for a part of the forms has no say in where all of them go, and that is told.
#[test]
fn what_is_of_no_use_is_told() {
    let workplace = Workplace::new();
    workplace.file("p/局/甲.yaml", FORM).file("p/局/jixiao.toml", "output = \"x\"\n");
    workplace.file("p/乙.yaml", FORM.replace("平台运营服务费", "二号项目"));
    workplace.file("p/jixiao.toml", "[folders.\"没有\".rules]\nplaceholder = \"allow\"\n");
    let said = workplace.run("check p").stderr;
    assert_snapshot("configured", "unused", &said);
    fs::remove_file(workplace.path("p/jixiao.toml")).expect("the file");
    let outcome = workplace.run("build p/局");
    assert!(!outcome.stderr.contains("unused-setting"), "{outcome:?}");
    assert_eq!(workplace.list("p/局/x"), ["甲.pdf"]);
}

#[test]
fn mistakes_are_explained_at_their_places() {
    let mut said = String::new();
    for toml in [
        "outptu = \"out\"\n",
        "placeholder = \"allow\"\n",
        "output: out\n",
        "output = “out”\n",
        "output = out\n",
        "output = \"out\"\noutput = \"o\"\n",
        "output = 3\n",
        "output = \"\"\n",
        "output = \"../out\"\n",
        "templates = \"/usr\"\n",
        "output = \".git/refs\"\n",
        "[folders.p.rules]\n[folders.\"./p\".rules]\n",
        "timeout = 0\n",
        "timeout = \"60 秒\"\n",
        "jobs = -1\n",
        "hints = 1\n",
        "rules = \"placeholder\"\n",
        "[rule]\n",
        "[rules]\nplaceholdr = \"allow\"\n",
        "[rules]\nplaceholder = \"error\"\n",
        "[rules]\nplaceholder = true\n",
        "[rules]\nyaml-syntax = \"warn\"\n",
        "[rules]\nwarnings = \"allow\"\n",
        "[folders.局.rules]\n",
        "[folders]\n\"../p\".rules.placeholder = \"allow\"\n",
        "[folders.p]\nplaceholder = \"allow\"\n",
        "[folders]\np = 1\n",
        "\u{1B}[31m = 1\n",
    ] {
        let workplace = Workplace::new();
        workplace.file("p/甲.yaml", FORM).file("jixiao.toml", toml);
        let outcome = workplace.run("build p");
        assert_eq!(outcome.code, 2, "{toml}: {outcome:?}");
        assert!(!outcome.stderr.contains('\u{1B}') && !workplace.path("out").exists());
        said.push_str(&format!("{}\n{}\n", toml.escape_debug(), outcome.stderr));
    }
    assert_snapshot("configured", "mistakes", &said);
}

/// Nothing in a file of settings leads elsewhere, and no link does.
#[cfg(unix)]
#[test]
fn settings_lead_nowhere_else() {
    use std::os::unix::fs::symlink;

    let workplace = Workplace::new();
    workplace.file("a/p/甲.yaml", FORM).file("a/jixiao.toml", "output = \"o\"\n");
    fs::create_dir(workplace.path("外")).expect("a folder");
    symlink(workplace.path("外"), workplace.path("a/o")).expect("a link");
    let outcome = workplace.run_with("build p", |it| it.current_dir(workplace.path("a")));
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("符号链接") && workplace.list("外").is_empty());
    fs::remove_file(workplace.path("a/jixiao.toml")).expect("the file");
    workplace.file("外/jixiao.toml", "output = \"x\"\n");
    symlink(workplace.path("外/jixiao.toml"), workplace.path("a/jixiao.toml")).expect("a link");
    let outcome = workplace.run_with("build p", |it| it.current_dir(workplace.path("a")));
    assert_eq!(outcome.code, 2, "{outcome:?}");
}

/// What a folder is called makes no difference: a link on the way to it leads to the same files.
#[cfg(unix)]
#[test]
fn links_on_the_way_change_nothing() {
    use std::os::unix::fs::symlink;

    let workplace = Workplace::new();
    workplace.file("真/深/p/甲.yaml", without_phone());
    workplace.file("真/深/jixiao.toml", "[rules]\nperson-without-phone = \"deny\"\n");
    fs::create_dir(workplace.path("真/深/.git")).expect("a folder");
    symlink(workplace.path("真/深/p"), workplace.path("链")).expect("a link");
    for path in ["真/深/p", "链", "链/../p", "./真/../真/深/p"] {
        ends(&workplace.run(&format!("check {path}")), DENIED);
    }
}

/// What is wrong with a default file, in comparing, keeps those forms from being printed that it
/// is for.
#[test]
fn an_error_in_a_default_file_is_one_of_its_forms() {
    let workplace = Workplace::new();
    let (before, after) = FORM.split_once("项目名称: ").expect("the name");
    let (name, after) = after.split_once('\n').expect("the line's end");
    for folder in ["a", "b"] {
        workplace.file(&format!("p/{folder}/甲.yaml"), format!("{before}{after}"));
        workplace.file(&format!("p/{folder}/_defaults.yaml"), format!("项目名称: {name}\n"));
    }
    let outcome = workplace.run("build p --deny duplicate-project");
    assert!(outcome.code == 1 && outcome.stderr.contains("，1 份失败，"), "{outcome:?}");
    assert!(
        outcome.stderr.contains("没有排成的表格：\n  p/b/甲.yaml：有两个项目叫"),
        "{outcome:?}"
    );
    assert_eq!(workplace.list("out"), ["a/甲.pdf"]);
}

/// What lies above the work tree, or above the folder that is given, is not looked at.
#[test]
fn nothing_above_is_read() {
    let workplace = Workplace::new();
    workplace.file("jixiao.toml", "nonsense").file("a/p/甲.yaml", FORM);
    fs::create_dir(workplace.path("a/.git")).expect("a folder");
    assert_eq!(workplace.run("check a/p").code, 0);
    fs::remove_dir(workplace.path("a/.git")).expect("the folder");
    assert_eq!(workplace.run("check a/p").code, 2);
    let from_below = workplace.run_with("check p", |it| it.current_dir(workplace.path("a")));
    assert_eq!(from_below.code, 0, "{from_below:?}");
}

/// A file of settings that is broken, as in the middle of a merge, does not keep git from
/// showing and merging forms.
#[test]
fn git_goes_on_without_settings() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM).file("jixiao.toml", "<<<<<<< HEAD\n");
    let shown = workplace.run("git textconv p/甲.yaml");
    assert!(shown.code == 0 && shown.stdout.contains("平台运营服务费"), "{shown:?}");
    assert_eq!(workplace.run("check p").code, 2);
}

#[test]
fn the_environment_is_explained_too() {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", FORM);
    let mut said = String::new();
    for (name, value) in [
        ("JIXIAO_TIMEOUT", "bald"),
        ("JIXIAO_JOBS", "0"),
        ("JIXIAO_DENY", "placeholdr"),
        ("JIXIAO_ALLOW", "yaml-syntax"),
    ] {
        let outcome = workplace.run_with("build p", |it| it.env(name, value));
        assert_eq!(outcome.code, 2, "{name}: {outcome:?}");
        said.push_str(&outcome.stderr);
    }
    assert_snapshot("configured", "environment", &said);
    let empty = workplace.run_with("build p", |it| it.env("JIXIAO_TIMEOUT", ""));
    assert_eq!(empty.code, 0, "{empty:?}");
}
