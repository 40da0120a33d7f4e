//! Opening files and pages by the programs that the system has for them. What they are told is an
//! argument of a program, and never goes through a shell.

use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf, absolute};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tempfile::{Builder, NamedTempFile};

/// The browsers that can show a page in a window of its own, without the browser's own rows above
/// it, as they are called on Linux: Chromium, and what is made of it.
const BROWSERS: [&str; 9] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "browser360-cn-stable",
    "qaxbrowser-safe-stable",
    "uos-browser-stable",
];

/// The folders of programs on Windows, as it calls them, and where the browsers are in them.
const FOLDERS: [&str; 3] = ["ProgramFiles(x86)", "ProgramFiles", "LocalAppData"];
const INSTALLED: [&str; 2] =
    [r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe"];

/// How a page begins.
const HEAD: &str =
    "<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n";

/// How long a browser that cannot start takes to say so.
const START: Duration = Duration::from_millis(1500);

/// What stands in an address as it is.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b':');

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

/// The same in a window of its own, where there is a browser that has such.
pub fn open_window(address: &str) -> Result<Doorway, &'static str> {
    let doorway = Doorway::new(address).map_err(|_| "写不了临时文件")?;
    let page = OsString::from(format!("--app={}", file_address(doorway.path())));
    let has_started = browsers().into_iter().any(|browser| {
        let mut command = Command::new(browser);
        command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok_and(stays)
    });
    if !has_started {
        open_file(doorway.path())?;
    }
    Ok(doorway)
}

/// Opens a page that says something, a paragraph each. It stays among the temporary files: nobody
/// knows when it has been read.
pub fn open_notice(paragraphs: &[String]) -> io::Result<()> {
    let paragraphs: String =
        paragraphs.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect();
    let mut file = temporary()?;
    file.write_all(format!("{HEAD}<title>绩效表</title>\n{paragraphs}").as_bytes())?;
    let (_, path) = file.keep()?;
    open_file(&path).map_err(io::Error::other)
}

/// A page for this user only.
fn temporary() -> io::Result<NamedTempFile> {
    // Its rights are those of all temporary files: others have none.
    Builder::new().prefix("jixiao-").suffix(".html").tempfile()
}

/// Where browsers may be that have windows of their own.
fn browsers() -> Vec<PathBuf> {
    if cfg!(not(windows)) {
        return BROWSERS.map(PathBuf::from).to_vec();
    }
    let folders = FOLDERS.iter().filter_map(env::var_os).map(PathBuf::from);
    folders.flat_map(|folder| INSTALLED.map(|browser| folder.join(browser))).collect()
}

/// Whether a browser that has been started shows its page. One that is open already is told of
/// it, and what has been started ends.
fn stays(mut browser: Child) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < START {
        match browser.try_wait() {
            Ok(None) => thread::sleep(START / 30),
            Ok(Some(status)) => return status.success(),
            Err(_) => return false,
        }
    }
    // It is waited for as long as the program runs: it would stay a zombie.
    thread::spawn(move || browser.wait());
    true
}

/// The address of a file.
fn file_address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let root = if path.starts_with('/') { "" } else { "/" };
    format!("file://{root}{}", utf8_percent_encode(&path, PLAIN))
}

impl Doorway {
    /// A page that leads to `address`, for this user only.
    pub fn new(address: &str) -> io::Result<Self> {
        let mut file = temporary()?;
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
    let address = escaped(address);
    format!(
        "{HEAD}<meta http-equiv=\"refresh\" content=\"0; url={address}\">\n<title>jixiao</title>\n\
         <p><a href=\"{address}\">打开 jixiao</a></p>\n"
    )
}

/// A text as it is shown, and is no markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => escaped.push_str(&format!("&#{};", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

fn why(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::NotFound => "没有找到打开文件的程序",
        _ => "系统没有能打开它的程序",
    }
}
