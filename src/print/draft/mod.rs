//! Drafts: what there is of a form, whatever is wrong with it, on pages that no one takes for
//! the form's.
//!
//! ```text
//!  Source ──► the form's pages ─────────────────────┐
//!     └─► cells ──► items ──► marks, list ──► pages ──► PDF
//!         findings  of what    what lies over each page,
//!                   each is    and what stands on those behind
//! ```
//!
//! A draft says on each page that it is one, and claims no standard and carries no data: what
//! takes a form takes no draft.

mod items;
mod list;
mod marks;
mod pages;

use std::cmp::Reverse;
use std::path::Path;

use super::export::{self, Format, LaidOut};
use super::typeset::Typesetter;
use super::view::cells;
use super::{Printed, generate};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Edition, Source};
use list::List;
use pages::Draft;

/// Prints a draft of what there is of a form, which lists what was found in it; it bears the
/// time `time`, as a form does.
pub fn print(
    source: &Source,
    edition: &Edition,
    stem: &Path,
    found: Vec<Diagnostic>,
    typesetter: &Typesetter,
    time: Option<i64>,
) -> Result<Printed, Vec<Diagnostic>> {
    let generated = generate(&source.project, edition, typesetter, None, None)?;
    let (form, of_pages) = typesetter.lay_out(&generated)?;
    let found = in_order(found, of_pages);
    let cells = cells::of(source, &generated.areas());
    let others = cells::others(source, &cells);
    let items = items::of(&found, &cells, &others);

    let families = typesetter.fonts().available(&source.project.form().fonts);
    let sheets = marks::of(&form, &cells, &items);
    let pages = form.pages().len();
    let list = List { file: source.name(), items: &items, cells: &cells, form: pages };
    let draft = Draft { sheets, list, families, landscape: source.project.form().page.landscape };
    let document = draft.typeset(&form, typesetter)?;
    let year = &source.project.year();
    let laid_out = LaidOut { year, generated: &generated, document: &document };
    let files = export::export(&laid_out, Format::Draft { time }, stem, typesetter)?;
    Ok(Printed { pages: document.pages().len(), files })
}

/// What was found, with what is wrong with the pages; the worst first.
fn in_order(mut found: Vec<Diagnostic>, of_pages: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // Where the text has been told to have such characters, the pages have nothing to add.
    let is_told = found.iter().any(|it| *it.rule == rule::MISSING_GLYPH);
    let is_new = |it: &Diagnostic| !(is_told && *it.rule == rule::MISSING_GLYPH);
    found.extend(of_pages.into_iter().filter(is_new));
    found.sort_by_key(|it| Reverse(it.severity));
    found
}
