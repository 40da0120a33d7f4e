//! Changes that people make to a form, made to its file: only the bytes of what is changed
//! change.
//!
//! An [`Amendment`] goes by the keys that lead to a thing. It is planned by what the form knows of
//! them, as a [`step::Step`]: what becomes of the tree that the file is, whatever way it is written.
//! The step is written as edits of the text, and proved before it is handed out: the new text
//! is read again, and must say what the step makes of the old one, with the same comments.
//! Mistakes elsewhere in the file stay as they are, and keep no change back.

mod blank;
mod block;
mod brackets;
mod edits;
mod insert;
mod limits;
mod lines;
mod plan;
mod prove;
mod remove;
mod said;
mod shift;
mod site;
mod step;
mod value;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::bytes::MAX_BYTES;
use super::document::Document;
use super::forms::Forms;
use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::form::Form;
use site::Site;

/// A change to a project file. Paths are the file's keys that lead to a thing; what a row says
/// in a column is below the row's name, under the column's key, whatever way the row is
/// written: as [`SheetCell::path`](crate::form::sheet::SheetCell::path) has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Amendment {
    /// What a field or a column says, whether or not that is valid there. What is not there
    /// yet is added where the form has it.
    Set {
        /// The keys that lead to it.
        path: Vec<String>,
        /// The text.
        text: String,
    },
    /// What is chosen of a list.
    Mark {
        /// The keys that lead to it.
        path: Vec<String>,
        /// All that is chosen.
        marks: Vec<String>,
    },
    /// The name of a row, or of a group of rows.
    Rename {
        /// The keys that lead to it.
        path: Vec<String>,
        /// The new name.
        name: String,
    },
    /// A new name with blanks below it: a row, or a group with one row.
    Add {
        /// The keys that lead to it, the new name last.
        path: Vec<String>,
        /// The name that it is to stand before; at the end without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
    },
    /// New rows at the end of a group, which may be new, too.
    AddRows {
        /// The keys that lead to the group.
        path: Vec<String>,
        /// The rows.
        rows: Vec<NewRow>,
    },
    /// Takes something out, with the comments above and beside it. A group goes with the last
    /// row in it.
    Remove {
        /// The keys that lead to it.
        path: Vec<String>,
    },
    /// Another place for a row, or for a group, with its comments.
    Move {
        /// The keys that lead to it.
        path: Vec<String>,
        /// The keys that lead to what it is to stand in; where it stands without them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Vec<String>>,
        /// The name that it is to stand before; at the end without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
    },
}

/// A row that is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRow {
    /// Its name.
    pub name: String,
    /// What it says, by the keys of its columns; the others are blank.
    #[serde(default)]
    pub says: BTreeMap<String, NewValue>,
}

/// What a row that is added says in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum NewValue {
    /// A text.
    Text(String),
    /// All that is chosen of a list.
    Marks(Vec<String>),
}

/// The whole text of `file`, a file of `form`, once all changes are made, one after the other;
/// it has the byte-order mark of the file. An error where one of them cannot be made: then none
/// is.
pub fn apply(
    file: &SourceFile,
    form: &Arc<Form>,
    forms: &Forms,
    changes: &[Amendment],
) -> Result<String, Vec<Diagnostic>> {
    let mut document = Document::parse(file.clone(), forms)?;
    for change in changes {
        if let Some(changed) = make(&document, form, forms, change)? {
            document = changed;
        }
    }
    Ok([file.mark(), document.file.text()].concat())
}

/// The file once a change is made; `None` where it says already what is wanted.
fn make(
    document: &Document,
    form: &Arc<Form>,
    forms: &Forms,
    change: &Amendment,
) -> Result<Option<Document>, Vec<Diagnostic>> {
    let file = &document.file;
    let Some(step) = plan::plan(document, form, change)? else { return Ok(None) };
    let site = Site::of(document, form, forms);
    let mut failed = None;
    for edits in step.write(&site) {
        let Some(text) = edits.apply(file.text()) else { continue };
        if text.len() as u64 > MAX_BYTES {
            return Err(Diagnostic::new(&rule::TOO_LARGE, "改了以后文件会超过 1 MiB，没有改")
                .at(file)
                .help("写得短一些；一个文件只写一个项目")
                .into());
        }
        let text = SourceFile::new(file.name(), file.mark().to_owned() + &text);
        match prove::prove(document, text, forms, form, &step) {
            Ok(changed) => return Ok(Some(changed)),
            Err(found) => failed = failed.or(Some(found)),
        }
    }
    let message = "这里的写法太特别，程序改不了";
    let help = "用编辑器打开文件，在里面改";
    let unusual = || Diagnostic::new(&rule::WRONG_KIND, message).at(file).help(help);
    Err(failed.unwrap_or_else(unusual).into())
}
