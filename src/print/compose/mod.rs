//! From a form's page to what stands where on its pages.
//!
//! ```text
//!  sheet ──► rows ──► pages ──► template
//!          texts in   tables and texts,
//!          lines      each row with its height
//! ```
//!
//! All that decides how high a row is is known here: the form's columns and the widths of
//! characters. So nothing is measured while Typst lays the pages out, which has but to set
//! lines of text into cells, and the cost of a form grows with its rows.

mod areas;
mod ends;
mod lines;
mod measures;
mod pages;
mod plain;
mod rows;
mod table;
mod together;

use std::cell::Cell;

use typst::text::{FontStretch, FontStyle, FontVariant, FontWeight};

pub use self::areas::Area;
pub use self::lines::{Fill, lines};
pub use self::measures::Measures;
pub use self::pages::ComposedPage;
use self::pages::{Filler, SetPart};
pub use self::plain::{printable, set};
use self::rows::RowSetter;
pub use self::together::prepare;
use super::Numbering;
use super::fonts::Fonts;
use crate::form::{FontFamilies, Project};

/// The variant of the title's family.
pub const TITLE: FontVariant = FontVariant {
    style: FontStyle::Normal,
    weight: FontWeight::SEMIBOLD,
    stretch: FontStretch::NORMAL,
};

/// A form on its pages.
#[derive(Debug)]
pub struct Composed {
    /// The pages' measures.
    pub measures: Measures,
    /// The title in its lines.
    pub title: Vec<String>,
    /// What stands below the title, in its lines; none where a form has nothing there.
    pub subtitle: Vec<String>,
    /// The pages, at least one.
    pub pages: Vec<ComposedPage>,
}

impl Composed {
    /// Its lines of text, but for those that are blank.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let heading = self.title.iter().chain(&self.subtitle).map(String::as_str);
        heading.chain(self.pages.iter().flat_map(ComposedPage::lines))
    }
}

/// The pages of a project's form, set in these families. `numbering` has the page numbers of
/// a book.
pub fn compose(
    project: &Project,
    fonts: &Fonts,
    families: &FontFamilies,
    numbering: Option<Numbering>,
) -> Composed {
    let form = project.form();
    let measures = Measures::of(&form.page);
    let heading = |text: &str, room, characters| -> Vec<String> {
        let lines = lines(text, room, Fill::Even, characters).into_iter();
        lines.map(|line| line.text).filter(|line| !line.trim().is_empty()).collect()
    };
    let metrics = fonts.metrics(&families.title, TITLE);
    let title = heading(&form.title, measures.title_room(), metrics.look_up(fonts));
    let metrics = fonts.metrics(&families.body, FontVariant::default());
    let subtitle = form.subtitle(&project.year());
    let subtitle = heading(&subtitle, measures.subtitle_room(), metrics.look_up(fonts));

    let mut filler = Filler::new(&measures, measures.heading(title.len(), subtitle.len()));
    for part in parts(project, &measures, fonts, families) {
        filler.add(part);
    }
    let mut pages = filler.finish();
    number(&mut pages, numbering);
    Composed { measures, title, subtitle, pages }
}

/// The parts of a form's page, their texts in lines.
fn parts(
    project: &Project,
    measures: &Measures,
    fonts: &Fonts,
    families: &FontFamilies,
) -> Vec<SetPart> {
    let metrics = |families| fonts.metrics(families, FontVariant::default());
    let (label, body) = (metrics(&families.label), metrics(&families.body));
    let (label, body) = (label.look_up(fonts), body.look_up(fonts));
    let setter = RowSetter { measures, label, body, count: Cell::new(0) };
    let parts = project.sheet().into_iter().map(|part| SetPart {
        breaks: part.breaks,
        head: setter.rows(&part.head),
        rows: setter.rows(&part.lines),
    });
    parts.collect()
}

/// Writes the page numbers below the pages: of a book on all of them, otherwise where there
/// are several.
fn number(pages: &mut [ComposedPage], numbering: Option<Numbering>) {
    let count = pages.len();
    let (first, total) = numbering.map_or((1, count), |book| (book.first, book.total));
    if numbering.is_none() && count == 1 {
        return;
    }
    for (index, page) in pages.iter_mut().enumerate() {
        page.footer = Some(format!("第 {} 页 共 {total} 页", first + index));
    }
}
