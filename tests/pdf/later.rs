//! What is done to signatures after they were made, and what passes for one.

use super::workplace;
use crate::support::cli::Outcome;
use crate::support::forge;
use crate::support::sign::{Seal, Way, cms, cms_in_ber, sealed, signed, stamp};

/// A place beside the text, from the lower left corner.
const BESIDE: [i32; 4] = [400, 30, 480, 70];

type Edit = fn(Vec<u8>) -> Vec<u8>;

fn verify(edit: impl FnOnce(Vec<u8>) -> Vec<u8>) -> Outcome {
    workplace(edit).run("verify 甲.pdf")
}

fn seal() -> Seal<'static> {
    Seal { area: Some(BESIDE), ..Seal::default() }
}

/// A PDF without the signature of the field with this number.
fn without(pdf: &[u8], field: i32) -> Vec<u8> {
    let reference = format!("{field} 0 R ");
    let remove = |text: &str| text.replacen(&reference, "", 1);
    let (page, of_page) = forge::first_page(pdf);
    let pdf = forge::updated(pdf, &[(page, remove(&of_page).into_bytes())]);
    forge::with_object(&pdf, "/SigFlags", remove)
}

#[test]
fn signatures_stay_as_they_were_made() {
    let cases: Vec<(&str, &str, Edit)> = vec![
        ("moved", "又改过", |pdf| {
            forge::with_object(&signed(&pdf, &seal()), "/FT/Sig", |field| {
                field.replace("/Rect[400 30 480 70]", "/Rect[400 40 480 80]")
            })
        }),
        ("drawn otherwise", "又改过", |pdf| {
            let look = forge::size(&pdf) + 2;
            let drawn =
                forge::stream("/Type/XObject/Subtype/Form/BBox[0 0 80 40]", b"0 0 9 9 re f");
            forge::updated(&signed(&pdf, &seal()), &[(look, drawn)])
        }),
        ("hidden", "又改过", |pdf| {
            forge::with_object(&signed(&pdf, &seal()), "/FT/Sig", |field| {
                field.replace("/F 132", "/F 2")
            })
        }),
        ("taken from its page", "又改过", |pdf| {
            let field = forge::size(&pdf);
            let pdf = signed(&pdf, &seal());
            let (page, of_page) = forge::first_page(&pdf);
            let of_page = of_page.replacen(&format!("{field} 0 R"), "", 1);
            forge::updated(&pdf, &[(page, of_page.into_bytes())])
        }),
        ("reason added", "又改过", |pdf| {
            let number = forge::size(&pdf) + 4;
            let of_value = format!("/Reason {number} 0 R");
            let pdf = signed(&pdf, &Seal { of_value: &of_value, ..Seal::default() });
            forge::updated(&pdf, &[(number, b"(I agree to 9,999,999)".to_vec())])
        }),
        ("first one removed", "去掉了", |pdf| {
            let field = forge::size(&pdf);
            without(&signed(&signed(&pdf, &seal()), &Seal::default()), field)
        }),
        ("second one removed", "去掉了", |pdf| {
            let pdf = signed(&pdf, &seal());
            let field = forge::size(&pdf);
            without(&signed(&pdf, &Seal::default()), field)
        }),
        ("moved before the second one", "又改过", |pdf| {
            let moved = forge::with_object(&signed(&pdf, &seal()), "/FT/Sig", |field| {
                field.replace("/Rect[400 30 480 70]", "/Rect[400 40 480 80]")
            });
            signed(&moved, &Seal { name: "李四", ..Seal::default() })
        }),
    ];
    for (name, told, edit) in cases {
        let outcome = verify(edit);
        assert_eq!(outcome.code, 1, "{name}: {outcome:?}");
        assert!(outcome.stderr.contains("bad-signature"), "{name}: {outcome:?}");
        assert!(outcome.stderr.contains(told), "{name}: {outcome:?}");
        assert!(!outcome.stderr.contains("甲.pdf：原样"), "{name}: {outcome:?}");
        assert!(!outcome.stderr.contains("理由“I agree"), "{name}: {outcome:?}");
    }
}

#[test]
fn what_a_signature_forbids_is_not_added_later() {
    let certifies = |level: u8| {
        format!(
            "/Reference[<</Type/SigRef/TransformMethod/DocMDP\
             /TransformParams<</Type/TransformParams/P {level}/V/1.2>>>>]"
        )
    };
    let of_fields = "/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/All>>>>]";
    let lock = |lock: &str| format!("/Lock<</Type/SigFieldLock/{lock}>>");
    for (name, is_forbidden, of_value, of_field) in [
        ("certified, nothing more", true, certifies(1), String::new()),
        ("certified, fields", false, certifies(2), String::new()),
        ("all fields", true, of_fields.to_owned(), String::new()),
        ("lock", true, String::new(), lock("Action/All")),
        ("lock of another field", false, String::new(), lock("Action/Include/Fields[(other)]")),
        ("lock of all others", true, String::new(), lock("Action/Exclude/Fields[(other)]")),
        ("lock of the file", true, String::new(), lock("Action/Include/Fields[(other)]/P 1")),
    ] {
        let first = Seal { of_value: &of_value, of_field: &of_field, ..Seal::default() };
        let alone = verify(|pdf| signed(&pdf, &first));
        assert_eq!(alone.code, 0, "{name}: {alone:?}");
        let outcome = verify(|pdf| signed(&signed(&pdf, &first), &Seal::default()));
        assert_eq!(outcome.code, i32::from(is_forbidden), "{name}: {outcome:?}");
        assert_eq!(outcome.stderr.contains("写明了不许再改"), is_forbidden, "{name}: {outcome:?}");
        let stamper = Seal { sub_filter: "ETSI.RFC3161", of_value: "", ..Seal::default() };
        let stamped = verify(|pdf| {
            sealed(&signed(&pdf, &first), &stamper, |covered| stamp(&stamper, covered))
        });
        assert_eq!(stamped.code, 0, "{name}: {stamped:?}");
    }
}

#[test]
fn a_timestamp_agrees_to_nothing() {
    let stamper = Seal { name: "时间戳中心", of_value: "", ..Seal::default() };
    let outcome = verify(|pdf| sealed(&pdf, &stamper, |covered| stamp(&stamper, covered)));
    assert!(outcome.stderr.contains("放的是时间戳，不是谁签的名"), "{outcome:?}");
    assert!(!outcome.stderr.contains("签名和证书对得上"), "{outcome:?}");
    let stamper = Seal { sub_filter: "ETSI.RFC3161", ..stamper };
    let outcome = verify(|pdf| sealed(&pdf, &stamper, |covered| stamp(&stamper, covered)));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(
        outcome.stderr.contains("第 1 个时间戳“时间戳中心”：2026-03-01 08:00:00"),
        "{outcome:?}"
    );
    let outcome = verify(|pdf| sealed(&pdf, &stamper, |covered| cms(&stamper, covered)));
    assert!(outcome.stderr.contains("时间戳的格式不对"), "{outcome:?}");
}

/// Keys that programs take the first or the last one of.
#[test]
fn fields_that_are_read_otherwise_are_no_signatures() {
    for of_field in ["/Rect[0 0 595 842]", "/#52ect[0 0 595 842]", "/Rect[0 0 595 842] %c\n"] {
        let outcome = verify(|pdf| signed(&pdf, &Seal { of_field, ..seal() }));
        assert_eq!(outcome.code, 1, "{of_field}: {outcome:?}");
        assert!(outcome.stderr.contains("hidden-content"), "{of_field}: {outcome:?}");
    }
    let value = verify(|pdf| signed(&pdf, &Seal { of_value: "/Reason(a)/Reason(b)", ..seal() }));
    assert_eq!(value.code, 1, "{value:?}");
    let form = verify(|pdf| {
        forge::with_object(&signed(&pdf, &seal()), "/SigFlags", |form| {
            form.replacen("<<", "<</Fields[]", 1)
        })
    });
    assert_eq!(form.code, 1, "{form:?}");
}

/// What other programs may well find in order is not refused.
#[test]
fn signatures_that_are_made_otherwise_are_not_checked() {
    let written = verify(|pdf| {
        sealed(&pdf, &Seal::default(), |covered| cms_in_ber(&Seal::default(), covered))
    });
    assert_eq!(written.code, 0, "{written:?}");
    assert!(written.stderr.contains("不是 DER"), "{written:?}");
    let agreed = verify(|pdf| {
        let seal = Seal { way: Way::Sm2, ..Seal::default() };
        sealed(&pdf, &seal, |covered| {
            let mut held = cms(&seal, covered);
            // The last byte of the signature.
            *held.last_mut().expect("a byte") ^= 1;
            held
        })
    });
    assert_eq!(agreed.code, 0, "{agreed:?}");
    assert!(agreed.stderr.contains("通常的用户标识对不上"), "{agreed:?}");
    assert!(!agreed.stderr.contains("签名和证书对得上"), "{agreed:?}");
}
