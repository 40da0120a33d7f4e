//! Which PDFs there are to verify.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern};
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::source::is_visible;

/// How names are held against a pattern: `*` does not go beyond a folder.
const MATCHING: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The PDFs to verify, and what was found on the way.
#[derive(Debug, Default)]
pub struct Inputs {
    /// The PDFs.
    pub files: Vec<PathBuf>,
    /// What was found.
    pub found: Vec<Diagnostic>,
}

/// The PDFs at `paths`, which are files, folders, and patterns that no shell has expanded:
/// in the order given and, below a folder, in the order of their names; each of them once.
/// Files and folders whose names begin with a dot, and symbolic links, are left out below a
/// folder.
pub fn find(paths: &[PathBuf]) -> Inputs {
    let mut inputs = Inputs::default();
    for path in paths {
        match pattern(path) {
            Some(pattern) => inputs.add_matching(path, &pattern),
            None if path.is_dir() => inputs.add_folder(path),
            None => inputs.files.push(path.clone()),
        }
    }
    let mut known = HashSet::new();
    inputs.files.retain(|path| known.insert(dunce::canonicalize(path).unwrap_or(path.clone())));
    inputs
}

/// The pattern that a path is, where it is no file or folder.
fn pattern(path: &Path) -> Option<Pattern> {
    let text = path.to_str()?;
    if !text.contains(['*', '?', '[']) || path.symlink_metadata().is_ok() {
        return None;
    }
    Pattern::new(text).ok()
}

impl Inputs {
    fn add_folder(&mut self, folder: &Path) {
        let before = (self.files.len(), self.found.len());
        self.walk(folder, usize::MAX, &|_| true);
        if (self.files.len(), self.found.len()) == before {
            self.found.push(
                Diagnostic::new(&rule::NO_PDFS, "这个文件夹里没有 PDF").at(folder).help(
                    "先用 jixiao build 排表；表格排到别处的，写那个文件夹，例如 jixiao verify out",
                ),
            );
        }
    }

    fn add_matching(&mut self, path: &Path, pattern: &Pattern) {
        let is_literal =
            |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(['*', '?', '[']);
        let folder: PathBuf = path.components().take_while(is_literal).collect();
        let rest = path.components().skip(folder.components().count());
        let is_deep = rest.clone().any(|part| part.as_os_str() == "**");
        let depth = if is_deep { usize::MAX } else { rest.count() };
        let before = (self.files.len(), self.found.len());
        let start = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        if start.is_dir() {
            self.walk(start, depth, &|file| {
                // What is found below "." is written without it.
                let file = file.strip_prefix(".").unwrap_or(file);
                pattern.matches_path_with(file, MATCHING)
                    || pattern.matches_path_with(&Path::new(".").join(file), MATCHING)
            });
        }
        if (self.files.len(), self.found.len()) == before {
            self.found.push(
                Diagnostic::new(&rule::NO_PDFS, "没有名称符合的 PDF").at(path).help(
                    "* 代表一个文件夹里的任意名称，** 代表各层文件夹，例如 jixiao verify \"out/**/*.pdf\"",
                ),
            );
        }
    }

    fn walk(&mut self, folder: &Path, depth: usize, is_wanted: &dyn Fn(&Path) -> bool) {
        let visible = |entry: &DirEntry| entry.depth() == 0 || is_visible(entry.path());
        let entries = WalkDir::new(folder).max_depth(depth).sort_by_file_name();
        for entry in entries.into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) => {
                    let path = entry.path();
                    let path = path.strip_prefix(".").unwrap_or(path);
                    if !is_pdf(path) || !is_wanted(path) {
                    } else if entry.file_type().is_file() {
                        self.files.push(path.to_owned());
                    } else if entry.path_is_symlink() && entry.depth() > 0 {
                        self.found.push(
                            Diagnostic::new(&rule::SYMBOLIC_LINK, "这是一个符号链接，没有核对")
                                .at(path)
                                .help("需要它时，请在命令里写出它所指的文件"),
                        );
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    self.found.push(Diagnostic::unreadable(&path, &error.into()));
                }
            }
        }
    }
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
}
