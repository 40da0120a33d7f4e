//! Writing files: whole or not at all, and only below the output folder.

mod folder;
pub mod same;
mod written;

pub use folder::{Folder, STATE};

use std::fs;
use std::io::{self, Write};
use std::path::{self, Component, Path, PathBuf};

use tempfile::{Builder, NamedTempFile, PersistError};

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};

/// How many links to what is not there are followed.
const MOST_LINKS: usize = 8;

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

/// The path of a file or folder without links on the way; neither it nor its folder need be
/// there.
pub fn real(path: &Path) -> PathBuf {
    let Ok(path) = path::absolute(path) else { return path.to_owned() };
    // Links to what is not there yet; those that lead to each other have no end.
    let mut path = path;
    for _ in 0..MOST_LINKS {
        let there = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
        let Some((above, there)) = there else { return path };
        let below = path.strip_prefix(above).unwrap_or(Path::new(""));
        let first = below.iter().next().map(|name| there.join(name));
        let link = first.and_then(|first| Some((fs::read_link(&first).ok()?, first)));
        let Some((target, first)) = link else { return plain(&there.join(below)) };
        let rest = below.iter().skip(1).collect::<PathBuf>();
        path = plain(&folder(&first).join(target).join(rest));
    }
    path
}

/// A path without `.` and `..`, none of whose folders is a link.
pub fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// What there is to say where a new file has the path of one that is there.
pub fn taken(path: &Path) -> Diagnostic {
    Diagnostic::new(&rule::UNWRITABLE_FILE, "已经有这个文件，没有改动它")
        .at(path)
        .help("换一个名称，或者先移走原来的文件")
}

/// Writes `bytes` to a new file at `path`; what is there already stays.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    create_by(path, bytes, |file, path| file.persist_noclobber(path))
}

/// The same where `place` moves the file to a path at which there is none.
pub fn create_by(
    path: &Path,
    bytes: &[u8],
    place: impl FnOnce(NamedTempFile, &Path) -> Result<fs::File, PersistError>,
) -> Result<(), Diagnostic> {
    let create = || {
        make_folder(path)?;
        let unplaced = match place(filled(folder(path), bytes)?, path) {
            Ok(_) => return Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(error.error);
            }
            Err(error) => error.file,
        };
        // Some disks, above all in networks, cannot move a file only where there is none: an
        // empty one keeps the place.
        fs::File::create_new(path)?;
        unplaced.persist(path).map(drop).map_err(|error| {
            let _ = fs::remove_file(path);
            error.error
        })
    };
    match create() {
        Ok(()) => Ok(()),
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
