//! Forms that were signed: what is said of the signatures, and that nothing else passes for
//! one.

use super::workplace;
use crate::report::readers::Schema;
use crate::support::assert_snapshot;
use crate::support::cli::{Outcome, without_numbers};
use crate::support::forge;
use crate::support::sign::{Seal, Way, cms, item, sealed, signed};

/// A place on no text, and one on some amounts, from the lower left corner.
const BESIDE: [i32; 4] = [400, 30, 480, 70];
const OVER_TEXT: [i32; 4] = [300, 480, 400, 520];

fn verify(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Outcome {
    workplace(edit).run("verify 甲.pdf")
}

fn simply(pdf: &[u8]) -> Vec<u8> {
    signed(pdf, &Seal::default())
}

fn seal(area: [i32; 4]) -> Seal<'static> {
    Seal { area: Some(area), ..Seal::default() }
}

/// The reference to the page in a PDF as it is printed.
fn page(pdf: &[u8]) -> i32 {
    forge::first_page(pdf).0
}

/// A PDF with something that stands on its first page, beside what stands there already.
fn with_note(pdf: &[u8], note: &str) -> Vec<u8> {
    let (number, page) = forge::first_page(pdf);
    let page = match page.contains("/Annots[") {
        true => page.replacen("/Annots[", &format!("/Annots[{note} "), 1).into_bytes(),
        false => forge::with_more(&page, &format!("/Annots[{note}]")),
    };
    forge::updated(pdf, &[(number, page)])
}

/// A PDF that is changed in one place where it stays as long.
fn with_bytes(mut pdf: Vec<u8>, from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = pdf.windows(from.len()).rposition(|part| part == from.as_bytes()).expect(from);
    pdf[at..at + to.len()].copy_from_slice(to.as_bytes());
    pdf
}

type Case = (&'static str, i32, fn(Vec<u8>) -> Vec<u8>);

fn told(cases: &[Case]) -> String {
    let mut told = String::new();
    for (name, code, edit) in cases {
        let outcome = verify(edit);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (*code, ""), "{name}: {outcome:?}");
        told += &format!("# {name}\n{}\n", outcome.stderr);
    }
    // How much is added depends on how well it compresses.
    without_numbers(&told, " 字节")
}

#[test]
fn signed_forms_are_intact_and_it_is_said_who_has_signed() {
    let cases: Vec<Case> = vec![
        ("once", 0, |pdf| simply(&pdf)),
        ("twice", 0, |pdf| {
            signed(&simply(&pdf), &Seal { name: "李四", of_value: "", ..Seal::default() })
        }),
        ("sm2", 0, |pdf| signed(&pdf, &Seal { way: Way::Sm2, ..Seal::default() })),
        ("without a time", 0, |pdf| {
            signed(&pdf, &Seal { time: None, of_value: "", ..Seal::default() })
        }),
        ("time of the file", 0, |pdf| {
            let of_value = "/M(D:20260301120000+08'00')/Name(Zhang San)";
            let seal = Seal { of_value, sub_filter: "GM.SESv4", ..Seal::default() };
            sealed(&pdf, &seal, |_| chinese_seal())
        }),
        ("certified", 0, |pdf| {
            let of_value = "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
                            /TransformParams<</Type/TransformParams/P 1/V/1.2>>>>]";
            signed(&pdf, &Seal { of_value, ..Seal::default() })
        }),
        ("beside the text", 0, |pdf| signed(&pdf, &seal(BESIDE))),
        ("over the text", 0, |pdf| signed(&pdf, &seal(OVER_TEXT))),
        ("with what proves the certificate", 0, |pdf| {
            forge::with_catalog(&simply(&pdf), "/DSS<</Certs[]>>/Extensions<<>>")
        }),
        ("with a new date", 0, |pdf| {
            let info = forge::info(&pdf);
            let dated = forge::with_more(&info.1, "/ModDate(D:20270101000000Z)/Producer(signer)");
            let dated = String::from_utf8(dated).expect("a text").replacen("/ModDate(", "/X(", 1);
            simply(&forge::updated(&pdf, &[(info.0, dated.into_bytes())]))
        }),
        ("saved anew before", 0, |pdf| simply(&forge::unpacked(&pdf))),
        ("control characters", 0, |pdf| {
            signed(&pdf, &Seal { name: "张\u{1b}[31m三\n甲.pdf：原样\u{202e}", ..Seal::default() })
        }),
        ("odd algorithm", 0, |pdf| {
            sealed(&pdf, &Seal::default(), |covered| {
                let held = cms(&Seal::default(), covered);
                with_hex(held, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02], 0x2B)
            })
        }),
    ];
    assert_snapshot("verify", "signed", &told(&cases));
}

/// The outermost parts of a seal as GB/T 38540 has it.
fn chinese_seal() -> Vec<u8> {
    let signed = item(0x30, &[&[0x02, 0x01, 0x04], &item(0x30, &[]), &item(0x03, &[&[0; 33]])]);
    item(0x30, &[&signed, &item(0x04, &[&[1]]), &item(0x06, &[&[0x2A]]), &item(0x03, &[&[0; 65]])])
}

/// Bytes with another first one where `part` stands last.
fn with_hex(mut bytes: Vec<u8>, part: &[u8], first: u8) -> Vec<u8> {
    let at = bytes.windows(part.len()).rposition(|window| window == part).expect("the part");
    bytes[at] = first;
    bytes
}

#[test]
fn what_is_changed_beside_a_signature_is_told() {
    let cases: Vec<Case> = vec![
        ("note after", 1, |pdf| {
            let note = "<</Type/Annot/Subtype/FreeText/Rect[300 480 400 520]/Contents(15)>>";
            with_note(&simply(&pdf), note)
        }),
        ("stamp without a signature", 1, |pdf| {
            with_note(&pdf, "<</Type/Annot/Subtype/Stamp/Rect[300 480 400 520]>>")
        }),
        ("drawing after", 1, |pdf| {
            forge::with_content(&simply(&pdf), |content| {
                format!("q {content} Q 1 g 300 300 60 20 re f")
            })
        }),
        ("drawing before", 1, |pdf| {
            simply(&forge::with_content(&pdf, |content| {
                format!("q {content} Q 1 g 300 300 60 20 re f")
            }))
        }),
        ("other data after", 1, |pdf| {
            let text = crate::support::project::FORM.replace("资金总额: 13", "资金总额: 15");
            forge::with_project(&simply(&pdf), &text)
        }),
        ("script after", 1, |pdf| {
            let script = "/OpenAction<</S/JavaScript/JS(app.alert(1))>>";
            forge::with_catalog(&simply(&pdf), script)
        }),
        ("field after", 1, |pdf| {
            let pdf = simply(&pdf);
            let number = forge::size(&pdf);
            let field = format!(
                "<</FT/Tx/T(sum)/V(15)/Type/Annot/Subtype/Widget/Rect[300 480 400 520]/P {} 0 R>>",
                page(&pdf)
            );
            let pdf = with_note(&pdf, &format!("{number} 0 R"));
            let pdf = forge::updated(&pdf, &[(number, field.into_bytes())]);
            forge::with_object(&pdf, "/SigFlags", |form| {
                form.replacen("/Fields[", &format!("/Fields[{number} 0 R "), 1)
            })
        }),
        ("title after", 1, |pdf| {
            let pdf = simply(&pdf);
            let info = forge::info(&pdf);
            let titled = info.1.replacen("/Title", "/Title(other)/X", 1);
            forge::updated(&pdf, &[(info.0, titled.into_bytes())])
        }),
        ("font after", 1, |pdf| {
            forge::with_object(&simply(&pdf), "/FontDescriptor/", |text| {
                text.replacen("/ItalicAngle", "/XHeight 9/ItalicAngle", 1)
            })
        }),
        ("other pages after", 1, |pdf| {
            let pdf = simply(&pdf);
            let page = forge::first_page(&pdf).0;
            forge::with_object(&pdf, "/Type/Pages", |text| {
                let text = text.replacen("/Count 1", "/Count 2", 1);
                text.replacen("/Kids[", &format!("/Kids[{page} 0 R "), 1)
            })
        }),
        ("page turned after", 1, |pdf| forge::with_page(&simply(&pdf), "/Rotate 180")),
        // What was signed showed something else.
        ("changed back after", 1, |pdf| {
            let (number, content) = forge::content(&pdf);
            let drawn =
                forge::with_content(&pdf, |content| format!("{content} 300 300 60 20 re f"));
            forge::updated(&simply(&drawn), &[(number, forge::stream("", content.as_bytes()))])
        }),
        ("junk after", 1, |pdf| [simply(&pdf), b"\n<html></html>\n%%EOF\n".to_vec()].concat()),
        ("empty field", 1, |pdf| {
            let number = forge::size(&pdf);
            let form = format!("/AcroForm<</SigFlags 1/Fields[{number} 0 R]>>");
            let field = "<</FT/Sig/T(later)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>";
            forge::updated(&forge::with_catalog(&pdf, &form), &[(number, field.into())])
        }),
    ];
    assert_snapshot("verify", "signed-changed", &told(&cases));
}

#[test]
fn signatures_that_do_not_hold_are_refused() {
    let cases: Vec<Case> = vec![
        ("changed bytes", 1, |pdf| with_bytes(simply(&pdf), "(agreed)", "(denied)")),
        ("digest of something else", 1, |pdf| {
            sealed(&pdf, &Seal::default(), |_| cms(&Seal::default(), b"something else"))
        }),
        ("other key", 1, |pdf| {
            sealed(&pdf, &Seal::default(), |covered| {
                let mut held = cms(&Seal::default(), covered);
                // The last byte of the signature.
                *held.last_mut().expect("a byte") ^= 1;
                held
            })
        }),
        ("not from the beginning", 1, |pdf| {
            with_bytes(simply(&pdf), "/ByteRange[0 ", "/ByteRange[9 ")
        }),
        ("gap too wide", 1, |pdf| {
            let pdf = simply(&pdf);
            let text = String::from_utf8_lossy(&pdf).into_owned();
            let (_, range) = text.rsplit_once("/ByteRange[0 ").expect("a range");
            let start: usize = range[..10].parse().expect("a number");
            let narrow = format!("/ByteRange[0 {:010}", start - 20);
            with_bytes(pdf, &format!("/ByteRange[0 {start:010}"), &narrow)
        }),
        ("beyond the file", 1, |pdf| {
            let pdf = simply(&pdf);
            let text = String::from_utf8_lossy(&pdf).into_owned();
            let (_, range) = text.rsplit_once("/ByteRange[0 ").expect("a range");
            let rest = &range[22..32];
            with_bytes(pdf, &format!(" {rest}]"), " 0099999999]")
        }),
        ("parts that overlap", 1, |pdf| {
            let pdf = simply(&pdf);
            let text = String::from_utf8_lossy(&pdf).into_owned();
            let (_, range) = text.rsplit_once("/ByteRange[0 ").expect("a range");
            let (start, end) = (&range[..10], &range[11..21]);
            with_bytes(pdf, &format!("{start} {end} "), &format!("{end} {start} "))
        }),
        ("not to the end of a version", 1, |pdf| {
            let pdf = simply(&pdf);
            let text = String::from_utf8_lossy(&pdf).into_owned();
            let (_, range) = text.rsplit_once("/ByteRange[0 ").expect("a range");
            let rest: usize = range[22..32].parse().expect("a number");
            with_bytes(pdf, &format!(" {rest:010}]"), &format!(" {:010}]", rest - 60))
        }),
        ("without a range", 1, |pdf| with_bytes(simply(&pdf), "/ByteRange", "/ByteRaxge")),
        ("as large as the page", 1, |pdf| {
            signed(&pdf, &Seal { look: "1 g 0 0 595 842 re f", ..seal([0, 0, 595, 842]) })
        }),
        ("saved anew after", 1, |pdf| forge::renumbered(&simply(&pdf))),
    ];
    assert_snapshot("verify", "signed-badly", &told(&cases));
}

/// What passes for a signature, and does more.
#[test]
fn nothing_else_passes_for_a_signature() {
    for (of_field, name) in [
        ("/A<</S/JavaScript/JS(app.alert(1))>>", "action"),
        ("/AA<</E<</S/JavaScript/JS(app.alert(1))>>>>", "actions"),
        ("/OC<</Type/OCG/Name(a)>>", "layer"),
    ] {
        let outcome = verify(|pdf| signed(&pdf, &Seal { of_field, ..seal(BESIDE) }));
        assert_eq!(outcome.code, 1, "{name}: {outcome:?}");
        assert!(outcome.stderr.contains("hidden-content"), "{name}: {outcome:?}");
    }
    let empty = verify(|pdf| {
        let pdf = simply(&pdf);
        let number = forge::size(&pdf);
        let field = "<</FT/Sig/T(later)/Type/Annot/Subtype/Widget/Rect[0 0 595 842]/AP<<>>>>";
        let pdf = with_note(&pdf, &format!("{number} 0 R"));
        let pdf = forge::updated(&pdf, &[(number, field.into())]);
        forge::with_object(&pdf, "/SigFlags", |form| {
            form.replacen("/Fields[", &format!("/Fields[{number} 0 R "), 1)
        })
    });
    assert!(empty.code == 1 && empty.stderr.contains("hidden-content"), "{empty:?}");
    let many = verify(|pdf| {
        // The last ones would not be looked at.
        (0..21).fold(pdf, |pdf, _| signed(&pdf, &Seal { way: Way::Sm2, ..seal(BESIDE) }))
    });
    assert_eq!(many.code, 1, "{many:?}");
    let stamp = verify(|pdf| {
        forge::with_object(&signed(&pdf, &seal(BESIDE)), "/FT/Sig", |field| {
            field.replace("/Subtype/Widget", "/Subtype/Stamp")
        })
    });
    assert!(stamp.code == 1 && stamp.stderr.contains("图章"), "{stamp:?}");
    let two_tables = verify(|pdf| {
        let pdf = simply(&pdf);
        let at = pdf.windows(7).rposition(|part| part == b"trailer").expect("a trailer");
        let more = b"trailer\n<</XRefStm 15";
        [&pdf[..at], more, &pdf[at + b"trailer\n<<".len()..]].concat()
    });
    assert_eq!(two_tables.code, 1, "{two_tables:?}");
    // Some programs take the first of two entries for an object, and some the last.
    for is_first in [true, false] {
        let twice = verify(|pdf| {
            let pdf = simply(&pdf);
            let (number, _) = forge::content(&pdf);
            let mark = format!("\n{number} 0 obj");
            let own = pdf.windows(mark.len()).position(|part| part == mark.as_bytes());
            let own = own.expect("the object") + 1;
            let places = if is_first { [own, 15] } else { [15, own] };
            let entry = |place: usize| format!("{number} 1\n{place:010} 00000 n \n");
            let entries = places.map(entry).concat();
            let at = pdf.windows(7).rposition(|part| part == b"trailer").expect("a trailer");
            [&pdf[..at], entries.as_bytes(), &pdf[at..]].concat()
        });
        assert_eq!(twice.code, 1, "{twice:?}");
        assert!(twice.stderr.contains("不同的软件可能看到不同的内容"), "{twice:?}");
    }
    let fields = verify(|pdf| {
        forge::with_object(&simply(&pdf), "/SigFlags", |form| {
            form.replacen("<<", "<</NeedAppearances true", 1)
        })
    });
    assert_eq!(fields.code, 1, "{fields:?}");
}

/// Whatever the contents of a signature are, it is said that they are no signature: the
/// reader does not go down over them, and takes no time.
#[test]
fn damaged_contents_are_no_signature() {
    let mut nested = Vec::new();
    for _ in 0..600 {
        nested = item(0x30, &[&nested]);
    }
    let open = [[0x30, 0x80].repeat(1000), vec![0; 1000]].concat();
    let cut = vec![0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF];
    // A seal of its own format is no signature where the file names another one.
    for held in [nested, open, cut, vec![0x1F; 64], vec![1, 2], vec![], chinese_seal()] {
        let outcome = verify(|pdf| sealed(&pdf, &Seal::default(), |_| held.clone()));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(outcome.stderr.contains("签名栏里没有签名"), "{outcome:?}");
    }
    let workplace = workplace(|pdf| pdf);
    let printed = std::fs::read(workplace.path("甲.pdf")).expect("a PDF");
    let mut names = String::new();
    for at in (0..500).step_by(7) {
        let name = format!("{at}.pdf");
        let broken = sealed(&printed, &Seal::default(), |covered| {
            let mut held = cms(&Seal::default(), covered);
            let length = held.len();
            held[at % length] ^= 0x55;
            held
        });
        workplace.file(&name, broken);
        names += &format!(" {name}");
    }
    let outcome = workplace.run(&format!("verify{names}"));
    assert!(!outcome.stderr.contains("damaged-pdf"), "{outcome:?}");
    assert!(outcome.stderr.contains("签名和证书对不上"), "{outcome:?}");
    assert!(outcome.stderr.contains("72 份 PDF：0 份原样"), "{outcome:?}");
}

#[test]
fn programs_are_told_of_signatures() {
    let workplace = workplace(|pdf| signed(&simply(&pdf), &seal(OVER_TEXT)));
    let outcome = workplace.run("verify 甲.pdf --format json");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome:?}");
    let verdicts = serde_json::from_str(&outcome.stdout).expect("JSON");
    Schema::new(include_str!("../../schema/verify.json")).accept(&verdicts);
    let bytes = regex::Regex::new(r#"_bytes": [1-9]\d*"#).expect("a pattern");
    assert_snapshot("verify", "signed-json", &bytes.replace_all(&outcome.stdout, "_bytes\": N"));
}
