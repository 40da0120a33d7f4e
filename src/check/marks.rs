//! Punctuation.

use super::Subject;
use crate::diagnostic::{Diagnostic, Edit};
use crate::project::standard_value;
use crate::rule;
use crate::source::Text;
use crate::width::MARKS;

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
        // A value such as 》90% has been told by another rule.
        .filter(|text| !(text.path.len() == 4 && standard_value(text.text) != text.text.trim_end()))
        .filter_map(|text| {
            let (at, mark, partner) = unbalanced(text.text)?;
            let message = format!("“{mark}”没有对应的“{partner}”");
            Some(
                Diagnostic::new(&rule::UNBALANCED_MARKS, message)
                    .at(text.part(at..at + mark.len_utf8()))
                    .help("补上另一半，或删去这一半"),
            )
        })
        .collect()
}

/// The first mark without a partner, and the partner that it lacks.
fn unbalanced(text: &str) -> Option<(usize, char, char)> {
    let mut open: Vec<(usize, char, char)> = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(&(_, partner)) = PAIRS.iter().find(|(opening, _)| *opening == c) {
            open.push((at, c, partner));
        } else if let Some(&(opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == c) {
            match open.last() {
                Some(&(_, _, partner)) if half(partner) == half(c) => {
                    open.pop();
                }
                None if half(c) == ')' && is_numbering(&text[..at]) => {}
                None => return Some((at, c, opening)),
                // The one that is open lacks its partner, unless this one is the stray.
                Some(_) => match open.iter().rposition(|(.., partner)| half(*partner) == half(c)) {
                    Some(_) => return open.last().copied(),
                    None if half(c) == ')' && is_numbering(&text[..at]) => {}
                    None => return Some((at, c, opening)),
                },
            }
        }
    }
    // A quotation may open anew in each paragraph.
    open.first().copied()
}

/// Whether `before` ends in the number of a list item: `1)`, `二）`.
fn is_numbering(before: &str) -> bool {
    let is_number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c);
    let rest = before.trim_end_matches(is_number);
    rest.len() < before.len()
        && rest.chars().next_back().is_none_or(|c| c.is_whitespace() || "，。；：、,;:".contains(c))
}

/// The half-width form of a mark.
fn half(c: char) -> char {
    MARKS.iter().find(|(_, wide)| *wide == c).map_or(c, |(narrow, _)| *narrow)
}

/// `mixed-width`: the same mark in both widths in one text.
pub fn mixed_width(subject: &Subject) -> Vec<Diagnostic> {
    let texts = subject.texts.iter().filter(|text| !text.is_key);
    texts.flat_map(|text| MARKS.iter().filter_map(|marks| mixed(text, *marks))).collect()
}

fn mixed(text: &Text, (narrow, wide): (char, char)) -> Option<Diagnostic> {
    // Brackets go in pairs: one finding for both.
    if narrow == ')' {
        return None;
    }
    let narrows: Vec<_> = text
        .text
        .match_indices(narrow)
        .map(|(at, _)| at)
        .filter(|&at| is_chinese(text.text, at, narrow))
        .collect();
    let wides: Vec<_> = text.text.match_indices(wide).map(|(at, _)| at).collect();
    let (&first_narrow, &first_wide) = (narrows.first()?, wides.first()?);
    let part = |at, c: char| text.part(at..at + c.len_utf8());
    let found =
        Diagnostic::new(&rule::MIXED_WIDTH, format!("全角的“{wide}”和半角的“{narrow}”混用"));
    Some(match narrows.len() > wides.len() {
        true => found
            .at(part(first_wide, wide).label(format!("另有 {} 处半角", narrows.len())))
            .at(part(first_narrow, narrow).label("半角"))
            .help(format!("统一成一种；改成全角时，半角的 {} 处都要改", narrows.len())),
        false => found
            .at(part(first_narrow, narrow))
            .at(part(first_wide, wide).label("全角"))
            .help(format!("改成全角的“{wide}”"))
            .fix(narrows.iter().flat_map(|&at| widen(text, at, narrow, wide))),
    })
}

/// The change of a half-width mark at byte `at` to the full-width one; a bracket
/// takes the one that closes it along.
fn widen(text: &Text, at: usize, narrow: char, wide: char) -> Vec<Edit> {
    let rest = &text.text[at + 1..];
    if narrow == '(' {
        let close = rest.find(')').map(|close| at + 1 + close);
        let edits = [text.edit(at..at + 1, "（"), close.and_then(|at| text.edit(at..at + 1, "）"))];
        return edits.into_iter().flatten().collect();
    }
    // A full-width mark brings its blank along.
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    text.edit(at..at + 1 + blanks, &wide.to_string()).into_iter().collect()
}

/// Whether the half-width mark at byte `at` stands in Chinese rather than in a
/// number, a time, an address or a foreign name.
fn is_chinese(text: &str, at: usize, mark: char) -> bool {
    let is_han = |c: char| !c.is_ascii() && (c.is_alphanumeric() || "》〉”）〕】、。".contains(c));
    let before = text[..at].chars().next_back();
    let after = text[at + 1..].trim_start_matches(' ').chars().next();
    let inside = |c: char| is_han(c) || "《〈“〔【".contains(c);
    match mark {
        '(' => text[at + 1..].split(')').next().is_some_and(|body| body.contains(inside)),
        _ => before.is_some_and(is_han) || (before.is_some() && after.is_some_and(inside)),
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
    let leading = text.text.len() - text.text.trim_start_matches(' ').len();
    if leading > 0 && leading < text.text.len() && !text.text.contains('\n') {
        blanks.insert(0, 0..leading);
    }
    let first = blanks.first()?.clone();
    let message = match first.start {
        0 => "开头有空格",
        _ => "末尾有空格",
    };
    let edits = blanks.iter().filter_map(|range| text.edit(range.clone(), ""));
    Some(
        Diagnostic::new(&rule::TRAILING_BLANK, message)
            .at(text.part(first))
            .help("删去")
            .fix(edits),
    )
}
