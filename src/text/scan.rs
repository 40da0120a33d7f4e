//! Finding one's way through a text without a regex, which takes longer to build than a form
//! takes to be looked at.

use std::ops::Range;

/// What is left of a text behind one of the words that it may begin with.
pub fn strip_any<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// What is left of a text when `strip` finds nothing more that it begins with.
pub fn strip_all<'a>(text: &'a str, strip: impl Fn(&'a str) -> Option<&'a str>) -> &'a str {
    let mut rest = text;
    while let Some(next) = strip(rest) {
        rest = next;
    }
    rest
}

/// The stretches of a text from an opening mark to the next closing one of its kind, marks
/// included, in bytes; none is within another.
pub fn enclosed(text: &str, marks: &[(char, char)]) -> Vec<Range<usize>> {
    let mut marks = marks.to_vec();
    let mut found = Vec::new();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let kind = marks.iter().position(|(opening, _)| at >= end && *opening == c);
        let Some(kind) = kind else { continue };
        let closing = marks[kind].1;
        match text[at..].find(closing) {
            Some(length) => {
                end = at + length + closing.len_utf8();
                found.push(at..end);
            }
            // Nor is there one for those that follow.
            None => {
                marks.swap_remove(kind);
            }
        }
    }
    found
}
