//! A file as the text that git compares.

use crate::diagnostic::SourceFile;
use crate::fingerprint::Fingerprint;
use crate::project::Project;
use crate::source;

/// The text that stands for a file: what a project's form says, or the form that is
/// printed in a PDF; any other file stands for itself.
pub fn convert(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"%PDF-") {
        return pdf(bytes).into_bytes();
    }
    match project(bytes) {
        // The year is no cell of the form, but it stands above them.
        Some(project) => format!("年度: {}\n{}", project.year, describe(&project)).into_bytes(),
        None => bytes.to_owned(),
    }
}

/// A project on its own: of an older version, its default files are not to be had.
fn project(bytes: &[u8]) -> Option<Project> {
    source::read_alone(SourceFile::new("", str::from_utf8(bytes).ok()?))
}

/// Two different files must not have the same line, or git would show no difference.
fn pdf(bytes: &[u8]) -> String {
    format!("PDF，{} 字节，指纹 {}\n", bytes.len(), Fingerprint::of(bytes))
}

/// What the form says, in the form's order, so that each line tells what it is about.
fn describe(project: &Project) -> String {
    let mut lines = Vec::new();
    for cell in project.cells().iter().filter(|cell| !cell.text.is_empty()) {
        let is_name = cell.path.len() > 1 && cell.path.last() == Some(&&*cell.text);
        let what = cell.path.join(" › ");
        match (is_name, cell.text.contains('\n')) {
            (true, _) => lines.push(what),
            (false, false) => lines.push(format!("{what}: {}", cell.text)),
            (false, true) => {
                lines.push(format!("{what}:"));
                lines.extend(cell.text.lines().map(|line| format!("  {line}")));
            }
        }
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
