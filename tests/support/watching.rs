//! A `jixiao watch` that runs while a test changes files.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use super::cli::{Workplace, without_numbers};

/// Nothing takes this long; whatever does will not happen any more.
const NEVER: Duration = Duration::from_secs(120);
/// A file that is not whole for longer than this while it is saved may be told as such. On a busy
/// machine it may take long.
const SAVED: Duration = Duration::from_millis(100);

/// A program that watches.
pub struct Watching {
    child: Child,
    lines: Receiver<String>,
    count: usize,
}

impl Watching {
    /// Runs `jixiao watch` with these arguments, and waits until it has built all.
    pub fn new(workplace: &Workplace, arguments: &str) -> Self {
        Self::with(workplace, arguments, |command| command).0
    }

    /// The same after `prepare` has had a look at the command; with what was said until then.
    pub fn with(
        workplace: &Workplace,
        arguments: &str,
        prepare: impl FnOnce(&mut Command) -> &mut Command,
    ) -> (Self, Vec<String>) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
        command.arg("watch").args(arguments.split_whitespace());
        let mut watching = Self::of(prepare(&mut command).current_dir(workplace.path("")));
        let said = watching.until(|line| line.starts_with("正在看着"));
        (watching, said)
    }

    /// Runs a command that becomes a program that watches.
    pub fn of(command: &mut Command) -> Self {
        let command = command.env_remove("SOURCE_DATE_EPOCH").stdin(Stdio::null());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program to run");
        let stderr = child.stderr.take().expect("its standard error");
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let _ = sender.send(without_numbers(&line, " 毫秒"));
            }
        });
        Self { child, lines, count: 0 }
    }

    /// Waits for a line; gives all until then.
    pub fn until(&mut self, is_last: impl Fn(&str) -> bool) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            match self.lines.recv_timeout(NEVER) {
                Ok(line) => said.push(line),
                Err(cause) => panic!("{cause}: {said:#?}"),
            }
            if is_last(said.last().expect("a line")) {
                return said;
            }
        }
    }

    /// What is said of all that has happened so far: a project file is changed after it, which is
    /// told last.
    pub fn said(&mut self, workplace: &Workplace, last: &Project) -> Vec<String> {
        self.count += 1;
        last.write(workplace, &format!("第{}次", self.count));
        let line = format!("{} N 毫秒 ✓", last.name);
        let mut said = self.until(|it| it == line);
        said.pop();
        said
    }

    /// What is said of one save. It is repeated where the machine takes so long for it that it is
    /// none any more.
    pub fn save(
        &mut self,
        workplace: &Workplace,
        last: &Project,
        mut save: impl FnMut(&str),
    ) -> Vec<String> {
        for _ in 0..50 {
            self.count += 1;
            let started = Instant::now();
            save(&format!("存{}次", self.count));
            let took = started.elapsed();
            let said = self.said(workplace, last);
            if took < SAVED {
                return said;
            }
        }
        panic!("the machine is too busy for this test");
    }

    /// Holds that nothing is said for a while, in which it begins with what was changed.
    pub fn said_nothing_for_a_while(&mut self) {
        let said = self.lines.recv_timeout(Duration::from_secs(1));
        assert!(said.is_err(), "{said:?}");
    }

    /// The processes that it has started.
    #[cfg(target_os = "linux")]
    pub fn workers(&self) -> String {
        let id = self.child.id();
        fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default()
    }

    /// Presses Ctrl-C, and waits for the end; with what was said meanwhile.
    #[cfg(unix)]
    pub fn interrupt(mut self) -> (ExitStatus, Vec<String>) {
        use rustix::process::{Pid, Signal, kill_process};

        kill_process(Pid::from_child(&self.child), Signal::INT).expect("a signal");
        let status = self.child.wait().expect("the end");
        let said = std::iter::from_fn(|| self.lines.recv_timeout(NEVER).ok()).collect();
        (status, said)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A project file that a test changes.
pub struct Project {
    /// What it is called below the folder `p`, and in lines.
    pub name: &'static str,
}

impl Project {
    /// Its path.
    pub fn path(&self) -> String {
        format!("p/{}.yaml", self.name)
    }

    /// What it says where its project is called this.
    pub fn text(&self, name: &str) -> String {
        super::project::FORM
            .replace("项目名称: 平台", &format!("项目名称: {}{name}平台", self.name))
    }

    /// Has it say that, at once.
    pub fn write(&self, workplace: &Workplace, name: &str) {
        replace(&workplace.path(&self.path()), self.text(name));
    }
}

/// Puts a file in the place of another one.
pub fn replace(path: &Path, text: impl AsRef<[u8]>) {
    let beside = path.with_extension("neu~");
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&beside, text).expect("a new file");
    fs::rename(&beside, path).expect("a file to be replaced");
}
