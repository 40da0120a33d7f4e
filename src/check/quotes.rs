//! Quotes that were meant for YAML, or for nothing, and are printed.

use std::ops::Range;

use super::Subject;
use super::values;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Kind;
use crate::source::{Style, Text, remark};

/// What is taken for a quote around a text.
const QUOTES: [char; 4] = ['"', '“', '”', '＂'];

/// `stray-quote`: quotes around a whole text, pairs with nothing in them, and a single
/// English one at the end of a text.
pub fn stray_quote(subject: &Subject) -> Vec<Diagnostic> {
    let answers = subject.answers().filter(|answer| matches!(answer.kind, Kind::Text));
    let values = answers.map(|answer| answer.text);
    let names = subject.texts.iter().filter(|text| text.is_key);
    let texts = values.chain(names).filter(|text| !values::is_told(text));
    texts.filter_map(|text| Some(tell(text, &strays(text.text)?))).collect()
}

/// Whether a text's quotes are told by this rule.
pub fn is_told(text: &Text) -> bool {
    strays(text.text).is_some()
}

/// The quotes of a text that should not be there.
struct Strays {
    what: What,
    /// Their bytes, in order.
    ranges: Vec<Range<usize>>,
}

#[derive(PartialEq)]
enum What {
    /// They stand around the whole text, or each of its lines.
    Around,
    /// There is nothing in them.
    Empty,
    /// It has no other half.
    Single,
}

fn tell(text: &Text, strays: &Strays) -> Diagnostic {
    let said = text.text;
    let Strays { what, ranges } = strays;
    let kept = ranges.iter().rev().fold(said.to_owned(), |mut kept, range| {
        kept.replace_range(range.clone(), "");
        kept
    });
    let is_nothing = kept.trim().is_empty();
    let message = match what {
        What::Around if !said.contains('\n') => "整段文字的两头有引号，会印在表上",
        What::Around => "文字的两头有引号，会印在表上",
        What::Empty => "引号里没有文字，引号会印在表上",
        What::Single => "英文引号只有一半，会印在表上",
    };
    let help = match text.style {
        _ if is_nothing => "写上内容；可以空着的，把引号也删去".to_owned(),
        Style::Literal => "删去；“|-”下面的文字不用引号".to_owned(),
        Style::Quoted => "外面的英文引号不印，里面的会印出来：删去里面的".to_owned(),
        _ if *what == What::Around && !said.contains(['\n', '"']) => {
            format!("删去，或换成英文引号：写成 \"{kept}\"")
        }
        _ => "删去".to_owned(),
    };
    // Within quotes, others may be meant, and those of the same kind have a sign before them.
    let is_meant = text.style == Style::Quoted
        && (*what == What::Around || ranges.iter().any(|range| said[range.clone()].contains('"')));
    let edits = text.edits(ranges.iter().map(|range| (range.clone(), String::new())));
    // A wide blank that stands at an end then would be a fault of its own.
    let is_at_blank = kept.trim_matches([' ', '\n']) != kept.trim();
    let is_whole = edits.len() == ranges.len() && !is_nothing && !is_meant && !is_at_blank;
    let found = Diagnostic::new(&rule::STRAY_QUOTE, message)
        .at_all(marked(*what == What::Around, ranges).map(|range| text.part(range)))
        .help(help)
        .help_on_form(if is_nothing {
            "写上内容；可以空着的，把引号也删去"
        } else {
            "删去引号"
        });
    found.fix(edits.into_iter().filter(|_| is_whole))
}

/// What of the quotes is shown: both ends of what stands between them.
fn marked(are_ends: bool, ranges: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let last = ranges.last().filter(|_| are_ends && ranges.len() > 1);
    ranges.first().into_iter().chain(last).cloned()
}

fn strays(text: &str) -> Option<Strays> {
    // Few texts have any.
    if !text.contains(QUOTES) {
        return None;
    }
    around(text).or_else(|| around_lines(text)).or_else(|| empty(text)).or_else(|| single(text))
}

/// Quotes around a text with no others of the kind in between: “甲”和“乙” are two words.
fn around(text: &str) -> Option<Strays> {
    let range = text.len() - text.trim_start().len()..text.trim_end().len();
    let said = &text[range.clone()];
    let first = said.chars().next()?;
    let last = said.chars().next_back()?;
    // Input methods write the left one and the right one by turns.
    let is_pair = [first, last].iter().all(|c| QUOTES.contains(c));
    let inner = said.get(first.len_utf8()..said.len().checked_sub(last.len_utf8())?)?;
    if !is_pair || inner.trim().is_empty() || inner.contains('"') || !is_whole(inner) {
        return None;
    }
    let start = range.start..range.start + first.len_utf8();
    let end = range.end - last.len_utf8()..range.end;
    Some(Strays { what: What::Around, ranges: vec![start, end] })
}

/// Whether the Chinese quotes of a text all have their other halves in it.
fn is_whole(text: &str) -> bool {
    let mut open = 0;
    for c in text.chars() {
        match c {
            '“' => open += 1,
            '”' if open == 0 => return false,
            '”' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// English quotes around each line of a text.
fn around_lines(text: &str) -> Option<Strays> {
    let mut from = 0;
    let mut ranges = Vec::new();
    for line in text.split('\n') {
        let found = around(line).filter(|_| line.trim_start().starts_with('"'))?;
        ranges.extend(found.ranges.iter().map(|it| from + it.start..from + it.end));
        from += line.len() + 1;
    }
    Some(Strays { what: What::Around, ranges })
}

/// Pairs with nothing in them.
fn empty(text: &str) -> Option<Strays> {
    let mut ranges: Vec<Range<usize>> = ["\"\"", "“”"]
        .iter()
        .flat_map(|pair| text.match_indices(pair))
        .map(|(at, pair)| at..at + pair.len())
        .collect();
    ranges.sort_by_key(|range| range.start);
    (!ranges.is_empty()).then_some(Strays { what: What::Empty, ranges })
}

/// An English quote at one end of a text, which has no other half.
fn single(text: &str) -> Option<Strays> {
    if text.matches('"').count() != 1 {
        return None;
    }
    let at = text.find('"')?;
    // Behind a number, it may stand for inches.
    let is_last = remark::cut(&text[at + 1..]).trim().is_empty()
        && !text[..at].ends_with(|c: char| c.is_ascii_digit());
    let is_first = text[..at].trim().is_empty();
    let mark = at..at + 1;
    (is_first || is_last).then(|| Strays { what: What::Single, ranges: Vec::from([mark]) })
}
