//! A manifest's file: a line for each form, with a checksum.
//!
//! A line has the form's entry, and behind a tab what was found in its texts. The former is
//! kept in memory; the latter, which is far longer, is read again where it is asked for.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::entry::Entry;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::system::fingerprint::Fingerprint;
use crate::system::output;
use crate::system::part::Part;

/// The first line: what it is, in a format of this version. It goes up when entries become
/// others. What was found in texts may look otherwise in each version of the program:
/// an entry's key has that of the one that wrote it, and no other asks for it.
const HEAD: &str = "jixiao manifest 1";

/// What a manifest's file holds.
#[derive(Default)]
pub struct Lines {
    /// Its forms.
    pub known: Known,
    /// How many bytes of it are whole lines; none where it is to be written anew.
    length: u64,
}

/// Forms that are known, by their formats and their paths.
#[derive(Default)]
pub struct Known(HashMap<Arc<str>, HashMap<Arc<Path>, Line>>);

/// An entry, with what was found in the project's texts.
pub struct Line {
    /// The entry.
    pub entry: Entry,
    examination: Part,
    file: Arc<Reader>,
}

/// A file that is opened where something of it is asked for.
pub struct Reader {
    path: PathBuf,
    file: Mutex<Option<File>>,
}

impl Lines {
    /// All of these forms, to be written anew.
    pub fn of(known: Known) -> Self {
        Self { known, length: 0 }
    }

    /// Reads the manifest's file at `path`. A line without an end is that of a build which was
    /// killed.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let damaged = |what: &str| {
            Diagnostic::new(&rule::BAD_MANIFEST, what)
                .at(path)
                .help("不用它，当作没有清单：它记下的表格重新排版")
        };
        let unreadable = || damaged("输出清单读不了");
        if !path.symlink_metadata().is_ok_and(|it| it.is_file()) {
            return Err(damaged("输出清单不是普通文件"));
        }
        let mut file = BufReader::new(File::open(path).map_err(|_| unreadable())?);
        let reader = Reader::new(path);
        let mut known = Known::default();
        let (mut count, mut length) = (0, 0);
        let mut line = Vec::new();
        loop {
            line.clear();
            let size = file.read_until(b'\n', &mut line).map_err(|_| unreadable())?;
            let whole = line.strip_suffix(b"\n");
            let line = match (str::from_utf8(whole.unwrap_or(&line)), whole) {
                (Ok(line), Some(_)) => line,
                (Ok(_), None) => break,
                // The last character may be cut off, too.
                (Err(cause), None) if cause.error_len().is_none() => break,
                (Err(_), _) => return Err(unreadable()),
            };
            if length == 0 && line != HEAD {
                return Err(damaged("输出清单不是这个版本的程序写的"));
            }
            if length > 0 {
                let line = Line::parse(line, length, &reader);
                known.insert(line.ok_or_else(|| damaged("输出清单坏了"))?);
                count += 1;
            }
            length += size as u64;
        }
        // What was said more than once fills the disk for nothing.
        let is_wordy = count > 2 * known.len() + 100;
        Ok(Self { known, length: if is_wordy { 0 } else { length } })
    }

    /// The file at `path` with these lines, to which more are added; what it has behind them
    /// goes.
    pub fn begin(&mut self, path: &Path) -> io::Result<File> {
        if self.length == 0 {
            self.rewrite(path)?;
            return OpenOptions::new().append(true).open(path);
        }
        let file = OpenOptions::new().append(true).open(path)?;
        file.set_len(self.length)?;
        Ok(file)
    }

    fn rewrite(&mut self, path: &Path) -> io::Result<()> {
        let mut text = format!("{HEAD}\n");
        let mut parts = Vec::new();
        for line in self.known.lines() {
            let examination = line.examination()?;
            text.push_str(&write(&serde_json::to_string(&line.entry)?, &examination));
            let length = examination.len();
            let start = (text.len() - "\n".len() - length) as u64;
            parts.push(Part { start, length });
        }
        // Not all systems put a file in the place of one that is open.
        self.known.lines().for_each(|line| line.file.close());
        output::replace(path, text.as_bytes())?;
        let file = Reader::new(path);
        for (line, examination) in self.known.lines_mut().zip(parts) {
            line.examination = examination;
            line.file = file.clone();
        }
        Ok(())
    }
}

impl Known {
    /// The line of a form.
    pub fn get(&self, form: &Path, format: &str) -> Option<&Line> {
        self.0.get(format)?.get(form)
    }

    /// All lines, in any order.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.0.values().flat_map(HashMap::values)
    }

    /// Adds those of `others`, which are right where both know a form.
    pub fn extend(&mut self, others: Self) {
        others.0.into_values().flat_map(HashMap::into_values).for_each(|line| self.insert(line));
    }

    fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.0.values_mut().flat_map(HashMap::values_mut)
    }

    /// Adds a line, which is right where its form is known already.
    pub fn insert(&mut self, mut line: Line) {
        // All forms share the name of their format.
        if let Some((format, _)) = self.0.get_key_value(&line.entry.format) {
            line.entry.format = format.clone();
        }
        let of_format = self.0.entry(line.entry.format.clone()).or_default();
        of_format.insert(line.entry.form.clone(), line);
    }

    fn len(&self) -> usize {
        self.0.values().map(HashMap::len).sum()
    }
}

impl Line {
    /// What was found in the project's texts, as it was written.
    pub fn examination(&self) -> io::Result<String> {
        self.file.read(self.examination)
    }

    /// An entry, whose examination is a part of a manifest's file.
    pub fn of(entry: Entry, examination: Part, file: &Arc<Reader>) -> Self {
        Self { entry, examination, file: file.clone() }
    }

    /// A line that begins at the byte `start` of its file.
    fn parse(line: &str, start: u64, file: &Arc<Reader>) -> Option<Self> {
        let (checksum, rest) = line.split_once(' ')?;
        if Fingerprint::of(rest.as_bytes()).to_string() != checksum {
            return None;
        }
        let (entry, examination) = rest.split_once('\t')?;
        let entry: Entry = serde_json::from_str(entry).ok()?;
        let length = examination.len();
        let start = start + (line.len() - length) as u64;
        let (examination, file) = (Part { start, length }, file.clone());
        entry.is_sound().then_some(Self { entry, examination, file })
    }
}

impl Reader {
    /// Reads what the file at `path` holds when it is asked for something.
    pub fn new(path: &Path) -> Arc<Self> {
        Arc::new(Self { path: path.to_owned(), file: Mutex::default() })
    }

    fn read(&self, part: Part) -> io::Result<String> {
        let mut open = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *open {
            Some(file) => part.read(file),
            none => part.read(none.insert(File::open(&self.path)?)),
        }
    }

    fn close(&self) {
        *self.file.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Adds a line to a manifest's file, all of it or nothing; where in it the examination stands.
pub fn append(file: &mut File, entry: &str, examination: &str) -> io::Result<Part> {
    let before = file.metadata()?.len();
    let line = write(entry, examination);
    file.write_all(line.as_bytes()).inspect_err(|_| {
        // Where even this fails, whoever reads it leaves out the rest of a line.
        let _ = file.set_len(before);
    })?;
    let length = examination.len();
    Ok(Part { start: before + (line.len() - "\n".len() - length) as u64, length })
}

fn write(entry: &str, examination: &str) -> String {
    let rest = format!("{entry}\t{examination}");
    format!("{} {rest}\n", Fingerprint::of(rest.as_bytes()))
}
