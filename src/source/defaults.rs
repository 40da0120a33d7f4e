//! `_defaults.yaml`: what the projects of a folder have in common.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::document::Document;
use super::forms::Forms;
use super::inputs::{DEFAULTS, Input};
use super::work_tree;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};

/// What a folder's `_defaults.yaml` says; `None` where it has none.
type Loaded = Result<Option<Arc<Document>>, Vec<Diagnostic>>;

/// The default files met so far, each read once for all projects.
#[derive(Debug)]
pub struct Defaults {
    /// The forms that project files and default files are of.
    forms: Arc<Forms>,
    files: Mutex<HashMap<PathBuf, Loaded>>,
    /// Texts that come before those of the files, by the files' names.
    texts: HashMap<String, String>,
}

impl Defaults {
    /// None read so far.
    pub fn new(forms: Arc<Forms>) -> Self {
        Self::over(forms, HashMap::new())
    }

    /// Default files of which some have another text than the one on the disk.
    pub fn over(forms: Arc<Forms>, texts: HashMap<String, String>) -> Self {
        Self { forms, files: Mutex::default(), texts }
    }

    /// Reads all files anew where they are asked for.
    pub fn forget(&self) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// None read so far, of which those in `texts` have another text than these have it.
    pub fn with(&self, texts: HashMap<String, String>) -> Self {
        let mut all = self.texts.clone();
        all.extend(texts);
        Self::over(self.forms.clone(), all)
    }

    /// The forms that the files are of.
    pub fn forms(&self) -> &Arc<Forms> {
        &self.forms
    }

    /// The default files for `input`, the nearest first.
    ///
    /// They are looked for in the file's folder and in those above it, up to
    /// the top of the git work tree that holds the file; outside one, up to the
    /// folder that was given on the command line.
    pub fn of(&self, input: &Input) -> Result<Vec<Arc<Document>>, Vec<Diagnostic>> {
        let mut documents = Vec::new();
        let mut found = Vec::new();
        for folder in folders(input) {
            match self.load(&folder) {
                Ok(document) => documents.extend(document),
                Err(diagnostics) => found.extend(diagnostics),
            }
        }
        if found.is_empty() { Ok(documents) } else { Err(found) }
    }

    /// The default file of a folder.
    pub(super) fn load(&self, folder: &Path) -> Loaded {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = files.get(folder) {
            return loaded.clone();
        }
        let path = folder.join(DEFAULTS);
        let loaded = match path.symlink_metadata() {
            Err(_) => Ok(None),
            Ok(metadata) if metadata.is_symlink() => {
                Err(Diagnostic::new(&rule::LINKED_DEFAULTS, "这是一个符号链接，不读")
                    .at(path.as_path())
                    .help("换成文件本身")
                    .into())
            }
            Ok(_) => {
                let name = path.display().to_string();
                let document = match self.texts.get(&name) {
                    None => Document::load(&path, &self.forms),
                    Some(text) => {
                        Document::parse(SourceFile::new(name, text.as_str()), &self.forms)
                    }
                };
                document.map(|document| Some(Arc::new(document)))
            }
        };
        files.insert(folder.to_owned(), loaded.clone());
        loaded
    }
}

/// The folders to look in for what `input` shares with other projects, the
/// nearest first; those in the folder that was given bear the names that the
/// user knows them by.
pub fn folders(input: &Input) -> Vec<PathBuf> {
    let here = input.path.parent().unwrap_or(Path::new(""));
    let given = here.ancestors().take_while(|folder| folder.starts_with(&input.folder));
    let given: Vec<PathBuf> = given.map(Path::to_owned).collect();
    let Some(absolute) = absolute(&Path::new(".").join(here)) else {
        return given;
    };
    let Some(top) = work_tree::top(&absolute) else {
        return given;
    };
    let up_to_top = absolute.ancestors().take_while(|folder| folder.starts_with(top));
    up_to_top
        .enumerate()
        .map(|(depth, folder)| given.get(depth).cloned().unwrap_or(folder.to_owned()))
        .collect()
}

/// The absolute path of a folder, which need not be there yet.
fn absolute(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find_map(|above| {
        let below = folder.strip_prefix(above).ok()?;
        Some(dunce::canonicalize(above).ok()?.join(below))
    })
}
