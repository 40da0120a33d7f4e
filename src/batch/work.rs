//! What a build has to look at, and which files it may not write to.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Share;
use crate::diagnostic::Diagnostic;
use crate::print::export;
use crate::source::{self, Input, Inputs};
use crate::system::output::{self, STATE};

/// What there is to do.
#[derive(Debug)]
pub struct Work {
    /// The projects.
    pub projects: Vec<Input>,
    /// Projects with the output of another one, and which.
    pub skipped: Vec<(Input, Diagnostic)>,
    /// The outputs of all projects, those of other shares included.
    pub stems: HashSet<PathBuf>,
    /// The folders that have been looked through.
    pub folders: Vec<PathBuf>,
    /// Whether all that was named was found and could be read.
    pub is_complete: bool,
    /// What was found on the way.
    pub found: Vec<Diagnostic>,
}

impl Work {
    /// The projects at `paths`; of several shares, those of one.
    pub fn find(paths: &[PathBuf], share: Option<Share>) -> Self {
        let Inputs { mut projects, found } = source::find(paths);
        let mut skipped = source::take_shared_outputs(&mut projects);
        let stems = projects.iter().map(|input| input.stem.clone()).collect();
        let is_ours = |input: &Input| share.is_none_or(|share| share.has(&input.stem));
        projects.retain(is_ours);
        skipped.retain(|(input, _)| is_ours(input));
        let is_complete =
            !found.iter().any(Diagnostic::is_error) && paths.iter().all(|path| path.exists());
        let folders = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        Self { projects, skipped, stems, folders, is_complete, found }
    }

    /// How many forms there are, those included that are skipped.
    pub fn count(&self) -> usize {
        self.projects.len() + self.skipped.len()
    }

    /// The first of some files, each with the option that names it, that a build into
    /// `folder` must not write to: it is a project file, the output of a form, the build's
    /// own state, or named twice.
    pub fn taken<'a>(
        &self,
        folder: &Path,
        targets: &[(&'a str, Option<&'a Path>)],
    ) -> Option<(&'a str, &'a Path)> {
        let folder = output::real(folder);
        let mut seen = Vec::new();
        for (option, path) in targets {
            let Some(path) = *path else { continue };
            let target = output::real(path);
            let is_project = |input: &Input| {
                input.path.file_name() == path.file_name() && output::real(&input.path) == target
            };
            let is_output = |stem: &PathBuf| {
                let output = export::with_ending(stem, ".pdf");
                output.file_name() == path.file_name() && folder.join(output) == target
            };
            let skipped = self.skipped.iter().map(|(input, _)| input);
            if self.projects.iter().chain(skipped).any(is_project)
                || self.stems.iter().any(is_output)
                || target.starts_with(folder.join(STATE))
                || seen.contains(&target)
            {
                return Some((option, path));
            }
            seen.push(target);
        }
        None
    }
}
