//! Mends what is safe to mend, and leaves every other byte as it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, Edit, SourceFile};
use crate::source::manner::Manner;
use crate::source::{self, Defaults, Input};
use crate::system::parallel;
use crate::system::rewrite::Rewrite;

/// How many bytes are read again in all for the sake of one file: mistakes hide others, one
/// after the other, and a form of 10,000 bytes may have one in each of its lines.
const MOST_BYTES: usize = 200_000_000;
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
        for mending in files.values_mut() {
            mending.settle(&found);
        }
        let names: HashSet<&str> = found
            .iter()
            .flat_map(|(_, found)| found)
            .flat_map(|found| found.fix.first())
            .map(|edit| edit.file.name())
            .collect();
        let mut changed = HashSet::new();
        for name in names {
            let fixes = fixes_of(&found, name);
            let Some(edit) = fixes.first().and_then(|found| found.fix.first()) else { continue };
            let file = edit.file.clone();
            let mending = files.entry(name.to_owned()).or_insert_with(|| Mending::new(&file));
            if mending.mend(&file, &fixes, examiner) {
                changed.insert(name.to_owned());
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
    let mut names: HashSet<&str> = edits.map(|edit| edit.file.name()).collect();
    let own = inputs.iter().filter(|input| names.contains(input.name().as_str()));
    let own: Vec<Input> = own.cloned().collect();
    own.iter().for_each(|input| {
        names.remove(input.name().as_str());
    });
    if names.is_empty() { own } else { inputs.to_vec() }
}

/// What is wrong with each of the projects once the files are mended so far.
fn examine<'a>(
    examiner: &Examiner,
    inputs: &[&'a Input],
    files: &BTreeMap<String, Mending>,
) -> Vec<(&'a Input, Vec<Diagnostic>)> {
    let texts = files.iter().map(|(name, it)| (name.clone(), it.mended.rewrite.after.clone()));
    let defaults = Defaults::over(examiner.forms.clone(), texts.collect());
    let examiner = examiner.with(defaults);
    let found = parallel::map(inputs, None, |input| {
        let text = files.get(&input.name()).map(|it| it.mended.rewrite.after.clone());
        let input = Input { text: text.or_else(|| input.text.clone()), ..(*input).clone() };
        examiner.examine(&input).found
    });
    inputs.iter().copied().zip(found).collect()
}

/// The findings that can be mended in the file called `name`, each once: what is wrong with
/// a default file is found with every project.
fn fixes_of<'a>(found: &'a [(&Input, Vec<Diagnostic>)], name: &str) -> Vec<&'a Diagnostic> {
    let is_here = |found: &&Diagnostic| {
        !found.fix.is_empty() && found.fix.iter().all(|edit| edit.file.name() == name)
    };
    let mut seen = HashSet::new();
    let all = found.iter().flat_map(|(_, found)| found).filter(is_here);
    all.filter(|found| seen.insert((found.rule, found.fix.as_slice()))).collect()
}

/// A file that is being mended.
struct Mending {
    mended: Mended,
    /// The findings that could be mended when it was looked at last, by rule and message.
    open: HashMap<(&'static str, String), usize>,
    /// The texts that it has had.
    texts: HashSet<String>,
    /// Mends that would make it unreadable, by rule and message.
    refused: HashSet<(&'static str, String)>,
}

impl Mending {
    fn new(file: &SourceFile) -> Self {
        let text = [file.mark(), file.text()].concat();
        Self {
            mended: Mended {
                rewrite: Rewrite { before: file.clone(), after: text.clone() },
                count: 0,
            },
            open: HashMap::new(),
            texts: HashSet::from([text]),
            refused: HashSet::new(),
        }
    }

    /// Counts the findings that are there no more.
    fn settle(&mut self, found: &[(&Input, Vec<Diagnostic>)]) {
        if self.open.is_empty() {
            return;
        }
        let mut left = count(&fixes_of(found, self.mended.rewrite.before.name()));
        for (key, before) in self.open.drain() {
            let left = left.remove(&key).unwrap_or(0);
            self.mended.count += before.saturating_sub(left);
        }
    }

    /// Makes the mends of some findings, if they change anything; whether they do.
    fn mend(&mut self, file: &SourceFile, found: &[&Diagnostic], examiner: &Examiner) -> bool {
        let most = (MOST_BYTES / file.text().len().max(1)).max(LEAST_ROUNDS);
        if self.texts.len() > most {
            return false;
        }
        let refused = |found: &&Diagnostic| self.refused.contains(&key(found));
        let mut chosen: Vec<&Diagnostic> =
            found.iter().copied().filter(|it| !refused(it)).collect();
        let is_readable =
            |text: &str| source::is_readable(&SourceFile::new(file.name(), text), examiner.forms);
        let was_readable = is_readable(file.text());
        let is_good = |found: &[&Diagnostic]| !was_readable || is_readable(&apply(file, found));
        if !is_good(&chosen) {
            let (good, bad): (Vec<_>, Vec<_>) =
                chosen.into_iter().partition(|found| is_good(&[*found]));
            self.refused.extend(bad.into_iter().map(key));
            chosen = if is_good(&good) { good } else { good.into_iter().take(1).collect() };
        }
        let after = file.mark().to_owned() + &apply(file, &chosen);
        // What has been there before would come again and again.
        if !self.texts.insert(after.clone()) {
            return false;
        }
        self.open = count(found);
        self.mended.rewrite.after = after;
        true
    }
}

fn key(found: &Diagnostic) -> (&'static str, String) {
    (found.rule.name, found.message.clone())
}

fn count(found: &[&Diagnostic]) -> HashMap<(&'static str, String), usize> {
    let mut counts = HashMap::new();
    for found in found {
        *counts.entry(key(found)).or_default() += 1;
    }
    counts
}

/// A file's text with the mends of some findings, with its line ends, those before others
/// where they touch one another.
fn apply(file: &SourceFile, found: &[&Diagnostic]) -> String {
    let (text, manner) = (file.text(), Manner::of(file));
    let mut chosen: BTreeMap<usize, &Edit> = BTreeMap::new();
    for found in found {
        let is_free = |edit: &Edit| {
            let before = chosen.range(..=edit.span.start).next_back();
            let behind = chosen.range(edit.span.start..).next();
            before.is_none_or(|(_, other)| {
                other.span.end <= edit.span.start && other.span != edit.span
            }) && behind
                .is_none_or(|(start, _)| edit.span.end <= *start && *start != edit.span.start)
        };
        if found.fix.iter().all(is_free) {
            chosen.extend(found.fix.iter().map(|edit| (edit.span.start, edit)));
        }
    }
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    for edit in chosen.into_values() {
        mended.push_str(&text[at..edit.span.start]);
        mended.push_str(&manner.lines(&edit.text));
        at = edit.span.end;
    }
    mended.push_str(&text[at..]);
    mended
}
