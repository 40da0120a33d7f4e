//! Where project files are: which of them a change is about.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::watched::is_called;
use crate::source::{DEFAULTS, Input};
use crate::system::output::real;
use crate::watch::Changes;

/// The project files by where they are, from the root on; those that are links, by where they
/// lead to as well.
#[derive(Default)]
pub struct Places(HashMap<PathBuf, Arc<Path>>);

impl Places {
    /// Where these are.
    pub fn of(inputs: &[Input]) -> Self {
        let mut folders: HashMap<&Path, PathBuf> = HashMap::new();
        let mut places = HashMap::new();
        for Input { path, .. } in inputs {
            let folder = path.parent().unwrap_or(Path::new(""));
            let folder = folders.entry(folder).or_insert_with(|| real(folder));
            places.insert(folder.join(path.file_name().unwrap_or_default()), path.clone());
            if path.is_symlink() {
                places.insert(real(path), path.clone());
            }
        }
        Self(places)
    }

    /// Whether there is one at `place`.
    pub fn has(&self, place: &Path) -> bool {
        self.0.contains_key(place)
    }

    /// Whether there are some in the folder at `place` or below it.
    pub fn has_below(&self, place: &Path) -> bool {
        self.0.keys().any(|file| file.starts_with(place))
    }

    /// Those that have changed, or files of defaults above them.
    pub fn touched(&self, changes: &Changes) -> HashSet<Arc<Path>> {
        let mut touched = HashSet::new();
        for path in &changes.paths {
            if let Some(file) = self.0.get(path) {
                touched.insert(file.clone());
            } else if !path.is_file() || is_called(path, DEFAULTS) {
                let folder = match is_called(path, DEFAULTS) {
                    true => path.parent().unwrap_or(path),
                    false => path,
                };
                let below = self.0.iter().filter(|(place, _)| place.starts_with(folder));
                touched.extend(below.map(|(_, file)| file.clone()));
            }
        }
        touched
    }
}
