//! Which files are project files, and what their outputs are called.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::{document, elsewhere, root};
use crate::diagnostic::near::USUAL;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::system::output::{self, same};

/// What a file of defaults is called.
pub const DEFAULTS: &str = "_defaults.yaml";

/// A project file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The file.
    pub path: Arc<Path>,
    /// The folder that was given; of a file that was given, its root, as far as the path
    /// shows it, or the folder that holds it.
    pub folder: Arc<Path>,
    /// The path below the folder, or below the root, without the ending: the output's name.
    pub stem: Arc<Path>,
    /// The text, where it does not come from the file.
    pub text: Option<String>,
}

impl Input {
    /// The file at `path` in the folder that was given, or below it.
    pub fn of(path: impl Into<Arc<Path>>, folder: impl Into<Arc<Path>>) -> Self {
        let (path, folder) = (path.into(), folder.into());
        let stem = path.strip_prefix(&folder).unwrap_or(&path).with_extension("").into();
        Self { path, folder, stem, text: None }
    }

    /// The name that the user knows the file by.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The folder of the file, as the user knows it.
    pub fn folder_name(&self) -> String {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder.display().to_string(),
            _ => ".".to_owned(),
        }
    }

    /// The file with its text.
    pub fn load(&self) -> Result<SourceFile, Diagnostic> {
        match &self.text {
            None => document::load(&self.path),
            Some(text) => Ok(SourceFile::new(self.name(), text.as_str())),
        }
    }
}

/// What there is to read.
#[derive(Debug)]
pub struct Inputs {
    /// The project files.
    pub projects: Vec<Input>,
    /// What was found on the way.
    pub found: Vec<Diagnostic>,
}

/// Takes out the projects that would have the output of an earlier one, and says
/// which that is. Of outputs whose names look alike, `ask` tells the number of the first
/// that is the same, by their paths without endings.
pub fn take_shared_outputs(
    projects: &mut Vec<Input>,
    ask: impl Fn(&[&Path]) -> Vec<usize>,
) -> Vec<(Input, Diagnostic)> {
    let all = std::mem::take(projects);
    let stems: Vec<&Path> = all.iter().map(|input| &*input.stem).collect();
    let owners = same::first_of_same(&stems, ask);
    let mut refused = Vec::new();
    for (number, input) in all.iter().enumerate() {
        let owner = &all[owners[number]];
        if owners[number] == number {
            projects.push(input.clone());
            continue;
        }
        let other = owner.path.display();
        let message = match owner.stem == input.stem {
            true => format!("和 {other} 的输出同名，不能一起排版"),
            false => format!("和 {other} 的输出名称相近，磁盘当作同一个文件，不能一起排版"),
        };
        let found = Diagnostic::new(&rule::SAME_OUTPUT, message)
            .at(&*input.path)
            .help("改一个文件名，或分两次运行，用 -o 写到不同的文件夹");
        refused.push((input.clone(), found));
    }
    refused
}

/// Which outputs would be the same on the disk that the project files are on, for
/// [`take_shared_outputs`]: nothing is written for that.
pub fn ask_in_place(projects: &[Input], stems: &[&Path]) -> Vec<usize> {
    let file_of = |stem: &Path| projects.iter().find(|input| &*input.stem == stem);
    let is_same = |one: &Path, other: &Path| {
        let Some(Input { path, folder, .. }) = file_of(one) else { return false };
        let ending = path.extension().unwrap_or_default();
        same::is_same(path, &folder.join(other).with_added_extension(ending))
    };
    let first = |number: usize| {
        let earlier = stems[..number].iter().position(|earlier| is_same(earlier, stems[number]));
        earlier.unwrap_or(number)
    };
    (0..stems.len()).map(first).collect()
}

/// Finds the project files at `paths`, in the order given and, below a folder,
/// in the order of their names; each of them once. Files and folders whose names
/// begin with a dot, files whose names begin with `_`, and symbolic links are left
/// out.
pub fn find(paths: &[PathBuf]) -> Inputs {
    find_files(paths, |path| !is_reserved(path), root::named)
}

/// The folders that are looked through for project files at `paths`, each with the one that was
/// given.
pub fn folders_at(paths: &[PathBuf]) -> Vec<(PathBuf, Arc<Path>)> {
    let mut folders = Vec::new();
    for given in paths.iter().filter(|path| path.is_dir()) {
        let shared: Arc<Path> = given.as_path().into();
        let visible = |entry: &DirEntry| entry.depth() == 0 || is_visible(entry.path());
        let entries = WalkDir::new(given).sort_by_file_name().into_iter().filter_entry(visible);
        // What cannot be read is told where project files are looked for.
        let below = entries.flatten().filter(|entry| entry.file_type().is_dir());
        folders.extend(below.map(|entry| (entry.into_path(), shared.clone())));
    }
    folders
}

/// Finds the default files at `paths`, too.
pub fn find_with_defaults(paths: &[PathBuf]) -> Inputs {
    find_files(paths, is_project_or_defaults, root::named)
}

/// Finds project files and default files of which those that are named by themselves count
/// from their own folders.
pub fn find_in_place(paths: &[PathBuf]) -> Inputs {
    let in_place = |path: &Path| Input::of(path, path.parent().unwrap_or(path));
    find_files(paths, is_project_or_defaults, in_place)
}

fn is_project_or_defaults(path: &Path) -> bool {
    !is_reserved(path) || path.file_name().is_some_and(|name| name == DEFAULTS)
}

/// `alone` makes the input of a file that is named by itself.
fn find_files(
    paths: &[PathBuf],
    is_wanted: impl Fn(&Path) -> bool,
    alone: impl Fn(&Path) -> Input,
) -> Inputs {
    let mut inputs = Vec::new();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = (inputs.len(), found.len());
            walk(path, &is_wanted, &mut inputs, &mut found);
            let is_readable = !found[before.1..].iter().any(Diagnostic::is_error);
            if inputs.len() == before.0 && is_readable {
                let mut help = "项目文件的名称以 .yaml 结尾，不以下划线开头".to_owned();
                // A name that is told already is not told again.
                if found.len() == before.1
                    && let Some(misnamed) = elsewhere::misnamed(path)
                {
                    help = format!("{help}；{misnamed}");
                }
                found.push(
                    Diagnostic::new(&rule::NO_PROJECTS, "这个文件夹里没有项目文件")
                        .at(path.as_path())
                        .help(help),
                );
            }
        } else if path.as_os_str() == USUAL && path.symlink_metadata().is_err() {
            found.push(elsewhere::no_usual_folder());
        } else if !is_wanted(path) {
            found.push(
                Diagnostic::new(&rule::NOT_A_PROJECT, "名称以下划线开头的文件不是项目文件")
                    .at(path.as_path())
                    .help("请给出项目文件或它所在的文件夹"),
            );
        } else {
            inputs.push(alone(path));
        }
    }
    Inputs { projects: each_once(inputs), found }
}

/// Leaves each file once, whatever it is called on the command line.
fn each_once(inputs: Vec<Input>) -> Vec<Input> {
    let mut folders = HashMap::new();
    let places: Vec<_> = inputs.iter().map(|it| place(&it.path, &mut folders)).collect();
    let places: Vec<&Path> = places.iter().map(PathBuf::as_path).collect();
    let owners = same::first_of_same(&places, |alike| {
        let first = |path: &&Path| alike.iter().position(|other| same::is_same(other, path));
        alike.iter().enumerate().map(|(number, path)| first(path).unwrap_or(number)).collect()
    });
    let inputs = inputs.into_iter().enumerate();
    inputs.filter(|(number, _)| owners[*number] == *number).map(|(_, input)| input).collect()
}

/// Where a file is, whatever its folder is called on the command line; `folders` are those met
/// so far.
fn place(path: &Path, folders: &mut HashMap<PathBuf, PathBuf>) -> PathBuf {
    let folder = path.parent().unwrap_or(Path::new(""));
    if !folders.contains_key(folder) {
        folders.insert(folder.to_owned(), output::real(folder));
    }
    folders[folder].join(path.file_name().unwrap_or_default())
}

fn walk(
    folder: &Path,
    is_wanted: &impl Fn(&Path) -> bool,
    inputs: &mut Vec<Input>,
    found: &mut Vec<Diagnostic>,
) {
    let shared: Arc<Path> = folder.into();
    let visible = |entry: &DirEntry| entry.depth() == 0 || is_visible(entry.path());
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let path = entry.into_path();
                if is_yaml(&path) && is_wanted(&path) {
                    inputs.push(Input::of(path, shared.clone()));
                } else if let Some(meant) = meant_name(&path) {
                    found.push(
                        Diagnostic::new(&rule::SKIPPED_FILE, "名称不对，没有读这个文件")
                            .at(path.as_path())
                            .help(format!("改名为 {meant}；不是项目文件，就移到别处")),
                    );
                }
            }
            Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => {
                found.push(
                    Diagnostic::new(&rule::SYMBOLIC_LINK, "这是一个符号链接，没有读")
                        .at(entry.path())
                        .help("需要它时，请在命令里写出它所指的文件"),
                );
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                found.push(Diagnostic::unreadable(&path, &error.into()));
            }
        }
    }
}

/// Whether a file of this name in a folder is a project file.
pub fn is_project(path: &Path) -> bool {
    is_yaml(path) && is_visible(path) && !is_reserved(path)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}

/// Whether a file or folder of this name is looked at.
pub fn is_visible(path: &Path) -> bool {
    !starts_with(path, '.')
}

/// What a file that is passed over was most likely meant to be called.
fn meant_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let lower = name.to_lowercase();
    if name != DEFAULTS && strsim::damerau_levenshtein(&lower, DEFAULTS) <= 2 {
        return Some(DEFAULTS.to_owned());
    }
    if is_reserved(path) {
        return None;
    }
    let whole = lower.strip_suffix(".txt").unwrap_or(&lower).replace(['。', '．'], ".");
    let (stem, ending) = whole.rsplit_once('.')?;
    // The letters of the stem as they were written.
    let stem: String = name.chars().take(stem.chars().count()).collect();
    matches!(ending, "yaml" | "yml").then(|| format!("{stem}.yaml"))
}

/// Whether the name marks a file as none of the projects.
fn is_reserved(path: &Path) -> bool {
    starts_with(path, '_')
}

fn starts_with(path: &Path, c: char) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(c))
}
