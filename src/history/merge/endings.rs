//! The line ends of three texts of bytes: where each text has but one kind of them, they are
//! merged apart from the lines.

use gix::bstr::ByteSlice;

use super::versions::Versions;

/// What merging the texts as one makes of them.
pub fn apart(texts: Versions<&[u8]>, merge: impl FnOnce(Versions<&[u8]>) -> Vec<u8>) -> Vec<u8> {
    let Some(returns) = texts.map(has_returns).complete() else { return merge(texts) };
    let has_returns = *returns.settled().unwrap_or(&returns.ours);
    let plain = texts.map(|text| text.replace("\r\n", "\n"));
    let merged = merge(plain.as_ref().map(Vec::as_slice));
    if has_returns { merged.replace("\n", "\r\n") } else { merged }
}

/// Whether lines end with a carriage return and a line feed; `None` where some do and some
/// do not.
fn has_returns(text: &[u8]) -> Option<bool> {
    let mut ends = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let first = ends.next().is_some_and(|line| line.ends_with(b"\r\n"));
    ends.all(|line| line.ends_with(b"\r\n") == first).then_some(first)
}
