//! From the bytes of a file to its text.

use std::path::Path;

use super::foreign::{self, Foreign};
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};

/// How large a file may be, in bytes. A long form has some 10,000.
pub const MAX_BYTES: u64 = 1 << 20;

/// The text in the bytes of the file at `path`, or in its beginning where there are more
/// than [`MAX_BYTES`] of them. An error where it is no file of text, too large, or not in
/// UTF-8.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if let Some(foreign) = Foreign::of(path, &bytes) {
        return Err(foreign.explain(path));
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::new(&rule::TOO_LARGE, "文件超过 1 MiB")
            .at(path)
            .help("一个文件只写一个项目；请检查是不是选错了文件"));
    }
    if bytes.contains(&0) && foreign::is_utf16(&bytes) {
        return Err(not_utf8(path, &bytes));
    }
    String::from_utf8(bytes).map_err(|error| not_utf8(path, error.as_bytes()))
}

/// A text of the bytes, whatever they are.
pub fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn not_utf8(path: &Path, bytes: &[u8]) -> Diagnostic {
    let found = Diagnostic::new(&rule::NOT_UTF8, "文件不是 UTF-8 编码");
    let save = "请在编辑器里“另存为”，编码选 UTF-8";
    if foreign::is_utf16(bytes) {
        return found.at(path).help(format!("多半是 UTF-16 编码（记事本里叫 Unicode）：{save}"));
    }
    match damaged(bytes) {
        None => found.at(path).help(format!("多半是 GBK 编码：{save}")),
        Some(Damage { start, count }) => {
            let file = SourceFile::new(path.display().to_string(), lossy(bytes));
            let start = start - file.mark().len();
            let place = Place::new(&file, start..start + char::REPLACEMENT_CHARACTER.len_utf8());
            let more =
                if count > 1 { format!("，连这一处共 {count} 处") } else { String::new() };
            Diagnostic::new(&rule::NOT_UTF8, format!("这里的字坏了，不是 UTF-8 编码{more}"))
                .at(place)
                .help("别处都是好的，不用换编码：在编辑器里按 UTF-8 打开，把显示成“�”的换成原来的字，再保存")
        }
    }
}

/// Places in a text of UTF-8 where it is broken.
struct Damage {
    /// The byte at which the first of them begins.
    start: usize,
    /// How many there are.
    count: usize,
}

/// The damage in a text of UTF-8; `None` where the text is more likely in another encoding.
fn damaged(bytes: &[u8]) -> Option<Damage> {
    // What looks like a character of two bytes comes about by chance in other encodings.
    let is_sure = |c: &char| c.len_utf8() > 2;
    let mut start = None;
    let (mut whole, mut broken, mut count, mut at) = (0, 0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(is_sure).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            broken += 1;
            // What lies side by side is one place.
            count += usize::from(start.is_none() || !chunk.valid().is_empty());
            start = start.or(Some(at));
            at += chunk.invalid().len();
        }
    }
    start.filter(|_| whole > broken).map(|start| Damage { start, count })
}
