//! Files, folders and PDFs, compared with one another.

use crate::support::assert_snapshot;
use crate::support::cli::Workplace;
use crate::support::project::{FORM, project_text};
use crate::support::repository::PROJECT;

#[test]
fn what_only_looks_different_is_equal() {
    let workplace = Workplace::new();
    workplace.file("旧/甲.yaml", PROJECT);
    let (department, others) = ("主管部门: 南京市工业和信息化局\n", "年度: 2026\n");
    let mut text = PROJECT.replace("# 第一稿\n", "").replace(department, "").replace(others, "");
    text = text.replace("项目级次: 市本级", "\"项目级次\":   '市本级'  # 说明");
    text = text.replace("立项必要性: 改善条件。\n", "").replace('\n', "\r\n");
    text.push_str("立项必要性: >-\r\n  改善条件。\r\n");
    workplace.file("新/甲.yaml", text);
    workplace.file("新/_defaults.yaml", format!("{department}{others}"));
    let outcome = workplace.run("diff 旧 新");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stdout, "旧 → 新\n1 份表格，没有改动\n资金总额合计 13 万元，没有变化\n");
    assert_eq!(outcome.stderr, "");
}

#[test]
fn folders_are_compared_by_path_and_then_by_name() {
    let workplace = Workplace::new();
    let named = |name: &str| PROJECT.replace("项目名称: 办公设备", &format!("项目名称: {name}"));
    for (path, text) in [
        ("旧/一/甲.yaml", named("甲")),
        ("旧/一/乙.yaml", named("乙")),
        ("旧/丙.yaml", named("丙")),
        ("旧/丁.yaml", named("丁")),
        ("新/二/乙.yaml", named("乙").replace("资金总额: 13", "资金总额: 15.5")),
        ("新/丙.yaml", named("丙")),
        ("新/丁.yaml", named("丁").replace("=1台, =1台", "=1台, =2台")),
        ("新/戊.yaml", named("戊")),
    ] {
        workplace.file(path, text);
    }
    let outcome = workplace.run("diff 旧 新");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_snapshot("diff", "folders", &outcome.stdout);
    let back = workplace.run("diff 新 旧");
    assert!(back.stdout.contains("移动") == outcome.stdout.contains("移动"));
    assert!(back.stdout.contains("15.5 → 13 万元（-2.5，-16.1%）"), "{}", back.stdout);
}

#[test]
fn two_projects_of_one_name_are_not_taken_for_each_other() {
    let workplace = Workplace::new();
    workplace.file("旧/甲.yaml", PROJECT).file("旧/乙.yaml", PROJECT);
    workplace.file("新/丙.yaml", PROJECT).file("新/丁.yaml", PROJECT);
    let outcome = workplace.run("diff 旧 新");
    assert!(outcome.stdout.contains("新增 2、删去 2、改动 0"), "{}", outcome.stdout);
}

#[test]
fn two_endings_are_two_files() {
    let workplace = Workplace::new();
    let named = |name: &str| PROJECT.replace("项目名称: 办公设备", &format!("项目名称: {name}"));
    workplace.file("旧/甲.yaml", named("甲"));
    workplace.file("新/甲.yaml", named("甲").replace("资金总额: 13", "资金总额: 15"));
    workplace.file("新/甲.yml", named("乙"));
    let outcome = workplace.run("diff 旧 新");
    assert!(outcome.stdout.contains("新增 1、删去 0、改动 1、"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("13 → 28 万元"), "{}", outcome.stdout);
    assert_eq!(workplace.run("diff 新 新").code, 0);
}

#[test]
fn what_is_hard_to_see_is_said() {
    let workplace = Workplace::new();
    workplace.file("旧.yaml", PROJECT);
    let text = PROJECT.replace("[=1台, =1台]", "[=1台, \"=1台 \"]");
    workplace.file("新.yaml", text.replace("改善条件。", "改善 条件。"));
    let outcome = workplace.run("diff 旧.yaml 新.yaml");
    assert_eq!(outcome.stdout.matches("（只是空格不同）").count(), 3, "{}", outcome.stdout);
}

#[test]
fn what_is_added_to_a_paragraph_is_marked_and_a_new_one_is_shown_whole() {
    let workplace = Workplace::new();
    workplace.file("旧.yaml", PROJECT);
    let more = "用于企业专题培训及辅导演示，确保培训活动顺利开展，并对现有硬件设施进行更新。";
    let long = "说明".repeat(300) + "总投资一亿元。" + &"说明".repeat(30);
    let text = PROJECT.replace("购置LED显示屏一台。\n", &format!("购置LED显示屏一台。{more}\n"));
    workplace.file(
        "新.yaml",
        text.replace("  4、经费落实。\n", &format!("  4、经费落实。\n  {long}\n")),
    );
    let outcome = workplace.run("diff 旧.yaml 新.yaml");
    assert!(
        outcome.stdout.contains(&format!("购置LED显示屏一台。{{+{more}+}}\n")),
        "{}",
        outcome.stdout
    );
    assert!(outcome.stdout.contains(&format!("    + {long}\n")), "{}", outcome.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told() {
    let workplace = Workplace::with_projects();
    assert_eq!(workplace.run("build projects/2026/台式机.yaml").code, 0);
    for command in [
        "diff projects projects",
        "extract out/2026/台式机.pdf",
        "list",
        "diff projects out --format json",
    ] {
        let outcome = workplace.run_with(command, |command| {
            command
                .stdout(std::fs::File::options().write(true).open("/dev/full").expect("a device"))
        });
        assert_ne!(outcome.code, 0, "{command}");
        assert!(outcome.stderr.contains("写不了：磁盘满了"), "{command}: {}", outcome.stderr);
    }
}

#[test]
fn a_file_is_compared_with_a_file_and_with_its_namesake_in_a_folder() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", PROJECT).file("新/甲.yaml", PROJECT).file("新/乙.yaml", FORM);
    assert_eq!(workplace.run("diff 甲.yaml 新/甲.yaml").code, 0);
    assert_eq!(workplace.run("diff 甲.yaml 新/乙.yaml").code, 1);
    assert_eq!(workplace.run("diff 甲.yaml 新").code, 0);
    assert_eq!(workplace.run("diff 新 甲.yaml").code, 0);
    workplace.file("丙.yaml", PROJECT);
    let outcome = workplace.run("diff 丙.yaml 新");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, "错误：新 里没有同名的文件\n"));
}

#[test]
fn a_pdf_stands_for_the_project_that_it_carries() {
    let workplace = Workplace::with_projects();
    // A book carries no data, and is no form.
    assert_eq!(workplace.run("build --combine out/合订本.pdf").code, 0);
    let outcome = workplace.run("diff out projects");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stdout.starts_with("out → projects\n6 份表格，没有改动\n"));
    workplace.file("新.yaml", project_text(&[("项目名称", "新的")]));
    let outcome = workplace.run("diff out/2026/台式机.pdf 新.yaml");
    assert!(outcome.stdout.contains("台式机.pdf → 新.yaml"), "{}", outcome.stdout);
    assert_eq!(outcome.code, 1);
    workplace.file("坏.pdf", "%PDF-1.7\n不是");
    let outcome = workplace.run("diff 坏.pdf 新.yaml");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.starts_with("错误[damaged-pdf]"), "{}", outcome.stderr);
}

#[test]
fn what_cannot_be_read_keeps_nothing_else_from_being_compared() {
    let workplace = Workplace::new();
    for side in ["旧", "新"] {
        workplace.file(&format!("{side}/甲.yaml"), PROJECT);
        workplace.file(&format!("{side}/乙.yaml"), PROJECT.replace("办公设备", side));
    }
    workplace.file("旧/甲.yaml", PROJECT.replace("项目类型: ", "项目种类: "));
    // It is no project on either side, and has not changed.
    workplace.file("旧/别的.yaml", "a: 1\n").file("新/别的.yaml", "a: 1\n");
    let outcome = workplace.run("diff 旧 新");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert_snapshot("diff", "unreadable", &format!("{}\n{}", outcome.stdout, outcome.stderr));
}

#[test]
fn every_format_tells_of_the_change() {
    let workplace = Workplace::new();
    workplace.file("旧.yaml", PROJECT);
    workplace.file("新.yaml", PROJECT.replace("资金总额: 13", "资金总额: 15"));
    let formats =
        [("text", "13 → 15 万元"), ("json", "\"15\""), ("markdown", "15"), ("html", "15")];
    for (format, part) in formats {
        let outcome = workplace.run(&format!("diff 旧.yaml 新.yaml --format {format}"));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""), "{format}");
        assert!(outcome.stdout.contains(part), "{format}: {}", outcome.stdout);
        // Colours are for terminals.
        assert!(!outcome.stdout.contains('\u{1B}'), "{format}");
    }
}

#[test]
fn what_makes_no_sense_is_told() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", PROJECT).file("新/乙.yaml", PROJECT);
    let commands =
        ["diff", "diff 甲.yaml", "diff 甲.yaml 乙.yaml", "diff 甲.yaml 新/乙.yaml -- 新"];
    let told = commands.map(|command| {
        let outcome = workplace.run_with(command, |command| {
            let ceiling = workplace.path("..");
            command.env("GIT_CEILING_DIRECTORIES", ceiling.canonicalize().expect("a folder"))
        });
        assert_eq!(outcome.code, 2, "{command}");
        format!("$ jixiao {command}\n{}", outcome.stderr)
    });
    assert_snapshot("diff", "usage", &told.join("\n"));
}
