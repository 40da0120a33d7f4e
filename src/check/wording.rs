//! Words that were meant to be replaced, or that contradict the form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::subject::called;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Role};
use crate::source::Text;
use crate::text::width;

/// Blanks that were left for others to fill in.
static BLANK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?xi) X{2,} | X\.X | ×{2,} | ｘ{2,} | ✕{2,} | [○〇]{2,} | \*{2,} | _{2,} | ＿{2,} | \?{2,} | ？{2,}
            | 待定 | 待填 | 待补 | 待确认 | 待明确 | 请填写 | [（(\[【]填写 | TODO | TBD
            | ^指标名称$",
    )
    .expect("a valid pattern")
});

/// `placeholder`: a blank that nobody has filled in.
pub fn placeholder(subject: &Subject) -> Vec<Diagnostic> {
    let blanks = subject.texts.iter().filter_map(|text| {
        let mut ranges = BLANK.find_iter(text.text).map(|found| found.range());
        Some((text, ranges.find(|range| stands_alone(text.text, range))?))
    });
    // What stands for a value in explanations: 半年值.
    let names = subject.all_rows().flat_map(|row| {
        let names: Vec<String> = row.columns.iter().map(called).collect();
        let is_a_name = |text: &&Text| names.iter().any(|name| name == text.text);
        row.answers().map(|answer| answer.text).filter(is_a_name).collect::<Vec<_>>()
    });
    let names = names.map(|text| (text, 0..text.text.len()));
    blanks
        .chain(names)
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

/// `repeated-text`: the goal of the year word for word equal to another text.
pub fn repeated_text(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text(Role::AnnualGoal) else { return Vec::new() };
    let key = subject.key(Role::AnnualGoal);
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let meant = words(goal.text);
    // Names of people, units and the project are no texts to copy from.
    let others = subject.fields().filter(|answer| {
        matches!(answer.kind, Kind::Text) && matches!(answer.role, None | Some(Role::LongTermGoal))
    });
    let mut same = others.filter(|other| !meant.is_empty() && words(other.text.text) == meant);
    let Some(other) = same.next() else { return Vec::new() };
    let message = format!("“{key}”和{}一字不差", other.name());
    let found = Diagnostic::new(&rule::REPEATED_TEXT, message)
        .at_all(subject.key_place(Role::AnnualGoal))
        .at_all(subject.key_place_at(&other.text.path).map(|place| place.label("内容相同")));
    vec![found.help(format!("{key}写本年度要达到什么，不照抄别的栏目"))]
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

/// `other-year-in-goal`: the goal of the year speaks of another year than the form, as if
/// it were that of the form.
pub fn other_year_in_goal(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text(Role::AnnualGoal) else { return Vec::new() };
    let Ok(budget) = subject.project.year().parse::<u16>() else { return Vec::new() };
    let (goal_key, year_key) = (subject.key(Role::AnnualGoal), subject.key(Role::Year));
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
            let message = format!("{goal_key}里写的是 {year} 年，{year_key}是 {budget}");
            Diagnostic::new(&rule::OTHER_YEAR_IN_GOAL, message)
                .at(goal.part(range))
                .at_all(subject.labelled(Role::Year))
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
