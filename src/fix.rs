//! Mends what is safe to mend, and leaves every other byte as it is.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use similar::TextDiff;

use crate::diagnostic::{Diagnostic, Edit, SourceFile};
use crate::examine::Examiner;
use crate::output;
use crate::report::clean;
use crate::rule;
use crate::source::{Defaults, Document, Input};

/// How often a file is looked at again: some mistakes hide others.
const MOST_ROUNDS: usize = 20;

/// A file with its mends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file as it was read.
    pub before: SourceFile,
    /// Its text with the mends.
    pub after: String,
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
            let (after, count) = apply(file.text(), edits_of(&found, name));
            if is_readable(file) && !is_readable(&SourceFile::new(name, after.as_str())) {
                given_up.insert(name.to_owned());
                continue;
            }
            let file = mended.entry(name.to_owned()).or_insert_with(|| Mended {
                before: file.clone(),
                after: String::new(),
                count: 0,
            });
            file.after = after;
            file.count += count;
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
    let text = |name: &str| mended.get(name).map(|mended| mended.after.clone());
    let inputs: Vec<Input> = inputs
        .iter()
        .map(|input| Input {
            text: text(&input.name()).or_else(|| input.text.clone()),
            ..input.clone()
        })
        .collect();
    let texts = mended.iter().map(|(name, mended)| (name.clone(), mended.after.clone()));
    examiner.with(Defaults::over(texts.collect())).survey(&inputs, None).found
}

/// Whether the file can be read, whatever it says.
fn is_readable(file: &SourceFile) -> bool {
    Document::parse(file.clone()).is_ok_and(|document| document.found.is_empty())
}

/// The mends of each finding in the file called `name`.
fn edits_of<'a>(found: &'a [Diagnostic], name: &str) -> Vec<&'a [Edit]> {
    let all_here = |fix: &&[Edit]| !fix.is_empty() && fix.iter().all(|e| e.file.name() == name);
    // What is wrong with a default file is found with every project.
    let mut seen = HashSet::new();
    let fixes = found.iter().map(|diagnostic| diagnostic.fix.as_slice());
    fixes.filter(all_here).filter(|fix| seen.insert(*fix)).collect()
}

/// Makes the changes that do not touch one another; and how many mends they are.
fn apply(text: &str, fixes: Vec<&[Edit]>) -> (String, usize) {
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
    let mut mended = text.to_owned();
    for edit in chosen.into_values().rev() {
        mended.replace_range(edit.span.clone(), &edit.text);
    }
    (mended, count)
}

impl Mended {
    /// The changes in the format of `diff -u`.
    pub fn diff(&self) -> String {
        let mark = self.before.mark();
        let [before, after] = [self.before.text(), &self.after].map(|text| mark.to_owned() + text);
        let name = clean(self.before.name());
        let diff =
            TextDiff::from_lines(&before, &after).unified_diff().header(&name, &name).to_string();
        // A line end is a part of the line: it stays, or the changes would not apply.
        let harmless = |line: &str| {
            let (start, rest) = line.split_at(line.find(mark).map_or(0, |at| at + mark.len()));
            let text = rest.trim_end_matches(['\r', '\n']);
            format!("{start}{}{}", clean(text), &rest[text.len()..])
        };
        diff.split_inclusive('\n').map(harmless).collect()
    }

    /// Puts the mended text in the place of the file, which must not have changed
    /// since it was read. A byte-order mark stays.
    pub fn write(&self) -> Result<(), Diagnostic> {
        let path = Path::new(self.before.name());
        let fail = |message: String| Err(Diagnostic::new(&rule::UNWRITABLE_FILE, message).at(path));
        if path.is_symlink() {
            return fail("这是符号链接，没有改它所指的文件".into());
        }
        let bytes = fs::read(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
        if bytes != [self.before.mark(), self.before.text()].concat().as_bytes() {
            return fail("文件刚刚变了，没有改".into());
        }
        output::rewrite(path, [self.before.mark(), &self.after].concat().as_bytes())
    }
}
