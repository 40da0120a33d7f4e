//! A file as the text that git compares.

use crate::diagnostic::SourceFile;
use crate::form::Project;
use crate::history::compare::describe;
use crate::source::{self, Forms};
use crate::system::fingerprint::Fingerprint;

/// The text that stands for a file: what a project's form says, or the form that is
/// printed in a PDF, which `read_pdf` reads; any other file stands for itself.
pub fn convert(bytes: &[u8], forms: &Forms, read_pdf: impl FnOnce() -> Option<Project>) -> Vec<u8> {
    if is_pdf(bytes) {
        let form = read_pdf().as_ref().map(describe).unwrap_or_default();
        return (form + &summary(bytes)).into_bytes();
    }
    match project(bytes, forms) {
        Some(project) => describe(&project).into_bytes(),
        None => bytes.to_owned(),
    }
}

/// Whether it is a PDF, and no project file.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// A project on its own: of an older version, its default files are not to be had.
fn project(bytes: &[u8], forms: &Forms) -> Option<Project> {
    source::read_alone(SourceFile::new("", str::from_utf8(bytes).ok()?), forms)
}

/// Two different files must not have the same text, or git would show no difference.
fn summary(bytes: &[u8]) -> String {
    format!("PDF，{} 字节，指纹 {}\n", bytes.len(), Fingerprint::of(bytes))
}
