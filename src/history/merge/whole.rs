//! Groups whose lines are marked as a whole: with markers around some of the lines only,
//! two choices that do not fit together would lose an entry, or write it twice.

use crate::source::layout::{Comment, Map};

// No file may hold control characters, so no comment of anyone's is like these.
const BEGIN: &str = "#\u{1}";
const END: &str = "#\u{2}";

/// A group whose lines [`units`] keeps together.
pub fn enclosed(mut map: Map) -> Map {
    let sign = |text: &str| Comment { text: text.to_owned(), after_gap: false };
    if let Some(first) = map.entries.first_mut() {
        if let Some(comment) = first.before.first_mut() {
            comment.after_gap = false;
        }
        first.before.insert(0, sign(BEGIN));
        map.after.insert(0, sign(END));
    }
    map
}

/// The lines of a text, those of an enclosed group in one.
pub fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut depth = 0;
    let mut is_first = false;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            BEGIN => {
                is_first |= depth == 0;
                depth += 1;
            }
            END => depth -= 1,
            _ => match units.last_mut() {
                Some(group) if depth > 0 && !is_first => group.push_str(line),
                _ => {
                    units.push(line.to_owned());
                    is_first = false;
                }
            },
        }
    }
    units
}
