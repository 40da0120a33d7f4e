//! The files of forms: those that are built into the program, and those in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::{DEFINITION, Edition, STARTER, folder};
use crate::diagnostic::{Diagnostic, SourceFile, rule};

static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The folder of what all forms share.
pub(super) const SHARED: &str = "shared";
/// The template of Typst source.
const MAIN: &str = "form.typ.j2";
const MODULE: &str = ".typ";
pub(super) const TEMPLATE: &str = ".j2";

/// Files by name.
pub type Files = BTreeMap<String, SourceFile>;

/// Where an edition comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From the program.
    Bundled,
    /// From a folder that was given, at least in part.
    Folder(PathBuf),
}

impl Origin {
    /// The folder `name`, as users know it.
    pub fn folder(&self, name: &str) -> String {
        match self {
            Self::Bundled => format!("templates/{name}"),
            Self::Folder(folder) => folder.join(name).display().to_string(),
        }
    }
}

/// Editions by their forms and years.
type Editions = BTreeMap<(String, u16), (Origin, Files)>;

/// The bundled editions and shared files, with those in `folder` before them.
pub fn load(folder: Option<&Path>) -> Result<(Vec<Edition>, Files), Diagnostic> {
    let mut editions = Editions::new();
    let mut shared = Files::new();
    for form in BUNDLED.dirs() {
        let id = file_name(form.path());
        if id == SHARED {
            shared.extend(form.files().map(bundled));
            continue;
        }
        for edition in form.dirs() {
            let Some(since) = year(&file_name(edition.path())) else { continue };
            let files = edition.files().map(bundled).collect();
            editions.insert((id.clone(), since), (Origin::Bundled, files));
        }
    }
    if let Some(folder) = folder {
        read_folder(folder, &mut editions, &mut shared)?;
    }
    let edition = |((id, since), (origin, mut files)): ((String, u16), (Origin, Files))| {
        let has_own_template = files.contains_key(MAIN);
        for (name, file) in &shared {
            files.entry(name.clone()).or_insert_with(|| file.clone());
        }
        Edition::new(id, since, origin, files, has_own_template)
    };
    let editions = editions.into_iter().map(edition).collect();
    Ok((editions, shared))
}

/// Whether a file that all forms share says what the bundled one of its name does.
pub fn is_as_bundled(name: &str, file: &SourceFile) -> bool {
    let bundled = BUNDLED.get_file(format!("{SHARED}/{name}"));
    bundled.is_some_and(|bundled| bundled.contents() == file.text().as_bytes())
}

fn bundled(file: &include_dir::File) -> (String, SourceFile) {
    let name = format!("templates/{}", file.path().display());
    let text = file.contents_utf8().unwrap_or_default();
    (file_name(file.path()), SourceFile::new(name, text))
}

/// Reads the editions in a folder over those that are there already.
fn read_folder(
    folder: &Path,
    editions: &mut Editions,
    shared: &mut Files,
) -> Result<(), Diagnostic> {
    folder::check(folder)?;
    for form in folders(folder)? {
        let id = file_name(&form);
        if id == SHARED {
            read_files(&form, shared)?;
            continue;
        }
        let is_bundled = editions.keys().any(|(other, _)| *other == id);
        for edition in folders(&form)? {
            if !is_bundled && !folder::is_edition(&edition)? {
                continue;
            }
            let Some(since) = year(&file_name(&edition)) else {
                let help = "文件夹以开始使用的年度命名，如 2026";
                return Err(Diagnostic::new(&rule::BAD_FORM, "这个文件夹的名称不是年度")
                    .at(edition.as_path())
                    .help(help));
            };
            let has_definition = edition.join(DEFINITION).is_file();
            let key = (id.clone(), since);
            let is_new = !editions.contains_key(&key);
            if !has_definition && (is_new || folder::misnamed(&edition).is_some()) {
                let names = editions.iter().filter(|((other, _), _)| *other == id);
                let name =
                    names.filter_map(|(_, (_, files))| name_in(files.get(DEFINITION)?)).next();
                return Err(folder::no_definition(&edition, name));
            }
            let slot = editions.entry(key).or_insert((Origin::Bundled, Files::new()));
            slot.0 = Origin::Folder(folder.to_owned());
            // The bundled one is written for the bundled definition: it knows no more fields.
            if has_definition {
                slot.1.remove(STARTER);
            }
            read_files(&edition, &mut slot.1)?;
        }
    }
    Ok(())
}

/// The name of the form that a definition of the program's own is of.
fn name_in(definition: &SourceFile) -> Option<&str> {
    definition.text().lines().find_map(|line| line.strip_prefix("name: "))
}

/// Reads an edition's files over what is there already.
fn read_files(folder: &Path, files: &mut Files) -> Result<(), Diagnostic> {
    for path in entries(folder)?.into_iter().filter(|path| path.is_file()) {
        let name = file_name(&path);
        if is_known(&name) {
            files.insert(name, crate::source::document::load(&path)?);
        }
    }
    Ok(())
}

/// Whether a file of this name is one of an edition.
pub(super) fn is_known(name: &str) -> bool {
    name == DEFINITION || name.ends_with(MODULE) || name.ends_with(TEMPLATE)
}

pub(super) fn folders(folder: &Path) -> Result<impl Iterator<Item = PathBuf>, Diagnostic> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()))
}

/// The files and folders in `folder` that are not hidden, in order; links are none of
/// them, as they may lead out of it.
pub(super) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut paths = read().map_err(|error| match folder.is_file() {
        true => Diagnostic::new(&rule::UNREADABLE_FILE, "读不了：这不是文件夹").at(folder),
        false => Diagnostic::unreadable(folder, &error),
    })?;
    paths.retain(|path| !file_name(path).starts_with('.') && !path.is_symlink());
    paths.sort();
    Ok(paths)
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The year that a folder is named after.
pub(super) fn year(name: &str) -> Option<u16> {
    (name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit())).then(|| name.parse().ok())?
}
