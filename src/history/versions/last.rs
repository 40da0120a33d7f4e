//! What has changed in a project file since the last commit, whatever is wrong with it now.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use gix::ObjectId;

use super::history::{History, Revision};
use super::walk::Walk;
use crate::form::Project;
use crate::history::compare::{Compared, ComparedForm, FormVersion, Pair};
use crate::source::{Defaults, Forms, Input, Texts};
use crate::system::output::real;

/// The last commit of each repository, as far as someone has asked for its files: each is read
/// once.
pub struct LastCommit {
    definitions: Arc<Forms>,
    /// By the files: the version of all files, and what the file says there.
    known: Mutex<HashMap<PathBuf, Known>>,
}

type Known = (ObjectId, Option<Arc<Project>>);

/// What has changed since the last commit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uncommitted {
    /// The cells that say something else or are new, by their paths, as in
    /// [`Project::cells`] and in its order.
    pub cells: Vec<Vec<String>>,
    /// How many cells are gone.
    pub removed: usize,
}

impl LastCommit {
    /// Nothing read so far.
    pub fn new(definitions: Arc<Forms>) -> Self {
        Self { definitions, known: Mutex::default() }
    }

    /// What has changed in a project file since the last commit; `None` where that does not have
    /// the file, or there is none, or either version cannot be told for a form. The input's own
    /// text, if it has one, comes before that on the disk.
    pub fn changes(&self, input: &Input, defaults: &Defaults) -> Option<Uncommitted> {
        let before = self.project(&input.path)?;
        let now = Texts::of(input, defaults).sketch().ok()?;
        Some(difference(&before, &now.project))
    }

    /// The same where it is known what the project says now.
    pub fn changes_to(&self, path: &Path, now: &Project) -> Option<Uncommitted> {
        Some(difference(&*self.project(path)?, now))
    }

    /// What the file at `path` says at the last commit.
    fn project(&self, path: &Path) -> Option<Arc<Project>> {
        let path = real(path.parent()?).join(path.file_name()?);
        let history = History::of(path.parent()?, &self.definitions)?;
        let Revision::One(version) = history.find("HEAD")? else { return None };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((tree, project)) = known().get(&path)
            && *tree == version.tree
        {
            return project.clone();
        }
        let mut walk = Walk::new(&history, &version);
        let below = path.strip_prefix(real(&history.in_work_tree(""))).ok()?;
        walk.at(below).ok()?;
        let project = walk.forms.first().and_then(|form| form.sketch(&self.definitions));
        let project = project.map(Arc::new);
        known().insert(path, (version.tree, project.clone()));
        project
    }
}

fn difference(before: &Project, now: &Project) -> Uncommitted {
    let version = |project: &Project| FormVersion { name: String::new(), project: project.clone() };
    let sides = Pair::Kept { old: version(before), new: version(now) };
    let form: Option<ComparedForm> = Compared::of(sides).into();
    let Some(form) = form else { return Uncommitted::default() };
    let [_, mut cells] = form.cells();
    let shown = now.cells();
    let shown: HashSet<Vec<&str>> = shown.into_iter().map(|cell| cell.path).collect();
    let all = cells.len();
    // A row that the page has stands for one that is left out.
    cells.retain(|path| shown.contains(&path.iter().map(String::as_str).collect::<Vec<_>>()));
    let removed = form.removed_cells() + all - cells.len();
    Uncommitted { cells, removed }
}
