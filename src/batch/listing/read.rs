//! From a project file to its line in the table.

use super::Row;
use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, Severity};
use crate::form::edition::Edition;
use crate::form::{Amount, Project};
use crate::print::typeset::{self, Typesetter};
use crate::source::{Document, Input};

/// Reads, checks and typesets projects, and prints none of them.
pub struct Reader<'a> {
    /// Reads and checks them.
    pub examiner: Examiner<'a>,
    /// Typesets them.
    pub typesetter: &'a Typesetter,
}

impl Reader<'_> {
    /// The line for the project file `input`.
    pub fn read(&self, input: &Input) -> Row {
        let examined = self.examiner.examine(input);
        let is_printable = !examined.has_errors();
        let mut found = examined.found;
        let row = match examined.project {
            None => Row { name: name(input), ..Row::default() },
            Some((source, _)) if !is_printable => row(&source.project),
            Some((source, edition)) => {
                let pages = self.pages(&source.project, edition);
                typeset::forget();
                let pages = pages.map_err(|errors| found.extend(errors)).ok();
                Row { pages, ..row(&source.project) }
            }
        };
        Row { file: input.name(), ..row }.counting(&found)
    }

    fn pages(&self, project: &Project, edition: &Edition) -> Result<usize, Vec<Diagnostic>> {
        let fonts = self.typesetter.fonts().available(&edition.manifest.fonts);
        let generated = edition.render(project, &fonts, None)?;
        Ok(self.typesetter.typeset(edition, &generated)?.pages().len())
    }
}

/// The project's name, where its file can be read that far.
fn name(input: &Input) -> Option<String> {
    Some(Document::load(&input.path).ok()?.text("项目名称")?.to_owned())
}

/// What the project says.
fn row(project: &Project) -> Row {
    let half_years = project.funds.expenses.values().map(|expense| &expense.half_year);
    let groups = project.indicators.values().flat_map(|groups| groups.values());
    Row {
        name: Some(project.name.clone()),
        kind: Some(project.kind.clone()),
        total: Some(project.funds.total.clone()),
        half_year: Amount::sum(half_years),
        indicators: Some(groups.map(|group| group.len()).sum()),
        ..Row::default()
    }
}

impl Row {
    /// Counts what was found.
    fn counting(mut self, found: &[Diagnostic]) -> Self {
        let count = |severity| found.iter().filter(|found| found.severity == severity).count();
        self.errors = count(Severity::Error);
        self.warnings = count(Severity::Warning);
        self
    }
}
