//! From some of a book's first pages to their PDF.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use serde::Serialize;

use super::{Section, SetCover, Sheet};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::print::export::{self, Format, LaidOut};
use crate::print::families::{self, FamiliesOf};
use crate::print::template::{Generated, Template};
use crate::print::typeset::Typesetter;
use crate::print::{Module, Printed};

/// Left and right, above and below, in millimetres.
pub const MARGIN: (f64, f64) = (16.0, 15.0);
/// The size of the type in the contents, and the space between two lines, in points.
pub const SIZE: f64 = 10.5;
pub const LEADING: f64 = 3.5;
/// What a cell leaves free left and right, and above and below, in points.
pub const INSET: (f64, f64) = (4.0, 4.0);
/// The sizes on the cover, in points.
pub const YEAR: f64 = 20.0;
pub const HEADING: f64 = 28.0;
pub const FACT_SIZE: f64 = 14.0;
/// How wide the labels and the facts on the cover are, in points.
pub const FACT: (f64, f64) = (120.0, 300.0);

/// The template and what it imports, which are the program's own whatever templates the user
/// has: they know no loop without an end.
const TEMPLATE: &str = include_str!("../../../../templates/shared/book/front.typ.j2");
const MODULES: [(&str, &str); 2] = [
    ("layout.typ", include_str!("../../../../templates/shared/layout.typ")),
    ("book.typ", include_str!("../../../../templates/shared/book/book.typ")),
];

struct Layout {
    template: Result<Template, Diagnostic>,
    modules: Arc<[Module]>,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let file = |name: &str, text: &str| SourceFile::new(format!("templates/shared/{name}"), text);
    let template = file("book/front.typ.j2", TEMPLATE);
    let modules = MODULES.iter().filter_map(|(name, text)| Module::new(name, &file(name, text)));
    Layout {
        template: Template::new(vec![("form.typ.j2".into(), template)]),
        modules: modules.collect(),
    }
});

/// Prints a section.
pub fn print(
    section: &Section,
    typesetter: &Typesetter,
    format: Format,
) -> Result<Printed, Vec<Diagnostic>> {
    let generated = generate(section, typesetter)?;
    let document = typesetter.typeset(&generated)?;
    let laid_out = LaidOut { year: &section.since, generated: &generated, document: &document };
    let files = export::export(&laid_out, format, Path::new(""), typesetter)?;
    Ok(Printed { pages: document.pages().len(), files })
}

fn generate(section: &Section, typesetter: &Typesetter) -> Result<Generated, Diagnostic> {
    let Layout { template, modules } = &*LAYOUT;
    let families = families::of(section.texts(), typesetter.fonts(), &section.families);
    let millimetre = 72.0 / 25.4;
    let context = Context {
        title: &section.title,
        page: Page {
            landscape: false,
            margin: (MARGIN.0 * millimetre, MARGIN.1 * millimetre),
            size: SIZE,
            leading: LEADING,
            inset: INSET,
            columns: &section.columns,
        },
        sizes: Sizes { year: YEAR, heading: HEADING, fact: FACT_SIZE, facts: FACT },
        fonts: families,
        cover: section.cover.as_ref(),
        labels: &section.labels,
        sheets: &section.sheets,
    };
    template.as_ref().map_err(Clone::clone)?.render(&context, modules)
}

/// What the template sees.
#[derive(Serialize)]
struct Context<'a> {
    title: &'a str,
    page: Page<'a>,
    sizes: Sizes,
    fonts: FamiliesOf<'a>,
    cover: Option<&'a SetCover>,
    labels: &'a [String],
    sheets: &'a [Sheet],
}

/// Measures, in points.
#[derive(Serialize)]
struct Page<'a> {
    landscape: bool,
    margin: (f64, f64),
    size: f64,
    leading: f64,
    inset: (f64, f64),
    columns: &'a [f64],
}

/// The sizes on the cover, in points.
#[derive(Serialize)]
struct Sizes {
    year: f64,
    heading: f64,
    fact: f64,
    facts: (f64, f64),
}
