//! From pages to bytes.

mod draft;
mod pdf;
mod typ;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use typst_layout::PagedDocument;
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

pub use draft::{ENDING as DRAFT_ENDING, draft_path, is_draft};
pub use pdf::{first_day, time};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::template::Generated;
use crate::print::typeset::Typesetter;

/// What to make of a form.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Format {
    /// One PDF, for the archive and for everyone.
    Pdf {
        /// The time that the PDF bears, in seconds since 1970, such as [`time`] has;
        /// otherwise it is the first day of the 年度.
        time: Option<i64>,
    },
    /// One PDF of what there is of a form, with what is blank or wrong in it.
    Draft {
        /// The time that the PDF bears, as that of a form.
        time: Option<i64>,
    },
    /// One PNG picture a page.
    Png {
        /// Pixels per inch.
        ppi: f64,
    },
    /// One SVG picture a page.
    Svg,
    /// The Typst source, with the modules that it imports.
    Typ,
}

impl Format {
    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf { .. } => "pdf",
            Self::Draft { .. } => "draft",
            Self::Png { .. } => "png",
            Self::Svg => "svg",
            Self::Typ => "typ",
        }
    }

    /// Whether it is that of drafts.
    pub fn is_draft(self) -> bool {
        matches!(self, Self::Draft { .. })
    }

    /// What users call what is made in it.
    pub fn title(self) -> &'static str {
        if self.is_draft() { "草稿" } else { "表格" }
    }
}

/// A form that has been laid out, with all that it was made from.
pub struct LaidOut<'a> {
    /// The 年度.
    pub year: &'a str,
    /// The source.
    pub generated: &'a Generated,
    /// The pages.
    pub document: &'a PagedDocument,
}

/// A file to write.
#[derive(Debug)]
pub struct File {
    /// The path below the output folder.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Makes the files of a form; `stem` is their path below the output folder,
/// without an ending. Pages of pictures are numbered: `stem-1.png`.
pub fn export(
    form: &LaidOut,
    format: Format,
    stem: &Path,
    typesetter: &Typesetter,
) -> Result<Vec<File>, Vec<Diagnostic>> {
    let pages = || form.document.pages().iter().zip(1..);
    match format {
        Format::Pdf { time } => {
            let bytes = pdf::write(form, time.and_then(pdf::time), typesetter)?;
            Ok(vec![File { path: with_ending(stem, ".pdf"), bytes }])
        }
        Format::Draft { time } => {
            let bytes = draft::write(form, time.and_then(pdf::time), typesetter)?;
            Ok(vec![File { path: draft_path(stem), bytes }])
        }
        Format::Png { ppi } => {
            let options = RenderOptions { pixel_per_pt: (ppi / 72.0).into(), render_bleed: false };
            let picture = |(page, number)| {
                let bytes = typst_render::render(page, &options).encode_png().map_err(|error| {
                    vec![Diagnostic::new(&rule::INTERNAL, format!("写不出 PNG：{error}"))]
                })?;
                Ok(File { path: with_ending(stem, &format!("-{number}.png")), bytes })
            };
            pages().map(picture).collect()
        }
        Format::Svg => {
            let options = SvgOptions::default();
            let picture = |(page, number)| File {
                path: with_ending(stem, &format!("-{number}.svg")),
                bytes: typst_svg::svg(page, &options).into_bytes(),
            };
            Ok(pages().map(picture).collect())
        }
        Format::Typ => Ok(typ::write(form, stem)),
    }
}

/// `stem` with `ending` after it, whatever dots it has.
pub fn with_ending(stem: &Path, ending: &str) -> PathBuf {
    let mut path = stem.as_os_str().to_owned();
    path.push(ending);
    path.into()
}
