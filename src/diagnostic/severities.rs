//! How bad a breach of each rule is, as the command line has it.

use std::collections::HashMap;

use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Severity};

/// How bad a breach of each rule is.
#[derive(Debug, Default)]
pub struct Severities {
    hints: bool,
    deny_warnings: bool,
    /// `None` for a rule that is not to be spoken of.
    set: HashMap<&'static str, Option<Severity>>,
}

impl Severities {
    /// The rules' own severities, with hints or without.
    pub fn new(hints: bool) -> Self {
        Self { hints, ..Self::default() }
    }

    /// Makes errors of what remains a warning.
    pub fn deny_warnings(&mut self) {
        self.deny_warnings = true;
    }

    /// Sets the severity of `rule`; `None` switches it off. Fails, in the user's
    /// words, where the rule has a severity already or may not have this one.
    pub fn set(&mut self, rule: &'static Rule, severity: Option<Severity>) -> Result<(), String> {
        if !rule.is_adjustable() && severity < Some(Severity::Error) {
            return Err(format!("规则“{}”不能放宽：有这样的错，表格就印不出来", rule.name));
        }
        match self.set.insert(rule.name, severity) {
            Some(before) if before != severity => {
                Err(format!("规则“{}”写了两次，要求不同", rule.name))
            }
            _ => Ok(()),
        }
    }

    /// Gives the findings their severities, without those that are not to be spoken
    /// of; and how many of the latter the user has switched off.
    pub fn apply(&self, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
        let mut allowed = 0;
        let spoken = found.into_iter().filter_map(|mut diagnostic| {
            let set = self.set.get(diagnostic.rule.name);
            let Some(severity) = set.copied().unwrap_or(Some(diagnostic.severity)) else {
                allowed += 1;
                return None;
            };
            diagnostic.severity = match severity {
                Severity::Warning if self.deny_warnings => Severity::Error,
                severity => severity,
            };
            (self.hints || severity > Severity::Hint).then_some(diagnostic)
        });
        let spoken = spoken.collect();
        (spoken, allowed)
    }
}
