//! Projects taken out of printed forms.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::output;
use crate::readback::Reading;
use crate::source::{Document, Source, assemble};

/// The project that the PDF at `path` carries. What is wrong with it has its place in
/// the attached text, under the name of the PDF.
pub fn project(reading: &Reading, path: &Path) -> Result<Source, Vec<Diagnostic>> {
    let text = SourceFile::new(path.display().to_string(), reading.project.as_str());
    assemble([Document::parse(text)?])
}

/// Where in `folder` the project goes that the PDF at `path` carries: it is named after
/// the PDF, whatever that says.
pub fn target(folder: &Path, path: &Path) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(".yaml");
    folder.join(name)
}

/// Writes a project file, unless there is another one already.
pub fn write(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let is_there = fs::read(path).is_ok_and(|there| there == text.as_bytes());
    if is_there { Ok(()) } else { output::create(path, text.as_bytes()) }
}
