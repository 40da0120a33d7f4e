//! From two sides to what has become of their forms.

use super::{FilePair, FormFile, FormSet, pairs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render;
use crate::diagnostic::rule::{self, Rule};
use crate::history::compare::{Compared, Comparison, FormVersion, NotCompared, Pair, Side, Sides};
use crate::readback::Readers;
use crate::system::parallel;

/// What cannot be compared, and why.
struct Failed {
    forms: Vec<NotCompared>,
    found: Vec<Diagnostic>,
}

/// Compares all forms of two sides; and says what is wrong with those that cannot be
/// read, which are left out.
pub fn compare(old: &FormSet, new: &FormSet, readers: &Readers) -> (Comparison, Vec<Diagnostic>) {
    let pairs = pairs(old, new, readers);
    let (mut compared, mut unreadable) = (Vec::new(), Vec::new());
    let mut found: Vec<_> = [old, new].iter().flat_map(|side| side.found.clone()).collect();
    let read = |pair| read(pair, old, new, readers).map(|read| read.map(Compared::of));
    for (pair, read) in pairs.iter().zip(parallel::map(&pairs, None, read)) {
        match read {
            Ok(form) => compared.extend(form),
            // A folder may have books and other PDFs in it.
            Err(failed) if failed.is_foreign() && is_in_folder(pair, old, new) => {}
            Err(failed) => {
                unreadable.extend(failed.forms);
                found.extend(failed.found);
            }
        }
    }
    let mut comparison = Comparison::of(compared, &old.label, &new.label);
    comparison.unreadable = unreadable;
    (comparison, render::unique(found))
}

impl Failed {
    /// Whether the same is wrong with the same text.
    fn is_like(&self, other: &Self) -> bool {
        let is_same = |(one, other): (&Diagnostic, &Diagnostic)| {
            let place = |found: &Diagnostic| {
                let place = found.places.first()?;
                Some((place.file.text().to_owned(), place.span.clone()?))
            };
            one.message == other.message && place(one).is_some() && place(one) == place(other)
        };
        self.found.len() == other.found.len() && self.found.iter().zip(&other.found).all(is_same)
    }

    /// Whether there are only PDFs that carry no project, drafts among them.
    fn is_foreign(&self) -> bool {
        let carries_none = |rule: &Rule| [&rule::FOREIGN_PDF, &rule::DRAFT_PDF].contains(&rule);
        self.found.iter().all(|found| carries_none(found.rule))
    }
}

/// Whether it is on one side only, and there because all of a folder is.
fn is_in_folder(pair: &FilePair, old: &FormSet, new: &FormSet) -> bool {
    match pair {
        Sides::Removed(_) => !old.is_file,
        Sides::Added(_) => !new.is_file,
        Sides::Kept { .. } => false,
    }
}

/// Reads a form on the sides that it is on; nothing where it is the same on both and
/// cannot be read.
fn read(
    pair: &FilePair,
    old: &FormSet,
    new: &FormSet,
    readers: &Readers,
) -> Result<Option<Pair>, Failed> {
    // A form that has not moved has one place, whatever the two sides are called.
    let place = |form: &FormFile| match pair {
        Sides::Kept { old, new } if old.key == new.key => new.place.clone(),
        _ => form.place.clone(),
    };
    let read = |form: &FormFile, side: &FormSet, which| match side.read(form, readers) {
        Ok(project) => Ok(FormVersion { name: place(form), project }),
        Err(found) => {
            let forms = vec![NotCompared { name: form.place.clone(), side: which }];
            Err(Failed { forms, found })
        }
    };
    let read_old = |form| read(form, old, Side::Old);
    let read_new = |form| read(form, new, Side::New);
    match pair {
        Sides::Removed(form) => read_old(form).map(Sides::Removed).map(Some),
        Sides::Added(form) => read_new(form).map(Sides::Added).map(Some),
        Sides::Kept { old, new } => match (read_old(old), read_new(new)) {
            (Ok(old), Ok(new)) => Ok(Some(Sides::Kept { old, new })),
            (Err(failed), Ok(_)) | (Ok(_), Err(failed)) => Err(failed),
            (Err(failed), Err(other)) if failed.is_like(&other) => Ok(None),
            (Err(mut failed), Err(other)) => {
                failed.forms.extend(other.forms);
                failed.found.extend(other.found);
                Err(failed)
            }
        },
    }
}
