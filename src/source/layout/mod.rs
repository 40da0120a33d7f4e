//! The one layout of project files: a tree with comments, read from a file, and the
//! text that it has in canonical form.
//!
//! A tree says nothing about how its file was written: texts are decoded, and every
//! comment is with the entry that it stands above or beside. So parts of several
//! trees can be put together in a new one, and written.

mod comments;
mod form;
mod prove;
mod read;
pub mod scalar;
mod write;

pub use prove::says_the_same;

use super::document::{Document, MAX_BYTES};
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};

/// A project file or a `_defaults.yaml`, with its comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The comments at the top of the file that are about all of it.
    pub header: Vec<Comment>,
    /// Whether a blank line stands below the header.
    pub gap_below_header: bool,
    /// The keys at the top; comments after them stand at the file's end.
    pub root: Map,
}

/// Entries in the author's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The comments below the last entry that are indented as it is.
    pub after: Vec<Comment>,
}

/// A key with its value and the comments that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The comments above the key.
    pub before: Vec<Comment>,
    /// The key's text.
    pub key: String,
    /// The comment at the end of the key's line; further lines of it stand below, in
    /// the same column.
    pub beside: Vec<String>,
    /// What stands under the key.
    pub value: Value,
}

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text without line breaks at its end; empty where nothing is written.
    Text(String),
    /// `[half year, full year]`.
    Pair([String; 2]),
    /// A mapping; it may be empty.
    Map(Map),
}

/// A comment on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its `#`, without blanks at the end.
    pub text: String,
    /// Whether a blank line stands above it.
    pub after_gap: bool,
}

impl Tree {
    /// Reads a file, which must be without mistakes, but for the blanks that are still
    /// to be filled in.
    pub fn read(file: &SourceFile) -> Result<Self, Vec<Diagnostic>> {
        Self::of(&Document::parse(file.clone())?)
    }

    fn of(document: &Document) -> Result<Self, Vec<Diagnostic>> {
        match document.found.iter().all(is_to_be_filled_in) {
            true => Ok(read::read(document.file.text(), document.root())),
            false => Err(document.found.clone()),
        }
    }

    /// The text in canonical form.
    pub fn write(&self) -> String {
        write::write(self)
    }
}

/// The canonical text of `file`, which says the same: that is proved before it is
/// handed out.
pub fn format(file: &SourceFile) -> Result<String, Vec<Diagnostic>> {
    let before = Document::parse(file.clone())?;
    let tree = Tree::of(&before)?;
    let text = tree.write();
    if text == file.text() {
        return Ok(text);
    }
    if text.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::new(&rule::TOO_LARGE, "整理以后会超过 1 MiB，没有改动文件")
            .at(file)
            .help("一个文件只写一个项目；请检查是不是选错了文件")
            .into());
    }
    let is_proved = || -> Result<bool, Vec<Diagnostic>> {
        let after = Document::parse(SourceFile::new(file.name(), text.as_str()))?;
        let is_same = says_the_same(&tree, &Tree::of(&after)?);
        Ok(is_same && before.draft == after.draft)
    };
    match is_proved() {
        Ok(true) => Ok(text),
        _ => Err(Diagnostic::new(&rule::INTERNAL, "整理后的内容和原来的对不上，没有改动文件")
            .at(file)
            .help("这是程序的错，请把这个文件交给维护的人")
            .into()),
    }
}

/// Whether a finding is about a pair of quotes with nothing in it, as `jixiao new`
/// leaves them.
fn is_to_be_filled_in(found: &Diagnostic) -> bool {
    let is_empty_quotes = || {
        let place = found.places.first()?;
        let written = place.file.text().get(place.span.clone()?)?;
        Some(matches!(written, "\"\"" | "''"))
    };
    *found.rule == rule::EMPTY_VALUE && is_empty_quotes().unwrap_or(false)
}
