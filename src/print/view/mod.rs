//! A form's pages for a screen: what is drawn, the texts for selecting and reading aloud, and
//! where each cell stands, on the page and in the project file.
//!
//! Positions are those of the laid-out pages: of texts, as their frames have them, and of
//! cells, as they were composed, which the typesetter holds against the frames; where a layout
//! of the user's own sets them, those of what they say.

mod about;
pub(super) mod cells;
mod drawing;
mod sought;
mod sums;
mod texts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use typst_svg::SvgOptions;

use super::generate;
use super::typeset::Typesetter;
use crate::diagnostic::Diagnostic;
use crate::source::{Edition, Source};

pub use about::{About, about};
pub use cells::{Rowless, ViewCell, ViewEntry};
pub use sums::ViewSum;
pub use texts::ViewText;

/// A form on a screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The pages.
    pub pages: Vec<ViewPage>,
    /// The outlines of the glyphs that are drawn, by their ids, as paths of SVG.
    pub glyphs: BTreeMap<String, String>,
    /// The cells that a project fills in, and those that are computed from it, in the form's
    /// order.
    pub cells: Vec<ViewCell>,
    /// What a project file says that stands in no cell, such as the 年度.
    pub others: Vec<ViewEntry>,
    /// The fields that may have rows and have none.
    pub rowless: Vec<Rowless>,
    /// The sums of columns of amounts.
    pub sums: Vec<ViewSum>,
}

/// A page on a screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewPage {
    /// Its width, in points.
    pub width: f64,
    /// Its height, in points.
    pub height: f64,
    /// What is drawn on it.
    pub drawing: Drawing,
    /// What it says, in the order in which it is read.
    pub texts: Vec<ViewText>,
}

/// What is drawn on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Drawing {
    /// Elements of SVG, one after the other: groups of glyphs, lines and areas. They are written
    /// by this program, of few elements and attributes, and refer to nothing but the view's
    /// glyphs.
    Items(Vec<String>),
    /// A whole picture in SVG, where a layout of the user's own draws something else.
    Picture(String),
}

/// Lays out what there is of a form, for a screen; with what is wrong with the pages.
pub fn view(
    source: &Source,
    edition: &Edition,
    typesetter: &Typesetter,
) -> Result<(View, Vec<Diagnostic>), Vec<Diagnostic>> {
    let generated = generate(&source.project, edition, typesetter, None, None)?;
    let (document, found) = typesetter.lay_out(&generated)?;
    let areas = match &generated.composed {
        Some(composed) => composed.areas(),
        None => sought::areas(&document, source),
    };
    let mut glyphs = BTreeMap::new();
    let mut texts = texts::by_page(&document, &areas).into_iter();
    let page = |page: &typst_layout::Page| {
        let size = page.frame.size();
        let svg = typst_svg::svg(page, &SvgOptions::default());
        ViewPage {
            width: size.x.to_pt(),
            height: size.y.to_pt(),
            drawing: drawing::of(svg, &mut glyphs),
            texts: texts.next().unwrap_or_default(),
        }
    };
    let pages = document.pages().iter().map(page).collect();
    let cells = cells::of(source, &areas);
    let others = cells::others(source, &cells);
    let rowless = cells::rowless(&source.project);
    let sums = sums::of(&source.project);
    Ok((View { pages, glyphs, cells, others, rowless, sums }, found))
}
