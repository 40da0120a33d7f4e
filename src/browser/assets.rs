//! The page, its scripts and its style, which are in the program.

use include_dir::{Dir, include_dir};

static PAGE: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/browser/page");

/// The file at a path such as `main.js`, with its type.
pub fn find(path: &str) -> Option<(&'static [u8], &'static str)> {
    let kind = match path.rsplit_once('.')?.1 {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    Some((PAGE.get_file(path)?.contents(), kind))
}
