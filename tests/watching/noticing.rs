//! Files and folders come, go and are renamed; some are none of the program's concern.

use std::fs;

use super::{FIRST, LAST, workplace};
use crate::support::cli::Workplace;
use crate::support::project::FORM;
use crate::support::watching::{Watching, replace};

fn comes_and_goes(options: &str) {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, &format!("p {options}"));
    replace(&workplace.path("p/丙.yaml"), FIRST.text("丙"));
    assert_eq!(watching.said(&workplace, &LAST), ["丙 N 毫秒 ✓"]);
    let old = "以前排的 out/丙.pdf 还在，不要了请自己删去";
    fs::rename(workplace.path("p/丙.yaml"), workplace.path("p/丁.yaml")).expect("a file");
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said, [format!("丙 改名为 丁；{old}"), "丁 N 毫秒 ✓".into()]);
    fs::remove_file(workplace.path("p/丁.yaml")).expect("a file");
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said, [format!("丁 的项目文件没有了；{}", old.replace('丙', "丁"))]);
    assert_eq!(workplace.list("out"), ["丁.pdf", "丙.pdf", "甲.pdf", "终.pdf"]);
    // A whole folder, and one in a folder that is new itself.
    workplace.file("别处/深/戊.yaml", FIRST.text("戊"));
    fs::rename(workplace.path("别处"), workplace.path("p/处")).expect("a folder");
    assert_eq!(watching.said(&workplace, &LAST), ["处/深/戊 N 毫秒 ✓"]);
    replace(&workplace.path("p/处/深/戊.yaml"), FIRST.text("己"));
    assert_eq!(watching.said(&workplace, &LAST), ["处/深/戊 N 毫秒 ✓"]);
    fs::rename(workplace.path("p/处"), workplace.path("p/所")).expect("a folder");
    let said = watching.said(&workplace, &LAST);
    assert!(said[0].starts_with("处/深/戊 改名为 所/深/戊；"), "{said:#?}");
    assert_eq!(said[1..], ["所/深/戊 N 毫秒 ✓"]);
    replace(&workplace.path("p/所/深/戊.yaml"), FIRST.text("庚"));
    assert_eq!(watching.said(&workplace, &LAST), ["所/深/戊 N 毫秒 ✓"]);
    fs::remove_dir_all(workplace.path("p/所")).expect("a folder");
    let said = watching.said(&workplace, &LAST);
    assert!(said[0].starts_with("所/深/戊 的项目文件没有了；"), "{said:#?}");
    assert_eq!(said.len(), 1);
}

#[test]
fn files_and_folders_come_and_go() {
    comes_and_goes("");
}

#[test]
fn so_they_do_where_files_are_looked_at_again_and_again() {
    comes_and_goes("--poll");
}

#[test]
fn the_folder_itself_comes_later_and_goes_and_comes_again() {
    let workplace = Workplace::new();
    let (mut watching, said) = Watching::with(&workplace, "projects", |command| command);
    assert!(said.iter().any(|line| line.contains("projects")), "{said:#?}");
    assert!(!workplace.path("out").exists());
    for count in 0..3 {
        // As git does with a folder that another branch does not have.
        workplace.file("projects/深/甲.yaml", FORM.replace("平台", &format!("平台{count}")));
        watching.until(|line| line == "深/甲 N 毫秒 ✓");
        replace(
            &workplace.path("projects/深/甲.yaml"),
            FORM.replace("平台", &format!("台{count}")),
        );
        watching.until(|line| line == "深/甲 N 毫秒 ✓");
        fs::remove_dir_all(workplace.path("projects")).expect("a folder");
        watching.until(|line| line.starts_with("深/甲 的项目文件没有了；"));
    }
}

#[test]
fn a_file_alone_is_watched_alone() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p/终.yaml");
    FIRST.write(&workplace, "改");
    replace(&workplace.path("p/丙.yaml"), FIRST.text("丙"));
    assert!(watching.said(&workplace, &LAST).is_empty());
    fs::remove_file(workplace.path("p/终.yaml")).expect("a file");
    watching.until(|line| line.starts_with("终 的项目文件没有了；"));
    assert!(watching.said(&workplace, &LAST).is_empty());
}

#[test]
fn what_is_no_project_file_is_left_alone() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, ". -o p/out");
    let last = crate::support::watching::Project { name: "终" };
    for path in ["p/.藏/丙.yaml", "p/.丙.yaml", "p/丙.txt", "p/out/丙.pdf", ".git/丙.yaml"] {
        workplace.file(path, FORM);
    }
    last.write(&workplace, "改");
    let said = watching.until(|line| line.ends_with("终 N 毫秒 ✓"));
    assert_eq!(said, ["p/终 N 毫秒 ✓"]);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_folder() {
    let workplace = workplace();
    workplace.file("外/丙.yaml", FORM);
    std::os::unix::fs::symlink(workplace.path("外"), workplace.path("p/链")).expect("a link");
    let mut watching = Watching::new(&workplace, "p");
    replace(&workplace.path("外/丙.yaml"), FIRST.text("丙"));
    assert!(watching.said(&workplace, &LAST).is_empty());
    // A file that is named itself is watched where it is.
    std::os::unix::fs::symlink(workplace.path("外/丙.yaml"), workplace.path("丁.yaml"))
        .expect("a link");
    let mut watching = Watching::new(&workplace, "丁.yaml");
    replace(&workplace.path("外/丙.yaml"), FIRST.text("丁"));
    watching.until(|line| line == "丁 N 毫秒 ✓");
}

/// Another build takes its turn between two changes.
#[test]
fn others_build_meanwhile() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    watching.said(&workplace, &LAST);
    replace(&workplace.path("q/丙.yaml"), FIRST.text("丙"));
    for _ in 0..2 {
        assert_eq!(workplace.run("build p q --force").code, 0);
        assert!(watching.said(&workplace, &LAST).is_empty());
    }
    drop(watching);
    let again = workplace.run("build p q");
    assert!(again.stderr.contains("3 份表格，3 份未变"), "{again:?}");
}

/// Where the system takes no more folders, it goes on all the same.
#[cfg(target_os = "linux")]
#[test]
fn too_many_folders_are_looked_at_again_and_again() {
    use std::process::Command;

    use crate::support::skip::skip;

    let workplace = workplace();
    for number in 0..9 {
        replace(&workplace.path(&format!("p/{number}/丙.yaml")), FIRST.text(&number.to_string()));
    }
    const LIMIT: &str = "echo 5 > /proc/sys/user/max_inotify_watches";
    let limited = |command: &str| {
        let mut unshare = Command::new("unshare");
        unshare.args(["-Ur", "sh", "-c", &format!("{LIMIT} && {command}")]);
        unshare
    };
    if !limited("exit 0").output().is_ok_and(|it| it.status.success()) {
        return skip("namespaces of users");
    }
    let mut watch = limited("exec \"$0\" watch p");
    let mut watching =
        Watching::of(watch.arg(env!("CARGO_BIN_EXE_jixiao")).current_dir(workplace.path("")));
    let said = watching.until(|line| line.contains("改为每隔 0.5 秒看一遍"));
    let last = said.last().expect("a line");
    assert!(last.contains("sudo sysctl fs.inotify.max_user_watches="), "{last}");
    replace(&workplace.path("p/8/丙.yaml"), FIRST.text("改"));
    watching.until(|line| line == "8/丙 N 毫秒 ✓");
}
