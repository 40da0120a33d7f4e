//! What a build has written so far: no two outputs may be the same file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::same;
use crate::system::fingerprint::Fingerprint;

/// The files that were written, by their paths below the output folder.
#[derive(Debug, Default)]
pub struct Written {
    fingerprints: HashMap<PathBuf, Fingerprint>,
    alike: HashMap<Vec<String>, Vec<PathBuf>>,
    /// By what the file system tells them apart by, where it tells that without opening them.
    identities: HashMap<(u64, u64), PathBuf>,
}

impl Written {
    /// The fingerprint with which `path` was written before, if it was.
    pub fn fingerprint(&self, path: &Path) -> Option<Fingerprint> {
        self.fingerprints.get(path).copied()
    }

    /// Another file that was written to where `path` is, at `target`.
    pub fn other_at(&self, path: &Path, target: &Path) -> Option<&Path> {
        let there = same::identity_of(&target.symlink_metadata().ok()?)?;
        self.identities.get(&there).map(PathBuf::as_path).filter(|other| *other != path)
    }

    /// Takes down that `path` was written, at `target`.
    pub fn add(&mut self, path: &Path, target: &Path, fingerprint: Fingerprint) {
        self.fingerprints.insert(path.to_owned(), fingerprint);
        self.alike.entry(same::key(path)).or_default().push(path.to_owned());
        if let Some(identity) = target.symlink_metadata().ok().as_ref().and_then(same::identity_of)
        {
            self.identities.insert(identity, path.to_owned());
        }
    }

    /// Whether `path` below `folder` was written, whatever its name was spelled like.
    pub fn has(&self, path: &Path, folder: &Path) -> bool {
        let is_it = |other: &PathBuf| same::is_one(folder, other, path);
        self.alike.get(&same::key(path)).is_some_and(|alike| alike.iter().any(is_it))
    }
}
