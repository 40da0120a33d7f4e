//! The numbers of the items of lists, and the words that count things.

use std::sync::LazyLock;

use regex::Regex;

/// The number of an item with its brackets or its mark, as a pattern: `1、`, `（二）`, `3.`.
pub const ITEM: &str = "[(（]?[0-9０-９一二三四五六七八九十]+[)）、.．]";

/// Characters that count things: `3家`, `20场`. Such a character may begin another word, too.
pub const COUNTERS: &str =
    "家场次册台项人套个名份期批件篇部辆座间幅亩户例组队轮宗款所处点本张把条只头株";

/// Whether `c` counts things.
pub fn is_counter(c: char) -> bool {
    COUNTERS.contains(c)
}

/// Whether a text begins with the number of an item.
pub fn starts_an_item(text: &str) -> bool {
    static START: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("^{ITEM}")).expect("a valid pattern"));
    START.is_match(text)
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
