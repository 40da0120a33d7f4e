//! Writing files: whole or not at all, and only below the output folder.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile};

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
            None => self::write(&target, bytes),
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

/// Writes `bytes` to the file at `path`, in place of what may be there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let write = || {
        make_folder(path)?;
        if path.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        filled(path, bytes)?.persist(path).map_err(|error| error.error)
    };
    write().map(drop).map_err(|cause| unwritable(path, &cause))
}

/// Writes `bytes` to a new file at `path`; what is there already stays.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let create = || {
        make_folder(path)?;
        filled(path, bytes)?.persist_noclobber(path).map_err(|error| error.error)
    };
    match create() {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            Err(Diagnostic::new(&rule::UNWRITABLE_FILE, "已经有这个文件，没有改动它")
                .at(path)
                .help("换一个名称，或者先移走原来的文件"))
        }
        Err(cause) => Err(unwritable(path, &cause)),
    }
}

/// Writes `bytes` to the file at `path`, which is there and keeps its permissions.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let rewrite = || {
        let permissions = path.metadata()?.permissions();
        // A file that may not be written to is not to be replaced either.
        fs::OpenOptions::new().write(true).open(path)?;
        let file = filled(path, bytes)?;
        file.as_file().set_permissions(permissions)?;
        file.persist(path).map_err(|error| error.error)
    };
    rewrite().map(drop).map_err(|cause| unwritable(path, &cause))
}

fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::new(&rule::UNWRITABLE_FILE, format!("写不了：{}", in_chinese(cause))).at(path)
}

/// The folder of the file at `path`.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder(path))
}

/// A temporary file beside `path` that holds `bytes`.
fn filled(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".jixiao-");
    readable(&mut builder);
    let mut file = builder.tempfile_in(folder(path))?;
    file.write_all(bytes)?;
    Ok(file)
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
