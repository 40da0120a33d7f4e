//! Lines of text.

use super::glyph::Glyph;

/// Glyphs on one baseline, from left to right.
#[derive(Debug, Clone)]
pub struct TextLine {
    /// The glyphs, at least one.
    pub glyphs: Vec<Glyph>,
}

impl TextLine {
    /// The text.
    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
    }

    /// The baseline.
    pub fn baseline(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |first| first.origin.y)
    }

    /// The size of the largest glyph.
    pub fn size(&self) -> f64 {
        self.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max)
    }

    /// Where the first glyph starts.
    pub fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |first| first.origin.x)
    }

    /// Where the last glyph ends.
    pub fn right(&self) -> f64 {
        self.glyphs.last().map_or(0.0, |last| last.origin.x + last.advance)
    }
}

/// Sorts glyphs into lines, from top to bottom and from left to right.
pub fn lines<'a>(glyphs: impl IntoIterator<Item = &'a Glyph>) -> Vec<TextLine> {
    let mut glyphs: Vec<_> = glyphs.into_iter().cloned().collect();
    glyphs.sort_by(|a, b| a.origin.y.total_cmp(&b.origin.y));
    let mut lines: Vec<TextLine> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if (glyph.origin.y - line.baseline()).abs() < 1.0 => line.glyphs.push(glyph),
            _ => lines.push(TextLine { glyphs: vec![glyph] }),
        }
    }
    for line in &mut lines {
        // Not by origin: a mark may give up the blank on its left.
        line.glyphs.sort_by(|a, b| a.middle().x.total_cmp(&b.middle().x));
    }
    lines
}

/// A text without white space, which a layout adds and takes away.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
