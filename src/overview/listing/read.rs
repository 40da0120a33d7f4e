//! From project files to their lines in the table.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use super::{Arrangement, ListedProject};
use crate::batch::worker::{Job, Team};
use crate::check::across;
use crate::check::examine::Examiner;
use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, Files, Severity};
use crate::form::{Amount, Attribute, Project, Role};
use crate::print;
use crate::print::typeset::Typesetter;
use crate::source::{self, Edition, Glimpse, Input, Source, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

/// Reads and checks projects, and counts the pages of their forms where that is asked for.
pub struct Reader<'a> {
    /// Reads and checks them.
    pub examiner: Examiner<'a>,
    /// Counts their pages; without it they are not known, and nothing is laid out.
    pub pages: Option<PageCounter<'a>>,
    /// How many are looked at at the same time.
    pub jobs: Option<NonZeroUsize>,
}

/// Counts the pages of forms.
pub struct PageCounter<'a> {
    /// Knows how they are laid out, and composes those with the bundled layout.
    pub typesetter: &'a Typesetter,
    /// Lays out those with one of the user's own.
    pub team: Team<'a>,
}

impl Reader<'_> {
    /// The lines for project files, in their order, with the fields of these keys; and what
    /// was found in laying them out, which no check finds.
    pub fn read(
        &self,
        inputs: &[Input],
        arrangement: &Arrangement,
    ) -> (Vec<ListedProject>, Vec<Diagnostic>) {
        let fields = arrangement.fields();
        let read = parallel::map(inputs, self.jobs, |input| self.examine(input, &fields));
        let (mut listed, mut jobs, mut facts) = (Vec::new(), Vec::new(), Vec::new());
        for (line, job, kept) in read {
            listed.push(line);
            jobs.push(job);
            facts.extend(kept);
        }
        self.compare(&facts, &mut listed);
        let jobs: Vec<_> =
            jobs.into_iter().enumerate().filter_map(|(number, job)| Some((number, job?))).collect();
        let forms = self.examiner.forms;
        let mut files = Files::new(|name: &str| forms.file(name).or_else(|| source::open(name)));
        let mut found = Vec::new();
        for (number, pages) in self.lay_out(inputs, &jobs) {
            match pages {
                Ok(pages) => listed[number].pages = Some(pages),
                Err(failed) => {
                    listed[number].count(&failed);
                    found.extend(failed.into_iter().map(|it| it.opened(&mut files)));
                }
            }
        }
        (listed, found)
    }

    /// Counts what is found in comparing the projects, with those that it is found in.
    fn compare(&self, facts: &[Facts], listed: &mut [ListedProject]) {
        let facts: Vec<&Facts> = facts.iter().collect();
        let (found, _) = self.examiner.severities.apply(across::check(&facts));
        let numbers: HashMap<String, usize> =
            listed.iter().enumerate().map(|(number, line)| (line.file.clone(), number)).collect();
        for found in found {
            let file = found.places.first().map(|place| place.file.name());
            if let Some(&number) = file.and_then(|file| numbers.get(file)) {
                listed[number].count(&[found]);
            }
        }
    }

    /// How many pages there are in the forms that have to be laid out for that, each with its
    /// number.
    fn lay_out(&self, inputs: &[Input], jobs: &[(usize, Job)]) -> Vec<(usize, Pages)> {
        let Some(PageCounter { team, .. }) = &self.pages else { return Vec::new() };
        let counted = Mutex::new(Vec::new());
        team.work(
            0..jobs.len(),
            |index| jobs[index].1.clone(),
            |index, outcome, _| {
                let number = jobs[index].0;
                let answer = outcome.answer(&inputs[number].path, team.timeout);
                let answer = answer.map_err(Vec::from).and_then(|answer| answer.printed);
                let pages = answer.map(|printed| printed.pages);
                counted.lock().unwrap_or_else(PoisonError::into_inner).push((number, pages));
            },
        );
        let mut counted = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
        counted.sort_by_key(|(number, _)| *number);
        counted
    }

    /// The line for a project file; where its pages are asked for and its layout is the
    /// user's own, without them, but with the job that counts them; and what is kept for
    /// comparing it with others.
    fn examine(
        &self,
        input: &Input,
        fields: &[&str],
    ) -> (ListedProject, Option<Job>, Option<Facts>) {
        let texts = Texts::of(input, &self.examiner.defaults);
        let fingerprint = self.pages.is_some().then(|| texts.fingerprint()).flatten();
        let examined = self.examiner.judge(input, texts);
        let (found, _) = self.examiner.severities.apply(examined.found);
        let mut line = ListedProject::of(input, &self.examiner, examined.project.as_ref(), fields);
        line.count(&found);
        let is_printable = !found.iter().any(Diagnostic::is_error);
        let job = match examined.project {
            Some((source, edition)) if is_printable => {
                self.count(input, fingerprint, &source.project, edition, &mut line)
            }
            _ => None,
        };
        (line, job, examined.facts)
    }

    /// Counts the pages of a form; or gives the job that does.
    fn count(
        &self,
        input: &Input,
        fingerprint: Option<Fingerprint>,
        project: &Project,
        edition: &Edition,
        line: &mut ListedProject,
    ) -> Option<Job> {
        let typesetter = self.pages.as_ref()?.typesetter;
        if typesetter.layout(edition).is_ok_and(|layout| layout.is_bundled()) {
            line.pages = print::count_pages(project, edition, typesetter).ok();
            return None;
        }
        let form = (project.form().name.as_str().into(), project.year().into());
        Some(Job::new(input, fingerprint).of_form(Some(form)))
    }
}

/// How many pages a form has, or what went wrong in counting them.
type Pages = Result<usize, Vec<Diagnostic>>;

/// What is known of a project that cannot be read.
fn unread(input: &Input, examiner: &Examiner, fields: &[&str]) -> ListedProject {
    let glimpse = Glimpse::of(input, &examiner.defaults);
    let definition = glimpse.form().cloned();
    ListedProject { definition, ..with_texts(|it| glimpse.says(it), fields) }
}

/// What the project says.
fn listed(project: &Project, fields: &[&str]) -> ListedProject {
    let form = project.form();
    ListedProject {
        total: project.total(),
        half_year: project.sum_of(Role::HalfYear).and_then(Amount::of),
        indicators: form.indicators().map(|_| project.indicators().len()),
        is_read: true,
        definition: Some(form.clone()),
        ..with_texts(|it| it.said_by(project), fields)
    }
}

/// The texts of a project, with those of the fields of these keys.
fn with_texts(says: impl Fn(&Attribute) -> Option<String>, fields: &[&str]) -> ListedProject {
    let fields = fields.iter().map(|key| (*key).to_owned());
    let field = |key: String| {
        let said = says(&Attribute::Field(key.clone()));
        (key, said)
    };
    ListedProject {
        form: says(&Attribute::Form),
        year: says(&Attribute::Year),
        department: says(&Attribute::Department),
        unit: says(&Attribute::Unit),
        person: says(&Attribute::Person),
        phone: says(&Attribute::Phone),
        name: says(&Attribute::Name),
        kind: says(&Attribute::Type),
        tier: says(&Attribute::Tier),
        fields: fields.map(field).collect(),
        ..ListedProject::default()
    }
}

impl ListedProject {
    /// The line for a project file as it was read, if it could be; without its pages, and
    /// without what was found.
    pub fn of(
        input: &Input,
        examiner: &Examiner,
        read: Option<&(Source, &Edition)>,
        fields: &[&str],
    ) -> Self {
        let line = match read {
            None => unread(input, examiner, fields),
            Some((source, _)) => listed(&source.project, fields),
        };
        Self { file: input.name(), folder: input.folder_name(), ..line }
    }

    /// Counts what was found.
    pub fn count(&mut self, found: &[Diagnostic]) {
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        self.errors += count(Severity::Error);
        self.warnings += count(Severity::Warning);
    }
}
