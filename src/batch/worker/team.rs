//! The program's side: starts workers, gives them jobs, and ends those that take too
//! long.

use std::collections::VecDeque;
use std::io::{self, BufReader};
use std::mem;
use std::num::NonZeroUsize;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::outcome::Outcome;
use super::printer::Printer;
use super::serve::LIMITS;
use super::wire::{Job, Result, Setup};
use crate::system::limit::Held;
use crate::system::{frame, parallel};

/// How many jobs a worker has been given at a time: the next one lies ready, so that
/// it need not wait while its last form is written to the disk.
const AHEAD: usize = 2;

/// How long a worker may take to end by itself once there are no more jobs.
const GRACE: Duration = Duration::from_secs(2);

/// Workers, and how they are to work.
pub struct Team<'a> {
    /// The program to start, which is to call [`serve`](super::serve).
    pub command: &'a (dyn Fn() -> Command + Sync),
    /// What a worker is told at its beginning.
    pub setup: Setup,
    /// How many workers there are.
    pub size: usize,
    /// Whether there is a worker for each form.
    pub has_one_for_each: bool,
    /// How long one form may take.
    pub timeout: Duration,
    /// Whether workers stay for later when there is nothing more to do.
    pub stays: bool,
    /// Who prints in this process instead of the program.
    pub inside: Option<&'static Printer<'static>>,
    /// Workers that have been started before it was known what there is to do, each with the
    /// number of the job that it has been given ahead, if it has one.
    pub ready: Mutex<Vec<(Worker, Option<usize>)>>,
}

impl<'a> Team<'a> {
    /// Workers for so many `forms`: as many as forms are printed at the same time, `jobs`
    /// or as many as there are processors, each with as many threads as that leaves
    /// processors for it.
    pub fn of(
        command: &'a (dyn Fn() -> Command + Sync),
        setup: Setup,
        jobs: Option<NonZeroUsize>,
        forms: usize,
        timeout: Duration,
    ) -> Self {
        let jobs = jobs.unwrap_or_else(parallel::processors).get();
        let size = jobs.min(forms).max(1);
        let threads = NonZeroUsize::new(jobs / size).unwrap_or(NonZeroUsize::MIN);
        let setup = Setup { threads, ..setup };
        let has_one_for_each = forms <= size;
        let ready = Mutex::default();
        let (stays, inside) = (false, None);
        Self { command, setup, size, has_one_for_each, timeout, stays, inside, ready }
    }
}

impl Team<'_> {
    /// Starts the workers: they prepare themselves while it is found out what there is
    /// to do. Where one cannot be started, that is told with its first job.
    pub fn start(&self) {
        let started = (0..self.size).map_while(|_| Some((self.new_worker().ok()?, None)));
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).extend(started);
    }

    /// Leaves one worker that is ready, a new one where there is none: it prepares itself for the
    /// next job.
    pub fn rest(&self) {
        let idle = self.take(|given| given.is_none());
        let worker = idle.or_else(|| self.new_worker().ok());
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        *ready = worker.map(|worker| (worker, None)).into_iter().collect();
    }

    /// Has a job begun that may turn out not to be wanted. Where none can be started for it,
    /// that is told when it is wanted.
    pub fn begin(&self, number: usize, job: &Job) {
        let idle = self.take(|given| given.is_none());
        if let Some(mut worker) = idle.or_else(|| self.new_worker().ok()) {
            worker.give(job);
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            ready.push((worker, Some(number)));
        }
    }

    /// One of the workers that are ready.
    fn take(&self, is_wanted: impl Fn(Option<usize>) -> bool) -> Option<Worker> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let place = ready.iter().position(|(_, given)| is_wanted(*given))?;
        Some(ready.swap_remove(place).0)
    }

    fn new_worker(&self) -> io::Result<Worker> {
        match self.inside {
            Some(printer) => Worker::inside(printer, self.setup.threads),
            None => Worker::start((self.command)(), &self.setup),
        }
    }

    /// Has the jobs with these numbers done, in any order. `done` is told of each by its
    /// number, with the time it took, on the thread that looks after the worker.
    pub fn work(
        &self,
        numbers: impl ExactSizeIterator<Item = usize> + Send,
        job: impl Fn(usize) -> Job + Sync,
        done: impl Fn(usize, Outcome, Duration) + Sync,
    ) {
        let count = numbers.len();
        let numbers = Mutex::new(numbers);
        let next = || numbers.lock().unwrap_or_else(PoisonError::into_inner).next();
        // Where there are no more jobs than workers, each gets one.
        let ahead = if count <= self.size { 1 } else { AHEAD };
        thread::scope(|scope| {
            for _ in 0..self.size.min(count) {
                scope.spawn(|| self.look_after(&job, &next, ahead, &done));
            }
        });
        // What has been begun, and is not wanted.
        while self.take(|number| number.is_some()).is_some() {}
    }

    /// Keeps one worker at work, and starts another one where it has ended.
    fn look_after(
        &self,
        job: &impl Fn(usize) -> Job,
        next: &impl Fn() -> Option<usize>,
        ahead: usize,
        done: &impl Fn(usize, Outcome, Duration),
    ) {
        let mut worker: Option<Worker> = None;
        let mut given: VecDeque<usize> = VecDeque::new();
        loop {
            while given.len() < ahead
                && let Some(number) = next()
            {
                given.push_back(number);
                if let Some(begun) = self.take(|it| it == Some(number)) {
                    worker = Some(begun);
                } else if let Some(worker) = &mut worker {
                    worker.give(&job(number));
                }
            }
            let Some(&number) = given.front() else { break };
            let started = Instant::now();
            let outcome = match self.worker(&mut worker, job, &given) {
                Ok(worker) => worker.answer(self.timeout),
                Err(cause) => Outcome::NoWorker(cause),
            };
            if !matches!(outcome, Outcome::Done(ref result) if !result.is_last) {
                worker = None;
            }
            given.pop_front();
            done(number, outcome, started.elapsed());
        }
        if let Some(worker) = worker.filter(|_| self.stays) {
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            ready.push((worker, None));
        }
    }

    /// The worker that is there, or a new one, which gets the jobs of the last one.
    fn worker<'w>(
        &self,
        worker: &'w mut Option<Worker>,
        job: &impl Fn(usize) -> Job,
        given: &VecDeque<usize>,
    ) -> io::Result<&'w mut Worker> {
        match worker {
            Some(worker) => Ok(worker),
            none => {
                let ready = self.take(|number| number.is_none());
                let mut ready = ready.map_or_else(|| self.new_worker(), Ok)?;
                given.iter().for_each(|&number| ready.give(&job(number)));
                Ok(none.insert(ready))
            }
        }
    }
}

/// Prints forms, until this value is dropped.
pub struct Worker {
    place: Place,
    /// What came of its jobs; of a thread's, with how long each took.
    results: Receiver<io::Result<(Option<Duration>, Result)>>,
}

/// Where a worker works, and takes its jobs.
enum Place {
    /// A process, which ends with its input.
    Outside(Child, ChildStdin, Held),
    /// A thread, which ends with its last job, or with this process.
    Inside(Sender<Job>),
    /// Nowhere: it has ended.
    Gone,
}

impl Worker {
    /// Starts a program, which is to call [`serve`](super::serve).
    pub fn start(mut command: Command, setup: &Setup) -> io::Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // A panic's words are English, and no concern of the user's.
            .stderr(Stdio::null())
            .spawn()?;
        let held = LIMITS.hold(&process);
        let (Some(mut input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (sender, results) = mpsc::channel();
        // Read at once, so that a worker never waits for its turn to speak.
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let result = Result::read(&mut output).map(|result| (None, result));
                let is_last = result.is_err();
                if sender.send(result).is_err() || is_last {
                    return;
                }
            }
        });
        // Where it has died already, its answer will tell.
        let _ = frame::write(&mut input, setup);
        Ok(Self { place: Place::Outside(process, input, held), results })
    }

    fn inside(printer: &'static Printer<'static>, threads: NonZeroUsize) -> io::Result<Self> {
        let (jobs, given) = mpsc::channel();
        let (sender, results) = mpsc::channel();
        let work = move || {
            let results = given.into_iter().map(|job| {
                let begun = Instant::now();
                let result = printer.print(&job);
                Ok((Some(begun.elapsed()), result))
            });
            results.map_while(|result| sender.send(result).ok()).for_each(drop);
        };
        let pool = parallel::pool(threads).map_err(io::Error::other)?;
        pool.spawn(work);
        if threads > NonZeroUsize::MIN {
            // While the project is being read.
            pool.spawn(|| printer.warm_up());
        }
        Ok(Self { place: Place::Inside(jobs), results })
    }

    /// Gives it a job to do after the others.
    pub fn give(&mut self, job: &Job) {
        // Where it has died, its answer will tell.
        match &mut self.place {
            Place::Outside(_, input, _) => drop(frame::write(input, job)),
            Place::Inside(jobs) => drop(jobs.send(job.clone())),
            Place::Gone => {}
        }
    }

    /// Waits for its next answer, as long as that may take.
    pub fn answer(&mut self, timeout: Duration) -> Outcome {
        match self.results.recv_timeout(timeout) {
            // It may have been done before anyone waited.
            Ok(Ok((Some(took), _))) if took > timeout => Outcome::TimedOut,
            Ok(Ok((_, result))) => Outcome::Done(Box::new(result)),
            Err(RecvTimeoutError::Timeout) => Outcome::TimedOut,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Outcome::Died(self.autopsy()),
        }
    }

    /// Tells how it ended.
    fn autopsy(&mut self) -> String {
        match mem::replace(&mut self.place, Place::Gone) {
            Place::Outside(process, ..) => end(process),
            Place::Inside(_) | Place::Gone => String::new(),
        }
    }
}

/// Ends a process, and tells how it ended.
fn end(mut process: Child) -> String {
    let _ = process.kill();
    process.wait().map_or_else(|cause| cause.to_string(), |it| it.to_string())
}

impl Drop for Worker {
    fn drop(&mut self) {
        let place = mem::replace(&mut self.place, Place::Gone);
        let Place::Outside(process, input, _held) = place else { return };
        drop(input);
        // Its time is the program's, too, as those see it who measure it.
        while self.results.recv_timeout(GRACE).is_ok() {}
        end(process);
    }
}
