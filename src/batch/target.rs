//! The files beside the forms that a build is told to write, and what they must not take the
//! place of.

use std::path::{Path, PathBuf};

use super::{Manifest, Work};
use crate::print::export::{DRAFT_ENDING, with_ending};
use crate::source::DEFAULTS;
use crate::system::output::{self, STATE, same};
use crate::text::alike::alike;

/// A file that an option names.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The option.
    pub option: &'a str,
    /// The file, as the user spells it.
    pub path: &'a Path,
}

/// What a build reads and writes, but for such files.
pub struct Surroundings<'a> {
    /// What there is to do.
    pub work: &'a Work,
    /// The output folder.
    pub folder: &'a Path,
    /// The folders of templates and fonts that are given.
    pub assets: &'a [&'a Path],
}

/// A target, as it is held against other files.
struct Spot {
    /// Where it is, without links on the way.
    real: PathBuf,
    /// What its name has in common with those that may be the same.
    name: String,
    /// What may stand at the end of the names of forms' files of its kind.
    endings: Vec<String>,
    identity: Option<same::Identity>,
}

impl Surroundings<'_> {
    /// The first of some targets that has another use, and which that is, in Chinese.
    pub fn taken<'t>(&self, targets: &[Target<'t>]) -> Option<(Target<'t>, String)> {
        if targets.is_empty() {
            return None;
        }
        let folder = output::real(self.folder);
        let printed = Manifest::outputs(self.folder);
        let mut earlier: Vec<(Target, PathBuf)> = Vec::new();
        for target in targets {
            let spot = Spot::of(target.path);
            let twin = earlier.iter().find(|(_, real)| spot.is_at(real));
            let twin = twin.map(|(twin, _)| format!("它也是“{}”的文件", twin.option));
            let use_of_it = twin
                .or_else(|| self.input(&spot))
                .or_else(|| self.output(&spot, &folder, &printed));
            if let Some(use_of_it) = use_of_it {
                return Some((*target, use_of_it));
            }
            earlier.push((*target, spot.real));
        }
        None
    }

    /// Why a folder is none for files beside the forms, in Chinese, if it is not.
    pub fn unsuitable(&self, folder: &Path) -> Option<&'static str> {
        let real = output::real(folder);
        let mut assets = self.assets.iter().map(|folder| output::real(folder));
        if folder.as_os_str().is_empty() {
            Some("名称是空的")
        } else if folder.exists() && !folder.is_dir() {
            Some("它不是文件夹")
        } else if real.starts_with(output::real(self.folder).join(STATE)) {
            Some("程序用它记事")
        } else if assets.any(|folder| real.starts_with(folder)) {
            Some("版式或字体用到它")
        } else {
            None
        }
    }

    /// What is read from the file.
    fn input(&self, spot: &Spot) -> Option<String> {
        if spot.name == alike(DEFAULTS) {
            return Some("各项目相同的内容写在它里面".into());
        }
        // What is not there is not read.
        let there = spot.identity.as_ref()?;
        let mut projects = self.work.files.iter();
        if projects.any(|file| same::identity(file).as_ref() == Some(there)) {
            return Some("它是项目文件".into());
        }
        let mut assets = self.assets.iter().map(|folder| output::real(folder));
        assets.any(|folder| spot.real.starts_with(folder)).then(|| "版式或字体用到它".into())
    }

    /// What the build writes to the file, or has written there.
    fn output(&self, spot: &Spot, folder: &Path, printed: &[PathBuf]) -> Option<String> {
        let stems = || self.work.stems.iter();
        let folders = || stems().filter_map(|stem| Some(folder.join(stem.parent()?)));
        let mut above = folders().chain([folder.join(STATE)]);
        if above.any(|folder| folder.starts_with(&spot.real)) {
            return Some("它是要放表格的文件夹".into());
        }
        if spot.real.starts_with(folder.join(STATE)) {
            return Some("程序用它记事".into());
        }
        let own = stems().find(|stem| {
            let mut endings = spot.endings.iter();
            endings.any(|ending| spot.is_at(&folder.join(with_ending(stem, ending))))
        });
        if let Some(stem) = own {
            return Some(format!("“{}”的表格要写在那里", stem.display()));
        }
        if printed.iter().any(|file| spot.is_at(&folder.join(file))) {
            return Some("那里是以前排好的表格".into());
        }
        let is_module = || spot.endings == [".typ"] && folders().any(|it| spot.is_in(&it));
        is_module().then(|| "表格的源文件用到它".into())
    }
}

impl Spot {
    fn of(path: &Path) -> Self {
        let real = output::real(path);
        let name = alike(&real.file_name().unwrap_or_default().to_string_lossy());
        let endings = endings(&name).into_iter().map(str::to_owned).collect();
        Self { endings, identity: same::identity(&real), real, name }
    }

    /// Whether the file at `path`, none of whose folders is a link, is the same one.
    fn is_at(&self, path: &Path) -> bool {
        let is_alike = alike(&path.file_name().unwrap_or_default().to_string_lossy()) == self.name;
        (is_alike && same::is_one(Path::new(""), path, &self.real))
            || (self.identity.is_some() && same::identity(path) == self.identity)
    }

    fn is_in(&self, folder: &Path) -> bool {
        self.real.parent().is_some_and(|parent| parent == folder || same::is_same(parent, folder))
    }
}

/// What may stand behind the form's own name, where a form's file has such a name.
fn endings(name: &str) -> Vec<&str> {
    let Some((before, kind)) = name.rsplit_once('.') else { return Vec::new() };
    match kind {
        "pdf" => {
            let draft = name.len().checked_sub(DRAFT_ENDING.len());
            let draft = draft.and_then(|at| name.get(at..)).filter(|it| *it == DRAFT_ENDING);
            [&name[before.len()..]].into_iter().chain(draft).collect()
        }
        "typ" => vec![&name[before.len()..]],
        "png" | "svg" => {
            let Some((stem, page)) = before.rsplit_once('-') else { return Vec::new() };
            let is_number = !page.is_empty() && page.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { vec![&name[stem.len()..]] } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}
