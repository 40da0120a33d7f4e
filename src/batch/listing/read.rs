//! From a project file to its line in the table.

use super::{ListedProject, Wording};
use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::{Amount, Form, Project, Role};
use crate::print;
use crate::print::typeset::{self, Typesetter};
use crate::source::{self, Document, Input};

/// Reads, checks and typesets projects, and prints none of them.
pub struct Reader<'a> {
    /// Reads and checks them.
    pub examiner: Examiner<'a>,
    /// Typesets them.
    pub typesetter: &'a Typesetter,
}

impl Reader<'_> {
    /// The line for the project file `input`.
    pub fn read(&self, input: &Input) -> ListedProject {
        let examined = self.examiner.examine(input);
        let is_printable = !examined.has_errors();
        let mut found = examined.found;
        let project = match examined.project {
            None => self.unread(input),
            Some((source, _)) if !is_printable => listed(&source.project),
            Some((source, edition)) => {
                let pages = print::count_pages(&source.project, edition, self.typesetter);
                typeset::forget();
                let pages = pages.map_err(|errors| found.extend(errors)).ok();
                ListedProject { pages, ..listed(&source.project) }
            }
        };
        ListedProject { file: input.name(), ..project }.counting(&found)
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
    fn counting(mut self, found: &[Diagnostic]) -> Self {
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        self.errors = count(Severity::Error);
        self.warnings = count(Severity::Warning);
        self
    }
}
