//! What is watched: which files in which folders.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

/// Whether a file matters, by its path.
type Wanted = Arc<dyn Fn(&Path) -> bool + Send + Sync>;

/// Files in a folder. It need not be there: it may come later, and go, and come again.
#[derive(Clone)]
pub struct Target {
    folder: PathBuf,
    /// Whether the folders below it belong to it.
    is_whole: bool,
    wanted: Wanted,
}

/// All that is watched. Files and folders whose names begin with a dot are not, nor is what
/// links lead to.
#[derive(Clone, Default)]
pub struct Scope {
    targets: Vec<Target>,
    /// Folders that do not belong to those that they are in.
    left_out: Vec<PathBuf>,
}

impl Target {
    /// The files that are `wanted` in a folder and in those below it. Its path begins at the
    /// root, and has no links on the way.
    pub fn whole(folder: PathBuf, wanted: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Self {
        Self { folder, is_whole: true, wanted: Arc::new(wanted) }
    }

    /// The files that are `wanted` in a folder itself.
    pub fn flat(folder: PathBuf, wanted: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Self {
        Self { folder, is_whole: false, wanted: Arc::new(wanted) }
    }

    /// Whether a folder belongs to it.
    fn has_folder(&self, folder: &Path) -> bool {
        match folder.strip_prefix(&self.folder) {
            Ok(below) if self.is_whole => !below.iter().any(|name| is_hidden(Path::new(name))),
            Ok(below) => below == Path::new(""),
            Err(_) => false,
        }
    }
}

impl Scope {
    /// These targets, but for the folders that are left out, and what is below them.
    pub fn new(targets: Vec<Target>, left_out: Vec<PathBuf>) -> Self {
        // Whoever asks for a folder by itself wants it.
        let is_asked_for =
            |folder: &PathBuf| targets.iter().any(|target| target.folder.starts_with(folder));
        let left_out = left_out.into_iter().filter(|folder| !is_asked_for(folder)).collect();
        Self { targets, left_out }
    }

    /// Whether a folder belongs to it.
    pub(super) fn has_folder(&self, folder: &Path) -> bool {
        !self.left_out.iter().any(|out| folder.starts_with(out))
            && self.targets.iter().any(|target| target.has_folder(folder))
    }

    /// Whether a file, by its path, belongs to it.
    pub(super) fn has_file(&self, file: &Path) -> bool {
        let Some(folder) = file.parent() else { return false };
        let has = |target: &Target| target.has_folder(folder) && (target.wanted)(file);
        !is_hidden(file)
            && !self.left_out.iter().any(|out| folder.starts_with(out))
            && self.targets.iter().any(has)
    }

    /// Whether the folder of a target is at `path` or below it: it may have come or gone.
    pub(super) fn is_above(&self, path: &Path) -> bool {
        self.targets.iter().any(|target| target.folder.starts_with(path))
    }

    /// The folders that are there and have to be watched, those of targets with the folders that
    /// they are in; and whether all below each matters.
    pub(super) fn folders(&self) -> Vec<(PathBuf, bool)> {
        let mut folders = Vec::new();
        for Target { folder, .. } in &self.targets {
            let above = folder.ancestors().skip(1).find(|above| above.is_dir());
            folders.extend(above.map(|above| (above.to_owned(), false)));
            folders.extend(self.folders_in(folder));
        }
        folders
    }

    /// The folder and those below it, as far as they belong to it and are there; and whether all
    /// below each matters.
    pub(super) fn folders_in(&self, folder: &Path) -> Vec<(PathBuf, bool)> {
        let is_whole = |folder: &Path| {
            self.targets.iter().any(|target| target.is_whole && target.has_folder(folder))
        };
        let folders = self.walk(folder).filter(|entry| entry.file_type().is_dir());
        folders
            .map(|entry| (is_whole(entry.path()), entry))
            .map(|(is, it)| (it.into_path(), is))
            .collect()
    }

    /// The files in a folder and below it that belong to it.
    pub(super) fn files_in(&self, folder: &Path) -> Vec<PathBuf> {
        let files = self.walk(folder).filter(|entry| !entry.file_type().is_dir());
        files.map(DirEntry::into_path).filter(|file| self.has_file(file)).collect()
    }

    /// All files that belong to it.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> =
            self.targets.iter().flat_map(|target| self.files_in(&target.folder)).collect();
        files.sort();
        files.dedup();
        files
    }

    /// What is in a folder and below it, as far as folders belong to this.
    fn walk(&self, folder: &Path) -> impl Iterator<Item = DirEntry> {
        let is_entered =
            |entry: &DirEntry| !entry.file_type().is_dir() || self.has_folder(entry.path());
        // The folder may be gone any moment.
        let walk = WalkDir::new(folder).follow_root_links(false).into_iter();
        walk.filter_entry(is_entered).filter_map(Result::ok)
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
