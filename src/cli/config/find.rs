//! Where files of settings are looked for.

use std::path::{Path, PathBuf};

use crate::source::work_tree;

/// The folders that may have settings for the files in `folder`, the nearest first: it and
/// those above it, up to the top of the git work tree. Outside of one, up to the working folder,
/// or else up to one of those that were `given`: what lies further above may be anyone's. All
/// paths begin at the root.
pub fn folders(folder: &Path, here: &Path, given: &[PathBuf]) -> Vec<PathBuf> {
    let of_given = given.iter().map(PathBuf::as_path).filter(|given| folder.starts_with(given));
    let top = work_tree::top(folder)
        .or_else(|| Some(here).filter(|here| folder.starts_with(here)))
        .or_else(|| of_given.min_by_key(|given| given.components().count()));
    let top = top.unwrap_or(folder);
    folder.ancestors().take_while(|it| it.starts_with(top)).map(Path::to_owned).collect()
}

/// The folder that holds all of these.
pub fn common(folders: &[PathBuf]) -> PathBuf {
    let Some((first, others)) = folders.split_first() else { return PathBuf::new() };
    let holds_all = |above: &&Path| others.iter().all(|folder| folder.starts_with(above));
    first.ancestors().find(holds_all).unwrap_or(first).to_owned()
}
