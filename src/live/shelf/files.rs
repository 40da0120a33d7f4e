//! What files for drafts are called, and who may read them.

use std::fs::{Metadata, OpenOptions};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::system::fingerprint::Fingerprint;

/// How files in the folder begin; those that are not whole yet; and what they end in.
const START: &str = "draft-";
const UNFINISHED: &str = ".draft-";
const DRAFT: &str = ".json";
const LOCK: &str = ".lock";

/// A form with what has been changed in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What its project file is called in the folder.
    pub file: PathBuf,
    /// The text of the file when it was changed.
    pub base: String,
    /// The text with the changes.
    pub text: String,
}

/// What a draft is called: nothing of a name that a person has chosen is in it.
pub fn draft_of(file: &Path, run: &str) -> String {
    let fingerprint = Fingerprint::of_all([file.as_os_str().as_encoded_bytes()]);
    format!("{START}{fingerprint}-{run}{DRAFT}")
}

/// What the lock of a process is called.
pub fn lock_of(run: &str) -> String {
    format!("{START}{run}{LOCK}")
}

/// How the names of files begin that a process has not finished yet.
pub fn unfinished_of(run: &str) -> String {
    format!("{UNFINISHED}{run}-")
}

/// What the name of a file has of the process that it belongs to; and whether it is a draft.
pub fn run_of(path: &Path) -> Option<(&str, bool)> {
    let name = path.file_name()?.to_str()?;
    let draft = || name.strip_prefix(START)?.strip_suffix(DRAFT)?.split_once('-');
    let locked = || name.strip_prefix(START)?.strip_suffix(LOCK);
    let unfinished = || Some(name.strip_prefix(UNFINISHED)?.split_once('-')?.0);
    let is_run = |run: &&str| run.len() == 16 && run.bytes().all(|it| it.is_ascii_hexdigit());
    let (run, is_draft) = match draft() {
        Some((_, run)) => (run, true),
        None => (locked().or_else(unfinished)?, false),
    };
    Some(run).filter(is_run).map(|run| (run, is_draft))
}

/// Whether a folder is a real one.
pub fn is_own_folder(folder: &Path) -> bool {
    folder.symlink_metadata().is_ok_and(|of| of.is_dir())
}

/// Whether a file may be one of this program's.
pub fn is_ours(of: &Metadata) -> bool {
    of.is_file() && is_private(of)
}

/// Whether a file is for its owner only.
#[cfg(unix)]
pub fn is_private(of: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;

    of.permissions().mode() & 0o077 == 0
}

#[cfg(not(unix))]
pub fn is_private(_: &Metadata) -> bool {
    true
}

/// Opens files that are for their owner only.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
