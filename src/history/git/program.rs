//! This program as a command for git to run.

use std::env;
use std::path::Path;

use gix::bstr::{BString, ByteSlice};

use crate::diagnostic::in_chinese;
use crate::diagnostic::near::existing;

/// The beginning of a command that runs this program, for git's shell; an error where
/// there is no telling what the program is called.
pub fn command() -> Result<BString, String> {
    let path = env::current_exe().map_err(|cause| format!("不知道程序在哪里：{cause}"))?;
    quoted(&path, "程序所在的文件夹")
}

/// A folder with forms of one's own as a word for git's shell, which git runs at the top of
/// the work tree.
pub fn folder(path: &Path) -> Result<BString, String> {
    let shown = path.display();
    if !path.is_dir() {
        let near = existing(path).filter(|near| near.is_dir());
        let near = near.map(|near| format!("\n提示：是不是“{}”？", near.display()));
        return Err(format!("没有“{shown}”这个文件夹{}", near.unwrap_or_default()));
    }
    let path = dunce::canonicalize(path)
        .map_err(|cause| format!("版式的文件夹“{shown}”用不了：{}", in_chinese(&cause)))?;
    quoted(&path, "版式的文件夹")
}

/// A path in single quotes, in which a shell reads all other characters as they are;
/// `what` it is of is for errors.
fn quoted(path: &Path, what: &str) -> Result<BString, String> {
    let path = gix::path::into_bstr(path).map_err(|_| format!("{what}，名称不是 UTF-8 编码"))?;
    // To git's shell on Windows, too, these are the signs between folders.
    let path = gix::path::to_unix_separators_on_windows(path);
    if path.contains(&b'\n') {
        return Err(format!("{what}，名称里有换行"));
    }
    Ok([b"'", path.replace("'", r"'\''").as_slice(), b"'"].concat().into())
}
