//! The commands as their users meet them: exit codes, files, messages.

use std::fs;

use jixiao::cli::help::GROUPS;

use crate::support::assert_snapshot;
use crate::support::cli::Workplace;
use crate::support::project::FORM;

#[test]
fn build_prints_every_form_and_says_how_many() {
    let workplace = Workplace::with_projects();
    let outcome = workplace.run("build");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(
        outcome
            .stderr
            .ends_with("6 份表格，0 份失败，6 处警告，8 页，N kB，N 秒\n表格在 out 文件夹里\n"),
        "{outcome:?}"
    );
    assert_eq!(outcome.stdout, "");
    assert_eq!(
        workplace.list("out"),
        [
            "2026/全国计算机技术与软件专业技术资格（水平）南京考区考试.pdf",
            "2026/办公设备.pdf",
            "2026/台式机.pdf",
            "2026/委托服务费.pdf",
            "2026/平台运营服务费.pdf",
            "2026/服务体系服务费.pdf",
        ]
    );
}

#[test]
fn build_keeps_going_past_bad_files() {
    let workplace = Workplace::with_projects();
    workplace.file("projects/2026/坏.yaml", "项目名称：坏\n");
    let outcome = workplace.run("build projects");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("projects/2026/坏.yaml:1:5"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.ends_with(
            "7 份表格，1 份失败，6 处警告，8 页，N kB，N 秒\n排成的表格在 out 文件夹里\n"
        ),
        "{}",
        outcome.stderr
    );
    assert_eq!(workplace.list("out").len(), 6);
}

#[test]
fn a_file_is_printed_under_its_own_name_whatever_it_says() {
    let workplace = Workplace::new();
    let yaml = FORM.replace("项目名称: 平台运营服务费", "项目名称: \"../../坏\"");
    workplace.file("甲.乙.yaml", yaml);
    assert_eq!(workplace.run("build 甲.乙.yaml -o 出/深").code, 0);
    assert_eq!(workplace.list("出"), ["深/甲.乙.pdf"]);
}

#[test]
fn equal_input_gives_equal_bytes_on_any_number_of_threads() {
    let workplace = Workplace::with_projects();
    for options in ["-j1 -o a", "-j2 -o b", "-j7 -o c"] {
        assert_eq!(workplace.run(&format!("build projects {options}")).code, 0);
    }
    for name in workplace.list("a") {
        let bytes = |folder| fs::read(workplace.path(&format!("{folder}/{name}"))).expect("a PDF");
        assert!(bytes("a") == bytes("b") && bytes("b") == bytes("c"), "{name}");
    }
}

#[test]
fn many_forms_on_two_threads_do_not_wait_inside_one_another() {
    let workplace = Workplace::new();
    for number in 0..120 {
        let yaml = FORM.replace("平台运营服务费", &format!("平台运营服务费{number}"));
        workplace.file(&format!("projects/{number}.yaml"), yaml);
    }
    let outcome = workplace.run("build -j2");
    assert_eq!(outcome.stderr, "120 份表格，0 份失败，120 页，N MB，N 秒\n表格在 out 文件夹里\n");
}

#[test]
fn pictures_are_numbered_by_page() {
    let workplace = Workplace::with_projects();
    assert_eq!(workplace.run("build projects/2026/委托服务费.yaml --format png --ppi 30").code, 0);
    assert_eq!(workplace.list("out"), ["2026/委托服务费-1.png", "2026/委托服务费-2.png"]);
    let png = fs::read(workplace.path("out/2026/委托服务费-1.png")).expect("a picture");
    // A4 at 30 pixels an inch, in the header's big-endian width and height.
    assert_eq!(png[16..24], [0, 0, 0, 248, 0, 0, 1, 95]);
    assert_eq!(workplace.run("build projects/2026/台式机.yaml --format svg").code, 0);
    assert!(workplace.list("out").contains(&"2026/台式机-1.svg".to_owned()));
}

#[test]
fn source_date_epoch_sets_the_time() {
    let workplace = Workplace::with_projects();
    let build = |epoch: &str| {
        let outcome = workplace
            .run_with("build projects/2026/台式机.yaml", |c| c.env("SOURCE_DATE_EPOCH", epoch));
        (outcome, fs::read(workplace.path("out/2026/台式机.pdf")).unwrap_or_default())
    };
    let (outcome, pdf) = build("1700000000");
    assert_eq!(outcome.code, 0);
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("2023-11-14T22:13:20"), "the time is in the metadata");
    let (outcome, _) = build("gestern");
    assert_eq!(outcome.code, 2);
    assert_eq!(outcome.stderr, "错误：环境变量 SOURCE_DATE_EPOCH 应是 1970 年以来的秒数\n");
}

#[test]
fn files_that_are_no_projects_are_left_alone() {
    let workplace = Workplace::new();
    workplace
        .file("甲/甲.yaml", FORM)
        .file("甲/_草稿.yaml", "不: 看")
        .file("甲/.藏.yaml", "不: 看")
        .file("甲/.git2/乙.yaml", "不: 看")
        .file("甲/说明.txt", "不看");
    assert_eq!(
        workplace.run("build 甲").stderr,
        "1 份表格，0 份失败，1 页，N kB，N 秒\n表格在 out/甲.pdf\n"
    );
    let outcome = workplace.run("build 甲/_草稿.yaml");
    assert_eq!(outcome.code, 1);
    assert_snapshot("commands", "reserved-file", &outcome.stderr);
}

#[test]
fn two_inputs_never_share_an_output() {
    let workplace = Workplace::new();
    workplace.file("甲/表.yaml", FORM).file("乙/表.yml", FORM);
    let outcome = workplace.run("build 甲 乙 甲");
    assert_eq!(outcome.code, 1);
    assert_snapshot("commands", "shared-output", &outcome.stderr);
    assert_eq!(workplace.list("out"), ["表.pdf"]);
}

#[test]
fn check_prints_nothing_and_writes_nothing() {
    let workplace = Workplace::with_projects();
    let outcome = workplace.run("check");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
    assert!(outcome.stderr.ends_with("\n6 份项目文件，0 处错误，6 处警告\n"), "{outcome:?}");
    assert!(!workplace.path("out").exists());
}

#[test]
fn fonts_are_listed_with_version_and_licence() {
    let outcome = Workplace::new().run("fonts");
    assert_eq!(outcome.code, 0);
    assert_snapshot("commands", "fonts", &outcome.stdout);
    let licenses = Workplace::new().run("fonts --licenses").stdout;
    assert!(licenses.contains("SIL OPEN FONT LICENSE Version 1.1"), "{licenses}");
    assert!(licenses.contains("ARPHIC PUBLIC LICENSE"), "{licenses}");
}

/// Packages install them.
#[test]
fn there_is_a_manual_page_of_each_command() {
    let workplace = Workplace::new();
    let outcome = workplace.run("man 手册");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome:?}");
    let page = |name: &str| {
        let path = workplace.path(&format!("手册/{name}.1"));
        fs::read_to_string(path).unwrap_or_else(|cause| panic!("{name}: {cause}"))
    };
    let commands = GROUPS.iter().flat_map(|(_, commands)| *commands);
    for command in commands.filter(|command| **command != "help") {
        let text = page(&format!("jixiao-{command}"));
        let name = format!("jixiao-{command}").replace('-', r"\-");
        assert!(text.contains(&format!(r"{name} \- ")), "{text}");
        assert!(text.contains(".SH 名称\n") && !text.contains(".SH NAME"), "{text}");
    }
    assert!(page("jixiao-git-install").contains("jixiao git install"));
    assert!(!workplace.path("手册/jixiao-worker.1").exists());
}

#[test]
fn completions_are_scripts_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = Workplace::new().run(&format!("completions {shell}"));
        assert_eq!(outcome.code, 0);
        assert!(outcome.stdout.contains("jixiao"), "{shell}");
    }
}

#[test]
fn mistakes_of_usage_are_explained() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    let mut said = String::new();
    for arguments in [
        "",
        "buidl",
        "build --formt pdf",
        "build --format pfd",
        "build --ppi viel --format png",
        "build --ppi 99999",
        "build -j 0",
        "build -o",
        "build -j1 -j2",
        "completions",
        "rule sum-mismach",
        "forms exprot",
        "forms --templates 版式 export",
        "git instal",
        "git install --global",
        "new",
        "roll 26",
        "甲.yaml",
        "build --templates 没有",
        "build --fonts 没有",
        "check --force",
        "list --combine x",
        "help buidl",
    ] {
        let outcome = workplace.run(arguments);
        assert_eq!(outcome.code, 2, "{arguments}: {outcome:?}");
        said.push_str(&format!("$ jixiao {arguments}\n{}\n", outcome.stderr));
    }
    assert_snapshot("commands", "usage", &said);
}

#[test]
fn help_is_in_chinese() {
    let mut said = String::new();
    for arguments in ["--help", "build -h", "help build", "help forms check"] {
        let outcome = Workplace::new().run(arguments);
        assert_eq!(outcome.code, 0);
        said.push_str(&format!("$ jixiao {arguments}\n{}\n", outcome.stdout));
    }
    assert_snapshot("commands", "help", &said);
}

#[test]
fn a_folder_where_a_form_should_go_is_said_and_nothing_is_lost() {
    let workplace = Workplace::with_projects();
    workplace.file("out/2026/台式机.pdf/留.txt", "留");
    let outcome = workplace.run("build");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("out/2026/台式机.pdf"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.ends_with(
            "6 份表格，1 份失败，6 处警告，7 页，N kB，N 秒\n排成的表格在 out 文件夹里\n"
        ),
        "{}",
        outcome.stderr
    );
    assert!(workplace.path("out/2026/台式机.pdf/留.txt").exists());
    assert_eq!(workplace.list("out").len(), 6);
}

#[cfg(unix)]
#[test]
fn symbolic_links_lead_nowhere() {
    use std::os::unix::fs::symlink;

    let workplace = Workplace::with_projects();
    workplace.file("外/甲.yaml", FORM);
    symlink(workplace.path("外"), workplace.path("projects/夹")).expect("a link");
    symlink(workplace.path("外/甲.yaml"), workplace.path("projects/链.yaml")).expect("a link");
    let outcome = workplace.run("build projects");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    // Each where it is found, and at the end once more.
    assert_eq!(outcome.stderr.matches("符号链接").count(), 4, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("\n没有看的文件：\n  projects/夹：这是一个符号链接，没有读\n"));
    symlink(workplace.path("外/甲.yaml"), workplace.path("projects/_defaults.yaml"))
        .expect("a link");
    let outcome = workplace.run("check projects");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("projects/_defaults.yaml"), "{}", outcome.stderr);
    fs::remove_file(workplace.path("projects/_defaults.yaml")).expect("the link");
    fs::remove_dir_all(workplace.path("out")).expect("the output");
    fs::create_dir(workplace.path("out")).expect("a folder");
    symlink(workplace.path("外"), workplace.path("out/2026")).expect("a link");
    let outcome = workplace.run("build projects");
    assert_eq!(outcome.code, 1);
    assert_eq!(workplace.list("外"), ["甲.yaml"]);
}

#[test]
fn of_countless_mistakes_the_first_ones_are_shown() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", (0..60).map(|n| format!("多余{n}: 1\n")).collect::<String>());
    let outcome = workplace.run("check 甲.yaml");
    assert_eq!(outcome.stderr.matches("错误[").count(), 50);
    // Sixty unknown keys, and one finding for all the missing ones.
    assert!(outcome.stderr.contains("\n甲.yaml 还有 11 处，没有列出\n"), "{}", outcome.stderr);
    assert!(
        outcome.stderr.ends_with("1 份项目文件，61 处错误，0 处警告；改好以后会再查一遍内容\n")
    );
}

#[test]
fn an_edition_is_a_folder_and_no_rust() {
    let workplace = Workplace::new();
    for path in ["target/2026/form.yaml", "shared/form.typ.j2", "shared/layout.typ"] {
        let text = fs::read_to_string(format!("templates/{path}")).expect("the edition");
        let (_, name) = path.rsplit_once('/').expect("a file in a folder");
        workplace.file(&format!("版式/target/2027/{name}"), text.replace("预算绩效", "绩效预算"));
    }
    workplace.file("甲.yaml", FORM.replace("年度: 2026", "年度: 2027"));
    let outcome = workplace.run("build 甲.yaml --format typ");
    assert!(outcome.stderr.contains("警告[old-edition]"), "{outcome:?}");
    let source = fs::read_to_string(workplace.path("out/甲.typ")).expect("a source");
    assert!(source.contains("南京市市级项目预算绩效目标表"), "{source}");
    let outcome = workplace.run("build 甲.yaml --templates 版式 --format typ");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(!outcome.stderr.contains("old-edition"), "{outcome:?}");
    let source = fs::read_to_string(workplace.path("out/甲.typ")).expect("a source");
    assert!(source.contains("南京市市级项目绩效预算目标表"), "{source}");
}

#[test]
fn a_file_of_an_edition_can_be_replaced_alone() {
    let workplace = Workplace::new();
    let layout = fs::read_to_string("templates/shared/layout.typ").expect("the layout");
    let layout = layout.replace("paper: \"a4\"", "paper: \"a3\"");
    workplace.file("甲.yaml", FORM);
    for folder in ["target/2026", "shared"] {
        workplace.file(&format!("{folder}版式/{folder}/layout.typ"), &layout);
        let options = format!("--format png --ppi 10 --templates {folder}版式");
        assert_eq!(workplace.run(&format!("build 甲.yaml {options} -o {folder}")).code, 0);
        let png = fs::read(workplace.path(&format!("{folder}/甲-1.png"))).expect("a picture");
        // A3 at ten pixels an inch.
        assert_eq!(png[16..24], [0, 0, 0, 117, 0, 0, 0, 165]);
    }
}

#[test]
fn sources_that_would_overwrite_a_module_are_refused() {
    let workplace = Workplace::new();
    workplace.file("甲/layout.yaml", FORM).file("甲/表.yaml", FORM);
    let outcome = workplace.run("build 甲 --format typ -j1");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[same-output]"), "{}", outcome.stderr);
    assert_eq!(workplace.run("build 甲").code, 0);
}

#[test]
fn fonts_in_a_folder_come_first() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    assert_eq!(workplace.run("build 甲.yaml -o a").code, 0);
    for name in ["NotoSerifCJKsc-Regular-Common.ttf", "NotoSansCJKsc-Medium-TGH.ttf"] {
        workplace.file(&format!("字/{name}"), fs::read(format!("fonts/{name}")).expect("a font"));
    }
    assert_eq!(workplace.run("build 甲.yaml -o b --fonts 字").code, 0);
    let bytes = |path| fs::read(workplace.path(path)).expect("a PDF");
    assert!(bytes("a/甲.pdf") == bytes("b/甲.pdf"), "the same fonts give the same bytes");
    workplace.file("坏/坏.otf", "no font");
    let outcome = workplace.run("build 甲.yaml -o c --fonts 坏");
    assert_eq!(outcome.code, 2);
    assert_eq!(outcome.stderr, "错误[bad-font]: 这不是能用的字体\n--> 坏/坏.otf\n\n");
}

#[test]
fn an_edition_that_cannot_be_used_is_said_what_it_lacks() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace("年度: 2026", "年度: 2028"));
    workplace.file("版式/target/2028/form.typ.j2", "#{{ 项目名称 }}");
    let outcome = workplace.run("build 甲.yaml --templates 版式");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("这里缺少 form.yaml\n--> 版式/target/2028\n"), "{outcome:?}");
    let fonts = "fonts: {title: [甲], body: [SimSun, Noto Serif CJK SC], label: []}\n";
    workplace.file("版式/target/2028/form.yaml", format!("title: 甲\n{fonts}"));
    let outcome = workplace.run("build 甲.yaml --templates 版式");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[bad-form]: 缺少“name”"), "{}", outcome.stderr);
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("the form");
    let (before, rest) = form.split_once("fonts:\n").expect("fonts");
    let (_, after) = rest.split_once("\n\n").expect("what follows the fonts");
    workplace.file("版式/target/2028/form.yaml", format!("{before}{fonts}\n{after}"));
    let outcome = workplace.run("build 甲.yaml --templates 版式");
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.stderr.matches("错误[missing-font]").count(), 2, "{}", outcome.stderr);
}
