//! When the project begins and ends.

use super::Subject;
use super::subject::{Answer, is_blank};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{Choices, Date, Field, Kind, Role};
use crate::text::width;

/// `bad-date`: a date that is not written as the form has it.
pub fn bad_date(subject: &Subject) -> Vec<Diagnostic> {
    subject.answers().filter_map(|answer| no_date(&answer)).collect()
}

fn no_date(answer: &Answer) -> Option<Diagnostic> {
    let Kind::Date { long_term } = *answer.kind else { return None };
    let text = answer.text.text;
    if is_blank(answer.text) || is_date(text, long_term) {
        return None;
    }
    let found = Diagnostic::new(&rule::BAD_DATE, format!("{}写的是“{text}”", answer.name()))
        .at(answer.text.place.clone());
    Some(match mend(text).filter(|mended| is_date(mended, long_term)) {
        Some(mended) => found.help(format!("写成“{mended}”")).fix(
            // Only the width of the digits: the rest may have been meant otherwise.
            (width::narrow(text) == mended)
                .then(|| answer.text.edit(0..text.len(), &mended))
                .flatten(),
        ),
        None if long_term => found.help("写成“2026年”“2026年3月”或“长期”"),
        None => found.help("写成“2026年”或“2026年3月”"),
    })
}

/// `end-before-start`: an end before the start.
pub fn end_before_start(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject).filter(Period::is_backwards) else {
        return Vec::new();
    };
    let (start, end) = (subject.key(Role::Start), subject.key(Role::End));
    let message = format!("{end} {} 早于{start} {}", period.end_text, period.start_text);
    let help = "检查两个时间，是不是写反了";
    vec![at_both(subject, Diagnostic::new(&rule::END_BEFORE_START, message).help(help))]
}

/// `one-off-years`: a one-off project that is not done within the year that it begins in.
pub fn one_off_years(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject).filter(|period| {
        period.is_one_off() && period.start.year() != period.end.year() && !period.is_odd()
    }) else {
        return Vec::new();
    };
    let (start, end) = (subject.key(Role::Start), subject.key(Role::End));
    let name = period.type_text;
    let recurring = period.types.recurring.as_ref().map(|recurring| {
        let type_key = subject.key(Role::Type);
        format!("；年年安排的，“{type_key}”写“{recurring}”，“{end}”写“{}”", Date::LONG_TERM)
    });
    let recurring = recurring.unwrap_or_default();
    let (message, help) = match period.end {
        Date::LongTerm => (
            format!("{name}的{end}不能是“{}”", Date::LONG_TERM),
            format!("一次性的，“{end}”写做完的年月{recurring}"),
        ),
        _ => (
            format!("{name}的{start} {} 和{end} {} 不在同一年", period.start_text, period.end_text),
            format!("核对两个时间，确实跨年度做的，不用管{recurring}"),
        ),
    };
    vec![at_both(subject, Diagnostic::new(&rule::ONE_OFF_YEARS, message).help(help))]
}

/// `recurring-not-long-term`: a recurring project has no end in sight.
pub fn recurring_not_long_term(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject)
        .filter(|period| period.is_recurring() && period.end != Date::LongTerm && !period.is_odd())
    else {
        return Vec::new();
    };
    let Some((_, Field { kind: Kind::Date { long_term: true }, .. })) =
        subject.form.by_role(Role::End)
    else {
        return Vec::new();
    };
    let (end, name) = (subject.key(Role::End), period.type_text);
    let message = format!("{name}的{end}一般是“{}”，这里是“{}”", Date::LONG_TERM, period.end_text);
    let help = match &period.types.one_off {
        Some(one_off) => format!(
            "没有定下哪一年结束的，写成“长期”；只安排一年的，“{}”写“{one_off}”",
            subject.key(Role::Type)
        ),
        None => "没有定下哪一年结束的，写成“长期”".to_owned(),
    };
    let found = Diagnostic::new(&rule::RECURRING_NOT_LONG_TERM, message)
        .at_all(subject.place(Role::End))
        .at_all(subject.labelled(Role::Type));
    vec![found.help(help)]
}

/// `ends-before-year`: an end before the budget year.
pub fn ends_before_year(subject: &Subject) -> Vec<Diagnostic> {
    let Some(text) = subject.text(Role::End) else { return Vec::new() };
    let year = subject.project.year();
    let end = text.text.trim();
    let is_past = Date::parse(end).is_some_and(|end| is_past(end, year.parse().ok()));
    // Where it is before the start, too, that is the mistake to tell.
    if !is_past || Period::is_backwards_in(subject) {
        return Vec::new();
    }
    let (end_key, year_key) = (subject.key(Role::End), subject.key(Role::Year));
    let message = format!("{end_key} {end} 早于{year_key} {year}");
    let found = Diagnostic::new(&rule::ENDS_BEFORE_YEAR, message)
        .at_all(subject.place(Role::End))
        .at_all(subject.labelled(Role::Year));
    vec![found.help(format!("检查{end_key}和{year_key}；已经做完、只剩尾款要付的，不用管"))]
}

/// `starts-after-year`: a start after the budget year.
pub fn starts_after_year(subject: &Subject) -> Vec<Diagnostic> {
    let Some(text) = subject.text(Role::Start) else { return Vec::new() };
    let year = subject.project.year();
    let start = text.text.trim();
    let begins = Date::parse(start).and_then(Date::year).zip(year.parse().ok());
    let is_later = begins.is_some_and(|(start, budget): (u16, u16)| start > budget);
    // Where it is after the end, too, that is the mistake to tell.
    if !is_later || Period::is_backwards_in(subject) {
        return Vec::new();
    }
    let (start_key, year_key) = (subject.key(Role::Start), subject.key(Role::Year));
    let message = format!("{start_key} {start} 晚于{year_key} {year}");
    let found = Diagnostic::new(&rule::STARTS_AFTER_YEAR, message)
        .at_all(subject.place(Role::Start))
        .at_all(subject.labelled(Role::Year));
    vec![found.help(format!("检查{start_key}和{year_key}"))]
}

/// Whether an end is before the budget year.
fn is_past(end: Date, budget: Option<u16>) -> bool {
    end.year().zip(budget).is_some_and(|(end, budget)| end < budget)
}

/// A period whose dates are written as they should be.
struct Period<'a> {
    start: Date,
    start_text: &'a str,
    end: Date,
    end_text: &'a str,
    /// The budget year.
    budget: Option<u16>,
    /// Whether the project recurs, as it is written; empty where the form does not ask.
    type_text: &'a str,
    types: &'a Choices,
}

impl<'a> Period<'a> {
    fn of(subject: &Subject<'a>) -> Option<Self> {
        static NONE: Choices = Choices { values: Vec::new(), recurring: None, one_off: None };
        let text = |role| Some(subject.text(role)?.text.trim());
        let (start_text, end_text) = (text(Role::Start)?, text(Role::End)?);
        let types = match subject.form.by_role(Role::Type) {
            Some((_, Field { kind: Kind::Choice(choices), .. })) => choices,
            _ => &NONE,
        };
        Some(Self {
            start: Date::parse(start_text)?,
            start_text,
            end: Date::parse(end_text)?,
            end_text,
            budget: subject.project.year().parse().ok(),
            type_text: text(Role::Type).unwrap_or_default(),
            types,
        })
    }

    /// Whether a project ends before it begins.
    fn is_backwards_in(subject: &Subject) -> bool {
        Period::of(subject).is_some_and(|period| period.is_backwards())
    }

    fn is_backwards(&self) -> bool {
        self.end.is_before(self.start)
    }

    /// Whether it ends before it begins, or before the year: that is the mistake to tell.
    fn is_odd(&self) -> bool {
        self.is_backwards() || is_past(self.end, self.budget)
    }

    fn is_recurring(&self) -> bool {
        self.types.recurring.as_deref() == Some(self.type_text)
    }

    fn is_one_off(&self) -> bool {
        self.types.one_off.as_deref() == Some(self.type_text)
    }
}

fn is_date(text: &str, long_term: bool) -> bool {
    match Date::parse(text) {
        Some(Date::LongTerm) => long_term,
        date => date.is_some(),
    }
}

fn at_both(subject: &Subject, found: Diagnostic) -> Diagnostic {
    found.at_all(subject.place(Role::End)).at_all(subject.labelled(Role::Start))
}

/// The date that `text` most likely stands for.
fn mend(text: &str) -> Option<String> {
    let text = width::arabic(&width::narrow(text.trim()));
    if ["长期", "永久", "持续", "常年"].iter().any(|word| text.contains(word)) {
        return Some(Date::LONG_TERM.to_owned());
    }
    // 第三季度 is no month.
    if text.contains(|c: char| !c.is_ascii_digit() && !"年月日号-./－—、 ".contains(c)) {
        return None;
    }
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let year = match numbers.next()? {
        year if year.len() == 4 => year.to_owned(),
        year if year.len() == 2 && text.contains('年') => format!("20{year}"),
        _ => return None,
    };
    match numbers.next().map(|month| month.trim_start_matches('0')) {
        None => Some(format!("{year}年")),
        Some(month) => Some(format!("{year}年{month}月")),
    }
}
