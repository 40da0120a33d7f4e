//! What has been noticed and is not told yet.

use std::collections::BTreeMap;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Changes;

/// How long nothing must happen before changes are told.
const QUIET: Duration = Duration::from_millis(25);
/// How long a file may be empty, gone or unfinished while it is being saved.
const SAVING: Duration = Duration::from_millis(150);
/// Where something happens all the time, changes are told after this.
const LONGEST: Duration = Duration::from_secs(1);

/// Changes that wait until those are complete that belong together.
#[derive(Default)]
pub struct Pending {
    paths: BTreeMap<PathBuf, Noticed>,
    is_all: bool,
    /// When the first of them was noticed, and the last one; nothing where there are none.
    span: Option<(Instant, Instant)>,
    /// When it is to be looked at again.
    due: Option<Instant>,
}

/// The last thing that has happened to a file.
struct Noticed {
    at: Instant,
    /// Whether it is being written to.
    is_written: bool,
}

impl Pending {
    /// Takes note of a change.
    pub fn note(&mut self, path: PathBuf, is_written: bool) {
        let at = self.wait_for_more();
        self.paths.insert(path, Noticed { at, is_written });
    }

    /// Takes note that anything may have changed.
    pub fn note_all(&mut self) {
        self.wait_for_more();
        self.is_all = true;
    }

    fn wait_for_more(&mut self) -> Instant {
        let now = Instant::now();
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
        self.due = Some((now + QUIET).min(first + LONGEST));
        now
    }

    /// When there may be something to tell; `None` where nothing has been noticed.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The changes, if all of them are complete.
    pub fn take(&mut self) -> Option<Changes> {
        let (first, _) = self.span?;
        let now = Instant::now();
        let unfinished = self.paths.iter().filter(|(path, noticed)| {
            noticed.at + SAVING > now && (noticed.is_written || is_nothing(path))
        });
        let until = unfinished.map(|(_, noticed)| noticed.at + SAVING).max();
        if let Some(until) = until.filter(|_| now < first + LONGEST) {
            self.due = Some(until.min(first + LONGEST));
            return None;
        }
        let Self { paths, is_all, .. } = mem::take(self);
        Some(Changes { paths: paths.into_keys().collect(), is_all })
    }
}

/// Whether there is no file, or nothing in it.
fn is_nothing(path: &Path) -> bool {
    path.symlink_metadata().map_or(true, |it| it.is_file() && it.len() == 0)
}
