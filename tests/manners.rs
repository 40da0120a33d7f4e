//! What all commands have in common: how they speak, and what their options mean.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jixiao::cli::{expand, help};

use crate::support::cli::Workplace;
use crate::support::project::FORM;
use crate::support::serving::Serving;
use crate::support::watching::Watching;

/// Each command is in one group of the help, and has an example.
#[test]
fn the_help_knows_all_commands() {
    let program = help::command();
    let visible = program.get_subcommands().filter(|it| !it.is_hide_set());
    let mut names: Vec<_> = visible.map(|it| it.get_name().to_owned()).collect();
    let mut grouped: Vec<_> =
        help::GROUPS.iter().flat_map(|(_, names)| names.iter().map(|it| it.to_string())).collect();
    names.sort();
    grouped.sort();
    assert_eq!(names, grouped);
    let shown: Vec<_> = help::EXAMPLES.iter().map(|(name, _)| *name).collect();
    let lacks: Vec<_> = names.iter().filter(|it| !shown.contains(&it.as_str())).collect();
    assert_eq!(lacks, ["help"]);
}

/// Commands that go on until someone ends them.
const ENDLESS: [&str; 3] = ["edit", "preview", "watch"];

/// The examples do what they say; `make` has printed the forms before.
#[test]
fn the_examples_run() {
    let workplace = Workplace::with_all_projects();
    assert_eq!(workplace.run("build").code, 0);
    for share in [1, 2] {
        workplace.run(&format!("build --shard {share}/2 --log out/{share}.jsonl"));
    }
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.args(arguments).current_dir(workplace.path("")).output().is_ok()
    };
    let has_git = git(&["init", "-q"]);
    let (endless, ending): (Vec<_>, Vec<_>) =
        help::EXAMPLES.iter().partition(|(name, _)| ENDLESS.contains(name));
    for &(name, examples) in endless {
        for (example, _) in examples {
            let arguments = example.strip_prefix("jixiao ").expect("a command");
            match name {
                "watch" => {
                    let arguments = arguments.strip_prefix("watch").expect("the command");
                    drop(Watching::new(&workplace, arguments));
                }
                _ => drop(Serving::new(&workplace, &format!("{arguments} --no-open"))),
            }
        }
    }
    let (making, reading): (Vec<_>, Vec<_>) =
        ending.into_iter().partition(|(name, _)| ["new", "roll"].contains(name));
    // New files have blanks, which the others would find.
    for (_, examples) in reading.into_iter().chain(making) {
        for (example, _) in examples.iter().filter(|(it, _)| has_git || !it.contains("git")) {
            let arguments = example.strip_prefix("jixiao ").expect("a command");
            let outcome = workplace.run(arguments);
            // Warnings are findings where one asks for that; two versions may differ.
            let expected = i32::from(example.contains("--deny warnings"));
            assert_eq!(outcome.code, expected, "{example}: {outcome:?}");
        }
    }
}

/// An option has one letter, one value name and one text for what it takes, over all commands.
#[test]
fn an_option_means_one_thing() {
    let program = help::command();
    let mut meanings: BTreeMap<String, (Option<char>, String)> = BTreeMap::new();
    for command in program.get_subcommands().filter(|it| !it.is_hide_set()) {
        for argument in command.get_arguments().filter(|it| !it.is_hide_set()) {
            let Some(long) = argument.get_long().map(str::to_owned) else { continue };
            let values = format!("{:?}", argument.get_value_names());
            let meaning = (argument.get_short(), values);
            let known = meanings.entry(long.clone()).or_insert_with(|| meaning.clone());
            // Outputs are files of some commands, and folders of others.
            if long != "output" {
                assert_eq!(*known, meaning, "--{long} of {}", command.get_name());
            }
        }
    }
    assert_eq!(meanings["output"].0, Some('o'));
    assert!(meanings["format"].1.contains("格式"), "{meanings:?}");
}

/// What was asked for goes to the file that `-o` names, whole; what it was before goes on to work.
#[test]
fn an_output_is_where_to() {
    let workplace = Workplace::with_projects();
    assert_eq!(workplace.run("build").code, 0);
    workplace.file("p/甲.yaml", FORM).file("q/甲.yaml", FORM.replace("13", "15"));
    for (command, format, code) in [
        ("check", "JSON", 0),
        ("check", "sarif", 0),
        ("check", "Text", 0),
        ("verify out/2026/台式机.pdf", "json", 0),
        ("diff p q", "html", 1),
        ("diff p q", "text", 1),
        ("diff p q", "markdown", 1),
    ] {
        let shown = workplace.run(&format!("{command} --format {format}"));
        let written = workplace.run(&format!("{command} --format {format} -o 夹/结果"));
        assert_eq!((shown.code, written.code), (code, code), "{command}: {written:?}");
        let text = fs::read_to_string(workplace.path("夹/结果")).expect("the file");
        assert_eq!(written.stdout, "", "{command}");
        let shown = if shown.stdout.is_empty() { shown.stderr } else { shown.stdout };
        assert!(shown.contains(text.trim_end()), "{command} {format}: {text}\n{shown}");
        assert!(!text.is_empty() && !text.contains('\u{1B}'), "{command}");
        let old = workplace.run(&format!("{command} --output {}", format.to_lowercase()));
        assert!(old.code == code && old.stderr.contains("格式请写 --format"), "{old:?}");
    }
    // The ending tells the format, where none is named.
    for (command, file, part) in [
        ("check", "一.json", "\"version\": 1"),
        ("check", "一.sarif", "sarif"),
        ("diff p q", "改.html", "<!doctype html>"),
        ("diff p q", "改.md", "### 表格比较"),
        ("verify out/2026/台式机.pdf", "核.json", "\"files\""),
    ] {
        workplace.run(&format!("{command} -o {file}"));
        let text = fs::read_to_string(workplace.path(file)).expect("the file");
        assert!(text.to_lowercase().contains(part), "{file}: {text}");
    }
    let refused = workplace.run("check p --format json -o p/甲.yaml");
    assert_eq!((refused.code, workplace.run("check p").code), (2, 0));
    let old = workplace.run("build --report r.jsonl");
    assert!(old.stderr.starts_with("提示：--report 改名为 --log，这次照办\n"), "{old:?}");
    assert!(workplace.path("r.jsonl").exists());
}

/// `-q` says errors only, in whatever format; the exit code is the same.
#[test]
fn quiet_says_errors_only() {
    let workplace = Workplace::with_projects();
    for command in ["check -q", "build -q", "list -q", "fmt --check -q"] {
        let outcome = workplace.run(command);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{command}");
    }
    assert_eq!(
        workplace.run("check -q --format concise").stdout,
        "6 份项目文件，0 处错误，0 处警告\n"
    );
    let wrong =
        FORM.replace("资金总额: 13", "资金总额: 14").replace("联系电话: \"86591170\"\n", "");
    workplace.file("错/甲.yaml", wrong);
    let outcome = workplace.run("check 错 -q");
    assert_eq!((outcome.code, outcome.stderr.matches("错误[").count()), (1, 1), "{outcome:?}");
    assert!(!outcome.stderr.contains("警告"), "{outcome:?}");
    let usage = workplace.run("check --formt -q");
    assert!(usage.code == 2 && usage.stderr.contains("没有“--formt”"), "{usage:?}");
    let both = workplace.run("check -q -v");
    assert_eq!(both.code, 2);
}

/// `-v` says what becomes of each form.
#[test]
fn verbose_says_what_becomes_of_each() {
    let workplace = Workplace::with_projects();
    workplace.file("projects/2026/错.yaml", "a: [");
    let said = workplace.run("build -v").stderr;
    assert!(said.contains("排好 projects/2026/台式机.yaml，1 页，"), "{said}");
    assert!(said.contains("没有排成 projects/2026/错.yaml\n"), "{said}");
    assert!(workplace.run("build -v").stderr.contains("未变 projects/2026/台式机.yaml\n"));
    let said = workplace.run("check -v").stderr;
    assert!(said.contains("没有问题 projects/2026/台式机.yaml\n"), "{said}");
    assert!(!said.contains("没有问题 projects/2026/办公设备.yaml\n"), "{said}");
    assert!(workplace.run("fmt -v").stderr.contains("不用改 projects/2026/台式机.yaml\n"));
}

#[test]
fn colours_are_as_one_asks() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", "a: [");
    let said = |arguments: &str, variable: &str, value: &str| {
        let outcome = workplace.run_with(&format!("check 甲.yaml{arguments}"), |it| {
            it.env_remove("NO_COLOR").env_remove("FORCE_COLOR").env(variable, value)
        });
        outcome.stderr.contains('\u{1B}')
    };
    assert!(!said("", "OTHER", "1"));
    assert!(said(" --color always", "OTHER", "1"));
    assert!(said(" --color=ALWAYS", "NO_COLOR", "1"));
    assert!(said("", "FORCE_COLOR", "1"));
    assert!(!said("", "FORCE_COLOR", "0"));
    assert!(!said(" --color never", "FORCE_COLOR", "1"));
    assert!(!said("", "NO_COLOR", "1"));
}

/// A rehearsal writes nothing, and says what a build would do.
#[test]
fn a_rehearsal_writes_nothing() {
    let workplace = Workplace::with_projects();
    workplace.file("projects/2026/错.yaml", "a: [");
    let outcome = workplace.run("build --dry-run");
    assert_eq!((outcome.code, outcome.stdout.matches("要排  ").count()), (1, 6), "{outcome:?}");
    assert!(outcome.stdout.contains("有错  projects/2026/错.yaml\n"));
    assert!(!workplace.path("out").exists());
    fs::remove_file(workplace.path("projects/2026/错.yaml")).expect("the file");
    workplace.run("build");
    workplace.file("projects/2026/新.yaml", FORM);
    let before = fs::read(workplace.path("out/.jixiao/manifest")).expect("the manifest");
    let outcome = workplace.run("build -n");
    let counts = "7 份表格，1 份要排，6 份未变，0 份不能排；没有写任何文件\n";
    assert!(outcome.code == 0 && outcome.stderr.ends_with(counts), "{outcome:?}");
    assert_eq!(fs::read(workplace.path("out/.jixiao/manifest")).expect("the manifest"), before);
    assert_eq!(workplace.list("out").len(), 6);
    assert_eq!(workplace.run("build -n --force").stdout.matches("要排  ").count(), 7);
}

/// What failed and what was not looked at is told once more at the end.
#[test]
fn a_build_ends_with_what_is_left() {
    let workplace = Workplace::with_projects();
    workplace.file("projects/错.yaml", "a: [").file("projects/局/乙.YAML", FORM);
    workplace
        .file("projects/局/多.yaml", FORM.replace("13, 13", "14, x").replace("年度: 2026", ""));
    let said = workplace.run("build").stderr;
    let (_, end) = said.split_once("\n没有排成的表格：\n").expect("the list");
    assert!(end.contains("  projects/错.yaml：方括号没有写完整\n"), "{end}");
    assert!(end.contains("\n没有看的文件：\n  projects/局/乙.YAML：名称不对"), "{end}");
}

#[test]
fn the_version_says_what_it_is() {
    let said = Workplace::new().run("--version").stdout;
    assert!(said.starts_with(concat!("jixiao ", env!("CARGO_PKG_VERSION"), "\n")), "{said}");
    for part in ["目标表 2026 起", "Typst 0.15", "平台："] {
        assert!(said.contains(part), "{said}");
    }
}

/// The help of a command is the same, whichever way one asks for it; names are never guessed.
#[test]
fn help_is_found_both_ways() {
    let workplace = Workplace::new();
    for command in ["build", "git install", "forms export", "config"] {
        let one = workplace.run(&format!("help {command}"));
        let other = workplace.run(&format!("{command} --help"));
        assert_eq!((one.code, &one.stdout), (0, &other.stdout), "{command}");
    }
    assert_eq!(workplace.run("help").stdout, workplace.run("--help").stdout);
    assert_eq!(workplace.run("help worker").code, 2);
}

#[test]
fn brackets_are_part_of_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["表[1].yaml", "表1.yaml", "表[2].YAML", ".表.yaml", "表.pdf"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let named = |word: &str| -> Vec<String> {
        let files = expand(folder.path().join(word).into());
        let name = |file| Path::new(file).file_name().unwrap().to_str().unwrap().to_owned();
        files.iter().map(name).collect()
    };
    assert_eq!(named("表[1].yaml"), ["表[1].yaml"]);
    assert_eq!(named("表[*.yaml"), ["表[1].yaml", "表[2].YAML"]);
    assert_eq!(named("表?.yaml"), ["表1.yaml"]);
    assert_eq!(named("*表.yaml"), ["*表.yaml"]);
    assert_eq!(expand("--include=*.yaml".into()), ["--include=*.yaml"]);
}
