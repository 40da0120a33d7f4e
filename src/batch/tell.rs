//! Telling the user what was found, form by form, and each thing once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostic::render;
use crate::diagnostic::severities::Levels;
use crate::diagnostic::{Diagnostic, Severity};

/// Tells findings, and keeps count of them. They are not kept themselves: there may be
/// a hundred thousand.
pub struct Teller<'a> {
    levels: &'a Levels,
    told: HashSet<u64>,
    /// How many errors were told.
    pub errors: usize,
    /// How many warnings were told.
    pub warnings: usize,
    /// How many findings the user has switched off.
    pub allowed: usize,
}

impl<'a> Teller<'a> {
    /// A teller that has said nothing yet.
    pub fn new(levels: &'a Levels) -> Self {
        Self { levels, told: HashSet::new(), errors: 0, warnings: 0, allowed: 0 }
    }

    /// Tells those findings that the levels let through and that have not been told:
    /// what is wrong with a default file is found with every form that it is for.
    pub fn tell(&mut self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (found, allowed) = self.levels.apply(found);
        self.allowed += allowed;
        let fresh: Vec<_> = found.iter().filter(|it| self.told.insert(hash(it))).cloned().collect();
        for diagnostic in &fresh {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Hint => {}
            }
        }
        // Where stderr cannot be written to, there is no one to tell.
        let _ = render::text::write(&mut anstream::stderr().lock(), &fresh);
        found
    }
}

fn hash(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    diagnostic.hash(&mut hasher);
    hasher.finish()
}
