//! What can be done about findings with a click.

use std::path::Path;

use lsp_types::{CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, Range};

use super::editor::Editor;
use super::edits;
use super::folder::Folder;
use super::open::{OpenFile, OpenFiles, Part};
use super::tell::Teller;
use super::workspace::Findings;
use crate::check::examine::Examiner;
use crate::check::fix;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule::{self, Stage};
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::{self, Input};
use crate::text::width;

/// Mends all that is safe to mend in a file.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.jixiao");

/// How long the words of an action may be, in columns.
const LONGEST: usize = 60;

/// What there is to go by.
pub struct Mender<'a> {
    /// The files that are open.
    pub open: &'a OpenFiles,
    /// The editor.
    pub editor: &'a Editor,
    /// The file that is looked at.
    pub file: &'a OpenFile,
    /// What is found in it.
    pub findings: &'a Findings,
}

impl Mender<'_> {
    /// What can be done about what is found in a part of the file.
    pub fn actions(
        &self,
        range: Range,
        context: &CodeActionContext,
        examiner: &Examiner,
        folder: &Folder,
    ) -> Vec<CodeActionOrCommand> {
        let is_wanted = |kind: &CodeActionKind| match &context.only {
            None => true,
            Some(only) => only.iter().any(|only| is_below(kind.as_str(), only.as_str())),
        };
        let mut actions = Vec::new();
        if is_wanted(&CodeActionKind::QUICKFIX) {
            let mut teller = Teller::new(self.open, self.editor);
            for found in &self.findings.found {
                let told = teller.one(found, &self.file.uri);
                if told.range.start > range.end || told.range.end < range.start {
                    continue;
                }
                actions.extend(self.mending(found, &told));
                actions.extend(self.allowing(found, &told, examiner));
            }
        }
        if is_wanted(&FIX_ALL) {
            actions.extend(self.mending_all(examiner, folder));
        }
        actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }

    /// Mends a finding, where that is safe.
    fn mending(&self, found: &Diagnostic, told: &lsp_types::Diagnostic) -> Option<CodeAction> {
        if found.fix.is_empty() {
            return None;
        }
        let what = clean(found.help.as_deref().unwrap_or(&found.message));
        let edit = edits::of(&found.fix, self.open, &self.file.uri, self.editor)?;
        Some(CodeAction {
            title: format!("修正：{}", shortened(&what)),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![told.clone()]),
            edit: Some(edit),
            is_preferred: Some(true),
            ..CodeAction::default()
        })
    }

    /// Writes the comment that lets an entry break a rule.
    fn allowing(
        &self,
        found: &Diagnostic,
        told: &lsp_types::Diagnostic,
        examiner: &Examiner,
    ) -> Option<CodeAction> {
        let is_allowable = found.rule.check_severity(None).is_ok()
            && *found.rule != rule::UNUSED_ALLOW
            && found.rule.stage == Stage::Content;
        let file = &found.places.first().filter(|_| is_allowable)?.file;
        let edit: Edit = source::allowing(file, examiner.forms, found.start()?, found.rule)?;
        let edit = edits::of(&[edit], self.open, &self.file.uri, self.editor)?;
        Some(CodeAction {
            title: format!("放行这条规则：{}（{}）", found.rule.summary(), found.rule.name),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![told.clone()]),
            edit: Some(edit),
            ..CodeAction::default()
        })
    }

    /// Mends all that is safe to mend.
    fn mending_all(&self, examiner: &Examiner, folder: &Folder) -> Option<CodeAction> {
        let inputs: Vec<Input> = match self.file.part {
            Part::Defaults => {
                let below = self.file.path.as_deref().and_then(Path::parent)?;
                folder.inputs_below(self.open, below)
            }
            _ => vec![self.file.input()],
        };
        // Few files have something to mend.
        if !self.findings.found.iter().any(|found| !found.fix.is_empty()) {
            return None;
        }
        let name = self.file.file().name().to_owned();
        let mended = fix::mend_all(examiner, &inputs);
        let mended = mended.into_iter().find(|it| it.rewrite.before.name() == name)?;
        Some(CodeAction {
            title: format!("改好所有可以放心改的地方（{} 处）", mended.count),
            kind: Some(FIX_ALL),
            edit: Some(edits::whole(self.file, &mended.rewrite.after, self.editor)),
            ..CodeAction::default()
        })
    }
}

/// Whether a kind of action is of another one: `source.fixAll.jixiao` is of `source`.
fn is_below(kind: &str, above: &str) -> bool {
    let rest = kind.strip_prefix(above);
    above.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The first words of a text.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match width::columns(line) > LONGEST {
        true => line.chars().take(LONGEST / 2).chain(['…']).collect(),
        false => line.to_owned(),
    }
}
