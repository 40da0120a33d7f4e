//! Running a program and its children: how long, how busy, how much memory.
//!
//! Processor time and memory come from Linux' /proc. Elsewhere only the wall time
//! is known.

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often memory is looked at.
const INTERVAL: Duration = Duration::from_millis(20);
/// The unit of processor times in /proc, on all architectures that matter.
const TICKS_PER_SECOND: f64 = 100.0;

/// What running a program took.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// Seconds from its start to its end.
    pub wall: f64,
    /// Seconds of processor time, of the user and of the system, of the program
    /// and all its children.
    pub cpu: Option<f64>,
}

/// Runs a program that must succeed.
pub fn run(command: &mut Command) -> Usage {
    timed(|| {
        let mut started = Started::new(command);
        let status = started.child.wait().expect("a program's end");
        started.must_succeed(command, status);
    })
}

/// Does some work that runs programs, and waits for them.
pub fn timed(work: impl FnOnce()) -> Usage {
    let before = children_cpu();
    let started = Instant::now();
    work();
    let wall = started.elapsed().as_secs_f64();
    let cpu = children_cpu().zip(before).map(|(after, before)| after - before);
    Usage { wall, cpu }
}

/// Runs a program that must succeed; how many bytes of memory it had at the most,
/// with all its children.
pub fn peak_memory(command: &mut Command) -> Option<u64> {
    let mut started = Started::new(command);
    let mut peak = None;
    let status = loop {
        peak = peak.max(tree_memory(started.child.id()));
        if let Some(status) = started.child.try_wait().expect("a program's end") {
            break status;
        }
        thread::sleep(INTERVAL);
    };
    started.must_succeed(command, status);
    peak
}

/// A program that runs. What it says is kept in a file: nobody reads a pipe
/// meanwhile, and it would fill up.
struct Started {
    child: Child,
    said: File,
}

impl Started {
    fn new(command: &mut Command) -> Self {
        let said = tempfile::tempfile().expect("a temporary file");
        let stderr = said.try_clone().expect("the same file");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr);
        let child = command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        Self { child, said }
    }

    fn must_succeed(mut self, command: &Command, status: ExitStatus) {
        if !status.success() {
            let mut said = String::new();
            let _ = self.said.rewind();
            let _ = self.said.read_to_string(&mut said);
            panic!("{command:?}: {status}\n{said}");
        }
    }
}

/// The processor time of all children that have ended, and of theirs.
fn children_cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold anything. What comes after it begins with the
    // third field; cutime and cstime are the 16th and the 17th.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(16)? + ticks(17)?) / TICKS_PER_SECOND)
}

/// The memory of a process and all its children, in bytes. What several processes
/// share is counted once: each of them has its part of it (PSS).
fn tree_memory(process: u32) -> Option<u64> {
    let own = memory(process)?;
    Some(own + children(process).into_iter().filter_map(tree_memory).sum::<u64>())
}

/// The memory of one process; `None` where it has ended, or there is no /proc.
fn memory(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The children of all threads of a process.
fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    threads
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>()
        })
        .collect()
}
