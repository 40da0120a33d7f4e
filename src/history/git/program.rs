//! This program as a command for git to run.

use std::env;
use std::path::Path;

use gix::bstr::{BString, ByteSlice};

/// The beginning of a command that runs this program, for git's shell; an error where
/// there is no telling what the program is called.
pub fn command() -> Result<BString, String> {
    let path = env::current_exe().map_err(|cause| format!("不知道程序在哪里：{cause}"))?;
    quoted(&path)
}

/// A path in single quotes, in which a shell reads all other characters as they are.
fn quoted(path: &Path) -> Result<BString, String> {
    let path = gix::path::into_bstr(path)
        .map_err(|_| "程序所在的文件夹，名称不是 UTF-8 编码".to_owned())?;
    if path.contains(&b'\n') {
        return Err("程序所在的文件夹，名称里有换行".into());
    }
    Ok([b"'", path.replace("'", r"'\''").as_slice(), b"'"].concat().into())
}
