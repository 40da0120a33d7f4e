//! What goes to standard output and standard error: told where it cannot be written, and
//! quiet where no one reads on.

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// Commands that put out data; each with a text on standard input.
const COMMANDS: [&str; 24] = [
    "check p --output concise",
    "check p --output json",
    "check p --output sarif",
    "check p --output github",
    "check p --diff",
    "check --fix -",
    "rule",
    "rule sum-mismatch",
    "fonts",
    "fonts --licenses",
    "completions bash",
    "completions zsh",
    "completions fish",
    "completions elvish",
    "completions powershell",
    "schema",
    "list p",
    "list p --output csv",
    "fmt - --stdin-name p/甲.yaml",
    "fmt --diff p",
    "forms",
    "git textconv p/甲.yaml",
    "--help",
    "--version",
];

/// Commands that say something to people.
const SAYING: [&str; 5] =
    ["check p", "fmt --check q", "build q", "verify out/甲.pdf", "check p --diff"];

/// A folder with a project that is not in canonical layout and has a mark to be mended.
fn workplace() -> Workplace {
    let workplace = Workplace::new();
    let project = FORM.replace("项目名称: 平台", "项目名称:   平台").replace("[=100%", "[＝100%");
    assert!(project.contains("＝"));
    workplace.file("p/甲.yaml", project).file("q/甲.yaml", FORM);
    workplace
}

fn run(workplace: &Workplace, arguments: &str, out: Stdio, err: Stdio) -> Output {
    let input = File::open(workplace.path("p/甲.yaml")).expect("a project");
    Command::new(env!("CARGO_BIN_EXE_jixiao"))
        .args(arguments.split_whitespace())
        .current_dir(workplace.path(""))
        .stdin(input)
        .stdout(out)
        .stderr(err)
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .expect("the program to run")
}

/// A device that is always full.
#[cfg(target_os = "linux")]
fn full() -> Stdio {
    File::options().write(true).open("/dev/full").expect("a device").into()
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_full_disk_does_not_take_is_told() {
    let workplace = workplace();
    for command in COMMANDS {
        let output = run(&workplace, command, full(), Stdio::piped());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
        assert!(
            said.contains("写不了：磁盘满了") && said.contains("标准输出"),
            "{command}: {said}"
        );
    }
    // Those whose other codes have a meaning of their own say that there is no answer.
    workplace.run("build q");
    for command in ["diff p q", "diff p q --output json", "verify --output json out/甲.pdf"] {
        let output = run(&workplace, command, full(), Stdio::piped());
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("磁盘满了"), "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn where_people_are_told_nothing_the_exit_code_says_so() {
    let workplace = workplace();
    workplace.run("build q");
    for command in SAYING {
        let told = run(&workplace, command, Stdio::null(), Stdio::null());
        let untold = run(&workplace, command, Stdio::null(), full());
        assert_ne!(untold.status.code(), Some(0), "{command}");
        assert!(told.status.code() <= Some(1), "{command}");
    }
    let wrong = run(&workplace, "buidl", Stdio::null(), full());
    assert_eq!(wrong.status.code(), Some(2), "no panic");
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let workplace = workplace();
    for command in COMMANDS {
        let complete = run(&workplace, command, Stdio::piped(), Stdio::piped());
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let left = run(&workplace, command, writer.into(), Stdio::piped());
        assert_eq!(left.status.code(), complete.status.code(), "{command}");
        assert_eq!(left.stderr, complete.stderr, "{command}");
    }
    for command in SAYING {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let complete = run(&workplace, command, Stdio::null(), Stdio::null());
        let left = run(&workplace, command, Stdio::null(), writer.into());
        assert_eq!(left.status.code(), complete.status.code(), "{command}");
    }
    assert!(fs::exists(workplace.path("out/甲.pdf")).expect("a folder"));
}
