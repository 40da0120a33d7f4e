//! Which characters there are in fonts.

use std::collections::BTreeSet;

use typst::text::FontInfo;

/// The characters that some fonts have: a bit for each.
#[derive(Debug)]
pub struct Coverage(Vec<u64>);

impl Coverage {
    /// The characters that at least one of the fonts has.
    pub fn of<'a>(fonts: impl Iterator<Item = &'a FontInfo>) -> Self {
        let mut bits = vec![0; char::MAX as usize / 64 + 1];
        for character in fonts.flat_map(|font| font.coverage.iter()) {
            if let Some(word) = bits.get_mut(character as usize / 64) {
                *word |= 1 << (character % 64);
            }
        }
        Self(bits)
    }

    /// The characters of some texts that are not among them.
    pub fn missing<'t>(&self, texts: impl Iterator<Item = &'t str>) -> BTreeSet<char> {
        texts.flat_map(str::chars).filter(|&c| c != '\n' && !self.has(c)).collect()
    }

    /// Whether `c` is among them.
    pub fn has(&self, c: char) -> bool {
        let character = u32::from(c);
        self.0.get(character as usize / 64).is_some_and(|word| word & (1 << (character % 64)) != 0)
    }
}
