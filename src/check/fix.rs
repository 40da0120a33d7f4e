//! Mends what is safe to mend, and leaves every other byte as it is.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::check::examine::Examiner;
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Edit, SourceFile};
use crate::source::manner::Manner;
use crate::source::{self, Input};
use crate::system::parallel;
use crate::system::rewrite::Rewrite;

/// How many bytes are read again in all for the sake of one file: mistakes hide others, one
/// after the other, and a form of 10,000 bytes may have one in each of its lines.
const MOST_BYTES: usize = 50_000_000;
/// How often a file is read again at least.
const LEAST_ROUNDS: usize = 50;

/// A file with its mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file, and its text with the mends. A byte-order mark stays.
    pub rewrite: Rewrite,
    /// How many findings have been mended.
    pub count: usize,
}

/// Mends the files of `inputs`, and the default files that apply to them, until
/// there is nothing left that is safe to mend. Nothing is written.
pub fn mend_all(examiner: &Examiner, inputs: &[Input]) -> Vec<Mended> {
    let mut files: BTreeMap<String, Mending> = BTreeMap::new();
    let mut pending: Vec<&Input> = inputs.iter().collect();
    while !pending.is_empty() {
        let found = examine(examiner, &pending, &files);
        let mendable = by_file(&found);
        for (name, mending) in &mut files {
            mending.settle(mendable.get(name.as_str()).map_or(&[], Vec::as_slice));
        }
        let mut changed = HashSet::new();
        for (name, fixes) in &mendable {
            let Some(edit) = fixes.first().and_then(|found| found.fix.first()) else { continue };
            let file = &edit.file;
            let mending = files.entry((*name).to_owned()).or_insert_with(|| Mending::new(file));
            if mending.mend(file, fixes, examiner) {
                changed.insert(*name);
            }
        }
        pending = found
            .iter()
            .filter(|(_, found)| {
                let edits = found.iter().flat_map(|found| &found.fix);
                edits.map(|edit| edit.file.name()).any(|name| changed.contains(name))
            })
            .map(|(input, _)| *input)
            .collect();
    }
    let mended = files.into_values().map(|mending| mending.mended);
    mended.filter(|mended| mended.rewrite.is_change()).collect()
}

/// The inputs that what is found can be mended in: all of them where it is a default file's.
pub fn concerned(found: &[Diagnostic], inputs: &[Input]) -> Vec<Input> {
    let edits = found.iter().flat_map(|found| &found.fix);
    let names: HashSet<&str> = edits.map(|edit| edit.file.name()).collect();
    let own: HashSet<String> = inputs.iter().map(Input::name).collect();
    let defaults: Vec<&&str> = names.iter().filter(|name| !own.contains(**name)).collect();
    // A default file is that of what is below its folder.
    let folder = |name: &&&str| Path::new(**name).parent().map(Path::to_owned);
    let folders: Vec<PathBuf> = defaults.iter().filter_map(folder).collect();
    let is_below = |folder: &PathBuf| inputs.iter().any(|input| input.path.starts_with(folder));
    if !folders.iter().all(is_below) {
        return inputs.to_vec();
    }
    let is_concerned = |input: &&Input| {
        names.contains(input.name().as_str())
            || folders.iter().any(|folder| input.path.starts_with(folder))
    };
    inputs.iter().filter(is_concerned).cloned().collect()
}

/// What is wrong with each of the projects once the files are mended so far.
fn examine<'a>(
    examiner: &Examiner,
    inputs: &[&'a Input],
    files: &BTreeMap<String, Mending>,
) -> Vec<(&'a Input, Vec<Diagnostic>)> {
    let texts = files.iter().map(|(name, it)| (name.clone(), it.mended.rewrite.after.clone()));
    let examiner = examiner.with(examiner.defaults.with(texts.collect()));
    let found = parallel::map(inputs, None, |input| {
        let text = files.get(&input.name()).map(|it| it.mended.rewrite.after.clone());
        let input = Input { text: text.or_else(|| input.text.clone()), ..(*input).clone() };
        examiner.examine(&input).found
    });
    inputs.iter().copied().zip(found).collect()
}

/// The findings that can be mended in a single file, by its name, each once: what is wrong with
/// a default file is found with every project.
fn by_file<'a>(found: &'a [(&Input, Vec<Diagnostic>)]) -> BTreeMap<&'a str, Vec<&'a Diagnostic>> {
    let mut mendable: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for found in found.iter().flat_map(|(_, found)| found) {
        let Some(name) = found.fix.first().map(|edit| edit.file.name()) else { continue };
        let is_here = found.fix.iter().all(|edit| edit.file.name() == name);
        if is_here && seen.insert((found.rule, found.fix.as_slice())) {
            mendable.entry(name).or_default().push(found);
        }
    }
    mendable
}

/// A file that is being mended.
struct Mending {
    mended: Mended,
    /// The findings that could be mended when it was looked at last, by rule and by where they
    /// are now.
    open: Vec<(&'static Rule, usize)>,
    /// The texts that it has had.
    texts: HashSet<String>,
    /// Mends that would make it unreadable, by rule and message.
    refused: HashSet<(&'static Rule, String)>,
}

impl Mending {
    fn new(file: &SourceFile) -> Self {
        let text = file.whole();
        Self {
            mended: Mended {
                rewrite: Rewrite { before: file.clone(), after: text.clone() },
                count: 0,
            },
            open: Vec::new(),
            texts: HashSet::from([text]),
            refused: HashSet::new(),
        }
    }

    /// Counts the findings that are there no more, where these are left.
    fn settle(&mut self, left: &[&Diagnostic]) {
        let left: HashSet<_> = left.iter().filter_map(|found| place(found)).collect();
        self.mended.count += self.open.drain(..).filter(|open| !left.contains(open)).count();
    }

    /// Makes the mends of some findings, if they change anything; whether they do.
    fn mend(&mut self, file: &SourceFile, found: &[&Diagnostic], examiner: &Examiner) -> bool {
        let most = (MOST_BYTES / file.text().len().max(1)).max(LEAST_ROUNDS);
        if self.texts.len() > most {
            return false;
        }
        let key = |found: &Diagnostic| (found.rule, found.message.clone());
        let mut chosen: Vec<&Diagnostic> =
            found.iter().copied().filter(|it| !self.refused.contains(&key(it))).collect();
        let is_readable =
            |text: &str| source::is_readable(&SourceFile::new(file.name(), text), examiner.forms);
        let was_readable = is_readable(file.text());
        let is_good = |found: &[&Diagnostic]| {
            !was_readable || is_readable(&apply(file.text(), &choose(file, found)))
        };
        if !is_good(&chosen) {
            let (good, bad): (Vec<_>, Vec<_>) =
                chosen.into_iter().partition(|found| is_good(&[*found]));
            self.refused.extend(bad.into_iter().map(key));
            chosen = if is_good(&good) { good } else { good.into_iter().take(1).collect() };
        }
        let edits = choose(file, &chosen);
        let after = file.mark().to_owned() + &apply(file.text(), &edits);
        // What has been there before would come again and again.
        if !self.texts.insert(after.clone()) {
            return false;
        }
        let moves = Moves::of(&edits);
        let places = found.iter().filter_map(|found| place(found));
        self.open = places.map(|(rule, at)| (rule, moves.after(at))).collect();
        self.mended.rewrite.after = after;
        true
    }
}

/// What a finding is known by in its file: its rule, and where it is mended first.
fn place(found: &Diagnostic) -> Option<(&'static Rule, usize)> {
    Some((found.rule, found.fix.iter().map(|edit| edit.span.start).min()?))
}

/// The changes of some findings, with the line ends of the file, those before others where
/// they touch one another.
fn choose(file: &SourceFile, found: &[&Diagnostic]) -> BTreeMap<usize, Edit> {
    let manner = Manner::of(file);
    let mut chosen: BTreeMap<usize, Edit> = BTreeMap::new();
    for found in found {
        let is_free = |edit: &Edit| {
            let before = chosen.range(..edit.span.start).next_back();
            let behind = chosen.range(edit.span.start..).next();
            before.is_none_or(|(_, other)| other.span.end <= edit.span.start)
                && behind
                    .is_none_or(|(start, _)| edit.span.end <= *start && edit.span.start != *start)
        };
        if found.fix.iter().all(is_free) {
            let written = |edit: &Edit| Edit { text: manner.lines(&edit.text), ..edit.clone() };
            chosen.extend(found.fix.iter().map(|edit| (edit.span.start, written(edit))));
        }
    }
    chosen
}

/// A text with some changes.
fn apply(text: &str, edits: &BTreeMap<usize, Edit>) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits.values() {
        mended.push_str(&text[at..edit.span.start]);
        mended.push_str(&edit.text);
        at = edit.span.end;
    }
    mended.push_str(&text[at..]);
    mended
}

/// The whole text of the file that a finding can be mended in, once it is; `None` where it cannot,
/// or where several files are concerned.
pub fn mend_one(found: &Diagnostic) -> Option<(SourceFile, String)> {
    let file = &found.fix.first()?.file;
    if found.fix.iter().any(|edit| edit.file.name() != file.name()) {
        return None;
    }
    let text = apply(file.text(), &choose(file, &[found]));
    Some((file.clone(), file.mark().to_owned() + &text))
}

/// Where the bytes of a text are once it is changed.
struct Moves(Vec<(usize, isize)>);

impl Moves {
    fn of(edits: &BTreeMap<usize, Edit>) -> Self {
        let mut by = 0;
        let moves = edits.values().map(|edit| {
            by += edit.text.len().cast_signed() - edit.span.len().cast_signed();
            (edit.span.start, by)
        });
        Self(moves.collect())
    }

    fn after(&self, at: usize) -> usize {
        let before = self.0[..self.0.partition_point(|(start, _)| *start < at)].last();
        at.saturating_add_signed(before.map_or(0, |(_, by)| *by))
    }
}
