//! What an indicator's value measures.

use rust_decimal::Decimal;

use crate::width;

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

/// Other ways to write the form's signs, the longer ones first.
const SIGNS: [(&str, &str); 16] = [
    (">=", "≥"),
    ("=>", "≥"),
    ("≧", "≥"),
    ("⩾", "≥"),
    ("大于等于", "≥"),
    ("大于或等于", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("≦", "≤"),
    ("⩽", "≤"),
    ("小于等于", "≤"),
    ("小于或等于", "≤"),
    ("==", "="),
    ("等于", "="),
    ("大于", ">"),
    ("小于", "<"),
];

/// The value as the form writes it: its signs, half-width digits, no blanks
/// around the number, no separators of thousands.
pub fn standard_value(text: &str) -> String {
    let narrow = width::narrow(text.trim());
    let (sign, rest) = SIGNS
        .iter()
        .find_map(|(other, sign)| Some((*sign, narrow.strip_prefix(other)?)))
        .or_else(|| {
            let sign = narrow.chars().next().filter(|c| "=≥≤><".contains(*c))?;
            Some((&narrow[..sign.len_utf8()], &narrow[sign.len_utf8()..]))
        })
        .unwrap_or(("", &narrow));
    let rest = rest.trim_start();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '，');
    let (number, unit) = rest.split_at(rest.find(|c| !is_number(c)).unwrap_or(rest.len()));
    if number.is_empty() {
        return narrow;
    }
    let number =
        if is_grouped(number) { number.replace([',', '，'], "") } else { number.to_owned() };
    format!("{sign}{number}{}", unit.trim_start())
}

/// Whether a number has separators between each three digits: `5,000`.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split([',', '，']);
    let first = groups.next().unwrap_or_default();
    let mut groups = groups.peekable();
    groups.peek().is_some()
        && (1..=3).contains(&first.len())
        && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
}
