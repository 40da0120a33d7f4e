//! Characters in other codes and widths than those that are meant.

use super::Subject;
use super::values::is_told;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Kind;
use crate::source::Text;
use crate::text::{letters, numbering, width};

/// How many characters a message names.
const MOST: usize = 8;

/// `radical-letter`: signs for radicals, and duplicates of characters, in the place of
/// characters. They look the same, and no search finds them.
pub fn radical_letter(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().filter_map(radicals).collect()
}

fn radicals(text: &Text) -> Option<Diagnostic> {
    let is_one = |c: &char| letters::is_radical(*c) || letters::letter(*c).is_some();
    let found: Vec<(usize, char)> = text.text.char_indices().filter(|(_, c)| is_one(c)).collect();
    let &(at, first) = found.first()?;
    let signs = distinct(found.iter().map(|(_, c)| *c));
    let meant: String = signs.chars().filter_map(letters::letter).collect();
    let not =
        if meant.is_empty() { "不是汉字".to_owned() } else { format!("不是“{meant}”") };
    let message = match found.len() {
        1 => format!("“{first}”是{}，{not}", letters::named(first)),
        count => format!("“{signs}”是{} 等，{not}，共 {count} 处", letters::named(first)),
    };
    let help = match meant.is_empty() {
        true => "换成汉字，或删去".to_owned(),
        false => format!("写成“{meant}”；从 PDF 复制的文字里常有这样的字"),
    };
    let edits = found
        .iter()
        .filter_map(|(at, c)| Some((*at..at + c.len_utf8(), letters::letter(*c)?.to_string())));
    Some(
        Diagnostic::new(&rule::RADICAL_LETTER, message)
            .at(text.part(at..at + first.len_utf8()))
            .help(help)
            .fix(text.edits(edits)),
    )
}

/// `odd-width`: full-width digits and letters, and marks of other widths than the form has.
pub fn odd_width(subject: &Subject) -> Vec<Diagnostic> {
    // What is no text, and what is measured, is told by what it should be.
    let values = subject.answers().filter(|answer| matches!(answer.kind, Kind::Text));
    let names = subject.texts.iter().filter(|text| text.is_key);
    let texts = values.map(|answer| answer.text).chain(names);
    texts.filter_map(|text| odd(text).filter(|_| !is_told(text))).collect()
}

/// Whether the digits before a point number an item of a list: `3．2025年完成…`.
fn is_item(text: &str, point: usize) -> bool {
    /// A value of a row is not so long.
    const LONG: usize = 12;
    let before = numbering::before_number(&text[..point]).unwrap_or(&text[..point]);
    let before = before.trim_end_matches([' ', '\u{3000}']);
    let is_start = before.is_empty() || before.ends_with(['\n', '；', '。', ';']);
    is_start && text[point..].chars().take_while(|c| *c != '\n').count() > LONG
}

fn odd(text: &Text) -> Option<Diagnostic> {
    let mut found = Vec::new();
    for (at, c) in text.text.char_indices() {
        let is_digit = |c: Option<char>| c.is_some_and(|c| matches!(c, '0'..='9' | '０'..='９'));
        let usual = match c {
            '．' => {
                let rest = &text.text[at + c.len_utf8()..];
                let is_point =
                    is_digit(text.text[..at].chars().next_back()) && is_digit(rest.chars().next());
                (is_point && !is_item(text.text, at)).then_some('.')
            }
            c => width::usual(c),
        };
        // The brackets of a document's number are told with it.
        let is_in_a_number = match c {
            '﹝' => is_digit(text.text[at + c.len_utf8()..].chars().next()),
            '﹞' => is_digit(text.text[..at].chars().next_back()),
            _ => false,
        };
        let usual = usual.filter(|_| !is_in_a_number);
        found.extend(usual.map(|usual| (at, c, usual)));
    }
    // The first of those that stand together.
    let &(at, first, _) = found.first()?;
    let mut end = at;
    let together = found.iter().take_while(|(at, c, _)| {
        let is_next = *at == end;
        end = at + c.len_utf8();
        is_next
    });
    let (written, usual): (String, String) = together.map(|(_, c, usual)| (*c, *usual)).unzip();
    let is_full = first.is_alphanumeric() || width::is_percent(first);
    let what = if is_full { "是全角的" } else { "的宽度不对" };
    let rest = found.len() - written.chars().count();
    let more =
        if rest > 0 { format!("，另有 {rest} 个字也是这样") } else { String::new() };
    let edits = found.iter().map(|(at, c, usual)| (*at..at + c.len_utf8(), usual.to_string()));
    let edits = text.edits(edits);
    Some(
        Diagnostic::new(&rule::ODD_WIDTH, format!("“{written}”{what}{more}"))
            .at(text.part(at..at + written.len()))
            .help(format!("写成“{usual}”"))
            .fix(edits),
    )
}

/// The first few of some characters, each once.
fn distinct(characters: impl Iterator<Item = char>) -> String {
    let mut seen = String::new();
    for c in characters {
        if !seen.contains(c) && seen.chars().count() < MOST {
            seen.push(c);
        }
    }
    seen
}
