//! What processes that have ended have left.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::files::{self, Kept, is_ours, private, run_of};

/// The most that is read of a draft, in bytes: two texts, each of which may be written with
/// escapes.
const MOST: u64 = 16 << 20;

/// What a process that has ended has left.
pub struct Found {
    /// The form.
    pub kept: Kept,
    /// Where it is.
    pub path: PathBuf,
    at: SystemTime,
    /// As long as it is locked, nobody else finds it.
    _lock: Option<Arc<File>>,
}

/// What is left in a folder by others than this process, the newest first. What lies beside drafts
/// goes: whoever has no lock has ended.
pub fn find(hidden: &Path, own: &str) -> Vec<Found> {
    let Ok(entries) = fs::read_dir(hidden) else { return Vec::new() };
    let mut owners: HashMap<String, Option<Owner>> = HashMap::new();
    let (mut found, mut rubbish) = (Vec::new(), Vec::new());
    for path in entries.flatten().map(|entry| entry.path()) {
        let Some((run, is_draft)) = run_of(&path).filter(|(run, _)| *run != own) else {
            continue;
        };
        let owner = owners.entry(run.to_owned()).or_insert_with(|| ended(hidden, run));
        let Some(Owner(lock)) = owner else { continue };
        match is_draft {
            true => found.extend(read(&path, run, lock.clone())),
            false => rubbish.push(path),
        }
    }
    for path in rubbish {
        if path.symlink_metadata().is_ok_and(|metadata| is_ours(&metadata)) {
            let _ = fs::remove_file(path);
        }
    }
    found.sort_by(|one, other| (other.at, &other.path).cmp(&(one.at, &one.path)));
    found
}

/// That a process has ended, with its lock, if there is one.
struct Owner(Option<Arc<File>>);

/// Whether a process has ended.
fn ended(hidden: &Path, run: &str) -> Option<Owner> {
    let path = hidden.join(files::lock_of(run));
    let Ok(metadata) = path.symlink_metadata() else { return Some(Owner(None)) };
    // What another person's process holds is not asked for.
    let file = is_ours(&metadata).then(|| private().open(&path).ok()).flatten()?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => None,
        _ => Some(Owner(Some(Arc::new(file)))),
    }
}

fn read(path: &Path, run: &str, lock: Option<Arc<File>>) -> Option<Found> {
    let metadata = path.symlink_metadata().ok()?;
    let is_right = is_ours(&metadata) && metadata.len() < MOST;
    let text = is_right.then(|| fs::read(path).ok()).flatten()?;
    let kept: Kept = serde_json::from_slice(&text).ok()?;
    let is_its_name = path.file_name() == Some(OsStr::new(&files::draft_of(&kept.file, run)));
    let at = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    is_its_name.then(|| Found { kept, path: path.to_owned(), at, _lock: lock })
}
