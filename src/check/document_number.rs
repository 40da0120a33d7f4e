//! How the numbers of documents (发文字号) are written: `宁财绩〔2008〕12号`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Subject;
use super::citation::without_lead;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::Text;
use crate::text::letters::is_han;

/// Who issued a document, the year, and the number in it, with what people put around the
/// year.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<issuer> \p{Han}{2,} ) [\ \u{3000}]*
        (?P<open> [〔\[［【(（﹝❲〖「{｛<〈] )? [\ \u{3000}]*
        (?P<year> (?:19|20) [0-9]{2} ) [\ \u{3000}]*
        (?P<close> [〕\]］】)）﹞❳〗」}｝>〉] )?
        [\ \u{3000}]* (?: [-－–—] [\ \u{3000}]* )? (?: 第 [\ \u{3000}]* )?
        (?P<number> [0-9]{1,5} ) [\ \u{3000}]* 号",
    )
    .expect("a valid pattern")
});

/// What some put between the year and the number.
const DASHES: [char; 4] = ['-', '－', '–', '—'];

/// How many numbers of a text are looked at.
const MOST: usize = 300;

/// `document-number`: a year that is not in the brackets that the form has.
pub fn document_number(subject: &Subject) -> Vec<Diagnostic> {
    subject.texts.iter().flat_map(numbers).collect()
}

fn numbers(text: &Text) -> Vec<Diagnostic> {
    // Most are written as they should be, and the pattern takes long to build.
    if text.text.match_indices('号').all(|(at, _)| is_in_order(&text.text[..at])) {
        return Vec::new();
    }
    NUMBER.captures_iter(text.text).take(MOST).filter_map(|it| odd(text, &it)).collect()
}

/// Whether there is nothing to say of a document's number that ends in 号 behind a text: it
/// is written as it should be, or none.
fn is_in_order(before: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    if !before.trim_end_matches([' ', '\u{3000}']).ends_with(is_digit) {
        return true;
    }
    let year = before.trim_end_matches(is_digit).strip_suffix('〕');
    let issuer = year.and_then(|it| it.trim_end_matches(is_digit).strip_suffix('〔'));
    let digits = year.zip(issuer).map_or(0, |(year, issuer)| year.len() - issuer.len());
    digits == "〔2026".len() && !issuer.is_some_and(|it| it.ends_with([' ', '\u{3000}']))
}

fn odd(text: &Text, captures: &Captures) -> Option<Diagnostic> {
    let part = |name| captures.name(name).map(|part| part.range());
    let (issuer, year, number) = (part("issuer")?, part("year")?, part("number")?);
    let whole = captures.get(0)?.range();
    let issuer = issuer.end - short(&text.text[issuer.clone()]).len()..issuer.end;
    let (open, close) = (part("open"), part("close"));
    let said = &text.text[issuer.clone()];
    let behind = &text.text[whole.end..];
    let is_issuer = !NO_ISSUERS.iter().any(|word| said.ends_with(word));
    if said.chars().count() < 2 || !is_issuer || behind.starts_with(PLACES) {
        return None;
    }
    let (between, rest) = (issuer.end..number.start, number.end..whole.end);
    let mended = format!("〔{}〕", &text.text[year.clone()]);
    let (message, is_sure) = match (open, close) {
        (Some(open), Some(close)) => {
            let written = &text.text[between.clone()];
            // The standard has no 第; it is left out where there is something to mend.
            let is_in_order = written.trim_end_matches('第') == mended;
            if is_in_order && &text.text[rest.clone()] == "号" {
                return None;
            }
            let dash = text.text[close.end..number.start].chars().find(|c| DASHES.contains(c));
            let message = match [open, close].map(|range| &text.text[range]) {
                ["〔", "〕"] => match dash {
                    Some(dash) => format!("文号里的年份后面多了“{dash}”"),
                    None => "文号中间有空格".to_owned(),
                },
                [open, close] => format!("文号里的年份用的是“{open}{close}”，不是“〔〕”"),
            };
            (message, true)
        }
        (None, None) => {
            // Something must part the year from the number.
            if year.end == number.start {
                return None;
            }
            let is_sure = is_enclosed(text.text, issuer.start..whole.end) || said.ends_with(KINDS);
            ("文号里的年份没有“〔〕”".to_owned(), is_sure)
        }
        _ => return None,
    };
    let proper = format!("{said}{mended}{}号", &text.text[number]);
    let edits = [(between, mended), (rest, "号".to_owned())];
    let edits = edits.into_iter().filter(|(range, mended)| text.text[range.clone()] != *mended);
    Some(
        Diagnostic::new(&rule::DOCUMENT_NUMBER, message)
            .at(text.part(issuer.start..whole.end))
            .help(format!("写成“{proper}”"))
            .fix(text.edits(edits.filter(|_| is_sure))),
    )
}

/// An issuer without the words before it.
fn short(issuer: &str) -> &str {
    let issuer = without_lead(issuer);
    ["按", "据", "依", "以", "见", "经", "由"]
        .iter()
        .find_map(|word| issuer.strip_prefix(word))
        .unwrap_or(issuer)
}

/// What issues no documents, though a number follows.
const NO_ISSUERS: [&str; 18] = [
    "于", "在", "自", "至", "从", "到", "编号", "合同", "协议", "标段", "年度", "计划", "完成",
    "项目", "设备", "房间", "车辆", "期间",
];

/// What a number before it belongs to, other than a document.
const PLACES: [char; 30] = [
    '楼', '线', '桥', '路', '院', '门', '井', '机', '库', '房', '地', '厂', '船', '车', '岛', '仓',
    '街', '区', '标', '栋', '幢', '舍', '馆', '室', '口', '闸', '泵', '段', '公', '塔',
];

/// What the short names of issuers end in, by the kind of document.
const KINDS: [char; 12] = ['发', '函', '办', '规', '字', '通', '复', '批', '绩', '财', '综', '预'];

/// Whether a number stands in brackets of its own, or right behind a title.
fn is_enclosed(text: &str, number: Range<usize>) -> bool {
    let before = text[..number.start].trim_end_matches(' ');
    let behind = text[number.end..].trim_start_matches(' ');
    let is_alone = before.is_empty() || before.ends_with(['\n', '（', '(', '》', '、', '，']);
    is_alone && !behind.starts_with(is_han)
}
