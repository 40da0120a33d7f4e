//! Words that were meant to be replaced, or that contradict the form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::text::width;

/// Blanks that were left for others to fill in.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi) X{2,} | X\.X | ×{2,} | ｘ{2,} | ✕{2,} | [○〇]{2,} | \*{2,} | _{2,} | ＿{2,} | \?{2,} | ？{2,}
            | 待定 | 待填 | 待补 | 待确认 | 待明确 | 请填写 | [（(\[【]填写 | TODO | TBD
            | ^(?:半年值|全年值|指标名称)$",
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
/// 等待定期检查, 待定岗人员, 二〇〇五 or XXL.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let blank = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let touches = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    let is_digit = |c: char| "一二三四五六七八九".contains(c);
    match blank {
        "待定" => {
            before != Some('等') && !after.is_some_and(|c| "期点向时岗级性位额损".contains(c))
        }
        _ if blank.starts_with('待') => before != Some('等'),
        _ if blank.starts_with(['〇', '○']) => !touches(is_digit),
        _ if blank.starts_with(['X', 'x']) && text[range.end..].starts_with("染色体") => false,
        _ if blank.is_ascii() => !touches(|c| c.is_ascii_alphanumeric()),
        _ => true,
    }
}

/// `repeated-text`: 年度目标 word for word equal to another text.
pub fn repeated_text(subject: &Subject) -> Vec<Diagnostic> {
    const OTHERS: [&str; 4] = ["立项必要性", "实施可行性", "项目实施内容", "中长期目标"];
    let Some(goal) = subject.text("年度目标") else { return Vec::new() };
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
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

/// A year, a list or a range of years: `2024、2025年`, `2026年3月至2027年2月`. The
/// years may be written in digits of any kind.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let year = "(?:[12１２][0-9０-９]{3}|[一二][〇○零一二三四五六七八九]{3})";
    Regex::new(&format!(
        r"(?:{year}\s*年?(?:\s*[0-9０-９]{{1,2}}\s*月)?(?:底|初|末)?\s*[-—–~～至到、，和]+\s*)*{year}\s*年"
    ))
    .expect("a valid pattern")
});

/// A single year.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[12１２][0-9０-９]{3}|[一二][〇○零一二三四五六七八九]{3}").expect("a valid pattern")
});

/// How many years of a text are looked at.
const MOST: usize = 200;

/// What is quoted or cited has years of its own.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"《[^》]*》|〈[^〉]*〉|〔[^〕]*〕|“[^”]*”").expect("a valid pattern")
});

/// `other-year-in-goal`: 年度目标 speaks of another year than the form, as if it
/// were that of the form.
pub fn other_year_in_goal(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text("年度目标") else { return Vec::new() };
    let Ok(budget) = subject.project.year.parse::<u16>() else { return Vec::new() };
    let quoted: Vec<_> = QUOTED.find_iter(goal.text).map(|found| found.range()).collect();
    YEARS
        .find_iter(goal.text)
        .take(MOST)
        .filter(|found| !quoted.iter().any(|quoted| quoted.contains(&found.start())))
        .filter_map(|found| {
            let years: Vec<u16> = YEAR
                .find_iter(found.as_str())
                .filter_map(|year| width::arabic(&width::narrow(year.as_str())).parse().ok())
                .collect();
            let (first, last) = (*years.iter().min()?, *years.iter().max()?);
            let (before, after) = (&goal.text[..found.start()], &goal.text[found.end()..]);
            let is_meant = (first..=last).contains(&budget)
                // What is long ago is history, and a list of years a look back.
                || last + 5 < budget
                || years.len() > 1
                || is_reference(before, after);
            (!is_meant).then_some((found.range(), last))
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

/// Whether the year between these words is one to compare with, to start from or
/// to prepare for, rather than the one in which the work is done.
fn is_reference(before: &str, after: &str) -> bool {
    const BEFORE: [&str; 20] = [
        "较", "比", "同比", "自", "从", "与", "和", "截至", "截止", "迎接", "备战", "对", "了",
        "支付", "兑现", "拨付", "贯彻", "为", "（", "(",
    ];
    const AFTER: [&str; 14] = [
        "以前",
        "之前",
        "以来",
        "起",
        "结转",
        "度结转",
        "决算",
        "度决算",
        "度审计",
        "建成",
        "建设的",
        "同期",
        "水平",
        "及以前",
    ];
    const LATER: [&str; 6] = ["基础上", "打下基础", "奠定基础", "做准备", "做好准备", "相比"];
    let before = before.trim_end();
    let sentence = after.split(['。', '；', '\n']).next().unwrap_or_default();
    BEFORE.iter().any(|word| before.ends_with(word))
        || AFTER.iter().any(|word| after.starts_with(word))
        || LATER.iter().any(|word| sentence.contains(word))
}
