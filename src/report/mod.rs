//! How findings are printed.

pub mod text;

use std::collections::HashSet;

pub use text::{clean, render};

use crate::diagnostic::{Diagnostic, Severity};

/// What was found, each of it once.
#[derive(Debug)]
pub struct Report {
    /// The findings, in the order in which they are told.
    pub found: Vec<Diagnostic>,
}

impl Report {
    /// A report of these findings. What is wrong with a default file is found
    /// with every project that it applies to.
    pub fn new(mut found: Vec<Diagnostic>) -> Self {
        let mut seen = HashSet::new();
        found.retain(|diagnostic| seen.insert(diagnostic.clone()));
        Self { found }
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many of them `--fix` would mend.
    pub fn fixable(&self) -> usize {
        self.found.iter().filter(|diagnostic| !diagnostic.fix.is_empty()).count()
    }
}
