//! Forms in the history of a git repository, which is read by a library: git itself
//! need not be there, unless its names are in a format that only git reads (reftable), and
//! none of its settings run anything.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::ObjectId;
use gix::index::entry::Flags;
use gix::revision::plumbing::Spec;

use super::form::Origin;
use super::walk::Walk;
use super::{FormFile, FormSet, folder};
use crate::diagnostic::render::{clean, shown};
use crate::history::git::{Repository, names, state};
use crate::source::{Forms, Input};

/// The repository that holds the working folder.
pub struct History {
    pub(super) repository: gix::Repository,
    /// Whether git itself has to tell what the names of commits stand for.
    asks_git: bool,
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
    pub(super) tree: ObjectId,
}

impl History {
    /// The repository that holds the working folder; what keeps it from being read.
    pub fn here(definitions: &Arc<Forms>) -> Result<Self, String> {
        let repository = Repository::find()?.into_inner();
        let asks_git = state::needs_git(&repository)?;
        Ok(Self { repository, asks_git, definitions: Arc::clone(definitions) })
    }

    /// The repository that holds `folder`; `None` where there is none, or it is one whose names
    /// only git reads.
    pub fn of(folder: &Path, definitions: &Arc<Forms>) -> Option<Self> {
        let repository = gix::discover(folder).ok()?;
        let is_readable = state::needs_git(&repository).is_ok_and(|asks_git| !asks_git);
        let definitions = Arc::clone(definitions);
        is_readable.then_some(Self { repository, asks_git: false, definitions })
    }

    /// What git calls `revision`; `None` where it knows no such version of all files.
    pub fn find(&self, revision: &str) -> Option<Revision> {
        let named = |label: &str, id| Some(Snapshot { label: clean(label), tree: self.tree(id)? });
        let found = self.repository.rev_parse(&*self.readable(revision)?).ok()?;
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
                let base = self.fork(theirs, ours)?;
                let fork = format!("{} 的分叉点", or_head(old));
                Some(Revision::Two(named(&fork, base)?, named(&or_head(new), ours)?))
            }
            Spec::ExcludeParents(id) => {
                let parent = self.parent(id)?;
                let commit = revision.trim_end_matches("^!");
                Some(Revision::Two(named(&format!("{commit}^"), parent)?, named(commit, id)?))
            }
            Spec::Exclude(_) | Spec::IncludeOnlyParents(_) => None,
        }
    }

    /// A revision as the library can read it.
    fn readable<'a>(&self, revision: &'a str) -> Option<Cow<'a, str>> {
        match self.asks_git {
            false => Some(revision.into()),
            true => names::with_ids(revision).map(Cow::Owned),
        }
    }

    /// Why `revision`, which is no version of all files, is none, where that is not for its
    /// name.
    pub fn explain(&self, revision: &str) -> Option<String> {
        let label = clean(revision);
        // Behind a colon stands a path, of which nothing is known where there is no version.
        let revision = revision.split_once(':').map_or(revision, |(revision, _)| revision);
        let found = self.readable(revision).and_then(|it| self.repository.rev_parse(&*it).ok());
        if let Some(found) = found {
            let (ids, related) = match found.detach() {
                Spec::Include(id) => (vec![id], None),
                Spec::ExcludeParents(id) => (vec![id], self.parent(id)),
                Spec::Range { from, to } => (vec![from, to], None),
                Spec::Merge { theirs, ours } => (vec![theirs, ours], self.fork(theirs, ours)),
                Spec::Exclude(_) | Spec::IncludeOnlyParents(_) => (Vec::new(), None),
            };
            if ids.into_iter().chain(related).any(|id| self.is_lost(id)) {
                return Some(state::unread(&self.repository, &label));
            }
            if !revision.ends_with("^!") {
                return None;
            }
        }
        // Of what begins well, something on the way is not there.
        let base = names::base(revision);
        let begins = self.readable(base)?;
        let first = self.repository.rev_parse(&*begins).ok().and_then(|it| it.single());
        let first = first.map(gix::Id::detach).or_else(|| self.target(base))?;
        if self.is_lost(first) {
            return Some(state::unread(&self.repository, &label));
        }
        let absent = state::earlier_not_fetched(&self.repository)?;
        Some(format!("找不到“{label}”：{absent}"))
    }

    /// The first parent of a commit.
    fn parent(&self, id: ObjectId) -> Option<ObjectId> {
        Some(self.repository.find_commit(id).ok()?.parent_ids().next()?.detach())
    }

    /// Where two commits part.
    fn fork(&self, one: ObjectId, other: ObjectId) -> Option<ObjectId> {
        Some(self.repository.merge_base(one, other).ok()??.detach())
    }

    /// What a name stands for, be it there or not.
    fn target(&self, name: &str) -> Option<ObjectId> {
        let reference = self.repository.find_reference(name).ok()?;
        let direct = reference.follow().and_then(Result::ok).unwrap_or(reference);
        Some(direct.try_id()?.detach())
    }

    /// Whether an object, or all files of a commit, are not in the repository.
    fn is_lost(&self, id: ObjectId) -> bool {
        let Ok(object) = self.repository.find_object(id) else { return true };
        match object.try_into_commit() {
            Ok(commit) => commit.tree().is_err(),
            Err(_) => false,
        }
    }

    /// Why there is no last commit.
    pub fn no_head(&self) -> String {
        match self.asks_git {
            true => state::NO_COMMITS.into(),
            false => state::no_head(&self.repository),
        }
    }

    /// Whether `revision` begins with the name of a branch or a tag.
    pub fn has_reference(&self, revision: &str) -> bool {
        if self.asks_git {
            return names::is_reference(revision);
        }
        self.repository.rev_parse(revision).is_ok_and(|found| found.first_reference().is_some())
    }

    /// Whether there are files beside the history.
    pub fn has_work_tree(&self) -> bool {
        self.repository.workdir().is_some()
    }

    /// How many versions there are before `revision`, from each to the first of its parents;
    /// `None` where it is no commit.
    pub fn count_before(&self, revision: &str) -> Option<usize> {
        let revision = self.readable(revision)?;
        let mut id = self.repository.rev_parse_single(&*revision).ok()?.detach();
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
    pub fn in_work_tree(&self, path: impl AsRef<Path>) -> PathBuf {
        self.repository.workdir().unwrap_or(Path::new("")).join(path)
    }

    /// Whether `version` has something at `path` below the top.
    pub fn has(&self, version: &Snapshot, path: &Path) -> bool {
        let Ok(tree) = self.repository.find_tree(version.tree) else { return false };
        path == Path::new("") || tree.lookup_entry_by_path(path).is_ok_and(|found| found.is_some())
    }

    /// The forms of `version` at `paths` below the top.
    pub fn side(&self, version: &Snapshot, paths: &[PathBuf]) -> Result<FormSet, String> {
        let mut walk = Walk::new(self, version);
        for path in paths {
            walk.at(path).map_err(|_| state::unread(&self.repository, &version.label))?;
        }
        let Walk { forms, found, .. } = walk;
        Ok(FormSet::new(version.label.clone(), forms, found, &self.definitions))
    }

    /// The forms on the disk at `paths`, which are named as on the command line; `below` are
    /// the same from the top.
    pub fn work_tree(&self, paths: &[PathBuf], below: &[PathBuf]) -> Result<FormSet, String> {
        let Some(top) = self.repository.workdir() else {
            return Err(
                "这个 git 仓库没有工作区，要写出两个版本，如 jixiao diff HEAD~1 HEAD".into()
            );
        };
        if !top.is_dir() {
            let shown = shown(top);
            return Err(format!(
                "这个 git 仓库的工作区 {shown} 没有了\n提示：用 git config core.worktree 看看它应在哪里"
            ));
        }
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
        let mut forms: Vec<_> = inputs.into_iter().filter_map(form).collect();
        forms.extend(self.left_out(below)?);
        Ok(FormSet::new("工作区".into(), forms, found, &self.definitions))
    }

    /// The forms at `paths` below the top that are in the work tree by their names only: a
    /// sparse one leaves out what is not worked on, and git takes that for unchanged.
    fn left_out(&self, paths: &[PathBuf]) -> Result<Vec<FormFile>, String> {
        let is_sparse = self.repository.config_snapshot().boolean("core.sparseCheckout");
        let Some(Revision::One(head)) = is_sparse.filter(|it| *it).and_then(|_| self.find("HEAD"))
        else {
            return Ok(Vec::new());
        };
        let unread = |_| state::unread(&self.repository, "index");
        let index = self.repository.index_or_empty().map_err(unread)?;
        let mut walk = Walk::new(self, &head);
        for entry in index.entries() {
            let Ok(path) = gix::path::from_bstr(entry.path(&index)) else { continue };
            if entry.flags.contains(Flags::SKIP_WORKTREE)
                && paths.iter().any(|folder| path.starts_with(folder))
                && !self.in_work_tree(&path).exists()
            {
                walk.entry(&path, entry.mode, entry.id).map_err(unread)?;
            }
        }
        Ok(walk.forms)
    }

    /// The tree of a commit, a tag or a tree.
    fn tree(&self, id: ObjectId) -> Option<ObjectId> {
        Some(self.repository.find_object(id).ok()?.peel_to_tree().ok()?.id)
    }
}
