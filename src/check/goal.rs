//! What the goal of the year promises, and what the indicators measure.

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Measure, Role, is_same, standard_value};

/// Words that count things.
const COUNTERS: &str = "家场次册台项人套个名份期批件篇部辆座间幅亩户例组队轮宗款所处点本张把";

/// How many counts of a text are looked at.
const MOST: usize = 200;

/// Words before a number that says by how much something changes.
const CHANGES: [&str; 8] = ["增长", "提高", "提升", "上升", "下降", "降低", "减少", "压减"];

/// A number that counts something: `200家`, `两次`.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十])余?([{COUNTERS}%％])"))
        .expect("a valid pattern")
});

/// `goal-number-without-indicator`: a count in the goal that no indicator carries.
pub fn number_without_indicator(subject: &Subject) -> Vec<Diagnostic> {
    let goal = subject.text(Role::AnnualGoal).filter(|_| subject.form.indicators().is_some());
    let Some(goal) = goal else { return Vec::new() };
    let key = subject.key(Role::AnnualGoal);
    let carried: Vec<_> = subject.indicators().flat_map(values).collect();
    let mut told = HashSet::new();
    counts(goal.text)
        .take(MOST)
        // A number in characters is as often as not no count: 一次性, 一项.
        .filter(|count| goal.text[count.start..].starts_with(|c: char| c.is_ascii_digit()))
        .filter(|count| !carried.iter().any(|value| count.is(value)))
        .filter(|count| told.insert((count.number, count.unit)))
        .map(|count| {
            let range = count.start..count.end;
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
            let counted =
                values(row).iter().any(|value| counts.iter().any(|count| count.is(value)));
            !counted && !is_mentioned(row.name.text, &pairs)
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
        .filter(|row| is_below(row, "社会效益"))
        .filter(|row| {
            values(row).iter().any(|value| value.unit.is_some_and(|unit| COUNTERS.contains(unit)))
        })
        .filter_map(|row| {
            let (name, value) = (row.name.text, row.target()?.text.text.trim_end());
            let message = format!("社会效益“{name}”的值“{value}”是产出的数量");
            Some(
                Diagnostic::new(&rule::OUTPUT_AS_BENEFIT, message)
                    .at(row.name.place.clone())
                    .help("数量写在产出指标下；社会效益写带来的变化"),
            )
        })
        .collect()
}

/// Whether an indicator stands below a name, or one that means the same.
fn is_below(row: &Row, name: &str) -> bool {
    row.groups().iter().any(|group| is_same(group, name))
}

/// A count in a text.
struct Count {
    number: Decimal,
    /// The unit's first character.
    unit: Option<char>,
    start: usize,
    end: usize,
}

impl Count {
    /// Whether an indicator's value is the same; it may have no unit.
    fn is(&self, value: &Self) -> bool {
        self.number == value.number && (value.unit.is_none() || value.unit == self.unit)
    }
}

fn counts(text: &str) -> impl Iterator<Item = Count> {
    COUNT.captures_iter(text).filter_map(|captures| {
        let (whole, number) = (captures.get(0)?, captures.get(1)?.as_str());
        // Not the end of a longer number or word: 第10届, 二十一项.
        let before = &text[..whole.start()];
        if before.ends_with(|c: char| c.is_ascii_digit() || ".第十百千万-".contains(c)) {
            return None;
        }
        // By how much something changes is another number: 提高5个百分点, 增长5%.
        let after = &text[whole.end()..];
        let is_change = CHANGES.iter().any(|word| before.ends_with(word));
        if after.starts_with("百分点") || (is_change && whole.as_str().ends_with(['%', '％'])) {
            return None;
        }
        let number = match "一二三四五六七八九十".chars().position(|c| number.starts_with(c))
        {
            Some(index) => Decimal::from(index + 1),
            None if number == "两" => Decimal::TWO,
            None => Decimal::from_str(number).ok()?,
        };
        let unit = captures[2].replace('％', "%").chars().next();
        Some(Count { number, unit, start: whole.start(), end: whole.end() })
    })
}

/// The numbers in what an indicator is to reach, also where they stand among words.
fn values(row: &Row) -> Vec<Count> {
    [row.answer(Role::HalfYear), row.target()]
        .into_iter()
        .flatten()
        .flat_map(|value| {
            let value = standard_value(value.text.text);
            let measured = Measure::parse(&value).map(|measure| Count {
                number: measure.number,
                unit: measure.unit.chars().next(),
                start: 0,
                end: 0,
            });
            counts(&value).chain(measured).collect::<Vec<_>>()
        })
        .collect()
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
