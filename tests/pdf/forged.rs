//! Forms whose texts are those of the data, and that are shown otherwise: none of them
//! is taken for the form that is printed.

use std::time::{Duration, Instant};

use super::workplace;
use crate::support::forge;
use crate::support::project::FORM;

type Edit<'a> = Box<dyn FnOnce(Vec<u8>) -> Vec<u8> + 'a>;

fn content(edit: impl Fn(String) -> String + 'static) -> Edit<'static> {
    Box::new(move |pdf| forge::with_content(&pdf, &edit))
}

fn object(mark: &'static str, more: &'static str) -> Edit<'static> {
    Box::new(move |pdf| {
        forge::with_object(&pdf, mark, |text| text.replacen("<<", &format!("<<{more}"), 1))
    })
}

#[test]
fn what_is_shown_otherwise_is_never_in_order() {
    let cases: Vec<(&str, Edit<'_>)> = vec![
        ("shifted", content(|text| format!("1 0 0 1 0 -3000 cm {text}"))),
        ("wide grid", content(|text| format!("9 w {text}"))),
        ("dashes", content(|text| format!("[1 2000] 0 d {text}"))),
        ("twice", content(|text| format!("{text} {text}"))),
        ("clip without path", content(|text| format!("W n {text}"))),
        (
            "font not embedded",
            Box::new(|pdf| {
                forge::with_object(&pdf, "/FontFile", |text| {
                    text.replacen("/FontFile3", "/NoFile", 1).replacen("/FontFile2", "/NoFile", 1)
                })
            }),
        ),
        ("second font file", object("/FontFile", "/FontFile 1 0 R")),
        ("other glyphs", object("/CIDSystemInfo", "/CIDToGIDMap 1 0 R")),
        ("other file", object("/AFRelationship", "/RF<</F[(a)1 0 R]>>")),
        ("page action", Box::new(|pdf| forge::with_page(&pdf, "/AA<</O<</S/Named/N/Print>>>>"))),
        ("page file", Box::new(|pdf| forge::with_page(&pdf, "/AF[1 0 R]"))),
        ("actual text", object("/S", "/ActualText(15)")),
        (
            "key twice",
            Box::new(|pdf| {
                forge::with_object(&pdf, "/MediaBox", |text| {
                    text.replacen("<<", "<</Contents 1 0 R ", 1)
                })
            }),
        ),
        (
            "XMP title",
            Box::new(|pdf| {
                forge::with_stream(&pdf, "/XML", "/Type/Metadata/Subtype/XML", |text| {
                    text.replace("2026", "2027")
                })
            }),
        ),
        (
            "XMP title behind a comment",
            Box::new(|pdf| {
                forge::with_stream(&pdf, "/XML", "/Type/Metadata/Subtype/XML", |text| {
                    let at = text.find("<dc:title>").expect("a title");
                    let end = text.find("</dc:title>").expect("its end") + "</dc:title>".len();
                    let (before, title, after) = (&text[..at], &text[at..end], &text[end..]);
                    assert!(title.contains("2026"), "{title}");
                    format!("{before}<!-- {title} -->{}{after}", title.replace("2026", "2027"))
                })
            }),
        ),
        ("subject", Box::new(|pdf| with_info(&pdf, "/Subject(void)"))),
        ("keywords", Box::new(|pdf| with_info(&pdf, "/Keywords(void)"))),
        ("title twice", Box::new(|pdf| with_info(&pdf, "/Title(void)"))),
    ];
    for (name, edit) in cases {
        let outcome = workplace(edit).run("verify 甲.pdf");
        assert!([1, 2].contains(&outcome.code), "{name}: {outcome:?}");
    }
}

fn with_info(pdf: &[u8], more: &str) -> Vec<u8> {
    let (number, info) = forge::info(pdf);
    forge::updated(pdf, &[(number, info.replacen("<<", &format!("<<{more}"), 1).into_bytes())])
}

/// What the document says of itself is told, whatever it is called.
#[test]
fn other_properties_are_told() {
    let outcome = workplace(|pdf| with_info(&pdf, "/Company(void)")).run("verify 甲.pdf");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("文件属性“Company”是“void”，重新排出的没有"), "{outcome:?}");
}

#[test]
fn a_form_that_was_saved_anew_is_in_order() {
    let outcome = workplace(|pdf| forge::resaved(&pdf)).run("verify 甲.pdf");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("甲.pdf：另存过"), "{outcome:?}");
}

#[test]
fn what_only_draws_otherwise_is_unproven() {
    let outcome = workplace(content(|text| format!("{text} "))).run("verify 甲.pdf");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("unproven-pdf"), "{outcome:?}");
}

#[test]
fn data_of_much_more_text_is_not_printed() {
    let long = FORM.replace("立项必要性: ", &format!("立项必要性: {}", "很长".repeat(150_000)));
    let text = match long == FORM {
        true => FORM.replacen(
            "立项必要性: |-\n",
            &format!("立项必要性: |-\n  {}\n", "很长".repeat(150_000)),
            1,
        ),
        false => long,
    };
    assert_ne!(text, FORM);
    let workplace = workplace(|pdf| forge::with_project(&pdf, &text));
    let started = Instant::now();
    let outcome = workplace.run("verify 甲.pdf");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("数据比页面上的字多得多"), "{outcome:?}");
}

#[test]
fn names_stay_on_one_line_and_targets_are_project_files() {
    let workplace = workplace(|pdf| pdf);
    let bytes = std::fs::read(workplace.path("甲.pdf")).expect("a PDF");
    workplace.file("_defaults.pdf", &bytes);
    workplace.file(".x.pdf", &bytes);
    for command in ["_defaults.pdf -o .", ".x.pdf -o .", "甲.pdf -o 甲.yaml"] {
        let outcome = workplace.run(&format!("extract {command}"));
        assert_eq!(outcome.code, 1, "{command}: {outcome:?}");
        assert!(outcome.stderr.contains("unwritable-file"), "{command}: {outcome:?}");
    }
}
