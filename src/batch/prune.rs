//! Outputs whose project files are gone.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Batch;
use super::manifest::{Entry, Output};
use crate::diagnostic::Diagnostic;
use crate::system::output;

/// A form whose project file is gone.
#[derive(Debug)]
pub struct Orphan {
    entry: Entry,
    /// Its files that no other form has.
    pub files: Vec<Output>,
}

impl Batch<'_> {
    /// The forms that the manifest knows whose project files are gone: their outputs are
    /// not those of `stems`, which are all that were found, and the files were in one
    /// of `folders`, which have been looked through, and are there no more.
    pub fn orphans(&self, stems: &HashSet<Arc<Path>>, folders: &[PathBuf]) -> Vec<Orphan> {
        if folders.is_empty() {
            return Vec::new();
        }
        let format = self.options.format.name();
        let here = self.folder.real();
        let folders: Vec<_> = folders.iter().map(|folder| output::real(folder)).collect();
        let is_found = |entry: &Entry| *entry.format == *format && stems.contains(&entry.form);
        let is_gone = |entry: &Entry| {
            let source = output::plain(&here.join(&entry.source));
            let is_known = folders.iter().any(|folder| source.starts_with(folder));
            let missing = |cause: io::Error| cause.kind() == io::ErrorKind::NotFound;
            is_known && source.symlink_metadata().is_err_and(missing)
        };
        let is_orphan = |entry: &Entry| {
            let is_printed = !entry.outputs.is_empty();
            is_printed && !is_found(entry) && is_gone(entry)
        };
        let (orphans, owned) = self.manifest.split(is_orphan);
        let orphan = |entry: &Entry| {
            let is_free = |file: &&Output| !owned.has(&file.path, self.folder.path(), None);
            let files = entry.outputs.iter().filter(is_free).cloned().collect();
            Orphan { entry: entry.clone(), files }
        };
        orphans.into_iter().map(orphan).collect()
    }

    /// Removes the files of a form that are as they were written; gives their paths,
    /// and what went wrong.
    pub fn prune(&self, orphan: &Orphan) -> (Vec<PathBuf>, Vec<Diagnostic>) {
        let mut removed = Vec::new();
        let mut found = Vec::new();
        for file in &orphan.files {
            let path = self.folder.path().join(&file.path);
            match self.folder.remove(&file.path, file.fingerprint) {
                Ok(true) => removed.push(path),
                Ok(false) => {}
                Err(cause) => found.push(output::unwritable(&path, &cause)),
            }
        }
        let gone = Entry { outputs: Box::default(), ..orphan.entry.clone() };
        found.extend(self.manifest.add(&gone, None).err());
        (removed, found)
    }

    /// The project file `path`, as seen from the output folder.
    pub(super) fn source(&self, path: &Path) -> PathBuf {
        let relative = pathdiff::diff_paths(output::real(path), self.folder.real());
        relative.unwrap_or_else(|| path.to_owned())
    }
}
