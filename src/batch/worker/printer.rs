//! Printing the forms that jobs ask for.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Once};

use super::wire::{Examination, Job, Result, Setup, Viewed};
use crate::check::examine::Examiner;
use crate::diagnostic::rule;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files};
use crate::print::export::{File, Format};
use crate::print::typeset::{self, Typesetter};
use crate::print::{self, Printed, book, draft, view};
use crate::source::{self, Forms, Input, Texts};

/// Does jobs, one after the other.
pub struct Printer<'a> {
    examiner: Examiner<'a>,
    typesetter: &'a Typesetter,
    setup: Setup,
}

impl<'a> Printer<'a> {
    /// A printer that has read no project yet.
    pub fn new(
        forms: &'a Arc<Forms>,
        typesetter: &'a Typesetter,
        severities: &'a Severities,
        setup: Setup,
    ) -> Self {
        let examiner = Examiner::new(forms, typesetter.fonts(), severities);
        Self { examiner, typesetter, setup }
    }

    /// Does beforehand what the first job would wait for.
    pub fn warm_up(&self) {
        if let Ok(edition) = self.examiner.forms.newest(None) {
            self.typesetter.warm_up(edition);
            self.typesetter.read_fonts(edition);
        }
    }

    /// Does a job, whatever may happen in it.
    pub fn print(&self, job: &Job) -> Result {
        let done = in_silence(|| catch_unwind(AssertUnwindSafe(|| self.try_to_print(job))));
        typeset::forget();
        done.unwrap_or_else(|panic| {
            // Who knows what state it has left: the next form gets a new worker.
            let found = Diagnostic::new(&rule::CRASHED, "排版程序出了内部错误")
                .at(&*job.input().path)
                .help(format!("请把这个项目文件交给提供程序的同事：{}", words(&*panic)));
            Result { is_last: true, ..Result::refused(vec![found]) }
        })
    }

    fn try_to_print(&self, job: &Job) -> Result {
        let Self { examiner, typesetter, setup } = self;
        if let Some(section) = &job.front {
            let printed = book::print(section, typesetter, setup.options.format);
            return match printed {
                Ok(printed) => Result { printed: Ok(printed), ..Result::refused(Vec::new()) },
                Err(found) => Result::refused(found),
            };
        }
        let input = job.input();
        let mut texts = Texts::of(&input, &examiner.defaults);
        let mut fingerprint = texts.fingerprint();
        // What is known of default files may be of an earlier job.
        if job.is_viewed || (job.texts.is_some() && fingerprint != job.texts) {
            examiner.defaults.forget();
            texts = Texts::of(&input, &examiner.defaults);
            fingerprint = texts.fingerprint();
        }
        if job.is_viewed {
            let printed = self.view(texts).map_err(|found| placed(found, &input));
            return Result { texts: fingerprint, printed, ..Result::refused(Vec::new()) };
        }
        let is_known = fingerprint.is_some() && fingerprint == job.texts;
        if let Format::Draft { time } = setup.options.format {
            let found = match is_known {
                true => job.found.clone(),
                // The project file was changed after it was looked at.
                false => examiner.examine(&input).found,
            };
            let printed = self.draft(&input, texts, found, time);
            let printed = printed.map_err(|found| placed(found, &input));
            return Result { texts: fingerprint, printed, ..Result::refused(Vec::new()) };
        }
        let (project, examination) = match &job.form {
            Some((form, year)) if is_known => (examiner.read_again(texts, form, year), None),
            None if is_known && job.is_ahead => {
                let read = examiner.read(texts);
                (read.map(|(source, edition)| (source.project, edition)), None)
            }
            _ => {
                let examined = examiner.judge(&input, texts);
                if examined.has_errors() {
                    return Result { texts: fingerprint, ..Result::refused(examined.found) };
                }
                let findings = examined.found.iter().cloned().map(Diagnostic::closed).collect();
                let examination = examined.facts.map(|facts| Examination { findings, facts });
                let project = examined.project.map(|(source, edition)| (source.project, edition));
                (project.ok_or(examined.found), examination)
            }
        };
        let printed = project.and_then(|(project, edition)| match job.numbering {
            _ if setup.counts_only => {
                let pages = print::count_pages(&project, edition, typesetter)?;
                Ok(Printed { pages, files: Vec::new() })
            }
            None => print::print(&project, edition, &input.stem, typesetter, &setup.options),
            Some(numbering) => {
                let format = setup.options.format;
                print::print_for_book(&project, edition, numbering, typesetter, format)
            }
        });
        let printed = printed.map_err(|found| placed(found, &input));
        Result { texts: fingerprint, examination, printed, is_last: false }
    }

    /// Prints a draft, which lists what was found.
    fn draft(
        &self,
        input: &Input,
        texts: Texts,
        found: Vec<Diagnostic>,
        time: Option<i64>,
    ) -> std::result::Result<Printed, Vec<Diagnostic>> {
        let read: Vec<_> = texts.files().unwrap_or_default().into_iter().cloned().collect();
        let open = |name: &str| {
            let own = read.iter().find(|file| file.name() == name).cloned();
            own.or_else(|| self.examiner.forms.file(name)).or_else(|| source::open(name))
        };
        let mut files = Files::new(open);
        let found = found.into_iter().map(|it| it.opened(&mut files)).collect();
        let source = texts.sketch()?;
        let edition = self.examiner.edition(source.project.form())?;
        draft::print(&source, edition, &input.stem, found, self.typesetter, time)
    }

    /// Lays out what there is of a form, for a screen.
    fn view(&self, texts: Texts) -> std::result::Result<Printed, Vec<Diagnostic>> {
        let source = texts.sketch()?;
        let edition = self.examiner.edition(source.project.form())?;
        let (view, found) = view::view(&source, edition, self.typesetter)?;
        let found = found.into_iter().map(Diagnostic::closed).collect();
        let pages = view.pages.len();
        let bytes = serde_json::to_vec(&Viewed { view, found })
            .map_err(|error| Diagnostic::new(&rule::INTERNAL, error.to_string()))?;
        Ok(Printed { pages, files: vec![File { path: PathBuf::new(), bytes }] })
    }
}

/// Findings to be sent. What is wrong with the pages has no place of its own.
fn placed(found: Vec<Diagnostic>, input: &Input) -> Vec<Diagnostic> {
    let placed = |found: Diagnostic| match found.places.is_empty() {
        true => found.at(&*input.path),
        false => found,
    };
    found.into_iter().map(placed).map(Diagnostic::closed).collect()
}

thread_local! {
    static IS_PRINTING: Cell<bool> = const { Cell::new(false) };
}

/// A panic's words are English, and no concern of the user's: those of `work` are not told.
fn in_silence<T>(work: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_PRINTING.get() {
                others(panic);
            }
        }));
    });
    IS_PRINTING.set(true);
    let done = work();
    IS_PRINTING.set(false);
    done
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic")
}
