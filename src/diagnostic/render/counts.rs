//! How many findings there are.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};

/// How much was checked, and how much was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The project files that were checked.
    pub files: usize,
    /// The files in which there are errors.
    #[serde(skip)]
    pub broken: usize,
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
        let errors = found.iter().filter(|found| found.is_error());
        let places = errors.filter_map(|found| found.places.first());
        let broken: HashSet<&str> = places.map(|place| place.file.name()).collect();
        Self {
            files,
            broken: broken.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }
}

/// Hints are for those who ask for them; nobody else hears that there are none.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, broken, errors, warnings, hints } = self;
        // Of a single file, the errors say it; and a path that leads nowhere is none of the files.
        match *files > 1 && (1..=*files).contains(broken) {
            true => write!(f, "{files} 份项目文件，其中 {broken} 份有错误；")?,
            false => write!(f, "{files} 份项目文件，")?,
        }
        write!(f, "{errors} 处错误，{warnings} 处警告")?;
        if *hints > 0 {
            write!(f, "，{hints} 条建议")?;
        }
        Ok(())
    }
}
