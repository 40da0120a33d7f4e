//! Characters that nobody sees.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether `c` works upon the text around it, or upon a terminal, instead of
/// being seen: controls, line and paragraph separators, marks of direction.
pub fn is_unseen(c: char) -> bool {
    use GeneralCategory as Category;
    // Nearly all characters of a form, without a lookup.
    if is_common(c) {
        return false;
    }
    matches!(
        CodePointMapData::<Category>::new().get(c),
        Category::Control
            | Category::Format
            | Category::LineSeparator
            | Category::ParagraphSeparator
    ) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Whether `c` is one of those that nearly all texts of a form consist of; all of
/// them can be seen, or are the blank and the full-width blank.
pub fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{3000}'..='\u{3020}' | '\u{4E00}'..='\u{9FFF}')
}
