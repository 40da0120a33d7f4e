//! Telling the user what was found, form by form, and each thing once.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::diagnostic::severities::Severities;
use crate::diagnostic::{Diagnostic, Files, Severity, SourceFile};
use crate::system::streams;

/// Tells findings, and keeps count of them. They are not kept themselves: there may be
/// a hundred thousand.
pub struct Teller<'a> {
    severities: &'a Severities,
    /// Finds the texts of files by their names.
    open: &'a dyn Fn(&str) -> Option<SourceFile>,
    told: HashSet<u64>,
    /// How many errors were told.
    pub errors: usize,
    /// How many warnings were told.
    pub warnings: usize,
    /// How many findings the user has switched off.
    pub allowed: usize,
}

impl<'a> Teller<'a> {
    /// A teller that has said nothing yet; `open` finds the texts of files by their names.
    pub fn new(severities: &'a Severities, open: &'a dyn Fn(&str) -> Option<SourceFile>) -> Self {
        Self { severities, open, told: HashSet::new(), errors: 0, warnings: 0, allowed: 0 }
    }

    /// Gives findings their severities, and tells them.
    pub fn settle(&mut self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (found, allowed) = self.severities.apply(found);
        self.tell(&found, allowed);
        found
    }

    /// Tells those findings that have not been told: what is wrong with a default file is
    /// found with every form that it is for. So many more are switched off.
    pub fn tell(&mut self, found: &[Diagnostic], allowed: usize) {
        self.allowed += allowed;
        let mut files = Files::new(self.open);
        let fresh = found.iter().filter(|it| self.told.insert(hash(it)));
        let fresh: Vec<_> = fresh.map(|it| it.clone().opened(&mut files)).collect();
        for diagnostic in &fresh {
            match diagnostic.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Hint => {}
            }
        }
        streams::tell(&fresh);
    }
}

/// By all but the texts of the files.
fn hash(diagnostic: &Diagnostic) -> u64 {
    let mut hasher = DefaultHasher::new();
    diagnostic.hash(&mut hasher);
    hasher.finish()
}
