//! The folder that a build writes to.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::placing::{filled, place};
use super::written::Written;
use super::{check_replaceable, folder, keep, make_folder, real, replace, unwritable};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::system::fingerprint::Fingerprint;

/// No build takes longer, where it cannot be known whether one is at work.
const LONGEST_BUILD: Duration = Duration::from_secs(24 * 60 * 60);

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
    written: Mutex<Written>,
    /// Locked as long as it is open, where the disk knows locks; `None` where nothing is written.
    lock: Option<File>,
}

impl Folder {
    /// Opens the folder at `path`, and makes it where there is none. Builds with
    /// another `name` may write to it at the same time, those with the same one wait
    /// for each other, after a call of `wait`. What a build that was killed has left
    /// behind goes.
    pub fn open(path: &Path, name: &str, wait: impl FnOnce()) -> Result<Self, Diagnostic> {
        Self::open_by(path, name, wait, File::try_lock)
    }

    /// The same where files are locked by `try_lock`.
    pub fn open_by(
        path: &Path,
        name: &str,
        wait: impl FnOnce(),
        try_lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, Diagnostic> {
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
            replace(&ignore, b"*\n").map_err(at(&ignore))?;
        }
        let lock_path = state.join(format!("lock{name}"));
        let (lock, is_ours) = lock(&lock_path, wait, try_lock).map_err(at(&lock_path))?;
        let unfinished = state.join(format!("unfinished{name}"));
        // Where nothing is locked, another build may be about to use what is there.
        let age = if is_ours { Duration::ZERO } else { LONGEST_BUILD };
        empty(&unfinished, age).map_err(at(&unfinished))?;
        let real = real(path);
        let path = path.to_owned();
        Ok(Self { path, real, unfinished, written: Mutex::default(), lock: Some(lock) })
    }

    /// The folder at `path`, to be looked at only: it need not be there, and nothing is written.
    pub fn look(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            real: real(path),
            unfinished: PathBuf::new(),
            written: Mutex::default(),
            lock: None,
        }
    }

    /// Whether it is written to.
    pub fn is_open(&self) -> bool {
        self.lock.is_some()
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
        let same = |message: &str| {
            Diagnostic::new(&rule::SAME_OUTPUT, message)
                .at(target.as_path())
                .help("改文件名，或分几次运行，用 -o 写到不同的文件夹")
        };
        if self.written().fingerprint(path) == Some(fingerprint) {
            return Ok(fingerprint);
        }
        let unwritable = |cause| unwritable(&target, &cause);
        let file = filled(&self.unfinished, bytes).map_err(unwritable)?;
        prepare(&file, &target).map_err(unwritable)?;
        // Held until the file is in its place: what is there now may be another output, which
        // was written meanwhile.
        let mut written = self.written();
        match written.fingerprint(path) {
            Some(before) if before == fingerprint => return Ok(fingerprint),
            Some(_) => return Err(same("和另一份输出同名，内容不同")),
            None => {}
        }
        if let Some(other) = written.other_at(path, &target) {
            let message = format!("和另一份输出 {} 是同一个文件", other.display());
            return Err(same(&message));
        }
        put(file, &target).map_err(unwritable)?;
        written.add(path, &target, fingerprint);
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
    /// empty, if it has this fingerprint, and is none of those that were just written,
    /// whatever its name is spelled like; whether it did.
    pub fn remove(&self, path: &Path, fingerprint: Fingerprint) -> io::Result<bool> {
        let written = self.written();
        if self.fingerprint(path) != Some(fingerprint) || written.has(path, &self.path) {
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

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file to be filled, on the disk that the outputs are on.
    pub fn begin(&self) -> io::Result<NamedTempFile> {
        if self.lock.is_none() {
            return Err(io::ErrorKind::ReadOnlyFilesystem.into());
        }
        filled(&self.unfinished, &[])
    }

    /// Puts a file that is complete at `target`, in place of what may be there.
    pub fn place(&self, file: NamedTempFile, target: &Path) -> io::Result<()> {
        prepare(&file, target)?;
        put(file, target)
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

/// Makes ready what it takes to put a file at `target`.
fn prepare(file: &NamedTempFile, target: &Path) -> io::Result<()> {
    make_folder(target)?;
    check_replaceable(target)?;
    keep(target, file.as_file());
    Ok(())
}

/// Puts a file at `target` for which all has been made ready.
fn put(file: NamedTempFile, target: &Path) -> io::Result<()> {
    match place(file, target) {
        Err(unplaced) if unplaced.cause.kind() == io::ErrorKind::CrossesDevices => {
            // Of a name that is always the same: what a build leaves that is killed
            // meanwhile, the next one overwrites.
            let name = target.file_name().unwrap_or_default().to_string_lossy();
            let beside = folder(target).join(format!(".jixiao-{name}"));
            let copied = fs::copy(&unplaced.path, &beside);
            let placed = copied.and_then(|_| fs::rename(&beside, target));
            placed.inspect_err(|_| drop(fs::remove_file(&beside)))
        }
        result => result.map_err(|unplaced| unplaced.cause),
    }
}

/// Makes a folder at `path`, in place of what may be there; what is in it already, and of
/// that age at least, goes.
fn empty(path: &Path, age: Duration) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() && !age.is_zero() => return remove_old(path, age),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path)?,
        Ok(_) => fs::remove_file(path)?,
        Err(_) => {}
    }
    fs::create_dir(path)
}

fn remove_old(folder: &Path, age: Duration) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let changed = entry.metadata().and_then(|metadata| metadata.modified());
        // Where another build has just taken it away, it is gone as well.
        if changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|elapsed| elapsed >= age)) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// Opens the file at `path` and locks it, after a call of `wait` where another process has
/// done so; and whether it is locked. A disk in a network may know no locks, and systems
/// have many words for that: then builds cannot take turns, and each goes on for itself.
fn lock(
    path: &Path,
    wait: impl FnOnce(),
    try_lock: impl FnOnce(&File) -> Result<(), TryLockError>,
) -> io::Result<(File, bool)> {
    // A pipe would never be opened, and a link leads elsewhere.
    if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(io::Error::other("不是普通文件"));
    }
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    let is_locked = match try_lock(&file) {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => {
            wait();
            file.lock().is_ok()
        }
        Err(TryLockError::Error(_)) => false,
    };
    Ok((file, is_locked))
}
