//! Reads a PDF back: what is printed where, and what it says about itself.
//!
//! Lengths are in points, from the left and from the top of the page.

mod document;
mod links;
mod outline;
mod tags;

pub use document::{Attachment, FontName};
pub use jixiao::readback::{DrawnPage, Grid, GridCell, Info, TextLine};
pub use links::links;
pub use outline::{OutlineItem, outline, page_labels};
pub use tags::{Tag, Tags};

use jixiao::readback;

/// A PDF, read as a whole.
#[derive(Debug)]
pub struct Pdf {
    /// The pages in their order.
    pub pages: Vec<DrawnPage>,
    /// The document information.
    pub info: Info,
    /// The language that the catalog states, such as `zh-CN`.
    pub lang: Option<String>,
    /// The XMP metadata.
    pub xmp: String,
    /// The attached files.
    pub attachments: Vec<Attachment>,
    /// The fonts, once for each time that the PDF has them.
    pub fonts: Vec<FontName>,
}

impl Pdf {
    /// Reads a PDF; panics where it is broken.
    pub fn open(bytes: Vec<u8>) -> Self {
        let pdf = hayro_syntax::Pdf::new(bytes).expect("the bytes are a PDF");
        let pages = readback::read_pages(&pdf).expect("the pages can be read");
        let glyphs = pages.iter().flat_map(|page| &page.glyphs);
        glyphs.for_each(|glyph| assert_eq!(glyph.flaw, None, "{glyph:?}"));
        Self {
            pages,
            info: readback::info(&pdf),
            lang: document::lang(&pdf),
            xmp: document::xmp(&pdf),
            attachments: document::attachments(&pdf),
            fonts: document::fonts(&pdf),
        }
    }

    /// What the XMP metadata says under `name`, such as `pdfaid:part`.
    pub fn claim(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.xmp.split_once(&format!("<{name}>"))?;
        Some(rest.split_once("</")?.0)
    }

    /// The grid of each page, all with the same columns. Panics where a cell is no
    /// closed rectangle.
    pub fn grids(&self) -> Vec<Grid> {
        readback::grids(&self.pages).expect("every page has a grid")
    }
}
