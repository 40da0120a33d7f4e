//! `jixiao.toml`: what holds for the project files of a folder, wherever they are checked and
//! built.
//!
//! One is looked for in the folder of a project file and in those above it, as far as
//! [`find::folders`] goes. Each setting is taken from the nearest file that has it. Rules are
//! for the files in a folder; whatever concerns a whole run (where its outputs go, templates,
//! fonts, the time limit) is for all files that the command line names, and so taken from
//! the folder that holds them all, or from above.

mod file;
mod find;
mod reader;

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::path::{Path, PathBuf};

pub use file::{ConfigFile, Entered, Rules};
pub use reader::KEYS;
pub use reader::WARNINGS;

use crate::diagnostic::severities::FolderSeverities;
use crate::diagnostic::{Diagnostic, rule};
use crate::system::output::real;

/// What such a file is called.
pub const NAME: &str = "jixiao.toml";

/// The files of settings that hold for a run.
#[derive(Debug, Default)]
pub struct Config {
    /// Whether files of settings are looked for at all.
    is_on: bool,
    /// By the folders that they are in.
    files: BTreeMap<PathBuf, ConfigFile>,
    /// The folders that have been looked at, whether there is a file in them or not.
    seen: HashSet<PathBuf>,
    /// The working folder.
    here: PathBuf,
    /// Those for all files that the command line names, the nearest folder first.
    common: Vec<PathBuf>,
    /// The folders that the command line names.
    given: Vec<PathBuf>,
}

impl Config {
    /// The files that hold for all that is at `paths`; without any, for the working folder.
    pub fn find(paths: &[PathBuf]) -> Result<Self, Vec<Diagnostic>> {
        let here = real(&env::current_dir().unwrap_or_default());
        let paths = if paths.is_empty() { &[PathBuf::new()] } else { paths };
        let folder = |path: &PathBuf| match path.is_dir() || path.as_os_str().is_empty() {
            true => real(&here.join(path)),
            false => real(&here.join(path.parent().unwrap_or(Path::new("")))),
        };
        let given: Vec<PathBuf> = paths.iter().map(folder).collect();
        let common = find::common(&given);
        let mut config = Self { is_on: true, here, given, ..Self::default() };
        config.common = config.load_above(&common)?;
        Ok(config)
    }

    /// Adds the files that hold for some of the project files only; what there is to say of
    /// them.
    pub fn look_below<'a>(
        &mut self,
        files: impl Iterator<Item = &'a Path>,
    ) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        if !self.is_on {
            return Ok(Vec::new());
        }
        let before: HashSet<PathBuf> = self.files.keys().cloned().collect();
        let folders: HashSet<&Path> = files.filter_map(Path::parent).collect();
        let mut folders: Vec<PathBuf> =
            folders.into_iter().map(|folder| real(&self.here.join(folder))).collect();
        folders.sort();
        for folder in folders {
            self.load_above(&folder)?;
        }
        let is_new = |folder: &PathBuf| !before.contains(folder);
        let new = self.files.iter().filter(|(folder, _)| is_new(folder));
        let mut found: Vec<_> = new.flat_map(|(_, file)| file.of_a_whole_run()).collect();
        found.extend(self.files.values().flat_map(ConfigFile::missing_folders));
        Ok(found)
    }

    /// What the nearest file says that holds for all project files.
    pub fn nearest<'a, T>(
        &'a self,
        of: impl Fn(&'a ConfigFile) -> Option<&'a Entered<T>>,
    ) -> Option<&'a Entered<T>> {
        self.common.iter().filter_map(|folder| self.files.get(folder)).find_map(of)
    }

    /// Whether rules for the files in `folder` are for some of those that the command line names.
    pub fn concerns(&self, folder: &Path) -> bool {
        self.given.iter().any(|given| given.starts_with(folder) || folder.starts_with(given))
    }

    /// The folders that have been looked at, from the root on.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.seen.iter().map(PathBuf::as_path)
    }

    /// The files, those of the upper folders first.
    pub fn files(&self) -> impl Iterator<Item = &ConfigFile> {
        self.files.values()
    }

    /// How bad breaches are in the folders that files speak of; where two speak of one folder,
    /// the one that is in it comes first.
    pub fn severities(&self) -> Vec<FolderSeverities> {
        let own = self.files.values().map(|file| file.rules.severities(&file.folder));
        let of_others = self
            .files
            .values()
            .flat_map(|file| file.folders.iter().map(|(folder, rules)| rules.severities(folder)));
        own.chain(of_others).collect()
    }

    /// Loads the files in a folder and above it; where they are, the nearest first.
    fn load_above(&mut self, folder: &Path) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let folders = find::folders(folder, &self.here, &self.given);
        for folder in &folders {
            if self.seen.insert(folder.clone())
                && let Some(file) = ConfigFile::load(folder, &self.here)?
            {
                self.files.insert(folder.clone(), file);
            }
        }
        Ok(folders.into_iter().filter(|folder| self.files.contains_key(folder)).collect())
    }
}

/// A finding about the settings that keeps the program from beginning.
fn bad(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(&rule::BAD_SETTING, message)
}
