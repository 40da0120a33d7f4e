//! A folder with forms of one's own: whether it is laid out as it should be, and what is
//! missing in it. A folder that is passed over in silence would print another form.

use std::path::Path;

use super::DEFINITION;
use super::files::{SHARED, TEMPLATE, entries, file_name, folders, is_known, year};
use crate::diagnostic::{Diagnostic, rule};

/// What a definition was called when there was but one form.
const FORMER: &str = "edition.yaml";
/// The Typst source that forms have in common.
const LAYOUT_MODULE: &str = "layout.typ";
/// How such a folder is laid out.
const LAYOUT: &str = "一种表一个文件夹，里面一个年度一个文件夹，如 target/2026/form.yaml";

/// Finds what keeps a folder from holding editions of forms. There may be others in it,
/// outputs say, in folders of their own.
pub fn check(folder: &Path) -> Result<(), Diagnostic> {
    if folder.join(DEFINITION).is_file() {
        return Err(too_high(&folder.join(DEFINITION), folder));
    }
    let mut has_some = false;
    // A folder named after a year, with nothing of a form in it.
    let mut empty = None;
    for form in folders(folder)? {
        let id = file_name(&form);
        if year(&id).is_some() && form.join(FORMER).exists() {
            let message = format!("{id}/{FORMER} 是以前的写法，现在一种表一个文件夹");
            let help =
                format!("用 jixiao forms export 目标表 DIR 导出一份，把改动写进 {DEFINITION}");
            return Err(Diagnostic::new(&rule::BAD_FORM, message).at(form.as_path()).help(help));
        }
        if form.join(DEFINITION).is_file() {
            return Err(too_high(&form.join(DEFINITION), folder));
        }
        has_some |= id == SHARED;
        for edition in folders(&form)? {
            has_some |= is_edition(&edition)?;
            if year(&file_name(&edition)).is_some() {
                empty = empty.or(Some(edition));
            }
        }
    }
    match empty {
        _ if has_some => Ok(()),
        Some(edition) => Err(no_definition(&edition, None)),
        None => Err(no_edition(folder)),
    }
}

/// The file in a folder whose name is almost that of a definition.
pub fn misnamed(folder: &Path) -> Option<String> {
    let names = files_in(folder).unwrap_or_default();
    names.into_iter().find(|name| stem(name) == stem(DEFINITION) && !is_known(name))
}

/// Whether a folder looks like that of an edition, be it whole or not.
pub fn is_edition(folder: &Path) -> Result<bool, Diagnostic> {
    let names = files_in(folder)?;
    Ok(names.iter().any(|name| {
        name.ends_with(TEMPLATE) || name == LAYOUT_MODULE || stem(name) == stem(DEFINITION)
    }))
}

fn files_in(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let files = entries(folder)?.into_iter().filter(|path| path.is_file());
    Ok(files.map(|path| file_name(&path)).collect())
}

/// What a name says before its first point, in small letters.
fn stem(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_lowercase()
}

/// An edition's folder without a definition, or anything else. It may be one of the form
/// `name`.
pub fn no_definition(edition: &Path, name: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(&rule::BAD_FORM, format!("这里缺少 {DEFINITION}")).at(edition);
    found.help(match misnamed(edition) {
        Some(other) => format!("把 {other} 改名为 {DEFINITION}"),
        None => format!(
            "用 jixiao forms export {} DIR 导出一份，把其中的 {DEFINITION} 放到这里，照着改；用不着的，删去这个文件夹",
            name.unwrap_or("目标表")
        ),
    })
}

/// A file that is not in the folder of a year; it is in `folder`, or in one of its folders.
fn too_high(file: &Path, folder: &Path) -> Diagnostic {
    let found = Diagnostic::new(&rule::BAD_FORM, "这个文件要放在年度的文件夹里").at(file);
    let (folder, inside) = (folder.display(), file.parent().unwrap_or(Path::new("")));
    let name = file_name(inside);
    found.help(match year(&name) {
        Some(year) => format!(
            "{LAYOUT}：把 {year} 移到 {folder}/target 里；“{folder}”本身是一种表的，--templates 写它外面的文件夹"
        ),
        None => format!("{LAYOUT}：把它移到那样的文件夹里"),
    })
}

/// A folder without any edition.
fn no_edition(folder: &Path) -> Diagnostic {
    let has_link = folder.read_dir().is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.path().is_symlink()))
    });
    let links = if has_link { "；符号链接不读，换成文件夹本身" } else { "" };
    let found = Diagnostic::new(&rule::BAD_FORM, "这个文件夹里没有版式").at(folder);
    found.help(format!("{LAYOUT}{links}"))
}
