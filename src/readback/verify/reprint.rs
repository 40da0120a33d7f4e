//! Forms printed anew from the projects that PDFs carry.
//!
//! A project comes from whoever has made the PDF, so it is printed by workers, as it is
//! by `build`: none takes the others along.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use crate::batch::worker::{Job, Outcome, Setup, Team};
use crate::print::Options;
use crate::print::export::Format;
use crate::readback::{self, Printout, Reading};
use crate::system::fingerprint::Fingerprint;

/// Prints projects anew.
pub struct Reprinter<'a> {
    /// The program to start, which is to be a worker.
    pub command: &'a (dyn Fn() -> Command + Sync),
    /// A folder of templates that come before the bundled ones.
    pub templates: Option<PathBuf>,
    /// A folder of fonts that come before the bundled ones.
    pub fonts: Option<PathBuf>,
    /// How long one form may take.
    pub timeout: Duration,
}

/// A form printed anew.
#[derive(Debug, Default)]
pub struct Reprint {
    /// The fingerprint of the PDF, if there is one.
    pub bytes: Option<Fingerprint>,
    /// The same without white space at the end, as far as a PDF goes that is added to.
    pub first: Option<Fingerprint>,
    /// What stands on its pages.
    pub pages: Option<Printout>,
    /// Why there is none, in Chinese.
    pub failure: Option<String>,
}

impl Reprinter<'_> {
    /// Prints the projects of some PDFs, each with the time that its PDF bears.
    pub fn print(&self, readings: Vec<&Reading>) -> Vec<Reprint> {
        let mut by_time: BTreeMap<Option<i64>, Vec<usize>> = BTreeMap::new();
        for (index, reading) in readings.iter().enumerate() {
            by_time.entry(reading.info.created).or_default().push(index);
        }
        let reprints: Vec<_> = readings.iter().map(|_| Mutex::new(Reprint::default())).collect();
        for (time, indices) in by_time {
            let team = self.team(time, indices.len());
            let job = |number: usize| Job::of_text(&readings[indices[number]].project);
            team.work(0..indices.len(), job, |number, outcome, _| {
                if let Ok(mut reprint) = reprints[indices[number]].lock() {
                    *reprint = Reprint::of(outcome, self.timeout);
                }
            });
        }
        reprints.into_iter().map(|it| it.into_inner().unwrap_or_default()).collect()
    }

    fn team(&self, time: Option<i64>, forms: usize) -> Team<'_> {
        let folder = |path: &Option<PathBuf>| path.clone().map(Into::into);
        let setup = Setup {
            templates: folder(&self.templates),
            fonts: folder(&self.fonts),
            options: Options { format: Format::Pdf { time }, attach: true },
            threads: NonZeroUsize::MIN,
            counts_only: false,
        };
        Team::of(self.command, setup, None, forms, self.timeout)
    }
}

impl Reprint {
    /// The project has much more text than the pages.
    pub fn not_worth_it() -> Self {
        Self { failure: Some("数据比页面上的字多得多".to_owned()), ..Self::default() }
    }

    fn of(outcome: Outcome, timeout: Duration) -> Self {
        let printed = match outcome {
            Outcome::Done(result) => result.printed.map_err(|found| {
                found
                    .into_iter()
                    .next()
                    .map_or_else(|| "原因不明".to_owned(), |found| found.message)
            }),
            Outcome::TimedOut => {
                let seconds = timeout.as_secs_f64();
                Err(format!("排了 {seconds} 秒还没有排完（用 --timeout 可以放宽）"))
            }
            Outcome::Died(_) => Err("排版程序意外退出".to_owned()),
            Outcome::NoWorker(_) => Err("排版的进程启动不了".to_owned()),
        };
        let file = printed.map(|printed| printed.files.into_iter().next());
        match file {
            Ok(Some(file)) => Self {
                bytes: Some(Fingerprint::of(&file.bytes)),
                first: Some(Fingerprint::of(file.bytes.trim_ascii_end())),
                pages: readback::read(file.bytes, true).ok().and_then(|reading| reading.pages),
                failure: None,
            },
            Ok(None) => Self::default(),
            Err(why) => Self { failure: Some(why), ..Self::default() },
        }
    }
}
