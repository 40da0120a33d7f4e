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
use crate::system::output::same;
use crate::system::{browse, console, folders};

/// The folder of projects among the documents of whoever has chosen no other.
const FOLDER: &str = "绩效表";

/// The folder that the program has been started in.
const HERE: &str = ".";

/// How often it is looked whether a window is still there.
const PULSE: Duration = Duration::from_millis(500);
/// How long no window may be there: one that is loaded again comes back.
const ABSENCE: Duration = Duration::from_secs(6);
/// How long the first one may take, whose address may be copied by hand.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// What is opened where no path is given: the projects of the folder that the program has been
/// started in, or a folder among the documents, which is made.
pub fn folder() -> PathBuf {
    // A menu starts it in the folder of all that a person has: what is there is not meant.
    let [home, documents, desktop] = [folders::home(), folders::documents(), folders::desktop()];
    let is_menu = [&home, &documents, &desktop]
        .into_iter()
        .flatten()
        .any(|it| same::is_same(it, Path::new(HERE)));
    if !is_menu && let Some(projects) = projects() {
        return projects;
    }
    let Some(documents) = documents.or(home) else {
        return USUAL.into();
    };
    let folder = documents.join(FOLDER);
    // Where it cannot be made, that is told of as of any folder that is not there.
    let _ = fs::create_dir_all(&folder);
    folder
}

/// The projects of the folder that the program has been started in, if there are some.
fn projects() -> Option<PathBuf> {
    let usual = Path::new(USUAL);
    if usual.is_dir() {
        return Some(usual.to_owned());
    }
    let is_project = |path: PathBuf| path.is_file() && source::is_project(&path);
    let mut all = Path::new(HERE).read_dir().ok()?;
    all.any(|it| it.is_ok_and(|it| is_project(it.path()))).then(|| HERE.into())
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

/// Calls `end` once there has been a window, and there is none any more, or where none comes.
pub fn end_with_the_last(clients: Arc<Clients>, end: impl FnOnce() + Send + 'static) {
    thread::spawn(move || {
        let begun = Instant::now();
        while clients.is_empty() {
            if begun.elapsed() > PATIENCE {
                say("一直没有打开窗口，程序结束");
                return end();
            }
            thread::sleep(PULSE);
        }
        console::hide_own();
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
