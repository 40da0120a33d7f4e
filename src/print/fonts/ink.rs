//! Characters that leave nothing on paper though a font has them.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// Whether a font draws `glyph` for `c`, or has no need to.
pub fn has_ink(face: &Face<'_>, glyph: GlyphId, c: char) -> bool {
    is_blank(c) || glyph.0 != 0 && is_drawn(face, glyph)
}

/// Whether a character is a blank: white space, or one that is never seen.
fn is_blank(c: char) -> bool {
    use GeneralCategory::{Control, Format, Unassigned};
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    c.is_whitespace()
        || matches!(category, Control | Format | Unassigned)
        // Fillers, which have the category of letters.
        || matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}')
}

fn is_drawn(face: &Face<'_>, glyph: GlyphId) -> bool {
    let mut ink = Ink::default();
    // An outline that is cut off gives no box.
    let is_outlined = face
        .outline_glyph(glyph, &mut ink)
        .is_some_and(|area| ink.lines && (area.x_max > area.x_min) && (area.y_max > area.y_min));
    is_outlined
        || face.glyph_raster_image(glyph, u16::MAX).is_some()
        || face.glyph_svg_image(glyph).is_some()
        || face.is_color_glyph(glyph)
}

/// Sees whether an outline has more than places to begin at.
#[derive(Default)]
struct Ink {
    lines: bool,
}

impl OutlineBuilder for Ink {
    fn move_to(&mut self, _: f32, _: f32) {}

    fn line_to(&mut self, _: f32, _: f32) {
        self.lines = true;
    }

    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
        self.lines = true;
    }

    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        self.lines = true;
    }

    fn close(&mut self) {}
}
