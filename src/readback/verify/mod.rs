//! Whether a printed form says what the project says that it carries, and whether it is
//! still as it was printed.
//!
//! ```text
//!  PDF ──► reader ──► project ──► worker ──► the form printed anew
//!             └─► pages ──► compare ◄──────────────┘
//! ```
//!
//! The pages are held against the project cell by cell, whoever has made them. The form
//! printed anew settles the rest: only where all that hangs from the catalog is the same
//! in both is it proven that the pages show what the project says.

mod compare;
mod reprint;

use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{json, one_line};
use crate::diagnostic::rule::{self, Rule};
use crate::readback::extract;
use crate::readback::{Printout, Readers, Reading};
use crate::source::Source;
use crate::source::forms::Forms;
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

pub use reprint::{Reprint, Reprinter};

/// How many PDFs are looked at together: what is known of them is kept in memory.
const TOGETHER: usize = 256;

/// Verifies PDFs.
pub struct Verifier<'a> {
    /// Reads them.
    pub readers: Readers<'a>,
    /// The forms that there are.
    pub forms: &'a Forms,
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
    /// The PDF was saved anew: all that it is made of is as it is printed.
    Same,
    /// The text of each cell is what the project says, but the PDF is another one than is
    /// printed: what is seen may be something else.
    Unproven,
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
}

impl<'a> Verifier<'a> {
    /// Verifies PDFs; `tell` hears of each, in their order.
    pub fn verify(&'a self, paths: &'a [PathBuf], mut tell: impl FnMut(Verified<'a>)) {
        for paths in paths.chunks(TOGETHER) {
            let read = parallel::map(paths, None, |path| self.read(path));
            let candidates = read.iter().filter_map(|read| read.as_ref().ok());
            let likely = candidates.filter(|it| it.is_likely()).map(|it| &it.reading).collect();
            let reprints = self.reprinter.print(likely);
            let mut reprints = reprints.into_iter();
            for (path, read) in paths.iter().zip(read) {
                tell(match (read, path) {
                    (Err(found), path) => Verified { path, verdict: Verdict::Unread, found },
                    (Ok(candidate), _) if candidate.is_likely() => {
                        candidate.judge(reprints.next().unwrap_or_default())
                    }
                    (Ok(candidate), _) => candidate.judge(Reprint::not_worth_it()),
                });
            }
        }
    }

    fn read(&'a self, path: &'a PathBuf) -> Result<Candidate<'a>, Vec<Diagnostic>> {
        let (reading, bytes) = self.readers.read(path, true)?;
        let source = extract::project(&reading, path, self.forms)?;
        Ok(Candidate { path, reading, bytes: Fingerprint::of(&bytes), source })
    }
}

impl<'a> Candidate<'a> {
    /// Whether its pages may be what is printed of its project.
    fn is_likely(&self) -> bool {
        let pages = self.reading.pages.as_ref();
        pages.is_some_and(|pages| compare::is_likely(pages, &self.source.project))
    }

    fn judge(&self, reprint: Reprint) -> Verified<'a> {
        let path = self.path;
        if reprint.bytes == Some(self.bytes) {
            return Verified { path, verdict: Verdict::Intact, found: Vec::new() };
        }
        let (pages, anew) = (self.reading.pages.as_ref(), reprint.pages.as_ref());
        let is_whole = pages.zip(anew).is_some_and(|(pages, anew)| pages.whole == anew.whole);
        let mut found = match pages {
            Some(pages) if !is_whole => self.compare(pages, anew),
            _ => Vec::new(),
        };
        let verdict = match (is_whole, found.is_empty()) {
            (true, _) => Verdict::Same,
            (false, true) => Verdict::Unproven,
            (false, false) => Verdict::Different,
        };
        let rule = match verdict {
            Verdict::Unproven => &rule::UNPROVEN_PDF,
            _ => &rule::CHANGED_PDF,
        };
        found.push(self.changed(rule, &reprint, is_whole));
        let found = found.into_iter().map(|it| it.at(path)).collect();
        Verified { path, verdict, found }
    }

    fn compare(&self, pages: &Printout, reprint: Option<&Printout>) -> Vec<Diagnostic> {
        let other = |message| Diagnostic::new(&rule::PRINTED_OTHERWISE, message);
        let hidden = |message| Diagnostic::new(&rule::HIDDEN_CONTENT, message);
        let project = &self.source.project;
        let mut found: Vec<_> =
            compare::differences(pages, project, reprint).into_iter().map(other).collect();
        found.extend(pages.oddities.iter().map(|oddity| hidden(oddity.message())));
        found.extend(reprint.and_then(|it| compare::strange_glyphs(pages, it)).map(hidden));
        found
    }

    /// That the file is not as it was printed, and what may be the cause.
    fn changed(&self, rule: &'static Rule, reprint: &Reprint, is_whole: bool) -> Diagnostic {
        let message = match &reprint.failure {
            None if is_whole => "文件另存过，里面的内容和重新排出的全部相同".to_owned(),
            None => "页面的画法或者文件的内容和本程序重新排出的不同".to_owned(),
            Some(why) => format!("没有重新排表，不知道文件是不是原样：{why}"),
        };
        if is_whole {
            return Diagnostic::new(rule, message)
                .help("要逐字节相同的，请用 jixiao build 排出的原文件");
        }
        let mut causes = Vec::new();
        if self.reading.appended > 0 {
            let count = self.reading.appended;
            causes.push(format!("文件结束的标记以后还有 {count} 字节，是后来加上的"));
        }
        let own = env!("CARGO_PKG_VERSION");
        let creator = self.reading.info.creator.as_deref().unwrap_or_default();
        causes.push(match creator.strip_prefix("jixiao ") {
            Some(version) if version == own => format!(
                "它自称由本版本（{own}）排出：可能用了自备的版式或字体（加 --templates、--fonts 再核对），或者被改写页面的软件（如 Ghostscript）另存过，也可能是伪造的"
            ),
            Some(version) => format!("它自称由 jixiao {version} 排出，本程序是 {own}，排法可能有变：用那个版本核对；不是的话，可能是伪造的"),
            None => "它没有写明由 jixiao 排出：多半被改写页面的软件（如 Ghostscript）另存过，也可能是伪造的".to_owned(),
        });
        Diagnostic::new(rule, message).help(causes.join("；"))
    }
}

impl Verdict {
    /// What there is to say, after the name of the PDF.
    pub fn title(self) -> &'static str {
        match self {
            Self::Intact => "原样，与本程序重新排出的逐字节相同",
            Self::Same => "另存过，内容和重新排出的全部相同",
            Self::Unproven => {
                "每一格的文字和数据相同，但页面的画法和本程序排的不同，看到的不一定就是数据"
            }
            Self::Different => "和数据不一致，或者有看不见的内容",
            Self::Unread => "没有核对",
        }
    }
}

impl Verified<'_> {
    /// The verdict in a line.
    pub fn line(&self) -> String {
        format!("{}：{}", one_line(&self.path.display().to_string()), self.verdict.title())
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
