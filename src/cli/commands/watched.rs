//! Which files matter to a command that goes on while files change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::config::NAME;
use crate::cli::{AssetArgs, SeverityArgs};
use crate::source::{self, DEFAULTS, Input};
use crate::system::output::real;
use crate::watch::{Scope, Target};

/// The project files that the command line names by `paths`, what they have in common with others,
/// the settings, and the folders of forms and fonts. `inputs` are the project files that are there
/// now. The `output` folder, if there is one, does not matter.
pub fn scope(
    paths: &[PathBuf],
    inputs: &[Input],
    severities: &SeverityArgs,
    assets: &AssetArgs,
    output: Option<&Path>,
) -> Scope {
    let mut targets = Vec::new();
    for path in paths {
        match is_file(path) {
            true => targets.extend(ways(path).into_iter().filter_map(file)),
            false => targets.push(Target::whole(real(path), |path| {
                source::is_project(path) || is_shared(path)
            })),
        }
    }
    let above = above(inputs, severities);
    targets.extend(above.into_iter().map(|folder| Target::flat(folder, is_shared)));
    let assets = [&assets.templates, &assets.fonts].into_iter().flatten();
    targets.extend(assets.map(|folder| Target::whole(real(folder), |_| true)));
    Scope::new(targets, output.into_iter().map(real).collect())
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
fn above(inputs: &[Input], severities: &SeverityArgs) -> BTreeSet<PathBuf> {
    let mut seen = BTreeSet::new();
    let of_one_folder = inputs.iter().filter(|input| seen.insert(input.path.parent()));
    let of_defaults = of_one_folder.flat_map(source::folders).map(|folder| real(&folder));
    let of_settings = severities.config.folders().map(Path::to_owned);
    of_defaults.chain(of_settings).collect()
}
