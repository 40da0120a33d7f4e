//! Disks, above all in networks, that do not know all that others do: locks, or moving a file
//! to where there is none.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::{NamedTempFile, PersistError};

use jixiao::system::output::{Folder, create_by};

use crate::support::cli::Workplace;

/// What systems say of a disk that knows no locks: ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL, EACCES,
/// EPERM, EIO, ENOTTY on Linux; others have other numbers for them.
const NO_LOCKS: [i32; 8] = [37, 38, 95, 22, 13, 1, 5, 25];

fn open(path: &Path, errno: i32) -> Folder {
    let no_lock = |_: &File| Err(TryLockError::Error(io::Error::from_raw_os_error(errno)));
    let waits = || panic!("no one has locked it");
    Folder::open_by(path, "", waits, no_lock).expect("a folder that can be written to")
}

#[test]
fn a_disk_without_locks_can_be_written_to() {
    for errno in NO_LOCKS {
        let workplace = Workplace::new();
        let folder = open(&workplace.path("out"), errno);
        folder.write(Path::new("局/甲.pdf"), b"one").expect("a file");
        assert_eq!(workplace.list("out"), ["局/甲.pdf"], "{errno}");
    }
}

/// What is half-written may be another build's, unless it is so old that none is at work.
#[test]
fn without_locks_one_build_does_not_disturb_another() {
    let workplace = Workplace::new();
    let first = open(&workplace.path("out"), 37);
    let half_written = first.begin().expect("a file");
    let old = workplace.path("out/.jixiao/unfinished/.jixiao-old");
    fs::write(&old, "half a form").expect("a file");
    let yesterday = SystemTime::now() - Duration::from_secs(25 * 60 * 60);
    File::options()
        .write(true)
        .open(&old)
        .and_then(|it| it.set_modified(yesterday))
        .expect("a time");
    let second = open(&workplace.path("out"), 37);
    assert!(!old.exists());
    first.place(half_written, &workplace.path("out/甲.pdf")).expect("the file is still there");
    second.write(Path::new("乙.pdf"), b"two").expect("a file");
    assert_eq!(workplace.list("out"), ["乙.pdf", "甲.pdf"]);
}

/// A new file is written where the disk cannot move it there, and an old one stays.
#[test]
fn a_new_file_is_written_on_any_disk() {
    let workplace = Workplace::new();
    let path = workplace.path("局/甲.yaml");
    let cannot = |file: NamedTempFile, _: &Path| {
        Err(PersistError { file, error: io::Error::from_raw_os_error(22) })
    };
    create_by(&path, b"one", cannot).expect("a file");
    let taken = create_by(&path, b"two", cannot).expect_err("a file that is there");
    assert!(taken.message.contains("已经有这个文件"), "{taken:?}");
    assert_eq!(fs::read(&path).expect("a file"), b"one");
    assert_eq!(workplace.list(""), ["局/甲.yaml"]);
}
