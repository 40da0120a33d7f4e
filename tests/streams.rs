//! What goes to standard output and standard error: told where it cannot be written, and
//! quiet where no one reads on.

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// Commands that put out data; each with a text on standard input.
const COMMANDS: [&str; 24] = [
    "check p --format concise",
    "check p --format json",
    "check p --format sarif",
    "check p --format github",
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
    "list p --format csv",
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
    for command in ["diff p q", "diff p q --format json", "verify --format json out/甲.pdf"] {
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

/// A disk that takes nothing more: what is to be written is told, and nothing is left of it.
#[cfg(unix)]
#[test]
fn what_is_not_written_leaves_no_file() {
    let workplace = workplace();
    assert_eq!(workplace.run("build q -o 旧 --log r").code, 0);
    workplace.file("库/projects/甲.yaml", FORM).file("库/.git/HEAD", "ref: refs/heads/main\n");
    workplace.file("库/.git/objects/info/空", "").file("库/.git/refs/heads/空", "");
    workplace.file("库/.git/config", "[core]\n\trepositoryformatversion = 0\n");
    let files = || {
        let files = workplace.list("").into_iter().filter(|path| !path.contains(".jixiao/"));
        let read = |path: String| (fs::read(workplace.path(&path)).expect("a file"), path);
        files.map(read).collect::<Vec<_>>()
    };
    let before = files();
    for (command, folder) in [
        ("schema -o 新/s.json", ""),
        ("merge-reports r -o 总", ""),
        ("extract 旧/甲.pdf -o 取出", ""),
        ("new 乙 -o 新", ""),
        ("roll 2027 q -o 明年", ""),
        ("fmt p/甲.yaml", ""),
        ("check --fix p/甲.yaml", ""),
        ("build q -o out", ""),
        ("build q -o 旧 --force", ""),
        ("build q -o 旧 --combine 书.pdf", ""),
        ("diff p q --pages 图", ""),
        ("forms export 目标表 版式", ""),
        ("git install", "库"),
    ] {
        let script =
            format!("trap '' XFSZ; ulimit -f 0; exec '{}' {command}", env!("CARGO_BIN_EXE_jixiao"));
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(workplace.path(folder))
            .output()
            .expect("the program to run");
        let said = String::from_utf8_lossy(&output.stderr);
        let code = if matches!(command, "git install" | "diff p q --pages 图") { 2 } else { 1 };
        assert_eq!(output.status.code(), Some(code), "{command}: {said}");
        assert!(said.contains("文件太大，磁盘放不下"), "{command}: {said}");
        assert!(files() == before, "{command}: {:?}", workplace.list(""));
    }
}
