//! What is drawn on pages: glyphs, rules, and whatever else there may be.
//!
//! Lengths are in points, from the left and from the top of the page.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_interpret::font::{Glyph as PdfGlyph, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, PathSeg, Point, Rect, Shape};

use super::glyph::{Flaw, Glyph, GlyphOutline};
use super::line::{TextLine, lines};
use super::unreadable::Unreadable;

/// Rules thinner than this are borders; a fill that is thicker is a surface.
const THICKEST_RULE: f64 = 2.0;
/// How many pages a PDF may have. A project file of the largest size has some 200.
const MOST_PAGES: usize = 1_000;
/// How many glyphs, rules and other things may be drawn on all pages together. A
/// project file of the largest size has some 350,000 characters.
const MOST_DRAWN: usize = 600_000;

/// A page: its size, and what is drawn on it.
#[derive(Debug, Default)]
pub struct DrawnPage {
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The glyphs, in the order they are drawn.
    pub glyphs: Vec<Glyph>,
    /// The horizontal and vertical rules.
    pub rules: Vec<DrawnRule>,
    /// How many other things are drawn, or done to what is drawn: curves, slanted
    /// lines, surfaces, pictures, masks, blending.
    pub others: usize,
}

impl DrawnPage {
    /// The lines of text outside of `area`, from top to bottom.
    pub fn lines_outside(&self, area: Rect) -> Vec<TextLine> {
        lines(self.glyphs.iter().filter(|glyph| !area.contains(glyph.middle())))
    }
}

/// A straight rule, from its left or upper end to the other one.
#[derive(Debug, Clone, Copy)]
pub struct DrawnRule {
    /// The left or upper end.
    pub start: Point,
    /// The right or lower end.
    pub end: Point,
    /// How thick it is.
    pub width: f64,
    /// Whether it is plain black.
    pub black: bool,
}

impl DrawnRule {
    /// How long it is.
    pub fn length(&self) -> f64 {
        self.start.distance(self.end)
    }

    /// Whether it runs from top to bottom.
    pub fn is_vertical(&self) -> bool {
        (self.start.x - self.end.x).abs() < 0.01
    }
}

/// What is drawn on the pages of a PDF.
pub fn read(pdf: &Pdf) -> Result<Vec<DrawnPage>, Unreadable> {
    let count = pdf.pages().len();
    if count > MOST_PAGES {
        return Err(Unreadable::damaged(format!("有 {count} 页，表格没有这么多")));
    }
    let cache = InterpreterCache::new();
    let mut outlines = HashMap::new();
    let mut left = MOST_DRAWN;
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let drawn = DrawnPage { width, height, ..DrawnPage::default() };
        let mut sheet = Sheet { page: drawn, left, outlines };
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, width, height),
            &cache,
            pdf.xref(),
            // That there are annotations is told anyway.
            InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() },
        );
        interpret_page(page, &mut context, &mut sheet);
        if sheet.left == 0 {
            return Err(Unreadable::damaged("页面上画的东西太多"));
        }
        (left, outlines) = (sheet.left, sheet.outlines);
        pages.push(sheet.page);
    }
    Ok(pages)
}

/// A page that listens to what is drawn on it.
struct Sheet {
    page: DrawnPage,
    /// How much more may be drawn.
    left: usize,
    /// The outlines that have been drawn so far, by font and glyph.
    outlines: HashMap<u128, Rc<GlyphOutline>>,
}

impl Sheet {
    /// Whether there is room for one more.
    fn take(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left > 0
    }

    fn outline(&mut self, glyph: &OutlineGlyph) -> Rc<GlyphOutline> {
        let key = glyph.identifier().cache_key();
        self.outlines
            .entry(key)
            .or_insert_with(|| Rc::new(GlyphOutline::new(&glyph.outline())))
            .clone()
    }

    fn other(&mut self) {
        self.page.others += 1;
    }

    fn rule(&mut self, from: Point, to: Point, width: f64, paint: &Paint<'_>) {
        let straight = (from.x - to.x).abs() < 0.01 || (from.y - to.y).abs() < 0.01;
        if !straight {
            return self.other();
        }
        if self.take() {
            let (start, end) =
                if (from.x, from.y) <= (to.x, to.y) { (from, to) } else { (to, from) };
            self.page.rules.push(DrawnRule { start, end, width, black: is_black(paint) });
        }
    }

    fn stroke(&mut self, path: &BezPath, width: f64, paint: &Paint<'_>) {
        for segment in path.segments() {
            match segment {
                PathSeg::Line(line) => self.rule(line.p0, line.p1, width, paint),
                _ => self.other(),
            }
        }
    }

    fn fill(&mut self, area: Rect, paint: &Paint<'_>) {
        let (x, y) = (area.center().x, area.center().y);
        if area.width() <= THICKEST_RULE {
            self.rule(Point::new(x, area.y0), Point::new(x, area.y1), area.width(), paint);
        } else if area.height() <= THICKEST_RULE {
            self.rule(Point::new(area.x0, y), Point::new(area.x1, y), area.height(), paint);
        } else {
            self.other();
        }
    }
}

impl Device<'_> for Sheet {
    fn draw_glyph(
        &mut self,
        glyph: &PdfGlyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'_>,
        mode: &GlyphDrawMode,
    ) {
        let PdfGlyph::Outline(drawn) = glyph else { return self.other() };
        if !self.take() {
            return;
        }
        // From thousandths of an em to points on the page.
        let to_page = transform * glyph_transform;
        let em = to_page * Point::new(1000.0, 0.0) - to_page * Point::ORIGIN;
        let outline = self.outline(drawn);
        let flaw = match mode {
            GlyphDrawMode::Invisible => Some(Flaw::Invisible),
            GlyphDrawMode::Stroke(_) => Some(Flaw::Stroked),
            GlyphDrawMode::Fill if !is_black(paint) => Some(Flaw::Coloured),
            GlyphDrawMode::Fill => Flaw::of_shape(to_page),
        };
        self.page.glyphs.push(Glyph {
            text: match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => char::REPLACEMENT_CHARACTER.to_string(),
            },
            origin: to_page * Point::ORIGIN,
            size: em.hypot(),
            advance: em.hypot() * f64::from(drawn.advance_width().unwrap_or(0.0)) / 1000.0,
            ink: outline.bounds.map(|bounds| to_page.transform_rect_bbox(bounds)),
            outline: outline.fingerprint,
            flaw,
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
                self.stroke(&path, f64::from(stroke.line_width) * scale, paint);
            }
            PathDrawMode::Fill(_) => self.fill(path.bounding_box(), paint),
        }
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.other();
    }

    fn set_soft_mask(&mut self, mask: Option<SoftMask<'_>>) {
        if mask.is_some() {
            self.other();
        }
    }

    fn set_blend_mode(&mut self, mode: BlendMode) {
        if mode != BlendMode::Normal {
            self.other();
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.other();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.other();
    }

    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn is_black(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => color.to_rgba().to_rgba8() == [0, 0, 0, 255],
        Paint::Pattern(_) => false,
    }
}
