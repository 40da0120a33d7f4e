//! What the indicators are to reach, and have reached.

use rust_decimal::Decimal;

use super::deadline::{self, Deadline};
use super::naming;
use super::quantity::Quantity;
use super::subject::Answer;
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Measure, Role, standard_value};
use crate::source::{Style, Text};
use crate::text::width;

/// The columns that hold what is measured, where they hold texts.
const MEASURED: [Role; 4] = [Role::HalfYear, Role::FullYear, Role::Target, Role::Actual];

/// `nonstandard-value`: `>=85%`, `85％` or `＝10台`, which the form writes with
/// signs of its own and with half-width digits.
pub fn nonstandard_value(subject: &Subject) -> Vec<Diagnostic> {
    let is_measured = |answer: &Answer| {
        matches!(answer.kind, Kind::Text) && answer.role.is_some_and(|it| MEASURED.contains(&it))
    };
    subject
        .all_rows()
        .flat_map(Row::answers)
        .filter(is_measured)
        .map(|answer| answer.text)
        .filter(|value| is_nonstandard(value.text))
        .map(|value| {
            let text = value.text.trim_end();
            let mended = standard_value(text);
            Diagnostic::new(&rule::NONSTANDARD_VALUE, format!("指标值“{text}”不合表上的写法"))
                .at(value.place.clone())
                .help(format!("写成“{mended}”"))
                .fix(value.edit(0..text.len(), &mended).filter(|_| is_safe(value, text, &mended)))
        })
        .collect()
}

/// Whether a value is written otherwise than the form does. Words remain as they are,
/// whatever marks they hold.
pub fn is_nonstandard(value: &str) -> bool {
    let text = value.trim_end();
    let mended = standard_value(text);
    // 不低于2025年水平 is words.
    let is_measure = || Measure::parse(&mended).is_some() && !deadline::is_date(&mended);
    mended != text && (is_measure() || is_wide(text))
}

/// Whether a text is a value of a row that is told as one which is written otherwise.
pub fn is_told(text: &Text) -> bool {
    text.column.is_some() && is_nonstandard(text.text)
}

/// `unit-mismatch`: what is planned for the half year and for the whole one, or what was to
/// be reached and what is, is measured differently.
pub fn unit_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    let planned = Pair::all(subject, |row| Some((row.answer(Role::HalfYear)?, row.target()?)));
    let planned = planned.filter_map(|pair| {
        let [half, full] = [pair.first_quantity()?, pair.second_quantity()?];
        // Nothing at all needs neither a unit nor a sign, and all of it no other sign than =.
        let is_all = |it: &Quantity| it.is_percent() && it.is_exact() && it.number == ALL;
        match (pair.differ_in_unit(&half, &full), half.sign != full.sign) {
            (true, _) => Some(pair.differing("单位")),
            (_, true) if !half.is_zero() && !full.is_zero() && !is_all(&full) => {
                Some(pair.differing("符号"))
            }
            _ => None,
        }
    });
    let reached = Pair::all(subject, |row| Some((row.target()?, row.answer(Role::Actual)?)));
    let reached = reached.filter_map(|pair| {
        let [target, actual] = [pair.first_quantity()?, pair.second_quantity()?];
        pair.differ_in_unit(&target, &actual).then(|| pair.differing("单位"))
    });
    planned.chain(reached).collect()
}

/// All of it, in per cent.
const ALL: Decimal = Decimal::ONE_HUNDRED;

/// `half-over-full`: a value that the year's second half would have to undo.
pub fn half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    let year = subject.project.year().parse().unwrap_or_default();
    subject
        .indicators()
        .filter_map(|row| {
            let pair = Pair::of(row.answer(Role::HalfYear)?, row.answer(Role::FullYear)?);
            let relation = wrong_order(row.name.text, &pair, year)?;
            let Pair { first, second } = &pair;
            let message = format!(
                "{}“{}”{relation}{}“{}”",
                first.name(),
                first.text.text.trim_end(),
                second.called(),
                second.text.text.trim_end()
            );
            let help = format!(
                "前一个值是{}的，后一个是{}的；检查是不是写反了",
                first.short(),
                second.short()
            );
            Some(pair.at_both(Diagnostic::new(&rule::HALF_OVER_FULL, message)).help(help))
        })
        .collect()
}

/// How the half year's value of the indicator `name` is to the whole year's, where that is
/// wrong.
fn wrong_order(name: &str, pair: &Pair, year: u16) -> Option<&'static str> {
    let dates = [pair.first, pair.second].map(|it| Deadline::parse(it.text.text, year));
    if let [Some(half), Some(full)] = dates {
        return half.is_after(full).then_some("晚于");
    }
    let [half, full] = [pair.first_quantity()?, pair.second_quantity()?];
    if !half.is_like(&full) || half.sign != full.sign {
        return None;
    }
    let (half_amount, full_amount) = (half.amount()?, full.amount()?);
    if half.is_upper_limit() {
        return (half_amount < full_amount && stays(&half, &full)).then_some("小于");
    }
    // What is better low may go down, and so may how long something takes.
    let may_fall = half.is_exact()
        && (naming::is_better_low(name) || (half.is_duration() && !naming::is_time_spent(name)));
    (half_amount > full_amount && !may_fall).then_some("大于")
}

/// Whether a limit stays what it is during the year: on how long something takes, or on a
/// small part of a whole. Others grow, as what they limit adds up: money, things that happen,
/// a budget's part that is spent.
fn stays(half: &Quantity, full: &Quantity) -> bool {
    let half_of_all = Decimal::from(50);
    let is_double = half.number.checked_add(half.number) == Some(full.number);
    match full.is_percent() {
        true => full.number < half_of_all && !is_double,
        false => full.is_duration(),
    }
}

/// `rate-without-number`: a rate whose value is words.
pub fn rate_without_number(subject: &Subject) -> Vec<Diagnostic> {
    // What compares, or says all of it or nothing, needs no number.
    const WORDS: [&str; 15] = [
        "上年",
        "同比",
        "下降",
        "降低",
        "减少",
        "提高",
        "提升",
        "增长",
        "持平",
        "全覆盖",
        "全部",
        "百分之",
        "零",
        "杜绝",
        "无",
    ];
    subject
        .indicators()
        .filter(|row| naming::is_rate(row.name.text))
        .filter_map(Row::target)
        .filter(|target| {
            let value = width::narrow(target.text.text);
            !value.contains(|c: char| c.is_ascii_digit())
                && !WORDS.iter().any(|word| value.contains(word))
        })
        .map(|target| {
            let value = target.text.text.trim_end();
            let message = format!("{}“{value}”里没有数字", target.name());
            Diagnostic::new(&rule::RATE_WITHOUT_NUMBER, message)
                .at(target.text.place.clone())
                .help("写成百分数，如“100%”“≥95%”")
        })
        .collect()
}

/// Two values of an indicator that are held against each other.
pub struct Pair<'a> {
    /// The one.
    pub first: Answer<'a>,
    /// The other one.
    pub second: Answer<'a>,
}

impl<'a> Pair<'a> {
    /// The pairs of all rows that `of` finds one in.
    fn all<'b>(
        subject: &'b Subject<'a>,
        of: impl Fn(&Row<'a>) -> Option<(Answer<'a>, Answer<'a>)>,
    ) -> impl Iterator<Item = Self>
    where
        'a: 'b,
    {
        subject.indicators().filter_map(move |row| {
            let (first, second) = of(row)?;
            Some(Self::of(first, second))
        })
    }

    /// Two values.
    pub fn of(first: Answer<'a>, second: Answer<'a>) -> Self {
        Self { first, second }
    }

    /// What the first one measures; `None` where it is words.
    pub fn first_quantity(&self) -> Option<Quantity> {
        Quantity::parse(self.first.text.text)
    }

    /// What the second one measures.
    pub fn second_quantity(&self) -> Option<Quantity> {
        Quantity::parse(self.second.text.text)
    }

    /// Whether two quantities are not measured alike. Where a rate lacks its %, that is told by
    /// another rule.
    fn differ_in_unit(&self, first: &Quantity, second: &Quantity) -> bool {
        let name = self.first.text.path.last().copied().unwrap_or_default();
        let lacks_percent = naming::is_rate(name) && (first.lacks_unit() || second.lacks_unit());
        !first.is_like(second) && !lacks_percent
    }

    /// A finding at the two values.
    fn at_both(&self, found: Diagnostic) -> Diagnostic {
        let second = self.second.text.place.clone().label(self.second.called());
        found.at(self.first.text.place.clone()).at(second)
    }

    /// The finding that `what` of the two is not the same.
    fn differing(&self, what: &str) -> Diagnostic {
        let message = format!(
            "{}“{}”和{}“{}”{what}不同",
            self.first.name(),
            self.first.text.text.trim_end(),
            self.second.called(),
            self.second.text.text.trim_end()
        );
        let found = Diagnostic::new(&rule::UNIT_MISMATCH, message);
        self.at_both(found).help(format!("两个值用同样的{what}"))
    }
}

/// Whether a text has digits or a per cent sign of full width, or stands in quotes:
/// what may be mended in words, too.
fn is_wide(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '０'..='９' | '％' | '﹪'))
        || (text.starts_with('“') && text.ends_with('”'))
}

/// Whether `mended` changes no words of `text`, and may stand where the value does,
/// with or without quotes.
fn is_safe(value: &Text, text: &str, mended: &str) -> bool {
    // 百分比 stands for the sign.
    let words = |text: &str| {
        let text = text.replace("百分比", "");
        text.chars().filter(|c| c.is_alphabetic()).collect::<String>()
    };
    let is_writable = value.style == Style::Quoted || !mended.starts_with(['>', '%']);
    // 》 may have been meant for > as well.
    let is_clear = !text.contains(['》', '《', '〉', '〈']);
    is_writable && is_clear && words(&width::narrow(text)) == words(mended)
}
