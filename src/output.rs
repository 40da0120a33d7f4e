//! Writing files: whole or not at all, and only below the output folder.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::Builder;

use crate::diagnostic::{Diagnostic, in_chinese};
use crate::rule;

/// The folder that a build writes to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// What has been written so far, and a hash of it.
    written: Mutex<HashMap<PathBuf, u64>>,
}

impl Folder {
    /// The folder at `path`; it is made as needed.
    pub fn new(path: PathBuf) -> Self {
        Self { path, written: Mutex::default() }
    }

    /// Writes `bytes` to `path` below the folder. Whoever looks sees the old file
    /// or the new one, never a part of it. The same file may be written twice in
    /// one build, but not with different bytes.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
        let target = self.path.join(path);
        let fail =
            |message: String| Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(target.as_path());
        if let Some(link) = leaves(&self.path, path) {
            return Err(fail(format!("{} 是符号链接，不写到输出文件夹之外", link.display())));
        }
        match self.remember(path, bytes) {
            None => replace(&target, bytes).map_err(|cause| unwritable(&target, &cause)),
            Some(true) => Ok(()),
            Some(false) => Err(Diagnostic::new(&rule::SAME_OUTPUT, "和另一份输出同名，内容不同")
                .at(target.as_path())
                .help("改文件名，或分几次运行，用 -o 写到不同的文件夹")),
        }
    }

    /// Whether `path` has been written with the same bytes; `None` the first time.
    fn remember(&self, path: &Path, bytes: &[u8]) -> Option<bool> {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        let hash = hasher.finish();
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match written.entry(path.to_owned()) {
            Entry::Occupied(before) => Some(*before.get() == hash),
            Entry::Vacant(entry) => {
                entry.insert(hash);
                None
            }
        }
    }
}

/// The first folder on the way to `path` that would lead out of `folder`.
fn leaves<'a>(folder: &Path, path: &'a Path) -> Option<&'a Path> {
    path.ancestors().skip(1).find(|below| {
        let outside = below.components().any(|part| !matches!(part, Component::Normal(_)));
        outside || (*below != Path::new("") && folder.join(below).is_symlink())
    })
}

/// Puts `bytes` in the place of the file at `path`, which keeps its permissions.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let rewrite = || {
        let permissions = path.metadata()?.permissions();
        // A file that may not be written to is not to be replaced either.
        fs::OpenOptions::new().write(true).open(path)?;
        persist(path, bytes, |file| file.set_permissions(permissions))
    };
    rewrite().map_err(|cause| unwritable(path, &cause))
}

/// A file that cannot be written.
pub fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    let message = format!("写不了：{}", in_chinese(cause));
    Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(path)
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    if target.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    persist(target, bytes, |_| Ok(()))
}

/// Writes a file beside `target` and puts it in its place after `prepare`.
fn persist(
    target: &Path,
    bytes: &[u8],
    prepare: impl FnOnce(&fs::File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".jixiao-");
    readable(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    prepare(file.as_file())?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is private; an output is for all whom the umask lets read.
#[cfg(unix)]
fn readable(builder: &mut Builder) {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable(_: &mut Builder) {}
