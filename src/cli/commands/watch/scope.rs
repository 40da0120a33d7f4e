//! Which files matter.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::batch::Work;
use crate::cli::WatchArgs;
use crate::cli::config::NAME;
use crate::source::{self, DEFAULTS};
use crate::system::output::real;
use crate::watch::{Scope, Target};

/// The project files that are named, what they have in common with others, the settings, and the
/// folders of forms and fonts. Outputs are none of them.
pub fn of(args: &WatchArgs, work: &Work, output: &Path) -> Scope {
    let mut targets = Vec::new();
    for path in &args.print.inputs.paths {
        match is_file(path) {
            true => targets.extend(ways(path).into_iter().filter_map(file)),
            false => targets.push(Target::whole(real(path), |path| {
                source::is_project(path) || is_shared(path)
            })),
        }
    }
    targets.extend(above(args, work).into_iter().map(|folder| Target::flat(folder, is_shared)));
    let assets = [&args.print.assets.templates, &args.print.assets.fonts];
    let assets = assets.into_iter().flatten().map(|folder| real(folder));
    targets.extend(assets.map(|folder| Target::whole(folder, |_| true)));
    Scope::new(targets, vec![real(output)])
}

/// Where a project file is, from the root on, and if it is a link, where that leads to.
fn ways(path: &Path) -> Vec<PathBuf> {
    let folder = real(path.parent().unwrap_or(Path::new("")));
    let link = path.is_symlink().then(|| real(path));
    [folder.join(path.file_name().unwrap_or_default())].into_iter().chain(link).collect()
}

/// Whether a file is shared by many projects.
pub fn is_shared(path: &Path) -> bool {
    is_called(path, DEFAULTS) || is_called(path, NAME)
}

/// Whether a file has this name.
pub fn is_called(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|it| it == name)
}

/// Whether a path is that of a file, which need not be there.
fn is_file(path: &Path) -> bool {
    path.is_file() || (!path.is_dir() && source::is_project(path))
}

fn file(path: PathBuf) -> Option<Target> {
    let folder = path.parent()?.to_owned();
    Some(Target::flat(folder, move |other| other == path))
}

/// The folders that default files and settings are looked for in.
fn above(args: &WatchArgs, work: &Work) -> BTreeSet<PathBuf> {
    let mut seen = BTreeSet::new();
    let of_one_folder =
        work.projects.iter().filter(|input| seen.insert(input.path.parent().map(Path::to_owned)));
    let of_defaults = of_one_folder.flat_map(source::folders).map(|folder| real(&folder));
    let of_settings = args.severities.config.folders().map(Path::to_owned);
    of_defaults.chain(of_settings).collect()
}
