//! For people who know no command line: a window of its own, and a folder where none is given.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::say;
use crate::browser::Clients;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::near::USUAL;
use crate::source;
use crate::system::browse;

/// The folder of projects among the documents of whoever has chosen no other.
const FOLDER: &str = "绩效表";

/// How often it is looked whether a window is still there.
const PULSE: Duration = Duration::from_millis(500);
/// How long no window may be there: one that is loaded again comes back.
const ABSENCE: Duration = Duration::from_secs(6);

/// What is opened where no path is given: the projects of the folder that the program has been
/// started in, or a folder among the documents, which is made.
pub fn folder() -> PathBuf {
    let usual = Path::new(USUAL);
    if usual.is_dir() {
        return usual.to_owned();
    }
    let here = Path::new(".");
    let is_project = |path: PathBuf| path.is_file() && source::is_project(&path);
    if here.read_dir().is_ok_and(|mut all| all.any(|it| it.is_ok_and(|it| is_project(it.path())))) {
        return here.to_owned();
    }
    let Some(documents) = dirs::document_dir().or_else(dirs::home_dir) else {
        return usual.to_owned();
    };
    let folder = documents.join(FOLDER);
    // Where it cannot be made, that is told of as of any folder that is not there.
    let _ = fs::create_dir_all(&folder);
    folder
}

/// Says on a page what is wrong, to people who have no terminal to read it on.
pub fn tell(found: &[Diagnostic]) {
    if io::stderr().is_terminal() {
        return;
    }
    let words = found.iter().map(|found| {
        let place = found.places.first().map(|place| format!("{}：", place.file.name()));
        let (message, help) = found.words(true);
        let help = help.map(|help| format!("。{help}"));
        [place.as_deref(), Some(message), help.as_deref()].into_iter().flatten().collect()
    });
    // Where no page can be opened, nobody sees it.
    let _ = browse::open_notice(&words.collect::<Vec<String>>());
}

/// Calls `end` once there has been a window, and there is none any more.
pub fn end_with_the_last(clients: Arc<Clients>, end: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        while clients.is_empty() {
            thread::sleep(PULSE);
        }
        let mut seen = Instant::now();
        while seen.elapsed() < ABSENCE {
            thread::sleep(PULSE);
            if !clients.is_empty() {
                seen = Instant::now();
            }
        }
        say("窗口关上了，程序结束；没有保存的改动，下次打开还在");
        end();
    });
}
