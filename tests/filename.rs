//! Names of files that come from texts.

use std::collections::HashSet;

use jixiao::text::filename::{Stems, safe_stem};
use proptest::prelude::*;

#[test]
fn a_text_becomes_a_name_that_every_disk_takes() {
    for (text, stem) in [
        ("南京市工业和信息化局", "南京市工业和信息化局"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("甲/乙\\丙:丁*?\"<>|", "甲_乙_丙_丁______"),
        ("-rf 甲", "rf 甲"),
        ("...甲...", "甲"),
        ("甲. . ", "甲"),
        ("第一行\n第二行\t三", "第一行 第二行 三"),
        ("甲\u{202E}乙\u{200B}\u{0}\u{1B}[31m丙", "甲乙[31m丙"),
        ("\u{3000}甲\u{3000}乙", "甲 乙"),
        ("con", "_con"),
        ("Com1.甲", "_Com1.甲"),
        ("LPT¹", "_LPT¹"),
        ("NUL .txt", "_NUL .txt"),
        ("CONSOLE", "CONSOLE"),
        ("COM10", "COM10"),
        ("e\u{301}", "é"),
    ] {
        assert_eq!(safe_stem(text).as_deref(), Some(stem), "{text:?}");
    }
    for nothing in ["", ".", "..", " - ", "\u{200B}\u{202E}", "\n\t"] {
        assert_eq!(safe_stem(nothing), None, "{nothing:?}");
    }
}

#[test]
fn a_long_name_is_cut_between_characters() {
    let stem = safe_stem(&"长".repeat(100)).expect("a name");
    assert_eq!(stem, "长".repeat(40));
    let stem = safe_stem(&format!("{}. 甲", "a".repeat(119))).expect("a name");
    assert_eq!(stem, "a".repeat(119));
}

#[test]
fn no_two_files_are_the_same_on_any_disk() {
    let mut stems = Stems::default();
    let taken = ["局", "局", "Straße", "STRASSE", "é", "e\u{301}", "局 (2)", "局"];
    let names = taken.map(|stem| stems.take(stem));
    let expected =
        ["局", "局 (2)", "Straße", "STRASSE (2)", "é", "e\u{301} (2)", "局 (2) (2)", "局 (3)"];
    assert_eq!(names, expected);
    let long = "长".repeat(40);
    assert_eq!(stems.take(&long), long);
    assert_eq!(stems.take(&long), format!("{} (2)", "长".repeat(38)));
}

proptest! {
    #[test]
    fn no_name_leads_elsewhere(texts in prop::collection::vec("(\\PC|[./\\\\ :-]|[aA]|\u{202E}|\u{0}|\n){0,60}", 1..8)) {
        let mut stems = Stems::default();
        let mut seen = HashSet::new();
        for stem in texts.iter().filter_map(|text| safe_stem(text)) {
            let name = stems.take(&stem);
            prop_assert!(!name.is_empty() && name.len() <= 120, "{name}");
            prop_assert!(!name.contains(['/', '\\', ':', '\u{202E}', '\u{0}', '\n']), "{name}");
            prop_assert!(!name.starts_with(['.', '-', ' ']) && !name.ends_with(['.', ' ']), "{name}");
            prop_assert!(seen.insert(name.to_lowercase()), "{name}");
            // What is a name stays one.
            prop_assert_eq!(safe_stem(&stem), Some(stem));
        }
    }
}
