//! Names of files that come from texts.

use std::collections::HashSet;

use jixiao::text::alike::alike;
use jixiao::text::filename::{name, names};
use proptest::prelude::*;

#[test]
fn a_text_becomes_a_name_that_every_disk_takes() {
    for (text, expected) in [
        ("南京市工业和信息化局", "南京市工业和信息化局"),
        ("../../etc/passwd", "etc-passwd"),
        ("甲/乙\\丙:丁*?\"<>|戊", "甲-乙-丙-丁------戊"),
        ("甲／乙∕丙：丁…戊", "甲-乙-丙-丁-戊"),
        ("$(rm x)`y`;z&!'%^", "(rm x)-y--z-----"),
        ("-rf 甲", "rf 甲"),
        ("...甲...", "甲"),
        ("_~甲. . ", "甲"),
        ("第一行\n第二行\t三", "第一行 第二行 三"),
        ("甲\u{202E}乙\u{200B}\u{0}\u{1B}[31m丙", "甲乙[31m丙"),
        ("甲\u{E000}\u{FFFF}\u{FDD0}\u{378}\u{FFFD}乙", "甲乙"),
        ("\u{3000}甲\u{3000} 乙", "甲 乙"),
        // Signs that their normal form turns into ones for a shell.
        ("甲\u{37E}乙\u{1FEF}丙", "甲-乙-丙"),
        ("con", "con_"),
        ("Com1.甲", "Com1_.甲"),
        ("LPT¹", "LPT¹_"),
        ("ＣＯＭ１", "ＣＯＭ１_"),
        ("NUL .txt", "NUL_.txt"),
        ("CONSOLE", "CONSOLE"),
        ("COM10", "COM10"),
        ("e\u{301}", "é"),
        // What is left out tears nothing apart.
        ("e\u{200D}\u{301}", "é"),
    ] {
        assert_eq!(name(text), expected.trim_end_matches('-'), "{text:?}");
    }
    for nothing in [".", "..", " - ", "\u{200B}\u{202E}", "\n\t", "///"] {
        assert_eq!(name(nothing), "（无名）", "{nothing:?}");
    }
}

#[test]
fn a_long_name_is_cut_between_characters() {
    assert_eq!(name(&"长".repeat(100)), "长".repeat(33));
    assert_eq!(name(&format!("{}. 甲", "a".repeat(99))), "a".repeat(99));
    let long = "长".repeat(33);
    assert_eq!(names(&[&long, &long], |_| true)[1], format!("{long}-2"));
}

#[test]
fn no_two_files_are_the_same_on_any_disk() {
    let names = |texts: &[&str]| names(texts, |_| true);
    assert_eq!(names(&["局", "局", "局"]), ["局", "局-2", "局-3"]);
    assert_eq!(names(&["STRASSE", "Straße"]), ["STRASSE", "Straße-2"]);
    assert_eq!(names(&["é", "e\u{301}"]), ["é", "é-2"]);
    assert_eq!(names(&["Ａ局", "A局", "a局"]), ["Ａ局-3", "A局", "a局-2"]);
    // Whoever's name is the text itself keeps it.
    assert_eq!(names(&["甲/乙", "甲-乙"]), ["甲-乙-2", "甲-乙"]);
    assert_eq!(names(&["ABC", "abc", "abc-2"]), ["ABC", "abc-3", "abc-2"]);
    assert_eq!(names(&["", "（未写）", "..."]), ["（未写）-2", "（未写）", "（无名）"]);
}

#[test]
fn what_is_taken_is_left_alone() {
    let is_free = |name: &str| !matches!(name, "局" | "局-2");
    assert_eq!(names(&["局", "处"], is_free), ["局-3", "处"]);
}

proptest! {
    #[test]
    fn no_name_leads_elsewhere(texts in prop::collection::vec("(\\PC|[./\\\\ :$`;-]|[aA]|\u{202E}|\u{0}|\n){0,60}", 1..8)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let mut seen = HashSet::new();
        for (text, taken) in texts.iter().zip(names(&texts, |_| true)) {
            prop_assert!(!taken.is_empty() && taken.len() <= 120, "{taken}");
            prop_assert!(!taken.contains(['/', '\\', ':', '$', '`', ';', '\u{202E}', '\u{0}', '\n']), "{taken}");
            prop_assert!(!taken.starts_with(['.', '-', '_', '~', ' ']) && !taken.ends_with(['.', ' ']), "{taken}");
            prop_assert!(seen.insert(alike(&taken)), "{taken}");
            // What is a name stays one.
            prop_assert_eq!(name(&name(text)), name(text));
        }
    }
}
