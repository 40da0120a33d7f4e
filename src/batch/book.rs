//! All forms of a batch in one PDF.
//!
//! The pages of a book are numbered through, so its forms are typeset once more, now
//! that it is known how many pages each has.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::Batch;
use super::manifest::{Entry, Output};
use super::plan::Planned;
use super::printing::Printing;
use crate::batch::worker::Outcome;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::book::{Binder, Chapter, Imprint, numbering};
use crate::print::export::{self, Format};
use crate::system::fingerprint::Fingerprint;
use crate::system::output;

/// A book as it stands on the disk.
#[derive(Debug)]
pub struct Book {
    /// How many pages it has.
    pub pages: usize,
    /// How many bytes.
    pub bytes: u64,
    /// Whether it was there before, with nothing changed since.
    pub is_current: bool,
}

/// A form that goes into the book.
struct Leaf<'a> {
    form: &'a Planned<'a>,
    /// The fingerprint of all that it depends on.
    key: Fingerprint,
    chapter: Chapter,
}

/// A book in the making: forms come in any order.
struct Making {
    binder: Result<Binder<BufWriter<NamedTempFile>>, Vec<Diagnostic>>,
    /// Forms whose turn has not come.
    waiting: BTreeMap<usize, Vec<u8>>,
    next: usize,
}

impl Batch<'_> {
    /// Writes the book of all forms to `path`, in the order of their paths. `tick` is
    /// called after each form. Where a form is missing, so is the book.
    pub fn bind(
        &self,
        path: &Path,
        planned: &[Planned],
        printing: &Printing,
        tick: impl Fn() + Sync,
    ) -> Result<Book, Vec<Diagnostic>> {
        let leaves = leaves(planned, printing).map_err(|missing| {
            let message = format!("有 {missing} 份表格没有排成，合订本没有写");
            let found = Diagnostic::new(&rule::INCOMPLETE_BOOK, message).at(path);
            vec![found.help("改好以后再运行一次；原来有合订本的，没有动它")]
        })?;
        if leaves.is_empty() {
            let found = Diagnostic::new(&rule::INCOMPLETE_BOOK, "没有表格，合订本没有写");
            return Err(vec![found.at(path)]);
        }
        if path.is_symlink() {
            let message = "这是一个符号链接，没有动它";
            return Err(vec![Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(path)]);
        }
        let key = self.book_key(&leaves);
        let format = format!("book {}", path.display());
        let pages = leaves.iter().map(|leaf| leaf.chapter.pages).sum();
        if let Some(bytes) = self.current_book(path, &format, key) {
            return Ok(Book { pages, bytes, is_current: true });
        }
        let unwritable = |cause| output::unwritable(path, &cause);
        let file = self.folder.begin().map_err(unwritable)?;
        let binder = Binder::new(BufWriter::new(file), self.imprint(&leaves));
        let binder = self.typeset(&leaves, binder.map_err(Vec::from), tick)?;
        let at_path = |found: Diagnostic| found.at(path);
        let file = binder.finish().map_err(at_path)?;
        let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
        let bytes = file.as_file().metadata().map_err(unwritable)?.len();
        let fingerprint = Fingerprint::of_file(file.path()).map_err(unwritable)?;
        self.folder.place(file, path).map_err(unwritable)?;
        let entry = Entry {
            form: Path::new("").into(),
            format: format.into(),
            source: Path::new("").into(),
            key,
            pages,
            outputs: [Output { path: path.into(), bytes, fingerprint }].into(),
        };
        self.manifest.add(&entry, None)?;
        Ok(Book { pages, bytes, is_current: false })
    }

    /// Has the forms typeset with the book's page numbers, and binds them.
    fn typeset(
        &self,
        leaves: &[Leaf],
        binder: Result<Binder<BufWriter<NamedTempFile>>, Vec<Diagnostic>>,
        tick: impl Fn() + Sync,
    ) -> Result<Binder<BufWriter<NamedTempFile>>, Vec<Diagnostic>> {
        let chapters: Vec<_> = leaves.iter().map(|leaf| leaf.chapter.clone()).collect();
        let numbering = numbering(&chapters);
        let job = |number: usize| {
            let form = leaves[number].form;
            form.job().numbered(numbering[number])
        };
        let making = Mutex::new(Making { binder, waiting: BTreeMap::new(), next: 0 });
        self.team.work(0..leaves.len(), job, |number, outcome, _| {
            let pdf = self.pdf(&leaves[number], outcome);
            let mut making = making.lock().unwrap_or_else(PoisonError::into_inner);
            making.add(&chapters, number, pdf);
            tick();
        });
        making.into_inner().unwrap_or_else(PoisonError::into_inner).binder
    }

    /// The PDF of a form for the book.
    fn pdf(&self, leaf: &Leaf, outcome: Outcome) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let answer = self.answer(leaf.form, outcome)?;
        // It was changed after it was printed: then it is not the form with this key.
        if answer.texts.map(|texts| self.key(texts)) != Some(leaf.key) {
            let found = Diagnostic::new(&rule::INCOMPLETE_BOOK, "排版时这个文件改了，合订本没有写");
            return Err(vec![found.at(&*leaf.form.input.path).help("再运行一次")]);
        }
        let printed = answer.printed?;
        Ok(printed.files.into_iter().next().map(|file| file.bytes).unwrap_or_default())
    }

    /// The title of a form.
    fn title(&self, name: &str, year: &str) -> String {
        let edition = self.examiner.forms.choose(Some(name), year).ok();
        let form = edition.and_then(|edition| edition.form().ok());
        form.map(|form| form.title.clone()).unwrap_or_default()
    }

    /// The size of the book at `path`, if it is the one that the manifest has.
    fn current_book(&self, path: &Path, format: &str, key: Fingerprint) -> Option<u64> {
        let entry = self.manifest.entry(Path::new(""), format)?;
        let output = entry.outputs.first()?;
        let is_current = !self.force
            && entry.key == key
            && fs::symlink_metadata(path).ok()?.is_file()
            && Fingerprint::of_file(path).ok()? == output.fingerprint;
        is_current.then_some(output.bytes)
    }

    /// The fingerprint of all that the book depends on.
    fn book_key(&self, leaves: &[Leaf]) -> Fingerprint {
        let names: Vec<_> =
            leaves.iter().map(|leaf| leaf.form.input.stem.to_string_lossy()).collect();
        let parts = leaves.iter().zip(&names).flat_map(|(leaf, name)| {
            [name.as_bytes(), leaf.chapter.title.as_bytes(), leaf.key.as_bytes()]
        });
        Fingerprint::of_all([self.setting.as_bytes()].into_iter().chain(parts))
    }

    /// What the book says about itself: it has the title of its first form, and is as
    /// old as its oldest.
    fn imprint(&self, leaves: &[Leaf]) -> Imprint {
        let years = leaves.iter().filter_map(|leaf| leaf.form.head.as_ref());
        let year = years.map(|head| &*head.year).min().unwrap_or_default();
        let names = leaves.iter().filter_map(|leaf| leaf.form.head.as_ref());
        let mut names: Vec<&str> = names.map(|head| &*head.form).collect();
        names.dedup();
        let title = match names.as_slice() {
            [name] => self.title(name, year),
            _ => MIXED.to_owned(),
        };
        let time = match self.options.format {
            Format::Pdf { time } => time.and_then(export::time),
            _ => None,
        };
        let time = time.or_else(|| export::first_day(year));
        Imprint { title: format!("{year}年度{title}"), time }
    }
}

/// What a book is called that has several forms in it.
const MIXED: &str = "项目绩效表";

impl Making {
    /// Adds a form, and all that have waited for it.
    fn add(&mut self, chapters: &[Chapter], number: usize, pdf: Result<Vec<u8>, Vec<Diagnostic>>) {
        match (pdf, &mut self.binder) {
            (Ok(pdf), Ok(_)) => {
                self.waiting.insert(number, pdf);
            }
            (Ok(_), Err(_)) => {}
            (Err(found), Ok(_)) => self.binder = Err(found),
            (Err(found), Err(before)) => before.extend(found),
        }
        while let Ok(binder) = &mut self.binder
            && let Some(pdf) = self.waiting.remove(&self.next)
        {
            if let Err(found) = binder.add(&chapters[self.next], pdf) {
                self.binder = Err(vec![found]);
            }
            self.next += 1;
        }
    }
}

/// The forms in the book's order; or how many of them are missing.
fn leaves<'a>(planned: &'a [Planned<'a>], printing: &Printing) -> Result<Vec<Leaf<'a>>, usize> {
    let leaf = |(form, printed): (&'a Planned<'a>, &Option<(usize, Fingerprint)>)| {
        let (pages, key) = (*printed)?;
        let title = form.head.as_ref()?.name.to_string();
        let chapter = Chapter { path: form.input.stem.to_path_buf(), title, pages };
        Some(Leaf { form, key, chapter })
    };
    let mut leaves: Vec<_> = planned.iter().zip(&printing.forms).filter_map(leaf).collect();
    leaves.sort_by(|a, b| a.chapter.path.cmp(&b.chapter.path));
    match planned.len() - leaves.len() {
        0 => Ok(leaves),
        missing => Err(missing),
    }
}
