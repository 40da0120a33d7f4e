//! The way through a version, from the tree of all files to the forms that are wanted.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::index::entry::Mode;
use gix::objs::tree::EntryKind;

use super::FormFile;
use super::form::{Origin, StoredDefaults};
use super::history::{History, Snapshot};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::{self, DEFAULTS, Document};

/// A way through the files of a version.
pub struct Walk<'a> {
    history: &'a History,
    version: &'a Snapshot,
    /// The default files that apply in the folders met so far, the nearest first.
    below: HashMap<PathBuf, Vec<StoredDefaults>>,
    /// The forms met so far.
    pub forms: Vec<FormFile>,
    /// What was found on the way.
    pub found: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    /// At the beginning of it.
    pub fn new(history: &'a History, version: &'a Snapshot) -> Self {
        Self { history, version, below: HashMap::new(), forms: Vec::new(), found: Vec::new() }
    }

    /// Takes what there is at `path`, if there is something.
    pub fn at(&mut self, path: &Path) -> Result<(), gix::Error> {
        let repository = &self.history.repository;
        let tree = repository.find_tree(self.version.tree)?;
        if path == Path::new("") {
            return self.folder(path, tree.id);
        }
        match tree.lookup_entry_by_path(path)? {
            Some(entry) if entry.mode().is_tree() => self.folder(path, entry.object_id()),
            Some(entry) if entry.mode().is_blob() => self.form(path, entry.object_id()),
            Some(entry) if entry.mode().is_commit() => {
                self.submodule(path);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Takes the forms in a folder and below it.
    fn folder(&mut self, path: &Path, id: ObjectId) -> Result<(), gix::Error> {
        let tree = self.history.repository.find_tree(id)?;
        for entry in tree.iter() {
            let entry = entry?;
            let name = gix::path::from_bstr(entry.filename())?;
            // Git writes no others; a history may come from anyone.
            if !matches!(name.components().collect::<Vec<_>>()[..], [Component::Normal(_)]) {
                continue;
            }
            let path = path.join(name);
            match entry.kind() {
                EntryKind::Tree if source::is_visible(&path) => {
                    self.folder(&path, entry.object_id())?;
                }
                EntryKind::Blob | EntryKind::BlobExecutable if source::is_project(&path) => {
                    self.form(&path, entry.object_id())?;
                }
                EntryKind::Commit if source::is_visible(&path) => self.submodule(&path),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes an entry of the index, which may stand for a whole folder.
    pub fn entry(&mut self, path: &Path, mode: Mode, id: ObjectId) -> Result<(), gix::Error> {
        let is_seen = path.iter().all(|name| source::is_visible(Path::new(name)));
        match mode {
            Mode::DIR if is_seen => self.folder(path, id),
            Mode::FILE | Mode::FILE_EXECUTABLE if is_seen && source::is_project(path) => {
                self.form(path, id)
            }
            _ => Ok(()),
        }
    }

    fn submodule(&mut self, path: &Path) {
        let name = self.name(path);
        self.found.push(
            Diagnostic::new(&rule::UNREADABLE_FILE, "这是 git 子模块，里面的项目没有比较")
                .at(Path::new(&name))
                .help("进入这个文件夹，在那里比较"),
        );
    }

    fn form(&mut self, path: &Path, id: ObjectId) -> Result<(), gix::Error> {
        let bytes = self.history.repository.find_blob(id)?.take_data();
        let below = self.below(path.parent().unwrap_or(Path::new("")))?;
        let text = source::from_bytes(&self.name(path), &bytes);
        let (key, place) = (path.to_owned(), path.display().to_string());
        self.forms.push(FormFile { key, place, origin: Origin::Stored { text, below } });
        Ok(())
    }

    /// The default files for what is in `folder`.
    fn below(&mut self, folder: &Path) -> Result<Vec<StoredDefaults>, gix::Error> {
        if let Some(known) = self.below.get(folder) {
            return Ok(known.clone());
        }
        let mut below = Vec::from_iter(self.defaults(&folder.join(DEFAULTS))?);
        if let Some(above) = folder.parent() {
            below.extend(self.below(above)?);
        }
        self.below.insert(folder.to_owned(), below.clone());
        Ok(below)
    }

    /// The default file at `path`, if there is one.
    fn defaults(&self, path: &Path) -> Result<Option<StoredDefaults>, gix::Error> {
        let repository = &self.history.repository;
        let tree = repository.find_tree(self.version.tree)?;
        let entry = tree.lookup_entry_by_path(path)?.filter(|entry| entry.mode().is_blob());
        let Some(entry) = entry else { return Ok(None) };
        let bytes = repository.find_blob(entry.object_id())?.take_data();
        let parsed = match source::from_bytes(&self.name(path), &bytes) {
            Ok(file) => Document::parse(file, &self.history.definitions).map(Arc::new),
            Err(found) => Err(found.into()),
        };
        Ok(Some(parsed))
    }

    /// What users call the file at `path`: as git does.
    fn name(&self, path: &Path) -> String {
        format!("{}:{}", self.version.label, path.display())
    }
}
