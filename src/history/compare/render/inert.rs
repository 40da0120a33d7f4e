//! Texts that stay texts in a forge's Markdown.

use std::fmt::Write;

/// Joins words without being seen. Behind a sign it keeps forges, which look for
/// mentions and references in the finished page, from finding one.
const JOINER: char = '\u{2060}';

/// A text on one line as Markdown that shows just this text, be it in a cell of a
/// table, in a heading or within an element of HTML. It holds no markup: what could be
/// some is written by its number, which never is. And it holds no mention (`@name`),
/// reference (`#12`, `!5`, `ABC-12`), emoji (`:name:`) or address, as those are torn
/// apart.
pub fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next().unwrap_or(' ');
        match is_markup(c) {
            // Texts cannot be written to badly.
            true => write!(inert, "&#{};", u32::from(c)).unwrap_or_default(),
            false => inert.push(c),
        }
        if is_sign(before, c, next) {
            inert.push(JOINER);
        }
        before = c;
    }
    inert
}

fn is_markup(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ';' | '%' | '/' | '?' | '(' | ')' | ':')
}

/// Whether a forge might see in `c`, with what is around it, the start of a reference.
fn is_sign(before: char, c: char, next: char) -> bool {
    match c {
        '@' | '#' | '!' | '$' | '&' | '~' | '^' => !next.is_whitespace(),
        // Not `≥85%，`.
        '%' => next.is_alphanumeric() || next == '"',
        // Emoji, `scheme://`.
        ':' => next.is_ascii_alphanumeric() || matches!(next, '/' | '+' | '-' | '_'),
        '[' => next == '[' || next.is_ascii_alphanumeric(),
        // `ABC-12`
        '-' => before.is_ascii_alphanumeric() && next.is_ascii_digit(),
        // `www.`
        'w' | 'W' => next == '.',
        _ => false,
    }
}
