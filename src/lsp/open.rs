//! The files that are open in the editor, as they are there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::position::{Encoding, Lines};
use super::uri;
use crate::diagnostic::SourceFile;
use crate::source::forms::DEFINITION;
use crate::source::{self, DEFAULTS, Input, STDIN};
use crate::system::output;

/// A file that is open.
#[derive(Debug)]
pub struct OpenFile {
    /// How the editor knows it.
    pub uri: Uri,
    /// Where it is; `None` of one that is not on the disk.
    pub path: Option<PathBuf>,
    /// The editor's number of the text.
    pub version: i32,
    /// The text.
    pub text: String,
    /// What it is to the program.
    pub part: Part,
}

/// What a file is to the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A project file, if it looks like one.
    Project,
    /// A `_defaults.yaml`.
    Defaults,
    /// The definition of a form: its folder's name, and the year.
    Definition(String, u16),
    /// Nothing.
    Other,
}

/// The files that are open.
#[derive(Debug, Default)]
pub struct OpenFiles {
    /// They, by how the editor knows them.
    by_uri: BTreeMap<String, OpenFile>,
    /// How the editor knows them, by where they are.
    by_path: HashMap<PathBuf, BTreeSet<String>>,
}

impl OpenFile {
    fn new(item: TextDocumentItem) -> Self {
        let path = uri::path(&item.uri);
        let is_new = item.uri.as_str().starts_with("untitled:");
        let part = match &path {
            Some(path) => part_of(path),
            None if is_new && item.language_id == "yaml" => Part::Project,
            None => Part::Other,
        };
        Self { uri: item.uri, path, version: item.version, text: item.text, part }
    }

    /// It as the program reads it.
    pub fn input(&self) -> Input {
        let input = match &self.path {
            Some(path) => source::named(path),
            None => Input::of(Path::new(STDIN), Path::new("")),
        };
        Input { text: Some(self.text.clone()), ..input }
    }

    /// Its text under the name that findings know it by.
    pub fn file(&self) -> SourceFile {
        let path = self.path.as_deref().unwrap_or(Path::new(STDIN));
        SourceFile::new(path.display().to_string(), self.text.as_str())
    }

    /// The lines of its text.
    pub fn lines(&self, encoding: Encoding) -> Lines<'_> {
        Lines::new(&self.text, encoding)
    }

    fn change(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        let Some(range) = change.range else {
            self.text = change.text;
            return;
        };
        let lines = self.lines(encoding);
        let (start, end) = (lines.offset(range.start), lines.offset(range.end));
        self.text.replace_range(start..end.max(start), &change.text);
    }
}

impl OpenFiles {
    /// A file is opened.
    pub fn open(&mut self, item: TextDocumentItem) {
        let file = OpenFile::new(item);
        let name = file.uri.as_str().to_owned();
        if let Some(path) = &file.path {
            self.by_path.entry(path.clone()).or_default().insert(name.clone());
        }
        self.by_uri.insert(name, file);
    }

    /// A file is changed.
    pub fn change(
        &mut self,
        uri: &Uri,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        let Some(file) = self.by_uri.get_mut(uri.as_str()) else { return };
        file.version = version;
        changes.into_iter().for_each(|change| file.change(change, encoding));
    }

    /// A file is closed.
    pub fn close(&mut self, uri: &Uri) {
        let closed = self.by_uri.remove(uri.as_str());
        let Some(path) = closed.and_then(|file| file.path) else { return };
        if let Some(names) = self.by_path.get_mut(&path) {
            names.remove(uri.as_str());
            if names.is_empty() {
                self.by_path.remove(&path);
            }
        }
    }

    /// The file that the editor knows by `uri`.
    pub fn get(&self, uri: &Uri) -> Option<&OpenFile> {
        self.by_uri.get(uri.as_str())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &OpenFile> {
        self.by_uri.values()
    }

    /// The file at `path`.
    pub fn at(&self, path: &Path) -> Option<&OpenFile> {
        self.by_uri.get(self.by_path.get(path)?.first()?)
    }

    /// The texts of the default files, by all names that the program may have for them.
    pub fn defaults(&self) -> HashMap<String, String> {
        let own = self.iter().filter(|file| file.part == Part::Defaults);
        own.filter_map(|file| Some((file.path.as_deref()?, &file.text)))
            .flat_map(|(path, text)| {
                let names = [path.to_owned(), output::real(path)];
                names.map(|name| (name.display().to_string(), text.clone()))
            })
            .collect()
    }
}

fn part_of(path: &Path) -> Part {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let own = name(path);
    if own == DEFAULTS {
        return Part::Defaults;
    }
    let year = path.parent().map(name).unwrap_or_default();
    if own == DEFINITION
        && year.len() == 4
        && let Ok(since) = year.parse()
        && let Some(form) = path.ancestors().nth(2)
    {
        return Part::Definition(name(form), since);
    }
    if source::is_project(path) { Part::Project } else { Part::Other }
}
