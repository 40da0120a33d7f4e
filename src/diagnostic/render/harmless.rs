//! Texts of the user's that do nothing to those who look at them.

use std::fmt::Write;

use super::clean;
use crate::text::unseen::is_unseen;

/// A text on a single line of a terminal or a log, with everything made visible
/// that cannot be seen.
pub fn one_line(text: &str) -> String {
    let visible = |c| match c {
        '\n' => '␊',
        c if is_unseen(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    clean(text).chars().map(visible).collect()
}

/// A text with those characters made visible that a renderer leaves alone although
/// they cannot be seen, but for line breaks and its own styles.
pub fn visible(text: &str) -> String {
    let is_hidden = |c| !matches!(c, '\n' | '\u{1B}') && is_unseen(c);
    text.replace(is_hidden, "\u{FFFD}")
}

/// A JSON text that says the same in characters that can be seen, and line
/// breaks. The others only ever stand within its strings.
pub fn json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' || !is_unseen(c) {
            escaped.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(escaped, "\\u{unit:04x}");
        }
    }
    escaped
}
