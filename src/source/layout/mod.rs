//! The one layout of project files: a tree with comments, read from a file, and the
//! text that it has in canonical form.
//!
//! A tree says nothing about how its file was written: texts are decoded, and every
//! comment is with the entry that it stands above or beside. So parts of several
//! trees can be put together in a new one, and written.

mod blocks;
pub(super) mod comments;
pub(super) mod form;
mod prove;
mod read;
pub mod scalar;
pub(super) mod write;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

pub use form::Known;
pub use prove::says_the_same;
pub use write::lines as lines_of;

use super::bytes::MAX_BYTES;
use super::document::Document;
use super::forms::Forms;
use super::inputs::DEFAULTS;
use super::manner::Manner;
use super::places::{Content, Node, Style};
use super::scalar as written;
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::form::Form;

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

/// What stands under a key, or in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text without line breaks at its end; empty where nothing is written.
    Text(String),
    /// `[half year, full year]`: a row, or what is chosen of a list.
    List(Vec<Value>),
    /// A mapping; it may be empty.
    Map(Map),
}

/// A comment on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Comment {
    /// The comment with its `#`, without blanks at the end.
    pub text: String,
    /// Whether a blank line stands above it.
    pub after_gap: bool,
}

impl Tree {
    /// Reads a document, which must be without mistakes, but for the blanks that are
    /// still to be filled in. Of a form that no one knows, any mapping will do.
    pub fn of(
        document: &Document,
        form: Option<&Arc<Form>>,
        is_defaults: bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let found = match form {
            Some(form) => document.read(form, (!is_defaults).then_some(&[])).found.clone(),
            None => document.found.iter().cloned().chain(unclear(document)).collect(),
        };
        match found.iter().all(is_to_be_filled_in) {
            true => Ok(read::read(document.file.text(), document.root())),
            false => Err(found),
        }
    }

    /// The text in the canonical form of a form's files.
    pub fn write(&self, form: Option<&Form>) -> String {
        write::write(self, form, true)
    }

    /// The same, line by line, but for the blanks that set values and comments below one
    /// another: what a line says depends on no other line.
    pub fn write_unaligned(&self, form: Option<&Form>) -> String {
        write::write(self, form, false)
    }
}

/// What a line begins with that stands for nothing in a file. No file may hold control
/// characters, so no comment of anyone's is like it.
const SIGN: &str = "#\u{1}";

impl Comment {
    /// A line by which something is found in a text that is written.
    pub fn sign(text: &str) -> Self {
        Self { text: format!("{SIGN}{text}"), after_gap: false }
    }

    /// What such a line says; `None` of any other line.
    pub fn said_by_sign(line: &str) -> Option<&str> {
        line.trim().strip_prefix(SIGN)
    }

    /// Whether it is such a line.
    pub fn is_sign(&self) -> bool {
        self.text.starts_with(SIGN)
    }
}

/// The canonical text of `file`, a file of `form`, which says the same: that is proved
/// before it is handed out. It has the line ends and the byte-order mark of the file.
pub fn format(
    file: &SourceFile,
    forms: &Forms,
    form: &Arc<Form>,
) -> Result<String, Vec<Diagnostic>> {
    let is_defaults = Path::new(file.name()).file_name().is_some_and(|name| name == DEFAULTS);
    let read = |file: SourceFile| -> Result<(Document, Tree), Vec<Diagnostic>> {
        let document = Document::parse(file, forms)?;
        let tree = Tree::of(&document, Some(form), is_defaults)?;
        Ok((document, tree))
    };
    let (before, tree) = read(file.clone())?;
    let text = Manner::of(file).whole(&tree.write(Some(form)));
    if text.strip_prefix(file.mark()) == Some(file.text()) {
        return Ok(text);
    }
    if text.len() as u64 > MAX_BYTES {
        return Err(Diagnostic::new(&rule::TOO_LARGE, "整理以后会超过 1 MiB，没有改动文件")
            .at(file)
            .help("一个文件只写一个项目；请检查是不是选错了文件")
            .into());
    }
    let is_proved = read(SourceFile::new(file.name(), text.as_str())).is_ok_and(|(after, said)| {
        let values = |document: &Document| document.read(form, (!is_defaults).then_some(&[]));
        says_the_same(&tree, &said, Some(form)) && values(&before).values == values(&after).values
    });
    match is_proved {
        true => Ok(text),
        false => Err(Diagnostic::new(&rule::INTERNAL, "整理后的内容和原来的对不上，没有改动文件")
            .at(file)
            .help("这是程序的错，请把这个文件交给维护的人")
            .into()),
    }
}

/// Whether a finding is about a pair of quotes with nothing in it, or of brackets, as
/// `jixiao new` leaves them.
pub fn is_to_be_filled_in(found: &Diagnostic) -> bool {
    let is_empty = || {
        let place = found.places.first()?;
        let written = place.file.text().get(place.span.clone()?)?;
        // An empty value, or a row of those.
        let is_of_a_row = |c: char| "\"'[],:-".contains(c) || c.is_whitespace();
        Some(written.starts_with(['"', '\'', '[', '-']) && written.chars().all(is_of_a_row))
    };
    *found.rule == rule::EMPTY_VALUE && is_empty().unwrap_or(false)
}

/// What a tree cannot say of a file whose form no one knows: texts that are none to other
/// readers, and anything that has no keys.
fn unclear(document: &Document) -> Option<Diagnostic> {
    let found = |message: &str, span| {
        Diagnostic::new(&rule::WRONG_KIND, message).at(Place::new(&document.file, span))
    };
    if !document.is_mapping() {
        return Some(found("这里应是一组“键: 值”", document.root().span.clone()));
    }
    Some(found("这里写的是“没有”", null(document.root())?))
}

/// The first text that YAML reads as nothing.
fn null(node: &Node) -> Option<Range<usize>> {
    match &node.content {
        Content::Text { text, style: Style::Plain } if written::is_null(text) => {
            Some(node.span.clone())
        }
        Content::Text { .. } => None,
        Content::List(items) => items.iter().find_map(null),
        Content::Map(entries) => entries.iter().find_map(|entry| null(&entry.value)),
    }
}
