//! A file that is named by itself is read and printed as it is with all others, and every
//! build says where the forms are.

use std::fs;

use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// The forms of a build of one file, and what it says last.
fn build(workplace: &Workplace, folder: &str, arguments: &str) -> (Vec<String>, String) {
    let outcome = workplace.run_with(&format!("build {arguments}"), |command| {
        command.current_dir(workplace.path(folder))
    });
    assert_eq!(outcome.code, 0, "{folder}: {arguments}: {outcome:?}");
    let out = workplace.path(folder).join("out");
    let forms = workplace.list(format!("{folder}/out").trim_start_matches('/'));
    let _ = fs::remove_dir_all(out);
    (forms, outcome.stderr.lines().last().expect("a line").to_owned())
}

#[test]
fn a_file_is_printed_where_its_folder_is_printed() {
    for (top, folder, file, form) in [
        ("projects", "", "projects/局/甲.yaml", "局/甲"),
        ("projects", "", "./projects/局/../局/甲.yaml", "局/甲"),
        ("projects", "", "{}/projects/局/甲.yaml", "局/甲"),
        ("projects", "projects", "局/甲.yaml", "局/甲"),
        ("projects", "projects", "{}/projects/局/甲.yaml", "局/甲"),
        ("projects", "别处", "../projects/局/甲.yaml", "局/甲"),
        ("projects", "别处", "{}/projects/局/甲.yaml", "局/甲"),
        ("projects/2026", "", "projects/2026/局/甲.yaml", "2026/局/甲"),
        ("projects/旧/projects", "", "projects/旧/projects/局/甲.yaml", "局/甲"),
        // Without such a folder, from the first one on the way.
        ("预算", "", "预算/局/甲.yaml", "局/甲"),
        ("预算", "", "{}/预算/局/甲.yaml", "局/甲"),
        ("预算/2026", "", "预算/2026/局/甲.yaml", "2026/局/甲"),
        ("预算", "预算", "局/甲.yaml", "甲"),
        ("预算", "预算/局", "甲.yaml", "甲"),
        ("预算", "别处", "../预算/局/甲.yaml", "甲"),
        ("预算", "别处", "{}/预算/局/甲.yaml", "甲"),
        // Outside of a repository, a folder above the working folder has nothing to say.
        ("projects", "projects/局", "甲.yaml", "甲"),
    ] {
        let workplace = Workplace::new();
        workplace.file(&format!("{top}/局/甲.yaml"), FORM).file("别处/文件", "");
        let file = file.replace("{}", workplace.path("").to_string_lossy().trim_end_matches('/'));
        let told = format!("表格在 out/{form}.pdf");
        assert_eq!(
            build(&workplace, folder, &file),
            (vec![format!("{form}.pdf")], told),
            "{folder}: {file}"
        );
    }
}

#[test]
fn in_a_repository_the_folder_above_counts_up_to_its_top() {
    for (top, folder, file, form) in [
        ("库/projects", "库/projects/局", "甲.yaml", "局/甲"),
        ("库/projects/2026", "库/projects/2026", "局/甲.yaml", "2026/局/甲"),
        // What the repository is in does not count.
        ("projects/库", "projects/库", "局/甲.yaml", "甲"),
        ("projects/库/预算", "projects/库", "预算/局/甲.yaml", "局/甲"),
        ("projects/库/预算", "别处", "../projects/库/预算/局/甲.yaml", "甲"),
    ] {
        let workplace = Workplace::new();
        let repository = if top.starts_with("库") { "库" } else { "projects/库" };
        workplace.file(&format!("{top}/局/甲.yaml"), FORM).file("别处/文件", "");
        workplace.file(&format!("{repository}/.git/HEAD"), "ref: refs/heads/main\n");
        assert_eq!(build(&workplace, folder, file).0, [format!("{form}.pdf")], "{folder}: {file}");
    }
}

#[test]
fn one_file_is_not_printed_again_for_the_folder() {
    let workplace = Workplace::new();
    workplace.file("projects/局/甲.yaml", FORM);
    assert_eq!(workplace.run("build").code, 0);
    for arguments in [
        "build projects/局/甲.yaml",
        "build projects/局/甲.yaml projects",
        "build ./projects projects",
    ] {
        let outcome = workplace.run(arguments);
        assert!(outcome.stderr.starts_with("1 份表格，1 份未变"), "{arguments}: {outcome:?}");
        assert_eq!(workplace.list("out"), ["局/甲.pdf"]);
    }
}

/// Outside of a repository, too, the default files up to the root apply.
#[test]
fn the_default_files_are_those_of_the_folder() {
    let workplace = Workplace::new();
    let department = "主管部门: 南京市工业和信息化局\n";
    assert!(FORM.contains(department));
    workplace.file("projects/局/甲.yaml", FORM.replace(department, ""));
    workplace.file("projects/_defaults.yaml", department);
    let yaml = FORM.replace(department, "");
    for command in
        ["build projects/局/甲.yaml", "check projects/局/甲.yaml", "list projects/局/甲.yaml"]
    {
        let outcome = workplace.run(command);
        assert_eq!(outcome.code, 0, "{command}: {outcome:?}");
        assert!(!outcome.stderr.contains("缺少"), "{command}: {outcome:?}");
    }
    let listed = workplace.run("list projects/局/甲.yaml --format json");
    assert!(listed.stdout.contains(r#""errors": 0"#), "{listed:?}");
    let text = workplace.path("正文");
    fs::write(&text, yaml).expect("a text");
    let outcome = workplace.run_with("check - --stdin-name projects/局/甲.yaml", |command| {
        command.stdin(fs::File::open(&text).expect("a text"))
    });
    assert_eq!(outcome.code, 0, "{outcome:?}");
    // What stands above the root does not.
    workplace.file("预算/局/甲.yaml", FORM.replace(department, ""));
    workplace.file("_defaults.yaml", department);
    assert_eq!(workplace.run("build 预算/局/甲.yaml").code, 1);
}

#[test]
fn every_build_says_where_the_forms_are() {
    let workplace = Workplace::new();
    let last = |arguments: &str| {
        let outcome = workplace.run(&format!("build {arguments}"));
        outcome.stderr.lines().last().expect("a line").to_owned()
    };
    workplace.file("p/局/甲.yaml", FORM).file("坏.yaml", "年度：2026\n");
    assert_eq!(last("p"), "表格在 out/局/甲.pdf");
    assert_eq!(last("p"), "表格在 out/局/甲.pdf");
    assert_eq!(last("p -o 出/深"), "表格在 出/深/局/甲.pdf");
    assert_eq!(last("p 坏.yaml"), "排成的表格在 out/局/甲.pdf");
    assert_eq!(last("坏.yaml"), "out 文件夹里没有新的表格");
    assert_eq!(last("没有"), "out 文件夹里没有新的表格");
    assert_eq!(last("p --format typ -o 源"), "表格在 源 文件夹里");
    workplace.file("p/乙.yaml", FORM.replace("项目名称: 平台", "项目名称: 乙平台"));
    assert_eq!(last("p --combine out/书.pdf"), "表格在 out 文件夹里");
    assert_eq!(last("p/乙.yaml 坏.yaml p/局/甲.yaml"), "排成的表格在 out 文件夹里");
}
