//! From Typst source to pages.

mod lines;
mod overflow;
mod texts;
mod world;

use std::sync::{Arc, LazyLock};

use typst::WorldExt;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::syntax::DiagSpan;
use typst::text::FontVariant;
use typst::utils::{LazyHash, hash128};
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::print::compose::{self, TITLE};
use crate::print::fonts::Fonts;
use crate::print::template::{Generated, main_id};
use crate::print::{Layout, Layouts};
use crate::source::Edition;
pub use lines::{TextLine, bare, text_lines};
pub use texts::{PlacedText, all as all_texts};
use world::FormWorld;

/// Typesets forms; shared by all threads.
pub struct Typesetter {
    /// Only what is printed needs it.
    library: LazyLock<LazyHash<Library>>,
    fonts: Fonts,
    layouts: Layouts,
}

impl Typesetter {
    /// A typesetter with these fonts.
    pub fn new(fonts: Fonts) -> Self {
        let library: LazyLock<_> = LazyLock::new(|| LazyHash::new(Library::default()));
        Self { library, fonts, layouts: Layouts::default() }
    }

    /// The fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// How the forms of an edition are laid out.
    pub fn layout(&self, edition: &Edition) -> Result<Arc<Layout>, Diagnostic> {
        self.layouts.of(edition)
    }

    /// Does beforehand what the first form of an edition would wait for, but for the fonts.
    pub fn warm_up(&self, edition: &Edition) {
        hash128(&*self.library);
        compose::prepare();
        // What is wrong with it is told with the first form.
        let _ = self.layout(edition);
    }

    /// Reads the fonts that most forms of an edition are set in, the first of the families
    /// for each purpose.
    pub fn read_fonts(&self, edition: &Edition) {
        let Ok(form) = edition.form() else { return };
        let families = self.fonts.available(&form.fonts);
        let book = self.fonts.book();
        let plain = FontVariant::default();
        let of = [(&families.title, TITLE), (&families.body, plain), (&families.label, plain)];
        for (families, variant) in of {
            let Some(family) = families.first() else { continue };
            let font = book.select(&family.to_lowercase(), variant);
            if let Some(font) = font.and_then(|index| self.fonts.font(index)) {
                hash128(&font);
            }
        }
    }

    /// Lays out a form. A warning of Typst's is an error here: whatever it may
    /// mean, the form is not what the edition wants it to be.
    pub fn typeset(&self, generated: &Generated) -> Result<PagedDocument, Vec<Diagnostic>> {
        let (document, found) = self.lay_out(generated)?;
        if found.is_empty() { Ok(document) } else { Err(found) }
    }

    /// Lays out what there is of a form; with what is wrong with its pages.
    pub fn lay_out(
        &self,
        generated: &Generated,
    ) -> Result<(PagedDocument, Vec<Diagnostic>), Vec<Diagnostic>> {
        let Warned { output, warnings } = self.compile(generated);
        let document = output.map_err(|errors| self.explain(&errors, generated))?;
        let mut found = self.explain(&warnings, generated);
        found.extend(look_over(&document, generated));
        Ok((document, found))
    }

    /// Typst's own part of it.
    pub fn compile(&self, generated: &Generated) -> Warned<SourceResult<PagedDocument>> {
        typst::compile(&self.world(generated))
    }

    /// Turns what Typst reports into findings at their places in the templates.
    pub fn explain(&self, found: &[SourceDiagnostic], generated: &Generated) -> Vec<Diagnostic> {
        let world = self.world(generated);
        let explain = |found: &SourceDiagnostic| {
            // The world has no other files than those of the edition.
            let is_import = found.message.starts_with("failed to load file");
            let (message, help) = match is_import {
                true => (
                    "排版出错：没有这个文件".to_owned(),
                    Some("只能用版式自己的文件夹里和 shared 里以 .typ 结尾的文件，写文件名：检查名称".to_owned()),
                ),
                false => (
                    format!("排版出错：{}", found.message),
                    found.hints.first().map(|hint| hint.v.to_string()),
                ),
            };
            let mut diagnostic = Diagnostic::new(&rule::TYPST, message);
            diagnostic.places.extend(place(found.span, &world, generated));
            diagnostic.help = help;
            diagnostic
        };
        found.iter().map(explain).collect()
    }

    fn world<'a>(&'a self, generated: &'a Generated) -> FormWorld<'a> {
        FormWorld::new(&self.library, &self.fonts, &generated.modules, &generated.source)
    }
}

/// What is wrong with pages that Typst has no fault to find with.
pub fn look_over(document: &PagedDocument, generated: &Generated) -> Vec<Diagnostic> {
    let texts = texts::all(document);
    let lines = generated.composed.as_ref().and_then(|it| lines::find(document, &texts, it));
    let overflow = overflow::find(document, &texts);
    missing_glyphs(&texts).into_iter().chain(overflow).chain(lines).collect()
}

/// How many calls of [`forget`] what was compiled outlives its last use. Cells that say the
/// same at the same place, such as labels, serve all forms of a kind, and kinds take turns.
const KEEP: usize = 8;

/// Forgets what the last forms have not used. Without this, memory grows with
/// every form.
pub fn forget() {
    comemo::evict(KEEP);
}

fn place(span: DiagSpan, world: &FormWorld, generated: &Generated) -> Option<Place> {
    let range = world.range(span)?;
    if span.id()? == main_id() {
        return generated.origin(range);
    }
    let module = generated.modules.iter().find(|module| Some(module.source.id()) == span.id())?;
    Some(Place::new(&module.file, range))
}

/// Characters that would print as an empty box.
fn missing_glyphs(texts: &[PlacedText]) -> Option<Diagnostic> {
    let mut missing = String::new();
    for PlacedText { item, .. } in texts {
        for glyph in item.glyphs.iter().filter(|glyph| glyph.id == 0) {
            missing.push_str(&item.text[glyph.range()]);
        }
    }
    let found = || Diagnostic::new(&rule::MISSING_GLYPH, format!("字体里没有这些字：{missing}"));
    (!missing.is_empty()).then(found)
}
