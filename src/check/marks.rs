//! Punctuation.

use std::ops::Range;

use super::Subject;
use super::quotes;
use super::values::is_told;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::Text;
use crate::text::numbering;
use crate::text::width::{MARKS, full, half};

/// Marks that come in pairs. Brackets of either width may close one another:
/// what is wrong with them is told by `mixed-width`.
const PAIRS: [(char, char); 9] = [
    ('《', '》'),
    ('〈', '〉'),
    ('“', '”'),
    ('（', '）'),
    ('(', ')'),
    ('〔', '〕'),
    ('【', '】'),
    ('「', '」'),
    ('『', '』'),
];

/// `unbalanced-marks`: a mark of a pair without the other one.
pub fn unbalanced_marks(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .texts
        .iter()
        .filter_map(|text| Some((text, unbalanced(text.text)?)))
        // A value such as 》90% has been told by another rule.
        .filter(|(text, _)| !is_told(text) && !quotes::is_told(text))
        .map(|(text, (at, mark, partner))| {
            let message = format!("“{mark}”没有对应的“{partner}”");
            Diagnostic::new(&rule::UNBALANCED_MARKS, message)
                .at(text.part(at..at + mark.len_utf8()))
                .help("补上另一半，或删去这一半")
        })
        .collect()
}

/// The first mark without a partner, and the partner that it lacks.
fn unbalanced(text: &str) -> Option<(usize, char, char)> {
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(&(_, partner)) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push((at, c, partner));
            continue;
        }
        let Some(&(partner, _)) = PAIRS.iter().find(|(_, closing)| *closing == c) else { continue };
        let closes = |&(_, _, closing): &(usize, char, char)| half(closing) == half(c);
        if open.last().is_some_and(closes) {
            open.pop();
        } else if open.iter().any(closes) {
            // It closes an earlier one, so the last one is never closed.
            return open.last().copied();
        } else if !(half(c) == ')' && is_numbering(&text[..at])) {
            return Some((at, c, partner));
        }
    }
    open.first().copied()
}

/// Whether `before` ends in the number of a list item: `1)`, `二）`, `a)`.
fn is_numbering(before: &str) -> bool {
    let rest = numbering::before_number(before).unwrap_or(before);
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    rest.len() < before.len()
        && rest.chars().next_back().is_none_or(|c| c.is_whitespace() || "，。；：、,;:".contains(c))
}

/// `mixed-width`: the same mark in both widths in one text.
pub fn mixed_width(subject: &Subject) -> Vec<Diagnostic> {
    let texts = subject.texts.iter().filter(|text| !text.is_key);
    texts.flat_map(|text| MARKS.iter().filter_map(|marks| mixed(text, *marks))).collect()
}

fn mixed(text: &Text, (narrow, wide): (&str, &str)) -> Option<Diagnostic> {
    // Most texts do not have both.
    let has_some = |marks: &str| marks.chars().any(|mark| text.text.contains(mark));
    if !(has_some(narrow) && has_some(wide)) {
        return None;
    }
    let marks = text.text.char_indices();
    let (narrows, wides): (Vec<_>, Vec<_>) = marks
        .filter(|&(at, c)| wide.contains(c) || (narrow.contains(c) && is_chinese(text.text, at, c)))
        .partition(|&(_, c)| c.is_ascii());
    let (&first_narrow, &first_wide) = (narrows.first()?, wides.first()?);
    let part = |(at, c): (usize, char)| text.part(at..at + c.len_utf8());
    let message = format!("全角的“{}”和半角的“{}”混用", first_wide.1, first_narrow.1);
    let found = Diagnostic::new(&rule::MIXED_WIDTH, message);
    Some(match narrows.len() > wides.len() {
        true => found.at(part(first_wide)).at(part(first_narrow).label("半角")).help(format!(
            "统一成一种；半角的有 {} 处，全角的有 {} 处",
            narrows.len(),
            wides.len()
        )),
        false => found
            .at(part(first_narrow))
            .at(part(first_wide).label("全角"))
            .help(format!("改成全角的“{}”", full(first_narrow.1)))
            .fix(text.edits(narrows.iter().map(|&(at, c)| widen(text.text, at, c)))),
    })
}

/// The change of the half-width mark `c` at byte `at` to the full-width one, which
/// takes the place of the blank after it, too.
fn widen(text: &str, at: usize, c: char) -> (Range<usize>, String) {
    let rest = &text[at + 1..];
    let blanks = match c {
        '(' | ')' => 0,
        _ => rest.len() - rest.trim_start_matches(' ').len(),
    };
    (at..at + 1 + blanks, full(c).to_string())
}

/// How far from a bracket its partner is looked for, in bytes.
const FAR: usize = 300;

/// Whether the half-width mark `c` at byte `at` stands in Chinese rather than in a
/// number, a time, an address or a foreign name.
fn is_chinese(text: &str, at: usize, c: char) -> bool {
    let is_han = |c: char| {
        !c.is_ascii() && (c.is_alphanumeric() || "《》〈〉“”（）〔〕【】、。".contains(c))
    };
    let before = &text[text.floor_char_boundary(at.saturating_sub(FAR))..at];
    let after = &text[at + 1..text.ceil_char_boundary((at + FAR).min(text.len()))];
    match c {
        // A bracket of two widths is wrong whatever stands in it.
        '(' => match after.find([')', '）']) {
            Some(close) => after[..close].contains(is_han) || after[close..].starts_with('）'),
            None => after.contains(is_han),
        },
        ')' => match before.rfind(['(', '（']) {
            Some(open) => before[open..].starts_with('（') || before[open..].contains(is_han),
            None => false,
        },
        _ => {
            let after = after.trim_start_matches(' ');
            before.ends_with(is_han) || (!before.is_empty() && after.starts_with(is_han))
        }
    }
}

/// `trailing-blank`: blanks that nobody sees, at the end of a line.
pub fn trailing_blank(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().filter_map(blank).collect()
}

fn blank(text: &Text) -> Option<Diagnostic> {
    let mut start = 0;
    let mut blanks = Vec::new();
    for line in text.text.split('\n') {
        let kept = line.trim_end_matches([' ', '\u{3000}']).len();
        if kept < line.len() && kept > 0 {
            blanks.push(start + kept..start + line.len());
        }
        start += line.len() + 1;
    }
    // In a text of several lines, full-width blanks may begin a paragraph.
    let leading = text.text.len() - text.text.trim_start_matches([' ', '\u{3000}']).len();
    if leading > 0 && leading < text.text.len() && !text.text.contains('\n') {
        blanks.insert(0, 0..leading);
    }
    let first = blanks.first()?.clone();
    let message = match first.start {
        0 => "开头有空格",
        _ => "末尾有空格",
    };
    // Behind a comma in a row, a blank is good to see.
    let is_behind_a_comma = |range: &Range<usize>| {
        let span = text.place.span.clone().unwrap_or_default();
        range.start == 0 && text.place.file.text()[..span.start].ends_with(',')
    };
    let instead = |range: &Range<usize>| if is_behind_a_comma(range) { " " } else { "" };
    let edits = text.edits(blanks.iter().map(|range| (range.clone(), instead(range).to_owned())));
    Some(
        Diagnostic::new(&rule::TRAILING_BLANK, message)
            .at(text.part(first))
            .help("删去")
            .fix(edits),
    )
}
