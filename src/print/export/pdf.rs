//! The PDF: for the archive (PDF/A-3a) and for everyone (PDF/UA-1).

use time::OffsetDateTime;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::LaidOut;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::typeset::Typesetter;

/// Writes the PDF of a form. It bears `time`, or the first day of the 年度: not
/// the time of the build, as equal input gives equal bytes.
pub fn write(
    form: &LaidOut,
    time: Option<Datetime>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| Diagnostic::new(&rule::INTERNAL, error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("jixiao ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: time.or_else(|| first_day(form.year)).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(form.document, &options)
        .map_err(|errors| typesetter.explain(&errors, form.generated))
}

/// The time that is `seconds` after the beginning of 1970 (UTC), if that is in a
/// year of four digits.
pub fn time(seconds: i64) -> Option<Datetime> {
    let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let (year, month, day) = time.to_calendar_date();
    let (hour, minute, second) = time.to_hms();
    Datetime::from_ymd_hms(year, month.into(), day, hour, minute, second)
        .filter(|_| (0..=9999).contains(&year))
}

/// The first day of a 年度, which its forms bear.
pub fn first_day(year: &str) -> Option<Datetime> {
    Datetime::from_ymd_hms(year.parse().ok()?, 1, 1, 0, 0, 0)
}
