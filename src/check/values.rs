//! What the indicators are to reach.

use super::{Row, Subject};
use crate::diagnostic::Diagnostic;
use crate::project::{Measure, Sign, standard_value};
use crate::rule;
use crate::source::{Style, Text};
use crate::width;

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
                            .filter(|_| is_plain_enough(value, &mended)),
                    ),
            )
        })
        .collect()
}

/// `unit-mismatch`: the half-year and the full-year value measure differently.
pub fn unit_mismatch(subject: &Subject) -> Vec<Diagnostic> {
    measured(subject)
        .filter_map(|(row, half, full)| {
            let what = match (half.unit != full.unit, half.sign != full.sign) {
                (true, _) => "单位",
                (_, true) => "符号",
                _ => return None,
            };
            let (half, full) = (row.half_year, row.full_year);
            let message = format!(
                "“{}”的半年值“{}”和全年值“{}”{what}不同",
                row.name.text, half.text, full.text
            );
            Some(
                Diagnostic::new(&rule::UNIT_MISMATCH, message)
                    .at(half.place.clone())
                    .at(full.place.clone().label("全年值"))
                    .help(format!("两个值用同样的{what}")),
            )
        })
        .collect()
}

/// `half-over-full`: a value that the year's second half would have to undo.
pub fn half_over_full(subject: &Subject) -> Vec<Diagnostic> {
    measured(subject)
        .filter(|(_, half, full)| half.unit == full.unit && half.sign == full.sign)
        .filter_map(|(row, half, full)| {
            let is_limit = half.sign.is_some_and(Sign::is_upper_limit);
            let relation = match is_limit {
                // What is spent adds up, so a limit on it grows with the year.
                true if half.number < full.number && !is_money(half.unit) => "小于",
                false if half.number > full.number => "大于",
                _ => return None,
            };
            let (half, full) = (row.half_year, row.full_year);
            let message = format!(
                "“{}”的半年值“{}”{relation}全年值“{}”",
                row.name.text, half.text, full.text
            );
            Some(
                Diagnostic::new(&rule::HALF_OVER_FULL, message)
                    .at(half.place.clone())
                    .at(full.place.clone().label("全年值"))
                    .help("前一个值是半年的，后一个是全年的；检查是不是写反了"),
            )
        })
        .collect()
}

/// `rate-without-number`: a rate whose value is words.
pub fn rate_without_number(subject: &Subject) -> Vec<Diagnostic> {
    let is_rate =
        |name: &str| (name.ends_with('率') && !name.ends_with("效率")) || name.ends_with("满意度");
    subject
        .indicators()
        .filter(|row| is_rate(row.name.text))
        .filter(|row| !width::narrow(row.full_year.text).contains(|c: char| c.is_ascii_digit()))
        .map(|row| {
            let (name, value) = (row.name.text, row.full_year.text);
            Diagnostic::new(
                &rule::RATE_WITHOUT_NUMBER,
                format!("“{name}”的全年值“{value}”里没有数字"),
            )
            .at(row.full_year.place.clone())
            .help("写成百分数，如“100%”“≥95%”")
        })
        .collect()
}

/// The indicators whose two values are both measured.
fn measured<'a>(subject: &'a Subject) -> impl Iterator<Item = (Row<'a>, Measure<'a>, Measure<'a>)> {
    subject.indicators().filter_map(|row| {
        let half = Measure::parse(row.half_year.text.trim_end())?;
        let full = Measure::parse(row.full_year.text.trim_end())?;
        Some((row, half, full))
    })
}

/// Whether a text has digits or a per cent sign of full width.
fn is_wide(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '０'..='９' | '％'))
}

/// Whether `mended` may stand where the value does, with or without quotes.
fn is_plain_enough(value: &Text, mended: &str) -> bool {
    value.style == Style::Quoted || !mended.starts_with(['>', '%'])
}

fn is_money(unit: &str) -> bool {
    unit.ends_with('元')
}
