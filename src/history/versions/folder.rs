//! Forms on the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::form::Origin;
use super::{FormFile, FormSet};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::shown;
use crate::diagnostic::rule;
use crate::source::{self, Forms, Input, Inputs};

/// The forms at `path`: a project file, a PDF, or a folder of project files or, where it
/// has none, of PDFs.
pub fn side(path: &Path, definitions: &Arc<Forms>) -> FormSet {
    let label = shown(path);
    if is_pdf(path) && path.is_file() {
        let form = pdf(path.to_owned(), path.parent().unwrap_or(Path::new("")));
        let side = FormSet::new(label, vec![form], Vec::new(), definitions);
        return FormSet { is_file: true, ..side };
    }
    let (inputs, found) = inputs(&[path.to_owned()]);
    let above = if path.is_file() { path.parent().unwrap_or(Path::new("")) } else { path };
    let forms = inputs.into_iter().map(|input| project(input, above));
    let mut forms: Vec<FormFile> = forms.collect();
    if forms.is_empty() {
        forms = pdfs(path);
    }
    FormSet { is_file: path.is_file(), ..FormSet::new(label, forms, found, definitions) }
}

/// The project files at `paths`, and what keeps others from being found. There may be
/// none: all may be on the other side.
pub fn inputs(paths: &[PathBuf]) -> (Vec<Input>, Vec<Diagnostic>) {
    let Inputs { projects, mut found } = source::find(paths);
    found.retain(|found| found.is_error() && found.rule.name != rule::NO_PROJECTS.name);
    (projects, found)
}

/// A project file that goes by its path below `folder`.
fn project(input: Input, folder: &Path) -> FormFile {
    let key = input.path.strip_prefix(folder).unwrap_or(&input.path).to_owned();
    FormFile { place: key.display().to_string(), key, origin: Origin::File(input) }
}

/// The PDFs in `folder` and below it, in the order of their names.
fn pdfs(folder: &Path) -> Vec<FormFile> {
    let files = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let pdfs = files.filter(|entry| entry.file_type().is_file() && is_pdf(entry.path()));
    pdfs.map(|entry| pdf(entry.into_path(), folder)).collect()
}

fn pdf(path: PathBuf, folder: &Path) -> FormFile {
    let key = path.strip_prefix(folder).unwrap_or(&path).to_owned();
    FormFile { place: key.display().to_string(), key, origin: Origin::Pdf(path) }
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}
