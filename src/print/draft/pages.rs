//! From what is marked and listed to a draft's pages.

use std::sync::{Arc, LazyLock};

use serde::Serialize;
use typst::layout::{Abs, FrameItem, Point, Size};
use typst::model::Document;
use typst::syntax::Span;
use typst::visualize::{Color, Geometry};
use typst_layout::{Page, PagedDocument};

use super::list::{self, INSET, List, SIZE, SetList};
use super::marks::Overlay;
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::form::FontFamilies;
use crate::print::Module;
use crate::print::families::{self, FamiliesOf};
use crate::print::fonts::Fonts;
use crate::print::template::Template;
use crate::print::typeset::Typesetter;

/// A4, and the margins left and right, and above and below, in points.
const PAPER: (f64, f64) = (595.28, 841.89);
const MARGIN: (f64, f64) = (45.36, 42.52);
/// The space between two lines, in points.
const LEADING: f64 = 3.5;
/// What a cell leaves free above and below, in points.
const INSET_Y: f64 = 4.0;
/// The colour of what is blank: seen on a screen, and grey on paper.
const FILL: [u8; 4] = [255, 232, 158, 255];

/// The template and what it imports, which are the program's own whatever templates the user
/// has: no layout leaves out that it is a draft.
const TEMPLATE: &str = include_str!("../../../templates/shared/draft/draft.typ.j2");
const MODULES: [(&str, &str); 2] = [
    ("layout.typ", include_str!("../../../templates/shared/layout.typ")),
    ("draft.typ", include_str!("../../../templates/shared/draft/draft.typ")),
];

struct Layout {
    template: Result<Template, Diagnostic>,
    modules: Arc<[Module]>,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let file = |name: &str, text: &str| SourceFile::new(format!("templates/shared/{name}"), text);
    let template = file("draft/draft.typ.j2", TEMPLATE);
    let modules = MODULES.iter().filter_map(|(name, text)| Module::new(name, &file(name, text)));
    Layout {
        template: Template::new(vec![("form.typ.j2".into(), template)]),
        modules: modules.collect(),
    }
});

/// What a draft has beyond the form's pages.
pub struct Draft<'a> {
    /// What lies over each of them.
    pub sheets: Vec<Overlay>,
    /// What is listed behind them.
    pub list: List<'a>,
    /// The families that the form is set in.
    pub families: FontFamilies,
    /// Whether the form's pages are wider than high.
    pub landscape: bool,
}

impl Draft<'_> {
    /// The pages of a form as those of a draft.
    pub fn typeset(
        &self,
        form: &PagedDocument,
        typesetter: &Typesetter,
    ) -> Result<PagedDocument, Vec<Diagnostic>> {
        let Layout { template, modules } = &*LAYOUT;
        let columns = list::columns(self.width());
        let note = self.list.note();
        let is_listed = !self.list.items.is_empty();
        let list = is_listed.then(|| self.list.set(&columns, typesetter.fonts(), &self.families));
        let context = Context {
            page: PageMeasures {
                landscape: self.landscape,
                margin: MARGIN,
                size: SIZE,
                leading: LEADING,
                inset: (INSET, INSET_Y),
                columns,
            },
            fonts: self.fonts(&note, list.as_ref(), typesetter.fonts()),
            note: &note,
            sheets: &self.sheets,
            list: list.as_ref(),
        };
        let generated = template.as_ref().map_err(Clone::clone)?.render(&context, modules)?;
        let output = typesetter.compile(&generated).output;
        let draft = output.map_err(|errors| typesetter.explain(&errors, &generated))?;
        Ok(self.put_together(form, &draft)?)
    }

    /// How wide the list is, in points.
    fn width(&self) -> f64 {
        let width = if self.landscape { PAPER.1 } else { PAPER.0 };
        width - 2.0 * MARGIN.0
    }

    fn fonts<'a>(&'a self, note: &str, list: Option<&SetList>, fonts: &Fonts) -> FamiliesOf<'a> {
        let rows = list.iter().flat_map(|list| &list.rows).flat_map(|row| &row.cells);
        let list = list.iter().flat_map(|list| list.labels.into_iter().chain([&*list.notes]));
        families::of(list.chain(rows.map(String::as_str)).chain([note]), fonts, &self.families)
    }

    fn put_together(
        &self,
        form: &PagedDocument,
        draft: &PagedDocument,
    ) -> Result<PagedDocument, Diagnostic> {
        let Some((over, behind)) = draft.pages().split_at_checked(form.pages().len()) else {
            return Err(Diagnostic::new(&rule::INTERNAL, "草稿的页数不对"));
        };
        let marked = form.pages().iter().zip(&self.sheets).zip(over);
        let marked = marked.map(|((page, sheet), over)| marked_page(page, sheet, over));
        let mut info = form.info().clone();
        let title = info.title.as_deref().unwrap_or_default().trim();
        info.title = Some(format!("草稿：{title}").into());
        let pages = marked.chain(behind.iter().cloned()).collect();
        Ok(PagedDocument::new(pages, info))
    }
}

/// A page with what is blank coloured beneath it, and with what lies over it.
fn marked_page(page: &Page, sheet: &Overlay, over: &Page) -> Page {
    let mut page = page.clone();
    let [red, green, blue, alpha] = FILL;
    let fill = Color::from_u8(red, green, blue, alpha);
    for blank in sheet.blanks.iter().rev() {
        let (x, y, width, height) = blank.area;
        let shape = Geometry::Rect(Size::new(Abs::pt(width), Abs::pt(height))).filled(fill.clone());
        let at = Point::new(Abs::pt(x), Abs::pt(y));
        page.frame.prepend(at, FrameItem::Shape(shape, Span::detached()));
    }
    page.frame.push_frame(Point::zero(), over.frame.clone());
    page
}

/// What the template sees.
#[derive(Serialize)]
struct Context<'a> {
    page: PageMeasures,
    fonts: FamiliesOf<'a>,
    note: &'a str,
    sheets: &'a [Overlay],
    list: Option<&'a SetList>,
}

/// Measures, in points.
#[derive(Serialize)]
struct PageMeasures {
    landscape: bool,
    margin: (f64, f64),
    size: f64,
    leading: f64,
    inset: (f64, f64),
    columns: [f64; 5],
}
