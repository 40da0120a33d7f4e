//! How wide characters are, and which font has them.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use typst::text::FontVariant;

use super::Fonts;
use super::ink::has_ink;

/// The characters of some families, the first of which that has a character prints it.
#[derive(Debug)]
pub struct Metrics {
    /// The fonts of the families, in their order, by their numbers in the book.
    fonts: Vec<usize>,
    /// What is known of characters.
    known: Mutex<FxHashMap<char, Option<Character>>>,
}

/// A character as it is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Character {
    /// How wide it is, in em.
    pub advance: f64,
    /// The number of its family among those asked for.
    pub family: usize,
}

impl Metrics {
    /// Those of the fonts of `families` that come closest to a variant.
    pub(super) fn new(fonts: &Fonts, families: &[String], variant: FontVariant) -> Self {
        let book = fonts.book();
        let select = |family: &String| book.select(&family.to_lowercase(), variant);
        Self { fonts: families.iter().filter_map(select).collect(), known: Mutex::default() }
    }

    /// To look many characters up.
    pub fn look_up<'a>(&'a self, fonts: &'a Fonts) -> LookUp<'a> {
        LookUp { metrics: self, fonts }
    }
}

/// Looks characters up.
#[derive(Clone, Copy)]
pub struct LookUp<'a> {
    metrics: &'a Metrics,
    fonts: &'a Fonts,
}

impl LookUp<'_> {
    /// A character as it is printed; `None` where no font has it, or none draws it.
    pub fn character(&self, c: char) -> Option<Character> {
        let Self { metrics, fonts } = self;
        let mut known = metrics.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(c).or_insert_with(|| metrics.find(fonts, c))
    }

    /// The families that have a character and draw nothing for it, by their numbers, of
    /// those before the one that draws it.
    pub fn blank_before(&self, c: char) -> Vec<usize> {
        let end = self.character(c).map_or(self.metrics.fonts.len(), |found| found.family);
        let has = |at: &usize| self.metrics.has(self.fonts, *at, c);
        (0..end).filter(has).collect()
    }
}

impl Metrics {
    fn find(&self, fonts: &Fonts, c: char) -> Option<Character> {
        let find = |(family, &index): (usize, &usize)| {
            let advance = drawn_advance(fonts, index, c)?;
            Some(Character { advance, family })
        };
        self.fonts.iter().enumerate().find_map(find)
    }

    fn has(&self, fonts: &Fonts, family: usize, c: char) -> bool {
        let face = self.fonts.get(family).and_then(|index| fonts.face(*index));
        face.is_some_and(|face| face.glyph_index(c).is_some())
    }
}

/// How wide a font draws a character, in em; `None` where it does not.
fn drawn_advance(fonts: &Fonts, index: usize, c: char) -> Option<f64> {
    let face = fonts.face(index)?;
    let glyph = face.glyph_index(c)?;
    // The bundled fonts draw all that they have: a test looks at each character.
    if fonts.is_own(index) && !has_ink(&face, glyph, c) {
        return None;
    }
    let advance = f64::from(face.glyph_hor_advance(glyph).unwrap_or_default());
    Some(advance / f64::from(face.units_per_em()))
}
