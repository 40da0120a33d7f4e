//! What a build has to look at.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Share;
use crate::diagnostic::Diagnostic;
use crate::print::export::with_ending;
use crate::source::{self, Input, Inputs};
use crate::system::output::same;

/// What there is to do.
#[derive(Debug)]
pub struct Work {
    /// The projects.
    pub projects: Vec<Input>,
    /// Projects with the output of another one, and which.
    pub skipped: Vec<(Input, Diagnostic)>,
    /// The outputs of all projects, those of other shares included.
    pub stems: HashSet<Arc<Path>>,
    /// All project files, those of other shares included.
    pub files: Vec<Arc<Path>>,
    /// The folders that have been looked through.
    pub folders: Vec<PathBuf>,
    /// Whether all that was named was found and could be read.
    pub is_complete: bool,
    /// What was found on the way.
    pub found: Vec<Diagnostic>,
}

impl Work {
    /// The projects at `paths`, to be printed into the folder `output`; of several shares,
    /// those of one.
    pub fn find(paths: &[PathBuf], share: Option<Share>, output: &Path) -> Self {
        let Inputs { mut projects, found } = source::find(paths);
        let files = projects.iter().map(|input| input.path.clone()).collect();
        let mut skipped = source::take_shared_outputs(&mut projects, |stems| ask(output, stems));
        let stems = projects.iter().map(|input| input.stem.clone()).collect();
        let is_ours = |input: &Input| share.is_none_or(|share| share.has(&input.stem));
        projects.retain(is_ours);
        skipped.retain(|(input, _)| is_ours(input));
        let is_complete =
            !found.iter().any(Diagnostic::is_error) && paths.iter().all(|path| path.exists());
        let folders = paths.iter().filter(|path| path.is_dir()).cloned().collect();
        Self { projects, skipped, stems, files, folders, is_complete, found }
    }

    /// How many forms there are, those included that are skipped.
    pub fn count(&self) -> usize {
        self.projects.len() + self.skipped.len()
    }
}

/// Of each of `stems`, the number of the first whose output in the folder is the same file.
fn ask(folder: &Path, stems: &[&Path]) -> Vec<usize> {
    let outputs: Vec<PathBuf> = stems.iter().map(|stem| with_ending(stem, ".pdf")).collect();
    let outputs: Vec<&Path> = outputs.iter().map(PathBuf::as_path).collect();
    same::ask(folder, &outputs)
}
