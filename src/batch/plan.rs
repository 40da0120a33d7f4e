//! What a build has to do: which forms are current, which may not be printed, and
//! which are to be.

use std::collections::HashSet;

use super::Batch;
use super::manifest::Entry;
use crate::batch::worker::{Examination, Job};
use crate::check::across;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::source::{Input, Texts};
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
    /// What was found, as bad as the user has it; it knows its files by their names.
    pub found: Vec<Diagnostic>,
    /// How many more findings the user has switched off.
    pub allowed: usize,
    /// The same whatever the user has, with what is kept of the project for comparing it
    /// with others; `None` where the project cannot be read.
    pub examination: Option<Examination>,
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
        Self {
            input,
            texts: None,
            task: Task::Skip,
            found: vec![why.clone().closed()],
            allowed: 0,
            examination: None,
            names: Vec::new(),
        }
    }

    /// What is kept of the project for comparing it with others.
    pub fn facts(&self) -> Option<&across::Facts> {
        self.examination.as_ref().map(|examination| &examination.facts)
    }

    /// What a worker has to do.
    pub fn job(&self) -> Job {
        let form = self.facts().map(|facts| (facts.form.clone(), facts.year.clone()));
        Job::new(self.input, self.texts).of_form(form)
    }
}

/// What a build has to do.
pub struct Plan<'a> {
    /// The forms.
    pub forms: Vec<Planned<'a>>,
    /// What was found by comparing them with one another, as bad as the user has it.
    pub across: Vec<Diagnostic>,
    /// How many more findings of that kind the user has switched off.
    pub allowed: usize,
}

impl Batch<'_> {
    /// Looks at all forms, and compares them with one another.
    pub fn plan<'a>(&'a self, inputs: &'a [Input]) -> Plan<'a> {
        let numbered: Vec<_> = inputs.iter().enumerate().collect();
        let mut forms = parallel::map(&numbered, self.jobs, |&(number, input)| {
            self.look_at(input, |texts| self.begin(number, input, texts))
        });
        let facts: Vec<_> = forms.iter().filter_map(Planned::facts).collect();
        let (across, allowed) = self.examiner.severities.apply(across::check(&facts));
        let refused: HashSet<_> = across
            .iter()
            .filter(|diagnostic| diagnostic.is_error())
            .filter_map(|diagnostic| Some(diagnostic.places.first()?.file.name()))
            .collect();
        for form in &mut forms {
            if refused.contains(form.input.name().as_str()) {
                form.task = Task::Refuse;
            }
        }
        Plan { forms, across, allowed }
    }

    /// Has a form printed while it is still being examined, where there is a worker for each.
    fn begin(&self, number: usize, input: &Input, texts: Option<Fingerprint>) {
        if self.team.has_one_for_each && texts.is_some() {
            self.team.begin(number, &Job::new(input, texts).ahead());
        }
    }

    /// Looks at a form: in the manifest, and where it is not there, at what it says. `begin`
    /// is told before the latter.
    fn look_at<'a>(
        &'a self,
        input: &'a Input,
        begin: impl FnOnce(Option<Fingerprint>),
    ) -> Planned<'a> {
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
                begin(fingerprint);
                let examined = self.examiner.judge(input, texts);
                let facts = examined.facts();
                let findings = examined.found.into_iter().map(Diagnostic::closed).collect();
                (Task::Print, findings, facts)
            }
        };
        let (found, allowed) = self.examiner.severities.apply(findings.clone());
        let task = if found.iter().any(Diagnostic::is_error) { Task::Refuse } else { task };
        let examination = facts.map(|facts| Examination { findings, facts });
        Planned { input, texts: fingerprint, task, found, allowed, examination, names }
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
        for file in examination.files() {
            // The names that the user knows the files by now.
            *file = SourceFile::named(names.get(file.name().parse::<usize>().ok()?)?);
        }
        Some((entry, examination))
    }
}
