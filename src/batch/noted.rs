//! What was found in a form's texts, as it is written down for the next build.
//!
//! There the texts go by their numbers: their names depend on how the user calls the program.

use std::io::{Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use crate::batch::worker::Examination;
use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::system::output::Folder;
use crate::system::part::Part;

/// What is to be written down of forms that are not printed yet. It waits on the disk: there
/// may be tens of thousands.
pub struct Notes(Option<Mutex<NamedTempFile>>);

impl Notes {
    /// None so far, to be kept on the disk that `folder` is on. Where there is no room for
    /// them, nothing is written down, and the forms are printed again next time.
    pub fn begin(folder: &Folder) -> Self {
        Self(folder.begin().ok().map(Mutex::new))
    }

    /// Adds what was found in the texts `files`, and what is kept of their project.
    pub fn add(&self, found: &[Diagnostic], facts: &Facts, files: &[SourceFile]) -> Option<Part> {
        let text = note(found, facts, files)?;
        let mut file = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let start = file.seek(SeekFrom::End(0)).ok()?;
        file.write_all(text.as_bytes()).ok()?;
        Some(Part { start, length: text.len() })
    }

    /// What was added.
    pub fn read(&self, part: Part) -> Option<String> {
        let mut file = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        part.read(file.as_file_mut()).ok()
    }
}

/// All that is written down of a form with these texts; `None` where it is about others.
pub fn note(found: &[Diagnostic], facts: &Facts, files: &[SourceFile]) -> Option<String> {
    let (mut found, mut facts) = (found.to_vec(), facts.clone());
    let of_found = found.iter_mut().flat_map(Diagnostic::files);
    of_found.chain(facts.files()).try_for_each(|file| number(file, files))?;
    let findings = serde_json::to_string(&found).ok()?;
    Some(format!("{findings}\t{}", serde_json::to_string(&facts).ok()?))
}

/// Reads what was written down of a form whose texts are `files`.
pub fn read(text: &str, files: &[SourceFile]) -> Option<Examination> {
    let (findings, facts) = text.split_once('\t')?;
    let findings = serde_json::from_str(findings).ok()?;
    let facts = serde_json::from_str(facts).ok()?;
    let mut examination = Examination { findings, facts };
    for file in examination.files() {
        *file = files.get(file.name().parse::<usize>().ok()?)?.clone();
    }
    Some(examination)
}

/// Calls a file by its number among `files`.
fn number(file: &mut SourceFile, files: &[SourceFile]) -> Option<()> {
    let number = files.iter().position(|it| it.name() == file.name())?;
    *file = SourceFile::named(number.to_string());
    Some(())
}
