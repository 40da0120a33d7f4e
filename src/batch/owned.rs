//! Which files belong to forms.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::system::output::same;

/// A file, by its path below the output folder, and the form that it belongs to.
#[derive(Debug)]
struct OwnedFile {
    path: PathBuf,
    form: PathBuf,
}

/// Files of forms, by what the names have in common of those that may be the same.
#[derive(Debug, Default)]
pub struct Owned(HashMap<Vec<String>, Vec<OwnedFile>>);

impl Owned {
    /// These files, each behind the form that it belongs to.
    pub fn by<'a>(files: impl IntoIterator<Item = (&'a Path, &'a Path)>) -> Self {
        let mut owned: HashMap<_, Vec<_>> = HashMap::new();
        for (form, path) in files {
            let file = OwnedFile { path: path.to_owned(), form: form.to_owned() };
            owned.entry(same::key(path)).or_default().push(file);
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
