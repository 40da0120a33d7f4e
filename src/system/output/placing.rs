//! Giving a file its place.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile, TempPath};

/// How often a file is moved that another program holds.
const TRIES: usize = 10;
/// How long it is waited for that program.
const PAUSE: Duration = Duration::from_millis(50);

/// A file that could not be given its place: why, and where it is. It goes when this is dropped.
pub struct Unplaced {
    /// What the system says.
    pub cause: io::Error,
    /// The file.
    pub path: TempPath,
}

/// A temporary file in `folder` that holds `bytes`, for all whom the umask lets read.
pub fn filled(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    // What is made as a temporary one is private, and on Windows stays marked as temporary.
    let make = |path: &Path| File::create_new(path);
    let mut file = Builder::new().prefix(".jixiao-").make_in(folder, make)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Moves a file that is whole to `target`, in place of what may be there. No handle of it is open
/// by then, nor may there be one of the other: Windows moves and replaces no file that is open.
pub fn place(file: NamedTempFile, target: &Path) -> Result<(), Unplaced> {
    let mut path = file.into_temp_path();
    match patiently(|| fs::rename(&path, target)) {
        Ok(()) => {
            path.disable_cleanup(true);
            Ok(())
        }
        Err(cause) => Err(Unplaced { cause, path }),
    }
}

/// Does what another program may be in the way of: on Windows, what looks for viruses, or makes an
/// index, has each new file open for a moment.
fn patiently(mut act: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    /// What Windows says of a file that is open: access denied, a sharing violation.
    const HELD: [i32; 2] = [5, 32];
    let is_held = |cause: &io::Error| {
        cfg!(windows) && cause.raw_os_error().is_some_and(|it| HELD.contains(&it))
    };
    for _ in 0..TRIES {
        match act() {
            Err(cause) if is_held(&cause) => thread::sleep(PAUSE),
            result => return result,
        }
    }
    act()
}
