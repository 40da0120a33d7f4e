//! Which two versions a command line means.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::history::{History, Revision, Snapshot};
use super::{FormFile, FormSet, folder, unknown};
use crate::diagnostic::near::{USUAL, existing};
use crate::diagnostic::render::{clean, shown};
use crate::history::git::NOWHERE;
use crate::source::Forms;

/// What the work tree is compared with, unless the command line says so.
const HEAD: &str = "HEAD";

/// What a name on the command line stands for.
enum Named {
    /// A file or a folder on the disk.
    Path(PathBuf),
    /// A file or a folder in the history: `HEAD~3:projects`.
    Stored(Snapshot, PathBuf),
    /// A version of all files.
    Version(Snapshot),
    /// Two versions of all files: `main..HEAD`.
    Versions(Snapshot, Snapshot),
}

/// The two sides that `versions`, two at most, stand for: files or folders, or revisions
/// of the git repository that holds the working folder. Of a revision, only what is at
/// `paths` is taken. What is left out is the last commit, and the work tree. `Err` says
/// what is wrong with the command line. The forms are among those of `definitions`.
pub fn open(
    versions: &[String],
    paths: &[PathBuf],
    definitions: &Arc<Forms>,
) -> Result<[FormSet; 2], String> {
    let history = match History::here(definitions) {
        Ok(history) => history,
        Err(reason) => return outside(versions, paths, definitions, &reason),
    };
    let named = versions.iter().map(|name| resolve(&history, name));
    let mut named = named.collect::<Result<Vec<_>, _>>()?.into_iter();
    match (named.next(), named.next()) {
        (None, _) => revisions(&history, head(&history)?, None, paths),
        (Some(Named::Version(old)), None) => revisions(&history, old, None, paths),
        (Some(Named::Versions(old, new)), None) => revisions(&history, old, Some(new), paths),
        (Some(Named::Path(path)), None) => {
            revisions(&history, head(&history)?, None, &with(paths, path))
        }
        (Some(Named::Version(old)), Some(Named::Version(new))) => {
            revisions(&history, old, Some(new), paths)
        }
        (Some(Named::Version(old)), Some(Named::Path(path))) => {
            revisions(&history, old, None, &with(paths, path))
        }
        (
            Some(old @ (Named::Stored(..) | Named::Path(_))),
            Some(new @ (Named::Stored(..) | Named::Path(_))),
        ) => places([place(&history, old)?, place(&history, new)?], paths),
        _ => Err("不能这样比较：写两个版本，或两个文件或文件夹".into()),
    }
}

/// The two sides where there is no git repository, for this `reason`.
fn outside(
    versions: &[String],
    paths: &[PathBuf],
    definitions: &Arc<Forms>,
    reason: &str,
) -> Result<[FormSet; 2], String> {
    let missing = versions.iter().find(|version| !Path::new(version).exists());
    match (versions, missing) {
        ([old, new], None) => {
            places([old, new].map(|path| folder::side(Path::new(path), definitions)), paths)
        }
        (_, Some(version)) => Err(match existing(Path::new(version)) {
            Some(near) => {
                format!(
                    "没有“{}”这个文件或文件夹\n提示：是不是“{}”？",
                    clean(version),
                    shown(&near)
                )
            }
            None => format!("没有“{}”这个文件或文件夹；{reason}", clean(version)),
        }),
        (_, None) if reason == NOWHERE => {
            Err(format!("要写出旧版和新版两个文件或文件夹；{reason}"))
        }
        (_, None) => Err(reason.to_owned()),
    }
}

/// What `name` stands for. What is both a path and a revision is neither.
fn resolve(history: &History, name: &str) -> Result<Named, String> {
    let path = Path::new(name);
    // In a repository without files of its own, its folder has one that is called HEAD.
    if path.exists() && (history.has_work_tree() || history.find(name).is_none()) {
        return match history.has_reference(name) {
            false => Ok(Named::Path(path.to_owned())),
            true => Err(format!(
                "“{0}”既是文件或文件夹，也是 git 的版本：要文件或文件夹，写成“./{0}”；要版本，写成“{0}^0”",
                clean(name)
            )),
        };
    }
    match history.find(name) {
        Some(Revision::One(version)) => Ok(Named::Version(version)),
        Some(Revision::Two(old, new)) => Ok(Named::Versions(old, new)),
        None => stored(history, name).map(Ok).unwrap_or_else(|| {
            Err(history.explain(name).unwrap_or_else(|| unknown::explain(history, name)))
        }),
    }
}

/// `name` as a path in a version, such as `HEAD:projects`; in git, it counts from the top.
fn stored(history: &History, name: &str) -> Option<Named> {
    let (revision, path) = name.split_once(':')?;
    let Some(Revision::One(version)) = history.find(revision) else { return None };
    let path = match path.starts_with("./") || path.starts_with("../") {
        true => history.below_top(Path::new(path))?,
        false => PathBuf::from(path.trim_end_matches('/')),
    };
    history.has(&version, &path).then_some(Named::Stored(version, path))
}

fn head(history: &History) -> Result<Snapshot, String> {
    match history.find(HEAD) {
        Some(Revision::One(version)) => Ok(version),
        _ => Err(history.no_head()),
    }
}

fn with(paths: &[PathBuf], path: PathBuf) -> Vec<PathBuf> {
    paths.iter().cloned().chain([path]).collect()
}

/// Two versions of what is at `paths`; the new one is the work tree, unless it is given.
fn revisions(
    history: &History,
    old: Snapshot,
    new: Option<Snapshot>,
    paths: &[PathBuf],
) -> Result<[FormSet; 2], String> {
    let has = |path: &Path| {
        let below = history.below_top(path)?;
        let stored = [Some(&old), new.as_ref()];
        let is_stored = stored.into_iter().flatten().any(|version| history.has(version, &below));
        (is_stored || (new.is_none() && path.exists())).then_some(below)
    };
    let paths = match paths {
        [] => {
            let usual =
                [PathBuf::from(USUAL), history.in_work_tree(USUAL), history.in_work_tree("")];
            usual.into_iter().find(|path| has(path).is_some()).into_iter().collect()
        }
        paths => paths.to_vec(),
    };
    let below = paths.iter().map(|path| {
        has(path).ok_or_else(|| {
            let message = format!("两个版本里都没有“{}”", shown(path));
            match existing(path) {
                Some(near) => {
                    format!("{message}\n提示：是不是“{}”？", shown(&near))
                }
                None => message,
            }
        })
    });
    let below = below.collect::<Result<Vec<_>, _>>()?;
    let new = match new {
        Some(new) => history.side(&new, &below)?,
        None => history.work_tree(&paths, &below)?,
    };
    Ok([history.side(&old, &below)?, new])
}

/// What there is at a place on the disk or in the history.
fn place(history: &History, named: Named) -> Result<FormSet, String> {
    match named {
        Named::Stored(version, path) => {
            let mut side = history.side(&version, std::slice::from_ref(&path))?;
            side.is_file = side.forms.iter().any(|form| form.key == path);
            let folder = match path.parent() {
                Some(folder) if side.is_file => folder,
                _ => &path,
            };
            for form in &mut side.forms {
                let below = form.key.strip_prefix(folder).unwrap_or(&form.key);
                form.place = below.display().to_string();
                form.key = below.to_owned();
            }
            side.label = format!("{}:{}", side.label, shown(&path));
            Ok(side)
        }
        Named::Path(path) => Ok(folder::side(&path, &history.definitions)),
        Named::Version(_) | Named::Versions(..) => Err("版本不能和文件或文件夹比较".into()),
    }
}

/// Two places, whose forms go by their paths below. A file is compared with a file,
/// whatever it is called, and with the one of its name in a folder.
fn places(mut sides: [FormSet; 2], paths: &[PathBuf]) -> Result<[FormSet; 2], String> {
    if !paths.is_empty() {
        return Err("“--”后面的路径只用来限定 git 的版本".into());
    }
    let [old, new] = &mut sides;
    match (old.is_file, new.is_file) {
        (true, true) => {
            for (one, other) in old.forms.iter().zip(&mut new.forms) {
                other.key.clone_from(&one.key);
            }
        }
        (true, false) => keep_namesake(new, &old.forms)?,
        (false, true) => keep_namesake(old, &new.forms)?,
        // What is printed of a file has its name, with another ending.
        (false, false) if old.is_printed() != new.is_printed() => {
            for form in old.forms.iter_mut().chain(&mut new.forms) {
                form.key.set_extension("");
            }
        }
        (false, false) => {}
    }
    Ok(sides)
}

/// Leaves of a folder's forms the one that is called like a file, which is in `file`.
fn keep_namesake(folder: &mut FormSet, file: &[FormFile]) -> Result<(), String> {
    let Some(FormFile { key, .. }) = file.first() else { return Ok(()) };
    folder.forms.retain(|form| form.key.file_stem() == key.file_stem());
    match folder.forms.as_mut_slice() {
        [form] => {
            form.key.clone_from(key);
            Ok(())
        }
        _ => Err(format!("{} 里没有同名的文件", folder.label)),
    }
}
