//! What forms have in common changes, and is broken for a while.

use std::fs;

use super::{FIRST, LAST, assert_clean, workplace};
use crate::support::cli::Workplace;
use crate::support::project::FORM;
use crate::support::watching::{Watching, replace};

/// Writes a file in one go.
fn put(workplace: &Workplace, path: &str, text: impl AsRef<[u8]>) {
    replace(&workplace.path(path), text);
}

fn has(said: &[String], part: &str) -> bool {
    said.iter().any(|line| line.contains(part))
}

#[test]
fn a_project_is_broken_and_mended() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    let sound = fs::read_to_string(workplace.path("p/甲.yaml")).expect("a project");
    put(&workplace, "p/甲.yaml", sound.replace("项目级次: 市本级", "项目级次：市本级"));
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said[0], "甲 ✗ 1 处错误，1 处警告", "{said:#?}");
    assert!(has(&said, "错误[fullwidth-colon]") && has(&said, "--> p/甲.yaml:"), "{said:#?}");
    assert!(has(&said, "这份表是以前排的，没有更新"), "{said:#?}");
    // What it says now has been printed already.
    put(&workplace, "p/甲.yaml", &sound);
    assert_eq!(watching.said(&workplace, &LAST), ["甲 ✓ 和已经排好的一样"]);
    put(&workplace, "p/甲.yaml", FIRST.text("改"));
    assert_eq!(watching.said(&workplace, &LAST), ["甲 N 毫秒 ✓"]);
}

#[test]
fn defaults_change_for_those_that_they_are_for() {
    let workplace = workplace();
    let without = |name: &str| FIRST.text(name).replace("联系电话: \"86591170\"\n", "");
    workplace
        .file("p/深/丙.yaml", without("丙"))
        .file("p/深/_defaults.yaml", "联系电话: 86591171\n");
    let mut watching = Watching::new(&workplace, "p");
    put(&workplace, "p/深/_defaults.yaml", "联系电话: 86591172\n");
    assert_eq!(watching.said(&workplace, &LAST), ["深/丙 N 毫秒 ✓"]);
    put(&workplace, "p/深/_defaults.yaml", "联系电话：86591172\n");
    let said = watching.said(&workplace, &LAST);
    assert!(said[0].starts_with("深/丙 ✗ ") && has(&said, "p/深/_defaults.yaml:1:"), "{said:#?}");
    // One that is new in a folder above is for all; the worker has to know of it as well.
    put(&workplace, "p/深/_defaults.yaml", "联系电话: 86591172\n");
    watching.said(&workplace, &LAST);
    fs::remove_file(workplace.path("p/深/_defaults.yaml")).expect("a file");
    put(&workplace, "p/_defaults.yaml", "联系电话: 86591171\n");
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "甲 N 毫秒 ✓") && has(&said, "深/丙 N 毫秒 ✓"), "{said:#?}");
    drop(watching);
    assert_eq!(workplace.run("build p -o clean").code, 0);
    let bytes = |folder| fs::read(workplace.path(&format!("{folder}/深/丙.pdf"))).expect("a form");
    assert!(bytes("out") == bytes("clean"));
}

#[test]
fn defaults_above_the_folder_count_too() {
    let workplace = Workplace::new();
    workplace.file("p/a/甲.yaml", FORM.replace("联系电话: \"86591170\"\n", ""));
    workplace.file("p/_defaults.yaml", "联系电话: 86591171\n").file("q/乙.yaml", FORM);
    let mut watching = Watching::new(&workplace, "p/a/甲.yaml q");
    put(&workplace, "p/_defaults.yaml", "联系电话: 86591172\n");
    let said = watching.until(|line| line.contains('✓'));
    assert_eq!(said, ["a/甲 N 毫秒 ✓"]);
}

#[test]
fn settings_are_broken_and_mended() {
    let workplace = workplace();
    let blank = FIRST.text("XX");
    put(&workplace, "p/甲.yaml", &blank);
    let mut watching = Watching::new(&workplace, "p");
    put(&workplace, "jixiao.toml", "[rules]\nplaceholder = \"dny\"\n");
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "错误[bad-setting]") && has(&said, "先用原来的设置"), "{said:#?}");
    put(&workplace, "jixiao.toml", "[rules]\nplaceholder = \"deny\"\n");
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "甲 ✗ 1 处错误") && has(&said, "错误[placeholder]"), "{said:#?}");
    fs::remove_file(workplace.path("jixiao.toml")).expect("a file");
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said[0], "甲 ✓ 和已经排好的一样，1 处警告", "{said:#?}");
    // What is for the whole run holds from then on.
    put(&workplace, "jixiao.toml", "output = \"别处\"\n");
    let said = watching.until(|line| line.starts_with("表格在"));
    assert!(has(&said, "按新的设置") && said.last().is_some_and(|it| it == "表格在 别处 文件夹里"));
    watching.said(&workplace, &LAST);
    assert_eq!(workplace.list("别处"), ["甲.pdf", "终.pdf"]);
}

#[test]
fn templates_are_broken_and_mended() {
    let workplace = workplace();
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("the form");
    let own = form.replace("绩效目标表", "绩效目标申报表");
    workplace.file("版式/target/2026/form.yaml", &own);
    let mut watching = Watching::new(&workplace, "p --templates 版式");
    // What says the same is the same.
    put(&workplace, "版式/target/2026/form.yaml", &own);
    assert!(watching.said(&workplace, &LAST).is_empty());
    put(&workplace, "版式/target/2026/form.yaml", own.replacen("title:", "titel:", 1));
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "错误[bad-form]") && has(&said, "先用原来的版式和字体"), "{said:#?}");
    // The last one is in use.
    FIRST.write(&workplace, "改");
    assert_eq!(watching.said(&workplace, &LAST), ["甲 N 毫秒 ✓"]);
    put(&workplace, "版式/target/2026/form.yaml", form.replace("绩效目标表", "绩效目标申请表"));
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "版式或字体改了") && has(&said, "甲 N 毫秒 ✓"), "{said:#?}");
    drop(watching);
    assert_clean(&workplace, "--templates 版式");
}

#[test]
fn fonts_change() {
    let workplace = workplace();
    fs::create_dir(workplace.path("字体")).expect("a folder");
    let mut watching = Watching::new(&workplace, "p --fonts 字体");
    put(&workplace, "字体/坏.ttf", "坏");
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "错误[bad-font]") && has(&said, "先用原来的版式和字体"), "{said:#?}");
    fs::remove_file(workplace.path("字体/坏.ttf")).expect("a file");
    assert!(watching.said(&workplace, &LAST).is_empty());
    let font = walkdir::WalkDir::new("fonts").sort_by_file_name().into_iter();
    let font = font
        .filter_map(Result::ok)
        .find(|it| it.path().extension().is_some_and(|ending| ending == "ttf" || ending == "otf"));
    let font = fs::read(font.expect("a font").path()).expect("a font");
    put(&workplace, "字体/好.ttf", font);
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "版式或字体改了") && has(&said, "甲 N 毫秒 ✓"), "{said:#?}");
    drop(watching);
    assert_clean(&workplace, "--fonts 字体");
}

/// Two files contradict each other, then they do not.
#[test]
fn a_form_is_refused_for_another_one_and_no_longer() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p --deny duplicate-project");
    put(&workplace, "p/丙.yaml", FIRST.text("原"));
    let said = watching.said(&workplace, &LAST);
    assert!(has(&said, "甲 ✗ 1 处错误") && has(&said, "错误[duplicate-project]"), "{said:#?}");
    assert!(has(&said, "丙 N 毫秒 ✓"), "{said:#?}");
    put(&workplace, "p/丙.yaml", FIRST.text("另"));
    let said = watching.said(&workplace, &LAST);
    assert_eq!(said, ["丙 N 毫秒 ✓", "甲 ✓ 和已经排好的一样"], "{said:#?}");
}
