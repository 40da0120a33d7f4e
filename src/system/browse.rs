//! Opening files by the programs that the system has for them.

use std::io;
use std::path::{Path, absolute};

/// Opens a file by the program that the system has for its kind; in Chinese, why that cannot be.
/// The file's path is an argument of that program, and never goes through a shell.
pub fn open_file(path: &Path) -> Result<(), &'static str> {
    // From the root on, it is taken for nothing but a path.
    let path = absolute(path).map_err(|cause| why(&cause))?;
    open::that_detached(path).map_err(|cause| why(&cause))
}

fn why(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::NotFound => "没有找到打开文件的程序",
        _ => "系统没有能打开它的程序",
    }
}
