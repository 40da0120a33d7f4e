//! The projects that are compared with one another, as far as they are known: each of them is
//! examined again when its text has changed, or what it has by default.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::mem;
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
use crate::diagnostic::{Diagnostic, Files, Severity, SourceFile, render};
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
    /// What came of comparing them, as long as nothing that is compared has changed.
    compared: Option<Vec<Diagnostic>>,
    shared: Shared,
    /// Files that are not open, by their names, as far as findings are about them.
    closed: HashMap<String, Option<SourceFile>>,
}

/// What the projects of a folder have by default.
#[derive(Debug, Default)]
struct Shared {
    /// The default files that are open.
    open: HashMap<String, String>,
    by_folder: HashMap<PathBuf, Fingerprint>,
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
    /// Looks at the files of a folder, which are held to be the same until it is looked at again;
    /// what is known of those that are the same stays, if `before` was looked at with the same
    /// forms and fonts.
    pub fn look(root: &Path, files: &[PathBuf], given: Given, before: Option<Self>) -> Self {
        let Given { settings, forms, fonts, mut found } = given;
        let print = |forms: &Option<Arc<Forms>>| forms.as_ref().map(|it| it.fingerprint());
        let address = |fonts: &Option<Arc<Fonts>>| fonts.as_ref().map(Arc::as_ptr);
        let is_same =
            |it: &Self| print(&it.forms) == print(&forms) && address(&it.fonts) == address(&fonts);
        let mut judged = before.filter(is_same).map(|it| it.judged).unwrap_or_default();
        let inputs: Vec<Input> = files.iter().map(|path| Input::of(path.as_path(), root)).collect();
        found.extend(settings.found);
        found.extend(shared_outputs(&inputs));
        let on_disk = |input: Input| {
            let state = input.path.metadata().map(|it| state(&it)).ok()?;
            Some(OnDisk { input, state })
        };
        let files: Vec<OnDisk> = inputs.into_iter().filter_map(on_disk).collect();
        let known: HashSet<&Path> = files.iter().map(|file| &*file.input.path).collect();
        judged.retain(|path, _| known.contains(&**path));
        Self {
            forms,
            fonts,
            severities: settings.severities,
            files,
            found,
            judged,
            compared: None,
            shared: Shared::default(),
            closed: HashMap::new(),
        }
    }

    /// All that is found in the files of the folder, those that are open first of all.
    pub fn examine(&mut self, open: &OpenFiles, own: &[Input]) -> Vec<Diagnostic> {
        let (mut found, _) = self.severities.apply(self.found.clone());
        let (Some(forms), Some(fonts)) = (self.forms.clone(), self.fonts.clone()) else {
            return found;
        };
        let inputs = self.inputs(open, own);
        self.judge(&inputs, open, &forms, &fonts);
        let all: Vec<&Judged> =
            inputs.iter().filter_map(|(input, _)| self.judged.get(&input.path)).collect();
        let compared = self.compared.get_or_insert_with(|| {
            let facts: Vec<&Facts> = all.iter().filter_map(|it| it.facts.as_ref()).collect();
            across::check(&facts)
        });
        let of_each = all.iter().flat_map(|judged| &judged.found);
        let (of_all, _) = self.severities.apply(of_each.chain(&*compared).cloned().collect());
        let closed = RefCell::new(mem::take(&mut self.closed));
        let mut files = Files::new(|name: &str| match open.at(Path::new(name)) {
            Some(file) => Some(file.file()),
            None => {
                let mut closed = closed.borrow_mut();
                closed.entry(name.to_owned()).or_insert_with(|| source::open(name)).clone()
            }
        });
        found.extend(of_all.into_iter().map(|found| found.opened(&mut files)));
        drop(files);
        self.closed = closed.into_inner();
        render::unique(found)
    }

    /// Examines those of the files that are not what they were.
    fn judge(
        &mut self,
        inputs: &[(Input, State)],
        open: &OpenFiles,
        forms: &Arc<Forms>,
        fonts: &Fonts,
    ) {
        let texts = open.defaults();
        if self.shared.open != texts {
            self.shared = Shared { open: texts.clone(), by_folder: HashMap::new() };
        }
        let defaults = Defaults::over(forms.clone(), texts);
        let mut stale = Vec::new();
        for (input, state) in inputs {
            let of = (state.clone(), self.shared.of(input, &defaults));
            if self.judged.get(&input.path).is_none_or(|judged| judged.of != of) {
                stale.push((input.clone(), of));
            }
        }
        let severities = Severities::default();
        let examiner = Examiner { defaults, ..Examiner::new(forms, fonts, &severities) };
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
        for ((input, _), judged) in stale.into_iter().zip(judged) {
            let before = self.judged.get(&input.path).and_then(|before| before.facts.as_ref());
            if before != judged.facts.as_ref() {
                self.compared = None;
            }
            self.judged.insert(input.path, judged);
        }
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
        let known: HashSet<&Path> = self.files.iter().map(|file| &*file.input.path).collect();
        let is_other = |input: &&Input| !known.contains(&*input.path);
        let others = own.iter().filter(is_other).filter_map(|input| {
            let text = input.text.as_deref()?;
            Some((input.clone(), State::Open(Fingerprint::of(text.as_bytes()))))
        });
        on_disk.chain(others).collect()
    }
}

impl Shared {
    /// What a project has by default.
    fn of(&mut self, input: &Input, defaults: &Defaults) -> Fingerprint {
        let folder = input.path.parent().unwrap_or(Path::new(""));
        if let Some(known) = self.by_folder.get(folder) {
            return *known;
        }
        let print = print(defaults, input);
        self.by_folder.insert(folder.to_owned(), print);
        print
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
