//! The report of a build: a line of JSON for each form, written as it is finished.
//!
//! The first line says what was to be built, the last one what came of it. A
//! report without a last line is that of a build which was killed.

use std::fs::File;
use std::io::{self, LineWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::{Status, Totals};
use super::share::Share;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::json;
use crate::source::Input;
use crate::system::output;

/// Goes up when a program that reads the lines has to change.
const VERSION: u32 = 1;

/// A line of a report.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line {
    /// The first one.
    Build {
        /// The version of the format.
        version: u32,
        /// The version of the program.
        program: String,
        /// The share of the forms that was to be built; `None` for all.
        shard: Option<Share>,
        /// How many forms that is.
        forms: usize,
    },
    /// A form.
    Form(Form),
    /// The last one.
    Summary {
        /// What came of all forms. What is found with several is counted once.
        #[serde(flatten)]
        totals: Totals,
        /// What was found that belongs to none of the forms.
        findings: Vec<Value>,
    },
}

impl Line {
    /// The first line of a report on so many forms.
    pub fn begin(shard: Option<Share>, forms: usize) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self::Build { version: VERSION, program, shard, forms }
    }
}

/// What became of a form.
#[derive(Debug, Serialize, Deserialize)]
pub struct Form {
    /// The project file, as the user named it.
    pub source: String,
    /// What became of it.
    pub status: Status,
    /// The files, below the output folder.
    pub output: Vec<String>,
    /// How many pages it has; `None` where that is not known.
    pub pages: Option<usize>,
    /// How many bytes the files have.
    pub bytes: u64,
    /// How long it took to print.
    pub seconds: f64,
    /// What was found, as `check --format json` has it.
    pub findings: Vec<Value>,
}

impl Form {
    /// A form that was not tried.
    pub fn skipped(input: &Input) -> Self {
        Self {
            source: input.name(),
            status: Status::Skipped,
            output: Vec::new(),
            pages: None,
            bytes: 0,
            seconds: 0.0,
            findings: Vec::new(),
        }
    }

    /// What it adds to the totals.
    pub fn totals(&self) -> Totals {
        Totals::of(self.status, self.pages.unwrap_or_default(), self.bytes)
    }
}

/// A report that is being written; or none, where none was asked for.
pub struct Report(Option<Mutex<Writer>>);

struct Writer {
    file: LineWriter<File>,
    /// What went wrong; then nothing more is written.
    failed: Option<io::Error>,
}

impl Report {
    /// Begins a report in the file at `path`.
    pub fn begin(
        path: Option<&Path>,
        shard: Option<Share>,
        forms: usize,
    ) -> Result<Self, Diagnostic> {
        let Some(path) = path else { return Ok(Self::none()) };
        let file = output::make_folder(path).and_then(|()| File::create(path));
        let file = file.map_err(|cause| output::unwritable(path, &cause))?;
        let report = Self(Some(Mutex::new(Writer { file: LineWriter::new(file), failed: None })));
        report.write(&Line::begin(shard, forms));
        Ok(report)
    }

    /// A report that no one asks for.
    pub fn none() -> Self {
        Self(None)
    }

    /// Adds a form.
    pub fn add(&self, form: impl FnOnce() -> Form) {
        if self.0.is_some() {
            self.write(&Line::Form(form()));
        }
    }

    /// Ends the report. Fails where it could not all be written.
    pub fn end(self, totals: Totals, found: &[Diagnostic]) -> io::Result<()> {
        self.write(&Line::Summary { totals, findings: json::findings(found) });
        let Some(writer) = self.0 else { return Ok(()) };
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.failed.map_or(Ok(()), Err)
    }

    fn write(&self, line: &Line) {
        let Some(writer) = &self.0 else { return };
        let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.failed.is_none() {
            let write = |file: &mut LineWriter<File>| -> io::Result<()> {
                writeln!(file, "{}", json::harmless_text(&serde_json::to_string(line)?))?;
                file.flush()
            };
            writer.failed = write(&mut writer.file).err();
        }
    }
}
