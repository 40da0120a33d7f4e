//! The books that `--combine` and `--combine-by` ask for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::{named, say};
use super::wishes;
use crate::batch::{Batch, Book, Planned, Printing, Size, Volume, Wanted};
use crate::cli::BuildArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::shown;
use crate::diagnostic::rule;
use crate::form::Attribute;
use crate::source::Forms;
use crate::system::progress::Progress;

/// What the books of `--combine-by` are sorted by.
pub fn by(args: &BuildArgs, forms: &Forms) -> Result<Option<Attribute>, ExitCode> {
    args.books.word().map(|word| named::common("--combine-by", word, forms)).transpose()
}

/// The books that the command line asks for.
pub fn wanted<'a>(args: &'a BuildArgs, by: Option<&'a Attribute>) -> Wanted<'a> {
    Wanted {
        all: args.books.combine.as_deref(),
        by: by.zip(args.books.folder()),
        log: wishes::log(args),
    }
}

/// Writes the books that are asked for, if there are any, and says so. As long as some files
/// are not known, there is none.
pub fn bind(
    batch: &Batch,
    wanted: &Wanted,
    args: &BuildArgs,
    planned: &[Planned],
    printing: &Printing,
    is_complete: bool,
) -> Vec<Diagnostic> {
    let Some(target) = wanted.all.or(wanted.by.map(|(_, folder)| folder)) else {
        return Vec::new();
    };
    if !is_complete {
        let found = Diagnostic::new(&rule::INCOMPLETE_BOOK, "有文件没有读到，合订本没有写");
        let help = "改好命令里的路径或文件的权限，再运行一次；原来有合订本的，没有动它";
        return vec![found.at(target).help(help)];
    }
    let volumes = batch.volumes(planned, wanted);
    let bar = Progress::new(volumes.iter().map(|volume| volume.forms.len()).sum());
    let mut found = Vec::new();
    let mut books: Vec<(&Volume, Book)> = Vec::new();
    for volume in &volumes {
        match batch.bind(volume, planned, printing, args.books.partial, || bar.tick()) {
            Err(why) => found.extend(why),
            Ok(mut book) => {
                found.append(&mut book.found);
                books.push((volume, book));
            }
        }
    }
    drop(bar);
    tell(&books, wanted);
    tell_stale(&batch.stale_books(wanted, &volumes));
    found
}

/// Says which books there are: each in a line, but many in a folder in one.
fn tell(books: &[(&Volume, Book)], wanted: &Wanted) {
    /// Where there are more books than this, one line tells of all of them.
    const MOST_LINES: usize = 10;
    let (many, single): (Vec<_>, Vec<_>) =
        books.iter().partition(|(volume, _)| volume.below.is_some() && books.len() > MOST_LINES);
    for (volume, Book { pages, bytes, is_current, .. }) in single {
        let current = if *is_current { "，未变" } else { "" };
        let (path, size) = (shown(&volume.path), Size(*bytes));
        say(format_args!("合订本 {path}：{pages} 页，{size}{current}"));
    }
    if let (Some((_, folder)), false) = (wanted.by, many.is_empty()) {
        tell_many(folder, many.into_iter().map(|(_, book)| book));
    }
}

fn tell_many<'a>(folder: &Path, books: impl Iterator<Item = &'a Book> + Clone) {
    let count = books.clone().count();
    let pages: usize = books.clone().map(|book| book.pages).sum();
    let size = Size(books.clone().map(|book| book.bytes).sum());
    let current = match books.filter(|book| book.is_current).count() {
        0 => String::new(),
        all if all == count => "，未变".into(),
        some => format!("，其中 {some} 本未变"),
    };
    let folder = shown(folder);
    say(format_args!("合订本在 {folder} 文件夹里：{count} 本，{pages} 页，{size}{current}"));
}

/// Says which books of earlier builds have no forms any more.
fn tell_stale(stale: &[PathBuf]) {
    const SHOWN: usize = 3;
    if stale.is_empty() {
        return;
    }
    let shown = stale.iter().take(SHOWN).map(|path| shown(path));
    let shown = shown.collect::<Vec<_>>().join("、");
    let more = if stale.len() > SHOWN { "等" } else { "" };
    let count = stale.len();
    say(format_args!(
        "有 {count} 本以前的合订本，这次没有它的表格了：{shown}{more}；没有动它，不要了请自己删去"
    ));
}
