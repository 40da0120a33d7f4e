//! Mends what is safe to mend, and leaves every other byte as it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use similar::TextDiff;

use crate::diagnostic::{Diagnostic, Edit, SourceFile};
use crate::examine::Examiner;
use crate::output;
use crate::report::clean;
use crate::rule::{self, Stage};
use crate::source::Input;

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

/// Mends the files of `inputs` and the default files, in which `found` is what is
/// wrong.
pub fn mend_all(examiner: &Examiner, inputs: &[Input], found: &[Diagnostic]) -> Vec<Mended> {
    let mut files: BTreeMap<&str, &SourceFile> = BTreeMap::new();
    for edit in found.iter().flat_map(|diagnostic| &diagnostic.fix) {
        files.insert(edit.file.name(), &edit.file);
    }
    let mut all = Vec::new();
    for input in inputs {
        if let Some(file) = files.remove(input.name().as_str()) {
            all.extend(mend(file, |text| examiner.examine_text(input, text)));
        }
    }
    // What remains are default files.
    for file in files.into_values() {
        let (after, count) = apply(file.text(), edits_of(found, file.name()));
        all.push(Mended { before: file.clone(), after, count });
    }
    all
}

/// Mends `file` until there is nothing left that is safe to mend. `examine` says
/// what is wrong with a text of it. A round that would bring new errors is none.
fn mend(file: &SourceFile, examine: impl Fn(&str) -> Vec<Diagnostic>) -> Option<Mended> {
    let mut mended = Mended { before: file.clone(), after: file.text().to_owned(), count: 0 };
    let mut found = examine(&mended.after);
    for _ in 0..MOST_ROUNDS {
        let (after, count) = apply(&mended.after, edits_of(&found, file.name()));
        if count == 0 {
            break;
        }
        let found_after = examine(&after);
        if is_readable(&found) && !is_readable(&found_after) {
            break;
        }
        mended = Mended { after, count: mended.count + count, ..mended };
        found = found_after;
    }
    (mended.count > 0).then_some(mended)
}

/// The mends of each finding in the file called `name`.
fn edits_of<'a>(found: &'a [Diagnostic], name: &str) -> Vec<&'a [Edit]> {
    let all_here = |fix: &&[Edit]| !fix.is_empty() && fix.iter().all(|e| e.file.name() == name);
    let mut fixes: Vec<&[Edit]> =
        found.iter().map(|diagnostic| diagnostic.fix.as_slice()).filter(all_here).collect();
    fixes.dedup();
    fixes
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

/// Whether a file can be read at all.
fn is_readable(found: &[Diagnostic]) -> bool {
    !found.iter().any(|diagnostic| diagnostic.is_error() && diagnostic.rule.stage == Stage::Reading)
}

impl Mended {
    /// The changes in the format of `diff -u`.
    pub fn diff(&self) -> String {
        let diff = TextDiff::from_lines(self.before.text(), &self.after);
        let name = self.before.name();
        let diff = diff.unified_diff().header(name, name).to_string();
        diff.lines().map(|line| clean(line) + "\n").collect()
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
        let mark: &[u8] = if bytes.starts_with(BOM) { BOM } else { b"" };
        if bytes[mark.len()..] != *self.before.text().as_bytes() {
            return fail("文件刚刚变了，没有改".into());
        }
        output::rewrite(path, &[mark, self.after.as_bytes()].concat())
    }
}

const BOM: &[u8] = "\u{FEFF}".as_bytes();
