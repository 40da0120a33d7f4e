//! The manifest of an output folder: what was printed there, and from what.
//!
//! It stands in the folder itself, as a text file to which every form that has been
//! printed adds a line: so a build that was killed knows, when it is begun anew,
//! how far it had come. Each line has a checksum. Nothing that the manifest says is taken
//! for granted: an output counts as current only where its bytes have the fingerprint
//! that the manifest says, and nothing is removed that has not.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use super::owned::Owned;
use crate::batch::worker::Examination;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, in_chinese};
use crate::system::fingerprint::Fingerprint;
use crate::system::output::{self, Folder};

/// The first line: what it is, in a format of this version.
const HEAD: &str = "jixiao manifest 1";
/// What the files are called that hold manifests.
const NAME: &str = "manifest";

/// What is known of an output folder.
pub struct Manifest {
    entries: HashMap<Key, Line>,
    /// The fingerprints of books.
    books: HashSet<Fingerprint>,
    /// Whose the files are, where that is asked for.
    owned: OnceLock<Owned>,
    /// What has been added since it was opened.
    added: Mutex<HashMap<Key, Entry>>,
    file: Mutex<Option<File>>,
    path: PathBuf,
}

/// What an entry is found by: the form's path below the output folder, without an
/// ending, and the format.
type Key = (PathBuf, String);

/// A form that has been printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The form's path below the output folder, without an ending.
    pub form: PathBuf,
    /// The format, as the command line calls it.
    pub format: String,
    /// The project file, as seen from the output folder.
    pub source: PathBuf,
    /// The fingerprint of all that the form depends on.
    pub key: Fingerprint,
    /// How many pages it has.
    pub pages: usize,
    /// The files; none where they have been removed.
    pub outputs: Vec<Output>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The path below the output folder.
    pub path: PathBuf,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their fingerprint.
    pub fingerprint: Fingerprint,
}

impl Entry {
    /// Whether all of its files are there, as they were written.
    pub fn is_intact(&self, folder: &Folder) -> bool {
        let is_intact = |it: &Output| folder.fingerprint(&it.path) == Some(it.fingerprint);
        !self.outputs.is_empty() && self.outputs.iter().all(is_intact)
    }

    /// Whether its files can be those of the form: whoever says otherwise is not to be
    /// trusted. A book has a file wherever the user wants it.
    fn is_sound(&self) -> bool {
        let name = self.form.file_name().unwrap_or_default().as_encoded_bytes();
        let is_own = |output: &Output| {
            let is_beside = output.path.parent() == self.form.parent();
            let file = output.path.file_name().unwrap_or_default().as_encoded_bytes();
            is_beside && (self.format == "typ" || file.starts_with(name))
        };
        self.form == Path::new("") || self.outputs.iter().all(is_own)
    }

    /// How many bytes its files have.
    pub fn bytes(&self) -> u64 {
        self.outputs.iter().map(|output| output.bytes).sum()
    }
}

/// An entry, with what was found in the project's texts, which is read where it
/// is asked for.
struct Line {
    entry: Entry,
    examination: String,
}

impl Manifest {
    /// Opens the manifest of `folder`, and those that other builds with other names
    /// have left there; its own is the one with this `name`. One that makes no sense
    /// is left out, or written anew, and is a finding.
    pub fn open(folder: &Folder, name: &str) -> (Self, Vec<Diagnostic>) {
        let path = folder.state().join(format!("{NAME}{name}"));
        let mut found = Vec::new();
        let mut entries = HashMap::new();
        for other in manifests(&folder.state()).iter().filter(|other| **other != path) {
            match read(other) {
                Ok(lines) => entries.extend(lines.entries),
                Err(diagnostic) => found.push(diagnostic),
            }
        }
        let own = match path.symlink_metadata() {
            Err(_) => Lines::default(),
            Ok(_) => read(&path).unwrap_or_else(|diagnostic| {
                found.push(diagnostic);
                Lines::default()
            }),
        };
        let file = begin(&path, &own).map_err(|cause| found.push(unwritable(&path, &cause))).ok();
        entries.extend(own.entries);
        let is_book = |line: &&Line| line.entry.form == Path::new("");
        let books = entries.values().filter(is_book).flat_map(|book| &book.entry.outputs);
        let books = books.map(|output| output.fingerprint).collect();
        (
            Self {
                entries,
                books,
                owned: OnceLock::new(),
                added: Mutex::default(),
                file: Mutex::new(file),
                path,
            },
            found,
        )
    }

    /// Whether anything is known of the output folder at `path`.
    pub fn is_there(path: &Path) -> bool {
        !manifests(&path.join(output::STATE)).is_empty()
    }

    /// The files that forms have in the folder at `path`, as far as it is known: their paths
    /// below it.
    pub fn outputs(path: &Path) -> Vec<PathBuf> {
        let manifests = manifests(&path.join(output::STATE));
        let lines = manifests.iter().filter_map(|manifest| read(manifest).ok());
        let entries = lines.flat_map(|lines| lines.entries.into_values()).map(|line| line.entry);
        let of_forms = entries.filter(|entry| entry.form != Path::new(""));
        of_forms.flat_map(|entry| entry.outputs).map(|output| output.path).collect()
    }

    /// Makes one manifest of all that are in the folder at `path`.
    pub fn merge(path: &Path) -> Vec<Diagnostic> {
        let folder = match Folder::open(path, "", || ()) {
            Ok(folder) => folder,
            Err(diagnostic) => return vec![diagnostic],
        };
        let (manifest, mut found) = Self::open(&folder, "");
        let lines = Lines { entries: manifest.entries, length: 0 };
        if let Err(cause) = begin(&manifest.path, &lines) {
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
        self.line(form, format).map(|line| &line.entry)
    }

    /// What was found in the texts that the form was printed from.
    pub fn examination(&self, entry: &Entry) -> Option<Examination> {
        serde_json::from_str(&self.line(&entry.form, &entry.format)?.examination).ok()
    }

    /// All forms that were known when it was opened.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().map(|line| &line.entry)
    }

    /// Whose the files were when it was opened.
    pub fn owned(&self) -> &Owned {
        self.owned.get_or_init(|| Owned::by(self.entries()))
    }

    /// All forms that are known by now, in the order of their paths.
    pub fn current(&self) -> Vec<Entry> {
        let added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.entries.iter().filter(|(key, _)| !added.contains_key(*key));
        let before = before.map(|(_, line)| &line.entry);
        let mut entries: Vec<_> = before.chain(added.values()).cloned().collect();
        entries.sort_by(|a, b| (&a.form, &a.format).cmp(&(&b.form, &b.format)));
        entries
    }

    /// Whether a file with this fingerprint is a book.
    pub fn is_book(&self, fingerprint: Fingerprint) -> bool {
        self.books.contains(&fingerprint)
    }

    /// Whether there are books.
    pub fn has_books(&self) -> bool {
        !self.books.is_empty()
    }

    /// Adds a form, or what has become of it. Fails where it could not be written;
    /// then nothing more will be, and the form is printed again next time.
    pub fn add(&self, entry: &Entry, examination: Option<&Examination>) -> Result<(), Diagnostic> {
        let key = (entry.form.clone(), entry.format.clone());
        self.added.lock().unwrap_or_else(PoisonError::into_inner).insert(key, entry.clone());
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = file.as_mut() else { return Ok(()) };
        let texts = (serde_json::to_string(entry), serde_json::to_string(&examination));
        // A path that is no Unicode text cannot be written down.
        let (Ok(entry), Ok(examination)) = texts else { return Ok(()) };
        append(open, &write(&entry, &examination)).map_err(|cause| {
            *file = None;
            unwritable(&self.path, &cause)
        })
    }

    fn line(&self, form: &Path, format: &str) -> Option<&Line> {
        self.entries.get(&(form.to_owned(), format.to_owned()))
    }
}

/// What a manifest's file holds.
#[derive(Default)]
struct Lines {
    entries: HashMap<Key, Line>,
    /// How many bytes of it are whole lines; none where it is to be written anew.
    length: u64,
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

/// Reads a manifest's file. A line without an end is that of a build which was killed.
fn read(path: &Path) -> Result<Lines, Diagnostic> {
    let damaged = |what: &str| {
        Diagnostic::new(&rule::BAD_MANIFEST, what)
            .at(path)
            .help("不用它，当作没有清单：它记下的表格重新排版")
    };
    if !path.symlink_metadata().is_ok_and(|it| it.is_file()) {
        return Err(damaged("输出清单不是普通文件"));
    }
    let text = fs::read_to_string(path).map_err(|_| damaged("输出清单读不了"))?;
    let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
    let mut lines = whole.lines();
    match lines.next() {
        None => return Ok(Lines::default()),
        Some(HEAD) => {}
        Some(_) => return Err(damaged("输出清单不是这个版本的程序写的")),
    }
    let mut entries = HashMap::new();
    let mut count = 0;
    for line in lines {
        let line = parse(line).ok_or_else(|| damaged("输出清单坏了"))?;
        entries.insert((line.entry.form.clone(), line.entry.format.clone()), line);
        count += 1;
    }
    // What was said more than once fills the disk for nothing.
    let length = if count > 2 * entries.len() + 100 { 0 } else { whole.len() as u64 };
    Ok(Lines { entries, length })
}

fn parse(line: &str) -> Option<Line> {
    let (checksum, rest) = line.split_once(' ')?;
    if Fingerprint::of(rest.as_bytes()).to_string() != checksum {
        return None;
    }
    let (entry, examination) = rest.split_once('\t')?;
    let entry: Entry = serde_json::from_str(entry).ok()?;
    let examination = examination.to_owned();
    entry.is_sound().then_some(Line { entry, examination })
}

/// The manifest's file, behind the lines that it has; those that are not whole go.
fn begin(path: &Path, lines: &Lines) -> io::Result<File> {
    if lines.length == 0 {
        let mut text = format!("{HEAD}\n");
        for line in lines.entries.values() {
            text.push_str(&write(&serde_json::to_string(&line.entry)?, &line.examination));
        }
        output::replace(path, text.as_bytes())?;
        return OpenOptions::new().append(true).open(path);
    }
    let file = OpenOptions::new().append(true).open(path)?;
    file.set_len(lines.length)?;
    Ok(file)
}

/// Adds a line, all of it or nothing.
fn append(file: &mut File, line: &str) -> io::Result<()> {
    let before = file.metadata()?.len();
    file.write_all(line.as_bytes()).inspect_err(|_| {
        // Where even this fails, whoever reads it leaves out the rest of a line.
        let _ = file.set_len(before);
    })
}

fn write(entry: &str, examination: &str) -> String {
    let rest = format!("{entry}\t{examination}");
    format!("{} {rest}\n", Fingerprint::of(rest.as_bytes()))
}

fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    Diagnostic::new(&rule::BAD_MANIFEST, format!("输出清单写不了：{}", in_chinese(cause)))
        .at(path)
        .help("表格不受影响，只是下次要多排一些")
}
