//! What has been changed and not saved, kept on the disk: it is there again after a crash.
//!
//! It lies in a hidden folder beside the projects, which neither git nor this program looks into
//! otherwise.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::draft::{Draft, whole};
use crate::system::fingerprint::Fingerprint;
use crate::system::output;

/// The folder, below that of the projects.
const FOLDER: &str = ".jixiao";
/// How long changes gather before they are written.
const PAUSE: Duration = Duration::from_millis(300);
/// How a file in the folder begins, and what it ends in.
const NAME: (&str, &str) = ("draft-", ".json");
/// The most that is read of one, in bytes: two texts, each of which may be written with escapes.
const MOST: u64 = 16 << 20;

/// A form with what has been changed in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// Where its project file is, below the folder of the projects.
    pub path: PathBuf,
    /// The text of the file when it was changed.
    pub base: String,
    /// The text with the changes.
    pub text: String,
}

/// Keeps what has not been saved.
pub struct Keeper {
    /// The folder of the projects.
    root: PathBuf,
    sender: Sender<(PathBuf, Option<Kept>)>,
    has_failed: Arc<AtomicBool>,
}

impl Keeper {
    /// Keeps it below the folder of the projects.
    pub fn new(root: PathBuf) -> Self {
        let (sender, receiver) = mpsc::channel();
        let has_failed = Arc::new(AtomicBool::new(false));
        let (folder, failed) = (root.join(FOLDER), has_failed.clone());
        thread::spawn(move || write_all(&folder, &receiver, &failed));
        Self { root, sender, has_failed }
    }

    /// Keeps what has been changed in a form, or forgets it where there is nothing to save.
    pub fn keep(&self, draft: &Draft) {
        let path = Path::new(draft.base.name());
        let path = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        let kept = draft.is_changed().then(|| Kept {
            path: path.clone(),
            base: whole(&draft.base),
            text: draft.text.clone(),
        });
        // The thread goes on as long as this does.
        let _ = self.sender.send((path, kept));
    }

    /// Whether something could not be kept.
    pub fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed)
    }

    /// What has been kept, by the names that users know the files by.
    pub fn load(&self) -> Vec<(String, Kept)> {
        let Ok(entries) = fs::read_dir(self.root.join(FOLDER)) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| is_kept(path));
        files.sort();
        let read = |path: PathBuf| {
            let is_small = path.symlink_metadata().is_ok_and(|it| it.is_file() && it.len() < MOST);
            let text = is_small.then(|| fs::read(&path).ok()).flatten()?;
            let kept: Kept = serde_json::from_slice(&text).ok()?;
            // Nobody else has put it there.
            (self.root.join(FOLDER).join(name(&kept.path)) == path)
                .then(|| (self.root.join(&kept.path).display().to_string(), kept))
        };
        files.into_iter().filter_map(read).collect()
    }
}

/// Writes what there is to keep, the newest of each form.
fn write_all(folder: &Path, receiver: &Receiver<(PathBuf, Option<Kept>)>, has_failed: &AtomicBool) {
    while let Ok((path, kept)) = receiver.recv() {
        let mut newest = HashMap::from([(path, kept)]);
        thread::sleep(PAUSE);
        newest.extend(receiver.try_iter());
        for (path, kept) in newest {
            let is_done = write(folder, &path, kept.as_ref());
            has_failed.store(is_done.is_none(), Ordering::Relaxed);
        }
    }
}

fn write(folder: &Path, path: &Path, kept: Option<&Kept>) -> Option<()> {
    let file = folder.join(name(path));
    let Some(kept) = kept else {
        let is_gone = fs::remove_file(&file).is_ok() || file.symlink_metadata().is_err();
        return is_gone.then_some(());
    };
    let ignored = folder.join(".gitignore");
    if !ignored.exists() {
        output::write(&ignored, b"*\n").ok()?;
    }
    output::write(&file, &serde_json::to_vec(kept).ok()?).ok()
}

/// What a file is called: nothing of a name that a person has chosen is in it.
fn name(path: &Path) -> String {
    let fingerprint = Fingerprint::of_all([path.as_os_str().as_encoded_bytes()]);
    let (start, end) = NAME;
    format!("{start}{fingerprint}{end}")
}

fn is_kept(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(NAME.0) && name.ends_with(NAME.1)
}
