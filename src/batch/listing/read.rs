//! From project files to their lines in the table.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use super::{ListedProject, Wording};
use crate::batch::worker::{Job, Team};
use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, Files, Severity};
use crate::form::{Amount, Form, Project, Role};
use crate::print;
use crate::print::typeset::Typesetter;
use crate::source::{self, Document, Input, Texts};
use crate::system::parallel;

/// Reads and checks projects, and counts the pages of their forms.
pub struct Reader<'a> {
    /// Reads and checks them.
    pub examiner: Examiner<'a>,
    /// Knows how they are laid out, and composes those with the bundled layout.
    pub typesetter: &'a Typesetter,
    /// Lays out those with one of the user's own, to count their pages.
    pub team: Team<'a>,
    /// How many are looked at at the same time.
    pub jobs: Option<NonZeroUsize>,
}

impl Reader<'_> {
    /// The lines for project files, in their order; and what was found in laying them out,
    /// which no check finds.
    pub fn read(&self, inputs: &[Input]) -> (Vec<ListedProject>, Vec<Diagnostic>) {
        let read = parallel::map(inputs, self.jobs, |input| self.examine(input));
        let (mut listed, jobs): (Vec<_>, Vec<_>) = read.into_iter().unzip();
        let jobs: Vec<_> =
            jobs.into_iter().enumerate().filter_map(|(number, job)| Some((number, job?))).collect();
        let counted = Mutex::new(Vec::new());
        self.team.work(
            0..jobs.len(),
            |index| jobs[index].1.clone(),
            |index, outcome, _| {
                let number = jobs[index].0;
                let answer = outcome.answer(&inputs[number].path, self.team.timeout);
                let answer = answer.map_err(Vec::from).and_then(|answer| answer.printed);
                let pages = answer.map(|printed| printed.pages);
                counted.lock().unwrap_or_else(PoisonError::into_inner).push((number, pages));
            },
        );
        let mut counted = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
        counted.sort_by_key(|(number, _)| *number);
        let forms = self.examiner.forms;
        let mut files = Files::new(|name: &str| forms.file(name).or_else(|| source::open(name)));
        let mut found = Vec::new();
        for (number, pages) in counted {
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

    /// The line for a project file; where it can be printed and its layout is the user's own,
    /// without the pages, but with the job that counts them.
    fn examine(&self, input: &Input) -> (ListedProject, Option<Job>) {
        let texts = Texts::of(input, &self.examiner.defaults);
        let fingerprint = texts.fingerprint();
        let examined = self.examiner.judge(input, texts);
        let (found, _) = self.examiner.severities.apply(examined.found);
        let is_printable = !found.iter().any(Diagnostic::is_error);
        let (project, job) = match examined.project {
            None => (self.unread(input), None),
            Some((source, edition)) => {
                let project = &source.project;
                let mut line = listed(project);
                let is_composed =
                    self.typesetter.layout(edition).is_ok_and(|layout| layout.is_bundled());
                if is_printable && is_composed {
                    line.pages = print::count_pages(project, edition, self.typesetter).ok();
                }
                let form = (project.form().name.as_str().into(), project.year().into());
                let job = || Job::new(input, fingerprint).of_form(Some(form));
                (line, (is_printable && !is_composed).then(job))
            }
        };
        let mut project = ListedProject { file: input.name(), ..project };
        project.count(&found);
        (project, job)
    }

    /// What is known of a project that cannot be read.
    fn unread(&self, input: &Input) -> ListedProject {
        let Ok(form) = source::form_of(input, &self.examiner.defaults) else {
            return ListedProject::default();
        };
        let name = || {
            let (keys, _) = form.by_role(Role::Name)?;
            let document = Document::load(&input.path, self.examiner.forms).ok()?;
            Some(document.text(keys.first()?)?.to_owned())
        };
        ListedProject { name: name(), ..of_form(&form) }
    }
}

fn of_form(form: &Form) -> ListedProject {
    ListedProject {
        form: Some(form.name.clone()),
        wording: Wording::of(form),
        ..ListedProject::default()
    }
}

/// What the project says.
fn listed(project: &Project) -> ListedProject {
    let form = project.form();
    ListedProject {
        name: Some(project.name().into_owned()),
        kind: form.path_of(Role::Type).map(|_| project.text(Role::Type).into_owned()),
        total: project.total(),
        half_year: project.sum_of(Role::HalfYear).and_then(Amount::of),
        indicators: form.indicators().map(|_| project.indicators().len()),
        ..of_form(form)
    }
}

impl ListedProject {
    /// Counts what was found.
    fn count(&mut self, found: &[Diagnostic]) {
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        self.errors += count(Severity::Error);
        self.warnings += count(Severity::Warning);
    }
}
