//! What a file has beside its text stays when the program writes it: line ends, a byte-order
//! mark, and what the disk knows of it.

use std::fs;

use crate::merging::{merged, text};
use crate::support::cli::Workplace;
use crate::support::project::FORM;
use crate::support::repository::Repository;

/// The sample form, in an order of its own.
fn ugly() -> String {
    let mut lines: Vec<&str> = FORM.lines().collect();
    lines.swap(0, 1);
    lines.join("\n") + "\n"
}

fn returns(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn marked(text: &str) -> String {
    format!("\u{FEFF}{text}")
}

fn formatted(workplace: &Workplace, text: &str) -> String {
    workplace.file("甲.yaml", text);
    let outcome = workplace.run("fmt 甲.yaml");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let text = fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
    assert_eq!(workplace.run("fmt --check 甲.yaml").code, 0, "{text}");
    text
}

#[test]
fn a_formatted_file_has_the_line_ends_and_the_mark_that_it_had() {
    let workplace = Workplace::new();
    let plain = formatted(&workplace, &ugly());
    assert!(plain != ugly() && !plain.contains('\r'));
    assert_eq!(formatted(&workplace, &returns(&ugly())), returns(&plain));
    assert_eq!(formatted(&workplace, &marked(&ugly())), marked(&plain));
    assert_eq!(formatted(&workplace, &marked(&returns(&ugly()))), marked(&returns(&plain)));
}

/// A file that has both has those of most of its lines.
#[test]
fn mixed_line_ends_become_those_of_most_lines() {
    let workplace = Workplace::new();
    let plain = formatted(&workplace, &ugly());
    let some = |number: usize| -> String {
        let line = |(index, line): (usize, &str)| {
            let end = if index < number { "\r\n" } else { "\n" };
            format!("{line}{end}")
        };
        plain.lines().enumerate().map(line).collect()
    };
    let all = plain.lines().count();
    assert_eq!(formatted(&workplace, &some(1)), plain);
    assert_eq!(formatted(&workplace, &some(all / 2)), plain);
    assert_eq!(formatted(&workplace, &some(all / 2 + 1)), returns(&plain));
    assert_eq!(formatted(&workplace, &some(all - 1)), returns(&plain));
    workplace.file("甲.yaml", some(1));
    assert_eq!(workplace.run("fmt --check 甲.yaml").code, 1);
}

/// What git has checked out with other line ends is formatted all the same.
#[test]
fn a_checkout_with_other_line_ends_is_formatted() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository
        .file("projects/甲.yaml", ugly())
        .file("projects/_defaults.yaml", marked("年度: 2026\n"));
    repository.jixiao("fmt projects").succeeded();
    repository.commit("一");
    repository.git("config core.autocrlf true");
    for file in ["甲", "_defaults"] {
        fs::remove_file(repository.path(&format!("projects/{file}.yaml"))).expect("a file");
    }
    repository.git("checkout -q .");
    assert!(repository.read("projects/甲.yaml").contains("\r\n"));
    assert_eq!(repository.git("status --short"), "");
    assert_eq!(repository.jixiao("fmt --check projects").code, 0);
}

/// An editor gets back what it has given.
#[test]
fn standard_input_keeps_its_line_ends_and_its_mark() {
    let workplace = Workplace::new();
    let plain = formatted(&workplace, &ugly());
    for written in [returns, marked, |text: &str| marked(&returns(text))] {
        let input = workplace.path("输入");
        fs::write(&input, written(&ugly())).expect("a file");
        let outcome = workplace
            .run_with("fmt -", |command| command.stdin(fs::File::open(&input).expect("the file")));
        assert_eq!((outcome.code, outcome.stdout), (0, written(&plain)));
    }
}

/// Mending leaves the line ends alone, and writes its own lines with them.
#[test]
fn mending_keeps_line_ends_and_mark() {
    let workplace = Workplace::new();
    let wrong = FORM.replacen("[=1项", "[＝1项", 1);
    assert_ne!(wrong, FORM);
    for written in [str::to_owned, returns, marked, |text: &str| marked(&returns(text))] {
        workplace.file("projects/甲.yaml", written(&wrong));
        let outcome = workplace.run("check --fix projects");
        assert!(outcome.stderr.contains("改好 1 处"), "{outcome:?}");
        let mended = fs::read_to_string(workplace.path("projects/甲.yaml")).expect("the file");
        assert_eq!(mended, written(FORM));
    }
}

#[test]
fn next_years_file_has_the_line_ends_and_the_mark_of_this_years() {
    let workplace = Workplace::new();
    let year = |text: &str| text.replace("年度: 2026", "年度: 2027");
    for written in [returns, marked] {
        workplace.file("2026/甲.yaml", written(FORM));
        let _ = fs::remove_dir_all(workplace.path("2027"));
        assert_eq!(workplace.run("roll 2027 2026 -o 2027").code, 0);
        let rolled = fs::read_to_string(workplace.path("2027/甲.yaml")).expect("the file");
        assert!(rolled.contains("年度: 2027"));
        assert_eq!(rolled.matches("\r\n").count(), written(FORM).matches("\r\n").count());
        assert_eq!(rolled.starts_with('\u{FEFF}'), written(FORM).starts_with('\u{FEFF}'));
    }
    // A year that has to be added is a line like the others.
    workplace.file("旧/_defaults.yaml", "年度: 2026\r\n");
    workplace.file("旧/一/甲.yaml", returns(&FORM.replace("年度: 2026\n", "")));
    assert_eq!(workplace.run("roll 2027 旧/一 -o 旧/二").code, 0);
    let rolled = fs::read_to_string(workplace.path("旧/二/甲.yaml")).expect("the file");
    assert_eq!(rolled, returns(&year(FORM)));
}

/// Also where there is nothing to be merged by key, and between markers.
#[test]
fn texts_merged_by_line_have_one_kind_of_line_ends() {
    let broken = "年度：2026\n甲\n乙\n丙\n";
    let (ours, theirs) = (broken.replace('甲', "子"), broken.replace('丙', "丑"));
    let both = ours.replace('丙', "丑");
    let base = broken;
    assert_eq!(text(&merged(base, &returns(&ours), &theirs)), returns(&both));
    assert_eq!(text(&merged(base, &ours, &returns(&theirs))), returns(&both));
    assert_eq!(text(&merged(&returns(base), &returns(&ours), &returns(&theirs))), returns(&both));
    assert_eq!(text(&merged(&returns(base), &ours, &returns(&theirs))), both);
    let conflict = merged(&returns(base), &returns(&ours), &returns(&broken.replace('甲', "寅")));
    let conflict = text(&conflict);
    assert!(conflict.contains("<<<<<<< 我方\r\n子\r\n||||||| 原来\r\n甲\r\n"), "{conflict:?}");
    assert!(!conflict.replace("\r\n", "").contains('\n'), "{conflict:?}");
}

#[cfg(unix)]
mod on_disk {
    use std::fs::{self, File, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    use std::path::Path;

    use super::{FORM, ugly};
    use crate::support::cli::Workplace;
    use crate::support::skip::skip;

    /// Gives the file a group that new files do not have; `None` where the user is in no
    /// other one.
    fn other_group(file: &Path) -> Option<u32> {
        let own = file.metadata().expect("the file").gid();
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let groups = status.lines().find_map(|line| line.strip_prefix("Groups:"));
        let groups = groups.unwrap_or_default().split_whitespace().map(str::parse);
        // A superuser may choose any.
        let groups: Vec<u32> = groups.filter_map(Result::ok).chain([100, 101]).collect();
        let file = File::open(file).expect("the file");
        groups
            .into_iter()
            .filter(|group| *group != own)
            .find(|group| fchown(&file, None, Some(*group)).is_ok())
    }

    #[test]
    fn a_file_keeps_its_group_and_its_permissions() {
        let workplace = Workplace::new();
        let wrong = FORM.replacen("[=1项", "[＝1项", 1);
        for (command, before) in [("fmt 甲.yaml", ugly()), ("check --fix 甲.yaml", wrong)] {
            let path = workplace.path("甲.yaml");
            workplace.file("甲.yaml", before);
            let group = other_group(&path);
            fs::set_permissions(&path, Permissions::from_mode(0o660)).expect("permissions");
            assert_eq!(workplace.run(command).code, 0);
            let after = path.metadata().expect("the file");
            assert_eq!(after.mode() & 0o7777, 0o660, "{command}");
            assert!(group.is_none_or(|group| group == after.gid()), "{command}");
            assert_eq!(workplace.list("."), ["甲.yaml"]);
            fs::remove_file(&path).expect("the file goes");
        }
    }

    /// A file of another owner stays his where the system allows it.
    #[test]
    fn a_file_keeps_its_owner() {
        let workplace = Workplace::new();
        workplace.file("甲.yaml", ugly());
        let path = workplace.path("甲.yaml");
        let is_free = fchown(File::open(&path).expect("the file"), Some(1000), None).is_ok();
        if !is_free {
            skip("the rights of a superuser");
            return;
        }
        assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
        assert_eq!(path.metadata().expect("the file").uid(), 1000);
    }

    /// Both names are of one file, before and after; formatting a folder with both of them is
    /// no mistake.
    #[test]
    fn a_file_keeps_its_other_names() {
        let workplace = Workplace::new();
        workplace.file("表/甲.yaml", ugly());
        let [one, other] = ["表/甲.yaml", "表/乙.yaml"].map(|path| workplace.path(path));
        fs::hard_link(&one, &other).expect("another name");
        let outcome = workplace.run("fmt 表");
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let [one, other] = [one, other].map(|path| path.metadata().expect("the file"));
        assert_eq!((one.ino(), one.nlink()), (other.ino(), 2));
        assert_eq!(workplace.run("fmt --check 表").code, 0);
        // Also where the new text is the shorter one.
        let long = FORM.replace("年度: 2026\n", "年度:                            2026\n");
        workplace.file("表/甲.yaml", &long);
        assert_eq!(workplace.run("fmt 表").code, 0);
        let text = fs::read_to_string(workplace.path("表/乙.yaml")).expect("the file");
        assert!(text.len() < long.len() && text.starts_with("年度: 2026\n"), "{text}");
        assert_eq!(workplace.run("fmt --check 表").code, 0);
    }

    /// What it points to is named: that is the file to format.
    #[test]
    fn a_link_is_told_with_what_it_points_to() {
        let workplace = Workplace::new();
        workplace.file("外/甲.yaml", ugly());
        std::os::unix::fs::symlink(workplace.path("外/甲.yaml"), workplace.path("链.yaml"))
            .expect("a link");
        let outcome = workplace.run("fmt 链.yaml");
        assert_eq!(outcome.code, 1);
        let real = workplace.path("外/甲.yaml").canonicalize().expect("the file");
        let help = format!("就写那个文件：{}", real.display());
        assert!(outcome.stderr.contains(&help), "{outcome:?}");
        assert_eq!(workplace.run(&format!("fmt {}", real.display())).code, 0);
        assert!(workplace.path("链.yaml").is_symlink());
        assert_eq!(workplace.run("fmt --check 外").code, 0);
    }

    /// What is printed again has what the page before had.
    #[test]
    fn a_printed_form_keeps_its_group_and_its_permissions() {
        let workplace = Workplace::new();
        workplace.file("表/甲.yaml", FORM);
        assert_eq!(workplace.run("build 表 -o out").code, 0);
        let path = workplace.path("out/甲.pdf");
        let group = other_group(&path);
        fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("permissions");
        let inode = path.metadata().expect("the page").ino();
        workplace
            .file("表/甲.yaml", FORM.replace("联系电话: \"86591170\"", "联系电话: \"86591171\""));
        assert_eq!(workplace.run("build 表 -o out").code, 0);
        let after = path.metadata().expect("the page");
        assert_ne!(after.ino(), inode, "it has not been printed again");
        assert_eq!(after.mode() & 0o7777, 0o640);
        assert!(group.is_none_or(|group| group == after.gid()));
    }

    /// The attributes that others have given it.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_keeps_its_attributes() {
        use rustix::fs::{XattrFlags, getxattr, setxattr};

        let workplace = Workplace::new();
        workplace.file("甲.yaml", ugly());
        let path = workplace.path("甲.yaml");
        // An access list: its owner, user 1234, the group, the mask, all others.
        let entry = |tag: u16, may: u16, id: u32| {
            [&tag.to_le_bytes()[..], &may.to_le_bytes(), &id.to_le_bytes()].concat()
        };
        let nobody = u32::MAX;
        let list = [
            2u32.to_le_bytes().to_vec(),
            entry(1, 6, nobody),
            entry(2, 6, 1234),
            entry(4, 4, nobody),
            entry(16, 6, nobody),
            entry(32, 0, nobody),
        ]
        .concat();
        for (name, value) in
            [("user.note", b"x".as_slice()), ("system.posix_acl_access", list.as_slice())]
        {
            if setxattr(&path, name, value, XattrFlags::empty()).is_err() {
                println!("skipped: this disk knows no {name}");
                continue;
            }
            workplace.file("甲.yaml", ugly());
            assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
            let mut after = vec![0; 1000];
            let length = getxattr(&path, name, after.as_mut_slice()).expect("it is there");
            assert_eq!(&after[..length], value);
        }
    }
}
