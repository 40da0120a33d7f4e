//! The books that `--combine` and `--combine-by` ask for.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::super::{say, usage};
use super::wishes;
use crate::batch::{Batch, Book, By, Planned, Printing, Size, Volume, Wanted};
use crate::cli::BuildArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::source::Forms;
use crate::system::progress::Progress;

/// What the books of `--combine-by` are sorted by.
pub fn by(args: &BuildArgs, forms: &Forms) -> Result<Option<By>, ExitCode> {
    let Some(word) = args.books.word() else { return Ok(None) };
    By::parse(word, forms)
        .map(Some)
        .map_err(|why| usage(&format!("“--combine-by”后面的“{}”{why}", clean(word))))
}

/// The books that the command line asks for.
pub fn wanted<'a>(args: &'a BuildArgs, by: Option<&'a By>) -> Wanted<'a> {
    Wanted {
        all: args.books.combine.as_deref(),
        by: by.zip(args.books.folder()),
        log: wishes::log(args),
    }
}

/// The finding that no book is written, because some files could not be read.
pub fn unread(wanted: &Wanted) -> Diagnostic {
    let path = wanted.all.or(wanted.by.map(|(_, folder)| folder)).unwrap_or(Path::new(""));
    Diagnostic::new(&rule::INCOMPLETE_BOOK, "有文件没有读到，合订本没有写")
        .at(path)
        .help("改好命令里的路径或文件的权限，再运行一次；原来有合订本的，没有动它")
}

/// Writes the books, and says so.
pub fn bind(
    batch: &Batch,
    wanted: &Wanted,
    args: &BuildArgs,
    planned: &[Planned],
    printing: &Printing,
) -> Vec<Diagnostic> {
    /// Where there are more books than this, one line tells of all of them.
    const MOST_LINES: usize = 10;
    let volumes = batch.volumes(planned, wanted);
    let bar = Progress::new(volumes.iter().map(|volume| volume.forms.len()).sum());
    let partial = args.books.partial;
    let mut found = Vec::new();
    let mut books: Vec<(&Volume, Book)> = Vec::new();
    for volume in &volumes {
        match batch.bind(volume, planned, printing, partial, || bar.tick()) {
            Err(why) => found.extend(why),
            Ok(mut book) => {
                found.append(&mut book.found);
                books.push((volume, book));
            }
        }
    }
    drop(bar);
    let (single, many): (Vec<_>, Vec<_>) =
        books.iter().partition(|(volume, _)| volume.below.is_none() || books.len() <= MOST_LINES);
    for (volume, Book { pages, bytes, is_current, .. }) in single {
        let current = if *is_current { "，未变" } else { "" };
        let (path, size) = (clean(&volume.path.display().to_string()), Size(*bytes));
        say(format_args!("合订本 {path}：{pages} 页，{size}{current}"));
    }
    if let (Some((_, folder)), false) = (wanted.by, many.is_empty()) {
        let count = many.len();
        let pages: usize = many.iter().map(|(_, book)| book.pages).sum();
        let size = Size(many.iter().map(|(_, book)| book.bytes).sum());
        let current = match many.iter().filter(|(_, book)| book.is_current).count() {
            0 => String::new(),
            all if all == count => "，未变".into(),
            some => format!("，其中 {some} 本未变"),
        };
        let folder = clean(&folder.display().to_string());
        say(format_args!("合订本在 {folder} 文件夹里：{count} 本，{pages} 页，{size}{current}"));
    }
    tell_stale(&batch.stale_books(wanted, &volumes));
    found
}

/// Says which books of earlier builds have no forms any more.
fn tell_stale(stale: &[PathBuf]) {
    const SHOWN: usize = 3;
    if stale.is_empty() {
        return;
    }
    let shown = stale.iter().take(SHOWN).map(|path| clean(&path.display().to_string()));
    let shown = shown.collect::<Vec<_>>().join("、");
    let more = if stale.len() > SHOWN { "等" } else { "" };
    let count = stale.len();
    say(format_args!(
        "有 {count} 本以前的合订本，这次没有它的表格了：{shown}{more}；没有动它，不要了请自己删去"
    ));
}
