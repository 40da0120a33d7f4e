//! How a job ended.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::wire::Result;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};

/// How a job ended.
#[derive(Debug)]
pub enum Outcome {
    /// The worker has an answer.
    Done(Box<Result>),
    /// It took too long, and was ended.
    TimedOut,
    /// The worker ended without an answer; with what is known of the cause.
    Died(String),
    /// There is no worker, as none could be started.
    NoWorker(io::Error),
}

impl Outcome {
    /// The answer, or why there is none for the project file at `path`, which had so much time.
    pub fn answer(self, path: &Path, timeout: Duration) -> std::result::Result<Result, Diagnostic> {
        let found = match self {
            Self::Done(answer) => return Ok(*answer),
            Self::TimedOut => {
                let message = format!("排了 {} 秒还没有排完，不再等", timeout.as_secs_f64());
                let help = "多半是自备的版式里有停不下来的循环；确实要这么久，就用 --timeout 放宽";
                let on_form = "内容太长的写短一些；不长的，请管理程序的同事看一看版式";
                Diagnostic::new(&rule::TIMEOUT, message).help(help).help_on_form(on_form)
            }
            Self::Died(how) => {
                Diagnostic::new(&rule::CRASHED, format!("排版程序意外退出（{how}）"))
                    .help("内存不够或版式有误都会这样；别的表格不受影响")
            }
            // What nobody reads is swallowed by it: no program starts without it, and none says why.
            Self::NoWorker(_) if cfg!(unix) && !Path::new("/dev/null").exists() => {
                Diagnostic::new(&rule::CRASHED, "启动不了排版程序：系统里没有 /dev/null")
                    .help("请管系统的人补上：mknod -m 666 /dev/null c 1 3")
            }
            Self::NoWorker(cause) => {
                let message = format!("启动不了排版程序：{}", in_chinese(&cause));
                Diagnostic::new(&rule::CRASHED, message).help("关掉一些别的程序，再排一次")
            }
        };
        Err(found.at(path))
    }
}
