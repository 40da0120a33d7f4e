//! Dates among the values of indicators: `2026年6月底前`, `12月31日`.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::text::scan::strip_any;
use crate::text::width;

/// A date with its month, or the end of a year or of a part of it. The year may go without
/// saying.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?: (?P<year>(?:19|20)[0-9]{2}) \s*年\s* )? (?P<month>1[0-2]|0?[1-9]) \s*月
            (?: \s* (?P<day>[0-9]{1,2}) \s* [日号] )?
        | (?P<year2>(?:19|20)[0-9]{2}) [-/] (?P<month2>1[0-2]|0?[1-9]) (?: [-/] (?P<day2>[0-9]{1,2}) )?
        | (?P<year4>(?:19|20)[0-9]{2}) \. (?P<month4>1[0-2]|0?[1-9]) (?: \. (?P<day4>[0-9]{1,2}) )?
            (?: [前底] | $ )
        | (?: (?P<year3>(?:19|20)[0-9]{2}) \s*年\s* )? (?P<part>
            第?[一二三四1234]季度 | 上半年 | 下半年 | 年底 | 年末 | 年内 | 全年 )",
    )
    .expect("a valid pattern")
});

/// A day that something is to be done by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    year: u16,
    month: u8,
    /// Where only the month is given, it is all of it.
    day: Option<u8>,
}

impl Deadline {
    /// The last date of a value, in the year `year` where it does not say; `None` where it
    /// has none, or one that comes again and again.
    pub fn parse(value: &str, year: u16) -> Option<Self> {
        const AGAIN: [char; 5] = ['每', '次', '当', '逐', '隔'];
        let value = width::narrow(value);
        // Most values are no dates, and the pattern takes long to build.
        let has_year = || value.contains("19") || value.contains("20");
        let is_date =
            value.contains(['年', '月', '季']) || (value.contains(['-', '/', '.']) && has_year());
        if !is_date {
            return None;
        }
        let last = DATE.captures_iter(&value).last()?;
        let is_again = value[..last.get(0)?.start()].contains(AGAIN);
        (!is_again).then(|| Self::of(&last, year)).flatten()
    }

    fn of(found: &Captures, year: u16) -> Option<Self> {
        let number = |names: &[&str]| {
            let text = names.iter().find_map(|name| found.name(name))?.as_str();
            text.parse::<u16>().ok()
        };
        let year = number(&["year", "year2", "year3", "year4"]).unwrap_or(year);
        let month = match found.name("part").map(|part| part.as_str()) {
            Some("上半年") => 6,
            Some(part) if part.ends_with("季度") => {
                let part = part.trim_start_matches('第');
                let index = "一二三四".chars().position(|c| part.starts_with(c));
                let index = index.or_else(|| "1234".chars().position(|c| part.starts_with(c)))?;
                u8::try_from(index + 1).ok()? * 3
            }
            Some(_) => 12,
            None => u8::try_from(number(&["month", "month2", "month4"])?).ok()?,
        };
        let day = number(&["day", "day2", "day4"]).and_then(|day| u8::try_from(day).ok());
        Some(Self { year, month, day })
    }

    /// Whether it is after another one, whatever is left open.
    pub fn is_after(self, other: Self) -> bool {
        let month = |it: Self| (it.year, it.month);
        match (self.day, other.day) {
            (Some(day), Some(other_day)) if month(self) == month(other) => day > other_day,
            _ => month(self) > month(other),
        }
    }
}

/// Whether a value begins with a date: `6月底前` is no six of something.
pub fn is_date(value: &str) -> bool {
    let value = width::narrow(value.trim());
    let date = value.strip_prefix(['=', '≥', '≤', '>', '<']).unwrap_or(&value).trim_start();
    begins_with_month(date) || behind_year(date).is_some_and(goes_on_after_year)
}

/// What is left of a text behind the year that it begins with.
fn behind_year(text: &str) -> Option<&str> {
    let digits = strip_any(text, &["19", "20"])?;
    let (digits, rest) = digits.split_at_checked(2)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

/// Whether what stands behind four digits says that they are a year: `年`, `-6`, `.6.30`.
fn goes_on_after_year(rest: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    if let Some(month) = rest.strip_prefix('.') {
        let behind = month.trim_start_matches(is_digit);
        let is_end = behind.is_empty() || behind.starts_with(['.', '前', '底']);
        return matches!(month.len() - behind.len(), 1 | 2) && is_end;
    }
    rest.trim_start().starts_with('年')
        || rest.strip_prefix(['-', '/']).is_some_and(|month| month.starts_with(is_digit))
}

/// Whether a text begins with a month: `6月`, `06月`, `12 月`.
fn begins_with_month(text: &str) -> bool {
    let month = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text.as_bytes()[..text.len() - month.len()];
    let is_month = matches!(digits, [b'1', b'0'..=b'2'] | [b'0', b'1'..=b'9'] | [b'1'..=b'9']);
    is_month && month.trim_start().starts_with('月')
}
