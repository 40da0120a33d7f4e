//! Findings without the texts that they are about: what is kept of tens of
//! thousands of them, written to files, and sent from process to process.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Edit, Place, Severity, SourceFile};

/// A [`Diagnostic`] that knows its files by their names only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    rule: String,
    severity: Severity,
    message: String,
    places: Vec<Spot>,
    help: Option<String>,
    fix: Vec<Change>,
}

/// A [`Place`] without the text of its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// The file's name.
    pub file: String,
    /// The bytes in its text; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
    /// What there is to see.
    pub label: String,
}

/// An [`Edit`] without the text of its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Change {
    file: String,
    span: Range<usize>,
    text: String,
}

impl Finding {
    /// Gives the finding its texts back; `open` finds a text by the file's name.
    /// `None` where there is no such rule: another version of the program has it.
    pub fn open(&self, open: &impl Fn(&str) -> Option<SourceFile>) -> Option<Diagnostic> {
        Some(Diagnostic {
            severity: self.severity,
            rule: Rule::named(&self.rule)?,
            message: self.message.clone(),
            places: self.places.iter().map(|spot| spot.open(open)).collect(),
            help: self.help.clone(),
            fix: self.fix.iter().filter_map(|change| change.open(open)).collect(),
        })
    }

    /// The names of the files that it is about.
    pub fn files(&mut self) -> impl Iterator<Item = &mut String> {
        let places = self.places.iter_mut().map(|spot| &mut spot.file);
        places.chain(self.fix.iter_mut().map(|change| &mut change.file))
    }
}

impl From<&Diagnostic> for Finding {
    fn from(diagnostic: &Diagnostic) -> Self {
        let change = |edit: &Edit| Change {
            file: edit.file.name().to_owned(),
            span: edit.span.clone(),
            text: edit.text.clone(),
        };
        Self {
            rule: diagnostic.rule.name.to_owned(),
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            places: diagnostic.places.iter().cloned().map(Spot::from).collect(),
            help: diagnostic.help.clone(),
            fix: diagnostic.fix.iter().map(change).collect(),
        }
    }
}

impl Spot {
    /// Gives the place its text back. The file may have changed meanwhile: then it
    /// is the place of the file as a whole.
    pub fn open(&self, open: &impl Fn(&str) -> Option<SourceFile>) -> Place {
        let place = match (open(&self.file), &self.span) {
            (Some(file), Some(span)) if file.text().get(span.clone()).is_some() => {
                Place::new(&file, span.clone())
            }
            _ => Place::from(&SourceFile::new(self.file.as_str(), "")),
        };
        place.label(self.label.as_str())
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self { file: place.file.name().to_owned(), span: place.span, label: place.label }
    }
}

impl Change {
    fn open(&self, open: &impl Fn(&str) -> Option<SourceFile>) -> Option<Edit> {
        let file = open(&self.file)?;
        file.text().get(self.span.clone())?;
        Some(Edit::new(&file, self.span.clone(), self.text.as_str()))
    }
}
