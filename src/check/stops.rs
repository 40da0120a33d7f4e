//! Marks that stand twice, and stops that are none.

use std::iter;
use std::ops::Range;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::Text;
use crate::text::letters::is_han;
use crate::text::numbering::{self, starts_an_item};
use crate::text::scan::strip_all;
use crate::text::width::full;

/// Marks that part what is before them from what follows.
const PARTING: [char; 10] = ['，', '。', '、', '；', '：', ',', ';', ':', '．', '.'];
/// Blanks within a line.
const BLANKS: [char; 2] = [' ', '\u{3000}'];

/// `doubled-mark`: `，，`, `；，`.
pub fn doubled_mark(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().flat_map(doubled).collect()
}

fn doubled(text: &Text) -> Vec<Diagnostic> {
    let found = runs(text.text).filter(|range| {
        let written = &text.text[range.clone()];
        // The dot of `Co.，` belongs to the word.
        let is_short_form = written.starts_with('.')
            && text.text[..range.start].ends_with(|c: char| c.is_ascii_alphanumeric());
        if is_short_form {
            return false;
        }
        // Dots are an ellipsis, and what is in ASCII may be of a foreign language.
        written.contains(['，', '。', '、', '；', '：'])
            || (!written.contains(['.', '．']) && is_chinese(text.text, range.clone()))
    });
    found
        .map(|range| {
            let written = &text.text[range.clone()];
            let behind = text.text[range.end..].trim_start_matches(' ');
            let is_last = behind.is_empty() || behind.starts_with('\n');
            let marks: Vec<char> =
                written.chars().filter(|c| !BLANKS.contains(c)).map(full).collect();
            let one = one_of(&marks, is_last);
            let help = match (one, marks.iter().all(|mark| *mark == '。')) {
                (Some(mark), _) => format!("只留一个“{mark}”"),
                (None, true) => "省略号写成“……”，不是就只留一个“。”".to_owned(),
                (None, false) => "只留一个".to_owned(),
            };
            let edits = one.map(|mark| (range.clone(), mark.to_string()));
            Diagnostic::new(&rule::DOUBLED_MARK, format!("“{written}”几个标点连在一起"))
                .at(text.part(range))
                .help(help)
                .fix(text.edits(edits))
        })
        .collect()
}

/// Where two such marks or more stand, with nothing between them but blanks.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(PARTING)?;
            let rest = text[start..].strip_prefix(PARTING)?;
            let behind = strip_all(rest, |it| it.trim_start_matches(BLANKS).strip_prefix(PARTING));
            at = text.len() - behind.len();
            if behind.len() < rest.len() {
                return Some(start..at);
            }
        }
    })
}

/// The mark that stands for several, where there is no doubt.
fn one_of(marks: &[char], is_last: bool) -> Option<char> {
    match marks {
        [first, second] if first == second => Some(*first),
        // At the end of a line, a full stop ends what the other mark would go on with.
        [.., '。'] if is_last && marks.len() == 2 => Some('。'),
        ['。', _] if is_last => Some('。'),
        _ => None,
    }
}

/// Whether the marks stand beside Chinese characters.
fn is_chinese(text: &str, range: Range<usize>) -> bool {
    let is_beside = |c: Option<char>| c.is_some_and(|c| is_han(c) || "》）〕”%％".contains(c));
    is_beside(text[..range.start].trim_end().chars().next_back())
        && text[range.end..].trim_start().chars().next().is_none_or(is_han)
}

/// `latin-stop`: a Chinese sentence that ends in a dot.
pub fn latin_stop(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().filter_map(latin).collect()
}

fn latin(text: &Text) -> Option<Diagnostic> {
    let dots = text.text.char_indices().filter(|(_, c)| matches!(c, '.' | '．'));
    let dots = dots.map(|(at, c)| (at..at + c.len_utf8(), c));
    let stops: Vec<_> = dots.filter(|(range, _)| is_stop(text.text, range)).collect();
    let (first, mark) = stops.first()?.clone();
    let sure = stops.iter().filter(|(range, _)| is_last(text.text, range));
    let edits = text.edits(sure.map(|(range, _)| (range.clone(), "。".to_owned())));
    let more = if stops.len() > 1 { format!("，共 {} 处", stops.len()) } else { String::new() };
    Some(
        Diagnostic::new(&rule::LATIN_STOP, format!("句子后面是“{mark}”，不是句号{more}"))
            .at(text.part(first))
            .help(match edits.len() == stops.len() {
                true => "写成“。”",
                false => "写成“。”；外国人名里的点写成“·”",
            })
            .fix(edits),
    )
}

/// Whether a dot ends what stands before it in Chinese.
fn is_stop(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let is_end = |c: char| is_han(c) || "》）)”〕％%".contains(c);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let sentence = line.rsplit([' ', '\u{3000}', '。', '；', '，']).next().unwrap_or_default();
    let follows = after.trim_start_matches(BLANKS);
    before.ends_with(is_end)
        && !is_numbering(sentence)
        && sentence.contains(is_han)
        && (is_last(text, range) || follows.starts_with(is_han) || starts_an_item(follows))
}

/// Whether nothing follows in its line but the number of the next item.
fn is_last(text: &str, range: &Range<usize>) -> bool {
    let follows = text[range.end..].trim_start_matches(BLANKS);
    follows.is_empty() || follows.starts_with(['\n', '”', '）', ')']) || starts_an_item(follows)
}

/// `一`, `（二`, `第三`: what a dot follows as a mark of a list.
fn is_numbering(text: &str) -> bool {
    let number =
        text.trim_start_matches(['（', '(', '第']).trim_end_matches(['）', ')', '条', '章', '节']);
    number.chars().count() <= 3 && numbering::is_number(number)
}
