//! The sides that are compared: `jixiao build`, `typst compile`, and the Python
//! package `typst`.

use std::env;
use std::ffi::OsString;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::process;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The version of Typst that the sources are for, as a version begins with it.
const TYPST: &str = "0.15.";

/// A program to measure.
pub struct Jixiao {
    program: PathBuf,
    version: String,
    /// Whether it knows of builds that leave out what has not changed.
    is_incremental: bool,
}

impl Jixiao {
    /// The newer one: this build's, or the one that `JIXIAO` names.
    ///
    /// Of this build's it is a copy, as users have one, and as that of Typst is. What a linker
    /// has written by and by lies in small pieces in the system's cache, and starts 3 ms later.
    pub fn find() -> Self {
        let own = || {
            let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jixiao");
            fs::copy(env!("CARGO_BIN_EXE_jixiao"), &copy).expect("a copy of the program");
            copy
        };
        Self::new(named("JIXIAO").map_or_else(own, PathBuf::from))
    }

    /// The older one that `JIXIAO_BEFORE` names, to compare with.
    pub fn before() -> Option<Self> {
        named("JIXIAO_BEFORE").map(|program| Self::new(program.into()))
    }

    fn new(program: PathBuf) -> Self {
        let version = version(&program, "jixiao ");
        let version = version.unwrap_or_else(|| panic!("{} does not run", program.display()));
        let help = said(Command::new(&program).args(["build", "--help"]));
        let is_incremental = help.is_some_and(|help| help.contains("--force"));
        Self { program, version, is_incremental }
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

    /// A command that tells of forms in a file.
    pub fn tell(&self, words: &str, forms: &Path, output: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words.split(' ')).arg(forms).arg("-o").arg(output);
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

impl Display for Jixiao {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "{} ({})", self.version, self.program.display())
    }
}

/// Typst's own program, which `TYPST` names or `make bench` has installed.
pub struct Typst {
    program: PathBuf,
    pub version: String,
}

impl Typst {
    /// Finds the program, if it is there.
    pub fn find() -> Option<Self> {
        let installed = || Path::new(ROOT).join("target/typst-cli/bin/typst");
        let program: PathBuf = named("TYPST").map_or_else(installed, PathBuf::from);
        let version = version(&program, "typst ")?;
        Some(Self { program, version })
    }

    /// Compiles a source to the PDF beside it, for the same readers and with the
    /// same fonts as `jixiao build` does.
    pub fn compile(&self, source: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(["compile", "--ignore-system-fonts", "--ignore-embedded-fonts"]);
        command.arg("--font-path").arg(fonts());
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

/// The Python package `typst`, in the Python that `PYTHON` names.
pub struct Python {
    program: OsString,
    pub version: String,
}

impl Python {
    /// Finds a Python that has the package, with the same Typst.
    pub fn find() -> Option<Self> {
        let program = named("PYTHON").unwrap_or_else(|| "python3".into());
        let print = "import typst; print(typst.__version__)";
        let version = said(Command::new(&program).args(["-c", print]))?;
        version.starts_with(TYPST).then_some(Self { program, version })
    }

    /// Compiles sources one by one in one process, to `.py.pdf` beside each, for the same
    /// readers and with the same fonts as `jixiao build` does.
    pub fn compile_all(&self, sources: &[PathBuf]) -> process::Usage {
        let script = Path::new(ROOT).join("benches/support/typst_loop.py");
        let mut command = Command::new(&self.program);
        let usage = process::run(command.arg(script).arg(fonts()).args(sources));
        let is_there = |source: &PathBuf| source.with_extension("py.pdf").is_file();
        assert!(sources.iter().all(is_there), "a PDF for each source");
        usage
    }
}

/// What a variable of the environment says, if it says something.
pub fn named(variable: &str) -> Option<OsString> {
    env::var_os(variable).filter(|value| !value.is_empty())
}

/// The version that a program says after its name, if it is there.
pub fn version(program: &Path, name: &str) -> Option<String> {
    let said = said(Command::new(program).arg("--version"))?;
    // The first line says it; what else there is to a program stands below.
    let first = said.lines().next().unwrap_or_default();
    Some(first.strip_prefix(name).unwrap_or(first).to_owned())
}

/// What a program says, if it is there and succeeds.
fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The folder of the fonts that all sides print with.
pub fn fonts() -> PathBuf {
    Path::new(ROOT).join("fonts")
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
