//! Changes of files, for the editor to make.

use std::collections::{BTreeMap, HashMap};

use lsp_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};
use similar::{ChangeTag, TextDiff};

use super::editor::Editor;
use super::open::{OpenFile, OpenFiles};
use super::position::{Encoding, Lines};
use super::tell::Teller;
use crate::diagnostic::Edit;
use crate::source::manner::Manner;

/// The changes that make `after` of a text: whole lines, and only those that differ, so that the
/// cursor stays where it is.
pub fn between(before: &str, after: &str, encoding: Encoding) -> Vec<TextEdit> {
    let lines = Lines::new(before, encoding);
    let diff = TextDiff::from_lines(before, after);
    let mut edits: Vec<TextEdit> = Vec::new();
    let mut at = 0;
    // A run of lines that differ.
    let mut run: Option<(usize, String)> = None;
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => {
                if let Some((start, text)) = run.take() {
                    edits.push(TextEdit::new(lines.range(&(start..at)), text));
                }
                at += change.value().len();
            }
            ChangeTag::Delete => {
                run.get_or_insert_with(|| (at, String::new()));
                at += change.value().len();
            }
            ChangeTag::Insert => {
                run.get_or_insert_with(|| (at, String::new())).1.push_str(change.value());
            }
        }
    }
    if let Some((start, text)) = run {
        edits.push(TextEdit::new(lines.range(&(start..at)), text));
    }
    edits
}

/// The changes that make `after` of an open file.
pub fn whole(file: &OpenFile, after: &str, editor: &Editor) -> WorkspaceEdit {
    let edits = between(&file.text, after, editor.encoding);
    of_files([(file.uri.clone(), Some(file.version), edits)].into(), editor)
}

/// Changes that a finding asks for; `None` where a file of them is unknown.
pub fn of(edits: &[Edit], open: &OpenFiles, own: &Uri, editor: &Editor) -> Option<WorkspaceEdit> {
    let mut teller = Teller::new(open, editor);
    let mut by_file: BTreeMap<String, (Uri, Option<i32>, Vec<TextEdit>)> = BTreeMap::new();
    for edit in edits {
        let uri = match open.get(own).filter(|own| own.path.is_none()) {
            Some(_) => own.clone(),
            None => teller.uri(&edit.file)?,
        };
        let version = open.get(&uri).map(|file| file.version);
        let text = Manner::of(&edit.file).lines(&edit.text);
        let range = teller.span(&edit.file, &edit.span, Some(&uri));
        let known = by_file.entry(uri.as_str().to_owned());
        known.or_insert((uri, version, Vec::new())).2.push(TextEdit::new(range, text));
    }
    Some(of_files(by_file.into_values().collect(), editor))
}

#[allow(clippy::mutable_key_type, reason = "the type is the protocol's; no part of a key changes")]
fn of_files(files: Vec<(Uri, Option<i32>, Vec<TextEdit>)>, editor: &Editor) -> WorkspaceEdit {
    if editor.has_versions {
        let edit = |(uri, version, edits): (Uri, Option<i32>, Vec<TextEdit>)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        };
        let changes = DocumentChanges::Edits(files.into_iter().map(edit).collect());
        return WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let changes: HashMap<Uri, Vec<TextEdit>> =
        files.into_iter().map(|(uri, _, edits)| (uri, edits)).collect();
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
