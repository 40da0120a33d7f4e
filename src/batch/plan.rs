//! What a build has to do: which forms are current, which may not be printed, and
//! which are to be.

use std::collections::HashSet;

use super::Batch;
use super::manifest::Entry;
use crate::batch::worker::{Examination, Job};
use crate::check::across;
use crate::diagnostic::finding::Finding;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::source::{self, Input, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

/// A form, and what is to become of it.
#[derive(Debug)]
pub struct Planned<'a> {
    /// The project file.
    pub input: &'a Input,
    /// The fingerprint of its texts; `None` where they cannot be read.
    pub texts: Option<Fingerprint>,
    /// What is to be done.
    pub task: Task<'a>,
    /// What was found, whatever the levels are.
    pub findings: Vec<Finding>,
    /// What is kept of the project for comparing it with others.
    pub facts: Option<across::Facts>,
    /// The names of its texts, the project file's own first.
    pub names: Vec<String>,
}

/// What is to be done with a form.
#[derive(Debug, Clone, Copy)]
pub enum Task<'a> {
    /// Nothing: it has been printed before.
    Keep(&'a Entry),
    /// It is to be printed.
    Print,
    /// It must not be printed.
    Refuse,
    /// It is not even looked at, as another form has the same output.
    Skip,
}

impl<'a> Planned<'a> {
    /// A form that is not looked at, for this reason.
    pub fn skipped(input: &'a Input, why: &Diagnostic) -> Self {
        let findings = vec![Finding::from(why)];
        Self { input, texts: None, task: Task::Skip, findings, facts: None, names: Vec::new() }
    }
}

impl Planned<'_> {
    /// What was found, with the texts.
    pub fn found(&self) -> Vec<Diagnostic> {
        self.findings.iter().filter_map(|finding| finding.open(&source::open)).collect()
    }

    /// What a worker has to do.
    pub fn job(&self) -> Job {
        let form = self.facts.as_ref().map(|facts| (facts.form.clone(), facts.year.clone()));
        Job::new(self.input, self.texts).of_form(form)
    }

    /// What was found, as the manifest keeps it.
    pub fn examination(&self) -> Option<Examination> {
        let facts = self.facts.clone()?;
        Some(Examination { findings: self.findings.clone(), facts })
    }
}

impl Batch<'_> {
    /// Looks at all forms, and compares them with one another; gives what was found
    /// by that comparison, too.
    pub fn plan<'a>(&'a self, inputs: &'a [Input]) -> (Vec<Planned<'a>>, Vec<Diagnostic>) {
        let mut planned = parallel::map(inputs, self.jobs, |input| self.look_at(input));
        let facts: Vec<_> = planned.iter().filter_map(|form| form.facts.as_ref()).collect();
        let across = across::check(&facts, source::open);
        let (levelled, _) = self.examiner.levels.apply(across.clone());
        let refused: HashSet<_> = levelled
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .filter_map(|diagnostic| Some(diagnostic.places.first()?.file.name()))
            .collect();
        for form in &mut planned {
            if refused.contains(form.input.name().as_str()) {
                form.task = Task::Refuse;
            }
        }
        (planned, across)
    }

    /// Looks at a form: in the manifest, and where it is not there, at what it says.
    fn look_at<'a>(&'a self, input: &'a Input) -> Planned<'a> {
        let texts = Texts::of(input, &self.examiner.defaults);
        let fingerprint = texts.fingerprint();
        let files = texts.files().unwrap_or_default();
        let names: Vec<_> = files.iter().map(|file| file.name().to_owned()).collect();
        let known = fingerprint.and_then(|it| self.known(input, it, &names));
        let (task, findings, facts) = match known {
            Some((entry, Examination { findings, facts })) => {
                (Task::Keep(entry), findings, Some(facts))
            }
            None => {
                let examined = self.examiner.judge(input, texts);
                let findings = examined.found.iter().map(Finding::from).collect();
                (Task::Print, findings, examined.facts())
            }
        };
        let open = |name: &str| Some(SourceFile::new(name, ""));
        let found = findings.iter().filter_map(|finding| finding.open(&open)).collect();
        let (found, _) = self.examiner.levels.apply(found);
        let task = if found.iter().any(Diagnostic::is_error) { Task::Refuse } else { task };
        Planned { input, texts: fingerprint, task, findings, facts, names }
    }

    /// The form as it was printed before, if it is current.
    fn known(
        &self,
        input: &Input,
        texts: Fingerprint,
        names: &[String],
    ) -> Option<(&Entry, Examination)> {
        let entry = self.manifest.entry(&input.stem, self.options.format.name())?;
        if self.force || entry.key != self.key(texts) || !entry.is_intact(&self.folder) {
            return None;
        }
        let mut examination = self.manifest.examination(entry)?;
        for name in examination.files() {
            // The names that the user knows the files by now.
            names.get(name.parse::<usize>().ok()?)?.clone_into(name);
        }
        Some((entry, examination))
    }
}
