//! Changes as they show to someone who looks again and again.
//!
//! The notify crate could do that, too, but takes two saves within a second for one, and looks
//! into all hidden folders.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::mem;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::{Message, Scope};
use crate::system::output::same;

/// How long it rests at least.
pub const PAUSE: Duration = Duration::from_millis(500);
/// How many times as long as it looks it rests at least: a folder in a network takes its time.
const RESTS: u32 = 10;

/// Looks at files again and again, until it is dropped.
pub struct Poller(Sender<Scope>);

/// What tells that files have changed, by their paths.
type Seen = BTreeMap<PathBuf, Stamp>;

/// What tells that a file has changed.
#[derive(PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    number: Option<(u64, u64)>,
}

impl Poller {
    /// Tells `sender` what changes from now on.
    pub fn new(scope: Scope, sender: Sender<Message>) -> Self {
        let (scopes, others) = mpsc::channel();
        let seen = look(&scope);
        let watch = move || watch(scope, seen, &others, &sender);
        // Where there are no threads to be had, nothing else works either.
        let _ = thread::Builder::new().spawn(watch);
        Self(scopes)
    }

    /// Looks at something else from now on. What was not looked at before is told as changed.
    pub fn turn_to(&mut self, scope: Scope) {
        let _ = self.0.send(scope);
    }
}

fn watch(mut scope: Scope, mut seen: Seen, others: &Receiver<Scope>, sender: &Sender<Message>) {
    let mut pause = PAUSE;
    loop {
        match others.recv_timeout(pause) {
            Ok(other) => {
                scope = other;
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let started = Instant::now();
        let now = look(&scope);
        let before = mem::take(&mut seen);
        let changed = now.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp));
        let gone = before.keys().filter(|path| !now.contains_key(*path));
        for path in changed.map(|(path, _)| path).chain(gone) {
            if sender.send(Message::Changed(path.clone(), false)).is_err() {
                return;
            }
        }
        seen = now;
        pause = PAUSE.max(RESTS * started.elapsed());
    }
}

fn look(scope: &Scope) -> Seen {
    let stamp = |file: PathBuf| Some((file.symlink_metadata().ok()?, file));
    let there = scope.files().into_iter().filter_map(stamp);
    there.map(|(metadata, file)| (file, Stamp::of(&metadata))).collect()
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
            number: same::identity_of(metadata),
        }
    }
}
