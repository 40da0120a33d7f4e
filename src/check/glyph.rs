//! Characters that cannot be printed.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use typst::text::FontVariant;
use unicode_normalization::UnicodeNormalization;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::fonts::Fonts;
use crate::source::Text;

/// How many characters of a text are told: whoever has more has chosen a wrong file.
const MOST: usize = 50;
/// What stands for a character that was lost; it is none, whatever fonts there are.
const LOST: char = char::REPLACEMENT_CHARACTER;

/// `missing-glyph`: a character that none of the form's fonts draws would print as an empty
/// box, or as a blank.
///
/// `families` are those of the body that are there.
pub fn missing(subject: &Subject, families: &[String], fonts: &Fonts) -> Vec<Diagnostic> {
    let metrics = fonts.metrics(families, FontVariant::default());
    let look_up = metrics.look_up(fonts);
    // Looking up takes a lock, and a text has the same characters again and again.
    let texts = subject.texts.iter().flat_map(|text| text.text.chars());
    let distinct: FxHashSet<char> = texts.collect();
    let is_missing = |c: &char| *c == LOST || *c != '\n' && look_up.character(*c).is_none();
    let missing: BTreeSet<char> = distinct.into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for text in subject.texts {
        for &c in missing.iter().filter(|c| text.text.contains(**c)).take(MOST) {
            let is_there = |c| look_up.character(c).is_some();
            let other = substitute(c).filter(|other| other.chars().all(is_there));
            let blank: Vec<_> =
                look_up.blank_before(c).into_iter().map(|at| families[at].as_str()).collect();
            found.push(report(text, c, other, &blank));
        }
    }
    found
}

/// `blank` are the families that have the character, but draw nothing for it.
fn report(text: &Text, c: char, other: Option<String>, blank: &[&str]) -> Diagnostic {
    let path = text.path.join(" › ");
    if c == LOST {
        let message = format!("“{path}”里有一个坏了的字，只剩“{c}”");
        let found = Diagnostic::new(&rule::MISSING_GLYPH, message).at(text.place_of(c));
        return found.help("多半是转换编码时坏的：删去它，重新输入原来的字");
    }
    let character = format!("“{c}”（U+{:04X}）", u32::from(c));
    let message = match blank {
        [] => format!("字体里没有{character}，在“{path}”里"),
        blank => {
            let blank = blank.join("、");
            format!("字体“{blank}”里{character}是空白的，印不出来，在“{path}”里")
        }
    };
    let mend = other.map_or_else(|| "换一个字".to_owned(), |other| format!("写成“{other}”"));
    Diagnostic::new(&rule::MISSING_GLYPH, message)
        .at(text.place_of(c))
        .help(format!("{mend}，或用 --fonts 给出含有这个字的字体"))
        .help_on_form(format!("{mend}；非用它不可的，请管理程序的同事加上有这个字的字体"))
}

/// A character in common use that says the same: `2` for a small one, `≥` for one
/// with a slanted line.
fn substitute(c: char) -> Option<String> {
    match c {
        '⩾' | '≧' => Some("≥".into()),
        '⩽' | '≦' => Some("≤".into()),
        _ => Some(c.nfkc().collect::<String>()).filter(|other| *other != c.to_string()),
    }
}
