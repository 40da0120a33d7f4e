//! Forms that were changed in one part: it is said which one, and how.

use serde_json::Value;

use super::workplace;
use crate::report::readers::Schema;
use crate::support::assert_snapshot;
use crate::support::forge;
use crate::support::project::FORM;
use crate::support::sign::{Seal, signed};

type Edit = fn(Vec<u8>) -> Vec<u8>;

/// The verdict on the printed form of which `edit` has made something else, as programs get
/// it.
fn verdict(edit: Edit) -> Value {
    let schema = Schema::new(include_str!("../../schema/verify.json"));
    let outcome = workplace(edit).run("verify 甲.pdf --format json");
    let verdicts: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    schema.accept(&verdicts);
    let good = ["intact", "signed", "same"].map(Value::from);
    assert_eq!(outcome.code == 0, good.contains(&verdicts["files"][0]["verdict"]), "{outcome:?}");
    verdicts["files"][0].clone()
}

/// The form's page with something that stands on it.
fn with_note(pdf: Vec<u8>, note: &str) -> Vec<u8> {
    forge::with_page(&pdf, &format!("/Annots[<</Type/Annot/Rect[300 480 400 520]{note}>>]"))
}

fn catalog(pdf: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    let (number, catalog) = forge::catalog(&pdf);
    assert!(catalog.contains(from), "{catalog}");
    forge::updated(&pdf, &[(number, catalog.replacen(from, to, 1).into_bytes())])
}

fn info(pdf: Vec<u8>, more: &str) -> Vec<u8> {
    let (number, info) = forge::info(&pdf);
    let key = more.split('(').next().expect("a key");
    let info = info.replacen(key, "/Old", 1);
    forge::updated(&pdf, &[(number, forge::with_more(&info, more))])
}

#[test]
fn it_is_said_which_part_differs() {
    let cases: Vec<(&str, Edit)> = vec![
        ("nothing", |pdf| pdf),
        ("other data", |pdf| forge::with_project(&pdf, &FORM.replace("86591170", "86591171"))),
        ("saved anew", |pdf| forge::unpacked(&pdf)),
        ("title", |pdf| info(pdf, "/Title(other title)")),
        ("author", |pdf| info(pdf, "/Author(someone)")),
        ("producer", |pdf| info(pdf, "/Producer(WPS)")),
        ("date", |pdf| info(pdf, "/ModDate(D:20270101120000+08'00')")),
        ("metadata", |pdf| {
            forge::with_stream(&pdf, "/XML", "/Type/Metadata/Subtype/XML", |text| {
                text.replace("<dc:format>", "<dc:type>a</dc:type><dc:format>")
                    .replace("</rdf:Description>", "<!-- --></rdf:Description>")
            })
        }),
        ("bookmarks", |pdf| catalog(pdf, "/Outlines", "/OldOutlines")),
        ("tags", |pdf| catalog(pdf, "/StructTreeRoot", "/OldTree")),
        ("font", |pdf| {
            forge::with_object(&pdf, "/FontDescriptor/", |text| {
                text.replacen("/ItalicAngle", "/XHeight 9/ItalicAngle", 1)
            })
        }),
        ("turned", |pdf| forge::with_page(&pdf, "/Rotate 90")),
        ("cropped", |pdf| forge::with_page(&pdf, "/CropBox[0 0 500 500]")),
        ("paper", |pdf| {
            let (number, page) = forge::first_page(&pdf);
            let page = page.replacen("/MediaBox", "/MediaBox[0 0 612 792]/Old", 1);
            forge::updated(&pdf, &[(number, page.into_bytes())])
        }),
        ("page twice", |pdf| {
            let page = forge::first_page(&pdf).0;
            forge::with_object(&pdf, "/Type/Pages", |text| {
                let text = text.replacen("/Count 1", "/Count 2", 1);
                text.replacen("/Kids[", &format!("/Kids[{page} 0 R "), 1)
            })
        }),
        ("thicker rules", |pdf| {
            forge::with_content(&pdf, |text| format!("1.5 0 0 1.5 0 0 cm {text}"))
        }),
        ("drawn otherwise", |pdf| forge::with_content(&pdf, |text| format!("{text} "))),
        ("surface", |pdf| {
            forge::with_content(&pdf, |text| format!("q {text} Q 1 g 300 300 60 20 re f"))
        }),
        ("stamp", |pdf| with_note(pdf, "/Subtype/Stamp")),
        ("note", |pdf| with_note(pdf, "/Subtype/Text/Contents(look)")),
        ("ink", |pdf| with_note(pdf, "/Subtype/Ink")),
        ("link", |pdf| with_note(pdf, "/Subtype/Link/A<</S/URI/URI(http://a)>>")),
        ("unknown note", |pdf| with_note(pdf, "/Subtype/KGSeal")),
        ("beside the paper", |pdf| {
            forge::with_page(&pdf, "/Annots[<</Subtype/Square/Rect[9 9 9 9]>>]")
        }),
        ("field", |pdf| {
            let field = "/AcroForm<</Fields[<</FT/Tx/T(sum)/V(15)>><</FT/Btn/T(ok)>>]>>";
            forge::with_catalog(&pdf, field)
        }),
        ("opens with a script", |pdf| {
            forge::with_catalog(&pdf, "/OpenAction<</S/JavaScript/JS(app.alert(1))>>")
        }),
        ("script", |pdf| {
            catalog(pdf, "/Names<<", "/Names<</JavaScript<</Names[(a)<</S/JavaScript>>]>>")
        }),
        ("layers", |pdf| forge::with_catalog(&pdf, "/OCProperties<<>>")),
        ("page action", |pdf| forge::with_page(&pdf, "/AA<</O<</S/Named/N/Print>>>>")),
        ("attachment", |pdf| {
            forge::with_object(&pdf, "/EmbeddedFiles", |text| {
                text.replacen("/Names[", "/Names[(a.txt)<</Type/Filespec/UF(a.txt)>>", 1)
            })
        }),
        ("other attachment", |pdf| {
            forge::with_object(&pdf, "/AFRelationship", |text| text.replacen("<<", "<</Desc(x)", 1))
        }),
        ("odd entry", |pdf| forge::with_catalog(&pdf, "/Legal<<>>")),
        ("signed, with a title", |pdf| info(signed(&pdf, &Seal::default()), "/Title(other title)")),
    ];
    let mut told = String::new();
    for (name, edit) in cases {
        let verdict = verdict(edit);
        told += &format!("{name}: {}\n", verdict["verdict"].as_str().expect("a verdict"));
        for difference in verdict["differences"].as_array().expect("differences") {
            let text = |key: &str| difference[key].as_str().expect("a text").to_owned();
            told += &format!("    {}: {}\n", text("kind"), text("message"));
        }
    }
    assert_snapshot("verify", "different", &told);
}

/// However much differs, little is told.
#[test]
fn the_list_is_short() {
    let outcome = workplace(|pdf| {
        let more: String = (0..40).map(|number| format!("/Odd{number} 1")).collect();
        forge::with_catalog(&pdf, &more)
    })
    .run("verify 甲.pdf");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(outcome.stderr.matches("一项是重新排出的没有的").count(), 8, "{outcome:?}");
    assert!(outcome.stderr.contains("另有 32 处"), "{outcome:?}");
    let notes = workplace(|pdf| {
        let note = "<</Type/Annot/Subtype/Stamp/Rect[300 480 400 520]>>";
        forge::with_page(&pdf, &format!("/Annots[{}]", note.repeat(1000)))
    })
    .run("verify 甲.pdf");
    assert_eq!(notes.stderr.matches("图章").count(), 1, "{notes:?}");
    let fields = workplace(|pdf| {
        let fields: String = (0..40).map(|it| format!("<</FT/Tx/T({it})>>")).collect();
        forge::with_catalog(&pdf, &format!("/AcroForm<</Fields[{fields}]>>"))
    })
    .run("verify 甲.pdf");
    assert_eq!(fields.stderr.matches("有可以填写的文字栏").count(), 8, "{fields:?}");
    assert!(fields.stderr.contains("这样的地方另有 32 处"), "{fields:?}");
}

/// What a PDF says of itself is no text of the program's.
#[test]
fn texts_of_a_pdf_stay_in_their_place() {
    let outcome = workplace(|pdf| {
        let pdf = info(pdf, "/Title(\u{1b}]0;a\u{7}\n\u{1b}[2J)");
        with_note(pdf, "/Subtype/FreeText/Contents(a\n\u{1b}[31m\n.pdf)")
    })
    .run("verify 甲.pdf");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("标题是"), "{outcome:?}");
    let is_control = |c: char| c.is_control() && c != '\n';
    assert!(!outcome.stderr.contains(is_control), "{outcome:?}");
}
