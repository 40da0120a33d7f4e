//! How bad a breach of each rule is, as the user has it: for all files, or for those of a folder.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Severity};

/// How bad a breach of each rule is.
#[derive(Debug, Default)]
pub struct Severities {
    hints: bool,
    deny_warnings: bool,
    /// For all files; `None` for a rule that is not to be spoken of.
    set: HashMap<&'static str, Option<Severity>>,
    /// For the files of folders, the nearest folder first.
    folders: Vec<FolderSeverities>,
    /// Where the folders of files are, by what users call them.
    places: HashMap<String, PathBuf>,
}

/// How bad a breach of some rules is in the files of a folder, and of those below it.
#[derive(Debug, Clone, Default)]
pub struct FolderSeverities {
    /// The folder, from the root on.
    pub folder: PathBuf,
    /// Whether errors are made of what remains a warning, where that is said.
    pub deny_warnings: Option<bool>,
    /// The rules that something is said of; `None` for one that is not to be spoken of.
    pub set: HashMap<&'static str, Option<Severity>>,
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

    /// Sets the severity of `rule` in all files; `None` switches it off. Fails, in the user's
    /// words, where the rule has a severity already or may not have this one.
    pub fn set(&mut self, rule: &'static Rule, severity: Option<Severity>) -> Result<(), String> {
        rule.check_severity(severity)?;
        match self.set.insert(rule.name, severity) {
            Some(before) if before != severity => {
                Err(format!("规则“{}”写了两次，要求不同", rule.name))
            }
            _ => Ok(()),
        }
    }

    /// Sets the severity of `rule` in all files, where that has not been done.
    pub fn set_unless_set(&mut self, rule: &'static Rule, severity: Option<Severity>) {
        self.set.entry(rule.name).or_insert(severity);
    }

    /// Adds what holds in folders; the nearest folder that speaks of a rule has its way.
    /// `places` are where the folders of files are, by what users call them.
    pub fn add_folders(
        &mut self,
        mut folders: Vec<FolderSeverities>,
        places: HashMap<String, PathBuf>,
    ) {
        folders.sort_by_key(|it| Reverse(it.folder.components().count()));
        self.folders = folders;
        self.places = places;
    }

    /// Gives the findings their severities, without those that are not to be spoken
    /// of; and how many of the latter the user has switched off.
    pub fn apply(&self, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
        let mut allowed = 0;
        let spoken = found.into_iter().filter_map(|mut diagnostic| {
            let set = self.set.get(diagnostic.rule.name);
            // What someone asks for by name when the program runs is not for a file to refuse.
            if diagnostic.is_allowed && set != Some(&Some(Severity::Error)) {
                allowed += 1;
                return None;
            }
            let folders = self.folders_of(&diagnostic);
            let in_folder = || folders.iter().find_map(|it| it.set.get(diagnostic.rule.name));
            let set = set.or_else(in_folder);
            let Some(severity) = set.copied().unwrap_or(Some(diagnostic.severity)) else {
                allowed += 1;
                return None;
            };
            let in_folder = || folders.iter().find_map(|it| it.deny_warnings).unwrap_or_default();
            diagnostic.severity = match severity {
                Severity::Warning if self.deny_warnings || in_folder() => Severity::Error,
                severity => severity,
            };
            (self.hints || severity > Severity::Hint).then_some(diagnostic)
        });
        let spoken = spoken.collect();
        (spoken, allowed)
    }

    /// The folders that hold the file of a finding, the nearest first.
    fn folders_of(&self, found: &Diagnostic) -> Vec<&FolderSeverities> {
        match found.places.first() {
            Some(place) if !self.folders.is_empty() => {
                let shown = Path::new(place.file.name()).parent().unwrap_or(Path::new(""));
                let known = self.places.get(shown.to_str().unwrap_or_default());
                let folder = known.map_or(shown, PathBuf::as_path);
                self.folders.iter().filter(|it| folder.starts_with(&it.folder)).collect()
            }
            _ => Vec::new(),
        }
    }
}
