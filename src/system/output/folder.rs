//! The folder that a build writes to.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::{check_replaceable, filled, folder, keep, make_folder, real, unwritable};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::system::fingerprint::Fingerprint;

/// Where the program keeps what it has to know about the folder, within it.
pub const STATE: &str = ".jixiao";

/// The folder that a build writes to, and no other build at the same time.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The same without links on the way.
    real: PathBuf,
    /// Holds files that are not complete yet; on the disk that the outputs are on.
    unfinished: PathBuf,
    /// What has been written so far.
    written: Mutex<HashMap<PathBuf, Fingerprint>>,
    /// Locked as long as it is open.
    _lock: File,
}

impl Folder {
    /// Opens the folder at `path`, and makes it where there is none. Builds with
    /// another `name` may write to it at the same time, those with the same one wait
    /// for each other, after a call of `wait`. What a build that was killed has left
    /// behind goes.
    pub fn open(path: &Path, name: &str, wait: impl FnOnce()) -> Result<Self, Diagnostic> {
        let state = path.join(STATE);
        let at = |path: &Path| {
            let path = path.to_owned();
            let help = "看看输出文件夹能不能写，或用 -o 换一个";
            move |cause| unwritable(&path, &cause).help(help)
        };
        if state.is_symlink() {
            return Err(at(&state)(io::Error::other("这是一个符号链接")));
        }
        fs::create_dir_all(&state).map_err(at(&state))?;
        // Where the outputs are kept in git, this is not for others to see.
        let ignore = state.join(".gitignore");
        if ignore.symlink_metadata().is_err() {
            fs::write(&ignore, "*\n").map_err(at(&ignore))?;
        }
        let lock_path = state.join(format!("lock{name}"));
        let lock = lock(&lock_path, wait).map_err(at(&lock_path))?;
        let unfinished = state.join(format!("unfinished{name}"));
        empty(&unfinished).map_err(at(&unfinished))?;
        let real = real(path);
        let path = path.to_owned();
        Ok(Self { path, real, unfinished, written: Mutex::default(), _lock: lock })
    }

    /// Where the folder is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the folder is, without links on the way.
    pub fn real(&self) -> &Path {
        &self.real
    }

    /// Where the program keeps what it has to know about the folder.
    pub fn state(&self) -> PathBuf {
        self.path.join(STATE)
    }

    /// Writes `bytes` to `path` below the folder. Whoever looks sees the old file
    /// or the new one, never a part of it. The same file may be written twice in
    /// one build, but not with different bytes.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<Fingerprint, Diagnostic> {
        let target = self.path.join(path);
        if let Some(link) = self.link_to_elsewhere(path) {
            let message = format!("{} 是符号链接，不写到输出文件夹之外", link.display());
            return Err(Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(target.as_path()));
        }
        let fingerprint = Fingerprint::of(bytes);
        match self.remember(path, fingerprint) {
            None => filled(&self.unfinished, bytes)
                .and_then(|file| self.place(file, &target))
                .map_err(|cause| unwritable(&target, &cause))?,
            Some(before) if before == fingerprint => {}
            Some(_) => {
                return Err(Diagnostic::new(&rule::SAME_OUTPUT, "和另一份输出同名，内容不同")
                    .at(target.as_path())
                    .help("改文件名，或分几次运行，用 -o 写到不同的文件夹"));
            }
        }
        Ok(fingerprint)
    }

    /// The fingerprint of the file at `path` below the folder; `None` where there is
    /// no plain file to be read.
    pub fn fingerprint(&self, path: &Path) -> Option<Fingerprint> {
        let target = self.path.join(path);
        if self.link_to_elsewhere(path).is_some() || !target.symlink_metadata().ok()?.is_file() {
            return None;
        }
        Some(Fingerprint::of(&fs::read(target).ok()?))
    }

    /// Removes the file at `path` below the folder, and the folders that it leaves
    /// empty, if it has this fingerprint; whether it did.
    pub fn remove(&self, path: &Path, fingerprint: Fingerprint) -> io::Result<bool> {
        if self.fingerprint(path) != Some(fingerprint) {
            return Ok(false);
        }
        fs::remove_file(self.path.join(path))?;
        for folder in path.ancestors().skip(1).filter(|folder| *folder != Path::new("")) {
            // One that is not empty stays, and so do those above it.
            if fs::remove_dir(self.path.join(folder)).is_err() {
                break;
            }
        }
        Ok(true)
    }

    /// The fingerprint with which `path` was written before, if it was.
    fn remember(&self, path: &Path, fingerprint: Fingerprint) -> Option<Fingerprint> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        match written.entry(path.to_owned()) {
            Entry::Occupied(before) => Some(*before.get()),
            Entry::Vacant(entry) => {
                entry.insert(fingerprint);
                None
            }
        }
    }

    /// A file to be filled, on the disk that the outputs are on.
    pub fn begin(&self) -> io::Result<NamedTempFile> {
        filled(&self.unfinished, &[])
    }

    /// Puts a file that is complete at `target`, in place of what may be there.
    pub fn place(&self, file: NamedTempFile, target: &Path) -> io::Result<()> {
        make_folder(target)?;
        check_replaceable(target)?;
        keep(target, file.as_file());
        match file.persist(target) {
            Err(error) if error.error.kind() == io::ErrorKind::CrossesDevices => {
                // Of a name that is always the same: what a build leaves that is killed
                // meanwhile, the next one overwrites.
                let name = target.file_name().unwrap_or_default().to_string_lossy();
                let beside = folder(target).join(format!(".jixiao-{name}"));
                let copied = fs::copy(error.file.path(), &beside);
                let placed = copied.and_then(|_| fs::rename(&beside, target));
                placed.inspect_err(|_| drop(fs::remove_file(&beside)))
            }
            result => result.map(drop).map_err(|error| error.error),
        }
    }

    /// The first link on the way to `path`, itself included, that would lead out of
    /// the folder.
    fn link_to_elsewhere<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        path.ancestors().find(|below| {
            let outside = below.components().any(|part| !matches!(part, Component::Normal(_)));
            outside || (*below != Path::new("") && self.path.join(below).is_symlink())
        })
    }
}

/// Makes an empty folder at `path`, in place of what may be there.
fn empty(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path)?,
        Ok(_) => fs::remove_file(path)?,
        Err(_) => {}
    }
    fs::create_dir(path)
}

/// Opens the file at `path` and locks it, after a call of `wait` where another
/// process has done so.
fn lock(path: &Path, wait: impl FnOnce()) -> io::Result<File> {
    // A pipe would never be opened, and a link leads elsewhere.
    if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("不是普通文件"));
    }
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            wait();
            file.lock()?;
        }
        // A disk in a network that knows no locks: there is no more to be done.
        Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(cause)) => return Err(cause),
    }
    Ok(file)
}
