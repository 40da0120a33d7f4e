//! Paths that lead nowhere, and what they most likely stand for.

use std::fs;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::text::width;

/// The folder that is looked through where no other one is named.
pub const USUAL: &str = "projects";

/// How many names of a folder are looked at.
const MOST: usize = 10_000;
/// How much of a name is the same at least in one that may be meant.
const LEAST_LIKENESS: f64 = 0.5;

/// The project file of this name, with its ending or without, that is here or in the usual
/// folder.
pub fn project(name: &Path) -> Option<PathBuf> {
    let is_project = |path: &Path| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let is_named = path.file_name() == Some(name.as_os_str())
            || path.file_stem() == Some(name.as_os_str());
        matches!(ending, Some("yaml" | "yml")) && is_named && path.is_file()
    };
    let here = ["yaml", "yml"].map(|ending| name.with_added_extension(ending));
    let files = WalkDir::new(USUAL).sort_by_file_name().into_iter().take(MOST);
    let files = files.filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    name.file_name().filter(|only| *only == name.as_os_str())?;
    here.into_iter().chain(files).find(|path| is_project(path))
}

/// The file or folder that is there and whose path is most like `path`, which is not.
pub fn existing(path: &Path) -> Option<PathBuf> {
    if let Some(project) = project(path) {
        return Some(project);
    }
    let mut found = PathBuf::new();
    let mut is_other = false;
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let next = found.join(part);
        if next.exists() {
            found = next;
            continue;
        }
        let Component::Normal(name) = part else { return None };
        found.push(nearest_in(&found, name.to_str()?, parts.peek().is_none())?);
        is_other = true;
    }
    is_other.then_some(found)
}

/// The name in a folder that is most like `name`, which is the last of its path or not.
fn nearest_in(folder: &Path, name: &str, is_last: bool) -> Option<String> {
    let folder = if folder == Path::new("") { Path::new(".") } else { folder };
    let written = Path::new(name);
    let plain_name = plain(name);
    // Systems that hide the endings of names make people write two.
    let with_two_endings = format!("{name}.txt");
    if is_last && folder.join(&with_two_endings).is_file() {
        return Some(with_two_endings);
    }
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok).take(MOST);
    let alike = entries.filter_map(|entry| {
        let other = entry.file_name().into_string().ok()?;
        let is_hidden =
            other.starts_with(['.', '_']) && other.chars().next() != name.chars().next();
        if is_hidden || other == name {
            return None;
        }
        let likeness = strsim::normalized_damerau_levenshtein(&plain_name, &plain(&other));
        if likeness < LEAST_LIKENESS {
            return None;
        }
        // A link that leads nowhere is no better.
        let is_folder = entry.path().metadata().ok()?.is_dir();
        let is_fit = match is_folder {
            true => !is_last || written.extension().is_none(),
            false => is_last && has_kind_of(Path::new(&other), written),
        };
        is_fit.then_some((likeness, other))
    });
    alike.max_by(|(a, one), (b, other)| a.total_cmp(b).then_with(|| one.cmp(other))).map(|it| it.1)
}

/// Whether a file is of the kind that a name asks for. One without an ending asks for a
/// project file.
fn has_kind_of(file: &Path, written: &Path) -> bool {
    let ending = |path: &Path| match path.extension()?.to_str()?.to_lowercase().as_str() {
        "yml" => Some("yaml".to_owned()),
        ending => Some(ending.to_owned()),
    };
    ending(file) == ending(written).or(Some("yaml".to_owned()))
}

/// A name as people compare it: without its ending, in half-width and small letters.
fn plain(name: &str) -> String {
    let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name);
    width::narrow(&stem.nfc().collect::<String>()).to_lowercase()
}
