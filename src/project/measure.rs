//! What an indicator's value measures.

use rust_decimal::Decimal;

/// A value such as `≥85%` or `=10台`: a sign, a number and a unit, of which the
/// first and the last may be missing. Other values are words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure<'a> {
    /// The sign.
    pub sign: Option<Sign>,
    /// The number.
    pub number: Decimal,
    /// The unit: all that follows; it holds no digits.
    pub unit: &'a str,
}

/// The signs of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `=`
    Equal,
    /// `≥`
    AtLeast,
    /// `≤`
    AtMost,
    /// `>`
    Over,
    /// `<`
    Under,
}

impl Sign {
    /// All signs, as the form writes them.
    pub const ALL: [(char, Self); 5] = [
        ('=', Self::Equal),
        ('≥', Self::AtLeast),
        ('≤', Self::AtMost),
        ('>', Self::Over),
        ('<', Self::Under),
    ];

    /// Whether it sets a limit that is not to be passed upwards.
    pub fn is_upper_limit(self) -> bool {
        matches!(self, Self::AtMost | Self::Under)
    }
}

impl<'a> Measure<'a> {
    /// Reads a value; `None` where it is words.
    pub fn parse(text: &'a str) -> Option<Self> {
        let sign = Sign::ALL.into_iter().find(|(written, _)| text.starts_with(*written));
        let rest = sign.map_or(text, |(written, _)| &text[written.len_utf8()..]);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, unit) = rest.split_at(end);
        if !number.starts_with(|c: char| c.is_ascii_digit())
            || unit.contains(|c: char| c.is_numeric())
        {
            return None;
        }
        let number = Decimal::from_str_exact(number).ok()?;
        Some(Self { sign: sign.map(|(_, sign)| sign), number, unit })
    }
}
