//! The folder that the pictures of a comparison are in: of the last one, and of no other.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::batch::Manifest;
use crate::diagnostic::{Diagnostic, rule};
use crate::print::export::File;
use crate::system::fingerprint::Fingerprint;
use crate::system::output::{self, Folder, same, unwritable};

/// What the list of the pictures is called, among what the program keeps in the folder.
const LIST: &str = "pages.json";

/// The pictures, by their paths below the folder.
type Pictures = BTreeMap<PathBuf, Fingerprint>;

/// A folder of pictures.
pub struct Album {
    folder: Folder,
    /// What `build` has printed there, by what the names have in common of those that may be
    /// the same.
    forms: HashMap<Vec<String>, PathBuf>,
    pictures: Mutex<Pictures>,
}

impl Album {
    /// Opens the folder at `path`, and makes it where there is none.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let folder = Folder::open(path, "-pages", || {})?;
        let forms = Manifest::outputs(path).into_iter().map(|form| (same::key(&form), form));
        Ok(Self { folder, forms: forms.collect(), pictures: Mutex::default() })
    }

    /// Writes a picture.
    pub fn add(&self, picture: &File) -> Result<(), Diagnostic> {
        let form = self.forms.get(&same::key(&picture.path));
        if form.is_some_and(|form| same::is_one(self.folder.path(), form, &picture.path)) {
            let path = self.folder.path().join(&picture.path);
            return Err(Diagnostic::new(&rule::SAME_OUTPUT, "那里是 build 排好的图片，没有换掉它")
                .at(path.as_path())
                .help("用 --pages 写到别的文件夹"));
        }
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
