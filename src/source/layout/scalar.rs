//! Texts as YAML scalars, in quotes only where they need them.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use regex::Regex;

use crate::form::Amount;

/// Where a scalar stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Before a colon.
    Key,
    /// After a colon, to the end of the line.
    Value,
    /// Between brackets.
    Item,
    /// Where one cannot know.
    Anywhere,
}

/// A text on a single line. Whichever YAML reader reads it, it is that text.
pub fn inline(text: &str, position: Position) -> Cow<'_, str> {
    match is_plain(text, position) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(quoted(text)),
    }
}

/// A text that may be a number, as which it needs no quotes.
pub fn number(text: &str, position: Position) -> Cow<'_, str> {
    match Amount::parse(text) {
        Ok(_) => Cow::Borrowed(text),
        Err(_) => inline(text, position),
    }
}

/// The line above a text in lines of its own, indented by two; `None` for a text of one
/// line, and for one whose last line could not be seen.
pub fn block(text: &str) -> Option<&'static str> {
    let (_, last) = text.rsplit_once('\n')?;
    if last.trim().is_empty() || text.chars().any(|c| c.is_control() && c != '\n') {
        return None;
    }
    // Blanks at its beginning would be taken for a part of the indent.
    Some(if text.trim_start_matches('\n').starts_with(' ') { "|2-" } else { "|-" })
}

/// A text in double quotes, as in JSON.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a text may go without quotes. Nothing that has a meaning in YAML may, nor
/// what this program's own readers look at twice.
fn is_plain(text: &str, position: Position) -> bool {
    const NOT_FIRST: &str = "-?:,[]{}#&*!|>'\"%@`｜";
    let ends_in_blanks =
        text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let has_sign = text.starts_with(|c| NOT_FIRST.contains(c))
        || text.contains(": ")
        || text.contains(" #")
        || text.ends_with(':');
    let is_key = || !text.ends_with('：');
    // Some readers end a text between brackets at a question mark, wherever it stands.
    // `- ` before a comma is one of a list for the parser.
    let is_item = || !text.contains([',', '[', ']', '{', '}', ':', '?']) && !text.ends_with(" -");
    let is_fit = match position {
        Position::Key => is_key(),
        Position::Value => true,
        Position::Item => is_item(),
        Position::Anywhere => is_key() && is_item(),
    };
    !text.is_empty()
        && !ends_in_blanks
        && !has_sign
        && is_fit
        && !text.contains(char::is_control)
        && !is_word_for_something_else(text)
}

/// Numbers, dates, truth and nothing, as YAML 1.1 and 1.2 know them, and the ends of
/// documents.
fn is_word_for_something_else(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"];
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)^(
                [-+]? ( 0[bo]?[0-7_]+ | 0x[0-9a-f_]+
                      | [0-9][0-9_]* (\.[0-9_]*)? (e[-+]?[0-9]+)?
                      | \.[0-9_]+ (e[-+]?[0-9]+)?
                      | [0-9][0-9_]* (:[0-9]{1,2})+ (\.[0-9_]*)?
                      | \.inf ) | \.nan
                | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} ([t\ ].*)?
            )$",
        )
        .ok()
    });
    // Most texts begin with a Chinese character.
    text.is_ascii()
        && (WORDS.contains(&text.to_ascii_lowercase().as_str())
            || text.starts_with("...")
            || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
            || (may_be_number(text) && NUMBER.as_ref().is_none_or(|it| it.is_match(text))))
}

/// Whether a text of ASCII characters may be a number or a date. The pattern that knows
/// takes long to build.
fn may_be_number(text: &str) -> bool {
    let is_begin = |c: char| c.is_ascii_digit() || "+-.".contains(c);
    let is_of_number = |c: char| c.is_ascii_alphanumeric() || "+-._:".contains(c);
    // 025-86591170 and 100% are none; behind a date, there may be anything.
    let is_date = text.as_bytes().get(4) == Some(&b'-');
    let has_exponent = text.contains(['e', 'E']);
    let is_sound = text.chars().all(is_of_number) && (has_exponent || text.rfind('-') <= Some(0));
    text.starts_with(is_begin) && (is_date || is_sound)
}
