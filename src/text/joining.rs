//! Texts of several lines on one, as Chinese is joined: without a blank, which only words of
//! letters need.

use super::unseen::is_unseen;

/// A text's lines as one, without what nobody sees.
pub fn joined(text: &str) -> String {
    join(text.lines().map(str::trim))
}

/// A text's words as one line: blanks stay between words of letters only, as Chinese is the
/// same with them and without.
pub fn tight(text: &str) -> String {
    join(text.split_whitespace())
}

fn join<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut all = String::new();
    for part in parts {
        let part: String = part.chars().filter(|c| !is_unseen(*c)).collect();
        if all.ends_with(|c: char| c.is_ascii()) && part.starts_with(|c: char| c.is_ascii()) {
            all.push(' ');
        }
        all.push_str(&part);
    }
    all
}
