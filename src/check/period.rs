//! When the project begins and ends.

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::Date;
use crate::form::edition::Kind;
use crate::text::width;

/// `bad-date`: a date that is not written as the form has it.
pub fn bad_date(subject: &Subject) -> Vec<Diagnostic> {
    let start = ("开始时间", subject.project.start.as_str(), "“2026年”或“2026年3月”");
    let end = ("完成时间", subject.project.end.as_str(), "“2026年”“2026年3月”或“长期”");
    [start, end]
        .into_iter()
        .filter(|&(key, text, _)| !is_date(key, text))
        .map(|(key, text, forms)| {
            let found = Diagnostic::new(&rule::BAD_DATE, format!("“{key}”写的是“{text}”"))
                .at_all(subject.place(&[key]));
            match mend(text).filter(|mended| is_date(key, mended)) {
                Some(mended) => found.help(format!("写成“{mended}”")).fix(
                    // Only the width of the digits: the rest may have been meant otherwise.
                    (width::narrow(text) == mended)
                        .then(|| subject.text(key)?.edit(0..text.len(), &mended))
                        .flatten(),
                ),
                None => found.help(format!("写成{forms}")),
            }
        })
        .collect()
}

/// `end-before-start`: 完成时间 before 开始时间.
pub fn end_before_start(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject).filter(|period| period.end.is_before(period.start))
    else {
        return Vec::new();
    };
    let message = format!("完成时间 {} 早于开始时间 {}", period.end_text, period.start_text);
    let help = "检查两个时间，是不是写反了";
    vec![at_both(subject, Diagnostic::new(&rule::END_BEFORE_START, message).help(help))]
}

/// `one-off-years`: a one-off project begins and ends in the same year.
pub fn one_off_years(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject).filter(|period| {
        period.kind == Kind::OneOff
            && period.start.year() != period.end.year()
            && !period.end.is_before(period.start)
    }) else {
        return Vec::new();
    };
    let message = match period.end {
        Date::LongTerm => "一次性安排项目的完成时间不能是“长期”".to_owned(),
        _ => format!(
            "一次性安排项目的开始时间 {} 和完成时间 {} 不在同一年",
            period.start_text, period.end_text
        ),
    };
    let help = format!(
        "年年安排的项目，“项目类型”写“{}”；一次性的，两个时间写同一年",
        name(subject, Kind::Recurring)
    );
    vec![at_both(subject, Diagnostic::new(&rule::ONE_OFF_YEARS, message).help(help))]
}

/// `recurring-not-long-term`: a recurring project has no end in sight.
pub fn recurring_not_long_term(subject: &Subject) -> Vec<Diagnostic> {
    let Some(period) = Period::of(subject).filter(|period| {
        period.kind == Kind::Recurring
            && period.end != Date::LongTerm
            && !period.end.is_before(period.start)
    }) else {
        return Vec::new();
    };
    let kind = &subject.project.kind;
    let message = format!("{kind}的完成时间一般是“长期”，这里是“{}”", period.end_text);
    let help = format!("写成“长期”；只安排一年的，“项目类型”写“{}”", name(subject, Kind::OneOff));
    let found = Diagnostic::new(&rule::RECURRING_NOT_LONG_TERM, message)
        .at_all(subject.place(&["完成时间"]))
        .at_all(subject.place(&["项目类型"]).map(|place| place.label("项目类型")));
    vec![found.help(help)]
}

/// `starts-after-year`: 开始时间 after the budget year.
pub fn starts_after_year(subject: &Subject) -> Vec<Diagnostic> {
    let year = &subject.project.year;
    let start = Date::parse(&subject.project.start).and_then(Date::year);
    match (start, year.parse::<u16>()) {
        // Where it is after the end, too, that is the mistake to tell.
        (Some(start), Ok(budget)) if start > budget && end_before_start(subject).is_empty() => {
            let message = format!("开始时间 {} 晚于年度 {year}", subject.project.start);
            let found = Diagnostic::new(&rule::STARTS_AFTER_YEAR, message)
                .at_all(subject.place(&["开始时间"]))
                .at_all(subject.place(&["年度"]).map(|place| place.label("年度")));
            vec![found.help("检查开始时间和年度")]
        }
        _ => Vec::new(),
    }
}

/// A period whose dates are written as they should be.
struct Period<'a> {
    kind: Kind,
    start: Date,
    start_text: &'a str,
    end: Date,
    end_text: &'a str,
}

impl<'a> Period<'a> {
    fn of(subject: &'a Subject) -> Option<Self> {
        let project = subject.project;
        Some(Self {
            kind: subject.edition.kinds.get(project.kind.trim()).copied().unwrap_or(Kind::Other),
            start: Date::parse(&project.start)?,
            start_text: &project.start,
            end: Date::parse(&project.end)?,
            end_text: &project.end,
        })
    }
}

fn is_date(key: &str, text: &str) -> bool {
    match Date::parse(text) {
        Some(Date::LongTerm) => key == "完成时间",
        date => date.is_some(),
    }
}

fn at_both(subject: &Subject, found: Diagnostic) -> Diagnostic {
    found
        .at_all(subject.place(&["完成时间"]))
        .at_all(subject.place(&["开始时间"]).map(|place| place.label("开始时间")))
}

/// The edition's name for projects of a kind.
fn name<'a>(subject: &'a Subject, kind: Kind) -> &'a str {
    let found = subject.edition.kinds.iter().find(|&(_, other)| *other == kind);
    found.map_or("", |(name, _)| name)
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
