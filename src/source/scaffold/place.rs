//! Where a new project file goes, and what is there already.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};
use crate::form::{Form, schema};
use crate::source::{self, Defaults, Document, Forms, Input};
use crate::system::output;

/// Where a new project file goes.
#[derive(Debug)]
pub struct Place {
    /// The file.
    pub input: Input,
    /// The default files that will apply to it, the nearest first.
    defaults: Vec<Arc<Document>>,
}

impl Place {
    /// The file for the project `name` in `folder`, which need not be there yet.
    pub fn new(folder: &Path, name: &str, forms: &Arc<Forms>) -> Result<Self, Vec<Diagnostic>> {
        let input = Input {
            path: folder.join(format!("{name}.yaml")).into(),
            folder: folder.into(),
            stem: Path::new(name).into(),
            text: None,
        };
        let defaults = Defaults::new(forms.clone()).of(&input)?;
        Ok(Self { input, defaults })
    }

    /// No place at all: no default files apply there.
    pub fn nowhere() -> Self {
        let path: Arc<Path> = Path::new("").into();
        let input = Input { path: path.clone(), folder: path.clone(), stem: path, text: None };
        Self { input, defaults: Vec::new() }
    }

    /// Makes the folder.
    pub fn make_folder(&self) -> Result<(), Diagnostic> {
        let folder = &self.input.folder;
        // An empty path is the working folder.
        fs::create_dir_all(folder).map_err(|cause| {
            let message = format!("建不了这个文件夹：{}", in_chinese(&cause));
            let found = Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(&**folder);
            match output::advice(folder, &cause) {
                Some(help) => found.help(help),
                None => found,
            }
        })
    }

    /// The keys that the defaults supply, in the form's order.
    pub fn supplied(&self, form: &Form) -> Vec<String> {
        let is_supplied =
            |key: &&String| self.defaults.iter().any(|document| document.entry(key).is_some());
        form.fields.iter().map(|field| &field.key).filter(is_supplied).cloned().collect()
    }

    /// The text that the defaults supply under `key`.
    pub fn default(&self, key: &str) -> Option<&str> {
        self.defaults.iter().find(|document| document.entry(key).is_some())?.text(key)
    }

    /// The comment that leads editors to the schema; empty where the folder
    /// and those above it have none of the form for `year`.
    pub fn modeline(&self, year: &str, form: &Form) -> String {
        let schema = format!("schema/{}", schema::file_name(year, form));
        source::folders(&self.input)
            .iter()
            .position(|folder| folder.join(&schema).is_file())
            .map(|depth| "../".repeat(depth) + &schema)
            .map(|path| format!("# yaml-language-server: $schema={path}\n"))
            .unwrap_or_default()
    }
}
