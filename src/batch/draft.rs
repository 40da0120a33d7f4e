//! Drafts in a batch: of forms with errors, too, each with what was found in it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Batch;
use super::plan::{Planned, Task};
use crate::diagnostic::{Diagnostic, rule};
use crate::print::export::{draft_path, with_ending};
use crate::source::{Input, Texts};
use crate::system::fingerprint::Fingerprint;

/// A draft to be printed.
#[derive(Debug)]
pub struct Drafted {
    /// What it lists, as bad as the user has it.
    pub found: Vec<Diagnostic>,
    /// The fingerprint of all that it depends on.
    pub key: Fingerprint,
}

impl Batch<'_> {
    /// Whether there is something of a project that a draft can show.
    pub(super) fn can_be_drafted(&self, input: &Input) -> bool {
        Texts::of(input, &self.examiner.defaults).sketch().is_ok()
    }

    /// Settles what is to be done with the drafts of `forms`, which are some of `inputs`, once all
    /// that was found is known; `across` was found by comparing.
    pub(super) fn plan_drafts<'a>(
        &'a self,
        forms: &mut [Planned<'a>],
        inputs: &[Input],
        across: &[Diagnostic],
    ) {
        let across = by_file(across);
        let stems: HashSet<Arc<Path>> = inputs.iter().map(|it| it.stem.clone()).collect();
        for form in forms.iter_mut().filter(|form| matches!(form.task, Task::Print)) {
            let Some(texts) = form.texts else { continue };
            let path = draft_path(&form.input.stem);
            if let Some(other) = self.form_at(&path, &form.input.stem, &stems) {
                form.found.push(refused(form.input, &other));
                form.task = Task::Refuse;
                continue;
            }
            let found: Vec<_> = form.found.iter().cloned().chain(about(form, &across)).collect();
            // Findings can always be written.
            let told = serde_json::to_vec(&found).unwrap_or_default();
            let key = Fingerprint::of_all([self.key(texts).as_bytes(), &told[..]]);
            let entry = self.manifest.entry(&form.input.stem, self.options.format.name());
            let is_current = |entry: &&_| self.is_current(entry, key);
            if let Some(entry) = entry.filter(is_current) {
                form.task = Task::Keep(entry);
            }
            form.draft = Some(Drafted { found, key });
        }
    }

    /// The form whose own file the draft of another one would take the place of.
    fn form_at(&self, path: &Path, own: &Path, stems: &HashSet<Arc<Path>>) -> Option<PathBuf> {
        let stem = path.with_extension("");
        if stems.contains(stem.as_path()) {
            return Some(stem);
        }
        let is_others = self.manifest.owned().has(path, self.folder.path(), Some(own));
        is_others.then_some(stem)
    }
}

/// Findings by the files of all their places.
fn by_file(found: &[Diagnostic]) -> HashMap<&str, Vec<&Diagnostic>> {
    let mut by_file: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in found {
        let names: HashSet<&str> = diagnostic.places.iter().map(|it| it.file.name()).collect();
        names.into_iter().for_each(|name| by_file.entry(name).or_default().push(diagnostic));
    }
    by_file
}

/// What was found about a form by comparing it with others: each of them lists it, at its own
/// place.
fn about(form: &Planned, across: &HashMap<&str, Vec<&Diagnostic>>) -> Vec<Diagnostic> {
    let names: Vec<&str> = form.text_names().collect();
    let mut found: Vec<&Diagnostic> = Vec::new();
    for diagnostic in names.iter().filter_map(|name| across.get(name)).flatten() {
        if !found.iter().any(|known| std::ptr::eq(*known, *diagnostic)) {
            found.push(diagnostic);
        }
    }
    let at_its_place = |found: &Diagnostic| {
        let mut found = found.clone();
        let own = found.places.iter().position(|place| names.contains(&place.file.name()));
        own.into_iter().for_each(|own| found.places[..=own].rotate_right(1));
        found
    };
    found.into_iter().map(at_its_place).collect()
}

fn refused(input: &Input, other: &Path) -> Diagnostic {
    let other = with_ending(other, ".yaml");
    let message = format!("它的草稿和“{}”的表格同名，没有排", other.display());
    Diagnostic::new(&rule::SAME_OUTPUT, message)
        .at(&*input.path)
        .help("给其中一个项目文件换一个名称")
}
