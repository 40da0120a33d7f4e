//! The comment at the end of a line that YAML cannot be made of, or has made a text of.

use std::ops::Range;

/// The bytes of the comment at the end of a line, from the blanks before its `#` on. People
/// set a comment apart by more than one blank, or put one behind its sign; `改造 #3楼` has none.
pub fn of(line: &str) -> Option<Range<usize>> {
    let is_one = |at: usize| {
        let before = &line[..at];
        let rest = &line[at + 1..];
        let is_apart = before.trim().is_empty() || before.ends_with("  ");
        (before.is_empty() || before.ends_with([' ', '\t', '\u{3000}']))
            && (is_apart || rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    let (at, _) = line.match_indices('#').find(|(at, _)| is_one(*at))?;
    Some(line[..at].trim_end().len()..line.len())
}

/// A line without the comment at its end, and without blanks there.
pub fn cut(line: &str) -> &str {
    of(line).map_or(line, |remark| &line[..remark.start]).trim_end()
}

/// The comment at the end of a line, with its sign.
pub fn said(line: &str) -> Option<&str> {
    Some(line[of(line)?].trim())
}
