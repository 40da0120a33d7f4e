//! The worker's side: jobs in, forms out.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::wire::{Examination, Job, Result, Setup};
use crate::check::examine::Examiner;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::diagnostic::severities::Severities;
use crate::print::fonts::Fonts;
use crate::print::typeset::{self, Typesetter};
use crate::print::{self, Printed};
use crate::source::{Forms, Texts};
use crate::system::frame;
use crate::system::limit::limit_memory;
use crate::system::parallel;

/// How much memory a worker may use, in bytes. The largest project file that is read at
/// all, of 1 MiB of text, takes less than a tenth of this.
const MEMORY: u64 = 4 << 30;

/// Works for the process at the other end of standard input and output, until that
/// one closes them.
pub fn serve() -> io::Result<()> {
    limit_memory(MEMORY);
    let mut from = io::stdin().lock();
    let setup: Setup = frame::read(&mut from)?;
    drop(from);
    // Read at once, also while a form is being printed: where no one waits for it any
    // more, the worker ends in the middle of it.
    let (sender, jobs) = mpsc::channel();
    thread::spawn(move || {
        let mut from = io::stdin().lock();
        while let Ok(job) = frame::read(&mut from) {
            if sender.send(job).is_err() {
                return;
            }
        }
        process::exit(0);
    });
    parallel::alone(setup.threads, move || work(&setup, jobs))
}

/// Does the jobs one by one.
fn work(setup: &Setup, jobs: Receiver<Job>) -> io::Result<()> {
    let forms = Forms::load(setup.templates.as_deref().map(Path::new));
    let fonts = Fonts::load(setup.fonts.as_deref().map(Path::new));
    let (forms, fonts) = match (forms, fonts) {
        (Ok(forms), Ok(fonts)) => (Arc::new(forms), fonts),
        (Err(found), _) | (_, Err(found)) => {
            jobs.recv().map_err(io::Error::other)?;
            let result = Result { is_last: true, ..refuse(vec![found]) };
            return result.write(&mut io::stdout().lock());
        }
    };
    let typesetter = Typesetter::new(fonts);
    let severities = Severities::default();
    let examiner = Examiner::new(&forms, typesetter.fonts(), &severities);
    // There is time for it as long as the first job has not come.
    if let Some(form) = forms.newest(None).ok().and_then(|edition| edition.form().ok()) {
        typesetter.warm_up(&typesetter.fonts().available(&form.fonts));
    }
    while let Ok(job) = jobs.recv() {
        let done = catch_unwind(AssertUnwindSafe(|| print(&job, &examiner, &typesetter, setup)));
        typeset::forget();
        match done {
            Ok(result) => result.write(&mut io::stdout().lock())?,
            Err(panic) => {
                // Who knows what state it has left: the next form gets a new worker.
                let found = Diagnostic::new(&rule::CRASHED, "排版程序出了内部错误")
                    .at(&*job.input().path)
                    .help(format!("请把这个项目文件交给提供程序的同事：{}", words(&*panic)));
                let result = Result { is_last: true, ..refuse(vec![found]) };
                return result.write(&mut io::stdout().lock());
            }
        }
    }
    Ok(())
}

/// Prints the form that a job asks for.
fn print(job: &Job, examiner: &Examiner, typesetter: &Typesetter, setup: &Setup) -> Result {
    let input = job.input();
    let texts = Texts::of(&input, &examiner.defaults);
    let fingerprint = texts.fingerprint();
    let is_known = fingerprint.is_some() && fingerprint == job.texts;
    let (project, examination) = match &job.form {
        Some((form, year)) if is_known => (examiner.read_again(texts, form, year), None),
        _ => {
            let examined = examiner.judge(&input, texts);
            if examined.has_errors() {
                return Result { texts: fingerprint, ..refuse(examined.found) };
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
    // What is wrong with the pages has no place of its own.
    let placed = |found: Diagnostic| match found.places.is_empty() {
        true => found.at(&*input.path),
        false => found,
    };
    let printed = printed.map_err(|found| closed(found.into_iter().map(placed).collect()));
    Result { texts: fingerprint, examination, printed, is_last: false }
}

fn refuse(found: Vec<Diagnostic>) -> Result {
    let printed: std::result::Result<Printed, _> = Err(closed(found));
    Result { texts: None, examination: None, printed, is_last: false }
}

/// Findings as they are sent: without texts.
fn closed(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.into_iter().map(Diagnostic::closed).collect()
}

/// What a panic says.
fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic")
}
