//! Taking up what was changed at an earlier time and not saved.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::catalogue::Catalogue;
use super::desk::Desk;
use super::draft::Draft;
use super::drafts;
use super::keep::Keeper;
use super::shelf::Kept;
use crate::diagnostic::SourceFile;
use crate::source::{self, Input};
use crate::system::sync::lock;

/// What there is to say of a file of which there is another draft.
const WAITING: &str =
    "还有另一份没有保存的改动：先保存或者放弃现在的改动，关掉程序，再打开，就接着那一份";

impl Desk {
    /// Takes up what was changed in files that are new here, and in those that have gone since.
    pub(super) fn take_up(&self, known: &Catalogue, projects: &[Input]) {
        let Some(keeper) = &self.drafts.keeper else { return };
        let given = &self.setting.paths;
        // Each with the folder that was given, if one was.
        let mut folders: IndexMap<PathBuf, Option<Arc<Path>>> = IndexMap::new();
        if known.is_new() {
            let all = source::folders_at(given).into_iter();
            folders.extend(all.map(|(folder, given)| (folder, Some(given))));
        }
        for input in projects.iter().filter(|input| known.input(&input.name()).is_none()) {
            let folder = input.path.parent().unwrap_or(Path::new("")).to_owned();
            let is_given = given.iter().any(|path| **path == *input.folder && path.is_dir());
            folders.entry(folder).or_insert_with(|| is_given.then(|| input.folder.clone()));
        }
        let projects = projects.iter().map(|input| (&*input.path, input)).collect();
        for (folder, given) in &folders {
            self.take_up_in(keeper, folder, given.as_ref(), &projects);
        }
    }

    fn take_up_in(
        &self,
        keeper: &Keeper,
        folder: &Path,
        given: Option<&Arc<Path>>,
        projects: &HashMap<&Path, &Input>,
    ) {
        let mut taken: HashMap<PathBuf, Kept> = HashMap::new();
        for found in keeper.shelf.find(folder) {
            let path = folder.join(&found.kept.file);
            let is_name = Some(found.kept.file.as_os_str()) == path.file_name();
            let is_gone =
                || is_name && source::is_project(&path) && path.symlink_metadata().is_err();
            let gone = || given.filter(|_| is_gone()).map(|it| Input::of(&*path, it.clone()));
            let known = projects.get(&*path).map(|input| Input::clone(input));
            let (is_known, Some(input)) = (known.is_some(), known.or_else(gone)) else { continue };
            let name = input.name();
            if taken.get(&path) == Some(&found.kept) {
                keeper.shelf.discard(&found);
                continue;
            }
            let base = SourceFile::new(&*name, &*found.kept.base);
            let theirs = input.load().ok();
            let mut is_taken = false;
            let take = || {
                let mut draft = Draft::kept(base.clone(), found.kept.text.clone());
                if !keeper.shelf.take(&found) {
                    return None;
                }
                is_taken = true;
                taken.insert(path, found.kept.clone());
                if let Some(theirs) = theirs.clone() {
                    drafts::merge(&mut draft, &input, theirs, &[], &self.assets().forms);
                }
                Some(draft)
            };
            if !self.drafts.take_up(theirs.clone().unwrap_or(base.clone()), take) {
                lock(&self.drafts.waiting).insert(name);
                continue;
            }
            lock(&self.drafts.waiting).remove(&name);
            if is_taken && !is_known {
                lock(&self.gone).insert(name, input);
            }
        }
    }

    /// What there is to say of files of which there is another draft.
    pub(super) fn others_waiting(&self) -> Vec<(String, String)> {
        let waiting = lock(&self.drafts.waiting);
        waiting.iter().map(|name| (name.clone(), WAITING.to_owned())).collect()
    }
}
