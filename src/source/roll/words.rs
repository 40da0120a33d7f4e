//! Words of a text that are about a year, a date or an amount.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Reason;
use crate::text::width;

/// Digits in a row, of either width.
static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[0-9０-９]+"));
/// A year in Chinese digits.
static CHINESE_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[一二][〇零○０0一二三四五六七八九]{3}年"));
/// Words that mean another year as time goes by.
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| pattern("今年|去年|明年|前年|后年"));
/// `3月`, `12月31日`, `五月`; not `3个月`.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[0-9０-９]{1,2}|十[一二]?|[一二三四五六七八九])\s*月(?:\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?",
    )
});
/// `13万元`, `1,300元`, `2亿元`.
static AMOUNT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9０-９][0-9０-９.,．，]*\s*(?:亿元|万元|千元|百元|元)"));
/// `“十四五”规划`, `第十四个五年规划`.
static PLAN: LazyLock<Regex> = LazyLock::new(|| {
    const NUMBER: &str = "十([一二三四五六七八九])";
    pattern(&format!(
        r#"(?:[“"「]\s*)?{NUMBER}五(?:\s*[”"」]|规划|期间|时期|以来|末|收官)|第?{NUMBER}个五年"#
    ))
});
/// A document that is cited: a title, or a number with its year.
static CITATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"《[^《》]*》|[〔\[［【(（]\s*(?:19|20)[0-9]{2}\s*[〕\]］】)）]"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// Between which years a file is rolled.
#[derive(Debug, Clone, Copy)]
pub struct Years {
    /// The year of the file.
    pub old: u16,
    /// The year that it is to be of.
    pub new: u16,
}

/// How many years ahead a number may be a year that is meant.
const AHEAD: u16 = 5;

/// The words of a text that want another look, with the reasons.
pub fn find(text: &str, years: Years) -> Vec<(Range<usize>, Reason)> {
    let mut found = of_years(text, years);
    let all = |pattern: &Regex, reason| {
        pattern.find_iter(text).map(move |it| (it.range(), reason)).collect::<Vec<_>>()
    };
    found.extend(all(&RELATIVE, Reason::Year));
    found.extend(all(&AMOUNT, Reason::Amount));
    // In a date with its year, the year is listed.
    let is_free = |range: &Range<usize>| {
        let before = text[..range.start].trim_end();
        !before.ends_with('年') && !before.ends_with(|c: char| c.is_ascii_digit())
    };
    found.extend(all(&DATE, Reason::Date).into_iter().filter(|(range, _)| is_free(range)));
    found.extend(PLAN.captures_iter(text).filter_map(|captures| {
        let number = captures.get(1).or(captures.get(2))?.as_str();
        let number = width::arabic(number).parse::<u16>().ok()?;
        // The eleventh one (十一五) began in 2006.
        let first = 2001 + 5 * number;
        let is_over = !(first..first + 5).contains(&years.new);
        is_over.then(|| Some((captures.get(0)?.range(), Reason::Plan)))?
    }));
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The years that a text is about, from the one before the old year on; those of documents
/// that are cited stay as they are, unless they are of the old year or later.
fn of_years(text: &str, years: Years) -> Vec<(Range<usize>, Reason)> {
    let citations: Vec<Range<usize>> = CITATION.find_iter(text).map(|it| it.range()).collect();
    let is_cited = |range: &Range<usize>| {
        citations.iter().any(|it| it.start <= range.start && range.end <= it.end)
    };
    let digits = DIGITS.find_iter(text).map(|it| it.range());
    let chinese = CHINESE_YEAR.find_iter(text).map(|it| it.start()..it.end() - '年'.len_utf8());
    let is_meant = |range: &Range<usize>| {
        let written = width::arabic(&width::narrow(&text[range.clone()]));
        let Some(year) = written.parse::<u16>().ok().filter(|_| written.len() == 4) else {
            return false;
        };
        let rest = text[range.end..].trim_start();
        let looks_like_one = rest
            .starts_with(['年', '-', '—', '－', '～', '~', '至', '/', '.', '〕'])
            || text[..range.start].ends_with(['-', '—', '－', '～', '~', '至']);
        match year {
            year if year == years.old => true,
            year if year > years.old => looks_like_one && year <= years.new.saturating_add(AHEAD),
            year if year + 1 == years.old => looks_like_one && !is_cited(range),
            _ => false,
        }
    };
    let all = digits.chain(chinese).filter(is_meant);
    all.map(|range| (range, Reason::Year)).collect()
}
