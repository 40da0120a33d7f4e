//! Drafts on the disk, in a hidden folder beside their project files.
//!
//! Each process has names of its own there, and holds a lock in the folder as long as it lives:
//! nobody else takes, changes or removes what is its own. What is left of a process that has
//! ended is for whoever comes first. Files that others can read are none of this program's, such
//! as those that git has put there.

mod files;
mod found;

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use tempfile::Builder;

use crate::system::output::{self, STATE};
use crate::system::sync::lock;
pub use files::Kept;
use files::{is_own_folder, is_private, private};
pub use found::Found;

/// What has git pass the folder over.
const IGNORED: (&str, &[u8]) = (".gitignore", b"*\n");
/// How often something is tried that another process may come between.
const TRIES: usize = 3;
/// How long it is waited for that.
const PAUSE: Duration = Duration::from_millis(20);
/// What another process may be the cause of, which has done with it in a moment.
const PASSING: [io::ErrorKind; 3] =
    [io::ErrorKind::NotFound, io::ErrorKind::AlreadyExists, io::ErrorKind::WouldBlock];

/// What this process has on the disk.
pub struct Shelf {
    /// What the names of its files have in them.
    run: String,
    folders: Mutex<HashMap<PathBuf, Corner>>,
}

/// What it has in one folder.
#[derive(Default)]
struct Corner {
    lock: Option<File>,
    /// Whether the folder was made by this process.
    is_made: bool,
    /// The names of the drafts.
    drafts: HashSet<String>,
}

impl Shelf {
    /// An empty shelf.
    pub fn new() -> Self {
        let run = RandomState::new().hash_one(process::id());
        Self { run: format!("{run:016x}"), folders: Mutex::default() }
    }

    /// Puts there what has been changed in the project file at `path`.
    pub fn put(&self, path: &Path, kept: &Kept) -> io::Result<()> {
        let bytes = serde_json::to_vec(kept)?;
        let hidden = hidden_beside(path);
        let name = files::draft_of(&kept.file, &self.run);
        let mut done = self.put_once(&hidden, &name, &bytes);
        // Another process may just have taken away the folder, which was empty.
        for _ in 1..TRIES {
            if !done.as_ref().is_err_and(|cause| PASSING.contains(&cause.kind())) {
                break;
            }
            done = self.put_once(&hidden, &name, &bytes);
        }
        if done.is_err() {
            self.leave(&hidden);
        }
        done
    }

    fn put_once(&self, hidden: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
        if hidden.symlink_metadata().is_err() {
            match fs::create_dir(hidden) {
                Ok(()) => self.in_corner(hidden, |corner| corner.is_made = true),
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(cause),
            }
        }
        // Nothing is written to where a link leads.
        if !is_own_folder(hidden) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        self.hold(hidden)?;
        let ignored = hidden.join(IGNORED.0);
        if ignored.symlink_metadata().is_err() {
            self.write(hidden, &ignored, IGNORED.1)?;
        }
        self.write(hidden, &hidden.join(name), bytes)?;
        self.in_corner(hidden, |corner| corner.drafts.insert(name.to_owned()));
        Ok(())
    }

    /// Takes away what there is of the project file at `path`.
    pub fn remove(&self, path: &Path) -> io::Result<()> {
        let hidden = hidden_beside(path);
        let name = files::draft_of(path.file_name().map(Path::new).unwrap_or(path), &self.run);
        let is_there = |corner: &Corner| corner.drafts.contains(&name);
        if !lock(&self.folders).get(&hidden).is_some_and(is_there) {
            return Ok(());
        }
        if is_own_folder(&hidden)
            && let Err(cause) = fs::remove_file(hidden.join(&name))
            && cause.kind() != io::ErrorKind::NotFound
        {
            return Err(cause);
        }
        if let Some(corner) = lock(&self.folders).get_mut(&hidden) {
            corner.drafts.remove(&name);
        }
        self.leave(&hidden);
        Ok(())
    }

    /// What processes that have ended have left of the project files in a folder, the newest
    /// first. What they have left beside drafts goes.
    pub fn find(&self, folder: &Path) -> Vec<Found> {
        let hidden = folder.join(STATE);
        if !is_own_folder(&hidden) {
            return Vec::new();
        }
        let found = found::find(&hidden, &self.run);
        if found.is_empty() {
            self.leave(&hidden);
        }
        found
    }

    /// Makes one's own what was found; whether nobody else has done so before.
    pub fn take(&self, found: &Found) -> bool {
        let Some(hidden) = found.path.parent() else { return false };
        let name = files::draft_of(&found.kept.file, &self.run);
        let taken = self.hold(hidden).and_then(|()| fs::rename(&found.path, hidden.join(&name)));
        if taken.is_ok() {
            self.in_corner(hidden, |corner| corner.drafts.insert(name));
        }
        taken.is_ok()
    }

    /// Takes away what was found.
    pub fn discard(&self, found: &Found) {
        let _ = fs::remove_file(&found.path);
    }

    /// Holds a lock in a folder. A disk in a network may know none: then it is as if this process
    /// had ended.
    fn hold(&self, hidden: &Path) -> io::Result<()> {
        let mut folders = lock(&self.folders);
        let corner = folders.entry(hidden.to_owned()).or_default();
        let path = hidden.join(files::lock_of(&self.run));
        // Someone may have emptied the folder.
        if corner.lock.is_some() && path.symlink_metadata().is_ok() {
            return Ok(());
        }
        let file = private().create_new(true).open(&path)?;
        for _ in 0..TRIES {
            // Another process may just be asking whether anyone holds it.
            if !matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
                corner.lock = Some(file);
                return Ok(());
            }
            thread::sleep(PAUSE);
        }
        drop(file);
        let _ = fs::remove_file(&path);
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// Writes a file that nobody else can read, whole or not at all.
    fn write(&self, hidden: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let start = files::unfinished_of(&self.run);
        let make = |path: &Path| private().create_new(true).open(path);
        let mut file = Builder::new().prefix(&start).make_in(hidden, make)?;
        // Some disks know no rights: whatever is on them, git or anyone may have put there.
        if !is_private(&file.as_file().metadata()?) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        file.write_all(bytes)?;
        output::place(file, path).map_err(|unplaced| unplaced.cause)
    }

    /// Leaves a folder as it was found, once nothing is left in it of this process, or of others.
    fn leave(&self, hidden: &Path) {
        let mut folders = lock(&self.folders);
        if folders.get(hidden).is_some_and(|corner| !corner.drafts.is_empty()) {
            return;
        }
        let Corner { lock, is_made, .. } = folders.remove(hidden).unwrap_or_default();
        if !is_own_folder(hidden) {
            return;
        }
        if let Some(lock) = lock {
            // Some systems remove no file that is open.
            drop(lock);
            let _ = fs::remove_file(hidden.join(files::lock_of(&self.run)));
        }
        let Ok(mut entries) = fs::read_dir(hidden) else { return };
        let ignored = hidden.join(IGNORED.0);
        if !entries.all(|entry| entry.is_ok_and(|entry| entry.path() == ignored)) {
            return;
        }
        let is_file = ignored.symlink_metadata().is_ok_and(|it| it.is_file());
        let is_ours = is_file && fs::read(&ignored).is_ok_and(|text| text == IGNORED.1);
        let is_gone = is_ours && fs::remove_file(&ignored).is_ok();
        let is_left = (is_gone || is_made) && fs::remove_dir(hidden).is_ok();
        if is_gone && !is_left {
            // Another process has just put something there.
            let _ = self.write(hidden, &ignored, IGNORED.1);
        }
    }

    fn in_corner<T>(&self, hidden: &Path, work: impl FnOnce(&mut Corner) -> T) -> T {
        work(lock(&self.folders).entry(hidden.to_owned()).or_default())
    }
}

/// The folder for what is changed in the project file at `path`.
fn hidden_beside(path: &Path) -> PathBuf {
    path.with_file_name(STATE)
}
