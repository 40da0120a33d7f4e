//! All projects of the folder, examined, and looked at again as they change.

use std::collections::HashMap;
use std::path::Path;

use indexmap::IndexMap;
use serde::Serialize;

use crate::check::across;
use crate::check::examine::Examiner;
use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, Severity};
use crate::overview::listing::{Arrangement, ListedProject, Listing};
use crate::source::{Input, Inputs, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

/// What is known of all projects.
#[derive(Default)]
pub struct Survey {
    projects: IndexMap<String, Surveyed>,
    /// What was found beside the projects: names that are not right, links.
    beside: Vec<Diagnostic>,
    /// What was found in comparing them, by the file that it is told of.
    across: HashMap<String, Vec<Diagnostic>>,
    has_looked: bool,
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
    /// What was found beside the projects, in a sentence each with its file.
    pub beside: Vec<(String, String)>,
    /// The folder of the projects.
    pub root: String,
    /// Whether forms may be changed here.
    pub writable: bool,
}

impl Survey {
    /// Looks at the files that there are now. Those whose texts are what they were are not
    /// examined again, unless `anew`: the rules may have changed. It tells whether this is the
    /// first look.
    pub fn look(&mut self, examiner: &Examiner, inputs: Inputs, anew: bool) -> bool {
        let Inputs { projects, found } = inputs;
        let mut before = std::mem::take(&mut self.projects);
        let known: Vec<(Input, Option<Surveyed>)> = projects
            .into_iter()
            .map(|input| {
                let known = before.swap_remove(&input.name()).filter(|_| !anew);
                (input, known)
            })
            .collect();
        let looked = parallel::map(&known, None, |(input, known)| {
            let texts = Texts::of(input, &examiner.defaults);
            let fingerprint = texts.fingerprint();
            let is_same = known.as_ref().is_some_and(|known| known.texts == fingerprint);
            let is_same = is_same && fingerprint.is_some();
            (!is_same).then(|| Surveyed::examine(examiner, input, texts, fingerprint))
        });
        let surveyed = known.into_iter().zip(looked).filter_map(|((_, known), new)| new.or(known));
        self.projects = surveyed.map(|it| (it.line.file.clone(), it)).collect();
        (self.beside, _) = examiner.severities.apply(found);
        self.compare(examiner);
        !std::mem::replace(&mut self.has_looked, true)
    }

    fn compare(&mut self, examiner: &Examiner) {
        let facts: Vec<&Facts> =
            self.projects.values().filter_map(|project| project.facts.as_ref()).collect();
        let (found, _) = examiner.severities.apply(across::check(&facts));
        self.across.clear();
        for found in found {
            let Some(place) = found.places.first() else { continue };
            self.across.entry(place.file.name().to_owned()).or_default().push(found);
        }
    }

    /// The project file that people know by this name.
    pub fn input(&self, name: &str) -> Option<&Input> {
        Some(&self.projects.get(name)?.input)
    }

    /// Whether there are projects in a folder.
    pub fn has_folder(&self, folder: &Path) -> bool {
        self.projects.values().any(|project| project.input.path.parent() == Some(folder))
    }

    /// What was found in comparing a project with the others.
    pub fn across(&self, name: &str) -> &[Diagnostic] {
        self.across.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// The projects as a list.
    pub fn overview(&self, root: &Path, writable: bool) -> Overview {
        let line = |project: &Surveyed| {
            let mut line = project.line.clone();
            line.count(&project.found);
            line.count(self.across(&line.file));
            line
        };
        let lines = self.projects.values().map(line).collect();
        let told = self.beside.iter().filter(|found| found.severity > Severity::Hint);
        let beside = told.map(|found| {
            let file = found.places.first().map_or("", |place| place.file.name());
            (file.to_owned(), found.message.clone())
        });
        let beside = beside.collect();
        let root = root.display().to_string();
        Overview { listing: Listing::new(lines, Arrangement::default()), beside, root, writable }
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
