//! The process that lays out forms for the screen, kept from one form to the next.

use std::io;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use crate::batch::worker::{Job, Outcome, Result, Setup, Viewed, Worker};
use crate::diagnostic::{Diagnostic, rule};
use crate::print::Printed;
use crate::source::Input;
use crate::system::fingerprint::Fingerprint;
use crate::system::sync::lock;

/// Lays out forms, one after the other.
pub struct Stage {
    command: fn() -> Command,
    setup: Setup,
    /// How long one form may take.
    timeout: Duration,
    worker: Mutex<Option<Worker>>,
}

impl Stage {
    /// A stage whose process is started by `command` when it is needed.
    pub fn new(command: fn() -> Command, setup: Setup, timeout: Duration) -> Self {
        Self { command, setup, timeout, worker: Mutex::new(None) }
    }

    /// Starts the process, so that it is ready when the first form comes.
    pub fn warm_up(&self) {
        let mut worker = lock(&self.worker);
        if worker.is_none() {
            *worker = self.start().ok();
        }
    }

    /// Ends the process: the next form is laid out by a new one, with the templates and the fonts
    /// that there are then.
    pub fn reload(&self) {
        lock(&self.worker).take();
    }

    /// Lays out what there is of a form for the screen.
    pub fn view(&self, input: &Input) -> std::result::Result<Viewed, Vec<Diagnostic>> {
        let printed = self.ask(input, &Job::new(input, None).viewed())?.printed?;
        let read = |printed: &Printed| {
            let file = printed.files.first()?;
            serde_json::from_slice(&file.bytes).ok()
        };
        let broken = || Diagnostic::new(&rule::INTERNAL, "排版程序的回答读不懂");
        Ok(read(&printed).ok_or_else(|| broken().at(&*input.path))?)
    }

    /// Prints a form that is in order; its texts have this fingerprint.
    pub fn print(
        &self,
        input: &Input,
        texts: Option<Fingerprint>,
    ) -> std::result::Result<Printed, Vec<Diagnostic>> {
        let answer = self.ask(input, &Job::new(input, texts))?;
        answer.printed
    }

    fn ask(&self, input: &Input, job: &Job) -> std::result::Result<Result, Diagnostic> {
        let mut place = lock(&self.worker);
        let outcome = match place.take().map_or_else(|| self.start(), Ok) {
            Err(cause) => Outcome::NoWorker(cause),
            Ok(mut worker) => {
                worker.give(job);
                let outcome = worker.answer(self.timeout);
                if matches!(&outcome, Outcome::Done(result) if !result.is_last) {
                    *place = Some(worker);
                }
                outcome
            }
        };
        drop(place);
        outcome.answer(&input.path, self.timeout)
    }

    fn start(&self) -> io::Result<Worker> {
        Worker::start((self.command)(), &self.setup)
    }
}
