//! The worker's side: jobs in, forms out.

use std::io;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::printer::Printer;
use super::wire::{Job, Result, Setup};
use crate::diagnostic::severities::Severities;
use crate::print::fonts::Fonts;
use crate::print::typeset::Typesetter;
use crate::source::Forms;
use crate::system::frame;
use crate::system::limit::Limits;
use crate::system::parallel;

/// What a worker may take. The largest project file that is read at all, of 1 MiB of text, takes
/// less than a tenth of this memory.
pub const LIMITS: Limits = Limits { memory: 4 << 30, seconds: None };

/// Works for the process at the other end of standard input and output, until that
/// one closes them.
pub fn serve() -> io::Result<()> {
    LIMITS.adopt();
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
    parallel::alone(setup.threads, move || work(setup, jobs))
}

/// Does the jobs one by one.
fn work(setup: Setup, jobs: Receiver<Job>) -> io::Result<()> {
    let forms = Forms::load(setup.templates.as_deref().map(Path::new));
    let fonts = Fonts::load(setup.fonts.as_deref().map(Path::new));
    let (forms, fonts) = match (forms, fonts) {
        (Ok(forms), Ok(fonts)) => (Arc::new(forms), fonts),
        (Err(found), _) | (_, Err(found)) => {
            jobs.recv().map_err(io::Error::other)?;
            let result = Result { is_last: true, ..Result::refused(vec![found]) };
            return result.write(&mut io::stdout().lock());
        }
    };
    let typesetter = Typesetter::new(fonts);
    let severities = Severities::default();
    // There is time for it as long as the first job has not come.
    if let Ok(edition) = forms.newest(None) {
        rayon::join(|| typesetter.read_fonts(edition), || typesetter.warm_up(edition));
    }
    let printer = Printer::new(&forms, &typesetter, &severities, setup);
    while let Ok(job) = jobs.recv() {
        let result = printer.print(&job);
        let is_last = result.is_last;
        result.write(&mut io::stdout().lock())?;
        if is_last {
            break;
        }
    }
    Ok(())
}
