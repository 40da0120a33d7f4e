//! Whether a printed form says what the project says that it carries, and whether it is
//! still as it was printed.
//!
//! ```text
//!  PDF ──► reader ──► project ──► worker ──► the form printed anew
//!             └─► pages ──► compare ◄──────────────┘
//! ```
//!
//! The pages are held against the project cell by cell, whoever has made them. The form
//! printed anew settles whether the file was changed, and knows how every character is
//! drawn.

mod compare;
mod reprint;

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::check;
use crate::diagnostic::Diagnostic;
use crate::edition::Editions;
use crate::extract;
use crate::fingerprint::Fingerprint;
use crate::parallel;
use crate::readback::{Pages, Readers, Reading};
use crate::report::json;
use crate::rule;
use crate::source::Source;

pub use reprint::{Reprint, Reprinter};

/// How many PDFs are looked at together: what is known of them is kept in memory.
const TOGETHER: usize = 256;

/// Verifies PDFs.
pub struct Verifier<'a> {
    /// Reads them.
    pub readers: Readers<'a>,
    /// The editions that there are.
    pub editions: &'a Editions,
    /// Prints their projects anew.
    pub reprinter: Reprinter<'a>,
}

/// What came of verifying a PDF.
#[derive(Debug, Serialize)]
pub struct Verified<'a> {
    /// The PDF.
    #[serde(serialize_with = "name")]
    path: &'a Path,
    /// What it comes to.
    pub verdict: Verdict,
    /// What was found.
    #[serde(rename = "findings", serialize_with = "findings")]
    pub found: Vec<Diagnostic>,
}

/// What verifying comes to, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The PDF is byte by byte as it is printed.
    Intact,
    /// The pages say what the project says, but the file is another one.
    Same,
    /// The pages say something else, or hide something.
    Different,
    /// The PDF cannot be verified.
    Unread,
}

/// A PDF that has been read, and is to be held against its project.
struct Candidate<'a> {
    path: &'a Path,
    reading: Reading,
    bytes: Fingerprint,
    source: Source,
    title: &'a str,
}

impl<'a> Verifier<'a> {
    /// Verifies PDFs; `tell` hears of each, in their order.
    pub fn verify(&'a self, paths: &'a [PathBuf], mut tell: impl FnMut(Verified<'a>)) {
        for paths in paths.chunks(TOGETHER) {
            let read = parallel::map(paths, None, |path| self.read(path));
            let readings = read.iter().filter_map(|read| read.as_ref().ok());
            let reprints = self.reprinter.print(readings.map(|it| &it.reading).collect());
            let mut reprints = reprints.into_iter();
            for (path, read) in paths.iter().zip(read) {
                tell(match (read, path) {
                    (Err(found), path) => Verified { path, verdict: Verdict::Unread, found },
                    (Ok(candidate), _) => candidate.judge(reprints.next().unwrap_or_default()),
                });
            }
        }
    }

    fn read(&'a self, path: &'a PathBuf) -> Result<Candidate<'a>, Vec<Diagnostic>> {
        let (reading, bytes) = self.readers.read(path, true)?;
        let source = extract::project(&reading, path)?;
        let title = &check::edition(&source, self.editions)?.manifest.title;
        Ok(Candidate { path, reading, bytes: Fingerprint::of(&bytes), source, title })
    }
}

impl<'a> Candidate<'a> {
    fn judge(&self, reprint: Reprint) -> Verified<'a> {
        let path = self.path;
        if reprint.bytes == Some(self.bytes) {
            return Verified { path, verdict: Verdict::Intact, found: Vec::new() };
        }
        let mut found = match &self.reading.pages {
            Some(pages) => self.compare(pages, reprint.pages.as_ref()),
            None => Vec::new(),
        };
        let verdict = if found.is_empty() { Verdict::Same } else { Verdict::Different };
        found.push(self.changed(&reprint));
        let found = found.into_iter().map(|it| it.at(path)).collect();
        Verified { path, verdict, found }
    }

    fn compare(&self, pages: &Pages, reprint: Option<&Pages>) -> Vec<Diagnostic> {
        let other = |message| Diagnostic::new(&rule::PRINTED_OTHERWISE, message);
        let hidden = |message| Diagnostic::new(&rule::HIDDEN_CONTENT, message);
        let project = &self.source.project;
        let mut found: Vec<_> = compare::differences(pages, project, self.title, reprint)
            .into_iter()
            .map(other)
            .collect();
        found.extend(pages.oddities.iter().map(|oddity| hidden(oddity.message())));
        found.extend(reprint.and_then(|it| compare::strange_glyphs(pages, it)).map(hidden));
        found
    }

    /// That the file is not as it was printed, and what may be the cause.
    fn changed(&self, reprint: &Reprint) -> Diagnostic {
        let message = match &reprint.failure {
            None => "文件和本程序重新排出的不是逐字节相同".to_owned(),
            Some(why) => format!("里面的数据重新排不出表来，不知道文件是不是原样：{why}"),
        };
        let mut causes = Vec::new();
        if self.reading.appended > 0 {
            let count = self.reading.appended;
            causes.push(format!("文件结束的标记以后还有 {count} 字节，是后来加上的"));
        }
        let own = env!("CARGO_PKG_VERSION");
        let creator = self.reading.info.creator.as_deref().unwrap_or_default();
        causes.push(match creator.strip_prefix("jixiao ") {
            Some(version) if version == own => format!(
                "它自称由本版本（{own}）排出：可能用了自备的版式或字体（加 --templates、--fonts 再核对），或者被别的软件另存过、改过"
            ),
            Some(version) => format!("它自称由 jixiao {version} 排出，本程序是 {own}，排法可能有变"),
            None => "它没有写明由 jixiao 排出，多半被别的软件另存过".to_owned(),
        });
        Diagnostic::new(&rule::CHANGED_PDF, message).help(causes.join("；"))
    }
}

impl Verdict {
    /// What there is to say, after the name of the PDF.
    pub fn title(self) -> &'static str {
        match self {
            Self::Intact => "原样，与本程序重新排出的逐字节相同",
            Self::Same => "每一格都和数据相同，但文件不是原样",
            Self::Different => "和数据不一致，或者有看不见的内容",
            Self::Unread => "没有核对",
        }
    }
}

impl Verified<'_> {
    /// The verdict in a line.
    pub fn line(&self) -> String {
        format!("{}：{}", self.path.display(), self.verdict.title())
    }
}

/// All verdicts as an object for programs.
pub fn to_json(verified: &[Verified<'_>]) -> String {
    let value = serde_json::json!({ "version": 1, "files": verified });
    // Texts and numbers can always be written.
    json::harmless_text(&serde_json::to_string_pretty(&value).unwrap_or_default()) + "\n"
}

fn name<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

fn findings<S: Serializer>(found: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    json::findings(found).serialize(serializer)
}
