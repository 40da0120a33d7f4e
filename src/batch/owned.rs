//! Which files belong to forms.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::manifest::Entry;
use crate::system::output::same;

/// A file, by its path below the output folder, and the form that it belongs to.
#[derive(Debug)]
struct OwnedFile {
    path: PathBuf,
    form: PathBuf,
}

/// Files of forms, by what the names have in common of those that may be the same.
#[derive(Debug)]
pub struct Owned(HashMap<Vec<String>, Vec<OwnedFile>>);

impl Owned {
    /// The files of these forms.
    pub fn by<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut owned: HashMap<_, Vec<_>> = HashMap::new();
        for entry in entries {
            for output in &entry.outputs {
                let file = OwnedFile { path: output.path.clone(), form: entry.form.clone() };
                owned.entry(same::key(&output.path)).or_default().push(file);
            }
        }
        Self(owned)
    }

    /// Whether the file at `path` below `folder` belongs to another form than `form`, whatever
    /// its name is spelled like: a project that was renamed in letter case only still has it.
    pub fn has(&self, path: &Path, folder: &Path, form: Option<&Path>) -> bool {
        let is_it = |other: &OwnedFile| {
            Some(other.form.as_path()) != form && same::is_one(folder, &other.path, path)
        };
        self.0.get(&same::key(path)).is_some_and(|alike| alike.iter().any(is_it))
    }
}
