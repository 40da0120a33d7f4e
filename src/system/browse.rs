//! Opening files and pages by the programs that the system has for them. What they are told is an
//! argument of a program, and never goes through a shell.

use std::io::{self, Write};
use std::path::{Path, absolute};

use tempfile::{Builder, NamedTempFile};

/// A page on the disk that leads to an address. It is gone when this is dropped.
pub struct Doorway(NamedTempFile);

/// Opens a file by the program that the system has for its kind; in Chinese, why that cannot be.
pub fn open_file(path: &Path) -> Result<(), &'static str> {
    // From the root on, it is taken for nothing but a path.
    let path = absolute(path).map_err(|cause| why(&cause))?;
    open::that_detached(path).map_err(|cause| why(&cause))
}

/// Opens an address, which may have a secret in it, in the browser; in Chinese, why that cannot
/// be. All users of a machine see what its programs are told, so the browser is told of a page
/// that only this user can read and that leads to the address. It has to be there until the
/// browser has read it.
pub fn open_address(address: &str) -> Result<Doorway, &'static str> {
    let doorway = Doorway::new(address).map_err(|_| "写不了临时文件")?;
    open_file(doorway.path())?;
    Ok(doorway)
}

impl Doorway {
    /// A page that leads to `address`, for this user only.
    pub fn new(address: &str) -> io::Result<Self> {
        // Its rights are those of all temporary files: others have none.
        let mut file = Builder::new().prefix("jixiao-").suffix(".html").tempfile()?;
        file.write_all(page(address).as_bytes())?;
        file.flush()?;
        Ok(Self(file))
    }

    /// Where the page is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

fn page(address: &str) -> String {
    let mut escaped = String::new();
    for c in address.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => escaped.push_str(&format!("&#{};", u32::from(c))),
            c => escaped.push(c),
        }
    }
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={escaped}\">\n<title>jixiao</title>\n\
         <p><a href=\"{escaped}\">打开 jixiao</a></p>\n"
    )
}

fn why(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::NotFound => "没有找到打开文件的程序",
        _ => "系统没有能打开它的程序",
    }
}
