//! Glyphs on pages, and what is odd about them.

use kurbo::{Affine, BezPath, Point, Rect, Shape};
use serde::{Deserialize, Serialize};

use crate::system::fingerprint::Fingerprint;

/// Type that is smaller than this, in points, is not to be read by people.
const SMALLEST: f64 = 6.0;

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
    /// The fingerprint of its outline.
    pub outline: Fingerprint,
    /// What keeps it from being seen as what it is.
    pub flaw: Option<Flaw>,
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

/// What keeps a glyph from being seen as what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Flaw {
    /// It is there for those who copy the text, and not drawn.
    Invisible,
    /// It is not black.
    Coloured,
    /// Its outline is stroked, not filled.
    Stroked,
    /// It is not upright, or wider or narrower than it should be.
    Distorted,
    /// It is too small to be read.
    Tiny,
}

impl Flaw {
    /// What is odd about a glyph that comes to its place by `to_page`.
    pub fn of_shape(to_page: Affine) -> Option<Self> {
        let [a, b, c, d, ..] = to_page.as_coeffs();
        let (size, slack) = (a * 1000.0, a.abs() / 100.0);
        let is_upright = a > 0.0 && b.abs() <= slack && c.abs() <= slack && (a + d).abs() <= slack;
        match is_upright {
            false => Some(Self::Distorted),
            true if size < SMALLEST => Some(Self::Tiny),
            true => None,
        }
    }

    /// What such a text is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Invisible => "看不见的字",
            Self::Coloured => "不是黑色的字",
            Self::Stroked => "只有轮廓的字",
            Self::Distorted => "转过或变了形的字",
            Self::Tiny => "小得看不清的字",
        }
    }
}

/// What there is to know of an outline, in thousandths of an em.
#[derive(Debug)]
pub struct GlyphOutline {
    /// The box around it, if it has ink.
    pub bounds: Option<Rect>,
    /// Its fingerprint, which other roundings do not change.
    pub fingerprint: Fingerprint,
}

impl GlyphOutline {
    /// What there is to know of `path`.
    pub fn new(path: &BezPath) -> Self {
        let bounds = path.bounding_box();
        let points = path.segments().map(|segment| segment.to_cubic());
        let points = points.flat_map(|cubic| [cubic.p0, cubic.p1, cubic.p2, cubic.p3]);
        let bytes = points.flat_map(|point| [point.x, point.y]).flat_map(rounded);
        let fingerprint = Fingerprint::of(&bytes.collect::<Vec<_>>());
        Self { bounds: Some(bounds).filter(|bounds| bounds.area() > 0.0), fingerprint }
    }
}

fn rounded(length: f64) -> [u8; 4] {
    (length.round() as i32).to_le_bytes()
}
