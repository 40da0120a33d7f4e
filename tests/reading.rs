//! Reading project files: what is refused, how that is said, and that texts
//! come through as they were written.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use jixiao::diagnostic::{Diagnostic, SourceFile};
use jixiao::form::{Project, Role};
use jixiao::source::Source;
use proptest::prelude::*;
use serde_yaml::Value;

use crate::support::assert_snapshot;
use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::project::{FORM, mangled, project_with};

/// Every file in `tests/cases/reading` with what `jixiao check` says of it.
#[test]
fn wrong_files_are_explained_at_their_places() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reading");
    let mut cases = 0;
    for entry in fs::read_dir(folder).expect("the cases") {
        let path = entry.expect("a case").path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let workplace = Workplace::new();
        workplace.file(&name, fs::read(&path).expect("a readable case"));
        let outcome = workplace.run(&format!("check {name}"));
        assert_eq!(outcome.code, 1, "{name} is wrong: {outcome:?}");
        let stem = name.trim_end_matches(".yaml");
        assert_snapshot("reading", stem, &outcome.stderr);
        cases += 1;
    }
    assert!(cases >= 25, "only {cases} cases were found");
}

#[test]
fn a_file_of_brackets_is_refused_at_once() {
    for unit in ["[", "- ", "{", "? "] {
        let text = unit.repeat((1 << 20) / unit.len());
        let found = parse(&text).expect_err("far too deep");
        assert_eq!(found.last().map(|found| found.rule.name), Some("too-deep"), "{unit}");
    }
}

#[test]
fn what_cannot_be_read_is_said_with_its_name() {
    let workplace = Workplace::new();
    workplace.file("大.yaml", vec![b'#'; (1 << 20) + 1]);
    workplace.file("GBK.yaml", b"\xcf\xee\xc4\xbf\xc3\xfb\xb3\xc6: \xbc\xd7\n");
    workplace.file("夹/空.txt", "");
    let outcome = workplace.run("check 大.yaml GBK.yaml 没有.yaml 没有*.yaml 夹");
    assert_snapshot("commands", "unreadable", &outcome.stderr);
}

/// Files of other programs are told by what is in them, whatever they are called.
#[test]
fn files_of_other_programs_are_told_as_what_they_are() {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let zipped = |name: &str| {
        [b"PK\x03\x04\x14\0\x08\x08\0\0[Content_Types].xml\xFF", name.as_bytes()].concat()
    };
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [COMPOUND, &[0xFE; 1000], &name].concat()
    };
    let workplace = Workplace::new();
    let files: &[(&str, Vec<u8>)] = &[
        ("表.xlsx", zipped("xl/workbook.xml")),
        ("改名.yaml", zipped("xl/workbook.xml")),
        ("二.xls", compound("Workbook")),
        ("三.et", compound("Workbook")),
        ("文.docx", zipped("word/document.xml")),
        ("四.doc", compound("WordDocument")),
        ("五.wps", compound("WordDocument")),
        ("六.rtf", b"{\\rtf1\\ansi \\'cf\\'ee}".to_vec()),
        ("密.xlsx", compound("EncryptedPackage")),
        ("旧.xls", COMPOUND.to_vec()),
        ("七", COMPOUND.to_vec()),
        ("讲.pptx", zipped("ppt/presentation.xml")),
        ("八.ods", zipped("mimetypeapplication/vnd.oasis.opendocument.spreadsheet")),
        ("印.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec()),
        ("九.ofd", zipped("OFD.xml")),
        ("包.zip", zipped("projects/")),
        ("十.rar", b"Rar!\x1A\x07\x01\0\xFF".to_vec()),
        ("十一.7z", b"7z\xBC\xAF\x27\x1C\0\x04".to_vec()),
        ("图.png", b"\x89PNG\r\n\x1A\n\0".to_vec()),
        ("十二.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec()),
        ("页.html", b"\n<!DOCTYPE html>\n<html></html>".to_vec()),
        ("库.db", b"SQLite format 3\0\xFF\xFE".to_vec()),
        ("大.pdf", [b"%PDF-1.7\n".as_slice(), &[b' '; 2 << 20]].concat()),
    ];
    for (name, bytes) in files {
        workplace.file(name, bytes);
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let outcome = workplace.run(&format!("check {} --format concise", names.join(" ")));
    assert_eq!(outcome.code, 1);
    assert_snapshot("commands", "foreign", &outcome.stdout);
    for command in [
        "build 表.xlsx",
        "list 表.xlsx",
        "fmt 表.xlsx",
        "new --from 表.xlsx",
        "diff 表.xlsx 文.docx",
    ] {
        let outcome = workplace.run(command);
        assert_ne!(outcome.code, 0, "{command}: {outcome:?}");
        assert!(!outcome.stderr.contains("UTF-8"), "{command}: {outcome:?}");
    }
}

/// A character that is broken is told at its line; another encoding is told as such.
#[test]
fn a_broken_character_is_no_other_encoding() {
    let at = FORM.find("条例").or(FORM.find("运维")).expect("a word");
    let broken = |bytes: &[u8], from: usize, to: usize| {
        [&FORM.as_bytes()[..from], bytes, &FORM.as_bytes()[to..]].concat()
    };
    let line = FORM[..at].matches('\n').count() + 1;
    let utf16 = |mark: &[u8], big: bool| {
        let units = FORM.encode_utf16();
        let bytes =
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        mark.iter().copied().chain(bytes).collect::<Vec<u8>>()
    };
    const GBK: &[u8] = b"\xCF\xEE\xC4\xBF\xC3\xFB\xB3\xC6: \xC6\xBD\xCC\xA8\xD4\xCB\xD3\xAA\xB7\xFE\xCE\xF1\xB7\xD1\n";
    let workplace = Workplace::new();
    for (bytes, told) in [
        (broken(b"\xFF", at, at + 3), format!("甲.yaml:{line}:")),
        (broken(b"", at + 1, at + 3), format!("甲.yaml:{line}:")),
        (broken(b"", at, at + 2), format!("甲.yaml:{line}:")),
        (broken(b"\xB5\xC4", at, at + 3), format!("甲.yaml:{line}:")),
        (broken(b"\xED\xA0\x80", at, at + 3), format!("甲.yaml:{line}:")),
        (
            [b"\xEF\xBB\xBF".to_vec(), broken(b"\xFF", at, at + 3)].concat(),
            format!("甲.yaml:{line}:"),
        ),
        (broken("\u{FFFD}".as_bytes(), at, at + 3), "只剩“\u{FFFD}”".to_owned()),
        (GBK.to_vec(), "多半是 GBK 编码".to_owned()),
        (utf16(b"\xFF\xFE", false), "多半是 UTF-16 编码".to_owned()),
        (utf16(b"\xFE\xFF", true), "多半是 UTF-16 编码".to_owned()),
        (utf16(b"", false), "多半是 UTF-16 编码".to_owned()),
        (utf16(b"", true), "多半是 UTF-16 编码".to_owned()),
    ] {
        workplace.file("甲.yaml", bytes);
        for command in ["check 甲.yaml --format concise", "build 甲.yaml"] {
            let outcome = workplace.run(command);
            let said = format!("{}{}", outcome.stdout, outcome.stderr);
            assert_eq!((outcome.code, said.matches("错误[").count()), (1, 1), "{said}");
            assert!(said.contains(&told), "{told}: {said}");
            assert_eq!(said.contains("GBK"), told.contains("GBK"), "{said}");
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = read(FORM);
    let windows = format!("\u{FEFF}{}", FORM.replace('\n', "\r\n"));
    assert_eq!(read(&windows), plain);
}

#[test]
fn numbers_are_texts_as_they_were_written() {
    let project = read(&FORM.replace("联系电话: \"86591170\"", "联系电话: 086591170"));
    assert_eq!(project.text(Role::Phone), "086591170");
    let yaml = FORM.replace("[6, 13]", "[1.10, 13.00]").replace("资金总额: 13", "资金总额: 13.0");
    let value = serde_yaml::to_value(read(&yaml)).expect("a value");
    let funds = serde_yaml::to_string(&value["项目资金"]).expect("a text");
    assert_eq!(funds, "资金总额: '13.0'\n支出:\n  平台运营服务费:\n  - '1.10'\n  - '13.00'\n");
}

#[test]
fn a_total_that_is_left_out_is_the_exact_sum() {
    let yaml = FORM.replace("  资金总额: 13\n", "").replace(
        "    平台运营服务费: [6, 13]",
        "    甲: [0, 0.1]\n    乙: [0, 0.20]\n    丙: [0, 12]",
    );
    let project = read(&yaml);
    let total = project.get(&["项目资金", "资金总额"]).expect("a total");
    assert_eq!(total.text(), "12.3");
    assert_eq!(total.decimal(), project.total().map(|total| total.value()));
}

#[test]
fn every_key_of_the_shape_is_read_and_every_required_one_is_missed() {
    let form = build::forms().newest(None).expect("the default form").form();
    for field in &form.expect("a sound form").fields {
        let lines: Vec<&str> = FORM.lines().collect();
        let first = lines
            .iter()
            .position(|line| line.starts_with(&format!("{}:", field.key)))
            .unwrap_or_else(|| panic!("{} is not in the sample", field.key));
        let length = 1 + lines[first + 1..].iter().take_while(|line| line.starts_with(' ')).count();
        let without: Vec<&str> =
            [&lines[..first], &lines[first + length..]].concat().into_iter().collect();
        let result = parse(&without.join("\n"));
        match result {
            Ok(_) => assert!(!field.required, "{} may not be left out", field.key),
            Err(found) => {
                assert!(field.required, "{} may be left out", field.key);
                assert!(found[0].message.ends_with(&field.key), "{}", found[0].message);
            }
        }
    }
}

#[test]
fn the_attached_yaml_reads_back_as_the_same_project() {
    let project = read(FORM);
    let yaml = jixiao::source::to_yaml(&project).expect("a text");
    assert_eq!(read(&yaml), project);
}

#[test]
fn the_nearest_defaults_win_and_the_walk_ends_at_the_work_tree() {
    let workplace = Workplace::new();
    let form =
        FORM.replace("主管部门: 南京市工业和信息化局\n", "").replace("项目负责人: 李鹏\n", "");
    workplace.file("_defaults.yaml", "主管部门: 外\n项目负责人: 外\n项目级次: 外\n");
    workplace.file("repo/.git/HEAD", "");
    workplace.file("repo/_defaults.yaml", "主管部门: 上\n项目负责人: 上\n");
    workplace.file("repo/a/_defaults.yaml", "主管部门: 近\n");
    workplace.file("repo/a/b/甲.yaml", &form);
    workplace.file("repo/a/b/乙.yaml", form.replace("项目级次: 市本级\n", ""));
    let built = workplace.run("build repo/a/b --format typ -o out");
    assert_eq!(built.code, 1, "{built:?}");
    assert!(built.stderr.contains("缺少 1 项：项目级次"), "{}", built.stderr);
    let source = fs::read_to_string(workplace.path("out/甲.typ")).expect("a source");
    assert!(source.contains(r#""label", "主管部门"), "近")"#), "{source}");
    assert!(source.contains(r#""上86591170""#), "{source}");
}

#[test]
fn outside_a_work_tree_the_walk_ends_at_the_given_folder() {
    let workplace = Workplace::new();
    workplace.file("上/_defaults.yaml", "主管部门: 上\n");
    workplace.file("上/中/_defaults.yaml", "项目负责人: 中\n");
    let form =
        FORM.replace("主管部门: 南京市工业和信息化局\n", "").replace("项目负责人: 李鹏\n", "");
    workplace.file("上/中/下/甲.yaml", &form);
    assert_eq!(workplace.run("check 上").code, 0);
    let outcome = workplace.run("check 上/中");
    assert!(outcome.stderr.contains("缺少 1 项：主管部门"), "{}", outcome.stderr);
}

#[test]
fn a_mistake_in_the_defaults_is_told_once() {
    let workplace = Workplace::with_projects();
    workplace.file("projects/2026/_defaults.yaml", "年度: 2026\n主管部们: 甲\n项目级次: 市本级\n");
    let outcome = workplace.run("build projects");
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.stderr.matches("没有“主管部们”这一项").count(), 1, "{}", outcome.stderr);
    assert!(
        outcome.stderr.ends_with("6 份表格，6 份失败，N 秒\nout 文件夹里没有新的表格\n"),
        "{}",
        outcome.stderr
    );
}

/// What follows a bar is found where it stands, also where the key is a bar.
#[test]
fn a_bar_before_the_colon_is_not_the_one_behind_it() {
    let found = parse("|: |年度- ").expect_err("no project");
    let span = found[0].places[0].span.clone().expect("a place");
    assert_eq!(&"|: |年度- "[span], "|年度-");
    jixiao::diagnostic::render::render(&found[0]);
}

proptest! {
    /// Both passes read the same texts, however they are quoted.
    #[test]
    fn any_text_comes_through_as_written(text in "[ -~\u{A1}-\u{AC}\u{3001}-\u{301F}ぁ-ゖァ-ー一-龥！-～\n\"'\\\\#:&*{}\\[\\]|>%@`-]{1,40}") {
        let text = text.trim_end_matches('\n').to_owned();
        prop_assume!(!text.trim().is_empty());
        let source = project_with(&[("立项必要性", &text)]);
        prop_assert_eq!(said(&source.project, "立项必要性"), text.as_str());
        let texts = source.texts();
        let found = texts.iter().find(|found| found.path == ["立项必要性"]).expect("the text");
        prop_assert_eq!(found.text, &text);
    }

    /// No bytes make the reader panic, and what it finds lies within the text.
    #[test]
    fn nothing_makes_the_reader_panic(text in "(立项必要性|产出指标|\\t|　|、|<<<<<<< |=======|年度|项目资金|绩效指标|支出|甲|：|: |:|\n|  |- |\\[|\\]|\\{|\\}|,|\"|'|\\||>|#|&|\\*|!|\t|%|\r\n|[ -~]){0,60}") {
        if let Err(found) = parse(&text) {
            prop_assert!(!found.is_empty());
            for place in found.iter().flat_map(|found| &found.places) {
                if let Some(span) = &place.span {
                    prop_assert!(text.get(span.clone()).is_some(), "{:?} in {:?}", span, text);
                }
            }
            for found in &found {
                jixiao::diagnostic::render::render(found);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A form with some slips of the pen is explained, or says the same to both
    /// readers of it.
    #[test]
    fn a_mangled_form_never_reads_two_ways(
        slips in prop::collection::vec(
            (any::<prop::sample::Index>(), 0..3usize, "[:：,，\\[\\]{}\"'|>#&*!%@` \n\t~甲1-]{0,3}"),
            1..5,
        ),
    ) {
        let form = mangled(&slips);
        match parse(&form) {
            Err(found) => prop_assert!(!found.is_empty()),
            Ok(source) => prop_assert_eq!(places_say(&source), values_say(&source.project), "{}", form),
        }
    }
}

/// All texts that the first pass has seen, in order, but for the total of the
/// funds, which is filled in where it is missing, and the key of the expenses, which is left
/// out where there are none.
fn places_say(source: &Source) -> Vec<String> {
    let others = [["项目资金", "资金总额"], ["项目资金", "支出"]];
    let texts = source.texts().into_iter().filter(|text| others.iter().all(|it| text.path != it));
    let texts = texts.map(|text| text.text.trim_end_matches('\n').to_owned());
    sorted(texts)
}

/// All texts that the second pass has read.
fn values_say(project: &Project) -> Vec<String> {
    fn collect(value: &Value, keys: bool, texts: &mut Vec<String>) {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Sequence(items) => items.iter().for_each(|item| collect(item, keys, texts)),
            Value::Mapping(entries) => {
                for (key, value) in entries {
                    // The keys of the project and of its funds are the form's own.
                    let key = key.as_str().expect("a text");
                    let own = !keys && (key == "支出" || key == "绩效指标");
                    if !keys && key == "资金总额" {
                        continue;
                    }
                    if keys {
                        texts.push(key.to_owned());
                    }
                    collect(value, keys || own, texts);
                }
            }
            other => panic!("no text: {other:?}"),
        }
    }
    let mut texts = Vec::new();
    collect(&serde_yaml::to_value(project).expect("a value"), false, &mut texts);
    sorted(texts)
}

/// Without the empty ones, which may also be left out.
fn sorted(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.sort();
    texts
}

/// What a project says under a key at the top.
fn said<'a>(project: &'a Project, key: &str) -> Cow<'a, str> {
    project.get(&[key]).expect("a value").text()
}

fn parse(text: &str) -> Result<Source, Vec<Diagnostic>> {
    build::try_read(SourceFile::new("甲.yaml", text), build::forms())
}

fn read(text: &str) -> Project {
    parse(text).expect("a project").project
}

#[test]
fn the_line_break_at_a_blocks_end_is_no_text() {
    let yaml = FORM.replace("项目实施内容: |-", "项目实施内容: |").replace(
        "提升企业服务能力: [较好, 较好]",
        "提升企业服务能力:\n        - |\n          较好\n        - 较好",
    );
    assert_eq!(read(&yaml), read(FORM));
}
