//! Which files git handles in which way: `info/attributes`.

use gix::bstr::{BStr, BString, ByteSlice};

use super::Change;

/// The first line of what this program has written.
const BEGIN: &str = "# jixiao git install 写的，从这一行起：";
/// The last line of it.
const END: &str = "# 到这一行止，用 jixiao git uninstall 去掉";
/// Stands at the end of the first line where the line above it had no end.
const UNTERMINATED: &str = "（上一行原来没有换行）";

/// The attributes with those for the project files in `folders`, which are paths from
/// the top of the work tree, `""` for all of it; and what became of those.
pub fn write(attributes: &[u8], folders: &[BString]) -> (BString, Change) {
    let block = Block::find(attributes);
    let end = attributes.len();
    let (start, end) = block.as_ref().map_or((end, end), |block| (block.start, block.end));
    let (before, after) = (&attributes[..start], &attributes[end..]);
    let is_unterminated = !before.is_empty() && !before.ends_with(b"\n");
    let is_marked = is_unterminated || block.as_ref().is_some_and(|block| block.is_marked);
    let line_end = if is_unterminated { "\n" } else { "" };
    let mark = if is_marked { UNTERMINATED } else { "" };
    let begin = format!("{line_end}{BEGIN}{mark}\n");
    let end = format!("*.pdf diff=jixiao-pdf\n{END}\n");
    let text = [before, begin.as_bytes(), &patterns(folders), end.as_bytes(), after].concat();
    let change = match block {
        Some(_) if text == attributes => Change::Kept,
        Some(_) => Change::Updated,
        None => Change::Added,
    };
    (text.into(), change)
}

/// The attributes without what this program has written; and whether it had.
pub fn remove(attributes: &[u8]) -> (BString, Option<Change>) {
    let Some(Block { start, end, is_marked }) = Block::find(attributes) else {
        return (attributes.into(), None);
    };
    let (mut before, after) = (&attributes[..start], &attributes[end..]);
    if is_marked && after.is_empty() {
        before = before.strip_suffix(b"\n").unwrap_or(before);
    }
    ([before, after].concat().into(), Some(Change::Removed))
}

/// A line for each kind of project file in each folder.
fn patterns(folders: &[BString]) -> Vec<u8> {
    let mut lines = Vec::new();
    for folder in folders {
        for ending in ["yaml", "yml"] {
            lines.extend_from_slice(&pattern(folder.as_ref(), ending));
            lines.extend_from_slice(b" diff=jixiao merge=jixiao\n");
        }
    }
    lines
}

/// Where this program has written.
struct Block {
    start: usize,
    end: usize,
    /// Whether the line above had no end.
    is_marked: bool,
}

impl Block {
    fn find(attributes: &[u8]) -> Option<Self> {
        let mut start = None;
        let mut at = 0;
        for line in attributes.split_inclusive(|byte| *byte == b'\n') {
            let text = line.trim_end();
            if let Some(rest) = text.strip_prefix(BEGIN.as_bytes()) {
                start = Some((at, rest == UNTERMINATED.as_bytes()));
            }
            at += line.len();
            if let (true, Some((start, is_marked))) = (text == END.as_bytes(), start) {
                return Some(Self { start, end: at, is_marked });
            }
        }
        None
    }
}

/// A pattern for the files with this ending in the folder and below it.
fn pattern(folder: &BStr, ending: &str) -> BString {
    if folder.is_empty() {
        return format!("*.{ending}").into();
    }
    let mut pattern = BString::from("/");
    for byte in folder.iter() {
        if b"*?[\\".contains(byte) {
            pattern.push(b'\\');
        }
        pattern.push(*byte);
    }
    pattern.extend_from_slice(format!("/**/*.{ending}").as_bytes());
    let is_plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || b"/*.-_".contains(byte) || *byte > 127;
    if pattern.iter().all(is_plain) { pattern } else { quoted(pattern.as_ref()) }
}

/// A pattern in quotes, as git reads it.
fn quoted(pattern: &BStr) -> BString {
    let mut quoted = BString::from("\"");
    for byte in pattern.iter() {
        match byte {
            b'"' | b'\\' => quoted.extend([b'\\', *byte]),
            // Of control characters, git knows the numbers.
            0..=31 | 127 => quoted.extend(format!("\\{byte:03o}").bytes()),
            _ => quoted.push(*byte),
        }
    }
    quoted.push(b'"');
    quoted
}
