//! Where next year's files go.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::inputs::{DEFAULTS, Input};
use super::super::mend;
use super::{Order, is_defaults};
use crate::diagnostic::render::word;
use crate::diagnostic::{Diagnostic, rule};

/// Where the file of each input goes. Nothing may be there already, and no two may go to
/// the same place.
pub fn targets(inputs: &[Input], order: &Order, wrong: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut folders: HashMap<&Path, Option<PathBuf>> = HashMap::new();
    let mut taken: HashMap<PathBuf, &Input> = HashMap::new();
    let mut targets = Vec::new();
    for input in inputs {
        let folder = folders.entry(&input.folder).or_insert_with(|| {
            let folder = order.output.map(Path::to_owned);
            let folder = folder.or_else(|| sibling(&input.folder, order.year));
            if folder.is_none() {
                wrong.push(
                    Diagnostic::new(&rule::UNWRITABLE_FILE, "不知道新文件放在哪里")
                        .at(&*input.folder)
                        .help(advice(&input.folder, order.year)),
                );
            }
            folder
        });
        let Some(folder) = folder else {
            targets.push(PathBuf::new());
            continue;
        };
        let target = folder.join(below(input));
        if is_there(&target) {
            wrong.push(
                Diagnostic::new(&rule::UNWRITABLE_FILE, "已经有这个文件，没有改动它")
                    .at(target.as_path())
                    .help("先移走原来的文件，或者用 -o 换一个文件夹"),
            );
        }
        if let Some(other) = taken.insert(target.clone(), input) {
            let message = format!("和 {} 会写成同一个文件", other.name());
            wrong.push(
                Diagnostic::new(&rule::SAME_OUTPUT, message)
                    .at(&*input.path)
                    .help("分两次运行，用 -o 写到不同的文件夹"),
            );
        }
        targets.push(target);
    }
    targets
}

/// Where to write next year's files of a folder that is not named after a year.
fn advice(folder: &Path, year: &str) -> String {
    let target = word(&folder.join(year));
    format!("文件夹不是以年度命名的，写明新文件夹：在命令后面加上 -o {target}")
}

/// Adds the default files beside single files that were given: without them the new files
/// would lack what they supply. Where there is one already, it stays.
pub fn add_companions(inputs: &mut Vec<Input>, targets: &mut Vec<PathBuf>, order: &Order) {
    let mut added: Vec<(Input, PathBuf)> = Vec::new();
    for (input, target) in inputs.iter().zip(targets.iter()) {
        let is_alone = order.paths.iter().any(|path| **path == *input.path) && !is_defaults(input);
        let path = input.folder.join(DEFAULTS);
        let target = target.with_file_name(DEFAULTS);
        let is_known = inputs.iter().chain(added.iter().map(|(input, _)| input));
        let is_known = is_known.into_iter().any(|other| *other.path == path);
        let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
        if is_alone && is_file && !is_known && !is_there(&target) {
            added.push((Input::of(path, input.folder.clone()), target));
        }
    }
    for (input, target) in added {
        inputs.push(input);
        targets.push(target);
    }
}

/// The path of an input below the folder that was given.
fn below(input: &Input) -> &Path {
    input.path.strip_prefix(&input.folder).unwrap_or(&input.path)
}

fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The folder beside one that is named after a year, named after another year.
fn sibling(folder: &Path, year: &str) -> Option<PathBuf> {
    let is_year =
        |path: &Path| path.file_name().and_then(|it| it.to_str()).is_some_and(mend::is_year);
    match folder.file_name() {
        Some(_) => is_year(folder).then(|| folder.with_file_name(year)),
        // `.`, or nothing at all.
        None => {
            let absolute = dunce::canonicalize(Path::new(".").join(folder)).ok()?;
            is_year(&absolute).then(|| folder.join("..").join(year))
        }
    }
}
