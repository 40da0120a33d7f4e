//! From the editor's names of files to paths, and back.

use std::path::{Path, PathBuf};

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::system::output::plain;

/// What stands for itself in a path.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a file on this machine; `None` of anything else that an editor may show.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().filter(|rest| rest.starts_with('/'))?;
    let decoded = percent_decode_str(rest).decode_utf8().ok()?;
    if decoded.contains('\0') {
        return None;
    }
    let path = match has_drive(&decoded) {
        true => &decoded[1..],
        false => &decoded,
    };
    let path = Path::new(path);
    // No path of another is told from what lies above it.
    path.is_absolute().then(|| plain(path))
}

/// How editors know the file at an absolute path.
pub fn of(path: &Path) -> Option<Uri> {
    let text = path.to_str().filter(|_| path.is_absolute())?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    let root = if text.starts_with('/') { "" } else { "/" };
    format!("file://{root}{}", utf8_percent_encode(&text, ESCAPED)).parse().ok()
}

/// Whether a path is one like `/c:/…`.
fn has_drive(path: &str) -> bool {
    let bytes = path.as_bytes();
    cfg!(windows) && matches!(bytes, [b'/', letter, b':', ..] if letter.is_ascii_alphabetic())
}
