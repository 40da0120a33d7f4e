//! What is found, as editors show it.

use std::collections::HashMap;
use std::ops::Range as Span;
use std::path::PathBuf;

use lsp_types::{
    DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};

use super::editor::Editor;
use super::open::OpenFiles;
use super::position::Lines;
use super::uri;
use super::workspace::{Findings, absolute};
use crate::diagnostic::render::clean;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile};

/// What the program is called where findings are shown.
pub const SOURCE: &str = "jixiao";

/// How much is told of one file: whoever has more has one cause for them all.
const MOST: usize = 1000;

/// Finds where the places of findings are for the editor.
pub struct Teller<'a> {
    open: &'a OpenFiles,
    editor: &'a Editor,
    /// The lines of files that are open, by how the editor knows them.
    lines: HashMap<&'a str, Lines<'a>>,
}

impl<'a> Teller<'a> {
    /// Finds places as the editor has its files.
    pub fn new(open: &'a OpenFiles, editor: &'a Editor) -> Self {
        Self { open, editor, lines: HashMap::new() }
    }

    /// What is found in a file.
    pub fn all(&mut self, findings: &Findings) -> Vec<lsp_types::Diagnostic> {
        findings.found.iter().take(MOST).map(|found| self.one(found, &findings.uri)).collect()
    }

    /// A finding in the file that the editor knows by `uri`.
    pub fn one(&mut self, found: &Diagnostic, uri: &Uri) -> lsp_types::Diagnostic {
        let range = found.places.first().map(|place| self.range(place, Some(uri)));
        let shown = if self.editor.has_related { found.places.as_slice() } else { &[] };
        let related = shown.iter().skip(1).filter_map(|place| self.related(place, uri));
        let related: Vec<_> = related.collect();
        lsp_types::Diagnostic {
            range: range.unwrap_or_default(),
            severity: Some(match found.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Hint => DiagnosticSeverity::INFORMATION,
            }),
            code: Some(NumberOrString::String(found.rule.name.to_owned())),
            source: Some(SOURCE.to_owned()),
            message: message(found),
            related_information: (!related.is_empty()).then_some(related),
            ..lsp_types::Diagnostic::default()
        }
    }

    fn related(&mut self, place: &Place, own: &Uri) -> Option<DiagnosticRelatedInformation> {
        let uri = self.uri(&place.file).unwrap_or_else(|| own.clone());
        let range = self.range(place, Some(&uri));
        let message = match place.label.as_str() {
            "" => "也见这里".to_owned(),
            label => clean(label),
        };
        Some(DiagnosticRelatedInformation { location: Location { uri, range }, message })
    }

    /// How the editor knows a file.
    pub fn uri(&self, file: &SourceFile) -> Option<Uri> {
        let path = absolute(file.name());
        match self.open.at(&path) {
            Some(open) => Some(open.uri.clone()),
            None => uri::of(&path),
        }
    }

    /// Where a place is in its file, which the editor may know by `uri`; of a whole file, its
    /// beginning.
    fn range(&mut self, place: &Place, uri: Option<&Uri>) -> Range {
        let Some(span) = &place.span else { return Range::default() };
        self.span(&place.file, span, uri)
    }

    /// Where some bytes of a file are.
    pub fn span(&mut self, file: &SourceFile, span: &Span<usize>, uri: Option<&Uri>) -> Range {
        let path: PathBuf = absolute(file.name());
        let open = self.open.at(&path).or_else(|| {
            let own = uri.and_then(|uri| self.open.get(uri));
            own.filter(|own| own.path.is_none())
        });
        let encoding = self.editor.encoding;
        match open {
            Some(open) => {
                let mark = file.mark().len();
                let lines = self.lines.entry(open.uri.as_str());
                let lines = lines.or_insert_with(|| open.lines(encoding));
                lines.range(&(span.start + mark..span.end + mark))
            }
            // An editor has no mark at the beginning of a text.
            None => Lines::new(file.text(), encoding).range(span),
        }
    }
}

/// What is wrong, and below it how to mend it.
fn message(found: &Diagnostic) -> String {
    let label = found.places.first().map_or("", |place| place.label.as_str());
    let mut text = clean(&found.message);
    if !label.is_empty() {
        text = format!("{text}（{}）", clean(label));
    }
    match &found.help {
        Some(help) => format!("{text}\n提示：{}", clean(help)),
        None => text,
    }
}
