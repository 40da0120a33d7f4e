//! Where a project file belongs that is named by itself.
//!
//! `build projects/局/甲.yaml` is to read what `build projects` reads, the default files
//! above included, and to write where that writes: `out/局/甲.pdf`. So such a file counts from
//! a folder above it, its root, which follows from its path alone: the nearest folder that is
//! called `projects`, as the one that the program looks through where it is given none; or
//! else the first folder on the way from the working folder.

use std::env;
use std::path::Path;
use std::sync::Arc;

use super::inputs::Input;
use super::work_tree;
use crate::diagnostic::near::USUAL;
use crate::system::output::plain;

/// The project file at `path`, as it is when all files below its root are read.
pub fn named(path: &Path) -> Input {
    let beside = Input::of(path, path.parent().unwrap_or(Path::new("")));
    let Ok(here) = env::current_dir() else { return beside };
    let whole = plain(&here.join(path));
    let Some(below) = root(&whole, &here).and_then(|root| whole.strip_prefix(root).ok()) else {
        return beside;
    };
    // The root as the user named it, whose path may begin below.
    let folder: Arc<Path> = match path.ancestors().nth(below.iter().count()) {
        None => Path::new("").into(),
        Some(shown) if plain(&here.join(shown)).join(below) == whole => shown.into(),
        Some(_) => beside.folder.clone(),
    };
    Input { stem: below.with_extension("").into(), folder, ..beside }
}

/// The root of the file at `path`, as seen from the working folder `here`, both absolute;
/// `None` where no folder is known to belong to it but its own.
fn root<'a>(path: &'a Path, here: &'a Path) -> Option<&'a Path> {
    let folder = path.parent()?;
    let is_called_so = |folder: &&Path| folder.file_name().is_some_and(|name| name == USUAL);
    let Ok(below) = folder.strip_prefix(here) else {
        return below_top(folder).find(is_called_so);
    };
    let depth = below.iter().count();
    let on_the_way = folder.ancestors().take(depth);
    // Outside of a repository, nothing tells how far up folders have to do with each other.
    let above: Vec<&Path> = match work_tree::top(here) {
        Some(_) => below_top(here).collect(),
        None => vec![here],
    };
    let first = folder.ancestors().take(depth).last();
    on_the_way.chain(above).find(is_called_so).or(first)
}

/// The folder and those above it, up to the top of the git work tree that holds it.
fn below_top(folder: &Path) -> impl Iterator<Item = &Path> {
    let top = work_tree::top(folder);
    folder.ancestors().take_while(move |folder| Some(*folder) != top)
}
