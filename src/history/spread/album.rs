//! The folder that the pictures of a comparison are in: of the last one, and of no other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::print::export::File;
use crate::system::fingerprint::Fingerprint;
use crate::system::output::{self, Folder, unwritable};

/// What the list of the pictures is called, among what the program keeps in the folder.
const LIST: &str = "pages.json";

/// The pictures, by their paths below the folder.
type Pictures = BTreeMap<PathBuf, Fingerprint>;

/// A folder of pictures.
pub struct Album {
    folder: Folder,
    pictures: Mutex<Pictures>,
}

impl Album {
    /// Opens the folder at `path`, and makes it where there is none.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let folder = Folder::open(path, "-pages", || {})?;
        Ok(Self { folder, pictures: Mutex::default() })
    }

    /// Writes a picture.
    pub fn add(&self, picture: &File) -> Result<(), Diagnostic> {
        let fingerprint = self.folder.write(&picture.path, &picture.bytes)?;
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.insert(picture.path.clone(), fingerprint);
        Ok(())
    }

    /// Removes the pictures of the comparison before, unless someone has changed them.
    pub fn close(self) -> Result<(), Diagnostic> {
        let pictures = self.pictures.into_inner().unwrap_or_else(PoisonError::into_inner);
        let list = self.folder.state().join(LIST);
        // One that is damaged lists nothing: what it has listed stays.
        let before = fs::read(&list).unwrap_or_default();
        let before: Pictures = serde_json::from_slice(&before).unwrap_or_default();
        for (path, fingerprint) in &before {
            if !pictures.contains_key(path) {
                let removed = self.folder.remove(path, *fingerprint);
                removed.map_err(|cause| unwritable(&self.folder.path().join(path), &cause))?;
            }
        }
        // Paths that are no text are in no list, and stay as well.
        output::write(&list, &serde_json::to_vec(&pictures).unwrap_or_default())
    }
}
