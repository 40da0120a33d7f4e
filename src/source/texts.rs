//! What a project is read from, before it is read.

use std::path::Path;
use std::sync::Arc;

use super::defaults::Defaults;
use super::document::{self, Document};
use super::forms::Forms;
use super::inputs::Input;
use super::located::Source;
use super::{STDIN, assemble, sketch};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{Form, Project};
use crate::system::fingerprint::Fingerprint;

/// The texts of a project: its own, and those of its default files.
#[derive(Debug, Clone)]
pub struct Texts {
    forms: Arc<Forms>,
    own: Result<SourceFile, Vec<Diagnostic>>,
    below: Result<Vec<Arc<Document>>, Vec<Diagnostic>>,
}

impl Texts {
    /// Opens the texts of `input`.
    pub fn of(input: &Input, defaults: &Defaults) -> Self {
        let own = input.load().map_err(Vec::from);
        // What comes from nowhere has no folder above it.
        let below = match *input.path == *Path::new(STDIN) {
            true => Ok(Vec::new()),
            false => defaults.of(input),
        };
        Self { forms: defaults.forms().clone(), own, below }
    }

    /// The files, the project's own first; `None` where one of them cannot be read.
    pub fn files(&self) -> Option<Vec<&SourceFile>> {
        let below = self.below.as_ref().ok()?.iter().map(|document| &document.file);
        Some([self.own.as_ref().ok()?].into_iter().chain(below).collect())
    }

    /// What the files say, whatever they are called; `None` where one of them
    /// cannot be read.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let files = self.files()?;
        let parts = files.iter().flat_map(|file| [file.mark().as_bytes(), file.text().as_bytes()]);
        Some(Fingerprint::of_all(parts))
    }

    /// Reads the project of texts that have been read before, without a fault, as `form`:
    /// the values only.
    pub fn read_again(self, form: &Arc<Form>) -> Result<Project, Vec<Diagnostic>> {
        let own = document::read_values(&self.own?, form, self.forms.vocabulary())?;
        let below = self.below?;
        let below = below.iter().map(|document| document.read(form, None).values.clone());
        let project = assemble::join(form.clone(), [own].into_iter().chain(below));
        Ok(project.map_err(|(_, found)| *found)?)
    }

    /// Reads what is there of the project, whatever is wrong with it; an error where its
    /// form cannot be told.
    pub fn sketch(self) -> Result<Source, Vec<Diagnostic>> {
        let own = Arc::new(Document::parse(self.own?, &self.forms)?);
        // Without the default files, there is less.
        let below = self.below.unwrap_or_default();
        sketch::sketch([own].into_iter().chain(below).collect(), &self.forms)
    }

    /// Reads the project.
    pub fn read(self) -> Result<Source, Vec<Diagnostic>> {
        let forms = &self.forms;
        match (self.own.and_then(|own| Document::parse(own, forms)), self.below) {
            (Ok(own), Ok(below)) => {
                assemble::assemble([Arc::new(own)].into_iter().chain(below).collect(), forms)
            }
            (own, below) => Err(own.err().into_iter().chain(below.err()).flatten().collect()),
        }
    }
}
