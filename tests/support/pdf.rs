//! Reads a PDF back: what is printed where, and what it says about itself.
//!
//! Lengths are in points, from the left and from the top of the page.

mod document;
mod outline;
mod table;
mod tags;

pub use document::{Attachment, FontName, Info};
pub use outline::{OutlineItem, outline, page_labels};
pub use table::{Cell, Table};
pub use tags::{Tag, Tags};

use hayro_interpret::font::Glyph as PdfGlyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use kurbo::{Affine, BezPath, PathSeg, Point, Rect, Shape};

/// Rules thinner than this are borders; a fill that is thicker is a surface.
const THICKEST_RULE: f64 = 2.0;

/// A PDF, read as a whole.
#[derive(Debug)]
pub struct Pdf {
    /// The pages in their order.
    pub pages: Vec<Page>,
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

/// A page: its size, and what is drawn on it.
#[derive(Debug, Default)]
pub struct Page {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The glyphs, in the order they are drawn.
    pub glyphs: Vec<Glyph>,
    /// The horizontal and vertical rules.
    pub rules: Vec<Rule>,
    /// How many other things are drawn: curves, slanted lines, surfaces, pictures.
    pub others: usize,
}

/// A glyph on a page.
#[derive(Debug, Clone)]
pub struct Glyph {
    /// The text that it stands for; U+FFFD where the PDF does not tell.
    pub text: String,
    /// Where it starts on its baseline.
    pub origin: Point,
    /// The font size.
    pub size: f64,
    /// How far it is to where the next glyph starts by default.
    pub advance: f64,
    /// The box around its ink; `None` for a space.
    pub ink: Option<Rect>,
}

impl Glyph {
    /// The middle of the ink or, for a space, of the room that it takes.
    pub fn middle(&self) -> Point {
        match self.ink {
            Some(ink) => ink.center(),
            None => self.origin + (self.advance / 2.0, -self.size * 0.38),
        }
    }
}

/// A straight rule, from its left or upper end to the other one.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// The left or upper end.
    pub start: Point,
    /// The right or lower end.
    pub end: Point,
    /// How thick it is.
    pub width: f64,
    /// Whether it is plain black.
    pub black: bool,
}

/// Glyphs on one baseline, from left to right.
#[derive(Debug, Clone)]
pub struct Line {
    /// The glyphs, at least one.
    pub glyphs: Vec<Glyph>,
}

impl Pdf {
    /// Reads a PDF; panics where it is broken.
    pub fn open(bytes: Vec<u8>) -> Self {
        let pdf = hayro_syntax::Pdf::new(bytes).expect("the bytes are a PDF");
        let cache = InterpreterCache::new();
        let pages = pdf.pages().iter().map(|page| {
            let (width, height) = page.render_dimensions();
            let (width, height) = (f64::from(width), f64::from(height));
            let mut drawn = Page { width, height, ..Page::default() };
            let mut context = Context::new(
                page.initial_transform(true).to_kurbo(),
                Rect::new(0.0, 0.0, width, height),
                &cache,
                pdf.xref(),
                InterpreterSettings::default(),
            );
            interpret_page(page, &mut context, &mut drawn);
            drawn
        });
        Self {
            pages: pages.collect(),
            info: document::info(&pdf),
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
}

impl Page {
    /// The lines of text outside of `table`, from top to bottom.
    pub fn lines_outside(&self, table: &Table) -> Vec<Line> {
        let outside = |glyph: &&Glyph| !table.area().contains(glyph.middle());
        lines(self.glyphs.iter().filter(outside).cloned().collect())
    }
}

impl Line {
    /// The text.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    /// The baseline.
    pub fn baseline(&self) -> f64 {
        self.glyphs[0].origin.y
    }

    /// The size of the largest glyph.
    pub fn size(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max)
    }

    /// Where the first glyph starts.
    pub fn left(&self) -> f64 {
        self.glyphs[0].origin.x
    }

    /// Where the last glyph ends.
    pub fn right(&self) -> f64 {
        self.glyphs.last().map_or(0.0, |last| last.origin.x + last.advance)
    }
}

/// Sorts glyphs into lines, from top to bottom and from left to right.
fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| a.origin.y.total_cmp(&b.origin.y));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if (glyph.origin.y - line.baseline()).abs() < 1.0 => line.glyphs.push(glyph),
            _ => lines.push(Line { glyphs: vec![glyph] }),
        }
    }
    for line in &mut lines {
        // Not by origin: a mark may give up the blank on its left.
        line.glyphs.sort_by(|a, b| a.middle().x.total_cmp(&b.middle().x));
    }
    lines
}

/// A page listens to what is drawn on it.
impl Device<'_> for Page {
    fn draw_glyph(
        &mut self,
        glyph: &PdfGlyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        mode: &GlyphDrawMode,
    ) {
        let PdfGlyph::Outline(outline) = glyph else {
            self.others += 1;
            return;
        };
        assert!(!matches!(mode, GlyphDrawMode::Invisible), "a text is invisible");
        // From thousandths of an em to points on the page.
        let to_page = transform * glyph_transform;
        let em = to_page * Point::new(1000.0, 0.0) - to_page * Point::ORIGIN;
        let path = outline.outline();
        let ink = (!path.is_empty()).then(|| (to_page * path).bounding_box());
        self.glyphs.push(Glyph {
            text: match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            },
            origin: to_page * Point::ORIGIN,
            size: em.hypot(),
            advance: em.hypot() * f64::from(outline.advance_width().unwrap_or(0.0)) / 1000.0,
            ink: ink.filter(|ink| ink.area() > 0.0),
        });
    }

    fn draw_path(
        &mut self,
        path: &BezPath,
        transform: Affine,
        paint: &Paint<'_>,
        mode: &PathDrawMode,
    ) {
        let path = transform * path.clone();
        match mode {
            PathDrawMode::Stroke(stroke) => {
                let scale = transform.determinant().abs().sqrt();
                let width = f64::from(stroke.line_width) * scale;
                for segment in path.segments() {
                    match segment {
                        PathSeg::Line(line) => self.rule(line.p0, line.p1, width, paint),
                        _ => self.others += 1,
                    }
                }
            }
            PathDrawMode::Fill(_) => {
                let area = path.bounding_box();
                let (x, y) = (area.center().x, area.center().y);
                if area.width() <= THICKEST_RULE {
                    let (start, end) = (Point::new(x, area.y0), Point::new(x, area.y1));
                    self.rule(start, end, area.width(), paint);
                } else if area.height() <= THICKEST_RULE {
                    let (start, end) = (Point::new(area.x0, y), Point::new(area.x1, y));
                    self.rule(start, end, area.height(), paint);
                } else {
                    self.others += 1;
                }
            }
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.others += 1;
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn pop_clip_path(&mut self) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
}

impl Page {
    fn rule(&mut self, from: Point, to: Point, width: f64, paint: &Paint<'_>) {
        let straight = (from.x - to.x).abs() < 0.01 || (from.y - to.y).abs() < 0.01;
        if !straight {
            self.others += 1;
            return;
        }
        let black = match paint {
            Paint::Color(color) => color.to_rgba().to_rgba8() == [0, 0, 0, 255],
            Paint::Pattern(_) => false,
        };
        let (start, end) = if (from.x, from.y) <= (to.x, to.y) { (from, to) } else { (to, from) };
        self.rules.push(Rule { start, end, width, black });
    }
}
