//! A build that goes on: what is known of all forms after each round of it, so that the next one
//! reads only what has changed.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use super::Batch;
use super::noted::Notes;
use super::plan::{Plan, Planned, Task, refused};
use super::record::Status;
use crate::check::across;
use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::source::Input;
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

/// What is known of all forms.
#[derive(Default)]
pub struct Standing {
    /// By their project files.
    forms: HashMap<Arc<Path>, Known>,
    /// What was found by comparing them.
    across: HashSet<Diagnostic>,
}

/// What is known of a form since it was last looked at.
struct Known {
    texts: Option<Fingerprint>,
    /// Of what was found in it.
    hash: u64,
    facts: Option<Box<Facts>>,
    /// Its texts, by their names.
    files: Box<[SourceFile]>,
    /// Whether something in it keeps it from being printed.
    has_errors: bool,
    /// Whether it must not be printed, for that or in comparison with others.
    is_refused: bool,
    /// Whether it was not printed, for whatever reason.
    is_failed: bool,
}

impl Standing {
    /// Takes all that is known for doubtful: settings have changed. What was not printed is still
    /// known for that.
    pub fn doubt(&mut self) {
        for known in self.forms.values_mut() {
            (known.texts, known.hash) = (None, 0);
        }
    }

    /// Whether a form was not printed when it was last tried.
    pub fn is_failed(&self, path: &Path) -> bool {
        self.forms.get(path).is_some_and(|known| known.is_failed)
    }

    /// Takes note of what has become of a form.
    pub fn settle(&mut self, path: &Path, status: Status) {
        if let Some(known) = self.forms.get_mut(path) {
            known.is_failed = matches!(status, Status::Failed | Status::Skipped);
        }
    }

    /// The fingerprint of a project's texts when it was last looked at.
    pub fn texts(&self, path: &Path) -> Option<Fingerprint> {
        self.forms.get(path)?.texts
    }

    /// Takes note of what a form says now; whether that is news. A form that says what it said
    /// is still to be printed where its output has gone.
    fn learn(&mut self, form: &Planned, facts: Option<Box<Facts>>) -> bool {
        let hash = hash(&form.found);
        let before = self.forms.get(&form.input.path);
        let is_news = before.is_none_or(|known| {
            known.texts != form.texts
                || (form.texts.is_none() && known.hash != hash)
                || (matches!(form.task, Task::Print) && !known.is_failed)
        });
        let known = Known {
            texts: form.texts,
            hash,
            facts,
            files: form.files.clone(),
            has_errors: matches!(form.task, Task::Refuse),
            is_refused: before.is_some_and(|known| known.is_refused),
            is_failed: before.is_some_and(|known| known.is_failed),
        };
        self.forms.insert(form.input.path.clone(), known);
        is_news
    }
}

impl Batch<'_> {
    /// Looks at the forms that are not known yet, or touched, and compares all with one another.
    /// The plan is about those forms only of which there is news.
    pub fn plan_again<'a>(
        &'a self,
        inputs: &'a [Input],
        standing: &mut Standing,
        is_touched: impl Fn(&Input) -> bool,
    ) -> Plan<'a> {
        let notes = Notes::begin(&self.folder);
        let there: HashSet<&Path> = inputs.iter().map(|input| &*input.path).collect();
        standing.forms.retain(|path, _| there.contains(&**path));
        let is_wanted =
            |input: &Input| !standing.forms.contains_key(&input.path) || is_touched(input);
        let wanted: Vec<_> =
            inputs.iter().enumerate().filter(|(_, input)| is_wanted(input)).collect();
        let looked = parallel::map(&wanted, self.jobs, |&(number, input)| {
            (number, self.look_at(input, &notes, |_| ()))
        });
        let mut forms = Vec::new();
        for (number, (form, facts)) in looked {
            if standing.learn(&form, facts) {
                forms.push((number, form));
            }
        }
        let facts = inputs.iter().filter_map(|it| standing.forms.get(&it.path)?.facts.as_deref());
        let (across, allowed) =
            self.examiner.severities.apply(across::check(&facts.collect::<Vec<_>>()));
        self.compare(inputs, &mut forms, &across, standing, &notes);
        let mut forms: Vec<_> = forms.into_iter().map(|(_, form)| form).collect();
        if self.options.format.is_draft() {
            self.plan_drafts(&mut forms, inputs, &across);
        }
        let across = news(across, &forms, standing);
        Plan { forms, across, allowed, notes }
    }

    /// Refuses forms as of what was found by comparing all; adds those to `forms` that are refused
    /// since then, or no longer. Drafts are not refused: those are added that list something else.
    fn compare<'a>(
        &'a self,
        inputs: &'a [Input],
        forms: &mut Vec<(usize, Planned<'a>)>,
        across: &[Diagnostic],
        standing: &mut Standing,
        notes: &Notes,
    ) {
        let is_draft = self.options.format.is_draft();
        let refused = if is_draft { HashSet::new() } else { refused(across) };
        let listed = if is_draft { changed(across, &standing.across) } else { HashSet::new() };
        let is_refused = |files: &[SourceFile]| files.iter().any(|it| refused.contains(it.name()));
        let planned: HashSet<usize> = forms.iter().map(|(number, _)| *number).collect();
        for (number, input) in inputs.iter().enumerate() {
            let Some(known) = standing.forms.get_mut(&input.path) else { continue };
            let before = known.is_refused;
            known.is_refused = known.has_errors || is_refused(&known.files);
            let is_other = known.files.iter().any(|it| listed.contains(it.name()));
            if (before != known.is_refused || is_other) && !planned.contains(&number) {
                let (form, _) = self.look_at(input, notes, |_| ());
                forms.push((number, form));
            }
        }
        forms.sort_by_key(|(number, _)| *number);
        for (_, form) in forms.iter_mut().filter(|(_, form)| is_refused(&form.files)) {
            form.task = Task::Refuse;
        }
    }
}

/// The files about which something else was found by comparing forms than `before`.
fn changed<'a>(across: &'a [Diagnostic], before: &'a HashSet<Diagnostic>) -> HashSet<&'a str> {
    let now: HashSet<&Diagnostic> = across.iter().collect();
    let gone = before.iter().filter(|found| !now.contains(found));
    let new = across.iter().filter(|found| !before.contains(*found));
    gone.chain(new).flat_map(|found| &found.places).map(|place| place.file.name()).collect()
}

/// What was found by comparing forms, as far as it is about some of `forms`, or new.
fn news(across: Vec<Diagnostic>, forms: &[Planned], standing: &mut Standing) -> Vec<Diagnostic> {
    let names: HashSet<&str> = forms.iter().flat_map(Planned::text_names).collect();
    let is_about =
        |found: &Diagnostic| found.places.iter().any(|place| names.contains(place.file.name()));
    let is_news = |found: &&Diagnostic| is_about(found) || !standing.across.contains(*found);
    let news = across.iter().filter(is_news).cloned().collect();
    standing.across = across.into_iter().collect();
    news
}

fn hash(found: &[Diagnostic]) -> u64 {
    let mut hasher = DefaultHasher::new();
    found.hash(&mut hasher);
    hasher.finish()
}
