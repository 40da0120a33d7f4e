//! The manifest of an output folder: what was printed there, and from what.
//!
//! It stands in the folder itself, as a text file to which every form that has been
//! printed adds a line: so a build that was killed knows, when it is begun anew,
//! how far it had come. Each line has a checksum. Nothing that the manifest says is taken
//! for granted: an output counts as current only where its bytes have the fingerprint
//! that the manifest says, and nothing is removed that has not.

mod entry;
mod lines;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

pub use entry::{Entry, Output};
use lines::{Known, Line, Lines, Reader, append};

use super::noted;
use super::owned::Owned;
use crate::batch::worker::Examination;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile, in_chinese};
use crate::system::fingerprint::Fingerprint;
use crate::system::output::{self, Folder};
use crate::system::part::Part;

/// What the files are called that hold manifests.
const NAME: &str = "manifest";

/// What is known of an output folder.
pub struct Manifest {
    known: Known,
    /// The fingerprints of books.
    books: HashSet<Fingerprint>,
    /// Whose the files are, where that is asked for.
    owned: OnceLock<Owned>,
    /// What has been added since it was opened.
    added: Mutex<Vec<Line>>,
    file: Mutex<Option<File>>,
    path: PathBuf,
    /// Reads what was added.
    reader: Arc<Reader>,
    /// What the files were that it has been settled with; nothing before.
    stamps: Vec<Stamp>,
}

/// What a file of a manifest was when it was last read or written to.
type Stamp = (PathBuf, u64, SystemTime);

impl Manifest {
    /// Opens the manifest of `folder`, and those that other builds with other names
    /// have left there; its own is the one with this `name`. One that makes no sense
    /// is left out, or written anew, and is a finding.
    pub fn open(folder: &Folder, name: &str) -> (Self, Vec<Diagnostic>) {
        let path = folder.state().join(format!("{NAME}{name}"));
        let mut found = Vec::new();
        let mut known = Known::default();
        for other in manifests(&folder.state()).iter().filter(|other| **other != path) {
            match Lines::read(other) {
                Ok(lines) => known.extend(lines.known),
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        let mut own = match path.symlink_metadata() {
            Err(_) => Lines::default(),
            Ok(_) => Lines::read(&path).unwrap_or_else(|diagnostic| {
                found.push(diagnostic);
                Lines::default()
            }),
        };
        // Where the folder is only looked at, nothing is written here either.
        let file = folder.is_open().then(|| own.begin(&path));
        let file = file
            .and_then(|begun| begun.map_err(|cause| found.push(unwritable(&path, &cause))).ok());
        known.extend(own.known);
        let books = known.lines().map(|line| &line.entry).filter(|entry| entry.is_book());
        let books = books.flat_map(|book| &book.outputs).map(|it| it.fingerprint).collect();
        let (owned, added, file) = (OnceLock::new(), Mutex::default(), Mutex::new(file));
        let (reader, stamps) = (Reader::new(&path), Vec::new());
        (Self { known, books, owned, added, file, path, reader, stamps }, found)
    }

    /// Takes what was added for what is known, as if it were opened anew. The `folder` is the
    /// one that it is of, still locked.
    pub fn settle(&mut self, folder: &Folder) {
        let added = self.added.get_mut().unwrap_or_else(PoisonError::into_inner);
        added.drain(..).for_each(|line| self.known.insert(line));
        self.owned = OnceLock::new();
        self.stamps = stamps(folder);
    }

    /// Whether no other build has written to the folder since it was settled.
    pub fn is_settled(&self, folder: &Folder) -> bool {
        !self.stamps.is_empty() && self.stamps == stamps(folder)
    }

    /// Whether anything is known of the output folder at `path`.
    pub fn is_there(path: &Path) -> bool {
        !manifests(&path.join(output::STATE)).is_empty()
    }

    /// The files that forms have in the folder at `path`, as far as it is known: their paths
    /// below it.
    pub fn outputs(path: &Path) -> Vec<PathBuf> {
        let manifests = manifests(&path.join(output::STATE));
        let lines = manifests.iter().filter_map(|manifest| Lines::read(manifest).ok());
        let mut outputs = Vec::new();
        for Lines { known, .. } in lines {
            let entries = known.lines().map(|line| &line.entry);
            let of_forms = entries.filter(|entry| !entry.is_book());
            let files = of_forms.flat_map(|entry| &entry.outputs);
            outputs.extend(files.map(|output| output.path.to_path_buf()));
        }
        outputs
    }

    /// Makes one manifest of all that are in the folder at `path`.
    pub fn merge(path: &Path) -> Vec<Diagnostic> {
        let folder = match Folder::open(path, "", || ()) {
            Ok(folder) => folder,
            Err(diagnostic) => return vec![diagnostic],
        };
        let (manifest, mut found) = Self::open(&folder, "");
        if let Err(cause) = Lines::of(manifest.known).begin(&manifest.path) {
            found.push(unwritable(&manifest.path, &cause));
            return found;
        }
        for other in manifests(&folder.state()).iter().filter(|other| **other != manifest.path) {
            found.extend(fs::remove_file(other).err().map(|cause| unwritable(other, &cause)));
        }
        found
    }

    /// What is known of a form.
    pub fn entry(&self, form: &Path, format: &str) -> Option<&Entry> {
        self.known.get(form, format).map(|line| &line.entry)
    }

    /// What was found in the texts that the form was printed from, which are `files` now.
    pub fn examination(&self, entry: &Entry, files: &[SourceFile]) -> Option<Examination> {
        let line = self.known.get(&entry.form, &entry.format)?;
        noted::read(&line.examination().ok()?, files)
    }

    /// All forms that were known when it was opened.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.known.lines().map(|line| &line.entry)
    }

    /// Whose the files were when it was opened.
    pub fn owned(&self) -> &Owned {
        self.owned.get_or_init(|| Owned::by(self.entries().flat_map(Entry::files)))
    }

    /// Those of the forms that were known when it was opened which `is_gone` says, in the order
    /// of their paths; and whose the files of all others are by now.
    pub fn split(&self, is_gone: impl Fn(&Entry) -> bool) -> (Vec<&Entry>, Owned) {
        let added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let anew: HashSet<_> =
            added.iter().map(|it| (&*it.entry.form, &*it.entry.format)).collect();
        let before = self.entries().filter(|it| !anew.contains(&(&*it.form, &*it.format)));
        let (mut gone, others): (Vec<&Entry>, Vec<_>) = before.partition(|entry| is_gone(entry));
        gone.sort_by_key(|entry| (&entry.form, &entry.format));
        if gone.is_empty() {
            return (gone, Owned::default());
        }
        let added = added.iter().flat_map(|it| it.entry.files());
        let owned = Owned::by(others.into_iter().flat_map(Entry::files).chain(added));
        (gone, owned)
    }

    /// Whether a file with this fingerprint is a book.
    pub fn is_book(&self, fingerprint: Fingerprint) -> bool {
        self.books.contains(&fingerprint)
    }

    /// Whether there are books.
    pub fn has_books(&self) -> bool {
        !self.books.is_empty()
    }

    /// Adds a form, or what has become of it, with what was found in its texts. Fails where it could not be written;
    /// then nothing more will be, and the form is printed again next time.
    pub fn add(&self, entry: &Entry, examination: Option<&str>) -> Result<(), Diagnostic> {
        let written = self.write(entry, examination.unwrap_or_default());
        let part = written.as_ref().copied().unwrap_or_default();
        let line = Line::of(entry.clone(), part, &self.reader);
        self.added.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        written.map(drop)
    }

    /// Writes an entry down; where in the file its examination stands, if it could be written.
    fn write(&self, entry: &Entry, examination: &str) -> Result<Part, Diagnostic> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = file.as_mut() else { return Ok(Part::default()) };
        // A path that is no Unicode text cannot be written down.
        let Ok(entry) = serde_json::to_string(entry) else { return Ok(Part::default()) };
        append(open, &entry, examination).map_err(|cause| {
            *file = None;
            unwritable(&self.path, &cause)
        })
    }
}

/// What the files are that hold what is known of a folder.
fn stamps(folder: &Folder) -> Vec<Stamp> {
    let stamp = |path: PathBuf| {
        let metadata = path.metadata().ok()?;
        Some((path, metadata.len(), metadata.modified().ok()?))
    };
    manifests(&folder.state()).into_iter().filter_map(stamp).collect()
}

/// The manifests in the folder `state`, those that were written to last at the end.
fn manifests(state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(state).into_iter().flatten().filter_map(Result::ok);
    let is_manifest = |name: &str| name == NAME || name.starts_with("manifest-");
    let mut manifests: Vec<_> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(is_manifest))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    manifests.sort();
    manifests.into_iter().map(|(_, path)| path).collect()
}

fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::new(&rule::BAD_MANIFEST, format!("输出清单写不了：{}", in_chinese(cause)))
        .at(path)
        .help("表格不受影响，只是下次要多排一些")
}
