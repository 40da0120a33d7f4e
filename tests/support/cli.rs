//! Runs the program in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A folder to run the program in.
pub struct Workplace(TempDir);

/// What a run of the program came to.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: i32,
    /// What was asked for.
    pub stdout: String,
    /// What was said to people, with `N 秒` for times.
    pub stderr: String,
}

impl Workplace {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with the six real forms in it.
    pub fn with_projects() -> Self {
        Self::with("projects/2026")
    }

    /// A folder with all of the repository's projects in it.
    pub fn with_all_projects() -> Self {
        Self::with("projects")
    }

    fn with(folder: &str) -> Self {
        let workplace = Self::new();
        let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
        for entry in files.filter(|entry| entry.file_type().is_file()) {
            let bytes = fs::read(entry.path()).expect("a readable project");
            workplace.file(&entry.path().to_string_lossy(), bytes);
        }
        workplace
    }

    /// Writes a file below the folder.
    pub fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent folder")).expect("a new folder");
        fs::write(path, bytes).expect("a new file");
        self
    }

    /// A path below the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// The files below `folder`, by their paths below it, in order.
    pub fn list(&self, folder: &str) -> Vec<String> {
        let top = self.path(folder);
        let files = walkdir::WalkDir::new(&top).sort_by_file_name().into_iter();
        let below = |path: &Path| {
            path.strip_prefix(&top).expect("a path below").to_string_lossy().into_owned()
        };
        files
            .filter_map(Result::ok)
            .filter(|entry| !entry.file_type().is_dir())
            .map(|entry| below(entry.path()))
            // What the program keeps there for itself is no output.
            .filter(|path| !path.contains(".jixiao/"))
            .collect()
    }

    /// Runs the program with these arguments, separated by blanks.
    pub fn run(&self, arguments: &str) -> Outcome {
        self.run_with(arguments, |command| command)
    }

    /// Runs the program after `prepare` has had a look at the command.
    pub fn run_with(
        &self,
        arguments: &str,
        prepare: impl FnOnce(&mut Command) -> &mut Command,
    ) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .env_remove("SOURCE_DATE_EPOCH");
        outcome(prepare(&mut command))
    }

    /// Runs a line of the shell, for which the program is `jixiao`, and git knows nothing of this
    /// machine's settings.
    #[cfg(unix)]
    pub fn shell(&self, line: &str) -> Outcome {
        let program = Path::new(env!("CARGO_BIN_EXE_jixiao"));
        let folder = program.parent().expect("the program's folder").as_os_str().to_owned();
        let others = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder.into()).chain(std::env::split_paths(&others));
        let paths = std::env::join_paths(folders);
        let mut command = Command::new("sh");
        command
            .args(["-c", line])
            .current_dir(self.0.path())
            .env("PATH", paths.expect("folders"))
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
            .envs([("GIT_AUTHOR_NAME", "甲"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "甲"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .env_remove("SOURCE_DATE_EPOCH");
        outcome(&mut command)
    }
}

fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("the program to run");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        stderr: without_times(&String::from_utf8(output.stderr).expect("UTF-8 on stderr")),
    }
}

/// `577 kB，0.2 秒` becomes `N kB，N 秒`: how long something takes is no one's promise,
/// nor is to the byte how large it is.
pub fn without_times(text: &str) -> String {
    [" kB", " MB", " 秒"].iter().fold(text.to_owned(), |text, unit| without_numbers(&text, unit))
}

/// Numbers before `unit` become `N`.
pub fn without_numbers(text: &str, unit: &str) -> String {
    text.split_inclusive(unit)
        .map(|part| match part.strip_suffix(unit) {
            Some(before) => {
                let kept = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
                format!("{kept}N{unit}")
            }
            None => part.to_owned(),
        })
        .collect()
}
