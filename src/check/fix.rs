//! Mends what is safe to mend, and leaves every other byte as it is.

use std::collections::{BTreeMap, HashSet};

use crate::check::examine::Examiner;
use crate::diagnostic::{Diagnostic, Edit, SourceFile};
use crate::source::manner::Manner;
use crate::source::{self, Defaults, Input};
use crate::system::rewrite::Rewrite;

/// How often a file is looked at again: some mistakes hide others.
const MOST_ROUNDS: usize = 20;

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
    let mut mended: BTreeMap<String, Mended> = BTreeMap::new();
    // Files that a mend would make unreadable.
    let mut given_up: HashSet<String> = HashSet::new();
    for _ in 0..MOST_ROUNDS {
        let found = examine(examiner, inputs, &mended);
        let files: BTreeMap<&str, &SourceFile> = found
            .iter()
            .flat_map(|diagnostic| &diagnostic.fix)
            .map(|edit| (edit.file.name(), &edit.file))
            .filter(|(name, _)| !given_up.contains(*name))
            .collect();
        if files.is_empty() {
            break;
        }
        for (name, file) in files {
            let (after, count) = apply(file, edits_of(&found, name));
            let is_readable = |file: &SourceFile| source::is_readable(file, examiner.forms);
            if is_readable(file) && !is_readable(&SourceFile::new(name, after.as_str())) {
                given_up.insert(name.to_owned());
                continue;
            }
            let after = file.mark().to_owned() + &after;
            let mended = mended.entry(name.to_owned()).or_insert_with(|| Mended {
                rewrite: Rewrite { before: file.clone(), after: String::new() },
                count: 0,
            });
            mended.rewrite.after = after;
            mended.count += count;
        }
    }
    mended.into_values().collect()
}

/// What is wrong with the projects once the files are mended so far.
fn examine(
    examiner: &Examiner,
    inputs: &[Input],
    mended: &BTreeMap<String, Mended>,
) -> Vec<Diagnostic> {
    let text = |name: &str| mended.get(name).map(|mended| mended.rewrite.after.clone());
    let inputs: Vec<Input> = inputs
        .iter()
        .map(|input| Input {
            text: text(&input.name()).or_else(|| input.text.clone()),
            ..input.clone()
        })
        .collect();
    let texts = mended.iter().map(|(name, mended)| (name.clone(), mended.rewrite.after.clone()));
    let defaults = Defaults::over(examiner.forms.clone(), texts.collect());
    examiner.with(defaults).survey(&inputs, None).found
}

/// The mends of each finding in the file called `name`.
fn edits_of<'a>(found: &'a [Diagnostic], name: &str) -> Vec<&'a [Edit]> {
    let all_here = |fix: &&[Edit]| !fix.is_empty() && fix.iter().all(|e| e.file.name() == name);
    // What is wrong with a default file is found with every project.
    let mut seen = HashSet::new();
    let fixes = found.iter().map(|diagnostic| diagnostic.fix.as_slice());
    fixes.filter(all_here).filter(|fix| seen.insert(*fix)).collect()
}

/// Makes the changes that do not touch one another, with the file's line ends; and how many
/// mends they are.
fn apply(file: &SourceFile, fixes: Vec<&[Edit]>) -> (String, usize) {
    let mut chosen: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut count = 0;
    for fix in fixes {
        let is_free = |edit: &Edit| {
            chosen
                .values()
                .all(|other| edit.span.end <= other.span.start || other.span.end <= edit.span.start)
        };
        if fix.iter().all(is_free) {
            chosen.extend(fix.iter().map(|edit| (edit.span.start, edit)));
            count += 1;
        }
    }
    let manner = Manner::of(file);
    let mut mended = file.text().to_owned();
    for edit in chosen.into_values().rev() {
        mended.replace_range(edit.span.clone(), &manner.lines(&edit.text));
    }
    (mended, count)
}
