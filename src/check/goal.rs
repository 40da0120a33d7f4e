//! What the goal of the year promises, and what the indicators measure.

use std::borrow::Cow;
use std::collections::HashSet;
use std::iter;
use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::naming;
use super::quantity::Quantity;
use super::subject::Answer;
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Role, is_same, standard_value};
use crate::text::numbering::is_counter;
use crate::text::scan::{enclosed, strip_all};

/// How many counts of a text are looked at.
const MOST: usize = 200;

/// Words before a number that says by how much something changes.
const CHANGES: [&str; 8] = ["增长", "提高", "提升", "上升", "下降", "降低", "减少", "压减"];

/// The digits of numbers in characters.
const DIGITS: &str = "一二两三四五六七八九十";

/// `goal-number-without-indicator`: a count in the goal that no indicator carries.
pub fn number_without_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let goal = subject.text(Role::AnnualGoal).filter(|_| subject.form.indicators().is_some());
    let Some(goal) = goal else { return Vec::new() };
    let key = subject.key(Role::AnnualGoal);
    let rows: Vec<Carrier> = subject.indicators().map(Carrier::of).collect();
    let mut told = HashSet::new();
    counts(goal.text)
        .filter(Count::is_counted)
        .take(MOST)
        // A number in characters is as often as not no count: 一次性, 一项.
        .filter(|count| goal.text[count.start..].starts_with(|c: char| c.is_ascii_digit()))
        .filter(|count| !rows.iter().any(|row| row.carries(count)))
        .filter(|count| told.insert((count.number, count.unit())))
        .map(|count| {
            let range = count.start..count.end + count.unit().map_or(0, char::len_utf8);
            let message = format!("{key}里的“{}”，没有指标与它对应", &goal.text[range.clone()]);
            Diagnostic::new(&rule::GOAL_NUMBER_WITHOUT_INDICATOR, message)
                .at(goal.part(range))
                .help("在产出指标里加上，或核对数字")
        })
        .collect()
}

/// `output-not-in-goal`: an output that the goal does not mention.
pub fn output_not_in_goal(subject: &Subject) -> Vec<Diagnostic> {
    let Some(goal) = subject.text(Role::AnnualGoal) else { return Vec::new() };
    let key = subject.key(Role::AnnualGoal);
    let counts: Vec<_> = counts(goal.text).take(MOST).collect();
    let pairs: HashSet<_> = pairs(goal.text).collect();
    subject
        .indicators()
        .filter(|row| is_below(row, "产出") && is_below(row, "数量"))
        .filter(|row| {
            let carrier = Carrier::of(row);
            !counts.iter().any(|count| carrier.carries(count))
                && !is_mentioned(naming::subject_of(row.name.text), &pairs)
        })
        .map(|row| {
            let message = format!("{key}里没有提到“{}”", row.name.text);
            Diagnostic::new(&rule::OUTPUT_NOT_IN_GOAL, message)
                .at(row.name.place.clone())
                .help(format!("{key}和产出指标相互对应，缺的补上"))
        })
        .collect()
}

/// `output-as-benefit`: a 社会效益 that counts outputs.
pub fn output_as_benefit(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .indicators()
        .filter(|row| is_below(row, "社会效益") && naming::is_done(row.name.text))
        .filter_map(|row| {
            let target = row.target()?;
            let (name, value) = (row.name.text, target.text.text.trim_end());
            // What is to happen at most so often is no output, nor is what is not to happen.
            let is_output = Quantity::parse(value)
                .is_none_or(|quantity| !quantity.is_upper_limit() && !quantity.is_zero());
            if !is_output || !row.planned().any(counts_things) {
                return None;
            }
            let message = format!("社会效益“{name}”的值“{value}”是产出的数量");
            Some(
                Diagnostic::new(&rule::OUTPUT_AS_BENEFIT, message)
                    .at(row.name.place.clone())
                    .help("数量写在产出指标下；社会效益写带来的变化"),
            )
        })
        .collect()
}

/// Whether a value is a number of things, be it among words.
fn counts_things(answer: Answer) -> bool {
    let value = standard_value(answer.text.text);
    Quantity::parse(&value).is_some_and(|quantity| quantity.unit.starts_with(is_counter))
        || counts(&value).any(|count| count.unit().is_some_and(is_counter))
}

/// Whether an indicator stands below a name, or one that means the same.
fn is_below(row: &Row, name: &str) -> bool {
    row.groups().iter().any(|group| is_same(group, name))
}

/// A number in a text.
struct Count<'a> {
    number: Decimal,
    /// What follows it, to the end of the words that it stands among.
    following: &'a str,
    /// The same with a per cent sign as values have it.
    meant: Cow<'a, str>,
    start: usize,
    end: usize,
}

impl Count<'_> {
    /// The first character of its unit.
    fn unit(&self) -> Option<char> {
        self.following.chars().next()
    }

    /// Whether it counts things, or a part of a whole; not how long something takes, nor
    /// words that only look like it.
    fn is_counted(&self) -> bool {
        const OTHERS: [&str; 24] = [
            "个月",
            "个工作日",
            "个小时",
            "个季度",
            "个学期",
            "个星期",
            "个百分点",
            "个方面",
            "个层面",
            "个阶段",
            "个意识",
            "个自信",
            "个维护",
            "个确立",
            "个全面",
            "部门",
            "部委",
            "点前",
            "点后",
            "点半",
            "点钟",
            "名单",
            "期间",
            "本地",
        ];
        let is_unit = |c| is_counter(c) || matches!(c, '%' | '％');
        self.unit().is_some_and(is_unit)
            && !OTHERS.iter().any(|word| self.following.starts_with(word))
    }
}

/// The numbers of a text.
fn counts(text: &str) -> impl Iterator<Item = Count<'_>> {
    // Titles have numbers of their own.
    let titles = enclosed(text, &[('《', '》')]);
    numbers(text).filter_map(move |(whole, number)| {
        let next = titles.partition_point(|title| title.end <= whole.start);
        if titles.get(next).is_some_and(|title| title.contains(&whole.start)) {
            return None;
        }
        // Not the end of a longer number or word: 第10届, 二十一项.
        let before = &text[..whole.start];
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || ".第十百千万-".contains(c))
        {
            return None;
        }
        let following = text[whole.end..]
            .split(|c: char| {
                c.is_ascii_digit() || c.is_whitespace() || "，。；、：,;:（(".contains(c)
            })
            .next()
            .unwrap_or_default();
        // By how much something changes is another number: 提高5个百分点, 增长5%.
        let is_change = CHANGES.iter().any(|word| before.ends_with(word));
        if following.starts_with("百分点")
            || following.starts_with("个百分点")
            || (is_change && following.starts_with(['%', '％']))
        {
            return None;
        }
        let number = match "一二三四五六七八九十".chars().position(|c| number.starts_with(c))
        {
            Some(index) => Decimal::from(index + 1),
            None if number == "两" => Decimal::TWO,
            None => Decimal::from_str(&number.replace(',', "")).ok()?,
        };
        let meant = match following.contains('％') {
            true => Cow::Owned(following.replace('％', "%")),
            false => Cow::Borrowed(following),
        };
        Some(Count { number, following, meant, start: whole.start, end: whole.end })
    })
}

/// The numbers of a text, and those in characters, each with its bytes, 余 behind it
/// included.
fn numbers(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut end = 0;
    iter::from_fn(move || {
        let is_number = |c: char| c.is_ascii_digit() || DIGITS.contains(c);
        let start = end + text[end..].find(is_number)?;
        let rest = text[start..].strip_prefix(|c| DIGITS.contains(c));
        let rest = rest.unwrap_or_else(|| behind_digits(&text[start..]));
        let number = &text[start..text.len() - rest.len()];
        let rest = rest.trim_start();
        end = text.len() - rest.strip_prefix('余').unwrap_or(rest).len();
        Some((start..end, number))
    })
}

/// What is left of a text behind the number in digits that it begins with: `1,200.5`.
fn behind_digits<'a>(text: &'a str) -> &'a str {
    let is_digit = |c: char| c.is_ascii_digit();
    let behind_thousands = |rest: &'a str| {
        let (digits, rest) = rest.strip_prefix(',')?.split_at_checked(3)?;
        digits.chars().all(is_digit).then_some(rest)
    };
    let rest = strip_all(text.trim_start_matches(is_digit), behind_thousands);
    let decimals = rest.strip_prefix('.').filter(|decimals| decimals.starts_with(is_digit));
    decimals.map_or(rest, |decimals| decimals.trim_start_matches(is_digit))
}

/// An indicator, as far as it carries numbers of the goal.
struct Carrier {
    /// What it is to reach.
    planned: Vec<Quantity>,
    /// Numbers among words, with what follows each: in its values, and in its name.
    said: Vec<(Decimal, Option<char>)>,
}

impl Carrier {
    fn of(row: &Row) -> Self {
        let values: Vec<String> = row.planned().map(|it| standard_value(it.text.text)).collect();
        let texts = values.iter().map(String::as_str).chain([row.name.text]);
        Self {
            planned: row.planned().filter_map(|it| Quantity::parse(it.text.text)).collect(),
            said: texts.flat_map(counts).map(|count| (count.number, count.unit())).collect(),
        }
    }

    /// Whether it is about what a number in the goal counts.
    fn carries(&self, count: &Count) -> bool {
        let is_planned = |it: &Quantity| it.is_said_by(count.number, &count.meant);
        let unit = count.meant.chars().next();
        self.planned.iter().any(is_planned)
            || (unit.is_some() && self.said.contains(&(count.number, unit)))
    }
}

/// Whether a good part of a name's pairs of characters are among those of a text.
fn is_mentioned(name: &str, text: &HashSet<(char, char)>) -> bool {
    let name: Vec<_> = pairs(name).collect();
    name.iter().filter(|pair| text.contains(*pair)).count() * 5 >= name.len() * 2
}

/// The pairs of neighbours among the letters and digits of a text.
fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    letters().zip(letters().skip(1))
}
