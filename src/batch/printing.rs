//! Printing the forms of a plan, and writing down what becomes of each.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Batch;
use super::left::Left;
use super::manifest::{Entry, Output};
use super::noted::{Notes, note};
use super::plan::{Plan, Planned, Task};
use super::record::{Status, Totals};
use super::report::Form;
use crate::batch::worker::{self, Examination, Outcome};
use crate::diagnostic::render::{json, shown};
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Files, SourceFile};
use crate::print::Printed;
use crate::print::export::{File, Format, with_ending};
use crate::source;
use crate::system::fingerprint::Fingerprint;
use crate::system::output;

/// What has become of a form.
struct Finished {
    status: Status,
    /// What is known of its files, where it is printed.
    entry: Option<Entry>,
    /// What was found on the way, beyond what the plan has, whatever the user has it for.
    found: Vec<Diagnostic>,
}

/// What came of a plan.
#[derive(Debug, Default)]
pub struct Printing {
    /// What came of all forms.
    pub totals: Totals,
    /// What was found on the way, in the order of the forms, as bad as the user has it.
    pub found: Vec<Diagnostic>,
    /// How many more findings the user has switched off.
    pub allowed: usize,
    /// Of each form that is printed, how many pages it has, and the fingerprint of all
    /// that it depends on.
    pub forms: Vec<Option<(usize, Fingerprint)>>,
    /// Those that are not printed, in the order of the forms.
    pub left: Vec<Left>,
    /// The files of the only form that is printed, below the output folder; none where there
    /// are others.
    pub files: Vec<PathBuf>,
}

/// What has become of a form, for those who want to hear of each.
pub struct Step<'a> {
    /// The project file.
    pub source: &'a Path,
    /// What has become of it.
    pub status: Status,
    /// How many pages it has.
    pub pages: usize,
    /// How long it took.
    pub time: Duration,
    /// Whether it was to be printed.
    pub is_tried: bool,
    /// What was found on the way, beyond what the plan has, as bad as the user has it.
    pub found: &'a [Diagnostic],
}

impl Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = shown(self.source);
        match self.status {
            Status::Built => {
                let milliseconds = self.time.as_secs_f64() * 1e3;
                write!(f, "排好 {source}，{} 页，{milliseconds:.0} 毫秒", self.pages)
            }
            Status::Current => write!(f, "未变 {source}"),
            Status::Failed => write!(f, "没有排成 {source}"),
            Status::Skipped => write!(f, "没有排 {source}"),
        }
    }
}

impl Batch<'_> {
    /// Prints the forms that are to be printed. `tell` hears of each form.
    pub fn print(&self, plan: &Plan, tell: impl Fn(Step<'_>) + Sync) -> Printing {
        let planned = plan.forms.as_slice();
        let across = by_file(&plan.across);
        let forms = vec![None; planned.len()];
        let printing = Printing { forms, ..Printing::default() };
        let so_far = Mutex::new((printing, BTreeMap::new(), BTreeMap::new()));
        let finish = |number: usize, finished: Finished, time: Duration| {
            let form = &planned[number];
            let across = form.text_names().filter_map(|text| across.get(text));
            let across: Vec<_> = across.flatten().copied().collect();
            let (found_now, allowed) = self.examiner.severities.apply(finished.found);
            let finished = Finished { found: found_now, ..finished };
            let totals = self.record(form, &across, &finished, time);
            let (pages, is_tried) = (totals.pages, matches!(form.task, Task::Print));
            let (source, status) = (&form.input.path, finished.status);
            tell(Step { source, status, pages, time, is_tried, found: &finished.found });
            let mut so_far = so_far.lock().unwrap_or_else(PoisonError::into_inner);
            let (printing, found, left) = &mut *so_far;
            printing.totals += totals;
            printing.allowed += allowed;
            if let Some(entry) = finished.entry {
                printing.forms[number] = Some((entry.pages, entry.key));
                let is_only = printing.totals.built + printing.totals.current == 1;
                let files = entry.outputs.iter().filter(|_| is_only);
                printing.files = files.map(|output| output.path.to_path_buf()).collect();
            }
            if matches!(finished.status, Status::Failed | Status::Skipped) {
                let found = form.found.iter().chain(across.iter().copied());
                let found = found.chain(&finished.found);
                left.insert(number, Left::of(form.input.name(), found));
            }
            if !finished.found.is_empty() {
                found.insert(number, finished.found);
            }
        };
        let mut to_print = Vec::new();
        for (number, form) in planned.iter().enumerate() {
            match form.task {
                Task::Keep(entry) => finish(number, kept(entry), Duration::ZERO),
                Task::Refuse => finish(number, self.failed(form, Vec::new()), Duration::ZERO),
                Task::Skip => finish(number, skipped(), Duration::ZERO),
                Task::Print => to_print.push(number),
            }
        }
        let job = |number: usize| planned[number].job();
        self.team.work(to_print.iter().copied(), job, |number, outcome, time| {
            finish(number, self.keep(&planned[number], outcome, &plan.notes), time);
        });
        let (printing, found, left) = so_far.into_inner().unwrap_or_else(PoisonError::into_inner);
        let found = found.into_values().flatten().collect();
        Printing { found, left: left.into_values().collect(), ..printing }
    }

    /// Writes the files of a form, or says why there are none.
    fn keep(&self, form: &Planned, outcome: Outcome, notes: &Notes) -> Finished {
        let answer = match self.answer(form, outcome) {
            Ok(answer) => answer,
            Err(found) => return self.failed(form, found),
        };
        let printed = match answer.printed {
            Ok(printed) => printed,
            Err(found) => return self.failed(form, found),
        };
        // The project file was changed after all were looked at.
        if let Some(examination) = &answer.examination {
            let (found, _) = self.examiner.severities.apply(examination.findings.clone());
            if found.iter().any(Diagnostic::is_error) {
                return self.failed(form, examination.findings.clone());
            }
        }
        let Some(texts) = answer.texts else {
            let found = Diagnostic::new(&rule::INTERNAL, "排出了表格，却没有读到项目文件");
            return self.failed(form, vec![found.at(&*form.input.path)]);
        };
        let files = match self.write(&printed) {
            Ok(files) => files,
            Err(found) => return self.failed(form, vec![found]),
        };
        let before = self.manifest.entry(&form.input.stem, self.options.format.name());
        let mut found: Vec<_> =
            before.map(|entry| self.remove_others(entry, &files)).into_iter().flatten().collect();
        let entry = Entry {
            form: form.input.stem.clone(),
            format: self.options.format.name().into(),
            source: self.source(&form.input.path).into(),
            key: form.draft.as_ref().map_or_else(|| self.key(texts), |draft| draft.key),
            pages: printed.pages,
            outputs: files,
        };
        let examination = match &answer.examination {
            Some(Examination { findings, facts }) => note(findings, facts, &form.files),
            None => form.noted.and_then(|part| notes.read(part)),
        };
        found.extend(self.manifest.add(&entry, examination.as_deref()).err());
        Finished { status: Status::Built, entry: Some(entry), found }
    }

    /// A worker's answer, or why there is none.
    pub(super) fn answer(
        &self,
        form: &Planned,
        outcome: Outcome,
    ) -> Result<worker::Result, Vec<Diagnostic>> {
        Ok(outcome.answer(&form.input.path, self.team.timeout)?)
    }

    fn write(&self, printed: &Printed) -> Result<Box<[Output]>, Diagnostic> {
        let write = |file: &File| {
            self.refuse_book(&file.path)?;
            let fingerprint = self.folder.write(&file.path, &file.bytes)?;
            let bytes = file.bytes.len() as u64;
            Ok(Output { path: file.path.as_path().into(), bytes, fingerprint })
        };
        printed.files.iter().map(write).collect()
    }

    /// A book that stands where the file of a form is to be: it was asked for, too.
    fn refuse_book(&self, path: &Path) -> Result<(), Diagnostic> {
        if !self.manifest.has_books() {
            return Ok(());
        }
        match self.folder.fingerprint(path) {
            Some(there) if self.manifest.is_book(there) => {
                let path = self.folder.path().join(path);
                let message = "这里是以前的合订本，没有用表格换掉它";
                let found = Diagnostic::new(&rule::SAME_OUTPUT, message).at(path.as_path());
                Err(found.help("改项目文件的名称；不要那份合订本了，就先删去它"))
            }
            _ => Ok(()),
        }
    }

    /// Removes those files of an earlier form that the new one does not have, such as
    /// the picture of a third page where there are two now.
    fn remove_others(&self, before: &Entry, now: &[Output]) -> Vec<Diagnostic> {
        let mut left = before.outputs.iter().filter(|it| now.iter().all(|now| now.path != it.path));
        let Some(first) = left.next() else { return Vec::new() };
        // A module of the source may be that of other forms, too.
        let owned = self.manifest.owned();
        let is_gone =
            |file: &&Output| !owned.has(&file.path, self.folder.path(), Some(&before.form));
        let remove = |file: &Output| self.folder.remove(&file.path, file.fingerprint).err();
        let paths = [first].into_iter().chain(left).filter(is_gone);
        paths
            .filter_map(|file| {
                Some(output::unwritable(&self.folder.path().join(&file.path), &remove(file)?))
            })
            .collect()
    }

    /// A form that is not printed; where there is an older one, that is said.
    fn failed(&self, form: &Planned, mut found: Vec<Diagnostic>) -> Finished {
        let older = self.older(form);
        let what = if self.options.format.is_draft() { "草稿" } else { "表" };
        found.extend(older.first().map(|path| {
            let message = format!("这份{what}是以前排的，没有更新");
            Diagnostic::new(&rule::OUTDATED_OUTPUT, message)
                .at(path.as_path())
                .help("不要报送它；改好项目文件，再排一次")
        }));
        Finished { status: Status::Failed, entry: None, found }
    }

    /// The files that are there of an earlier form; none where it says the same.
    fn older(&self, form: &Planned) -> Vec<PathBuf> {
        let entry = self.manifest.entry(&form.input.stem, self.options.format.name());
        let draft = form.draft.as_ref().map(|draft| draft.key);
        let key = draft.or(form.texts.map(|texts| self.key(texts)));
        if entry.is_some_and(|entry| Some(entry.key) == key && entry.is_intact(&self.folder)) {
            return Vec::new();
        }
        let known = entry.into_iter().flat_map(|entry| &entry.outputs);
        let known = known.map(|output| output.path.to_path_buf());
        let usual = matches!(self.options.format, Format::Pdf { .. });
        let usual = usual.then(|| with_ending(&form.input.stem, ".pdf"));
        let paths = known.chain(usual);
        let is_form = |path: &PathBuf| {
            self.folder.fingerprint(path).is_some_and(|there| !self.manifest.is_book(there))
        };
        paths.filter(is_form).map(|path| self.folder.path().join(path)).collect()
    }

    /// Adds a form to the report; gives what it adds to the totals.
    fn record(
        &self,
        form: &Planned,
        across: &[&Diagnostic],
        finished: &Finished,
        time: Duration,
    ) -> Totals {
        let entry = finished.entry.as_ref();
        let bytes = entry.map_or(0, Entry::bytes);
        self.report.add(|| {
            let found = form.found.iter().chain(across.iter().copied()).chain(&finished.found);
            let mut files = Files::new(|name: &str| self.file(name));
            let found: Vec<_> = found.map(|it| it.clone().opened(&mut files)).collect();
            let path = |file: &Output| self.folder.path().join(&file.path).display().to_string();
            Form {
                status: finished.status,
                output: entry
                    .map(|entry| entry.outputs.iter().map(path).collect())
                    .unwrap_or_default(),
                pages: entry.map(|entry| entry.pages),
                bytes,
                seconds: time.as_secs_f64(),
                findings: json::findings(&found),
                source: form.input.name(),
            }
        });
        Totals::of(finished.status, entry.map_or(0, |entry| entry.pages), bytes)
    }

    /// The file that users know by `name`.
    pub fn file(&self, name: &str) -> Option<SourceFile> {
        self.examiner.forms.file(name).or_else(|| source::open(name))
    }
}

/// Findings by the files of their chief places.
fn by_file(found: &[Diagnostic]) -> HashMap<&str, Vec<&Diagnostic>> {
    let mut by_file: HashMap<&str, Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in found {
        if let Some(place) = diagnostic.places.first() {
            by_file.entry(place.file.name()).or_default().push(diagnostic);
        }
    }
    by_file
}

fn kept(entry: &Entry) -> Finished {
    Finished { status: Status::Current, entry: Some(entry.clone()), found: Vec::new() }
}

fn skipped() -> Finished {
    Finished { status: Status::Skipped, entry: None, found: Vec::new() }
}
