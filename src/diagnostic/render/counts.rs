//! How many findings there are.

use std::fmt;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};

/// How much was checked, and how much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The project files that were checked.
    pub files: usize,
    /// What keeps forms from being printed.
    pub errors: usize,
    /// What is worth a look.
    pub warnings: usize,
    /// What is a thought only.
    pub hints: usize,
}

impl Counts {
    /// Counts what was found in `files` project files.
    pub fn of(found: &[Diagnostic], files: usize) -> Self {
        let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
        Self {
            files,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }
}

/// Hints are for those who ask for them; nobody else hears that there are none.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, errors, warnings, hints } = self;
        write!(f, "{files} 份项目文件，{errors} 处错误，{warnings} 处警告")?;
        if *hints > 0 {
            write!(f, "，{hints} 条建议")?;
        }
        Ok(())
    }
}
