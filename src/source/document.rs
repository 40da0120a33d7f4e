//! One YAML file, read by both passes.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use super::places::{self, Content, Entry, Node};
use super::{shape, syntax};
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{Draft, Field, PROJECT};

/// How large a file may be, in bytes. A long form has some 10,000.
pub const MAX_BYTES: u64 = 1 << 20;

/// What a project file or a `_defaults.yaml` says, and where.
#[derive(Debug)]
pub struct Document {
    /// The file's name and text.
    pub file: SourceFile,
    /// What it says; nothing where something is wrong with it.
    pub draft: Draft,
    /// What is wrong with it, in the order of the text.
    pub found: Vec<Diagnostic>,
    root: Node,
}

impl Document {
    /// Reads the file at `path`; an error where there is no telling what it
    /// might hold.
    pub fn load(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::parse(load(path)?)
    }

    /// Reads a text: its places first, then its shape, and only then its values.
    pub fn parse(file: SourceFile) -> Result<Self, Vec<Diagnostic>> {
        let (root, mut found) = places::find(&file);
        let Some(root) = root else { return Err(found) };
        found.extend(shape::check(&file, &root));
        found.sort_by_key(|diagnostic| diagnostic.start());
        let mut draft = Draft::default();
        if found.is_empty() {
            // Neither a file that is empty nor one of comments only is a mapping.
            let is_empty = matches!(&root.content, Content::Map(entries) if entries.is_empty());
            match if is_empty { Ok(Draft::default()) } else { read_values(&file) } {
                Ok(values) => draft = values,
                Err(error) => found.push(error),
            }
        }
        Ok(Self { file, draft, found, root })
    }

    /// Whether it has keys at all, as it should.
    pub fn is_mapping(&self) -> bool {
        matches!(self.root.content, Content::Map(_))
    }

    /// All that it says, at its places.
    pub(super) fn root(&self) -> &Node {
        &self.root
    }

    /// The top-level entry under `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        entry(&self.root, key)
    }

    /// The top-level keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match &self.root.content {
            Content::Map(entries) => entries.as_slice(),
            Content::Text { .. } | Content::List(_) => &[],
        };
        entries.iter().map(|entry| entry.key.as_str())
    }

    /// Keys of the top that stand below another key.
    pub fn misplaced(&self) -> impl Iterator<Item = &str> {
        let below = |field: &Field| match &self.find(&[field.key])?.content {
            Content::Map(entries) => Some(entries.iter().map(|entry| entry.key.as_str())),
            Content::Text { .. } | Content::List(_) => None,
        };
        let keys = PROJECT.iter().filter_map(below).flatten();
        keys.filter(|key| PROJECT.iter().any(|field| field.key == *key))
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
        match &self.entry(key)?.value.content {
            Content::Text { text, .. } => Some(text.trim_end_matches('\n')),
            Content::List(_) | Content::Map(_) => None,
        }
    }

    /// The entry at the end of `path`, which has keys only.
    pub fn find_entry(&self, path: &[&str]) -> Option<&Entry> {
        let (key, above) = path.split_last()?;
        entry(self.find(above)?, key)
    }

    /// The value at the end of `path`: keys, and the numbers of list items.
    pub fn find(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(&self.root, |node, step| match &node.content {
            Content::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => entry(node, step).map(|entry| &entry.value),
        })
    }
}

fn entry<'a>(node: &'a Node, key: &str) -> Option<&'a Entry> {
    match &node.content {
        Content::Map(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    }
}

/// The text of the file at `path`.
pub fn load(path: &Path) -> Result<SourceFile, Diagnostic> {
    let file = open(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
    Ok(SourceFile::new(path.display().to_string(), read_text(path, file)?))
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
    let mut bytes = Vec::new();
    match reader.take(MAX_BYTES + 1).read_to_end(&mut bytes) {
        Err(cause) => return Err(Diagnostic::unreadable(path, &cause)),
        Ok(_) if bytes.len() as u64 > MAX_BYTES => {
            return Err(Diagnostic::new(&rule::TOO_LARGE, "文件超过 1 MiB")
                .at(path)
                .help("一个文件只写一个项目；请检查是不是选错了文件"));
        }
        Ok(_) => {}
    }
    String::from_utf8(bytes).map_err(|error| {
        // A byte-order mark of UTF-16, or no text at all.
        let other = matches!(error.as_bytes(), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
            || error.as_bytes().contains(&0);
        let likely = if other { "" } else { "多半是 GBK 编码：" };
        Diagnostic::new(&rule::NOT_UTF8, "文件不是 UTF-8 编码")
            .at(path)
            .help(format!("{likely}请在编辑器里“另存为”，编码选 UTF-8"))
    })
}

/// The second pass. The first one has refused whatever could make the two
/// readers differ, so an error here is a rare one.
pub fn read_values(file: &SourceFile) -> Result<Draft, Diagnostic> {
    serde_yaml::from_str(file.text()).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        syntax::explain(file, character_at(file.text(), at).start, &error.to_string())
    })
}

/// The bytes of the character that byte `at` belongs to, within the text.
pub fn character_at(text: &str, at: usize) -> Range<usize> {
    let start = text.floor_char_boundary(at.min(text.len()));
    start..text.ceil_char_boundary((start + 1).min(text.len()))
}
