//! Marks that stand twice, and stops that are none.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::Text;
use crate::text::letters::is_han;
use crate::text::numbering::{self, starts_an_item};
use crate::text::width::full;

/// Two marks or more, each of which parts what is before it from what follows.
static DOUBLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[，。、；：,;:．.](?:[ \u{3000}]*[，。、；：,;:．.])+").expect("a valid pattern")
});

/// `doubled-mark`: `，，`, `；，`.
pub fn doubled_mark(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().flat_map(doubled).collect()
}

fn doubled(text: &Text) -> Vec<Diagnostic> {
    let found = DOUBLED.find_iter(text.text).filter(|found| {
        // The dot of `Co.，` belongs to the word.
        let is_short_form = found.as_str().starts_with('.')
            && text.text[..found.start()].ends_with(|c: char| c.is_ascii_alphanumeric());
        if is_short_form {
            return false;
        }
        // Dots are an ellipsis, and what is in ASCII may be of a foreign language.
        found.as_str().contains(['，', '。', '、', '；', '：'])
            || (!found.as_str().contains(['.', '．']) && is_chinese(text.text, found.range()))
    });
    found
        .map(|found| {
            let (written, range) = (found.as_str(), found.range());
            let behind = text.text[range.end..].trim_start_matches(' ');
            let is_last = behind.is_empty() || behind.starts_with('\n');
            let marks: Vec<char> =
                written.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).map(full).collect();
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
    let follows = after.trim_start_matches([' ', '\u{3000}']);
    before.ends_with(is_end)
        && !is_numbering(sentence)
        && sentence.contains(is_han)
        && (is_last(text, range) || follows.starts_with(is_han) || starts_an_item(follows))
}

/// Whether nothing follows in its line but the number of the next item.
fn is_last(text: &str, range: &Range<usize>) -> bool {
    let follows = text[range.end..].trim_start_matches([' ', '\u{3000}']);
    follows.is_empty() || follows.starts_with(['\n', '”', '）', ')']) || starts_an_item(follows)
}

/// `一`, `（二`, `第三`: what a dot follows as a mark of a list.
fn is_numbering(text: &str) -> bool {
    let number =
        text.trim_start_matches(['（', '(', '第']).trim_end_matches(['）', ')', '条', '章', '节']);
    number.chars().count() <= 3 && numbering::is_number(number)
}
