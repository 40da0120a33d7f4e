//! `check` as its users meet it: levels, mends, several files, standard input.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use jixiao::diagnostic::Diagnostic;
use jixiao::diagnostic::rule::Stage;
use proptest::prelude::*;

use crate::support::build::{findings, mended};
use crate::support::cli::{Outcome, Workplace};
use crate::support::project::{FORM, mangled};

/// FORM.md's last section lists what is odd in the six real forms: each of it is
/// told, at its line, and nothing else.
#[test]
fn what_is_odd_in_the_real_forms_is_told() {
    let outcome = Workplace::with_projects().run("check --format concise --hints");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let told: Vec<&str> =
        outcome.stdout.lines().filter_map(|line| line.split("]: ").next()).collect();
    let expected = [
        "全国计算机技术与软件专业技术资格（水平）南京考区考试.yaml:14:21: 警告[placeholder",
        "全国计算机技术与软件专业技术资格（水平）南京考区考试.yaml:28:1: 建议[no-usual-indicator",
        "全国计算机技术与软件专业技术资格（水平）南京考区考试.yaml:47:3: 建议[no-usual-indicator",
        "办公设备.yaml:22:1: 警告[repeated-text",
        "办公设备.yaml:24:1: 建议[no-usual-indicator",
        "办公设备.yaml:43:3: 建议[no-usual-indicator",
        "办公设备.yaml:47:23: 警告[rate-without-number",
        "台式机.yaml:22:1: 建议[no-usual-indicator",
        "台式机.yaml:41:3: 建议[no-usual-indicator",
        "委托服务费.yaml:19:3: 警告[repeated-citation",
        "委托服务费.yaml:20:3: 警告[repeated-citation",
        "委托服务费.yaml:51:19: 建议[goal-number-without-indicator",
        "委托服务费.yaml:74:3: 建议[no-usual-indicator",
        "平台运营服务费.yaml:39:1: 建议[no-usual-indicator",
        "平台运营服务费.yaml:58:3: 建议[no-usual-indicator",
        "服务体系服务费.yaml:34:1: 警告[repeated-text",
        "服务体系服务费.yaml:38:108: 建议[goal-number-without-indicator",
        "服务体系服务费.yaml:59:3: 建议[no-usual-indicator",
        "服务体系服务费.yaml:65:7: 建议[output-as-benefit",
    ];
    // The last line counts them.
    assert_eq!(told.len(), expected.len() + 1, "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert_eq!(*told, format!("projects/2026/{expected}"));
    }
}

#[test]
fn a_form_with_an_error_is_not_printed() {
    let workplace = Workplace::new();
    workplace.file("表/对.yaml", FORM);
    workplace.file("表/错.yaml", FORM.replace("资金总额: 13", "资金总额: 13.01"));
    let outcome = workplace.run("build 表");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[sum-mismatch]"), "{}", outcome.stderr);
    // The same project twice is a warning.
    assert!(
        outcome
            .stderr
            .ends_with("2 份表格，1 份失败，1 处警告，1 页，N kB，N 秒\n排成的表格在 out/对.pdf\n"),
        "{}",
        outcome.stderr
    );
    assert_eq!(workplace.list("out"), ["对.pdf"]);
}

#[test]
fn the_command_line_sets_the_levels() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace("联系电话: \"86591170\"\n", ""));
    let check = |options: &str| workplace.run(&format!("check 甲.yaml {options}"));
    let ends = |outcome: &Outcome, code, counts: &str| {
        assert_eq!(outcome.code, code, "{outcome:?}");
        assert!(outcome.stderr.ends_with(&format!("1 份项目文件，{counts}\n")), "{outcome:?}");
    };
    ends(&check(""), 0, "0 处错误，1 处警告");
    ends(&check("--deny warnings"), 1, "1 处错误，0 处警告");
    ends(&check("--deny person-without-phone"), 1, "1 处错误，0 处警告");
    ends(&check("--deny bad-phone"), 0, "0 处错误，1 处警告");
    ends(&check("--allow person-without-phone"), 0, "0 处错误，0 处警告；另有 1 处放行的不报");
    let denied = check("--deny warnings --allow person-without-phone");
    ends(&denied, 0, "0 处错误，0 处警告；另有 1 处放行的不报");
    ends(&check("--hints"), 0, "0 处错误，1 处警告，2 条建议");
    ends(&check("--warn no-usual-indicator"), 0, "0 处错误，3 处警告");
    assert_eq!(workplace.run("build 甲.yaml --deny warnings").code, 1);
    assert!(workplace.list("out").is_empty());
    let built = workplace.run("build 甲.yaml --allow person-without-phone");
    assert_eq!(
        built.stderr,
        "1 份表格，0 份失败，1 页，N kB，N 秒；另有 1 处放行的不报\n表格在 out/甲.pdf\n"
    );
}

#[test]
fn an_error_of_content_can_be_a_warning() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace("项目级次: 市本级", "项目级次: 区级"));
    assert_eq!(workplace.run("build 甲.yaml").code, 1);
    let outcome = workplace.run("build 甲.yaml --warn not-in-list");
    assert_eq!(outcome.code, 0);
    assert!(outcome.stderr.contains("警告[not-in-list]"), "{}", outcome.stderr);
}

#[test]
fn files_of_one_name_are_all_checked() {
    let workplace = Workplace::new();
    let other = FORM.replace("项目名称: 平台运营服务费", "项目名称: 委托服务费");
    workplace.file("甲/表.yaml", FORM).file("乙/表.yaml", other.replace("=2项", "＝2项"));
    let outcome = workplace.run("check 甲/表.yaml 乙/表.yaml --format concise");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stdout.contains("乙/表.yaml:1:1: 警告[same-output]"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("乙/表.yaml:58:21: 警告[nonstandard-value]"));
    assert!(outcome.stdout.ends_with("2 份项目文件，0 处错误，2 处警告\n"), "{}", outcome.stdout);
}

#[test]
fn a_character_that_no_font_has_gets_a_substitute() {
    // 𝐀 is compatible with a letter.
    for (c, help) in [
        ('⨄', "换一个字，"),
        ('⩾', "写成“≥”，"),
        ('𝐀', "写成“A”，"),
        ('🄥', "写成“(V)”，"),
        ('😀', "换一个字，"),
    ] {
        let found = findings(&FORM.replace("OA系统功能完善", &format!("OA系统{c}功能完善")));
        let told: Vec<_> = found.iter().filter(|it| it.rule.name == "missing-glyph").collect();
        assert_eq!(told.len(), 1, "{c}");
        assert!(told[0].help.as_ref().is_some_and(|told| told.starts_with(help)), "{told:?}");
    }
}

#[test]
fn what_a_comment_cuts_off_is_told() {
    for (written, instead) in [
        ("项目负责人: 李鹏", "项目负责人: 李鹏 #主任"),
        ("项目负责人: 李鹏", "项目负责人: #李鹏"),
        ("资金总额: 13", "资金总额: #13"),
        ("[=1项, =2项]", "[=1项, #半年\n        =2项]"),
        ("[=1项, =2项]", "[=1项 #半年\n        , =2项]"),
        ("[=1项, =2项]", "\n        - =1项\n        - =2项 #含备用"),
    ] {
        let found = findings(&FORM.replace(written, instead));
        let is_told = |it: &&Diagnostic| it.rule.name == "comment-in-text";
        assert_eq!(found.iter().filter(is_told).count(), 1, "{instead}");
    }
    for comment in ["  #主任", " # 主任", "  # 主任", " #"] {
        let found =
            findings(&FORM.replace("项目负责人: 李鹏", &format!("项目负责人: 李鹏{comment}")));
        assert!(found.iter().all(|it| !it.is_error() && it.rule.name != "comment-in-text"));
    }
}

#[test]
fn levels_that_make_no_sense_are_refused() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    for (options, said) in [
        ("--allow missing-key", "规则“missing-key”不能放宽"),
        ("--warn missing-glyph", "规则“missing-glyph”不能放宽"),
        ("--deny bad-phone --allow bad-phone", "规则“bad-phone”写了两次"),
        ("--deny warning", "没有这条规则"),
        ("--allow placeholders", "是不是“placeholder”？"),
    ] {
        let outcome = workplace.run(&format!("check 甲.yaml {options}"));
        assert_eq!(outcome.code, 2, "{options}: {outcome:?}");
        assert!(outcome.stderr.contains(said), "{options}: {}", outcome.stderr);
    }
}

#[test]
fn projects_are_compared_with_one_another() {
    let workplace = Workplace::new();
    let other = FORM
        .replace("项目名称: 平台运营服务费", "项目名称: 委托服务费")
        .replace("关于推动中小企业公共服务平台网络有效运营的指导意见", "关于推动大型企业的意见");
    workplace.file("表/甲.yaml", FORM).file("表/乙.yaml", &other).file("表/丙.yaml", FORM);
    let outcome = workplace.run("check 表 --format concise");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let said: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("表/甲.yaml:4:7: 警告[duplicate-project]"), "{said:#?}");
    assert!(said[1].starts_with("表/乙.yaml:14:3: 警告[citation-conflict]"), "{said:#?}");
    // As an error, it keeps a form from being printed.
    let outcome = workplace.run("build 表 --deny duplicate-project");
    assert_eq!(outcome.code, 1);
    assert_eq!(workplace.list("out"), ["丙.pdf", "乙.pdf"]);
    // Another department may have a project of that name.
    workplace.file(
        "表/甲.yaml",
        FORM.replace("主管部门: 南京市工业和信息化局", "主管部门: 南京市科学技术局"),
    );
    let outcome = workplace.run("check 表");
    assert!(!outcome.stderr.contains("duplicate-project"), "{}", outcome.stderr);
}

/// A form with what is safe to mend, and some comments.
fn mendable() -> String {
    FORM.replace("[=1项, =2项]", "[＝1项 , '＝2项']  # 两项")
        .replace("年度: 2026", "年度: ２０２６ # 全角")
        .replace("[6, 13]", "【６，13】")
        .replace("项目名称: ", "项目名称：")
        .replace("开展服务进园区活动30场, ", "开展服务进园区活动30场，")
        .replace("内控及评价等。", "内控及评价等。  ")
}

#[test]
fn mends_change_nothing_else() {
    let workplace = Workplace::new();
    for (mark, line_end) in [("", "\n"), ("\u{FEFF}", "\n"), ("", "\r\n")] {
        let bytes = |text: &str| format!("{mark}{}", text.replace('\n', line_end));
        workplace.file("甲.yaml", bytes(&mendable()));
        let outcome = workplace.run("check --fix 甲.yaml");
        assert_eq!(outcome.code, 0, "{outcome:?}");
        assert_eq!(outcome.stderr, "甲.yaml：改好 7 处\n1 份项目文件，0 处错误，0 处警告\n");
        let mended = fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
        let expected = FORM
            .replace("[=1项, =2项]", "[=1项 , '=2项']  # 两项")
            .replace("年度: 2026", "年度: 2026 # 全角")
            .replace(
                "功能完善, 重点企业服务效率提升; 开展服务进园区活动30场, ",
                "功能完善，重点企业服务效率提升; 开展服务进园区活动30场，",
            );
        assert_eq!(mended, bytes(&expected));
    }
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace("=2项", "＝2项"));
    for options in ["--diff", "--fix --diff"] {
        let outcome = workplace.run(&format!("check {options} 甲.yaml"));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert_eq!(outcome.stderr, "1 份文件里有 1 处可以改好，没有改\n");
        assert!(outcome.stdout.starts_with("--- 甲.yaml\n+++ 甲.yaml\n@@ "), "{}", outcome.stdout);
        assert!(
            outcome.stdout.contains(
                "\n-      完成运维升级: [=1项, ＝2项]\n+      完成运维升级: [=1项, =2项]\n"
            )
        );
    }
    let text = fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
    assert!(text.contains("＝2项"));
    workplace.file("甲.yaml", FORM.replace("=2项", "＝2项").replace('\n', "\r\n"));
    let outcome = workplace.run("check --diff 甲.yaml");
    assert!(outcome.stdout.contains("[=1项, =2项]\r\n"), "{:?}", outcome.stdout);
    workplace.file("甲.yaml", FORM);
    assert_eq!(workplace.run("check --diff 甲.yaml").code, 0);
}

#[test]
fn default_files_are_mended_once() {
    let workplace = Workplace::new();
    let form = FORM.replace("联系电话: \"86591170\"\n", "").replace("平台运营服务费", "费");
    workplace.file("表/_defaults.yaml", "联系电话: ８６５９１１７０ # 办公室\n");
    workplace.file("表/甲.yaml", &form).file("表/乙.yaml", form.replace("名称: 费", "名称: 用"));
    let outcome = workplace.run("check 表");
    assert_eq!(outcome.stderr.matches("警告[bad-phone]").count(), 1, "{}", outcome.stderr);
    assert_eq!(workplace.run("check 表 --fix").code, 0);
    let text = fs::read_to_string(workplace.path("表/_defaults.yaml")).expect("the file");
    assert_eq!(text, "联系电话: 86591170 # 办公室\n");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_not_mended() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let workplace = Workplace::new();
    workplace.file("外/甲.yaml", FORM.replace("=2项", "＝2项"));
    symlink(workplace.path("外/甲.yaml"), workplace.path("链.yaml")).expect("a link");
    let outcome = workplace.run("check --fix 链.yaml");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[unwritable-file]"), "{}", outcome.stderr);
    assert!(workplace.path("链.yaml").is_symlink());
    // The file keeps its permissions.
    let path = workplace.path("外/甲.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    assert_eq!(workplace.run("check --fix 外/甲.yaml").code, 0);
    assert_eq!(fs::metadata(path).expect("the file").permissions().mode() & 0o777, 0o640);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let workplace = Workplace::new();
    let form = FORM.replace("主管部门: 南京市工业和信息化局\n", "").replace("=2项", "＝2项");
    workplace.file("表/_defaults.yaml", "主管部门: 南京市工业和信息化局\n");
    let outcome = pipe(&workplace, "check - --stdin-name 表/甲.yaml --format concise", &form);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stdout.starts_with("表/甲.yaml:57:21: 警告[nonstandard-value]"), "{outcome:?}");
    // Without a name it is nowhere, and has no default files.
    let outcome = pipe(&workplace, "check -", &form);
    assert!(outcome.stderr.contains("缺少 1 项：主管部门\n --> -:1:1"), "{}", outcome.stderr);
    // The mended text goes to where an editor waits for it.
    let outcome = pipe(&workplace, "check --fix - --stdin-name 表/甲.yaml", &form);
    assert_eq!(outcome.stdout, form.replace("＝2项", "=2项"));
    let outcome = pipe(&workplace, "check --fix - --stdin-name 表/甲.yaml", "项目名称: [\n");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, "项目名称: [\n"));
    assert_eq!(pipe(&workplace, "check - 表", &form).code, 2);
    assert!(!workplace.path("表/甲.yaml").exists());
}

fn pipe(workplace: &Workplace, arguments: &str, text: &str) -> Outcome {
    let mut input = tempfile::tempfile().expect("a temporary file");
    input.write_all(text.as_bytes()).expect("a text");
    std::io::Seek::rewind(&mut input).expect("the start");
    workplace.run_with(arguments, |command| command.stdin(Stdio::from(input)))
}

#[test]
fn files_with_odd_names_are_not_passed_over_silently() {
    let workplace = Workplace::new();
    workplace.file("表/甲.yaml", FORM);
    for name in ["乙.yaml.txt", "丙.YAML", "丁。yaml", "_defaults.yml", "_default.yaml"] {
        workplace.file(&format!("表/{name}"), "");
    }
    workplace.file("表/_草稿.yaml", "").file("表/说明.txt", "");
    let outcome = workplace.run("check 表");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(outcome.stderr.matches("警告[skipped-file]").count(), 5, "{}", outcome.stderr);
    for name in ["乙.yaml", "丙.yaml", "丁.yaml", "_defaults.yaml"] {
        assert!(outcome.stderr.contains(&format!("改名为 {name}；")), "{}", outcome.stderr);
    }
    fs::remove_file(workplace.path("表/甲.yaml")).expect("the file");
    assert_eq!(workplace.run("check 表").code, 1, "there is nothing to check");
}

#[test]
fn a_text_outside_the_page_is_told() {
    let workplace = Workplace::new();
    let layout = fs::read_to_string("templates/shared/layout.typ").expect("the layout");
    let columns = "columns: page.columns.map(width => width * 1pt)";
    assert!(layout.contains(columns));
    let wide = layout.replace(columns, "columns: (300mm,) * 5");
    workplace.file("版式/target/2026/layout.typ", wide).file("甲.yaml", FORM);
    let outcome = workplace.run("build 甲.yaml --templates 版式");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("错误[does-not-fit]: 第 1 页的"), "{}", outcome.stderr);
    assert!(workplace.list("out").is_empty());
}

#[test]
fn a_header_that_is_higher_than_a_page_is_told() {
    let workplace = Workplace::new();
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("the form");
    let title = r#"title: "半年(程)\n指标值""#;
    assert!(form.contains(title));
    let high: Vec<String> = (0..90).map(|line| format!("第{line}行")).collect();
    let high = format!("title: \"{}\"", high.join(r"\n"));
    workplace.file("版式/target/2026/form.yaml", form.replace(title, &high)).file("甲.yaml", FORM);
    let outcome = workplace.run("build 甲.yaml --templates 版式");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("错误[does-not-fit]: "), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("改短，或把栏放宽"), "{}", outcome.stderr);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a form says, the checker says where; and what it mends stays
    /// readable, and needs no mending any more.
    #[test]
    fn odd_forms_are_explained_at_their_places(
        slips in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..3usize, "[：，；（）《》〈〉“”〔〕()\\[\\]{}=≥≤><＞＝％0-9０-９年月号家台 \n\u{3000}#XＸ×…一二十甲𮧵é-]{0,6}"),
            1..8,
        ),
    ) {
        let form = mangled(&slips);
        let found = findings(&form);
        for finding in &found {
            let spans = finding.places.iter().filter_map(|place| place.span.clone());
            for span in spans.chain(finding.fix.iter().map(|edit| edit.span.clone())) {
                prop_assert!(form.get(span).is_some(), "{:?}", finding);
            }
            jixiao::diagnostic::render::render(finding);
        }
        let after = mended(&form);
        let is_readable = |text: &str| {
            !findings(text).iter().any(|it| it.is_error() && it.rule.stage == Stage::Reading)
        };
        prop_assert!(is_readable(&after) || !is_readable(&form), "{}", after);
        prop_assert_eq!(mended(&after), after);
    }
}
