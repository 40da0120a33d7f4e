//! Words that were meant to be replaced, or that contradict the form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::rule;

/// Blanks that were left for others to fill in.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)X{2,}|×{2,}|ｘ{2,}|✕{2,}|○{2,}|_{2,}|＿{2,}|\?{2,}|？{2,}|待定|待填|待补|待确认|待明确|请填写|（填写|\(填写|TODO|TBD",
    )
    .expect("a valid pattern")
});

/// `placeholder`: a blank that nobody has filled in.
pub fn placeholder(subject: &Subject) -> Vec<Diagnostic> {
    let blanks = subject.texts.iter().filter_map(|text| {
        let range = BLANK.find_iter(text.text).map(|found| found.range());
        let range = range.into_iter().find(|range| stands_alone(text.text, range))?;
        Some((text, range))
    });
    blanks
        .map(|(text, range)| {
            let message = format!("“{}”还没有填", &text.text[range.clone()]);
            Diagnostic::new(&rule::PLACEHOLDER, message).at(text.part(range)).help("填上实际的内容")
        })
        .collect()
}

/// Whether what looks like a blank is not a part of a longer word, such as
/// 等待定期检查 or XXL.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let is_latin = text[range.clone()].is_ascii();
    let is_word = |c: Option<char>| is_latin && c.is_some_and(|c| c.is_ascii_alphanumeric());
    !(is_word(before.chars().next_back())
        || is_word(after.chars().next())
        || (before.ends_with('等') && text[range.clone()].starts_with('待'))
        || after.starts_with(['期', '点', '向', '时']) && text[range.clone()].ends_with('定'))
}

/// `repeated-text`: 年度目标 word for word equal to another text.
pub fn repeated_text(subject: &Subject) -> Vec<Diagnostic> {
    const OTHERS: [&str; 4] = ["立项必要性", "实施可行性", "项目实施内容", "中长期目标"];
    let Some(goal) = subject.text("年度目标") else { return Vec::new() };
    let words = |text: &str| text.split_whitespace().collect::<String>();
    OTHERS
        .iter()
        .filter_map(|key| subject.text(key))
        .filter(|other| words(other.text) == words(goal.text))
        .take(1)
        .map(|other| {
            let key = other.path[0];
            Diagnostic::new(&rule::REPEATED_TEXT, format!("“年度目标”和“{key}”一字不差"))
                .at_all(subject.key_place(&["年度目标"]))
                .at_all(subject.key_place(&[key]).map(|place| place.label("内容相同")))
                .help("年度目标写本年度要达到什么，不照抄别的栏目")
        })
        .collect()
}

/// A year or a range of years.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:((?:19|20)[0-9]{2})\s*年?\s*[-—–~～至到]+\s*)?((?:19|20)[0-9]{2})\s*年")
        .expect("a valid pattern")
});

/// What is quoted or cited has years of its own.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"《[^》]*》|〈[^〉]*〉|〔[^〕]*〕|“[^”]*”").expect("a valid pattern")
});

/// `other-year-in-goal`: 年度目标 speaks of another year than the form.
pub fn other_year_in_goal(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text("年度目标") else { return Vec::new() };
    let Ok(budget) = subject.project.year.parse::<u16>() else { return Vec::new() };
    let quoted: Vec<_> = QUOTED.find_iter(goal.text).map(|found| found.range()).collect();
    YEAR.captures_iter(goal.text)
        .filter_map(|found| {
            let year = found.get(2)?;
            let last: u16 = year.as_str().parse().ok()?;
            let first = match found.get(1) {
                Some(first) => first.as_str().parse().ok()?,
                None => last,
            };
            let whole = found.get(0)?.range();
            let is_quoted = quoted.iter().any(|quoted| quoted.contains(&whole.start));
            let is_meant =
                (first..=last).contains(&budget) || is_compared(&goal.text[..whole.start]);
            (!is_quoted && !is_meant).then_some((whole, last))
        })
        .map(|(range, year)| {
            let message = format!("年度目标里写的是 {year} 年，年度是 {budget}");
            Diagnostic::new(&rule::OTHER_YEAR_IN_GOAL, message)
                .at(goal.part(range))
                .at_all(subject.place(&["年度"]).map(|place| place.label("年度")))
                .help(format!("检查年份；本年度写“{budget}年”"))
        })
        .collect()
}

/// Whether the year that follows is one to compare with or to start from.
fn is_compared(before: &str) -> bool {
    let before = before.trim_end();
    ["较", "比", "同比", "自", "从", "与", "截至", "截止", "在"]
        .iter()
        .any(|word| before.ends_with(word))
}
