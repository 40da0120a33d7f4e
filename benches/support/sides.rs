//! The two sides that are compared: `jixiao build` and `typst compile`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::process;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The program to measure: this build's, or the one that `JIXIAO` names.
pub struct Jixiao {
    program: PathBuf,
    /// Whether it knows of builds that leave out what has not changed.
    is_incremental: bool,
}

impl Jixiao {
    /// Finds the program.
    pub fn find() -> Self {
        let program: PathBuf =
            env::var_os("JIXIAO").unwrap_or_else(|| env!("CARGO_BIN_EXE_jixiao").into()).into();
        let help = Command::new(&program).args(["build", "--help"]).output();
        let help = help.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let is_incremental = String::from_utf8_lossy(&help.stdout).contains("--force");
        Self { program, is_incremental }
    }

    /// A build of everything, whatever is there already.
    pub fn build(&self, forms: &Path, output: &Path, jobs: usize) -> Command {
        let mut command = self.build_again(forms, output, jobs);
        if self.is_incremental {
            command.arg("--force");
        }
        command
    }

    /// A build of what has changed.
    pub fn build_again(&self, forms: &Path, output: &Path, jobs: usize) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("build").arg(forms).arg("-o").arg(output).arg("-j").arg(jobs.to_string());
        command
    }

    /// The check that all forms must pass.
    pub fn check(&self, forms: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("check").arg(forms);
        command
    }

    /// Writes the Typst sources of forms, and tells which files they are.
    pub fn sources(&self, forms: &Path, output: &Path) -> Vec<PathBuf> {
        process::run(self.build(forms, output, 2).args(["--format", "typ"]));
        let mut files = list(output);
        files.retain(|file| !file.ends_with("layout.typ"));
        files
    }
}

/// Typst's own program, which `TYPST` names or `make bench` has installed.
pub struct Typst {
    program: PathBuf,
}

impl Typst {
    /// Finds the program, if it is there.
    pub fn find() -> Option<Self> {
        let installed = || Path::new(ROOT).join("target/typst-cli/bin/typst").into();
        let program: PathBuf = env::var_os("TYPST").unwrap_or_else(installed).into();
        Command::new(&program).arg("--version").output().ok()?;
        Some(Self { program })
    }

    /// Compiles a source to the PDF beside it, for the same readers and with the
    /// same fonts as `jixiao build` does.
    pub fn compile(&self, source: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["compile", "--ignore-system-fonts", "--ignore-embedded-fonts"]);
        command.arg("--font-path").arg(Path::new(ROOT).join("fonts"));
        command.args(["--pdf-standard", "a-3a,ua-1"]).arg(source);
        command
    }

    /// Compiles sources one by one, as a shell's loop does, or several at once, as
    /// `xargs -P` does. One by one, each process may use all cores; several at once
    /// are faster with a thread each.
    pub fn compile_all(&self, sources: &[PathBuf], at_once: usize) -> process::Usage {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut command = self.compile(source);
                if at_once > 1 {
                    command.args(["--jobs", "1"]);
                }
                let output = command.output().expect("typst to run");
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{}: {said}", source.display());
            }
        };
        process::timed(|| {
            thread::scope(|scope| (0..at_once).for_each(|_| drop(scope.spawn(work))));
        })
    }
}

/// All files below a folder in the order of their names, but hidden ones.
pub fn list(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match () {
                () if entry.file_name().to_string_lossy().starts_with('.') => {}
                () if path.is_dir() => folders.push(path),
                () => files.push(path),
            }
        }
    }
    files.sort();
    files
}

/// Whether two folders hold the same files with the same bytes.
pub fn are_equal(a: &Path, b: &Path) -> bool {
    let (files_a, files_b) = (list(a), list(b));
    let is_same = |file: &PathBuf, other: &PathBuf| {
        file.strip_prefix(a).ok() == other.strip_prefix(b).ok()
            && fs::read(file).ok() == fs::read(other).ok()
    };
    files_a.len() == files_b.len()
        && files_a.iter().zip(&files_b).all(|(file, other)| is_same(file, other))
}
