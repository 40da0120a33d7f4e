//! One file of settings.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indexmap::IndexMap;

use super::reader::{self, Reader, WARNINGS};
use super::{NAME, bad};
use crate::diagnostic::severities::FolderSeverities;
use crate::diagnostic::{Diagnostic, Place, Severity, SourceFile, rule};
use crate::source;

/// The settings of a folder.
#[derive(Debug)]
pub struct ConfigFile {
    /// The file, as the user may know it.
    pub file: SourceFile,
    /// The folder that it is in, from the root on.
    pub folder: PathBuf,
    /// The folder for outputs.
    pub output: Option<Entered<PathBuf>>,
    /// The folder of the user's own forms.
    pub templates: Option<Entered<PathBuf>>,
    /// The folder of the user's own fonts.
    pub fonts: Option<Entered<PathBuf>>,
    /// How long one form may take.
    pub timeout: Option<Entered<Duration>>,
    /// How many forms at the same time.
    pub jobs: Option<Entered<NonZeroUsize>>,
    /// Whether hints are shown.
    pub hints: Option<Entered<bool>>,
    /// The rules for the files in the folder.
    pub rules: Rules,
    /// The rules for the files in folders below it.
    pub folders: Vec<(PathBuf, Rules)>,
    /// Where those folders are named.
    pub(super) folder_places: Vec<Place>,
}

/// A value with the place where it stands.
#[derive(Debug, Clone)]
pub struct Entered<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// How bad breaches are.
#[derive(Debug, Default)]
pub struct Rules {
    /// Whether errors are made of what remains a warning.
    pub deny_warnings: Option<Entered<bool>>,
    /// The rules that something is said of, by their names; `None` for one that is not to be
    /// spoken of.
    pub set: IndexMap<&'static str, Entered<Option<Severity>>>,
}

impl ConfigFile {
    /// The settings of `folder`, if it has some; messages name it as it is seen from `here`.
    pub fn load(folder: &Path, here: &Path) -> Result<Option<Self>, Vec<Diagnostic>> {
        let path = folder.join(NAME);
        let Ok(metadata) = path.symlink_metadata() else { return Ok(None) };
        let shown = pathdiff::diff_paths(&path, here).unwrap_or(path);
        if metadata.is_symlink() {
            let found = bad("这是一个符号链接，不读").at(shown.as_path());
            return Err(found.help("换成文件本身；不用设置的，删去它，或加 --no-config").into());
        }
        let file = source::load(&shown).map_err(|found| match *found.rule {
            // What is said of project files does not suit this one.
            ref rule if *rule != rule::UNREADABLE_FILE => bad("不是 UTF-8 的文本，或者太大")
                .at(shown.as_path())
                .help("换成几行文字的设置文件"),
            _ => found,
        })?;
        let mut reader = Reader::new(&file, folder, here);
        let read = reader::read(&mut reader);
        match (read, reader.found) {
            (Some(file), found) if found.is_empty() => Ok(Some(file)),
            (_, found) => Err(found),
        }
    }

    /// What is said of whole runs, where there is no such run: the file is for some of the
    /// project files only.
    pub fn of_a_whole_run(&self) -> Vec<Diagnostic> {
        let places = [
            ("output", self.output.as_ref().map(|it| &it.place)),
            ("templates", self.templates.as_ref().map(|it| &it.place)),
            ("fonts", self.fonts.as_ref().map(|it| &it.place)),
            ("timeout", self.timeout.as_ref().map(|it| &it.place)),
            ("jobs", self.jobs.as_ref().map(|it| &it.place)),
            ("hints", self.hints.as_ref().map(|it| &it.place)),
        ];
        let unused = |(name, place): (&str, Option<&Place>)| {
            let message = format!("“{name}”是对整次运行的，这次的文件不都在这个文件夹里，不起作用");
            let help =
                "移到上级文件夹的 jixiao.toml 里，或者写在命令里；只运行这个文件夹时，它起作用";
            Some(Diagnostic::new(&rule::UNUSED_SETTING, message).at(place?.clone()).help(help))
        };
        places.into_iter().filter_map(unused).collect()
    }

    /// Folders that rules are for, and that are not there.
    pub fn missing_folders(&self) -> Vec<Diagnostic> {
        let folders = self.folders.iter().zip(&self.folder_places);
        let missing = folders.filter(|((folder, _), _)| !folder.is_dir());
        let unused = |(_, place): (_, &Place)| {
            Diagnostic::new(&rule::UNUSED_SETTING, "没有这个文件夹，这些规则管不到任何文件")
                .at(place.clone())
                .help("改成现在的名称，从 jixiao.toml 所在的文件夹写起；不用了的，删去")
        };
        missing.map(unused).collect()
    }
}

impl Rules {
    /// Whether something is said of a rule, or of all warnings.
    pub fn has(&self, name: &str) -> bool {
        self.set.contains_key(name) || (name == WARNINGS && self.deny_warnings.is_some())
    }

    /// The same for the files in a folder.
    pub fn severities(&self, folder: &Path) -> FolderSeverities {
        FolderSeverities {
            folder: folder.to_owned(),
            deny_warnings: self.deny_warnings.as_ref().map(|it| it.value),
            set: self.set.iter().map(|(name, it)| (*name, it.value)).collect(),
        }
    }
}
