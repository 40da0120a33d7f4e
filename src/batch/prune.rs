//! Outputs whose project files are gone.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Batch;
use super::manifest::Entry;
use crate::diagnostic::Diagnostic;
use crate::output;

impl Batch<'_> {
    /// The forms that the manifest knows, none of which has a project file any more:
    /// neither among `stems`, which are all that were found, nor where it was.
    pub fn orphans(&self, stems: &HashSet<PathBuf>) -> Vec<&Entry> {
        let format = self.options.format.name();
        let is_found = |entry: &Entry| entry.format == format && stems.contains(&entry.form);
        let has_source = |entry: &Entry| self.folder.path().join(&entry.source).exists();
        let is_orphan = |entry: &Entry| {
            let is_printed = !entry.outputs.is_empty();
            is_printed && !is_found(entry) && !has_source(entry)
        };
        self.manifest.entries().into_iter().filter(|entry| is_orphan(entry)).collect()
    }

    /// Removes the files of `entry` that are as they were written; gives their paths,
    /// and what went wrong.
    pub fn prune(&self, entry: &Entry) -> (Vec<PathBuf>, Vec<Diagnostic>) {
        let mut removed = Vec::new();
        let mut found = Vec::new();
        for file in &entry.outputs {
            let path = self.folder.path().join(&file.path);
            match self.folder.remove(&file.path, file.fingerprint) {
                Ok(true) => removed.push(path),
                Ok(false) => {}
                Err(cause) => found.push(output::unwritable(&path, &cause)),
            }
        }
        found
            .extend(self.manifest.add(&Entry { outputs: Vec::new(), ..entry.clone() }, None).err());
        (removed, found)
    }

    /// The project file `path`, as seen from the output folder.
    pub(super) fn source(&self, path: &Path) -> PathBuf {
        let from = self.folder.path().canonicalize();
        let to = path.canonicalize();
        let relative = from.ok().zip(to.ok()).and_then(|(from, to)| pathdiff::diff_paths(to, from));
        relative.unwrap_or_else(|| path.to_owned())
    }
}
