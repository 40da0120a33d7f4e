//! What the indicators are to reach, and have reached.

use super::subject::Answer;
use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Kind, Measure, Role, Sign, standard_value};
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
    mended != text && (Measure::parse(&mended).is_some() || is_wide(text))
}

/// `unit-mismatch`: what is planned for the half year and for the whole one, or what was to
/// be reached and what is, is measured differently.
pub fn unit_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    let planned = Pair::all(subject, |row| Some((row.answer(Role::HalfYear)?, row.target()?)));
    let planned = planned.filter_map(|pair| {
        let [half, full] = [pair.first_measure()?, pair.second_measure()?];
        match (half.unit != full.unit, half.sign != full.sign) {
            (true, _) => Some(pair.differing("单位")),
            // Nothing at all by mid-year needs no sign.
            (_, true) if !(half.number.is_zero() && half.sign.is_none()) => {
                Some(pair.differing("符号"))
            }
            _ => None,
        }
    });
    let reached = Pair::all(subject, |row| Some((row.target()?, row.answer(Role::Actual)?)));
    let reached = reached.filter_map(|pair| {
        let differ = pair.first_measure()?.unit != pair.second_measure()?.unit;
        differ.then(|| pair.differing("单位"))
    });
    planned.chain(reached).collect()
}

/// `half-over-full`: a value that the year's second half would have to undo.
pub fn half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    Pair::all(subject, |row| Some((row.answer(Role::HalfYear)?, row.answer(Role::FullYear)?)))
        .filter_map(|pair| {
            let [half, full] = [pair.first_measure()?, pair.second_measure()?];
            if half.unit != full.unit || half.sign != full.sign {
                return None;
            }
            let relation = match half.sign.is_some_and(Sign::is_upper_limit) {
                true if half.number < full.number && !adds_up(half.unit) => "小于",
                false if half.number > full.number => "大于",
                _ => return None,
            };
            let Pair { first, second, .. } = &pair;
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

/// `rate-without-number`: a rate whose value is words.
pub fn rate_without_number(subject: &Subject) -> Vec<Diagnostic> {
    let is_rate =
        |name: &str| (name.ends_with('率') && !name.ends_with("效率")) || name.ends_with("满意度");
    // What compares, or says all of it, needs no number.
    const WORDS: [&str; 7] = ["上年", "同比", "下降", "提高", "增长", "全覆盖", "全部"];
    subject
        .indicators()
        .filter(|row| is_rate(row.name.text))
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

/// Two values of an indicator that are held against each other, and how the form would
/// write them.
pub struct Pair<'a> {
    /// The one.
    pub first: Answer<'a>,
    /// The other one.
    pub second: Answer<'a>,
    standard: [String; 2],
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
        let standard = [first, second].map(|answer| standard_value(answer.text.text));
        Self { first, second, standard }
    }

    /// What the first one measures; `None` where it is words.
    pub fn first_measure(&self) -> Option<Measure<'_>> {
        Measure::parse(&self.standard[0])
    }

    /// What the second one measures.
    pub fn second_measure(&self) -> Option<Measure<'_>> {
        Measure::parse(&self.standard[1])
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
    let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let is_writable = value.style == Style::Quoted || !mended.starts_with(['>', '%']);
    // 》 may have been meant for > as well.
    let is_clear = !text.contains(['》', '《', '〉', '〈']);
    is_writable && is_clear && words(&width::narrow(text)) == words(mended)
}

/// Whether what is measured in `unit` adds up over the year, so that a limit on it
/// grows: money, things that happen, and what is used up.
fn adds_up(unit: &str) -> bool {
    const UNITS: [&str; 12] =
        ["元", "次", "件", "起", "例", "度", "千瓦时", "吨", "立方米", "升", "公斤", "张"];
    UNITS.iter().any(|known| unit.ends_with(known))
}
