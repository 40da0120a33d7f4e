//! Texts that a form does not say, such as names of files and messages, in lines.

use super::lines::{Fill, lines};
use crate::print::fonts::LookUp;
use crate::text::unseen::is_unseen;

/// What stands for a character that no font has.
const UNKNOWN: char = '□';

/// A text in lines of `room` em, and how many these are.
pub fn set(text: &str, room: f64, fill: Fill, characters: LookUp) -> (String, usize) {
    let lines: Vec<_> = lines(&printable(text, characters), room, fill, characters)
        .into_iter()
        .map(|line| line.text)
        .collect();
    (lines.join("\n"), lines.len())
}

/// A text in one line of characters that can be seen. Names of files and of projects with
/// errors may have others.
pub fn printable(text: &str, characters: LookUp) -> String {
    let mut printable = String::new();
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !printable.ends_with(' ') && !printable.is_empty() {
                    printable.push(' ');
                }
            }
            c if is_unseen(c) => {}
            c if characters.character(c).is_none() => printable.push(UNKNOWN),
            c => printable.push(c),
        }
    }
    printable.truncate(printable.trim_end().len());
    printable
}
