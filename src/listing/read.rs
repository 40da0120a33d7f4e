//! From a project file to its line in the table.

use super::Row;
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edition::{Edition, Editions};
use crate::project::{Amount, Project};
use crate::source::{self, Defaults, Document, Input, Source};
use crate::typeset::{self, Typesetter};

/// Reads, checks and typesets projects, and prints none of them.
pub struct Reader {
    editions: Editions,
    typesetter: Typesetter,
    defaults: Defaults,
}

impl Reader {
    /// A reader for projects of these editions.
    pub fn new(editions: Editions, typesetter: Typesetter) -> Self {
        Self { editions, typesetter, defaults: Defaults::default() }
    }

    /// The line for the project file `input`.
    pub fn read(&self, input: &Input) -> Row {
        let file = input.path.display().to_string();
        let source = match source::read(input, &self.defaults) {
            Ok(source) => source,
            Err(found) => {
                return Row { file, name: name(input), ..Row::default() }.counting(&found);
            }
        };
        let (pages, found) = self.print(&source);
        Row { file, pages, ..row(&source.project) }.counting(&found)
    }

    /// How many pages the form has, and what is wrong with it.
    fn print(&self, source: &Source) -> (Option<usize>, Vec<Diagnostic>) {
        let (edition, mut found) = match self.check(source) {
            Ok(checked) => checked,
            Err(found) => return (None, found),
        };
        if found.iter().any(Diagnostic::is_error) {
            return (None, found);
        }
        let pages = self.pages(&source.project, edition);
        typeset::forget();
        match pages {
            Ok(pages) => (Some(pages), found),
            Err(errors) => {
                found.extend(errors);
                (None, found)
            }
        }
    }

    /// The project's edition, and what its rules find.
    fn check(&self, source: &Source) -> Result<(&Edition, Vec<Diagnostic>), Vec<Diagnostic>> {
        let edition = check::edition(source, &self.editions)?;
        Ok((edition, check::check(source, edition, self.typesetter.fonts())))
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
