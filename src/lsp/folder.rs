//! The projects that are compared with one another, as far as they are known: each of them is
//! examined again when its text has changed, or what it has by default.

use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::Settings;
use super::open::OpenFiles;
use crate::check::across;
use crate::check::examine::Examiner;
use crate::check::facts::Facts;
use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files, Severity, render};
use crate::print::fonts::Fonts;
use crate::source::{self, Defaults, Forms, Input, Texts};
use crate::system::fingerprint::Fingerprint;
use crate::system::output::real;
use crate::system::parallel;

/// How many files and folders are looked at below a root; where there are more, a project is
/// compared with those in its own folder only.
const MOST_ENTRIES: usize = 5000;

/// A folder whose projects are compared.
pub struct Folder {
    /// The forms; `None` where they cannot be read.
    pub forms: Option<Arc<Forms>>,
    /// The fonts; `None` where they cannot be read.
    pub fonts: Option<Arc<Fonts>>,
    /// How bad breaches are.
    pub severities: Severities,
    /// The project files on the disk.
    files: Vec<OnDisk>,
    /// What was found in looking at the folder.
    found: Vec<Diagnostic>,
    judged: HashMap<Arc<Path>, Judged>,
}

/// A project file on the disk.
#[derive(Debug)]
struct OnDisk {
    input: Input,
    state: State,
}

/// What tells whether a text is still the same.
#[derive(Debug, Clone, PartialEq)]
enum State {
    /// The file's length, and when it was written.
    OnDisk(u64, Option<SystemTime>),
    /// What the editor has.
    Open(Fingerprint),
}

/// What came of examining a project.
#[derive(Debug)]
struct Judged {
    /// The text, and what it has by default.
    of: (State, Fingerprint),
    /// What was found; of a file that is not open, only what is about another one.
    found: Vec<Diagnostic>,
    facts: Option<Facts>,
}

/// What holds for a folder.
pub struct Given {
    /// The settings.
    pub settings: Settings,
    /// The forms; `None` where they cannot be read.
    pub forms: Option<Arc<Forms>>,
    /// The fonts; `None` where they cannot be read.
    pub fonts: Option<Arc<Fonts>>,
    /// What was found in reading them.
    pub found: Vec<Diagnostic>,
}

/// The project files below `root`, as far as it is within one of the folders that the editor
/// works in.
pub fn files(root: &Path, within: &[PathBuf]) -> Vec<PathBuf> {
    // A link may lead out of them.
    let place = real(root);
    if !within.iter().any(|folder| place.starts_with(real(folder))) {
        return Vec::new();
    }
    walk(root, usize::MAX).or_else(|| walk(root, 1)).unwrap_or_default()
}

fn walk(root: &Path, depth: usize) -> Option<Vec<PathBuf>> {
    let walk = WalkDir::new(root).max_depth(depth).sort_by_file_name().into_iter();
    let mut files = Vec::new();
    let visible = walk.filter_entry(|entry| entry.depth() == 0 || source::is_visible(entry.path()));
    for (count, entry) in visible.enumerate() {
        if count == MOST_ENTRIES {
            return None;
        }
        if let Ok(entry) = entry
            && entry.file_type().is_file()
            && source::is_project(entry.path())
        {
            files.push(entry.into_path());
        }
    }
    Some(files)
}

impl Folder {
    /// Looks at the files of a folder; what is known of those that are the same stays, if
    /// `before` was looked at with the same forms and fonts.
    pub fn look(root: &Path, files: &[PathBuf], given: Given, before: Option<Self>) -> Self {
        let Given { settings, forms, fonts, mut found } = given;
        let print = |forms: &Option<Arc<Forms>>| forms.as_ref().map(|it| it.fingerprint());
        let address = |fonts: &Option<Arc<Fonts>>| fonts.as_ref().map(Arc::as_ptr);
        let is_same =
            |it: &Self| print(&it.forms) == print(&forms) && address(&it.fonts) == address(&fonts);
        let judged = before.filter(is_same).map(|it| it.judged).unwrap_or_default();
        let inputs: Vec<Input> = files.iter().map(|path| Input::of(path.as_path(), root)).collect();
        found.extend(settings.found);
        found.extend(shared_outputs(&inputs));
        let on_disk = |input: Input| {
            let state = input.path.metadata().map(|it| state(&it)).ok()?;
            Some(OnDisk { input, state })
        };
        let files = inputs.into_iter().filter_map(on_disk).collect();
        let severities = settings.severities;
        Self { forms, fonts, severities, files, found, judged }
    }

    /// All that is found in the files of the folder, those that are open first of all.
    pub fn examine(&mut self, open: &OpenFiles, own: &[Input]) -> Vec<Diagnostic> {
        let (mut found, _) = self.severities.apply(self.found.clone());
        let (Some(forms), Some(fonts)) = (self.forms.clone(), self.fonts.clone()) else {
            return found;
        };
        let inputs = self.inputs(open, own);
        let defaults = Defaults::over(forms.clone(), open.defaults());
        let mut by_folder: HashMap<PathBuf, Fingerprint> = HashMap::new();
        let mut stale = Vec::new();
        for (input, state) in &inputs {
            let folder = input.path.parent().unwrap_or(Path::new("")).to_owned();
            let shared = by_folder.entry(folder).or_insert_with(|| print(&defaults, input));
            let of = (state.clone(), *shared);
            if self.judged.get(&input.path).is_none_or(|judged| judged.of != of) {
                stale.push((input.clone(), of));
            }
        }
        let severities = Severities::default();
        let examiner = Examiner { defaults, ..Examiner::new(&forms, &fonts, &severities) };
        let judged = parallel::map(&stale, None, |(input, of)| {
            let examined = examiner.judge(input, Texts::of(input, &examiner.defaults));
            let name = input.name();
            let is_told = |found: &Diagnostic| {
                input.text.is_some()
                    || found.places.first().is_some_and(|place| place.file.name() != name)
            };
            let found = examined.found.into_iter().filter(is_told).map(Diagnostic::closed);
            Judged { of: of.clone(), found: found.collect(), facts: examined.facts }
        });
        self.judged.extend(stale.into_iter().map(|(input, _)| input.path).zip(judged));
        let all: Vec<&Judged> =
            inputs.iter().filter_map(|(input, _)| self.judged.get(&input.path)).collect();
        let mut of_all: Vec<Diagnostic> =
            all.iter().flat_map(|judged| judged.found.iter().cloned()).collect();
        let facts: Vec<&Facts> = all.iter().filter_map(|judged| judged.facts.as_ref()).collect();
        of_all.extend(across::check(&facts));
        let mut files = Files::new(|name: &str| match open.at(Path::new(name)) {
            Some(file) => Some(file.file()),
            None => source::open(name),
        });
        let (of_all, _) = self.severities.apply(of_all);
        found.extend(of_all.into_iter().map(|found| found.opened(&mut files)));
        let known: HashSet<&Path> = inputs.iter().map(|(input, _)| &*input.path).collect();
        self.judged.retain(|path, _| known.contains(&**path));
        render::unique(found)
    }

    /// Whether another file in the folder of `path` is a project that can be read.
    pub fn has_projects_beside(&self, path: &Path) -> bool {
        let is_beside = |other: &Path| other != path && other.parent() == path.parent();
        self.judged.iter().any(|(other, judged)| is_beside(other) && judged.facts.is_some())
    }

    /// The project files below a folder, as they are open or on the disk.
    pub fn inputs_below(&self, open: &OpenFiles, folder: &Path) -> Vec<Input> {
        let inputs = self.inputs(open, &[]).into_iter().map(|(input, _)| input);
        inputs.filter(|input| input.path.starts_with(folder)).collect()
    }

    /// All project files, with the texts of those that are open; `own` are open ones, which need
    /// not be on the disk.
    fn inputs(&self, open: &OpenFiles, own: &[Input]) -> Vec<(Input, State)> {
        let opened = |input: &Input| -> Option<(Input, State)> {
            let text = open.at(&input.path)?.text.clone();
            let state = State::Open(Fingerprint::of(text.as_bytes()));
            Some((Input { text: Some(text), ..input.clone() }, state))
        };
        let on_disk = self.files.iter().map(|file| {
            opened(&file.input).unwrap_or_else(|| (file.input.clone(), file.state.clone()))
        });
        let is_other = |input: &&Input| self.files.iter().all(|it| it.input.path != input.path);
        let others = own.iter().filter(is_other).filter_map(|input| {
            let text = input.text.as_deref()?;
            Some((input.clone(), State::Open(Fingerprint::of(text.as_bytes()))))
        });
        on_disk.chain(others).collect()
    }
}

fn state(metadata: &Metadata) -> State {
    State::OnDisk(metadata.len(), metadata.modified().ok())
}

/// What the default files of a project say, or what is wrong with them.
fn print(defaults: &Defaults, input: &Input) -> Fingerprint {
    match defaults.of(input) {
        Ok(documents) => {
            let files = documents.iter().map(|document| &document.file);
            let parts = files.flat_map(|file| [file.name().as_bytes(), file.text().as_bytes()]);
            Fingerprint::of_all(parts)
        }
        Err(found) => Fingerprint::of(format!("{found:?}").as_bytes()),
    }
}

/// The projects that would have the output of another one: nothing is printed here.
fn shared_outputs(inputs: &[Input]) -> impl Iterator<Item = Diagnostic> {
    let ask = |stems: &[&Path]| source::ask_in_place(inputs, stems);
    let shared = source::take_shared_outputs(&mut inputs.to_vec(), ask);
    shared.into_iter().map(|(_, found)| Diagnostic { severity: Severity::Warning, ..found })
}
