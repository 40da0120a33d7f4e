//! Keys in signs that only look like their characters, or with blanks within.

use std::ops::Range;

use super::bare_key;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::source::vocabulary::Vocabulary;
use crate::text::letters;

/// The key that `key`, at `span`, is meant for, and what is to be told, where it is not
/// written as it should be and can be no other one.
pub fn meant(
    file: &SourceFile,
    key: &str,
    span: &Range<usize>,
    vocabulary: &Vocabulary,
) -> Option<(String, Diagnostic)> {
    let meant = bare_key(key);
    if meant == key || vocabulary.has(key) || !vocabulary.has(&meant) {
        return None;
    }
    let sign = key.chars().find_map(|c| Some((c, letters::letter(c)?)));
    let message = match sign {
        Some((c, letter)) => format!("“{key}”里的“{c}”是{}，不是“{letter}”", letters::named(c)),
        None => format!("“{key}”里有空格"),
    };
    let found = Diagnostic::new(&rule::UNKNOWN_KEY, message)
        .at(Place::new(file, span.clone()))
        .help(format!("写成“{meant}:”"));
    let written = &file.text()[span.clone()];
    let edit = written.find(key).map(|at| {
        let start = span.start + at;
        Edit::new(file, start..start + key.len(), meant.as_str())
    });
    Some((meant, found.fix(edit)))
}
