//! Looking at the lines of a text, where the parser has given up.

/// The line at byte `at` and those before it, the nearest first, without their
/// indents: where each of them begins, and what it says.
pub fn upwards(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(end(text, at));
    std::iter::from_fn(move || {
        let end = next?;
        let start = start(text, end);
        let line = &text[start..end];
        let indent = line.len() - line.trim_start().len();
        next = start.checked_sub(1);
        Some((start + indent, &line[indent..]))
    })
}

/// What stands before and after `colon` in `line`, where the former looks like a
/// key.
pub fn key_before<'a>(line: &'a str, colon: &str) -> Option<(&'a str, &'a str)> {
    let (key, value) = line.split_once(colon)?;
    let odd = |c: char| c.is_whitespace() || ":：\"'#[]{},，。；“”《》".contains(c);
    (!key.is_empty() && !key.contains(odd)).then_some((key, value))
}

/// Whether a line begins with a key.
pub fn is_key_line(line: &str) -> bool {
    key_before(line, ":")
        .is_some_and(|(_, value)| value.is_empty() || value.starts_with([' ', '\r']))
}

/// Whether a line ends where a block of lines is to begin.
pub fn is_block(line: &str) -> bool {
    key_before(line, ":").is_some_and(|(_, value)| is_block_header(value))
}

/// Whether a value is written in the lines below it: `|`, `|-`, `>2+`; a comment may follow.
pub fn is_block_header(value: &str) -> bool {
    let header = value.split(" #").next().unwrap_or_default().trim();
    let is_of_a_header = |c: char| matches!(c, '+' | '-' | '0'..='9');
    header.strip_prefix(['|', '>']).is_some_and(|rest| rest.chars().all(is_of_a_header))
}

/// Where the line at byte `at` begins.
pub fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// How many bytes of its line are before byte `at`.
pub fn indent(text: &str, at: usize) -> usize {
    at - start(text, at)
}

/// Where the line at byte `at` ends.
pub fn end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
}
