//! Writing files: whole or not at all, and only below the output folder.

mod folder;

pub use folder::{Folder, STATE};

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};

/// Writes `bytes` to the file at `path`, in place of what may be there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    make_folder(path).and_then(|()| replace(path, bytes)).map_err(|cause| unwritable(path, &cause))
}

/// Writes `bytes` to the file at `path` in a folder that is there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    check_replaceable(path)?;
    filled(folder(path), bytes)?.persist(path).map(drop).map_err(|error| error.error)
}

/// Whether there is nothing at `path` but a plain file, or a link.
fn check_replaceable(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() && !metadata.is_symlink() => {
            Err(io::Error::other("不是普通文件"))
        }
        _ => Ok(()),
    }
}

/// The path of a file or folder without links on the way, which need not be there.
pub fn real(path: &Path) -> PathBuf {
    match (path.canonicalize(), folder(path).canonicalize(), path.file_name()) {
        (Ok(real), ..) => real,
        (_, Ok(parent), Some(name)) => parent.join(name),
        _ => path.to_owned(),
    }
}

/// What there is to say where a new file has the path of one that is there.
pub fn taken(path: &Path) -> Diagnostic {
    Diagnostic::new(&rule::UNWRITABLE_FILE, "已经有这个文件，没有改动它")
        .at(path)
        .help("换一个名称，或者先移走原来的文件")
}

/// Writes `bytes` to a new file at `path`; what is there already stays.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let create = || {
        make_folder(path)?;
        filled(folder(path), bytes)?.persist_noclobber(path).map_err(|error| error.error)
    };
    match create() {
        Ok(_) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(taken(path)),
        Err(cause) => Err(unwritable(path, &cause)),
    }
}

/// Writes `bytes` to the file at `path`, which is there and keeps its permissions.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let rewrite = || {
        let permissions = path.metadata()?.permissions();
        // A file that may not be written to is not to be replaced either.
        fs::OpenOptions::new().write(true).open(path)?;
        let file = filled(folder(path), bytes)?;
        file.as_file().set_permissions(permissions)?;
        file.persist(path).map_err(|error| error.error)
    };
    rewrite().map(drop).map_err(|cause| unwritable(path, &cause))
}

/// A file or folder at `path` that cannot be written.
pub fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::new(&rule::UNWRITABLE_FILE, format!("写不了：{}", in_chinese(cause))).at(path)
}

/// The folder of the file at `path`.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Makes the folder of the file at `path`.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(folder(path))
}

/// A temporary file in `folder` that holds `bytes`.
fn filled(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".jixiao-");
    readable(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
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
