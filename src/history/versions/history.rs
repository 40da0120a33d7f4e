//! Forms in the history of a git repository, which is read by a library: git itself
//! need not be there, and none of its settings run anything.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::objs::tree::EntryKind;
use gix::revision::plumbing::Spec;

use super::form::{Origin, StoredDefaults};
use super::{FormFile, FormSet, folder};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::history::git::Repository;
use crate::source::{self, DEFAULTS, Document, Forms, Input};

/// The repository that holds the working folder.
pub struct History {
    repository: gix::Repository,
    /// What forms there are.
    pub definitions: Arc<Forms>,
}

/// What a revision on the command line stands for.
pub enum Revision {
    /// A single version.
    One(Snapshot),
    /// Two versions: `A..B`, `A...B`, `A^!`.
    Two(Snapshot, Snapshot),
}

/// A version of all files.
pub struct Snapshot {
    /// What users call it.
    pub label: String,
    tree: ObjectId,
}

impl History {
    /// The repository that holds the working folder; what keeps it from being read.
    pub fn here(definitions: &Arc<Forms>) -> Result<Self, String> {
        let repository = Repository::find()?.into_inner();
        Ok(Self { repository, definitions: Arc::clone(definitions) })
    }

    /// What git calls `revision`; `None` where it knows no such version of all files.
    pub fn find(&self, revision: &str) -> Option<Revision> {
        let named = |label: &str, id| Some(Snapshot { label: clean(label), tree: self.tree(id)? });
        let found = self.repository.rev_parse(revision).ok()?;
        if found.path_and_mode().is_some() {
            return None;
        }
        let or_head = |name: &str| if name.is_empty() { "HEAD" } else { name }.to_owned();
        match found.detach() {
            Spec::Include(id) => Some(Revision::One(named(revision, id)?)),
            Spec::Range { from, to } => {
                let (old, new) = revision.split_once("..")?;
                Some(Revision::Two(named(&or_head(old), from)?, named(&or_head(new), to)?))
            }
            Spec::Merge { theirs, ours } => {
                let (old, new) = revision.split_once("...")?;
                let base = self.repository.merge_base(theirs, ours).ok()??.detach();
                let fork = format!("{} 的分叉点", or_head(old));
                Some(Revision::Two(named(&fork, base)?, named(&or_head(new), ours)?))
            }
            Spec::ExcludeParents(id) => {
                let parent = self.repository.find_commit(id).ok()?.parent_ids().next()?.detach();
                let commit = revision.trim_end_matches("^!");
                Some(Revision::Two(named(&format!("{commit}^"), parent)?, named(commit, id)?))
            }
            Spec::Exclude(_) | Spec::IncludeOnlyParents(_) => None,
        }
    }

    /// Whether `revision` begins with the name of a branch or a tag.
    pub fn has_reference(&self, revision: &str) -> bool {
        self.repository.rev_parse(revision).is_ok_and(|found| found.first_reference().is_some())
    }

    /// How many versions there are before `revision`, from each to the first of its parents;
    /// `None` where it is no commit.
    pub fn count_before(&self, revision: &str) -> Option<usize> {
        let mut id = self.repository.rev_parse_single(revision).ok()?.detach();
        id = self.repository.find_object(id).ok()?.peel_to_commit().ok()?.id;
        let parent = |id| {
            let commit = self.repository.find_commit(id).ok()?;
            let parent = commit.parent_ids().next()?.detach();
            // In a shallow clone, it is not there.
            self.repository.has_object(parent).then_some(parent)
        };
        Some(std::iter::successors(parent(id), |id| parent(*id)).count())
    }

    /// Whether the older versions have been left on the server.
    pub fn is_shallow(&self) -> bool {
        self.repository.is_shallow().unwrap_or(false)
    }

    /// What branches and tags are called.
    pub fn names(&self) -> Vec<String> {
        let references = self.repository.references();
        let Ok(references) = references else { return Vec::new() };
        let Ok(all) = references.all() else { return Vec::new() };
        let names = all.filter_map(Result::ok).map(|it| it.name().shorten().to_string());
        names.chain(["HEAD".to_owned()]).collect()
    }

    /// The path below the top of what the command line calls `path`; `None` where that
    /// is outside of the work tree.
    pub fn below_top(&self, path: &Path) -> Option<PathBuf> {
        let path = gix::path::into_bstr(path).ok()?;
        let below = self.repository.normalize_path(&*path).ok()?;
        Some(gix::path::from_bstr(below).ok()?.into_owned())
    }

    /// The path of what is at `path` below the top.
    pub fn in_work_tree(&self, path: &str) -> PathBuf {
        self.repository.workdir().unwrap_or(Path::new("")).join(path)
    }

    /// Whether `version` has something at `path` below the top.
    pub fn has(&self, version: &Snapshot, path: &Path) -> bool {
        let Ok(tree) = self.repository.find_tree(version.tree) else { return false };
        path == Path::new("") || tree.lookup_entry_by_path(path).is_ok_and(|found| found.is_some())
    }

    /// The forms of `version` at `paths` below the top.
    pub fn side(&self, version: &Snapshot, paths: &[PathBuf]) -> Result<FormSet, String> {
        let mut walk = Walk {
            history: self,
            version,
            below: HashMap::new(),
            forms: Vec::new(),
            found: Vec::new(),
        };
        for path in paths {
            walk.at(path).map_err(|cause| format!("读不了 {} 的历史：{cause}", version.label))?;
        }
        let Walk { forms, found, .. } = walk;
        Ok(FormSet::new(version.label.clone(), forms, found, &self.definitions))
    }

    /// The forms on the disk at `paths`, which are named as on the command line.
    pub fn work_tree(&self, paths: &[PathBuf]) -> Result<FormSet, String> {
        let Some(top) = self.repository.workdir() else {
            return Err("这个 git 仓库没有工作区，要写出两个版本".into());
        };
        // As the library does: where the work tree is elsewhere, paths count from its top.
        let is_inside = self.repository.prefix().is_ok_and(|prefix| prefix.is_some());
        let paths = paths.iter().map(|path| match is_inside {
            true => path.clone(),
            false => top.join(path),
        });
        let there: Vec<PathBuf> = paths.filter(|path| path.exists()).collect();
        let (inputs, found) = folder::inputs(&there);
        let form = |input: Input| {
            let key = self.below_top(&input.path)?;
            let place = key.display().to_string();
            Some(FormFile { key, place, origin: Origin::File(input) })
        };
        let forms = inputs.into_iter().filter_map(form).collect();
        Ok(FormSet::new("工作区".into(), forms, found, &self.definitions))
    }

    /// The tree of a commit, a tag or a tree.
    fn tree(&self, id: ObjectId) -> Option<ObjectId> {
        Some(self.repository.find_object(id).ok()?.peel_to_tree().ok()?.id)
    }
}

/// A way through the files of a version.
struct Walk<'a> {
    history: &'a History,
    version: &'a Snapshot,
    /// The default files that apply in the folders met so far, the nearest first.
    below: HashMap<PathBuf, Vec<StoredDefaults>>,
    forms: Vec<FormFile>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Takes what there is at `path`, if there is something.
    fn at(&mut self, path: &Path) -> Result<(), gix::Error> {
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
