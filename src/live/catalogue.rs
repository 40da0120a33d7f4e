//! All projects of the folder, examined, and looked at again as they change.

use std::collections::HashMap;
use std::path::{self, Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use super::follow::Look;
use crate::check::across;
use crate::check::examine::Examiner;
use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::overview::listing::{Arrangement, ListedProject, Listing};
use crate::source::{Input, Inputs, Texts, work_tree};
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

/// What there is to say of a file that is gone, with changes that were not saved.
const GONE: &str = "文件不在了，没有保存的改动还留着，点这里接着看";

/// What is known of all projects.
#[derive(Default, Clone)]
pub struct Catalogue {
    projects: IndexMap<String, Arc<Surveyed>>,
    /// What was found beside the projects: names that are not right, links.
    beside: Vec<Diagnostic>,
    /// What was found in comparing them, by the file that it is told of.
    across: HashMap<String, Vec<Diagnostic>>,
    has_looked: bool,
    /// Where the folder of the projects is.
    place: PathBuf,
    /// Whether that is in git.
    versioned: bool,
}

/// What is known of a project.
struct Surveyed {
    input: Input,
    texts: Option<Fingerprint>,
    line: ListedProject,
    found: Vec<Diagnostic>,
    facts: Option<Facts>,
}

/// The projects as a list, with sums.
#[derive(Debug, Serialize)]
pub struct Overview {
    /// A line each, and one for all.
    pub listing: Listing,
    /// The files with changes that are not saved, also where they have gone.
    pub unsaved: Vec<String>,
    /// What was found beside the projects, in a sentence each with its file.
    pub beside: Vec<(String, String)>,
    /// The folder of the projects.
    pub root: String,
    /// Where that is.
    pub place: String,
    /// Whether forms may be changed here.
    pub writable: bool,
    /// What is to be done to see it once more, in a sentence.
    pub again: String,
    /// Whether git keeps what the forms were before.
    pub versioned: bool,
}

impl Catalogue {
    /// Whether nobody has looked yet.
    pub fn is_new(&self) -> bool {
        !self.has_looked
    }

    /// The same once the files have been looked at that there are now. Those whose texts are what
    /// they were are not examined again, unless all are looked at anew.
    pub fn look(&self, examiner: &Examiner, inputs: Inputs, root: &Path, what: Look) -> Self {
        let Inputs { projects, found } = inputs;
        let looked = parallel::map(&projects, None, |input| {
            let known = self.projects.get(&input.name());
            if let Some(known) = known.filter(|_| !what.has(&input.path)) {
                return known.clone();
            }
            let texts = Texts::of(input, &examiner.defaults);
            let fingerprint = texts.fingerprint();
            let is_anew = matches!(what, Look::Anew) || fingerprint.is_none();
            match known.filter(|known| !is_anew && known.texts == fingerprint) {
                Some(known) => known.clone(),
                None => Arc::new(Surveyed::examine(examiner, input, texts, fingerprint)),
            }
        });
        let projects = looked.into_iter().map(|it| (it.line.file.clone(), it)).collect();
        let (beside, _) = examiner.severities.apply(found);
        let place = path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let versioned = work_tree::top(&place).is_some();
        let across = HashMap::new();
        let mut catalogue = Self { projects, beside, across, has_looked: true, place, versioned };
        catalogue.compare(examiner);
        catalogue
    }

    fn compare(&mut self, examiner: &Examiner) {
        let facts: Vec<&Facts> =
            self.projects.values().filter_map(|project| project.facts.as_ref()).collect();
        let (found, _) = examiner.severities.apply(across::check(&facts));
        for found in found {
            let Some(place) = found.places.first() else { continue };
            self.across.entry(place.file.name().to_owned()).or_default().push(found);
        }
    }

    /// The project file that people know by this name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        Some(&self.projects.get(name)?.input)
    }

    /// All project files.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.projects.values().map(|project| &project.input)
    }

    /// The name of the first project file that has these texts.
    pub fn with_texts(&self, texts: Fingerprint) -> Option<String> {
        let has = |project: &&Arc<Surveyed>| project.texts == Some(texts);
        Some(self.projects.values().find(has)?.line.file.clone())
    }

    /// Whether there are projects in a folder.
    pub fn has_folder(&self, folder: &Path) -> bool {
        self.projects.values().any(|project| project.input.path.parent() == Some(folder))
    }

    /// What was found in comparing a project with the others.
    pub fn across(&self, name: &str) -> &[Diagnostic] {
        self.across.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The projects as a list; of those that have been changed, with these lines.
    pub fn overview(
        &self,
        root: &Path,
        writable: bool,
        again: &str,
        unsaved: Vec<String>,
        lines: &HashMap<String, ListedProject>,
    ) -> Overview {
        let line = |project: &Arc<Surveyed>| {
            if let Some(line) = lines.get(&project.line.file) {
                return line.clone();
            }
            let mut line = project.line.clone();
            line.count(&project.found);
            line.count(self.across(&line.file));
            line
        };
        let lines = self.projects.values().map(line).collect();
        // That there is none is seen.
        let is_told = |found: &&Diagnostic| {
            found.severity > Severity::Hint && *found.rule != rule::NO_PROJECTS
        };
        let beside = self.beside.iter().filter(is_told).map(|found| {
            let file = found.places.first().map_or("", |place| place.file.name());
            let said = [Some(&found.message), found.help.as_ref()].into_iter().flatten();
            (file.to_owned(), said.cloned().collect::<Vec<_>>().join("。"))
        });
        let gone = unsaved.iter().filter(|name| !self.projects.contains_key(*name));
        let gone = gone.map(|name| (name.clone(), GONE.to_owned()));
        let beside = beside.chain(gone).collect();
        let listing = Listing::new(lines, Arrangement::default());
        let versioned = self.versioned;
        let [root, place] = [root, &self.place].map(|path| path.display().to_string());
        let again = again.to_owned();
        Overview { listing, unsaved, beside, root, place, writable, again, versioned }
    }
}

impl Surveyed {
    fn examine(
        examiner: &Examiner,
        input: &Input,
        texts: Texts,
        fingerprint: Option<Fingerprint>,
    ) -> Self {
        let examined = examiner.judge(input, texts);
        let (found, _) = examiner.severities.apply(examined.found);
        let line = ListedProject::of(input, examiner, examined.project.as_ref(), &[]);
        let found = found.into_iter().map(Diagnostic::closed).collect();
        Self { input: input.clone(), texts: fingerprint, line, found, facts: examined.facts }
    }
}
