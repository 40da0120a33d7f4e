//! What a build has not printed, and what it has not looked at, told once more at its end.

use std::fmt::{self, Display};

use crate::diagnostic::render::{clean, one_line};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Severity};

/// How many are listed.
const MOST: usize = 100;
/// Why something is not looked at that may have been meant to be.
const PASSED_OVER: [&Rule; 5] = [
    &rule::UNREADABLE_FILE,
    &rule::NO_PROJECTS,
    &rule::NOT_A_PROJECT,
    &rule::SYMBOLIC_LINK,
    &rule::SKIPPED_FILE,
];

/// A form that is not printed, or a file that is not looked at.
#[derive(Debug, Clone)]
pub struct Left {
    /// The file.
    pub source: String,
    /// What is wrong with it first of all.
    pub why: String,
    /// How many more errors there are.
    pub others: usize,
}

impl Left {
    /// A form that is not printed as of what was found.
    pub fn of<'a>(source: String, found: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut errors = found.filter(|found| found.severity == Severity::Error);
        let why = errors.next().map(|found| found.message.clone()).unwrap_or_default();
        Self { source, why, others: errors.count() }
    }

    /// What was not looked at, of what was found on the way to the project files.
    pub fn passed_over(found: &[Diagnostic]) -> Vec<Self> {
        let is_of = |found: &&Diagnostic| PASSED_OVER.iter().any(|rule| **rule == *found.rule);
        let left = |found: &Diagnostic| {
            let source = found.places.first()?.file.name().to_owned();
            Some(Self { source, why: found.message.clone(), others: 0 })
        };
        found.iter().filter(is_of).filter_map(left).collect()
    }

    /// The lines of a list with a heading; none where there is nothing in it.
    pub fn lines(heading: &str, left: &[Self]) -> Vec<String> {
        if left.is_empty() {
            return Vec::new();
        }
        let lines = left.iter().take(MOST).map(|left| format!("  {left}"));
        let mut lines: Vec<_> = [format!("{heading}：")].into_iter().chain(lines).collect();
        if let more @ 1.. = left.len().saturating_sub(MOST) {
            lines.push(format!("  还有 {more} 份，没有列出"));
        }
        lines
    }
}

impl Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", one_line(&self.source), clean(&one_line(&self.why)))?;
        match self.others {
            0 => Ok(()),
            others => write!(f, "，另有 {others} 处错误"),
        }
    }
}
