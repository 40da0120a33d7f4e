//! From a project to the files of its form: template, layout, export.

pub mod book;
mod compose;
pub mod draft;
pub mod export;
mod families;
pub mod fonts;
mod layout;
pub mod template;
pub mod typeset;
pub mod view;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::form::Project;
use crate::source::{self, Edition};
use compose::compose;
use export::{File, Format, LaidOut};
pub use layout::{Layout, Layouts, Module, Numbering};
use template::Generated;
use typeset::Typesetter;

/// How forms are printed, the same for all of them.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Options {
    /// What to make of a form.
    pub format: Format,
    /// Whether a PDF carries the project's data.
    pub attach: bool,
}

/// A form that has been printed.
#[derive(Debug)]
pub struct Printed {
    /// How many pages it has.
    pub pages: usize,
    /// The files to write.
    pub files: Vec<File>,
}

/// Prints the form of a project; `stem` is the path of its files below the output
/// folder, without an ending.
pub fn print(
    project: &Project,
    edition: &Edition,
    stem: &Path,
    typesetter: &Typesetter,
    options: &Options,
) -> Result<Printed, Vec<Diagnostic>> {
    let data = source::to_yaml(project)?;
    let attachment = options.attach.then_some(data.as_str());
    let generated = generate(project, edition, typesetter, attachment, None)?;
    lay_out(project, &generated, stem, typesetter, options.format)
}

/// Prints the form of a project with the page numbers that it has in a book; it carries
/// nothing along.
pub fn print_for_book(
    project: &Project,
    edition: &Edition,
    numbering: Numbering,
    typesetter: &Typesetter,
    format: Format,
) -> Result<Printed, Vec<Diagnostic>> {
    let generated = generate(project, edition, typesetter, None, Some(numbering))?;
    lay_out(project, &generated, Path::new(""), typesetter, format)
}

/// How many pages the form of a project has.
pub fn count_pages(
    project: &Project,
    edition: &Edition,
    typesetter: &Typesetter,
) -> Result<usize, Vec<Diagnostic>> {
    // Where what is composed is what is printed, nothing has to be laid out for it.
    if typesetter.layout(edition)?.is_bundled() {
        let fonts = typesetter.fonts();
        let families = fonts.available(&project.form().fonts);
        return Ok(compose(project, fonts, &families, None).pages.len());
    }
    let generated = generate(project, edition, typesetter, None, None)?;
    Ok(typesetter.typeset(&generated)?.pages().len())
}

/// The form of a project as Typst source.
pub fn generate(
    project: &Project,
    edition: &Edition,
    typesetter: &Typesetter,
    attachment: Option<&str>,
    numbering: Option<Numbering>,
) -> Result<Generated, Diagnostic> {
    let fonts = typesetter.fonts();
    let families = fonts.available(&project.form().fonts);
    let layout = typesetter.layout(edition)?;
    layout.render(project, fonts, &families, attachment, numbering)
}

fn lay_out(
    project: &Project,
    generated: &Generated,
    stem: &Path,
    typesetter: &Typesetter,
    format: Format,
) -> Result<Printed, Vec<Diagnostic>> {
    let document = typesetter.typeset(generated)?;
    let laid_out = LaidOut { year: &project.year(), generated, document: &document };
    let files = export::export(&laid_out, format, stem, typesetter)?;
    Ok(Printed { pages: document.pages().len(), files })
}
