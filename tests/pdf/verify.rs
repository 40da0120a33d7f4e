//! `jixiao verify`: forms as they were printed, and forms that were changed.

use std::fs;

use super::workplace;
use crate::support::assert_snapshot;
use crate::support::cli::without_numbers;
use crate::support::cli::{Outcome, Workplace};
use crate::support::forge;
use crate::support::project::FORM;

/// What is said about the printed form, of which `edit` has made something else.
fn verify(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Outcome {
    workplace(edit).run("verify 甲.pdf")
}

/// What else is drawn, after all that is drawn on the first page.
fn drawn(pdf: &[u8], more: &str) -> Vec<u8> {
    forge::with_content(pdf, |content| format!("q {content} Q {more}"))
}

#[test]
fn forms_are_intact_as_they_are_printed() {
    let workplace = Workplace::with_projects();
    assert_eq!(workplace.run("build").code, 0);
    let files: Vec<_> =
        workplace.list("out/2026").iter().map(|name| format!("out/2026/{name}")).collect();
    let outcome = workplace.run(&format!("verify {}", files.join(" ")));
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{outcome:?}");
    let intact: Vec<_> = outcome.stderr.lines().filter(|line| line.contains("：原样")).collect();
    assert_eq!(intact.len(), 6, "{outcome:?}");
}

/// Whatever form it is, it is found again cell by cell.
#[test]
fn other_forms_are_held_against_their_data() {
    for (file, [printed, other], told) in [
        ("申报表/村镇保洁", ["≥72个", "≥73个"], "实施保洁的行政村数 › 指标值：表上印的是“≥72个”"),
        (
            "监控表/村镇保洁",
            ["≥72个", "≥73个"],
            "实施保洁的行政村数 › 年度指标值：表上印的是“≥72个”",
        ),
        (
            "自评表/村镇保洁",
            ["850.15万元", "851万元"],
            "项目总成本 › 实际完成值：表上印的是“850.15万元”",
        ),
        ("镇江目标表/公园绿地养护", ["21.5", "21"], "收入 › 上年结转资金：表上印的是“21.5”"),
    ] {
        let workplace = Workplace::new();
        let project = fs::read_to_string(format!("projects/{file}.yaml")).expect("a project");
        workplace.file("甲.yaml", &project);
        assert_eq!(workplace.run("build 甲.yaml -o .").code, 0, "{file}");
        let outcome = workplace.run("verify 甲.pdf");
        assert_eq!(outcome.stderr, "甲.pdf：原样，与本程序重新排出的逐字节相同\n", "{file}");
        let bytes = fs::read(workplace.path("甲.pdf")).expect("a PDF");
        assert!(project.contains(printed), "{file}");
        let project = project.replacen(printed, other, 1);
        workplace.file("甲.pdf", forge::with_project(&bytes, &project));
        let outcome = workplace.run("verify 甲.pdf");
        assert_eq!(outcome.code, 1, "{file}: {outcome:?}");
        assert!(outcome.stderr.contains(told), "{file}: {outcome:?}");
    }
}

#[test]
fn a_form_that_bears_the_time_of_its_build_is_intact() {
    let workplace = workplace(|pdf| pdf);
    let build = workplace.run_with("build 甲.yaml -o . --force", |command| {
        command.env("SOURCE_DATE_EPOCH", "1750000000")
    });
    assert_eq!(build.code, 0);
    let outcome = workplace.run("verify 甲.pdf");
    assert_eq!(outcome.stderr, "甲.pdf：原样，与本程序重新排出的逐字节相同\n");
}

/// Streams may hold the sign that a PDF ends with: character maps do, and so may a text.
#[test]
fn a_sign_in_a_stream_ends_no_file() {
    let unpacked = forge::unpacked(&printed(FORM));
    let signs = |bytes: &[u8]| bytes.windows(5).filter(|part| part == b"%%EOF").count();
    assert!(signs(&unpacked) > 1, "the maps are there to be seen");
    let outcome = verify(|_| unpacked.clone());
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("另存过，内容和重新排出的全部相同"), "{outcome:?}");
    let form = FORM.replace("  3、南京市", "  startxref\n  0\n  %%EOF\n  3、南京市");
    let unpacked = forge::unpacked(&printed(&form));
    let outcome = verify(|_| drawn(&unpacked, ""));
    let added = drawn(&unpacked, "")[unpacked.len()..].trim_ascii().len();
    assert!(outcome.stderr.contains(&format!("还有 {added} 字节")), "{added}: {outcome:?}");
    let outcome = verify(|_| unpacked);
    assert!(!outcome.stderr.contains("是后来加上的"), "{outcome:?}");
}

fn printed(form: &str) -> Vec<u8> {
    let workplace = Workplace::new();
    workplace.file("乙.yaml", form);
    assert_eq!(workplace.run("build 乙.yaml -o . --allow sum-mismatch").code, 0);
    fs::read(workplace.path("乙.pdf")).expect("a PDF")
}

/// Every way to change a form, and what is said of it, letter by letter.
#[test]
fn changes_are_told() {
    let other_amount = printed(&FORM.replace("资金总额: 13", "资金总额: 15"));
    let fewer_rows = printed(&FORM.replace("      立项程序规范性: [规范, 规范]\n", ""));
    let extracted = workplace(|pdf| pdf).run("extract 甲.pdf").stdout;
    let cases: Vec<(&str, i32, Outcome)> = [
        ("other-project", 1, verify(|_| forge::with_project(&other_amount, &extracted))),
        ("fewer-rows", 1, verify(|_| forge::with_project(&fewer_rows, &extracted))),
        ("appended", 0, verify(|pdf| forge::updated(&pdf, &[]))),
        ("covered", 1, verify(|pdf| drawn(&pdf, "1 g 300 300 60 20 re f"))),
        ("stroke", 1, verify(|pdf| drawn(&pdf, "0 G 1 w 500 700 m 506 700 l S"))),
        (
            "invisible",
            1,
            verify(|pdf| drawn(&pdf, "BT /f0 9 Tf 3 Tr 1 0 0 1 60 20 Tm <00010002> Tj ET")),
        ),
        (
            "white",
            1,
            verify(|pdf| drawn(&pdf, "BT 1 g /f0 9 Tf 0 Tr 1 0 0 1 60 20 Tm <0001> Tj ET")),
        ),
        (
            "upside-down",
            1,
            verify(|pdf| drawn(&pdf, "BT 0 g /f0 9 Tf 0 Tr -1 0 0 -1 60 20 Tm <0001> Tj ET")),
        ),
        ("tiny", 1, verify(|pdf| drawn(&pdf, "BT 0 g /f0 1 Tf 1 0 0 1 60 20 Tm <0001> Tj ET"))),
        (
            "note",
            1,
            verify(|pdf| {
                let note = "/Annots[<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]>>]";
                forge::with_page(&pdf, note)
            }),
        ),
        (
            "script",
            1,
            verify(|pdf| {
                let script = "/OpenAction<</S/JavaScript/JS(app.alert(1))>>/OCProperties<<>>";
                forge::with_catalog(&pdf, script)
            }),
        ),
        // What says 13 to those who copy the text, and looks like 15.
        (
            "other-glyphs",
            1,
            verify(|_| {
                let swapped = forge::with_characters(&other_amount, |map| {
                    let swap = |map: &str, from: &str, to: &str| map.replace(from, to);
                    let map = swap(&map, "> <0035>", "> <x>");
                    swap(&swap(&map, "> <0033>", "> <0035>"), "> <x>", "> <0033>")
                });
                forge::with_project(&swapped, &extracted)
            }),
        ),
    ]
    .into();
    let mut told = String::new();
    for (name, code, outcome) in cases {
        assert_eq!((outcome.code, outcome.stdout.as_str()), (code, ""), "{name}: {outcome:?}");
        told += &format!("# {name}\n{}\n", outcome.stderr);
    }
    // How much is added depends on how well it compresses.
    assert_snapshot("verify", "changes", &without_numbers(&told, " 字节"));
}

#[test]
fn programs_get_the_verdicts_as_json() {
    let workplace = workplace(|pdf| drawn(&pdf, "1 g 300 300 60 20 re f"));
    workplace.file("坏.pdf", "");
    let outcome = workplace.run("verify 甲.pdf 坏.pdf --format json");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, ""), "{outcome:?}");
    assert_snapshot("verify", "json", &outcome.stdout);
}

#[test]
fn forms_with_templates_of_ones_own_are_intact_with_them() {
    let workplace = workplace(|pdf| pdf);
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("the definition");
    let form = form.replace("南京市市级项目预算绩效目标表", "南京市市级项目绩效目标表");
    workplace.file("版式/target/2026/form.yaml", form);
    assert_eq!(workplace.run("build 甲.yaml -o . --templates 版式").code, 0);
    assert_eq!(workplace.run("verify 甲.pdf --templates 版式").code, 0);
    let without = workplace.run("verify 甲.pdf");
    assert_eq!(without.code, 1, "{without:?}");
    assert!(without.stderr.contains("第 1 页表格上方"), "{without:?}");
}
