//! One YAML file, read by both passes.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::DeserializeSeed;

use super::forms::Forms;
use super::places::{self, Entry, Node};
use super::values::Fields;
use super::vocabulary::Vocabulary;
use super::{bytes, shape, syntax};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{FORM_KEY, Form, Value, YEAR_KEY};

/// A project file or a `_defaults.yaml` before its form is known: what stands where.
#[derive(Debug)]
pub struct Document {
    /// The file's name and text.
    pub file: SourceFile,
    /// What is wrong with it whatever its form is, in the order of the text.
    pub found: Vec<Diagnostic>,
    root: Node,
    vocabulary: Arc<Vocabulary>,
    /// What it says as a file of the forms that have been asked for: a default file may
    /// serve several.
    read: Mutex<Vec<(Arc<Form>, Arc<Said>)>>,
}

/// What a file says as one of a form.
#[derive(Debug)]
pub struct Said {
    /// A value for each field of the form that the file has; nothing where something is
    /// wrong with it.
    pub values: Vec<Option<Value>>,
    /// What is wrong with it, in the order of the text.
    pub found: Vec<Diagnostic>,
}

impl Document {
    /// Reads the file at `path`; an error where there is no telling what it
    /// might hold.
    pub fn load(path: &Path, forms: &Forms) -> Result<Self, Vec<Diagnostic>> {
        Self::parse(load(path)?, forms)
    }

    /// Reads the places of a text.
    pub fn parse(file: SourceFile, forms: &Forms) -> Result<Self, Vec<Diagnostic>> {
        let vocabulary = forms.vocabulary().clone();
        let (root, found) = places::find(&file, &vocabulary);
        let Some(root) = root else { return Err(found) };
        Ok(Self { file, found, root, vocabulary, read: Mutex::default() })
    }

    /// What it says as a file of `form`. To a project file, default files supply the keys
    /// `supplied`; in one of defaults itself, which has none of those, keys of other forms are
    /// in order.
    pub fn read(&self, form: &Arc<Form>, supplied: Option<&[&str]>) -> Arc<Said> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, said)) = read.iter().find(|(of, _)| Arc::ptr_eq(of, form)) {
            return said.clone();
        }
        let said = Arc::new(self.read_as(form, supplied));
        read.push((form.clone(), said.clone()));
        said
    }

    fn read_as(&self, form: &Form, supplied: Option<&[&str]>) -> Said {
        let others = supplied.is_none().then_some(&*self.vocabulary);
        let supplied = supplied.unwrap_or_default();
        let mut found = self.found.clone();
        found.extend(shape::check(&self.file, &self.root, form, others, supplied));
        found.sort_by_key(Diagnostic::start);
        let mut values: Vec<Option<Value>> = form.fields.iter().map(|_| None).collect();
        // Neither a file that is empty nor one of comments only is a mapping.
        if found.is_empty() && !(self.is_mapping() && self.root.entries().is_empty()) {
            match read_values(&self.file, form, &self.vocabulary) {
                Ok(said) => values = said,
                Err(error) => found.push(error),
            }
        }
        Said { values, found }
    }

    /// Whether it has keys at all, as it should.
    pub fn is_mapping(&self) -> bool {
        matches!(self.root.content, places::Content::Map(_))
    }

    /// All that it says, at its places.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The top-level entry under `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.root.entry(key)
    }

    /// The top-level keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.root.entries().iter().map(|entry| entry.key.as_str())
    }

    /// Keys of the form's top that stand below another key.
    pub fn misplaced<'a>(&'a self, form: &'a Form) -> impl Iterator<Item = &'a str> {
        let below = form.fields.iter().filter_map(|field| self.entry(&field.key));
        let keys = below.flat_map(|entry| entry.value.entries()).map(|entry| entry.key.as_str());
        keys.filter(|key| form.field(key).is_some())
    }

    /// The first line that is not a comment, or the first one.
    pub fn first_line(&self) -> Range<usize> {
        let text = self.file.text();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let shown = line.trim_end().len();
            if shown > 0 && !line.starts_with('#') {
                return start..start + shown;
            }
            start += line.len();
        }
        0..text.lines().next().unwrap_or_default().len()
    }

    /// The text under the top-level `key`, even where something is wrong
    /// elsewhere in the file.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.entry(key)?.value.text()
    }

    /// The name of the form that it says it is of.
    pub fn form(&self) -> Option<&str> {
        self.text(FORM_KEY)
    }

    /// The year that it says it is of.
    pub fn year(&self) -> Option<&str> {
        self.text(YEAR_KEY)
    }
}

/// The text of the file at `path`.
pub fn load(path: &Path) -> Result<SourceFile, Diagnostic> {
    let file = open(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
    Ok(SourceFile::new(path.display().to_string(), read_text(path, file)?))
}

/// The file at `path` as findings show it: with a sign for each character that is broken.
pub fn show(path: &Path) -> Result<SourceFile, Diagnostic> {
    let file = open(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
    Ok(SourceFile::new(path.display().to_string(), bytes::lossy(&read_bytes(path, file)?)))
}

/// Opens the file at `path`, if it is a file: a pipe might never end.
fn open(path: &Path) -> io::Result<File> {
    match path.metadata()?.is_file() {
        true => File::open(path),
        false => Err(io::Error::other("不是普通文件")),
    }
}

/// Reads a text of UTF-8; `path` is its name.
pub fn read_text(path: &Path, reader: impl Read) -> Result<String, Diagnostic> {
    bytes::text(path, read_bytes(path, reader)?)
}

/// As many bytes as a file may have, and one more where there are more.
fn read_bytes(path: &Path, reader: impl Read) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let read = reader.take(bytes::MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|cause| Diagnostic::unreadable(path, &cause))
}

/// The second pass. The first one has refused whatever could make the two
/// readers differ, so an error here is a rare one.
pub fn read_values(
    file: &SourceFile,
    form: &Form,
    vocabulary: &Vocabulary,
) -> Result<Vec<Option<Value>>, Diagnostic> {
    let values = Fields(&form.fields).deserialize(serde_yaml::Deserializer::from_str(file.text()));
    values.map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        let at = character_at(file.text(), at).start;
        syntax::explain(file, at, &error.to_string(), vocabulary)
    })
}

/// The bytes of the character that byte `at` belongs to, within the text.
pub fn character_at(text: &str, at: usize) -> Range<usize> {
    let start = text.floor_char_boundary(at.min(text.len()));
    start..text.ceil_char_boundary((start + 1).min(text.len()))
}
