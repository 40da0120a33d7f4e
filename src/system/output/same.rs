//! Which names a file system takes for the same file.
//!
//! That depends on the disk, on how it is mounted, and with some on the folder: only the
//! file system itself knows. It is asked with empty files of these very names in a folder of
//! their own, which goes again.

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use crate::text::alike::alike;

/// What may be the same file, by what the names have in common.
pub fn key(path: &Path) -> Vec<String> {
    path.iter().map(|name| alike(&name.to_string_lossy())).collect()
}

/// Of each of `paths`, the number of the first of them that is the same file, by what `ask`
/// says of paths that look alike: which of these is the first that is the same.
pub fn first_of_same(paths: &[&Path], ask: impl Fn(&[&Path]) -> Vec<usize>) -> Vec<usize> {
    let mut alike: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    for (number, path) in paths.iter().enumerate() {
        alike.entry(key(path)).or_default().push(number);
    }
    let mut first: Vec<usize> = (0..paths.len()).collect();
    for numbers in alike.into_values().filter(|numbers| numbers.len() > 1) {
        let mut spellings: Vec<&Path> = numbers.iter().map(|&number| paths[number]).collect();
        spellings.sort_unstable();
        spellings.dedup();
        // Where all are spelled alike, there is nothing to ask.
        let same = if spellings.len() > 1 { ask(&spellings) } else { vec![0] };
        let owner = |number: usize| {
            let spelling = spellings.binary_search(&paths[number]).ok();
            spelling.and_then(|spelling| same.get(spelling).copied())
        };
        let mut owners: HashMap<Option<usize>, usize> = HashMap::new();
        for number in numbers {
            first[number] = *owners.entry(owner(number)).or_insert(number);
        }
    }
    first
}

/// Asks the file system that `folder` is on, or will be: of each of `paths` below the folder,
/// the number of the first of them that is the same file. Where it cannot be asked, since
/// nothing can be written there, none are.
pub fn ask(folder: &Path, paths: &[&Path]) -> Vec<usize> {
    let whole: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
    probe(&whole).unwrap_or_else(|_| (0..paths.len()).collect())
}

fn probe(paths: &[PathBuf]) -> io::Result<Vec<usize>> {
    let base = shared_folder(paths);
    let here = if base == Path::new("") { Path::new(".") } else { base };
    let folder = Builder::new().prefix(".jixiao-").tempdir_in(here)?;
    let first = |(number, path): (usize, &PathBuf)| {
        let below = path.strip_prefix(base).unwrap_or(path);
        claim(&folder.path().join(below), number).unwrap_or(number)
    };
    let same = paths.iter().enumerate().map(first).collect();
    folder.close()?;
    Ok(same)
}

/// Writes a number into the file at `path`, or finds there the one of an earlier path.
fn claim(path: &Path, number: usize) -> io::Result<usize> {
    super::make_folder(path)?;
    match File::create_new(path) {
        Ok(mut file) => {
            file.write_all(number.to_string().as_bytes())?;
            Ok(number)
        }
        Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {
            fs::read_to_string(path)?.parse().map_err(io::Error::other)
        }
        Err(cause) => Err(cause),
    }
}

/// The innermost folder that is there and holds all of `paths`.
fn shared_folder(paths: &[PathBuf]) -> &Path {
    let Some((first, others)) = paths.split_first() else { return Path::new("") };
    let holds_all = |folder: &&Path| others.iter().all(|path| path.starts_with(folder));
    let mut above = first.ancestors().skip(1).filter(holds_all);
    above.find(|folder| *folder == Path::new("") || folder.is_dir()).unwrap_or(Path::new(""))
}

/// Whether two paths below `folder` are those of one file, which is there or will be.
pub fn is_one(folder: &Path, one: &Path, other: &Path) -> bool {
    one == other
        || (key(one) == key(other)
            // What the system remembers of a file in a network may be of a moment ago.
            && (is_same(&folder.join(one), &folder.join(other)) || ask(folder, &[one, other]) == [0, 0]))
}

/// Whether two paths lead to one file that is there, whatever they are spelled like.
pub fn is_same(one: &Path, other: &Path) -> bool {
    identity(one).is_some_and(|one| identity(other) == Some(one))
}

/// What tells a file or a folder from all others.
#[cfg(unix)]
pub type Identity = (u64, u64);
/// What tells a file or a folder from all others: as long as this is there, it is open.
#[cfg(not(unix))]
pub type Identity = same_file::Handle;

/// What tells the file or folder at `path` from all others; `None` where there is none. A
/// pipe would not be opened before someone writes to it.
pub fn identity(path: &Path) -> Option<Identity> {
    let metadata = path.metadata().ok()?;
    let is_one = metadata.is_file() || metadata.is_dir();
    #[cfg(unix)]
    return is_one.then(|| identity_of(&metadata))?;
    #[cfg(not(unix))]
    return is_one.then(|| same_file::Handle::from_path(path).ok())?;
}

/// What tells a file from all others where the file system says so without opening it.
#[cfg(unix)]
pub fn identity_of(metadata: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;

    Some((metadata.dev(), metadata.ino()))
}

/// What tells a file from all others where the file system says so without opening it.
#[cfg(not(unix))]
pub fn identity_of(_: &Metadata) -> Option<(u64, u64)> {
    None
}
