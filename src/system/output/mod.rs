//! Writing files: whole or not at all, and only below the output folder.

mod folder;
mod kept;

pub use folder::{Folder, STATE};

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
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
    let file = filled(folder(path), bytes)?;
    keep(path, file.as_file());
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Gives a file that is to take the place of the one at `path` what that has beside its
/// bytes, as far as the system allows it.
fn keep(path: &Path, file: &File) {
    if path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
        && let Ok(old) = File::open(path)
    {
        let _ = kept::hand_on(&old, file);
    }
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

/// Writes `bytes` to the file at `path`, which is there and keeps its group, its permissions
/// and its other names.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let rewrite = || {
        // A file that may not be written to is not to be replaced either.
        let old = OpenOptions::new().read(true).write(true).open(path)?;
        let new = filled(folder(path), bytes)?;
        let may_go = !kept::has_other_names(&old.metadata()?);
        if !may_go || kept::hand_on(&old, new.as_file()).is_err() {
            drop(new);
            return overwrite(old, bytes);
        }
        match new.persist(path) {
            // In a folder in which only the owner of a file may replace it.
            Err(error) if error.error.kind() == io::ErrorKind::PermissionDenied => {
                drop(error.file);
                overwrite(old, bytes)
            }
            result => result.map(drop).map_err(|error| error.error),
        }
    };
    rewrite().map_err(|cause| unwritable(path, &cause))
}

/// Writes `bytes` over those of a file that no other one can take the place of. Where that
/// fails it has the old ones again; there is room, as both have just been there at once.
fn overwrite(mut file: File, bytes: &[u8]) -> io::Result<()> {
    let mut before = Vec::new();
    file.read_to_end(&mut before)?;
    let mut write = |bytes: &[u8]| {
        file.rewind()?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    };
    write(bytes).inspect_err(|_| drop(write(&before)))
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
