//! Which books there are to be, and which forms are in each.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::said;
use crate::batch::Batch;
use crate::batch::plan::Planned;
use crate::form::Attribute;
use crate::print::export::with_ending;
use crate::system::output::{self, same};
use crate::system::parallel;
use crate::text::filename::{UNWRITTEN, first_free, names};

/// The books that are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// The file for a book of all forms.
    pub all: Option<&'a Path>,
    /// The folder for several books, and what they are sorted by.
    pub by: Option<(&'a Attribute, &'a Path)>,
    /// Another file that is written, which no book takes the place of.
    pub log: Option<&'a Path>,
}

/// A book that is to be written.
#[derive(Debug)]
pub struct Volume {
    /// Its file.
    pub path: PathBuf,
    /// What the manifest calls it.
    pub format: String,
    /// What its forms have in common.
    pub subject: Subject,
    /// Its forms, by their numbers among those that are planned.
    pub forms: Vec<usize>,
    /// The folder that it is not to lead out of.
    pub below: Option<PathBuf>,
}

/// What the forms of a book have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Nothing: these are all forms.
    All,
    /// The folder, as people know it.
    Folder(String),
    /// What they say of something; `None` where they do not.
    Said(Attribute, Option<String>),
}

impl Subject {
    /// What stands behind the title of the book; nothing where it has all forms.
    pub fn words(&self) -> &str {
        match self {
            Self::All => "",
            Self::Folder(folder) => folder,
            Self::Said(_, said) => said.as_deref().unwrap_or(UNWRITTEN),
        }
    }
}

impl Batch<'_> {
    /// The books that are asked for, that of all forms first, the others in the order of
    /// their names.
    pub fn volumes(&self, planned: &[Planned], wanted: &Wanted) -> Vec<Volume> {
        let all = wanted.all.map(|path| Volume {
            path: path.to_owned(),
            format: format!("book {}", path.display()),
            subject: Subject::All,
            forms: (0..planned.len()).collect(),
            below: None,
        });
        let Some((by, folder)) = wanted.by else { return all.into_iter().collect() };
        let taken = self.taken(planned, wanted);
        let real = output::real(folder);
        let is_free =
            |name: &Path| !taken.contains(&same::key(&real.join(with_ending(name, ".pdf"))));
        let groups = match by {
            Attribute::Folder => by_folder(planned, is_free),
            by => self.by_what_is_said(planned, by, is_free),
        };
        let volume = |(name, subject, forms): Group| {
            let path = folder.join(with_ending(&name, ".pdf"));
            let format = volume_format(by, &path);
            Volume { path, format, subject, forms, below: Some(folder.to_owned()) }
        };
        all.into_iter().chain(groups.into_iter().map(volume)).collect()
    }

    /// The books in a folder that an earlier build sorted in the same way, and of which none
    /// of these is one now.
    pub fn stale_books(&self, wanted: &Wanted, volumes: &[Volume]) -> Vec<PathBuf> {
        let Some((by, folder)) = wanted.by else { return Vec::new() };
        let is_now: HashSet<&Path> = volumes.iter().map(|volume| &*volume.path).collect();
        let books = self.manifest.entries().filter(|entry| entry.is_book());
        let outputs = books.flat_map(|book| book.outputs.iter().map(move |it| (book, it)));
        let is_stale = |path: &Path, format: &str| {
            path.starts_with(folder)
                && !is_now.contains(path)
                && *format == *volume_format(by, path)
        };
        let stale = outputs.filter(|(book, output)| is_stale(&output.path, &book.format));
        let stale = stale.filter(|(_, output)| super::is_there(output));
        let mut stale: Vec<_> = stale.map(|(_, output)| output.path.to_path_buf()).collect();
        stale.sort();
        stale
    }

    /// The files that no book that is sorted into a folder may take the place of.
    fn taken(&self, planned: &[Planned], wanted: &Wanted) -> HashSet<Vec<String>> {
        let here = self.folder.real();
        let forms = planned.iter().map(|form| here.join(with_ending(&form.input.stem, ".pdf")));
        let earlier = self.manifest.entries().filter(|entry| !entry.is_book());
        let earlier = earlier.flat_map(|entry| entry.outputs.iter().map(|it| here.join(&it.path)));
        let others = wanted.all.into_iter().chain(wanted.log).map(output::real);
        forms.chain(earlier).chain(others).map(|path| same::key(&path)).collect()
    }

    fn by_what_is_said(
        &self,
        planned: &[Planned],
        by: &Attribute,
        is_free: impl Fn(&Path) -> bool,
    ) -> Vec<Group> {
        let said =
            parallel::map(planned, self.jobs, |form| said::in_common(&self.examiner, form, by));
        let mut groups: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (number, said) in said.into_iter().enumerate() {
            groups.entry(said).or_default().push(number);
        }
        let texts: Vec<&str> = groups.keys().map(|said| said.as_deref().unwrap_or("")).collect();
        let names = names(&texts, |name| is_free(Path::new(name)));
        let groups = names
            .into_iter()
            .zip(groups)
            .map(|(name, (said, forms))| (name.into(), Subject::Said(by.clone(), said), forms));
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        groups
    }
}

/// A book's name, what its forms have in common, and their numbers.
type Group = (PathBuf, Subject, Vec<usize>);

fn volume_format(by: &Attribute, path: &Path) -> String {
    format!("book by {} {}", by.key(), path.display())
}

/// A book for each folder, of the folder's name at its place. Those forms that are in none get
/// one with the name of the folder that was looked through.
fn by_folder(planned: &[Planned], is_free: impl Fn(&Path) -> bool) -> Vec<Group> {
    let mut folders: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
    for (number, form) in planned.iter().enumerate() {
        let folder = form.input.stem.parent().unwrap_or(Path::new(""));
        folders.entry(folder).or_default().push(number);
    }
    let mut taken = HashSet::new();
    let mut groups = Vec::new();
    // The others keep their names.
    let top = folders.remove(Path::new(""));
    let folders = folders.into_iter().map(|(folder, forms)| (folder.to_path_buf(), forms));
    for (folder, forms) in folders.chain(top.map(|forms| (top_folder(planned, &forms), forms))) {
        let name = first_free(
            |number| match number {
                None => folder.clone(),
                Some(number) => with_ending(&folder, &format!("-{number}")),
            },
            |name| !taken.contains(&same::key(name)) && is_free(name),
        );
        taken.insert(same::key(&name));
        groups.push((name, Subject::Folder(folder.display().to_string()), forms));
    }
    groups.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    groups
}

/// What people call the folder of forms that are in none: the one that was looked through.
fn top_folder(planned: &[Planned], forms: &[usize]) -> PathBuf {
    let mut tops = forms.iter().map(|&number| &*planned[number].input.folder);
    let first = tops.next().unwrap_or(Path::new(""));
    let name = output::real(first).file_name().map(PathBuf::from);
    name.filter(|_| tops.all(|top| top == first)).unwrap_or_else(|| "不在文件夹里".into())
}
