//! Keeps on the disk what has been changed and not saved: it is there again after a crash.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::draft::Draft;
use super::shelf::{Kept, Shelf};
use crate::system::sync::lock;

/// How long changes gather before they are written.
const PAUSE: Duration = Duration::from_millis(300);
/// How long the end of the program waits for the last of them.
const GRACE: Duration = Duration::from_secs(2);

/// Keeps what has not been saved.
pub struct Keeper {
    /// Where it is kept.
    pub shelf: Arc<Shelf>,
    sender: Sender<Message>,
    /// The project files whose changes could not be kept.
    failed: Arc<Mutex<HashSet<PathBuf>>>,
}

enum Message {
    /// What there is to keep of a project file, if there is anything.
    Keep(PathBuf, Option<Kept>),
    /// That all is wanted on the disk now.
    Flush(Sender<()>),
}

impl Keeper {
    /// A keeper that has nothing to keep yet. `tell` is told of project files whose changes cannot
    /// be kept, and of those where that is possible again.
    pub fn new(tell: impl Fn(&Path) + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        let (shelf, failed) = (Arc::new(Shelf::new()), Arc::new(Mutex::default()));
        let (on, of_thread) = (shelf.clone(), failed.clone());
        thread::spawn(move || write_all(&receiver, &on, &of_thread, tell));
        Self { shelf, sender, failed }
    }

    /// Keeps what has been changed in a form, or forgets it where there is nothing to save.
    pub fn keep(&self, draft: &Draft) {
        let path = PathBuf::from(draft.base.name());
        let kept = draft.is_changed().then(|| Kept {
            file: path.file_name().unwrap_or_default().into(),
            base: draft.base.whole(),
            text: draft.text.to_string(),
        });
        // The thread goes on as long as this does.
        let _ = self.sender.send(Message::Keep(path, kept));
    }

    /// Waits until all is on the disk, if that takes no longer than it should.
    pub fn flush(&self) {
        let (done, is_done) = mpsc::channel();
        if self.sender.send(Message::Flush(done)).is_ok() {
            let _ = is_done.recv_timeout(GRACE);
        }
    }

    /// Whether what has been changed in a form could not be kept.
    pub fn has_failed(&self, name: &str) -> bool {
        lock(&self.failed).contains(Path::new(name))
    }
}

/// Writes what there is to keep, the newest of each form.
fn write_all(
    receiver: &Receiver<Message>,
    shelf: &Shelf,
    failed: &Mutex<HashSet<PathBuf>>,
    tell: impl Fn(&Path),
) {
    while let Ok(first) = receiver.recv() {
        let mut newest = HashMap::new();
        let mut waiting = Vec::new();
        let mut note = |message| match message {
            Message::Keep(path, kept) => {
                newest.insert(path, kept);
                false
            }
            Message::Flush(done) => {
                waiting.push(done);
                true
            }
        };
        let mut is_urgent = note(first);
        // Whoever types on and on has it kept, too.
        let end = Instant::now() + PAUSE;
        let rest = || end.saturating_duration_since(Instant::now());
        while !is_urgent && let Ok(message) = receiver.recv_timeout(rest()) {
            is_urgent = note(message);
        }
        let mut others = Vec::new();
        for (path, kept) in newest {
            let done = match kept {
                Some(kept) => shelf.put(&path, &kept),
                None => shelf.remove(&path),
            };
            let is_other = match done {
                Ok(()) => lock(failed).remove(&path),
                Err(_) => lock(failed).insert(path.clone()),
            };
            others.extend(is_other.then_some(path));
        }
        // Whoever waits no longer does not mind.
        for done in waiting {
            let _ = done.send(());
        }
        others.iter().for_each(|path| tell(path));
    }
}
