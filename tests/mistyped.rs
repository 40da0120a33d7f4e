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

/// Where the usual folder is not there, what to do follows from what is.
#[test]
fn a_wrong_folder_is_told_with_the_right_one() {
    let workplace = Workplace::new();
    workplace.file("甲/projects/台式机.yaml", FORM).file("乙/台式机.yaml", FORM);
    workplace.file("空/说明.txt", "不是项目文件");
    for (folder, advice) in [
        ("甲/projects", "请在上一级文件夹里运行：先运行 cd \""),
        ("乙", "如 jixiao build ."),
        ("空", "jixiao new 项目名称 -o projects"),
    ] {
        for command in ["build", "check", "list", "fmt", "roll 2027 projects"] {
            let here = workplace.path(folder);
            let outcome = workplace.run_with(command, |command| command.current_dir(&here));
            assert_eq!(outcome.code, 1, "{command}: {outcome:?}");
            let told = &outcome.stderr;
            assert!(told.contains(&format!("{folder}）没有 projects 文件夹")), "{command}: {told}");
            assert!(told.contains(advice), "{command}: {told}");
            assert!(!told.contains("没有这个文件或文件夹"), "{command}: {told}");
            assert!(!here.join("out").exists(), "{command}");
        }
        let here = workplace.path(folder);
        let built = workplace.run_with("build", |command| command.current_dir(&here)).stderr;
        assert!(built.contains("0 份表格，0 份失败"), "{built}");
    }
    // The advice works.
    let here = workplace.path("乙");
    let outcome = workplace.run_with("build .", |command| command.current_dir(&here));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let (_, shown) = workplace
        .run_with("build", |command| command.current_dir(workplace.path("甲/projects")))
        .stderr
        .split_once("先运行 ")
        .map(|(before, after)| (before.to_owned(), after.to_owned()))
        .expect("a command");
    let line = shown.lines().next().expect("a line");
    let program = env!("CARGO_BIN_EXE_jixiao");
    let outcome = Command::new("sh")
        .args(["-c", &format!("{line} && '{program}' build")])
        .current_dir(workplace.path("甲/projects"))
        .status()
        .expect("a shell");
    assert!(outcome.success(), "{line}");
    assert!(workplace.path("甲/out/台式机.pdf").exists());
}

/// A folder without project files names what looks like one.
#[test]
fn a_project_file_with_another_ending_is_named() {
    let workplace = Workplace::new();
    workplace.file("projects/法律顾问费.txt", FORM).file("projects/说明.txt", "怎样填");
    let outcome = workplace.run("build");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let told = "有 法律顾问费.txt：改名为 法律顾问费.yaml";
    assert!(outcome.stderr.contains(told), "{outcome:?}");
    assert!(!outcome.stderr.contains("说明.txt"), "{outcome:?}");
    assert!(!workplace.path("out").exists());
}

/// What a shell has made of a name with blanks, and dashes that are none.
#[test]
fn slips_on_the_command_line_are_told_as_what_they_are() {
    let workplace = Workplace::new();
    workplace.file("法律顾问费 - 副本.yaml", FORM).file("甲 乙.yaml", FORM);
    workplace.file("projects/2026/法律顾问费.yaml", FORM);
    let quote = "的名称里有空格，没有加引号\n提示：给它加上引号：";
    let near = "“projects/2026/法律顾问费.yaml”";
    let command = "jixiao check \"projects/2026/法律顾问费.yaml\"";
    for (arguments, code, told) in [
        ("check 法律顾问费 - 副本.yaml", 2, format!("{quote}\"法律顾问费 - 副本.yaml\"")),
        ("build 甲 乙.yaml", 2, format!("{quote}\"甲 乙.yaml\"")),
        ("list 甲 乙.yaml", 2, format!("{quote}\"甲 乙.yaml\"")),
        ("check -fix", 2, "没有“-fix”这个选项\n提示：是不是“--fix”？".into()),
        ("check —fix", 2, "前面是中文的破折号\n提示：是不是“--fix”？".into()),
        ("check ——fix projects", 2, "是不是“--fix”？".into()),
        ("build projects —output=x", 2, "是不是“--output”？".into()),
        ("check 法律顾问费", 1, format!("是不是{near}？")),
        ("check 法律顾问费.yaml", 1, format!("是不是{near}？")),
        ("法律顾问费", 2, format!("先写命令，再写文件：{command}")),
        ("检查", 2, "是不是“check”？".into()),
        ("rule 全角冒号", 2, "是不是 fullwidth-colon（".into()),
    ] {
        let outcome = workplace.run(arguments);
        assert_eq!(outcome.code, code, "{arguments}: {outcome:?}");
        assert!(outcome.stderr.contains(&told), "{arguments}: {}", outcome.stderr);
    }
    let help = workplace.run("帮助");
    assert_eq!((help.code, help.stdout), (0, workplace.run("help").stdout));
    // A file that is called so is one.
    workplace.file("—fix", FORM);
    assert!(!workplace.run("check —fix").stderr.contains("破折号"));
}

/// What cannot be written is told with what to do.
#[test]
fn what_cannot_be_written_is_told_with_advice() {
    let workplace = Workplace::new();
    workplace.file("甲.pdf", "").file("乙.csv", "");
    let denied = || std::io::ErrorKind::PermissionDenied.into();
    for (name, advice) in [
        ("甲.pdf", "如果这份 PDF 正打开着，先关上它，再运行一次"),
        ("乙.csv", "如果这个文件正打开着，先关上它，再运行一次"),
        ("丙.pdf", "所在的文件夹不让写：换一个能写的文件夹"),
    ] {
        let found = jixiao::system::output::unwritable(&workplace.path(name), &denied());
        let help = found.help.unwrap_or_default();
        assert!(help.starts_with(advice), "{name}: {help}");
    }
}

/// Next year's folder can be named as it is shown.
#[test]
fn the_folder_for_next_year_can_be_copied() {
    let workplace = Workplace::new();
    workplace.file("projects/台式机.yaml", FORM);
    let outcome = workplace.run("roll 2027 projects");
    let (_, options) = outcome.stderr.split_once("在命令后面加上 ").expect("advice");
    let options = options.lines().next().expect("a line").replace('"', "");
    assert_eq!(options, "-o projects/2027");
    let outcome = workplace.run(&format!("roll 2027 projects {options}"));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(workplace.path("projects/2027/台式机.yaml").exists());
}

/// What a file says is looked at once it can be read: several mistakes of writing say so.
#[test]
fn after_mistakes_of_writing_the_contents_are_still_to_be_looked_at() {
    let workplace = Workplace::new();
    let again = "；改好以后会再查一遍内容\n";
    let one = FORM.replace("项目级次: 市本级", "项目级次:");
    workplace.file("甲.yaml", one.replace("资金总额: 13", "资金总额: 十三"));
    workplace.file("乙.yaml", one).file("丙.yaml", FORM.replace("\"86591170\"", "\"1\""));
    for (file, is_said) in [("甲.yaml", true), ("乙.yaml", false), ("丙.yaml", false)] {
        let outcome = workplace.run(&format!("check {file}"));
        assert_eq!(outcome.stderr.ends_with(again), is_said, "{outcome:?}");
    }
}
