//! Many forms of a batch in one PDF, or in several.
//!
//! The pages of a book are numbered through, so its forms are typeset once more, now
//! that it is known how many pages each has.

mod front;
mod making;
mod said;
mod volumes;

use std::fs;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

pub use volumes::{Volume, Wanted};

use super::Batch;
use super::manifest::{Entry, Output};
use super::plan::{Planned, Task};
use super::printing::Printing;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::print::book::{Binder, Chapter, Imprint, Section};
use crate::print::export::{self, Format};
use crate::system::fingerprint::Fingerprint;
use crate::system::output;
use crate::text::joining::joined;

/// A book as it stands on the disk.
#[derive(Debug)]
pub struct Book {
    /// How many pages it has.
    pub pages: usize,
    /// How many bytes.
    pub bytes: u64,
    /// Whether it was there before, with nothing changed since.
    pub is_current: bool,
    /// What is to be told of it.
    pub found: Vec<Diagnostic>,
}

/// A form that goes into the book.
struct Leaf<'a> {
    form: &'a Planned<'a>,
    /// The fingerprint of all that it depends on.
    key: Fingerprint,
    chapter: Chapter,
}

/// A form that is missing.
struct Gap<'a> {
    form: &'a Planned<'a>,
    /// What it is called.
    name: String,
    /// Why it is missing.
    why: String,
}

impl Batch<'_> {
    /// Writes a book of its forms, in the order of their paths. `tick` is called after each
    /// form. Where a form is missing, so is the book, unless it `may_lack` some.
    pub fn bind(
        &self,
        volume: &Volume,
        planned: &[Planned],
        printing: &Printing,
        may_lack: bool,
        tick: impl Fn() + Sync,
    ) -> Result<Book, Vec<Diagnostic>> {
        let leaves = leaves(volume, planned, printing);
        let found = lack(volume, &leaves, may_lack)?;
        if let Some(link) = link_on_the_way(volume) {
            let message = "这是一个符号链接，没有动它";
            return Err(vec![Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(&*link)]);
        }
        let gaps = self.gaps(volume, planned, printing);
        let key = self.book_key(volume, &leaves, &gaps);
        if let Some((pages, bytes)) = self.current_book(volume, key) {
            return Ok(Book { pages, bytes, is_current: true, found });
        }
        let imprint = self.imprint(volume, &leaves);
        let front = self.front(volume, &leaves, &gaps, &imprint.title)?;
        let pages = leaves.iter().map(|leaf| leaf.chapter.pages).sum::<usize>()
            + front.iter().map(Section::pages).sum::<usize>();
        let output = self.write_book(&volume.path, &leaves, imprint, front, tick)?;
        let bytes = output.bytes;
        let entry = Entry {
            form: Path::new("").into(),
            format: volume.format.as_str().into(),
            source: Path::new("").into(),
            key,
            pages,
            outputs: [output].into(),
        };
        self.manifest.add(&entry, None)?;
        Ok(Book { pages, bytes, is_current: false, found })
    }

    /// Writes the pages of a book to its file, the whole of it or nothing.
    fn write_book(
        &self,
        path: &Path,
        leaves: &[Leaf],
        imprint: Imprint,
        front: Vec<Section>,
        tick: impl Fn() + Sync,
    ) -> Result<Output, Vec<Diagnostic>> {
        let unwritable = |cause| output::unwritable(path, &cause);
        let file = self.folder.begin().map_err(unwritable)?;
        let binder = Binder::new(BufWriter::new(file), imprint);
        let binder = self.bind_forms(leaves, binder.map_err(Vec::from), tick);
        let binder = self.bind_front(path, front, binder)?;
        let file = binder.finish().map_err(|found| found.at(path))?;
        let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
        let bytes = file.as_file().metadata().map_err(unwritable)?.len();
        let fingerprint = Fingerprint::of_file(file.path()).map_err(unwritable)?;
        self.folder.place(file, path).map_err(unwritable)?;
        Ok(Output { path: path.into(), bytes, fingerprint })
    }

    /// The forms that a book should have and does not, in the order of their paths.
    fn gaps<'a>(
        &self,
        volume: &Volume,
        planned: &'a [Planned<'a>],
        printing: &Printing,
    ) -> Vec<Gap<'a>> {
        let missing = volume.forms.iter().filter(|&&number| printing.forms[number].is_none());
        let gap = |form: &'a Planned<'a>| {
            let why = match form.task {
                Task::Skip => "和别的表格的输出同名，没有排",
                _ => "有错误，没有排成",
            };
            let name = said::name(&self.examiner, form);
            let file = joined(&said::file_name(&form.input.path));
            let why = format!("{why}（{file}）");
            Gap { form, name, why }
        };
        let mut gaps: Vec<_> = missing.map(|&number| gap(&planned[number])).collect();
        gaps.sort_by(|a, b| (&a.form.input.stem, &a.why).cmp(&(&b.form.input.stem, &b.why)));
        gaps
    }

    /// The pages and the size of a book, if it is the one that the manifest has.
    fn current_book(&self, volume: &Volume, key: Fingerprint) -> Option<(usize, u64)> {
        let entry = self.manifest.entry(Path::new(""), &volume.format)?;
        let output = entry.outputs.first()?;
        let is_current =
            !self.force && entry.key == key && *output.path == *volume.path && is_there(output);
        is_current.then_some((entry.pages, output.bytes))
    }

    /// The fingerprint of all that the book depends on.
    fn book_key(&self, volume: &Volume, leaves: &[Leaf], gaps: &[Gap]) -> Fingerprint {
        let subject = format!("{:?}", volume.subject);
        let counts = format!("{} {}", leaves.len(), gaps.len());
        let stem = |form: &Planned| form.input.stem.to_string_lossy().into_owned();
        let forms = leaves.iter().map(|leaf| {
            let texts = [leaf.chapter.title.as_bytes(), leaf.key.as_bytes()];
            Fingerprint::of_all([stem(leaf.form).as_bytes()].into_iter().chain(texts))
        });
        let gaps = gaps.iter().map(|gap| {
            let texts = [gap.name.as_bytes(), gap.why.as_bytes()];
            Fingerprint::of_all([stem(gap.form).as_bytes()].into_iter().chain(texts))
        });
        let parts: Vec<Fingerprint> = forms.chain(gaps).collect();
        let of_all = [self.setting.as_bytes(), subject.as_bytes(), counts.as_bytes()];
        Fingerprint::of_all(of_all.into_iter().chain(parts.iter().map(Fingerprint::as_bytes)))
    }

    /// What the book says about itself: it has the title of its first form, and is as
    /// old as its oldest.
    fn imprint(&self, volume: &Volume, leaves: &[Leaf]) -> Imprint {
        let time = match self.options.format {
            Format::Pdf { time } => time.and_then(export::time),
            _ => None,
        };
        let time = time.or_else(|| export::first_day(front::first_year(leaves)));
        let title = format!("{}{}", front::years(leaves), self.name(leaves));
        let title = match joined(volume.subject.words()) {
            words if words.is_empty() => title,
            words => format!("{title}（{words}）"),
        };
        Imprint { title, time }
    }
}

/// The forms of a book that are printed, in its order.
fn leaves<'a>(volume: &Volume, planned: &'a [Planned<'a>], printing: &Printing) -> Vec<Leaf<'a>> {
    let leaf = |&number: &usize| {
        let form = &planned[number];
        let (pages, key) = printing.forms[number]?;
        let title = form.head.as_ref()?.name.to_string();
        let chapter = Chapter { path: form.input.stem.to_path_buf(), title, pages };
        Some(Leaf { form, key, chapter })
    };
    let mut leaves: Vec<_> = volume.forms.iter().filter_map(leaf).collect();
    leaves.sort_by(|a, b| a.chapter.path.cmp(&b.chapter.path));
    leaves
}

/// What there is to say of the forms that a book lacks; an error where it is not written
/// without them.
fn lack(
    volume: &Volume,
    leaves: &[Leaf],
    may_lack: bool,
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let path = &*volume.path;
    let refused = |message: &str| Diagnostic::new(&rule::INCOMPLETE_BOOK, message).at(path);
    let missing = volume.forms.len() - leaves.len();
    if missing == 0 {
        return match leaves.is_empty() {
            true => Err(vec![refused("没有表格，合订本没有写")]),
            false => Ok(Vec::new()),
        };
    }
    if !may_lack || leaves.is_empty() {
        let partial = match leaves.is_empty() {
            true => "",
            false => "；不等改好就要合的，加上 --partial，缺的写在目录里",
        };
        let help = format!("改好以后再运行一次；原来有合订本的，没有动它{partial}");
        let message = format!("有 {missing} 份表格没有排成，合订本没有写");
        return Err(vec![refused(&message).help(help)]);
    }
    let message = format!("合订本缺 {missing} 份没有排成的表格，写在目录里");
    let found = Diagnostic::new(&rule::PARTIAL_BOOK, message).at(path);
    Ok(vec![found.help("改好以后再运行一次，合订本就全了；缺的时候不要报送它")])
}

/// Whether a book is there as it was written.
fn is_there(output: &Output) -> bool {
    fs::symlink_metadata(&output.path).is_ok_and(|it| it.is_file())
        && Fingerprint::of_file(&output.path).ok() == Some(output.fingerprint)
}

/// The book's file, or a folder on the way to it, that is a link.
fn link_on_the_way(volume: &Volume) -> Option<PathBuf> {
    let top = volume.below.as_deref().unwrap_or(&volume.path);
    let below = volume.path.ancestors().take_while(|path| *path != top);
    let mut places = below.chain(volume.below.is_none().then_some(&*volume.path));
    places.find(|path| path.is_symlink()).map(Path::to_path_buf)
}
