//! What an indicator's value measures.

use rust_decimal::Decimal;

use crate::text::width;

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

/// Other ways to write the form's signs before a number, the longer ones first.
const BEFORE: [(&str, &str); 40] = [
    (">=", "≥"),
    ("=>", "≥"),
    ("≥=", "≥"),
    ("=≥", "≥"),
    ("》=", "≥"),
    ("〉=", "≥"),
    ("≧", "≥"),
    ("大于等于", "≥"),
    ("大于或等于", "≥"),
    ("不少于", "≥"),
    ("不低于", "≥"),
    ("不小于", "≥"),
    ("至少", "≥"),
    ("<=", "≤"),
    ("=<", "≤"),
    ("≤=", "≤"),
    ("=≤", "≤"),
    ("《=", "≤"),
    ("〈=", "≤"),
    ("≦", "≤"),
    ("小于等于", "≤"),
    ("小于或等于", "≤"),
    ("不超过", "≤"),
    ("不高于", "≤"),
    ("不大于", "≤"),
    ("不多于", "≤"),
    ("至多", "≤"),
    ("==", "="),
    ("等于", "="),
    ("大于", ">"),
    ("高于", ">"),
    ("多于", ">"),
    ("超过", ">"),
    // What comes of typing > for ≥ with Chinese punctuation on.
    ("》", "≥"),
    ("〉", "≥"),
    ("小于", "<"),
    ("低于", "<"),
    ("少于", "<"),
    ("《", "≤"),
    ("〈", "≤"),
];

/// Words for signs that stand after the unit: with the number itself, and without it.
const AFTER: [(&str, &str, &str); 6] = [
    ("以上", "≥", ">"),
    ("之上", "≥", ">"),
    ("以下", "≤", "<"),
    ("之下", "≤", "<"),
    ("以内", "≤", "<"),
    ("之内", "≤", "<"),
];

/// What people put before those words, or behind them, to say that the number itself counts.
const WITH: [&str; 12] = [
    "及其",
    "及",
    "其",
    "或",
    "和",
    "含",
    "（含）",
    "(含)",
    "（及）",
    "(及)",
    "（含本数）",
    "(含本数)",
];

/// What says that it does not.
const WITHOUT: [&str; 4] = ["不含", "（不含）", "(不含)", "（不含本数）"];

/// The sign that the words after a number stand for, and the unit before them.
fn sign_after(unit: &str) -> Option<(&'static str, &str)> {
    let without = |unit| WITHOUT.iter().find_map(|word| str::strip_suffix(unit, word));
    let with = |unit| WITH.iter().find_map(|word| str::strip_suffix(unit, word));
    let (text, is_without) = match without(unit) {
        Some(text) => (text, true),
        None => (with(unit).filter(|_| unit.ends_with(['）', ')'])).unwrap_or(unit), false),
    };
    let (text, sign, strict) = AFTER
        .iter()
        .find_map(|(word, sign, strict)| Some((text.strip_suffix(word)?, sign, strict)))?;
    if let Some(text) = without(text).or_else(|| is_without.then_some(text)) {
        return Some((strict, text));
    }
    let mut text = text;
    while let Some(shorter) = with(text) {
        text = shorter;
    }
    Some((sign, text))
}

/// The value as the form writes it: its signs before half-width digits, no blanks
/// around the number, no separators of thousands, no quotes.
pub fn standard_value(text: &str) -> String {
    let narrow = width::narrow(unquoted(text.trim()));
    // Most values are written as they should be.
    let unsigned = narrow.strip_prefix(['=', '≥', '≤', '>', '<']).unwrap_or(&narrow);
    let is_plain = unsigned.starts_with(|c: char| c.is_ascii_digit());
    let others = if is_plain { &[] } else { &BEFORE[..] };
    let (sign, rest) = others
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
    let unit = unit.trim_start().replace("%%", "%");
    let unit = match unit.strip_prefix("百分比") {
        Some(rest) if !rest.contains("百分") => format!("%{rest}"),
        _ => unit,
    };
    match sign_after(&unit) {
        Some((after, unit)) if sign.is_empty() || sign == after => format!("{after}{number}{unit}"),
        // Two limits at once are no single sign.
        Some(_) => narrow,
        None => format!("{sign}{number}{unit}"),
    }
}

/// A text without the Chinese quotes around all of it.
fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('“').and_then(|text| text.strip_suffix('”'));
    inner.filter(|inner| !inner.contains(['“', '”'])).unwrap_or(text)
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
