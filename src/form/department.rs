//! Departments, which some forms have with a code: `123 某市城市管理局`.

use serde::{Deserialize, Serialize};

use crate::text::joining::tight;
use crate::text::width;

/// A department, as far as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Department {
    /// Its name, without blanks but those between words of letters; may be empty.
    pub name: Box<str>,
    /// Its code; may be empty.
    pub code: Box<str>,
}

/// What stands between a code and a name, or around either.
const BETWEEN: [char; 18] = [
    ' ', '\u{3000}', '\n', '、', '，', ',', '；', ';', '：', ':', '/', '／', '（', '）', '(', ')',
    '[', ']',
];

impl Department {
    /// Reads a department; the code may stand before the name or after it.
    pub fn parse(text: &str) -> Self {
        let text = text.trim_matches(BETWEEN);
        let (first, after) = text.split_once(BETWEEN).unwrap_or((text, ""));
        let (before, last) = text.rsplit_once(BETWEEN).unwrap_or(("", text));
        let (code, name) = if is_code(first) {
            (first, after)
        } else if is_code(last) {
            (last, before)
        } else {
            ("", text)
        };
        let name = tight(name.trim_matches(BETWEEN));
        Self { name: name.into(), code: width::narrow(code).into() }
    }
}

/// Whether a word is a code: letters and digits, and some of the latter.
fn is_code(word: &str) -> bool {
    let word = width::narrow(word);
    word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && word.contains(|c: char| c.is_ascii_digit())
}
