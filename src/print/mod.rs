//! From a project to the files of its form: template, layout, export.

pub mod book;
pub mod export;
pub mod template;
pub mod typeset;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::form::Project;
use crate::form::edition::{Edition, Numbering};
use crate::source;
use export::{File, Form, Format};
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
    let fonts = typesetter.fonts().available(&edition.manifest.fonts);
    let data = source::to_yaml(project)?;
    let attachment = options.attach.then_some(data.as_str());
    let generated = edition.render(project, &fonts, attachment)?;
    lay_out(project, edition, &generated, stem, typesetter, options.format)
}

/// Prints the form of a project with the page numbers that it has in a book.
pub fn print_for_book(
    project: &Project,
    edition: &Edition,
    numbering: Numbering,
    typesetter: &Typesetter,
    format: Format,
) -> Result<Printed, Vec<Diagnostic>> {
    let fonts = typesetter.fonts().available(&edition.manifest.fonts);
    let generated = edition.render_for_book(project, &fonts, numbering)?;
    lay_out(project, edition, &generated, Path::new(""), typesetter, format)
}

fn lay_out(
    project: &Project,
    edition: &Edition,
    generated: &Generated,
    stem: &Path,
    typesetter: &Typesetter,
    format: Format,
) -> Result<Printed, Vec<Diagnostic>> {
    let document = typesetter.typeset(edition, generated)?;
    let form = Form { year: &project.year, edition, generated, document: &document };
    let files = export::export(&form, format, stem, typesetter)?;
    Ok(Printed { pages: document.pages().len(), files })
}
