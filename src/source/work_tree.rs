//! The git work tree that a file belongs to: how far up files that many projects share are
//! looked for.

use std::path::Path;

/// The top of the work tree that holds `folder`, a path from the root on. What someone else has
/// put above the folder of a user, as anyone can in a folder for all, is no work tree of theirs.
pub fn top(folder: &Path) -> Option<&Path> {
    let top = folder.ancestors().find(|above| above.join(".git").exists())?;
    has_one_owner(top, folder).then_some(top)
}

/// Whether two folders belong to the same user, as far as the system knows owners. One that is
/// not there yet belongs to whom the one above it belongs to.
#[cfg(unix)]
fn has_one_owner(top: &Path, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    let owner = |path: &Path| Some(path.metadata().ok()?.uid());
    let below = folder.ancestors().find_map(owner);
    owner(&top.join(".git")).is_some_and(|owner| below == Some(owner))
}

#[cfg(not(unix))]
fn has_one_owner(_: &Path, _: &Path) -> bool {
    true
}
