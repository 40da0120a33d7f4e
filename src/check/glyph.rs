//! Characters that cannot be printed.

use unicode_normalization::UnicodeNormalization;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::typeset::Fonts;
use crate::source::Text;

/// How many characters of a text are told: whoever has more has chosen a wrong file.
const MOST: usize = 50;

/// `missing-glyph`: a character that none of the form's fonts has would
/// print as an empty box.
pub fn missing(subject: &Subject, fonts: &Fonts) -> Vec<Diagnostic> {
    let coverage = fonts.coverage(&fonts.available(&subject.form.fonts).body);
    let mut missing = coverage.missing(subject.texts.iter().map(|text| text.text));
    // What stands for a character that was lost is none, whatever fonts there are.
    let lost = char::REPLACEMENT_CHARACTER;
    if subject.texts.iter().any(|text| text.text.contains(lost)) {
        missing.insert(lost);
    }
    if missing.is_empty() {
        return Vec::new();
    }
    let report = |text: &Text, c| {
        let other = substitute(c).filter(|other| other.chars().all(|c| coverage.has(c)));
        report(text, c, other)
    };
    let texts = subject.texts.iter();
    texts
        .flat_map(|text| {
            let here = missing.iter().filter(|c| text.text.contains(**c)).take(MOST);
            here.map(|&c| report(text, c)).collect::<Vec<_>>()
        })
        .collect()
}

fn report(text: &Text, c: char, other: Option<String>) -> Diagnostic {
    if c == char::REPLACEMENT_CHARACTER {
        let message = format!("“{}”里有一个坏了的字，只剩“{c}”", text.path.join(" › "));
        let found = Diagnostic::new(&rule::MISSING_GLYPH, message).at(text.place_of(c));
        return found.help("多半是转换编码时坏的：删去它，重新输入原来的字");
    }
    let message =
        format!("字体里没有“{c}”（U+{:04X}），在“{}”里", u32::from(c), text.path.join(" › "),);
    Diagnostic::new(&rule::MISSING_GLYPH, message).at(text.place_of(c)).help(match other {
        Some(other) => format!("写成“{other}”，或用 --fonts 给出含有这个字的字体"),
        None => "换一个字，或用 --fonts 给出含有这个字的字体".into(),
    })
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
