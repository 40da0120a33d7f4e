//! What is said between the program and its workers.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::check::facts::Facts;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::print::book::Section;
use crate::print::export::File;
use crate::print::view::View;
use crate::print::{Numbering, Options, Printed};
use crate::source::{Input, STDIN};
use crate::system::fingerprint::Fingerprint;
use crate::system::frame;

/// What a worker is told at its beginning.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// A folder of templates that come before the bundled ones.
    pub templates: Option<OsString>,
    /// A folder of fonts that come before the bundled ones.
    pub fonts: Option<OsString>,
    /// How forms are printed.
    pub options: Options,
    /// How many threads the worker may use for one form.
    pub threads: NonZeroUsize,
    /// Whether the pages are only counted: then there are no files.
    pub counts_only: bool,
}

/// A form to print.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    path: OsString,
    folder: OsString,
    stem: OsString,
    text: Option<String>,
    /// The fingerprint of the texts that were examined. A worker that finds other
    /// texts examines them itself.
    pub texts: Option<Fingerprint>,
    /// The name of the form that they are of, and its year.
    pub form: Option<(Box<str>, Box<str>)>,
    /// Whether it is printed while the texts are still being examined: then they are only
    /// read.
    pub is_ahead: bool,
    /// The page numbers that the form has in a book; then it is printed for that.
    pub numbering: Option<Numbering>,
    /// Whether what there is of it is laid out for a screen, whatever is wrong with it: the
    /// result is one file, a [`Viewed`].
    pub is_viewed: bool,
    /// What a draft of it lists.
    pub found: Vec<Diagnostic>,
    /// Pages of a book to print instead, which are those of no form.
    pub front: Option<Box<Section>>,
}

impl Job {
    /// A form to print from a project file.
    pub fn new(input: &Input, texts: Option<Fingerprint>) -> Self {
        Self {
            path: (*input.path).into(),
            folder: (*input.folder).into(),
            stem: (*input.stem).into(),
            text: input.text.clone(),
            texts,
            form: None,
            is_ahead: false,
            numbering: None,
            is_viewed: false,
            found: Vec::new(),
            front: None,
        }
    }

    /// Pages of a book to print.
    pub fn of_front(section: &Section) -> Self {
        let none = Self::new(&Input::of(Path::new(""), Path::new("")), None);
        Self { front: Some(Box::new(section.clone())), ..none }
    }

    /// A form to print from a text that reads as a project, whatever there may be to say
    /// about it.
    pub fn of_text(text: &str) -> Self {
        let text = Some(text.to_owned());
        Self::new(&Input { text, ..Input::of(Path::new(STDIN), Path::new("")) }, None)
    }

    /// The same job, where the form's name and year are known.
    pub fn of_form(self, form: Option<(Box<str>, Box<str>)>) -> Self {
        Self { form, ..self }
    }

    /// The same job, done while the texts are still being examined.
    pub fn ahead(self) -> Self {
        Self { is_ahead: true, ..self }
    }

    /// The same form for a book, where it has these page numbers.
    pub fn numbered(self, numbering: Numbering) -> Self {
        Self { numbering: Some(numbering), ..self }
    }

    /// The same form for a screen.
    pub fn viewed(self) -> Self {
        Self { is_viewed: true, ..self }
    }

    /// The same form, with what its draft lists.
    pub fn drafted(self, found: Vec<Diagnostic>) -> Self {
        Self { found, ..self }
    }

    /// The project file.
    pub fn input(&self) -> Input {
        Input {
            path: Path::new(&self.path).into(),
            folder: Path::new(&self.folder).into(),
            stem: Path::new(&self.stem).into(),
            text: self.text.clone(),
        }
    }
}

/// A form that has been laid out for a screen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Viewed {
    /// The form.
    pub view: View,
    /// What is wrong with its pages.
    pub found: Vec<Diagnostic>,
}

/// What came of a job.
#[derive(Debug)]
pub struct Result {
    /// The fingerprint of the texts that were read.
    pub texts: Option<Fingerprint>,
    /// What was found in them, where they are not those that the job names.
    pub examination: Option<Examination>,
    /// The form, or why there is none.
    pub printed: std::result::Result<Printed, Vec<Diagnostic>>,
    /// Whether the worker ends with this one.
    pub is_last: bool,
}

/// What was found in a project's texts, whatever the levels are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Examination {
    /// The findings; they know their files by their names.
    pub findings: Vec<Diagnostic>,
    /// What is kept of the project for comparing it with others.
    pub facts: Facts,
}

impl Examination {
    /// The names of the files that it is about.
    pub fn files(&mut self) -> impl Iterator<Item = &mut SourceFile> {
        self.findings.iter_mut().flat_map(Diagnostic::files).chain(self.facts.files())
    }
}

/// A result, but for the bytes of the files, which follow it.
#[derive(Serialize, Deserialize)]
struct Header {
    texts: Option<Fingerprint>,
    examination: Option<Examination>,
    printed: std::result::Result<Names, Vec<Diagnostic>>,
    is_last: bool,
}

#[derive(Serialize, Deserialize)]
struct Names {
    pages: usize,
    files: Vec<OsString>,
}

impl Result {
    /// No form, for these reasons.
    pub fn refused(found: Vec<Diagnostic>) -> Self {
        let printed = Err(found.into_iter().map(Diagnostic::closed).collect());
        Self { texts: None, examination: None, printed, is_last: false }
    }

    /// Writes the result to a pipe.
    pub fn write(self, out: &mut impl Write) -> io::Result<()> {
        let (printed, files) = match self.printed {
            Err(found) => (Err(found), Vec::new()),
            Ok(Printed { pages, files }) => {
                let names = files.iter().map(|file| file.path.clone().into()).collect();
                (Ok(Names { pages, files: names }), files)
            }
        };
        let Self { texts, examination, is_last, .. } = self;
        let header = Header { texts, examination, printed, is_last };
        frame::write(out, &header)?;
        files.iter().try_for_each(|file| frame::write_bytes(out, &file.bytes))?;
        out.flush()
    }

    /// Reads a result from a pipe.
    pub fn read(from: &mut impl Read) -> io::Result<Self> {
        let Header { texts, examination, printed, is_last } = frame::read(from)?;
        let printed = match printed {
            Err(found) => Err(found),
            Ok(Names { pages, files }) => {
                let file = |name: OsString| {
                    Ok(File { path: name.into(), bytes: frame::read_bytes(from)? })
                };
                Ok(Printed {
                    pages,
                    files: files.into_iter().map(file).collect::<io::Result<_>>()?,
                })
            }
        };
        Ok(Self { texts, examination, printed, is_last })
    }
}
