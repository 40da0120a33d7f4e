//! The PDF of a draft, which claims to be nothing more.

use std::path::{Path, PathBuf};

use typst::foundations::{Datetime, Smart};
use typst_pdf::{PdfOptions, Timestamp};

use super::pdf::first_day;
use super::{LaidOut, with_ending};
use crate::diagnostic::Diagnostic;
use crate::print::typeset::Typesetter;

/// What stands behind the form's own name in that of its draft, with the ending.
pub const ENDING: &str = "-草稿.pdf";
/// The program that a draft is made with, which tells it from a form.
const CREATOR: &str = concat!("jixiao ", env!("CARGO_PKG_VERSION"), " 草稿");

/// The path of a draft, where its form has the path `stem` without an ending.
pub fn draft_path(stem: &Path) -> PathBuf {
    with_ending(stem, ENDING)
}

/// Whether a PDF is a draft, of any version, that was made with this program.
pub fn is_draft(creator: &str) -> bool {
    creator.strip_prefix("jixiao ").is_some_and(|rest| rest.ends_with(" 草稿"))
}

/// Writes the PDF of a draft. It bears `time`, or the first day of the 年度, as a form does.
pub fn write(
    draft: &LaidOut,
    time: Option<Datetime>,
    typesetter: &Typesetter,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let options = PdfOptions {
        creator: Smart::Custom(Some(CREATOR.into())),
        timestamp: time.or_else(|| first_day(draft.year)).map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(draft.document, &options)
        .map_err(|errors| typesetter.explain(&errors, draft.generated))
}
