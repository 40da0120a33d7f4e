//! The one layout of project files.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;
use jixiao::diagnostic::render;
use jixiao::diagnostic::{Diagnostic, SourceFile};
use jixiao::form::Form;
use jixiao::source::{self, layout};

use crate::support::assert_snapshot;
use crate::support::build::{self, read_text};
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::FORM;

/// A file that is not in canonical layout, and one that is.
const UGLY: &str = "主管部门:  局\n年度: \"2026\"\n";
const PRETTY: &str = "年度: 2026\n主管部门: 局\n";

/// Every file in `tests/cases/fmt` with its canonical text.
#[test]
fn files_have_one_layout() {
    let cases = cases("tests/cases/fmt");
    assert!(cases.len() >= 5);
    for (stem, text) in cases {
        let formatted = formatted(&text);
        assert_eq!(formatted, self::formatted(&formatted), "{stem}");
        assert_snapshot("fmt", &stem, &formatted);
    }
}

/// Each of them has written the sample form in its own way.
#[test]
fn what_other_tools_write_has_the_same_layout() {
    let expected = formatted(FORM);
    let cases = cases("tests/cases/fmt/tools");
    assert!(cases.len() >= 6);
    for (stem, text) in cases {
        assert_eq!(formatted(&text), expected, "{stem}");
    }
}

#[test]
fn the_shipped_files_are_formatted() {
    let outcome = Workplace::with_projects().run("fmt --check");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "要改 0 份，7 份不用改\n"));
}

#[test]
fn a_new_file_is_formatted() {
    let workplace = Workplace::new();
    workplace.file("_defaults.yaml", "联系电话: \"86591170\"\n\n立项必要性: 有\n");
    workplace.file("schema/2026.json", "{}");
    for arguments in ["new 甲", "new 086", "new 丙 --type 一次性"] {
        assert_eq!(workplace.run(arguments).code, 0);
    }
    let outcome = workplace.run("fmt --check .");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "要改 0 份，4 份不用改\n"));
}

#[test]
fn a_project_has_a_file_in_canonical_layout() {
    let project = read_text(FORM).project;
    assert_eq!(source::formatted(&project, build::forms()).expect("a text"), formatted(FORM));
}

#[test]
fn files_are_written_and_counted() {
    let workplace = Workplace::new();
    workplace.file("projects/_defaults.yaml", UGLY).file("projects/甲.yaml", PRETTY);
    workplace.file("projects/乙.yaml", "年度: 26\n");
    let outcome = workplace.run("fmt");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.starts_with("projects/_defaults.yaml：整理好了\n错误[bad-year]"));
    assert!(outcome.stderr.ends_with("\n改了 1 份，1 份不用改，1 份有错没有动\n"), "{outcome:?}");
    let read = |name: &str| fs::read_to_string(workplace.path(name)).expect("the file");
    assert_eq!(read("projects/_defaults.yaml"), PRETTY);
    assert_eq!(read("projects/乙.yaml"), "年度: 26\n");
    assert_eq!(workplace.run("fmt projects/_defaults.yaml").stderr, "改了 0 份，1 份不用改\n");
    let outcome = workplace.run("fmt 没有.yaml");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[unreadable-file]"), "{outcome:?}");
}

#[test]
fn checking_names_files_and_writes_none() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", UGLY).file("乙.yaml", PRETTY);
    let outcome = workplace.run("fmt --check .");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert_eq!(outcome.stderr, "./甲.yaml：要整理\n要改 1 份，1 份不用改\n");
    assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), UGLY);
    assert_eq!(workplace.run("fmt --check 乙.yaml").code, 0);
}

#[test]
fn a_difference_applies_and_nothing_is_written() {
    let workplace = Workplace::new();
    let written: [fn(&str) -> String; 3] =
        [str::to_owned, |text| format!("\u{FEFF}{text}"), |text| text.replace('\n', "\r\n")];
    for written in written {
        let (before, after) = (written(UGLY), written(PRETTY));
        workplace.file("甲.yaml", &before);
        let outcome = workplace.run("fmt --diff 甲.yaml");
        assert_eq!(outcome.code, 1);
        assert!(outcome.stdout.starts_with("--- 甲.yaml\n+++ 甲.yaml\n@@ "), "{}", outcome.stdout);
        let patch = diffy::Patch::from_str(&outcome.stdout).expect("a patch");
        assert_eq!(diffy::apply(&before, &patch).expect("it applies"), after);
        assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), before);
        assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
        assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), after);
        let outcome = workplace.run("fmt --diff 甲.yaml");
        assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
    }
}

#[test]
fn standard_input_comes_out_formatted() {
    let workplace = Workplace::new();
    for text in [UGLY, PRETTY] {
        let outcome = pipe(&workplace, "fmt -", text);
        assert_eq!(
            (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
            (0, PRETTY, "")
        );
    }
    // An editor keeps its text where nothing comes out.
    let outcome = pipe(&workplace, "fmt - --stdin-name 表/甲.yaml", "年度: 26\n");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(outcome.stderr.contains("--> 表/甲.yaml:1:5"), "{}", outcome.stderr);
    let outcome = pipe(&workplace, "fmt - --check", UGLY);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    assert!(pipe(&workplace, "fmt - --diff", UGLY).stdout.starts_with("--- -\n+++ -\n"));
    assert_eq!(pipe(&workplace, "fmt - 甲.yaml", UGLY).code, 2);
    assert_eq!(workplace.run("fmt --stdin-name 甲.yaml").code, 2);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let workplace = Workplace::new();
    workplace.file("外/甲.yaml", UGLY).file("内/乙.yaml", PRETTY);
    for link in ["链.yaml", "内/链.yaml"] {
        let target = workplace.path("外/甲.yaml");
        std::os::unix::fs::symlink(target, workplace.path(link)).expect("a link");
    }
    let outcome = workplace.run("fmt 链.yaml");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[unwritable-file]: 这是符号链接"), "{outcome:?}");
    let outcome = workplace.run("fmt 内");
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.contains("警告[symbolic-link]"), "{outcome:?}");
    assert_eq!(fs::read_to_string(workplace.path("外/甲.yaml")).expect("the file"), UGLY);
}

#[test]
fn a_file_that_has_changed_meanwhile_is_left_alone() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", "年度: 2026\n");
    let name = workplace.path("甲.yaml").display().to_string();
    let rewrite = jixiao::system::rewrite::Rewrite {
        before: SourceFile::new(name, UGLY),
        after: PRETTY.to_owned(),
    };
    let found = rewrite.write().expect_err("it has changed");
    assert!(found.message.contains("刚刚变了"), "{}", found.message);
    assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), "年度: 2026\n");
}

/// Other readers of YAML take for texts what this program takes for texts.
#[test]
fn words_for_something_else_are_in_quotes() {
    for text in [
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "true",
        "null",
        "~",
        "086591170",
        "86591170",
        "1e3",
        "1_000",
        "0x1F",
        "0o17",
        "017",
        "0b1",
        ".5",
        "5.",
        "+1",
        "-1",
        ".inf",
        "-.INF",
        ".NaN",
        "1:30",
        "190:20:30",
        "2026-01-01",
        "2026-1-1 10:00:00",
        "2001-12-14t21:59:43.10-05:00",
        "=",
        "<<",
        "...",
        "---",
        "> 5",
        "｜",
        "甲: 乙",
        "甲 #乙",
        "甲:",
        " 甲",
        "甲 ",
        "@甲",
        "`甲",
        "%甲",
        "&甲",
        "*甲",
        "!甲",
    ] {
        let yaml = format!("项目名称: '{text}'\n");
        assert_eq!(formatted(&yaml), format!("项目名称: \"{text}\"\n"));
    }
    for text in [
        "甲, 乙",
        "=100%",
        "≥85%",
        "100%",
        "2026年",
        "(原：甲)",
        "《甲》",
        "a/b",
        "http://甲",
        "甲#乙",
        "甲\"乙\"",
        "abc",
        "A1",
        "1.2.3",
        "甲 [乙]",
        "甲：",
        "2026-2027年",
        "<5",
        "/甲",
        "～",
    ] {
        let yaml = format!("项目名称: '{text}'\n");
        assert_eq!(formatted(&yaml), format!("项目名称: {text}\n"));
    }
}

/// Comments stay with what they stand beside, at every level and in every style.
#[test]
fn comments_stay_with_their_entries() {
    let block = "\
年度: 2026

项目资金:
  支出:                         # 支出说明
    甲: [1, 2]                  # a
                                # b
    乙: [3, 4]                  # c
                                # d

绩效指标:                       # 全部
  产出:
    数量:                       # 数
      甲: [1, x]
";
    assert_eq!(formatted(block), block);
    for other in [
        block
            .replace("                  #", "  #")
            .replace("                              #", "              #"),
        block.replace("  支出:                         # 支出说明", "  ? 支出\n  : # 支出说明"),
        "年度: 2026\n项目资金: {支出: {甲: [1, 2], # a\n       # b\n 乙: [3, 4]}}".into(),
    ] {
        let text = formatted(&other);
        assert!(text.contains("# a") && text.contains("# b"), "{text}");
        if other.starts_with("年度: 2026\n\n") {
            assert_eq!(text, block, "{other}");
        }
    }
    let flow = "项目资金: {资金总额: 3, 支出: {甲: [1, 2], 乙: [3, 4]} # 支\n # 后\n } # 资\n年度: 2026\n\
                绩效指标: {产出: {数量: {甲: [1, x]} # 数\n } # 产\n } # 全\n";
    let wanted = "\
年度: 2026

项目资金:                       # 资
  资金总额: 3
  支出:                         # 支
    甲: [1, 2]
    乙: [3, 4]
  # 后

绩效指标:                       # 全
  产出:                         # 产
    数量:                       # 数
      甲: [1, x]
";
    assert_eq!(formatted(flow), wanted);
    assert_eq!(formatted(wanted), wanted);
}

/// Between brackets more signs have a meaning than elsewhere.
#[test]
fn signs_between_brackets_are_in_quotes() {
    let pair = |text: &str| format!("绩效指标:\n  产出:\n    数量:\n      甲: [{text}, x]\n");
    for text in ["a? b", "甲?", "a?b", "甲:乙", "a, b", "-a", "- b", "?a", "a -"] {
        assert_eq!(formatted(&pair(&format!("'{text}'"))), pair(&format!("\"{text}\"")));
    }
    for text in ["甲-乙", "a - b", "甲？", "甲：乙", "a-"] {
        assert_eq!(formatted(&pair(&format!("'{text}'"))), pair(text));
    }
}

#[test]
fn it_takes_no_time() {
    let start = ThreadTime::now();
    for _ in 0..1000 {
        formatted(FORM);
    }
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    // The longest file that there may be, on one line, and with a comment a line.
    let pairs: String = (0..40_000).map(|number| format!("甲{number}: [1, 2], ")).collect();
    let one_line = format!("项目资金: {{支出: {{{pairs}}}}} # 注\n");
    let lines: String =
        (0..30_000).map(|number| format!("    # 注\n    甲{number}: [1, 2]\n")).collect();
    for text in [one_line, format!("项目资金:\n  支出:\n{lines}")] {
        let start = ThreadTime::now();
        formatted(&text);
        assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
    }
}

/// Pairs that are aligned under a long name take more room than the file had.
#[test]
fn a_file_that_would_become_too_large_is_left_alone() {
    let pairs: String = (0..20_000).map(|number| format!("    甲{number}: [1, 2]\n")).collect();
    let text = format!("项目资金:\n  支出:\n    {}: [1, 2]\n{pairs}", "长".repeat(300));
    let found = format_as(None, "甲.yaml", &text).expect_err("too large");
    assert_eq!(found[0].rule.name, "too-large");
}

/// The form called `name`, or the default one.
fn form(name: Option<&str>) -> &'static Arc<Form> {
    build::forms().newest(name).expect("a form").form().expect("a sound form")
}

pub fn format_as(name: Option<&str>, file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    layout::format(&SourceFile::new(file, text), build::forms(), form(name))
}

fn formatted(text: &str) -> String {
    said(format_as(None, "甲.yaml", text))
}

pub fn said(text: Result<String, Vec<Diagnostic>>) -> String {
    text.unwrap_or_else(|found| panic!("{}", found.iter().map(render::render).collect::<String>()))
}

/// The YAML files in a folder, by their names without the ending.
fn cases(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let paths = fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("a case").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    paths
        .map(|path| {
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (stem, fs::read_to_string(&path).expect("a text"))
        })
        .collect()
}

fn pipe(workplace: &Workplace, arguments: &str, text: &str) -> Outcome {
    let mut input = tempfile::tempfile().expect("a temporary file");
    input.write_all(text.as_bytes()).expect("a text");
    std::io::Seek::rewind(&mut input).expect("the start");
    workplace.run_with(arguments, |command| command.stdin(Stdio::from(input)))
}
