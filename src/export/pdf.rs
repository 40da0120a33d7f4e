//! The PDF: for the archive (PDF/A-3a) and for everyone (PDF/UA-1).

use time::OffsetDateTime;
use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::Form;
use crate::diagnostic::Diagnostic;
use crate::typeset::Typesetter;

/// Writes the PDF of a form.
pub fn write(
    form: &Form,
    epoch: Option<i64>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| Diagnostic::error("internal", error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(concat!("jixiao ", env!("CARGO_PKG_VERSION")).into())),
        timestamp: date(form.year, epoch).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(form.document, &options)
        .map_err(|errors| typesetter.explain(&errors, form.edition, form.generated))
}

/// The time that the PDF bears. It must not be the time of the build: equal
/// input gives equal bytes.
fn date(year: &str, epoch: Option<i64>) -> Option<Datetime> {
    match epoch.map(OffsetDateTime::from_unix_timestamp) {
        Some(Ok(time)) => Datetime::from_ymd_hms(
            time.year(),
            time.month().into(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
        ),
        _ => Datetime::from_ymd_hms(year.parse().ok()?, 1, 1, 0, 0, 0),
    }
}
