//! How bad breaches are, by all that has a say: the command line first, then the environment, then
//! files of settings.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{unusable, usage};
use crate::cli::{Denied, SeverityArgs};
use crate::diagnostic::rule::Rule;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Severity};
use crate::system::output;

/// Why there are no severities.
pub enum Refusal {
    /// Files of settings are wrong.
    Settings(Vec<Diagnostic>),
    /// Options or variables make no sense.
    Usage(String),
}

/// The severities of the rules for some project files, and what there is to say of the files
/// of settings.
pub fn load_severities<'a>(
    args: &mut SeverityArgs,
    files: impl Iterator<Item = &'a Path> + Clone,
) -> Result<(Severities, Vec<Diagnostic>), ExitCode> {
    find(args, files).map_err(|why| match why {
        Refusal::Settings(found) => unusable(&found),
        Refusal::Usage(message) => usage(&message),
    })
}

/// The same, with nothing said of what keeps them from being found.
pub fn find<'a>(
    args: &mut SeverityArgs,
    files: impl Iterator<Item = &'a Path> + Clone,
) -> Result<(Severities, Vec<Diagnostic>), Refusal> {
    let found = args.config.look_below(files.clone()).map_err(Refusal::Settings)?;
    let mut severities = Severities::new(args.hints);
    let options = args.deny.iter().map(|denied| (*denied, Some(Severity::Error)));
    let options = options.chain(listed(&args.warn, Some(Severity::Warning)));
    for (denied, severity) in options.chain(listed(&args.allow, None)) {
        match denied {
            Denied::Warnings => severities.deny_warnings(),
            Denied::Rule(rule) => {
                severities.set(rule, severity).map_err(Refusal::Usage)?;
            }
        }
    }
    for (denied, severity) in &args.environment {
        match denied {
            Denied::Warnings => severities.deny_warnings(),
            Denied::Rule(rule) => {
                rule.check_severity(*severity).map_err(Refusal::Usage)?;
                severities.set_unless_set(rule, *severity);
            }
        }
    }
    let folders = args.config.severities();
    let places = if folders.is_empty() { HashMap::new() } else { places(files) };
    severities.add_folders(folders, places);
    Ok((severities, found))
}

/// Where the folders of files are, and those above them as far as users name them, by what they
/// call them.
fn places<'a>(files: impl Iterator<Item = &'a Path>) -> HashMap<String, PathBuf> {
    let folders: HashSet<&Path> = files.flat_map(|file| file.ancestors().skip(1)).collect();
    let place = |folder: &Path| (folder.display().to_string(), output::real(folder));
    folders.into_iter().map(place).collect()
}

fn listed(
    rules: &[&'static Rule],
    severity: Option<Severity>,
) -> impl Iterator<Item = (Denied, Option<Severity>)> {
    rules.iter().map(move |rule| (Denied::Rule(rule), severity))
}
