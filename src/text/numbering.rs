//! The numbers of the items of lists, and the words that count things.

/// Characters that count things: `3家`, `20场`. Such a character may begin another word, too.
pub const COUNTERS: &str =
    "家场次册台项人套个名份期批件篇部辆座间幅亩户例组队轮宗款所处点本张把条只头株";

/// Whether `c` counts things.
pub fn is_counter(c: char) -> bool {
    COUNTERS.contains(c)
}

/// What is left of a text behind the number of an item that it begins with, brackets or mark
/// included: `1、`, `（二）`, `3.`.
pub fn strip_item(text: &str) -> Option<&str> {
    let is_digit = |c| matches!(c, '0'..='9' | '０'..='９') || "一二三四五六七八九十".contains(c);
    let number = text.strip_prefix(['(', '（']).unwrap_or(text);
    let rest = number.strip_prefix(is_digit)?.trim_start_matches(is_digit);
    rest.strip_prefix([')', '）', '、', '.', '．'])
}

/// Whether a text begins with the number of an item.
pub fn starts_an_item(text: &str) -> bool {
    strip_item(text).is_some()
}

/// Whether a text is nothing but a number: `3`, `十一`, `甲`.
pub fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_numeral)
}

/// What stands before the number that a text ends in.
pub fn before_number(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(is_numeral);
    (before.len() < text.len()).then_some(before)
}

fn is_numeral(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９') || "一二三四五六七八九十百〇零甲乙丙丁".contains(c)
}
