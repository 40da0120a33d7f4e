//! Next year's files from this year's: every byte stays but for the year, the dates of what
//! is done within one year, and the schema that editors are led to. What else may need
//! another look is listed, not changed.

mod file;
mod looks;
mod modeline;
mod period;
mod places;
mod target;
mod words;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::defaults::Defaults;
use super::inputs::{self, DEFAULTS, Input};
use super::mend;
use crate::diagnostic::{Diagnostic, rule};
use crate::system::output;
use file::Roller;

/// This year's files as next year's; nothing is written yet.
#[derive(Debug, Serialize)]
pub struct Roll {
    /// The files, in the order in which they were found.
    pub files: Vec<RolledFile>,
    /// What was found on the way: files that were passed over.
    #[serde(skip)]
    pub found: Vec<Diagnostic>,
}

/// A file of this year as one of next year.
#[derive(Debug, Serialize)]
pub struct RolledFile {
    /// The file.
    pub from: PathBuf,
    /// Where the new one goes.
    pub to: PathBuf,
    /// What the new one says, with its byte-order mark where it has one.
    #[serde(skip)]
    pub text: String,
    /// What has been changed, in the order of the text.
    pub changes: Vec<Look>,
    /// What wants another look, in the order of the text.
    pub looks: Vec<Look>,
}

/// A place in a new file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// The line, from 1; `None` where it is about the file's name.
    pub line: Option<usize>,
    /// The column in characters, from 1.
    pub column: Option<usize>,
    /// What stands there, with some of what is around it.
    pub excerpt: String,
    /// Why it is listed.
    pub reason: Reason,
}

/// Why a place is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A year, or words such as 去年.
    Year,
    /// A month or a day.
    Date,
    /// An amount of money.
    Amount,
    /// A plan of five years that the new year does not belong to.
    Plan,
    /// When the project begins or ends.
    Period,
    /// A project that was to be done within one year.
    OneOff,
    /// What leads editors to the schema of another year.
    Schema,
}

impl Reason {
    /// The words for it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Year => "年份",
            Self::Date => "日期",
            Self::Amount => "金额",
            Self::Plan => "规划期",
            Self::Period => "起止时间",
            Self::OneOff => "一次性安排的项目，还要不要",
            Self::Schema => "编辑器用的 schema",
        }
    }
}

/// What there is to roll.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// Project files, default files, and folders with such.
    pub paths: &'a [PathBuf],
    /// The new year.
    pub year: &'a str,
    /// The folder that the new files go to; without it, the one beside that of the old files
    /// which is named after the new year.
    pub output: Option<&'a Path>,
}

/// Makes next year's files; whatever keeps one of them from being made is told, and then
/// there are none.
pub fn roll(order: &Order, defaults: &Defaults) -> Result<Roll, Vec<Diagnostic>> {
    if !mend::is_year(order.year) {
        let message = format!("“{}”不是年度", order.year);
        let found = Diagnostic::new(&rule::BAD_YEAR, message);
        return Err(found.help("写成四位数字，如 2027").into());
    }
    let inputs::Inputs { mut projects, mut found } = inputs::find_in_place(order.paths);
    let missing =
        projects.iter().filter_map(|input| input.load().err().filter(|_| !input.path.exists()));
    found.extend(missing);
    if found.iter().any(Diagnostic::is_error) {
        return Err(found);
    }
    let mut wrong = Vec::new();
    let mut targets = target::targets(&projects, order, &mut wrong);
    target::add_companions(&mut projects, &mut targets, order);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let sources: HashSet<PathBuf> = projects.iter().map(|input| input.path.to_path_buf()).collect();
    let roller = Roller { year: order.year, defaults, sources: &sources };
    let mut files = Vec::new();
    for (input, to) in projects.iter().zip(targets) {
        match roller.roll(input, to) {
            Ok(file) => files.push(file),
            Err(found) => wrong.extend(found),
        }
    }
    if wrong.is_empty() { Ok(Roll { files, found }) } else { Err(wrong) }
}

impl Roll {
    /// How many places want another look.
    pub fn count(&self) -> usize {
        self.files.iter().map(|file| file.looks.len()).sum()
    }

    /// Writes all files or none: what is there already is left alone, and whatever has been
    /// written before something goes wrong is taken away again.
    pub fn write(&self) -> Result<(), Vec<Diagnostic>> {
        let mut written: Vec<&Path> = Vec::new();
        for file in &self.files {
            if let Err(found) = output::create(&file.to, file.text.as_bytes()) {
                for path in written {
                    let _ = fs::remove_file(path);
                }
                return Err(found.into());
            }
            written.push(&file.to);
        }
        Ok(())
    }
}

/// Whether a file is one of defaults.
fn is_defaults(input: &Input) -> bool {
    input.path.file_name().is_some_and(|name| name == DEFAULTS)
}
