//! Writing files: whole or not at all, and only below the output folder.

mod folder;
mod kept;
mod placing;
pub mod same;
mod written;

pub use folder::{Folder, STATE};
pub use placing::{Unplaced, place};

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{self, Component, Path, PathBuf};

use placing::filled;
use tempfile::{NamedTempFile, PersistError};

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
    let file = filled(folder(path), bytes)?;
    keep(path, file.as_file());
    place(file, path).map_err(|unplaced| unplaced.cause)
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

/// The path of a file or folder without links on the way; neither it nor its folder need be
/// there.
pub fn real(path: &Path) -> PathBuf {
    let Ok(path) = path::absolute(path) else { return path.to_owned() };
    // Links to what is not there yet; those that lead to each other have no end.
    let mut path = path;
    for _ in 0..MOST_LINKS {
        let there =
            path.ancestors().find_map(|above| Some((above, dunce::canonicalize(above).ok()?)));
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
        placing::place(unplaced, path).map_err(|unplaced| {
            let _ = fs::remove_file(path);
            unplaced.cause
        })
    };
    match create() {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(taken(path)),
        Err(cause) => Err(unwritable(path, &cause)),
    }
}

/// Writes `bytes` to the file at `path`, which is there and keeps its group, its permissions
/// and its other names.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let open = || OpenOptions::new().read(true).write(true).open(path);
    let rewrite = || {
        // A file that may not be written to is not to be replaced either.
        let old = open()?;
        let new = filled(folder(path), bytes)?;
        let may_go = !kept::has_other_names(&old.metadata()?);
        if !may_go || kept::hand_on(&old, new.as_file()).is_err() {
            drop(new);
            return overwrite(old, bytes);
        }
        drop(old);
        match place(new, path) {
            // In a folder in which only the owner of a file may replace it.
            Err(unplaced) if unplaced.cause.kind() == io::ErrorKind::PermissionDenied => {
                drop(unplaced);
                overwrite(open()?, bytes)
            }
            result => result.map_err(|unplaced| unplaced.cause),
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
    // Windows does not tell the one from the other.
    let may_be_open = cfg!(windows) && cause.kind() == io::ErrorKind::PermissionDenied;
    let why = match may_be_open && path.is_file() {
        true => "它正打开着，或者没有权限".to_owned(),
        false => in_chinese(cause),
    };
    let found = Diagnostic::new(&rule::UNWRITABLE_FILE, format!("写不了：{why}")).at(path);
    match advice(path, cause) {
        Some(help) => found.help(help),
        None => found,
    }
}

/// What to do where a file or folder at `path` cannot be written, if that is known.
pub fn advice(path: &Path, cause: &io::Error) -> Option<String> {
    /// What Windows says of a file that another program has open.
    const SHARED: [i32; 2] = [32, 33];
    let is_shared = cfg!(windows) && cause.raw_os_error().is_some_and(|it| SHARED.contains(&it));
    let what = match path.extension().and_then(|ending| ending.to_str()) {
        Some("pdf") => "这份 PDF ",
        _ => "这个文件",
    };
    Some(match cause.kind() {
        io::ErrorKind::PermissionDenied if path.is_file() => format!(
            "如果{what}正打开着，先关上它，再运行一次；没有打开，就请有权限的人打开它和所在文件夹的写入权限"
        ),
        io::ErrorKind::PermissionDenied => {
            "所在的文件夹不让写：换一个能写的文件夹，或者请有权限的人打开它的写入权限".into()
        }
        io::ErrorKind::ReadOnlyFilesystem => "换一个能写的文件夹".into(),
        io::ErrorKind::ResourceBusy => format!("先关上{}，再运行一次", what.trim_end()),
        _ if is_shared => format!("先关上{}，再运行一次", what.trim_end()),
        _ => return None,
    })
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
