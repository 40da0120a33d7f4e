//! Characters that nobody can see, by what they do to a text.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use crate::text::unseen::{is_common, is_unseen};

/// What a character does that a text should not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A tab.
    Tab,
    /// A blank other than the half- and the full-width one.
    Blank,
    /// The full-width blank: it may stand in a text, but not where YAML wants a blank.
    Wide,
    /// A line break other than a line feed, with a carriage return or without.
    Break,
    /// Nothing that anyone sees.
    Unseen,
    /// Something that is no longer known, or changes what is seen around it.
    Unclear,
}

impl Kind {
    /// The kind of `c`; `None` for what may stand anywhere.
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '\t' => Self::Tab,
            '\u{3000}' => Self::Wide,
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Self::Break,
            c if !is_invisible(c) => return None,
            c if c.is_whitespace() => Self::Blank,
            // The end of a cell, a hyphen and a half of a character; text that runs
            // backwards; the shape of a character.
            '\u{7}' | '\u{1E}' | '\u{80}'..='\u{9F}' | '\u{202E}' | '\u{E0100}'..='\u{E01EF}' => {
                Self::Unclear
            }
            c if is_unassigned(c) => Self::Unclear,
            _ => Self::Unseen,
        })
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tab => "制表符",
            Self::Blank => "特殊的空格",
            Self::Wide => "全角空格",
            Self::Break => "特殊的换行",
            Self::Unseen | Self::Unclear => "看不见的字符",
        }
    }
}

/// Whether `c` cannot be seen, is not assigned by Unicode, or is a blank other than
/// the half- and the full-width one.
pub fn is_invisible(c: char) -> bool {
    use GeneralCategory as Category;
    if is_common(c) {
        return false;
    }
    let category = CodePointMapData::<Category>::new().get(c);
    is_unseen(c) || matches!(category, Category::Unassigned | Category::SpaceSeparator)
}

fn is_unassigned(c: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(c) == GeneralCategory::Unassigned
}
