//! What has been changed and not saved, kept on the disk: it is there again after a crash.
//!
//! It lies in a hidden folder beside the project file, for its owner only; git is told to ignore
//! it, and this program looks nowhere else for it. Files that others can read are none of this
//! program's, such as those that git has put there.

use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tempfile::Builder;

use super::desk::lock;
use super::draft::{Draft, whole};
use crate::system::fingerprint::Fingerprint;

/// The folder, beside the project files.
const FOLDER: &str = ".jixiao";
/// How long changes gather before they are written.
const PAUSE: Duration = Duration::from_millis(300);
/// How long the end of the program waits for the last of them.
const GRACE: Duration = Duration::from_secs(2);
/// How a file in the folder begins, and what it ends in.
const NAME: (&str, &str) = ("draft-", ".json");
/// The most that is read of one, in bytes: two texts, each of which may be written with escapes.
const MOST: u64 = 16 << 20;

/// A form with what has been changed in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// What its project file is called in the folder.
    pub file: PathBuf,
    /// The text of the file when it was changed.
    pub base: String,
    /// The text with the changes.
    pub text: String,
}

/// Keeps what has not been saved.
pub struct Keeper {
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
    /// A keeper that has nothing to keep yet.
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel();
        let failed = Arc::new(Mutex::default());
        let of_thread = failed.clone();
        thread::spawn(move || write_all(&receiver, &of_thread));
        Self { sender, failed }
    }

    /// Keeps what has been changed in a form, or forgets it where there is nothing to save.
    pub fn keep(&self, draft: &Draft) {
        let path = PathBuf::from(draft.base.name());
        let kept = draft.is_changed().then(|| Kept {
            file: path.file_name().unwrap_or_default().into(),
            base: whole(&draft.base),
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

/// What has been kept of the project files in a folder.
pub fn load(folder: &Path) -> Vec<Kept> {
    let hidden = folder.join(FOLDER);
    if !is_own_folder(&hidden) {
        return Vec::new();
    }
    let Ok(entries) = fs::read_dir(&hidden) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| is_kept(path));
    files.sort();
    let read = |path: PathBuf| {
        let of = path.symlink_metadata().ok()?;
        let is_ours = of.is_file() && of.len() < MOST && is_private(&of);
        let text = is_ours.then(|| fs::read(&path).ok()).flatten()?;
        let kept: Kept = serde_json::from_slice(&text).ok()?;
        (hidden.join(name(&kept.file)) == path).then_some(kept)
    };
    files.into_iter().filter_map(read).collect()
}

/// Writes what there is to keep, the newest of each form.
fn write_all(receiver: &Receiver<Message>, failed: &Mutex<HashSet<PathBuf>>) {
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
        for (path, kept) in newest {
            match write(&path, kept.as_ref()) {
                Ok(()) => lock(failed).remove(&path),
                Err(_) => lock(failed).insert(path),
            };
        }
        // Whoever waits no longer does not mind.
        for done in waiting {
            let _ = done.send(());
        }
    }
}

fn write(path: &Path, kept: Option<&Kept>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("")).join(FOLDER);
    let file = folder.join(name(Path::new(path.file_name().unwrap_or_default())));
    let Some(kept) = kept else {
        return match fs::remove_file(&file) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(()),
        };
    };
    if folder.symlink_metadata().is_err() {
        fs::create_dir(&folder)?;
    }
    // Nothing is written to where a link leads.
    if !is_own_folder(&folder) {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let ignored = folder.join(".gitignore");
    if ignored.symlink_metadata().is_err() {
        put(&folder, &ignored, b"*\n")?;
    }
    put(&folder, &file, &serde_json::to_vec(kept)?)
}

/// Writes a file that nobody else can read, whole or not at all.
fn put(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = Builder::new().prefix(".draft-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn is_own_folder(folder: &Path) -> bool {
    folder.symlink_metadata().is_ok_and(|of| of.is_dir())
}

/// Whether a file is for its owner only.
#[cfg(unix)]
fn is_private(of: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;

    of.permissions().mode() & 0o077 == 0
}

#[cfg(not(unix))]
fn is_private(_: &Metadata) -> bool {
    true
}

/// What a file is called: nothing of a name that a person has chosen is in it.
fn name(file: &Path) -> String {
    let fingerprint = Fingerprint::of_all([file.as_os_str().as_encoded_bytes()]);
    let (start, end) = NAME;
    format!("{start}{fingerprint}{end}")
}

fn is_kept(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.starts_with(NAME.0) && name.ends_with(NAME.1)
}
