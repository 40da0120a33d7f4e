//! The line ends of three texts of bytes: where each text has but one kind of them, they are
//! merged apart from the lines.

use super::versions::Versions;

/// What merging the texts as one makes of them.
pub fn apart(texts: Versions<&[u8]>, merge: impl FnOnce(Versions<&[u8]>) -> Vec<u8>) -> Vec<u8> {
    let Some(returns) = texts.map(has_returns).complete() else { return merge(texts) };
    let has_returns = *returns.settled().unwrap_or(&returns.ours);
    let plain = texts.map(without_returns);
    let merged = merge(plain.as_ref().map(Vec::as_slice));
    if has_returns { with_returns(&merged) } else { merged }
}

/// Whether lines end with a carriage return and a line feed; `None` where some do and some
/// do not.
fn has_returns(text: &[u8]) -> Option<bool> {
    let mut ends = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let first = ends.next().is_some_and(|line| line.ends_with(b"\r\n"));
    ends.all(|line| line.ends_with(b"\r\n") == first).then_some(first)
}

fn without_returns(text: &[u8]) -> Vec<u8> {
    let bare = |line: &[u8]| match line.strip_suffix(b"\r\n") {
        Some(line) => [line, b"\n"].concat(),
        None => line.to_vec(),
    };
    text.split_inclusive(|byte| *byte == b'\n').flat_map(bare).collect()
}

fn with_returns(text: &[u8]) -> Vec<u8> {
    let ended = |line: &[u8]| match line.strip_suffix(b"\n") {
        Some(line) => [line, b"\r\n"].concat(),
        None => line.to_vec(),
    };
    text.split_inclusive(|byte| *byte == b'\n').flat_map(ended).collect()
}
