//! Full-width and half-width forms of the same character, and how wide texts are.

use icu_properties::CodePointMapData;
use icu_properties::props::{EastAsianWidth, GeneralCategory};
use unicode_normalization::UnicodeNormalization;

/// The marks that Chinese texts have in both widths, by kind: half-width and
/// full-width, each at the same position.
pub const MARKS: [(&str, &str); 6] =
    [(",", "，"), (";", "；"), (":", "："), ("()", "（）"), ("!", "！"), ("?", "？")];

/// Marks that have further forms, such as those for vertical lines, in their usual width.
const USUAL: &str = "，、。；：！？（）〔〕【】《》〈〉「」『』";

/// The half-width form of a mark.
pub fn half(c: char) -> char {
    marks().find(|(_, wide)| *wide == c).map_or(c, |(narrow, _)| narrow)
}

/// The full-width form of a mark.
pub fn full(c: char) -> char {
    marks().find(|(narrow, _)| *narrow == c).map_or(c, |(_, wide)| wide)
}

fn marks() -> impl Iterator<Item = (char, char)> {
    MARKS.iter().flat_map(|(narrow, wide)| narrow.chars().zip(wide.chars()))
}

/// A text with half-width digits, letters and signs of arithmetic.
pub fn narrow(text: &str) -> String {
    text.chars().map(narrow_char).collect()
}

/// A text with digits for the Chinese ones: `二〇二六年三月` becomes `2026年3月`.
pub fn arabic(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    let text = text
        .replace(['零', '○'], "〇")
        .replace("十一月", "11月")
        .replace("十二月", "12月")
        .replace("十月", "10月");
    text.chars()
        .map(|c| match DIGITS.chars().position(|digit| digit == c) {
            Some(value) => char::from(b'0' + value as u8),
            None => c,
        })
        .collect()
}

fn narrow_char(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '＝'
        | '＜'
        | '＞'
        | '．'
        | '＋'
        | '－' => {
            // The full-width forms stand in the order of ASCII.
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '﹪' => '%',
        c => c,
    }
}

/// The character in its usual width in a Chinese text: digits, letters and signs in half, marks
/// in full width and not for vertical lines. `None` where it has that already.
pub fn usual(c: char) -> Option<char> {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '﹪' => Some(narrow_char(c)),
        // Vertical Forms to Halfwidth and Fullwidth Forms: their marks are compatible with others.
        '\u{FE10}'..='\u{FF65}' => {
            let mark = full(c.nfkc().next()?);
            (mark != c && USUAL.contains(mark)).then_some(mark)
        }
        _ => None,
    }
}

/// Whether `c` is a per cent sign of any width.
pub fn is_percent(c: char) -> bool {
    matches!(c, '%' | '％' | '﹪')
}

/// How many columns a text takes where Chinese characters take two.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(c: char) -> usize {
    if c.is_ascii() {
        return 1;
    }
    let is_mark = matches!(
        CodePointMapData::<GeneralCategory>::new().get(c),
        GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
    );
    match CodePointMapData::<EastAsianWidth>::new().get(c) {
        _ if is_mark => 0,
        EastAsianWidth::Fullwidth | EastAsianWidth::Wide => 2,
        _ => 1,
    }
}
