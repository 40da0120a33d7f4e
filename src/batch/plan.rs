//! What a build has to do: which forms are current, which may not be printed, and
//! which are to be.

use std::collections::HashSet;

use super::Batch;
use super::draft::Drafted;
use super::manifest::Entry;
use super::noted::Notes;
use crate::batch::worker::{Examination, Job};
use crate::check::across;
use crate::check::examine::Examined;
use crate::check::facts::{Facts, Head};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::source::{Input, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;
use crate::system::part::Part;

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
    /// The same whatever the user has, where it is to be written down.
    pub noted: Option<Part>,
    /// What the draft lists, where that is what is to be printed.
    pub draft: Option<Drafted>,
    /// What the project is called; `None` where it cannot be read.
    pub head: Option<Head>,
    /// Its texts by their names, the project file's own first.
    pub files: Box<[SourceFile]>,
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

impl Task<'_> {
    /// The word for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Keep(_) => "未变",
            Self::Print => "要排",
            Self::Refuse => "有错",
            Self::Skip => "不排",
        }
    }
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
            noted: None,
            draft: None,
            head: None,
            files: Box::default(),
        }
    }

    /// The names of the files that a finding may stand in which is about the form: a default file
    /// is about all forms that it is for.
    pub fn text_names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(SourceFile::name)
    }

    /// What a worker has to do.
    pub fn job(&self) -> Job {
        let form = self.head.as_ref().map(|head| (head.form.clone(), head.year.clone()));
        let job = Job::new(self.input, self.texts).of_form(form);
        match &self.draft {
            Some(draft) => job.drafted(draft.found.clone()),
            None => job,
        }
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
    /// What is to be written down of those that are to be printed.
    pub notes: Notes,
}

impl Batch<'_> {
    /// Looks at all forms, and compares them with one another.
    pub fn plan<'a>(&'a self, inputs: &'a [Input]) -> Plan<'a> {
        let notes = Notes::begin(&self.folder);
        let numbered: Vec<_> = inputs.iter().enumerate().collect();
        let forms = parallel::map(&numbered, self.jobs, |&(number, input)| {
            self.look_at(input, &notes, |texts| self.begin(number, input, texts))
        });
        // The facts go when they have been compared: the printing takes room, too.
        let (mut forms, facts): (Vec<_>, Vec<_>) = forms.into_iter().unzip();
        let facts: Vec<&Facts> = facts.iter().flatten().map(Box::as_ref).collect();
        let (across, allowed) = self.examiner.severities.apply(across::check(&facts));
        match self.options.format.is_draft() {
            true => self.plan_drafts(&mut forms, inputs, &across),
            false => refuse(&mut forms, &across),
        }
        Plan { forms, across, allowed, notes }
    }

    /// Has a form printed while it is still being examined, where there is a worker for each.
    fn begin(&self, number: usize, input: &Input, texts: Option<Fingerprint>) {
        // What a draft lists is not known before.
        let is_draft = self.options.format.is_draft();
        if self.team.has_one_for_each && texts.is_some() && !is_draft {
            self.team.begin(number, &Job::new(input, texts).ahead());
        }
    }

    /// Looks at a form: in the manifest, and where it is not there, at what it says. `begin`
    /// is told before the latter.
    pub(super) fn look_at<'a>(
        &'a self,
        input: &'a Input,
        notes: &Notes,
        begin: impl FnOnce(Option<Fingerprint>),
    ) -> (Planned<'a>, Option<Box<Facts>>) {
        let texts = Texts::of(input, &self.examiner.defaults);
        let fingerprint = texts.fingerprint();
        let files = texts.files().unwrap_or_default();
        let files: Box<[_]> = files.into_iter().map(SourceFile::closed).collect();
        let is_draft = self.options.format.is_draft();
        // What a draft lists may have changed although its texts have not.
        let known = fingerprint.filter(|_| !is_draft);
        let known = known.and_then(|it| self.known(input, it, &files));
        let (task, findings, noted, facts) = match known {
            Some((entry, Examination { findings, facts })) => {
                (Task::Keep(entry), findings, None, Some(facts))
            }
            None => {
                begin(fingerprint);
                let Examined { found, facts, .. } = self.examiner.judge(input, texts);
                let found: Vec<_> = found.into_iter().map(Diagnostic::closed).collect();
                let noted = facts.as_ref().filter(|_| !is_draft);
                let noted = noted.and_then(|facts| notes.add(&found, facts, &files));
                (Task::Print, found, noted, facts)
            }
        };
        let (mut found, allowed) = self.examiner.severities.apply(findings);
        // It stays as long as the build does.
        found.shrink_to_fit();
        let is_refused = match is_draft {
            true => facts.is_none() && !self.can_be_drafted(input),
            false => found.iter().any(Diagnostic::is_error),
        };
        let task = if is_refused { Task::Refuse } else { task };
        let head = facts.as_ref().map(|facts| facts.head.clone());
        let texts = fingerprint;
        let draft = None;
        let planned = Planned { input, texts, task, found, allowed, noted, draft, head, files };
        (planned, facts.map(Box::new))
    }

    /// The form as it was printed before, if it is current.
    fn known(
        &self,
        input: &Input,
        texts: Fingerprint,
        files: &[SourceFile],
    ) -> Option<(&Entry, Examination)> {
        let entry = self.manifest.entry(&input.stem, self.options.format.name())?;
        let is_current = self.is_current(entry, self.key(texts));
        is_current.then(|| Some((entry, self.manifest.examination(entry, files)?)))?
    }

    /// Whether what has been printed before is what would be printed now, as it depends on what
    /// has this fingerprint.
    pub(super) fn is_current(&self, entry: &Entry, key: Fingerprint) -> bool {
        !self.force && entry.key == key && entry.is_intact(&self.folder)
    }
}

/// Refuses the forms that comparing has found an error in.
fn refuse(forms: &mut [Planned], across: &[Diagnostic]) {
    let refused = refused(across);
    for form in forms {
        if form.text_names().any(|text| refused.contains(text)) {
            form.task = Task::Refuse;
        }
    }
}

/// The files of the forms that must not be printed as of what was found by comparing them.
pub(super) fn refused(across: &[Diagnostic]) -> HashSet<&str> {
    let errors = across.iter().filter(|found| found.is_error());
    errors.filter_map(|found| Some(found.places.first()?.file.name())).collect()
}
