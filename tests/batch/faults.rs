//! Whatever happens to a build, no file is torn, the other forms are printed, and
//! the next build goes on from there.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{outputs, report, statuses, workplace, write_form, write_treacherous_edition};
use crate::support::cli::Workplace;

/// The program, in the workplace's folder, with nothing to say.
fn command(workplace: &Workplace, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
    command
        .args(arguments.split_whitespace())
        .current_dir(workplace.path(""))
        .env_remove("SOURCE_DATE_EPOCH")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn forms_that_never_end_or_crash_keep_none_of_the_others_back() {
    let workplace = workplace(3);
    write_treacherous_edition(&workplace);
    for (number, name) in [(3, "停"), (4, "崩"), (5, "慌"), (6, "停"), (7, "平")] {
        write_form(&workplace, number, name);
    }
    let outcome = workplace.run("build p --templates 版式 --timeout 5 --log r -j2");
    assert_eq!(outcome.code, 1);
    for (number, rule) in [(3, "timeout"), (4, "crashed"), (6, "timeout")] {
        let said = format!("错误[{rule}]");
        let place = format!("--> p/{number}.yaml");
        assert!(outcome.stderr.contains(&said) && outcome.stderr.contains(&place), "{outcome:?}");
    }
    assert!(outcome.stderr.contains("8 份表格，4 份失败，4 页"), "{}", outcome.stderr);
    assert_eq!(workplace.list("out"), ["0.pdf", "1.pdf", "2.pdf", "7.pdf"]);
    let lines = report(&workplace, "r");
    let rules = |number: usize| {
        let source = format!("p/{number}.yaml");
        let line = lines.iter().find(|line| line["source"] == source).expect("a line");
        line["findings"].as_array().expect("a list").iter().map(|it| it["rule"].clone()).collect()
    };
    let rules: Vec<Vec<_>> = (3..8).map(rules).collect();
    assert_eq!(rules, [vec!["timeout"], vec!["crashed"], vec!["typst"], vec!["timeout"], vec![]]);
}

/// What `list` lays out only to count its pages is ended as well, and told: no check finds it.
#[test]
fn a_list_goes_on_past_forms_that_never_end() {
    let workplace = workplace(2);
    write_treacherous_edition(&workplace);
    for (number, name) in [(2, "停"), (3, "崩"), (4, "慌"), (5, "平")] {
        write_form(&workplace, number, name);
    }
    let outcome =
        workplace.run("list p --templates 版式 --timeout 3 --format json --columns pages");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    for (number, rule) in [(2, "timeout"), (3, "crashed")] {
        let said = format!("错误[{rule}]");
        let place = format!("--> p/{number}.yaml");
        assert!(outcome.stderr.contains(&said) && outcome.stderr.contains(&place), "{outcome:?}");
    }
    assert!(outcome.stderr.contains("错误[typst]"), "{outcome:?}");
    assert!(!outcome.stderr.contains("jixiao check"), "{outcome:?}");
    let listing: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let lines = listing["projects"].as_array().expect("lines");
    let pages: Vec<_> = lines.iter().map(|line| line["pages"].as_u64()).collect();
    assert_eq!(pages, [Some(1), Some(1), None, None, None, Some(1)]);
    let errors: Vec<_> = lines.iter().map(|line| line["errors"].as_u64()).collect();
    assert_eq!(errors, [0, 0, 1, 1, 1, 0].map(Some));
    assert!(!workplace.path("out").exists());
}

#[test]
fn verifying_does_not_wait_for_ever() {
    let workplace = workplace(0);
    write_treacherous_edition(&workplace);
    write_form(&workplace, 0, "停");
    assert_eq!(workplace.run("build p").code, 0);
    let outcome = workplace.run("verify out/0.pdf --templates 版式 --timeout 1");
    assert_ne!(outcome.code, 0, "{outcome:?}");
    let told = "没有重新排表，不知道文件是不是原样：排了 N 秒还没有排完（用 --timeout 可以放宽）";
    assert!(outcome.stderr.contains(told), "{outcome:?}");
    assert_eq!(workplace.run("verify out/0.pdf --timeout 60").code, 0);
    for command in ["verify out/0.pdf", "list p"] {
        let outcome = workplace.run(&format!("{command} --timeout 0"));
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains("应是大于 0 的秒数"), "{outcome:?}");
    }
}

#[test]
fn a_template_that_loops_in_jinja_is_ended_too() {
    let workplace = workplace(1);
    let template = fs::read_to_string("templates/shared/form.typ.j2").expect("the template");
    let endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    workplace.file("版式/target/2026/form.typ.j2", format!("{endless}{template}"));
    let outcome = workplace.run("build p --templates 版式 --timeout 0.5");
    assert!(outcome.stderr.contains("错误[timeout]: 排了 N 秒还没有排完"), "{outcome:?}");
}

#[test]
fn a_build_that_is_killed_leaves_whole_files_and_goes_on() {
    let workplace = workplace(12);
    assert_eq!(workplace.run("build p -o clean").code, 0);
    let clean = outputs(&workplace, "clean");
    for round in 0..15 {
        let mut build = command(&workplace, "build p").spawn().expect("the program");
        thread::sleep(Duration::from_millis(30 + 17 * round));
        build.kill().expect("a kill");
        build.wait().expect("an end");
        for (name, bytes) in outputs(&workplace, "out") {
            assert!(clean[&name] == bytes, "{name} is torn");
        }
        if round % 5 == 4 {
            let outcome = workplace.run("build p");
            assert_eq!(outcome.code, 0, "{outcome:?}");
            assert!(outputs(&workplace, "out") == clean);
            assert_eq!(fs::read_dir(workplace.path("out/.jixiao/unfinished")).unwrap().count(), 0);
            fs::remove_file(workplace.path("out/3.pdf")).expect("an output");
        }
    }
}

#[test]
fn what_was_finished_before_a_kill_is_not_printed_again() {
    let workplace = workplace(2);
    write_treacherous_edition(&workplace);
    write_form(&workplace, 2, "停");
    let mut build = command(&workplace, "build p --templates 版式 --log r -j1");
    let mut build = build.spawn().expect("the program");
    while workplace.list("out").len() < 2 {
        thread::sleep(Duration::from_millis(10));
    }
    thread::sleep(Duration::from_millis(50));
    build.kill().expect("a kill");
    build.wait().expect("an end");
    assert_eq!(statuses(&workplace, "r").len(), 2);
    let last = report(&workplace, "r").pop().expect("a line");
    assert_eq!(last["type"], "form", "a report without a summary is that of a killed build");
    workplace.run("build p --templates 版式 --log r --timeout 0.5");
    let statuses: Vec<_> = statuses(&workplace, "r").into_values().collect();
    assert_eq!(statuses, ["current", "current", "failed"]);
}

/// A disk that is full looks the same: a write that fails half-way.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_to_its_end_leaves_the_old_one() {
    let workplace = workplace(3);
    assert_eq!(workplace.run("build p").code, 0);
    let before = outputs(&workplace, "out");
    (0..3).for_each(|number| write_form(&workplace, number, "改"));
    let program = env!("CARGO_BIN_EXE_jixiao");
    // In blocks of 512 bytes; no form is that small.
    let script = format!("trap '' XFSZ; ulimit -f 64; exec '{program}' build p --log r");
    let output = Command::new("sh").args(["-c", &script]).current_dir(workplace.path("")).output();
    let output = output.expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for number in 0..3 {
        assert!(said.contains(&format!("--> out/{number}.pdf")), "{said}");
    }
    assert_eq!(said.matches("错误[unwritable-file]").count(), 3, "{said}");
    assert_eq!(said.matches("警告[outdated-output]").count(), 3, "{said}");
    assert!(outputs(&workplace, "out") == before);
    assert_eq!(workplace.run("build p").code, 0);
    assert_ne!(outputs(&workplace, "out"), before);
}

#[test]
fn two_builds_into_one_folder_take_turns() {
    let workplace = workplace(8);
    assert_eq!(workplace.run("build p -o clean").code, 0);
    let mut builds: Vec<_> = (0..3)
        .map(|_| command(&workplace, "build p --force").spawn().expect("the program"))
        .collect();
    for build in &mut builds {
        assert!(build.wait().expect("an end").success());
    }
    assert!(outputs(&workplace, "out") == outputs(&workplace, "clean"));
    assert!(workplace.run("build p").stderr.contains("8 份未变"));
}

#[test]
fn a_build_waits_as_long_as_another_one_has_the_folder() {
    let workplace = workplace(1);
    workplace.run("build p");
    let lock = fs::File::open(workplace.path("out/.jixiao/lock")).expect("the lock");
    lock.lock().expect("a lock");
    let mut build = command(&workplace, "build p --force");
    let mut build = build.stderr(Stdio::piped()).spawn().expect("the program");
    let mut said = BufReader::new(build.stderr.take().expect("a pipe")).lines();
    let first = said.next().expect("a line").expect("a text");
    assert_eq!(first, "另一个 jixiao 正在写 out，等它写完…");
    assert!(build.try_wait().expect("a state").is_none(), "it waits");
    lock.unlock().expect("no lock");
    assert!(build.wait().expect("an end").success());
}

#[test]
fn what_a_killed_build_left_behind_goes() {
    let workplace = workplace(1);
    workplace.run("build p");
    workplace.file("out/.jixiao/unfinished/.jixiao-abcdef", "half a form");
    assert_eq!(workplace.run("build p").code, 0);
    assert!(!workplace.path("out/.jixiao/unfinished/.jixiao-abcdef").exists());
}

#[test]
fn the_program_s_own_files_are_not_taken_for_granted() {
    let workplace = workplace(1);
    workplace.run("build p");
    fs::remove_dir_all(workplace.path("out/.jixiao/unfinished")).expect("a folder");
    workplace.file("out/.jixiao/unfinished", "a file");
    assert!(workplace.run("build p").stderr.contains("1 份未变"));
    fs::remove_file(workplace.path("out/.jixiao/lock")).expect("the lock");
    workplace.file("out/.jixiao/lock/文件", "");
    let outcome = workplace.run("build p");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("--> out/.jixiao/lock"), "{outcome:?}");
}

#[cfg(unix)]
#[test]
fn outputs_that_are_links_are_left_alone() {
    use std::os::unix::fs::symlink;

    let workplace = workplace(3);
    workplace.file("外.pdf", "precious").file("out/1.pdf/文件", "");
    symlink(workplace.path("外.pdf"), workplace.path("out/0.pdf")).expect("a link");
    let outcome = workplace.run("build p");
    assert_eq!(outcome.code, 1);
    for name in ["--> out/0.pdf", "--> out/1.pdf"] {
        assert!(outcome.stderr.contains(name), "{}", outcome.stderr);
    }
    assert!(outcome.stderr.contains("3 份表格，2 份失败，1 页"), "{}", outcome.stderr);
    assert_eq!(fs::read(workplace.path("外.pdf")).expect("a file"), b"precious");
    // Not even for what the program keeps for itself.
    workplace.file("别处/文件", "");
    fs::create_dir(workplace.path("出")).expect("a folder");
    symlink(workplace.path("别处"), workplace.path("出/.jixiao")).expect("a link");
    let outcome = workplace.run("build p -o 出");
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.ends_with("3 份表格，3 份没有排，0 份失败，N 秒\n出 文件夹里没有新的表格\n"),
        "{outcome:?}"
    );
    assert_eq!(workplace.list("别处"), ["文件"]);
    for name in ["lock", ".gitignore"] {
        fs::create_dir_all(workplace.path(&format!("{name}/.jixiao"))).expect("a folder");
        symlink(workplace.path("无"), workplace.path(&format!("{name}/.jixiao/{name}")))
            .expect("a link");
        workplace.run(&format!("build p/2.yaml -o {name}"));
        assert!(!workplace.path("无").exists(), "{name}");
    }
}

#[test]
fn where_no_form_can_be_written_none_is_tried() {
    let workplace = workplace(2);
    workplace.file("out", "a file");
    let outcome = workplace.run("build p --log r");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[unwritable-file]"), "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .ends_with("2 份表格，2 份没有排，0 份失败，N 秒\nout 文件夹里没有新的表格\n"),
        "{outcome:?}"
    );
    assert_eq!(report(&workplace, "r").last().expect("a summary")["skipped"], 2);
}

#[test]
fn a_form_that_fails_is_not_confused_with_the_older_one() {
    let workplace = workplace(2);
    workplace.run("build p");
    workplace.file("p/0.yaml", "年度：2026\n");
    let outcome = workplace.run("build p");
    assert!(outcome.stderr.contains("警告[outdated-output]: 这份表是以前排的"), "{outcome:?}");
    assert!(outcome.stderr.contains("--> out/0.pdf"), "{outcome:?}");
    assert_eq!(outcome.stderr.matches("outdated-output").count(), 1);
}
