//! What is found in all files that are open, and in those that have a part in it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lsp_types::Uri;

use super::folder::{self, Folder, Given};
use super::open::{OpenFile, OpenFiles, Part};
use super::{Settings, SettingsOf, uri};
use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, render};
use crate::print::fonts::Fonts;
use crate::source::{self, Defaults, Forms, Input, Look, STDIN, forms};

/// What is known of the projects.
pub struct Workspace {
    settings: SettingsOf,
    /// The folders that the editor works in.
    pub within: Vec<PathBuf>,
    folders: BTreeMap<String, Folder>,
    forms: HashMap<Option<PathBuf>, Arc<Forms>>,
    fonts: HashMap<Option<PathBuf>, Arc<Fonts>>,
}

/// What is found in a file.
#[derive(Debug)]
pub struct Findings {
    /// How the editor knows it.
    pub uri: Uri,
    /// The editor's number of its text, where it is open.
    pub version: Option<i32>,
    /// What is found there.
    pub found: Vec<Diagnostic>,
}

impl Workspace {
    /// Nothing is known so far.
    pub fn new(settings: SettingsOf) -> Self {
        Self {
            settings,
            within: Vec::new(),
            folders: BTreeMap::new(),
            forms: HashMap::new(),
            fonts: HashMap::new(),
        }
    }

    /// Forgets all, where what is known may be wrong.
    pub fn forget(&mut self) {
        self.folders.clear();
        self.forms.clear();
        self.fonts.clear();
    }

    /// What is found, by how the editor knows the files; every open file is among them. Files
    /// that are not open, and settings, are looked at `anew`, or only where that has not been
    /// done.
    pub fn examine(&mut self, open: &OpenFiles, anew: bool) -> BTreeMap<String, Findings> {
        let mut all = BTreeMap::new();
        for file in open.iter() {
            let findings =
                Findings { uri: file.uri.clone(), version: Some(file.version), found: Vec::new() };
            all.insert(file.uri.as_str().to_owned(), findings);
        }
        let mut by_root: BTreeMap<String, Vec<&OpenFile>> = BTreeMap::new();
        for file in open.iter().filter(|it| matches!(it.part, Part::Project | Part::Defaults)) {
            by_root.entry(root(file).0).or_default().push(file);
        }
        for (name, files) in by_root {
            let Some(first) = files.first() else { continue };
            let mut folder = self.folder(first, anew);
            let projects = files.iter().filter(|file| file.part == Part::Project);
            let own: Vec<Input> = projects.map(|file| file.input()).collect();
            let found = folder.examine(open, &own);
            let told = files.iter().filter(|file| self.is_told(file, &folder));
            let told: HashSet<&str> = told.map(|file| file.uri.as_str()).collect();
            for found in found {
                let at = found.places.first().map_or("", |place| place.file.name());
                let path = absolute(at);
                let file = match &first.path {
                    None => Some(*first),
                    Some(_) => open.at(&path),
                };
                let uri = match file {
                    Some(file) => match file.part {
                        Part::Project => Some(&file.uri).filter(|it| told.contains(it.as_str())),
                        // Its text is looked at by itself.
                        Part::Definition(..) => None,
                        Part::Defaults | Part::Other => Some(&file.uri),
                    }
                    .cloned(),
                    // Of other projects, nothing is told as long as no one looks at them.
                    None if source::is_project(Path::new(at)) => None,
                    None => uri::of(&path),
                };
                if let Some(uri) = uri {
                    add(&mut all, &uri, found);
                }
            }
            self.folders.insert(name, folder);
        }
        for file in open.iter() {
            if let Part::Definition(id, since) = &file.part
                && is_definition(&file.text)
            {
                for found in forms::mistakes_in(&file.file(), id, *since) {
                    add(&mut all, &file.uri, found);
                }
            }
        }
        // What is wrong with a default file is found in several folders.
        for findings in all.values_mut() {
            findings.found = render::unique(std::mem::take(&mut findings.found));
        }
        all
    }

    /// The forms and fonts for a file, as far as they can be read.
    pub fn examiner<T>(
        &mut self,
        file: &OpenFile,
        open: &OpenFiles,
        work: impl FnOnce(&Examiner, &Folder) -> T,
    ) -> Option<T> {
        let folder = self.folder(file, false);
        let done = folder.forms.as_ref().zip(folder.fonts.as_ref()).map(|(forms, fonts)| {
            let defaults = Defaults::over(forms.clone(), open.defaults());
            work(&Examiner::new(forms, fonts, &folder.severities).with(defaults), &folder)
        });
        self.folders.insert(root(file).0, folder);
        done
    }

    /// Whether an open file is a project as far as one can tell; or the defaults of some.
    fn is_told(&self, file: &OpenFile, folder: &Folder) -> bool {
        let Some(forms) = &folder.forms else { return true };
        let Some(path) = &file.path else {
            return source::look(&file.text, forms) == Look::Project;
        };
        let within = self.within.iter().find_map(|within| path.strip_prefix(within).ok());
        let mut names = within.into_iter().flat_map(Path::iter);
        if names.any(|name| !source::is_visible(Path::new(name))) {
            return false;
        }
        match source::look(&file.text, forms) {
            Look::Project => true,
            Look::Foreign => false,
            Look::Unclear => folder.has_projects_beside(path),
        }
    }

    /// Whether there is something to say of an open file at all.
    pub fn concerns(&mut self, file: &OpenFile) -> bool {
        match file.part {
            Part::Other | Part::Definition(..) => false,
            Part::Defaults => true,
            Part::Project => {
                let folder = self.folder(file, false);
                let is_told = self.is_told(file, &folder);
                self.folders.insert(root(file).0, folder);
                is_told
            }
        }
    }

    /// What is known of the folder that a file belongs to; it is to be put back.
    fn folder(&mut self, file: &OpenFile, anew: bool) -> Folder {
        let (name, root) = root(file);
        match self.folders.remove(&name) {
            Some(folder) if !anew => folder,
            before => {
                let files = match &file.path {
                    Some(_) => folder::files(&root, &self.within),
                    None => Vec::new(),
                };
                let settings = (self.settings)(&root, &files);
                let given = self.given(settings, anew);
                Folder::look(&root, &files, given, before)
            }
        }
    }

    /// What settings ask for.
    fn given(&mut self, settings: Settings, anew: bool) -> Given {
        let mut found = Vec::new();
        let templates = settings.templates.clone();
        if templates.is_some() && anew {
            self.forms.remove(&templates);
        }
        let forms = match self.forms.get(&templates) {
            Some(forms) => Some(forms.clone()),
            None => match Forms::load(templates.as_deref()) {
                Ok(forms) => Some(Arc::new(forms)),
                Err(why) => {
                    found.push(why);
                    None
                }
            },
        };
        if let Some(forms) = &forms {
            self.forms.insert(templates, forms.clone());
        }
        let fonts = self.fonts(settings.fonts.clone()).or_else(|why| {
            found.push(why);
            self.fonts(None)
        });
        Given { settings, forms, fonts: fonts.ok(), found }
    }

    fn fonts(&mut self, folder: Option<PathBuf>) -> Result<Arc<Fonts>, Diagnostic> {
        if let Some(fonts) = self.fonts.get(&folder) {
            return Ok(fonts.clone());
        }
        let fonts = Arc::new(Fonts::load(folder.as_deref())?);
        self.fonts.insert(folder, fonts.clone());
        Ok(fonts)
    }
}

/// The folder that a file is compared in, by its name and where it is.
fn root(file: &OpenFile) -> (String, PathBuf) {
    match &file.path {
        Some(path) => {
            let folder = source::named(path).folder;
            (folder.display().to_string(), folder.to_path_buf())
        }
        None => (file.uri.as_str().to_owned(), env::current_dir().unwrap_or_default()),
    }
}

fn add(all: &mut BTreeMap<String, Findings>, uri: &Uri, found: Diagnostic) {
    let findings = all.entry(uri.as_str().to_owned()).or_insert_with(|| Findings {
        uri: uri.clone(),
        version: None,
        found: Vec::new(),
    });
    findings.found.push(found);
}

/// Where a file is that findings name as it is seen from the working folder.
pub fn absolute(name: &str) -> PathBuf {
    match name {
        "" | STDIN => PathBuf::new(),
        name => env::current_dir().unwrap_or_default().join(name),
    }
}

/// Whether a text looks like the definition of a form.
fn is_definition(text: &str) -> bool {
    const KEYS: [&str; 4] = ["name:", "title:", "fields:", "page:"];
    text.trim().is_empty() || text.lines().any(|line| KEYS.iter().any(|key| line.starts_with(key)))
}
