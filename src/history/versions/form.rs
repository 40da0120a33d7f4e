//! The forms of one side, each to be read when it is needed.

use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Project;
use crate::readback::Readers;
use crate::readback::extract;
use crate::source::{self, Defaults, Document, Forms, Input};

/// One side of a comparison.
#[derive(Debug)]
pub struct FormSet {
    /// What users call it.
    pub label: String,
    /// Its forms.
    pub forms: Vec<FormFile>,
    /// What was found on the way to them.
    pub found: Vec<Diagnostic>,
    /// Whether it is a single file, and not all that there is in a folder.
    pub(super) is_file: bool,
    /// The default files met so far, which know what forms there are.
    pub(super) defaults: Defaults,
}

/// A form on one side, to be read when it is needed.
#[derive(Debug)]
pub struct FormFile {
    /// The path that the same form has on the other side, if it has not moved.
    pub key: PathBuf,
    /// Where it stands, for users: below what the command line names.
    pub place: String,
    pub(super) origin: Origin,
}

/// Where a form comes from.
#[derive(Debug)]
pub(super) enum Origin {
    /// A project file on the disk.
    File(Input),
    /// A PDF that carries its data.
    Pdf(PathBuf),
    /// A text from the history, with the default files beside it, the nearest first.
    Stored { text: Result<SourceFile, Diagnostic>, below: Vec<StoredDefaults> },
}

/// A default file from the history.
pub(super) type StoredDefaults = Result<Arc<Document>, Vec<Diagnostic>>;

impl FormFile {
    /// What a form of the history says, whatever is wrong with it.
    pub(super) fn sketch(&self, forms: &Forms) -> Option<Project> {
        let Origin::Stored { text, below } = &self.origin else { return None };
        let own = Document::parse(text.clone().ok()?, forms).ok()?;
        let below = below.iter().filter_map(|below| below.clone().ok());
        let documents = [Arc::new(own)].into_iter().chain(below).collect();
        source::sketch(documents, forms).map(|source| source.project).ok()
    }
}

impl FormSet {
    /// A side with these forms.
    pub(super) fn new(
        label: String,
        forms: Vec<FormFile>,
        found: Vec<Diagnostic>,
        definitions: &Arc<Forms>,
    ) -> Self {
        let defaults = Defaults::new(Arc::clone(definitions));
        Self { label, forms, found, is_file: false, defaults }
    }

    /// Whether it is made of PDFs.
    pub(super) fn is_printed(&self) -> bool {
        self.forms.iter().any(|form| matches!(form.origin, Origin::Pdf(_)))
    }

    /// Reads one of the side's forms; a PDF by one of the `readers`.
    pub fn read(&self, form: &FormFile, readers: &Readers) -> Result<Project, Vec<Diagnostic>> {
        let forms = self.defaults.forms();
        match &form.origin {
            Origin::File(input) => source::read(input, &self.defaults).map(|source| source.project),
            Origin::Pdf(path) => {
                let (reading, _) = readers.read(path, false)?;
                extract::project(&reading, path, forms).map(|source| source.project)
            }
            Origin::Stored { text, below } => {
                let own = Document::parse(text.clone()?, forms)?;
                let mut documents = vec![Arc::new(own)];
                for below in below {
                    documents.push(below.clone()?);
                }
                source::assemble(documents, forms).map(|source| source.project)
            }
        }
    }
}
