//! Years that are not the form's: mostly what was copied from last year's form.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::quantity::Quantity;
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::{self, Rule};
use crate::form::{Date, Role};
use crate::source::Text;
use crate::text::scan::{enclosed, strip_any};
use crate::text::{numbering, width};

/// A year, a list or a range of years: `2024、2025年`, `2026年3月至2027年2月`. The
/// years may be written in digits of any kind.
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let year = "(?:[12１２][0-9０-９]{3}|[一二][〇○零一二三四五六七八九]{3})";
    Regex::new(&format!(
        r"(?:{year}\s*年?(?:\s*[0-9０-９]{{1,2}}\s*月)?(?:底|初|末)?\s*[-—–~～至到、，和]+\s*)*{year}\s*年"
    ))
    .expect("a valid pattern")
});

/// How many years of a text are looked at.
const MOST: usize = 200;

/// `other-year-in-goal`: the goal of the year speaks of another year than the form, as if
/// it were that of the form.
pub fn other_year_in_goal(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text(Role::AnnualGoal) else { return Vec::new() };
    let Ok(budget) = subject.project.year().parse::<u16>() else { return Vec::new() };
    let (goal_key, year_key) = (subject.key(Role::AnnualGoal), subject.key(Role::Year));
    // Most goals name no other year, and the pattern takes long to build.
    let mut named = starts(goal.text).filter_map(|at| {
        let (year, rest) = goal.text[at..].split_at(year_length(&goal.text[at..])?);
        rest.trim_start().starts_with('年').then(|| number(year))
    });
    if named.all(|year| year == Some(budget)) {
        return Vec::new();
    }
    let is_quoted = quoted(goal.text);
    YEARS
        .find_iter(goal.text)
        .take(MOST)
        .filter(|found| !is_quoted(found.start()))
        .filter_map(|found| {
            let mentions = mentions(found.as_str());
            let years = mentions.filter_map(|year| number(&found.as_str()[year]));
            let years: Vec<u16> = years.collect();
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

/// `other-year-in-name`: the project, or what it spends money on, is named after an earlier
/// year.
pub fn other_year_in_name(subject: &Subject) -> Vec<Diagnostic> {
    let Some(years) = Years::of(subject) else { return Vec::new() };
    let key = subject.key(Role::Name);
    let name = subject.text(Role::Name).map(|text| (text, key.to_owned()));
    let items = subject
        .rows(Role::Expenses)
        .map(|row| (row.name, format!("{}“{}”", row.field.key, row.name.text)));
    name.into_iter()
        .chain(items)
        .filter_map(|(text, called)| {
            let (range, year) = years.earlier_in(text.text)?;
            Some(years.report(&rule::OTHER_YEAR_IN_NAME, text, range, year, &called))
        })
        .collect()
}

/// `other-year-in-indicator`: an indicator that is named after an earlier year, or to be
/// reached in one.
pub fn other_year_in_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let Some(years) = Years::of(subject) else { return Vec::new() };
    subject.indicators().flat_map(|row| years.in_row(row)).collect()
}

/// The years that a form is about.
struct Years<'a, 'b> {
    subject: &'b Subject<'a>,
    budget: u16,
    /// Those of a project that lasts for some years, this one among them.
    period: Option<(u16, u16)>,
}

impl<'a, 'b> Years<'a, 'b> {
    fn of(subject: &'b Subject<'a>) -> Option<Self> {
        let budget = subject.project.year().parse().ok()?;
        let year = |role| Date::parse(subject.text(role)?.text.trim())?.year();
        let period = year(Role::Start).zip(year(Role::End));
        let period = period.filter(|(start, end)| (*start..=*end).contains(&budget));
        Some(Self { subject, budget, period })
    }

    fn in_row(&self, row: &Row<'a>) -> Vec<Diagnostic> {
        let rule = &rule::OTHER_YEAR_IN_INDICATOR;
        let name = self.earlier_in(row.name.text).map(|(range, year)| {
            self.report(rule, row.name, range, year, &format!("指标“{}”", row.name.text))
        });
        let values = row.planned().filter_map(|answer| {
            let (range, year) = self.earlier_in(answer.text.text)?;
            // 2025 alone may be a number of something, and 2024.5万元 is one.
            let is_number = Quantity::parse(answer.text.text).is_some();
            (!is_number).then(|| self.report(rule, answer.text, range, year, &answer.name()))
        });
        name.into_iter().chain(values).collect()
    }

    /// The first mention of years in a name or a value, where all of it is past: its bytes,
    /// and the last year.
    fn earlier_in(&self, text: &str) -> Option<(Range<usize>, u16)> {
        let in_full =
            mentions(text).filter_map(|found| Some((found.clone(), number(&text[found])?)));
        let in_short = short_mentions(text)
            .filter_map(|found| Some((found.clone(), 2000 + text[found].parse::<u16>().ok()?)));
        let mut mentions: Vec<(Range<usize>, u16)> = in_full
            .chain(in_short)
            .take(MOST)
            .filter(|(range, _)| is_year(&text[..range.start], &text[range.end..]))
            .collect();
        // Most names and values have none.
        if !mentions.is_empty() {
            let is_quoted = quoted(text);
            mentions.retain(|(range, _)| !is_quoted(range.start));
        }
        // A list or a range of years is a look back, or has this one in it.
        let [(range, year)] = mentions.as_slice() else { return None };
        let (before, after) = (&text[..range.start], &text[range.end..]);
        let before = before.trim_end_matches(['（', '(']);
        // 截至2025年底 looks back in a text, and sets a date in a value.
        let before = ["截至", "截止", "截止到"]
            .iter()
            .find_map(|word| before.strip_suffix(word))
            .unwrap_or(before);
        let after = after.strip_prefix('年').unwrap_or(after);
        let is_meant = *year >= self.budget
            || year + 5 < self.budget
            || self.period.is_some_and(|(start, end)| (start..=end).contains(year))
            || is_reference(before, after)
            || is_settled(after);
        let with_unit = range.start..text.len() - after.len();
        (!is_meant).then_some((with_unit, *year))
    }

    fn report(
        &self,
        rule: &'static Rule,
        text: &Text,
        range: Range<usize>,
        year: u16,
        called: &str,
    ) -> Diagnostic {
        let (key, budget) = (self.subject.key(Role::Year), self.budget);
        Diagnostic::new(rule, format!("{called}里写的是 {year} 年，{key}是 {budget}"))
            .at(text.part(range))
            .at_all(self.subject.labelled(Role::Year))
            .help(format!("检查年份，本年度写“{budget}年”；确实是说 {year} 年的，不用管"))
    }
}

/// Where a year in digits of any kind may begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['1', '2', '１', '２', '一', '二']).map(|(at, _)| at)
}

/// The length of the year in digits of any kind that a text begins with.
fn year_length(text: &str) -> Option<usize> {
    let mut letters = text.chars();
    let is_digit = match letters.next()? {
        '1' | '2' | '１' | '２' => |c| matches!(c, '0'..='9' | '０'..='９'),
        '一' | '二' => |c| "〇○零一二三四五六七八九".contains(c),
        _ => return None,
    };
    let is_year = (0..3).all(|_| letters.next().is_some_and(is_digit));
    is_year.then(|| text.len() - letters.as_str().len())
}

/// The bytes of the years of a text.
fn mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    starts(text).filter_map(move |at| {
        let length = year_length(&text[at..]).filter(|_| at >= end)?;
        end = at + length;
        Some(at..end)
    })
}

/// The bytes of years of two digits, with the month or as that of a budget: `25年6月`, `25年度`.
fn short_mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.match_indices('年').filter_map(move |(at, year)| {
        let start = at.checked_sub("25".len())?;
        let [b'2', b'0'..=b'9'] = text.as_bytes()[start..at] else { return None };
        let is_digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
        // What stands before it is no part of the one before.
        let before = text[end.min(start)..start].chars().next_back();
        let is_whole = if start == 0 { true } else { before.is_some_and(|c| !is_digit(c)) };
        let rest = &text[at + year.len()..];
        let month = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_month = matches!(rest.len() - month.len(), 1 | 2) && month.starts_with('月');
        if !is_whole || !(is_month || rest.starts_with('度')) {
            return None;
        }
        let unit = if is_month { month } else { rest };
        end = text.len() - strip_any(unit, &["月", "度"])?.len();
        Some(start..at)
    })
}

/// Tells whether a byte of a text stands in what is quoted or cited, which has years of its own.
fn quoted(text: &str) -> impl Fn(usize) -> bool {
    let ranges = enclosed(text, &[('《', '》'), ('〈', '〉'), ('〔', '〕'), ('“', '”')]);
    move |at| ranges.iter().any(|range| range.contains(&at))
}

/// The number of a year that is written in digits of any kind.
fn number(year: &str) -> Option<u16> {
    width::arabic(&width::narrow(year)).parse().ok()
}

/// Whether the digits between these words are a year: no part of a longer number, of a
/// product's name or of a document's number, and no count.
fn is_year(before: &str, after: &str) -> bool {
    const OPENING: [char; 5] = ['（', '(', '【', '[', '〔'];
    const DATE: [char; 8] = ['年', '-', '—', '–', '～', '~', '/', '.'];
    let touches = |c: char| c.is_ascii_alphanumeric() || "≥≤=><.．第".contains(c);
    if before.ends_with(touches) || after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return false;
    }
    let is_document = before.ends_with(OPENING) && after.contains('号');
    // Without 年, it stands at the beginning, at the end or by itself.
    let is_alone = before.is_empty() || after.is_empty() || before.ends_with(OPENING);
    !is_document && (after.starts_with(DATE) || (is_alone && !counts(after)))
}

/// Whether a number before this text counts or measures something.
fn counts(text: &str) -> bool {
    // Other words that begin with the same character.
    const OTHERS: [&str; 10] =
        ["部门", "部分", "本级", "本部", "本市", "组织", "所属", "点位", "期末", "队伍"];
    let is_unit = |c: char| numbering::is_counter(c) || "元万亿吨米平公%％".contains(c);
    text.starts_with(is_unit) && !OTHERS.iter().any(|word| text.starts_with(word))
}

/// Whether what follows a year is what is left to do of it in the next one: to pay, to
/// audit, to reward.
fn is_settled(after: &str) -> bool {
    const WORDS: [&str; 42] = [
        "尾款",
        "欠款",
        "余款",
        "质保金",
        "清算",
        "结算",
        "决算",
        "审计",
        "考核",
        "评价",
        "评估",
        "自评",
        "结转",
        "结余",
        "奖励",
        "奖补",
        "补助",
        "补贴",
        "兑现",
        "资助",
        "补偿",
        "遗留",
        "续建",
        "以前",
        "以来",
        "建成",
        "竣工",
        "存量",
        "还本",
        "付息",
        "债",
        "批复",
        "下达",
        "立项",
        "秋",
        "冬",
        "下半年",
        "四季度",
        "学年",
        "版",
        "修订",
        "年鉴",
    ];
    // 2025级 is who came in that year.
    after.starts_with('级') || WORDS.iter().any(|word| after.contains(word))
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
