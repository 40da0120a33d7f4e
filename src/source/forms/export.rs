//! Definitions of forms, written out to be changed.

use std::path::{Path, PathBuf};

use super::{Edition, Forms};
use crate::diagnostic::Diagnostic;
use crate::system::output;

/// Writes an edition's own files to a folder that is laid out as `templates/` is; files
/// that are there already stay, and are an error. Gives the paths of the new files.
pub fn export(
    forms: &Forms,
    edition: &Edition,
    folder: &Path,
) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let folder = folder.join(&edition.id).join(edition.since.to_string());
    let own = edition.files.iter().filter(|(name, file)| forms.shared().get(*name) != Some(file));
    let files: Vec<_> = own.map(|(name, file)| (folder.join(name), file)).collect();
    // All of them or none.
    let taken = files.iter().filter(|(path, _)| path.symlink_metadata().is_ok());
    let found: Vec<_> = taken.map(|(path, _)| output::taken(path)).collect();
    if !found.is_empty() {
        return Err(found);
    }
    for (path, file) in &files {
        output::create(path, file.text().as_bytes())?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}
