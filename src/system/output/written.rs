//! What a build has written so far: no two outputs may be the same file.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use super::same;
use crate::system::fingerprint::Fingerprint;

/// The files that were written, by their paths below the output folder.
#[derive(Debug, Default)]
pub struct Written {
    fingerprints: HashMap<Arc<Path>, Fingerprint>,
    /// By a hash of what the names have in common of those that may be the same.
    alike: BTreeSet<(u64, Arc<Path>)>,
    /// By what the file system tells them apart by, where it tells that without opening them.
    identities: HashMap<(u64, u64), Arc<Path>>,
}

impl Written {
    /// The fingerprint with which `path` was written before, if it was.
    pub fn fingerprint(&self, path: &Path) -> Option<Fingerprint> {
        self.fingerprints.get(path).copied()
    }

    /// Another file that was written to where `path` is, at `target`.
    pub fn other_at(&self, path: &Path, target: &Path) -> Option<&Path> {
        let there = same::identity_of(&target.symlink_metadata().ok()?)?;
        self.identities.get(&there).map(|other| &**other).filter(|other| *other != path)
    }

    /// Takes down that `path` was written, at `target`.
    pub fn add(&mut self, path: &Path, target: &Path, fingerprint: Fingerprint) {
        let path: Arc<Path> = path.into();
        self.fingerprints.insert(path.clone(), fingerprint);
        self.alike.insert((hash(&path), path.clone()));
        if let Some(identity) = target.symlink_metadata().ok().as_ref().and_then(same::identity_of)
        {
            self.identities.insert(identity, path);
        }
    }

    /// Whether `path` below `folder` was written, whatever its name was spelled like.
    pub fn has(&self, path: &Path, folder: &Path) -> bool {
        let hash = hash(path);
        let alike = self.alike.range((hash, Path::new("").into())..);
        let mut alike = alike.take_while(|(other, _)| *other == hash);
        alike.any(|(_, other)| same::is_one(folder, other, path))
    }
}

fn hash(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    same::key(path).hash(&mut hasher);
    hasher.finish()
}
