//! Where project files may be, where they are not in the place that was looked at.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::inputs::is_project;
use crate::diagnostic::near::{self, USUAL};
use crate::diagnostic::render::word;
use crate::diagnostic::{Diagnostic, rule};

/// How many folders up the usual one is looked for.
const MOST_UP: usize = 4;
/// How many files are looked at.
const MOST_FILES: usize = 1000;
/// How many folders deep.
const MOST_DEEP: usize = 3;
/// How much of a file is looked at, in bytes.
const MOST_BYTES: u64 = 16 * 1024;

/// What there is to say where the usual folder is not there.
pub fn no_usual_folder() -> Diagnostic {
    let here = env::current_dir().unwrap_or_default();
    let message = format!("这里（{}）没有 {USUAL} 文件夹", here.display());
    Diagnostic::new(&rule::NO_PROJECTS, message).help(advice(&here))
}

fn advice(here: &Path) -> String {
    if let Some(near) = near::existing(Path::new(USUAL)) {
        return format!(
            "是不是“{}”？写在命令后面，如 jixiao check {}",
            near.display(),
            word(&near)
        );
    }
    let mut above = here.ancestors().skip(1).take(MOST_UP);
    if let Some(above) = above.find(|above| above.join(USUAL).is_dir()) {
        let is_right_above = Some(above) == here.parent();
        let which = if is_right_above { "上一级" } else { "上面的" };
        return format!("请在{which}文件夹里运行：先运行 cd {}", word(above));
    }
    if has_projects(here) {
        return "项目文件就在这个文件夹里的，在命令后面写一个点，如 jixiao build .".into();
    }
    format!(
        "先用 cd 进入 {USUAL} 所在的文件夹，或者在命令后面写出项目文件所在的文件夹；\
         还没有项目文件，用 jixiao new 项目名称 -o {USUAL} 新建"
    )
}

/// Whether there are project files in a folder.
fn has_projects(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.take(MOST_FILES).any(|entry| is_project(&entry.path()) && looks_like_one(&entry.path()))
}

/// How to write the name of a file below a folder that looks like a project file, but has
/// another ending.
pub fn misnamed(folder: &Path) -> Option<String> {
    let is_other = |path: &Path| {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        matches!(ending.as_str(), "" | "txt" | "text" | "md" | "yaml" | "yml")
    };
    let files = WalkDir::new(folder).max_depth(MOST_DEEP).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).take(MOST_FILES);
    let mut paths = files.filter(|it| it.file_type().is_file()).map(|it| it.into_path());
    let path: PathBuf = paths.find(|path| is_other(path) && looks_like_one(path))?;
    let name = path.strip_prefix(folder).unwrap_or(&path);
    // Those begin with a sign that has them left out.
    let stem = name.file_stem()?.to_str()?.trim_start_matches(['_', '.']);
    let new = name.with_file_name(format!("{stem}.yaml"));
    Some(format!("有 {}：改名为 {}", name.display(), new.display()))
}

/// Whether a file has a line with a key that project files have.
fn looks_like_one(path: &Path) -> bool {
    const KEYS: [&str; 2] = ["项目名称", "主管部门"];
    let mut bytes = Vec::new();
    let read = File::open(path).map(|file| file.take(MOST_BYTES).read_to_end(&mut bytes));
    let is_key = |line: &str| {
        let key = KEYS.iter().find_map(|key| line.strip_prefix(key));
        key.is_some_and(|rest| rest.trim_start().starts_with([':', '：']))
    };
    read.is_ok() && String::from_utf8_lossy(&bytes).lines().any(is_key)
}
