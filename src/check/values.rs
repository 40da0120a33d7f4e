//! What the indicators are to reach.

use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Measure, Sign, standard_value};
use crate::source::{Style, Text};
use crate::text::width;

/// `nonstandard-value`: `>=85%`, `85％` or `＝10台`, which the form writes with
/// signs of its own and with half-width digits.
pub fn nonstandard_value(subject: &Subject) -> Vec<Diagnostic> {
    subject
        .indicators()
        .flat_map(|row| [row.half_year, row.full_year])
        .filter_map(|value| {
            let text = value.text.trim_end();
            let mended = standard_value(text);
            // Words remain as they are, whatever marks they hold.
            if mended == text || (Measure::parse(&mended).is_none() && !is_wide(text)) {
                return None;
            }
            Some(
                Diagnostic::new(&rule::NONSTANDARD_VALUE, format!("指标值“{text}”不合表上的写法"))
                    .at(value.place.clone())
                    .help(format!("写成“{mended}”"))
                    .fix(
                        value
                            .edit(0..text.len(), &mended)
                            .filter(|_| is_safe(value, text, &mended)),
                    ),
            )
        })
        .collect()
}

/// `unit-mismatch`: the half-year and the full-year value measure differently.
pub fn unit_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    both_measured(subject, |half, full| match (half.unit != full.unit, half.sign != full.sign) {
        (true, _) => Some("单位"),
        // Nothing at all by mid-year needs no sign.
        (_, true) if !(half.number.is_zero() && half.sign.is_none()) => Some("符号"),
        _ => None,
    })
    .map(|(row, what)| {
        let (name, half, full) = texts(&row);
        let message = format!("“{name}”的半年值“{half}”和全年值“{full}”{what}不同");
        let found = Diagnostic::new(&rule::UNIT_MISMATCH, message);
        at_both(found, &row).help(format!("两个值用同样的{what}"))
    })
    .collect()
}

/// `half-over-full`: a value that the year's second half would have to undo.
pub fn half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    both_measured(subject, |half, full| {
        if half.unit != full.unit || half.sign != full.sign {
            return None;
        }
        match half.sign.is_some_and(Sign::is_upper_limit) {
            true if half.number < full.number && !adds_up(half.unit) => Some("小于"),
            false if half.number > full.number => Some("大于"),
            _ => None,
        }
    })
    .map(|(row, relation)| {
        let (name, half, full) = texts(&row);
        let message = format!("“{name}”的半年值“{half}”{relation}全年值“{full}”");
        let found = Diagnostic::new(&rule::HALF_OVER_FULL, message);
        at_both(found, &row).help("前一个值是半年的，后一个是全年的；检查是不是写反了")
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
        .filter(|row| {
            let value = width::narrow(row.full_year.text);
            !value.contains(|c: char| c.is_ascii_digit())
                && !WORDS.iter().any(|word| value.contains(word))
        })
        .map(|row| {
            let (name, value) = (row.name.text, row.full_year.text.trim_end());
            let message = format!("“{name}”的全年值“{value}”里没有数字");
            Diagnostic::new(&rule::RATE_WITHOUT_NUMBER, message)
                .at(row.full_year.place.clone())
                .help("写成百分数，如“100%”“≥95%”")
        })
        .collect()
}

/// The name and the two values of an indicator.
fn texts<'a>(row: &Row<'a>) -> (&'a str, &'a str, &'a str) {
    (row.name.text, row.half_year.text.trim_end(), row.full_year.text.trim_end())
}

/// A finding at the two values of an indicator.
fn at_both(found: Diagnostic, row: &Row) -> Diagnostic {
    found.at(row.half_year.place.clone()).at(row.full_year.place.clone().label("全年值"))
}

/// The indicators whose two values are both measured, signs and widths aside, and
/// of which `look` finds something.
fn both_measured<'a>(
    subject: &'a Subject,
    look: impl Fn(Measure, Measure) -> Option<&'static str>,
) -> impl Iterator<Item = (Row<'a>, &'static str)> {
    subject.indicators().filter_map(move |row| {
        let (half, full) = (standard_value(row.half_year.text), standard_value(row.full_year.text));
        let found = look(Measure::parse(&half)?, Measure::parse(&full)?)?;
        Some((row, found))
    })
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
