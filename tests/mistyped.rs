//! What is written wrongly on a command line, and what is shown to be written there.

use std::process::Command;

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// A path that leads nowhere is told with the one that may be meant: by the letters of its
/// name, its ending or its folder.
#[test]
fn the_nearest_path_is_suggested() {
    let workplace = Workplace::new();
    workplace.file("projects/办公设备.yaml", FORM).file("projects/会务/培训费.yml", FORM);
    workplace.file("projects/会务.yaml.txt", FORM);
    workplace.file("out/台式机.pdf", "").file("版式/target/2026/new.yaml.j2", "");
    for (arguments, near) in [
        ("check projects/办公设配.yaml", "projects/办公设备.yaml"),
        ("build projects/办公设备.yml", "projects/办公设备.yaml"),
        ("check projects/办公设备", "projects/办公设备.yaml"),
        ("fmt project/办公设备.yaml", "projects/办公设备.yaml"),
        ("check projetcs/会务/陪训费.yaml", "projects/会务/培训费.yml"),
        ("check PROJECTS", "projects"),
        ("check projects/会务.yaml", "projects/会务.yaml.txt"),
        ("verify out/台试机.pdf", "out/台式机.pdf"),
        ("extract out/台式机.PDF", "out/台式机.pdf"),
        ("new --from projects/办公设备2.yaml", "projects/办公设备.yaml"),
        ("roll 2027 project -o 明年", "projects"),
        ("check projects --templates 板式", "版式"),
        ("diff projetcs projects", "projects"),
    ] {
        let outcome = workplace.run(arguments);
        assert_ne!(outcome.code, 0, "{arguments}");
        let told = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(told.contains(&format!("是不是“{near}”？")), "{arguments}: {told}");
    }
    // Nothing is like it, or what is like it is of another kind or no project.
    workplace.file("草稿/_培训.yaml", FORM).file("草稿/.会务.yaml", FORM);
    for (arguments, code) in [
        ("check 别的.yaml", 1),
        ("verify projects/办公设备.pdf", 2),
        ("check 草稿/培训.yaml", 1),
        ("check 草稿/会务.yaml", 1),
    ] {
        let outcome = workplace.run(arguments);
        assert_eq!(outcome.code, code, "{arguments}: {outcome:?}");
        assert!(outcome.stderr.contains("错误[unreadable-file]"), "{arguments}: {outcome:?}");
        assert!(!outcome.stderr.contains("是不是"), "{arguments}: {}", outcome.stderr);
    }
    // One that is hidden may be meant by whoever writes its sign.
    let outcome = workplace.run("check 草稿/.会物.yaml");
    assert!(outcome.stderr.contains("是不是“草稿/.会务.yaml”？"), "{outcome:?}");
}

/// Commands that are shown to be copied work, whatever the names in them are.
#[test]
fn a_command_that_is_shown_can_be_copied() {
    let workplace = Workplace::new();
    for name in ["-x", "甲 乙", "$HOME", "`甲`", "甲!"] {
        let outcome = workplace.run_with("new", |command| command.args(["--", name]));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let (_, shown) = outcome.stderr.split_once("用 jixiao ").expect("a command");
        let (shown, _) = shown.split_once(" 检查").expect("its end");
        let program = env!("CARGO_BIN_EXE_jixiao");
        let run = Command::new("sh")
            .args(["-c", &format!("'{program}' {shown}")])
            .current_dir(workplace.path(""))
            .output()
            .expect("a shell");
        let told = String::from_utf8_lossy(&run.stderr);
        assert!(told.contains("是空的"), "{shown}: {told}");
    }
}

/// An edition that is written out for a year which it is not named after says so.
#[test]
fn an_edition_for_another_year_is_written_out_as_what_it_is() {
    let workplace = Workplace::new();
    let outcome = workplace.run("forms export 目标表 版式 --edition 2027");
    let told = "没有专为 2027 年度的版式，写出的从 2026 年度起用；只给 2027 年度起用，把文件夹 2026 改名为 2027\n";
    assert_eq!((outcome.code, outcome.stderr.contains(told)), (0, true), "{outcome:?}");
    let outcome = workplace.run("forms export 目标表 别处 --edition 2026");
    assert!(!outcome.stderr.contains("没有专为"), "{outcome:?}");
}
