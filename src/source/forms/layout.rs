//! A folder with forms of one's own: whether it is laid out as it should be, and what is
//! missing in it. A folder that is passed over in silence would print another form.

use std::path::{Path, PathBuf};

use super::DEFINITION;
use super::files::{SHARED, entries, file_name, folders, is_known, year};
use crate::diagnostic::{Diagnostic, rule};

/// What a definition was called when there was but one form.
const FORMER: &str = "edition.yaml";
/// How such a folder is laid out.
const LAYOUT: &str = "一种表一个文件夹，里面一个年度一个文件夹，如 target/2026/form.yaml";

/// Finds what keeps a folder from holding editions of forms.
pub fn check(folder: &Path) -> Result<(), Diagnostic> {
    if let Some(file) = known_file(folder)? {
        return Err(too_high(&file, folder));
    }
    let mut is_empty = true;
    for form in folders(folder)? {
        let id = file_name(&form);
        is_empty = false;
        if id == SHARED {
            continue;
        }
        if year(&id).is_some() && form.join(FORMER).exists() {
            let message = format!("{id}/{FORMER} 是以前的写法，现在一种表一个文件夹");
            let help =
                format!("用 jixiao forms export 目标表 DIR 导出一份，把改动写进 {DEFINITION}");
            return Err(Diagnostic::new(&rule::BAD_FORM, message).at(form.as_path()).help(help));
        }
        if let Some(file) = known_file(&form)? {
            return Err(too_high(&file, folder));
        }
        let editions: Vec<PathBuf> = folders(&form)?.collect();
        if editions.is_empty() {
            return Err(wrong("这个文件夹里没有年度的文件夹", &form));
        }
        for edition in editions.iter().filter(|edition| year(&file_name(edition)).is_some()) {
            if known_file(edition)?.is_none() {
                return Err(no_definition(edition, None));
            }
        }
    }
    if is_empty { Err(wrong("这个文件夹里没有版式", folder)) } else { Ok(()) }
}

/// An edition's folder without a definition, or anything else. It may be one of the form
/// `name`.
pub fn no_definition(edition: &Path, name: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(&rule::BAD_FORM, format!("这里缺少 {DEFINITION}")).at(edition);
    let names = entries(edition).unwrap_or_default();
    let mut names = names.iter().filter(|path| path.is_file()).map(|path| file_name(path));
    let stem = |name: &str| name.split('.').next().unwrap_or_default().to_lowercase();
    found.help(match names.find(|name| !is_known(name) && stem(name) == stem(DEFINITION)) {
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

fn wrong(message: &str, folder: &Path) -> Diagnostic {
    let has_link = folder.read_dir().is_ok_and(|mut entries| {
        entries.any(|entry| entry.is_ok_and(|entry| entry.path().is_symlink()))
    });
    let links = if has_link { "；符号链接不读，换成文件夹本身" } else { "" };
    Diagnostic::new(&rule::BAD_FORM, message).at(folder).help(format!("{LAYOUT}{links}"))
}

/// A file of an edition that is right in a folder.
fn known_file(folder: &Path) -> Result<Option<PathBuf>, Diagnostic> {
    let mut files = entries(folder)?.into_iter().filter(|path| path.is_file());
    Ok(files.find(|path| is_known(&file_name(path))))
}
