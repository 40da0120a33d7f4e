//! What the PDFs say about themselves.

use jixiao::source::Source;

use super::data::FormData;
use crate::support::build;
use crate::support::pdf::Pdf;

/// A form with all that makes metadata difficult.
fn difficult() -> FormData {
    let mut form = FormData::plain();
    form.name = "“云”上<服务> & 运营 \\ \"平台\" #1".into();
    form.unit = "南京市工业和信息化发展促进中心\n(原: 南京市企业服务中心)".into();
    form.funds.total = "1.10".into();
    form.phone = "086591170".into();
    form.content = "  第一行\n\n- 项: 值 # 无注释\n'引号'\n".into();
    form
}

fn real() -> Vec<(String, Source)> {
    let entries = std::fs::read_dir(build::real_forms()).expect("there is a folder of real forms");
    let names = entries.map(|entry| entry.expect("the folder can be read").path());
    let projects = names.filter(|path| !path.ends_with("_defaults.yaml"));
    projects.map(|path| (path.display().to_string(), build::read_file(&path))).collect()
}

#[test]
fn the_metadata_name_the_project_and_the_unit() {
    let form = difficult();
    let pdf = Pdf::open(build::pdf(&build::read_text(&form.to_yaml())));
    let title = pdf.info.title.expect("there is a title");
    assert!(title.contains(&form.name), "{title}");
    assert!(
        title.contains("2026年度") && title.contains("南京市市级项目预算绩效目标表"),
        "{title}"
    );
    assert_eq!(pdf.info.author.as_deref(), Some(form.unit.replace('\n', " ").as_str()));
    assert_eq!(pdf.info.creator.as_deref(), Some(concat!("jixiao ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(pdf.lang.as_deref(), Some("zh-CN"));
}

#[test]
fn every_pdf_claims_both_standards() {
    for (name, source) in real() {
        let pdf = Pdf::open(build::pdf(&source));
        assert_eq!(pdf.claim("pdfaid:part"), Some("3"), "{name}");
        assert_eq!(pdf.claim("pdfaid:conformance"), Some("A"), "{name}");
        assert_eq!(pdf.claim("pdfuaid:part"), Some("1"), "{name}");
    }
}

#[test]
fn the_dates_are_the_first_day_of_the_budget_year() {
    let pdf = Pdf::open(build::pdf(&build::read_text(&FormData::plain().to_yaml())));
    // 2026-01-01.
    let first_day = Some(1_767_225_600);
    assert_eq!((pdf.info.created, pdf.info.modified), (first_day, first_day));
    for name in ["xmp:CreateDate", "xmp:ModifyDate"] {
        let date = pdf.claim(name).expect("the XMP metadata have dates");
        assert!(date.starts_with("2026-01-01T00:00:00"), "{name}: {date}");
    }
}

#[test]
fn the_attached_project_reads_back_as_the_same_one() {
    let made_up = build::read_text(&difficult().to_yaml());
    for (name, source) in real().into_iter().chain([("difficult".into(), made_up)]) {
        let pdf = Pdf::open(build::pdf(&source));
        let [file] = &pdf.attachments[..] else { panic!("{name}: {:?}", pdf.attachments) };
        assert_eq!(file.name, "project.yaml");
        assert_eq!(file.relationship, "Source");
        assert_eq!(file.mime_type, "application/yaml");
        let text = String::from_utf8(file.bytes.clone()).expect("the project is UTF-8");
        let again = build::read_text(&text);
        assert_eq!(again.project, source.project, "{name}");
    }
}

#[test]
fn equal_input_gives_equal_bytes() {
    for (name, source) in real() {
        let first = build::pdf(&source);
        jixiao::print::typeset::forget();
        assert!(first == build::pdf(&source), "{name} differs from one build to the next");
    }
}

#[test]
fn different_input_gives_different_bytes() {
    let mut form = FormData::plain();
    let first = build::pdf(&build::read_text(&form.to_yaml()));
    form.phone = "025-86591171".into();
    assert!(first != build::pdf(&build::read_text(&form.to_yaml())));
}

#[test]
fn every_font_is_embedded_in_part() {
    for (name, source) in real() {
        let pdf = Pdf::open(build::pdf(&source));
        assert!(!pdf.fonts.is_empty(), "{name} has no fonts");
        for font in &pdf.fonts {
            assert!(font.embedded && font.is_subset(), "{name}: {font:?}");
        }
    }
}
