//! What verifying comes to, and how it is told.

use std::fmt::Write;
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::differences::{Difference, Kind};
use super::signatures::{self, Placed};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{json, one_line};
use crate::diagnostic::rule::{self, Rule};

/// Goes up when a program that reads the object has to change.
const VERSION: u32 = 2;

/// What came of verifying a PDF.
#[derive(Debug, Serialize)]
pub struct Verified<'a> {
    /// The PDF.
    #[serde(serialize_with = "name")]
    pub path: &'a Path,
    /// What it comes to.
    pub verdict: Verdict,
    /// The signatures, in the order they were made; last those of which that is not known.
    #[serde(serialize_with = "signatures")]
    pub(super) signatures: Vec<Placed>,
    /// Whether all is as in the form printed anew, but for signatures.
    #[serde(skip)]
    pub(super) is_whole: bool,
    /// What is not as in the form printed anew.
    pub(super) differences: Vec<Difference>,
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
    /// The PDF begins byte by byte as it is printed, and only signatures were added.
    Signed,
    /// The PDF was saved anew: all that it is made of is as it is printed, but for signatures
    /// that it may have.
    Same,
    /// The text of each cell is what the project says, but the PDF is another one than is
    /// printed: what is seen may be something else.
    Unproven,
    /// The pages say something else, or hide something, or a signature does not hold.
    Different,
    /// The PDF is a draft, which is not to be filed.
    Draft,
    /// The PDF carries no project, so there is nothing to verify it by.
    Foreign,
    /// The PDF cannot be read.
    Unread,
}

/// All verdicts, from good to bad, in a few words.
const ALL: [(Verdict, &str); 8] = [
    (Verdict::Intact, "原样"),
    (Verdict::Signed, "原样另有签章"),
    (Verdict::Same, "另存过"),
    (Verdict::Unproven, "画法不同"),
    (Verdict::Different, "不一致"),
    (Verdict::Draft, "草稿"),
    (Verdict::Foreign, "没有核对"),
    (Verdict::Unread, "读不了"),
];

/// How many PDFs came to each verdict.
#[derive(Debug, Default)]
pub struct Tally(Vec<Verdict>);

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, verdict: Verdict) {
        self.0.push(verdict);
    }

    /// Whether there is more than one PDF.
    pub fn is_worth_a_line(&self) -> bool {
        self.0.len() > 1
    }

    /// All that there are, in a line.
    pub fn line(&self) -> String {
        let counts = ALL.iter().filter_map(|(verdict, title)| {
            let count = self.0.iter().filter(|it| *it == verdict).count();
            (count > 0 || *verdict == Verdict::Intact).then(|| format!("{count} 份{title}"))
        });
        format!("{} 份 PDF：{}", self.0.len(), counts.collect::<Vec<_>>().join("，"))
    }
}

impl<'a> Verified<'a> {
    /// A PDF that cannot be verified, and why.
    pub(super) fn unread(path: &'a Path, found: Vec<Diagnostic>) -> Self {
        let is = |rule: &Rule| found.iter().any(|it| it.rule == rule);
        let verdict = if is(&rule::DRAFT_PDF) {
            Verdict::Draft
        } else if is(&rule::FOREIGN_PDF) {
            Verdict::Foreign
        } else {
            Verdict::Unread
        };
        let (signatures, differences) = (Vec::new(), Vec::new());
        Self { path, verdict, signatures, is_whole: false, differences, found }
    }

    /// The verdict in a line, and below it what there is to say about signatures.
    pub fn lines(&self) -> String {
        let mut lines = format!("{}：{}", one_line(&self.path.display().to_string()), self.title());
        for line in signatures::lines(&self.signatures) {
            let _ = write!(lines, "\n  {}", one_line(&line));
        }
        lines
    }

    /// Whether nothing but signatures is wrong.
    fn is_only_signatures(&self) -> bool {
        let mut errors = self.found.iter().filter(|found| found.is_error());
        errors.all(|error| error.rule == &rule::BAD_SIGNATURE)
    }

    /// Whether what differs is not on the pages.
    fn has_same_pages(&self) -> bool {
        let mut kinds = self.differences.iter().map(|difference| difference.kind);
        !self.differences.is_empty() && kinds.all(Kind::leaves_pages_alone)
    }

    fn title(&self) -> &'static str {
        match self.verdict {
            Verdict::Intact => "原样，与本程序重新排出的逐字节相同",
            Verdict::Signed if self.signatures.iter().any(Placed::is_doubtful) => {
                "原样，另有签章，但有签名没有核对：排出后只加了签章，别的没有动"
            }
            Verdict::Signed => "原样，另有签章：排出后只加了签章，别的没有动",
            Verdict::Same if !self.signatures.is_empty() => {
                "另存过，另有签章：除签章以外，内容和重新排出的全部相同"
            }
            Verdict::Same => "另存过，内容和重新排出的全部相同",
            Verdict::Unproven if self.has_same_pages() => {
                "每一格的文字和数据相同，页面也和重新排出的相同，但文件别的地方不同"
            }
            Verdict::Unproven => {
                "每一格的文字和数据相同，但页面的画法和本程序排的不同，看到的不一定就是数据"
            }
            Verdict::Different if self.is_only_signatures() && self.is_whole => {
                "签章不能作数；表格的内容和重新排出的相同"
            }
            Verdict::Different if self.is_only_signatures() => {
                "签章不能作数，文件也和重新排出的不同"
            }
            Verdict::Different => "和数据不一致，或者有看不见的内容",
            Verdict::Draft => "没有核对，这是草稿，不能报送",
            Verdict::Foreign => "没有核对，里面没有项目数据",
            Verdict::Unread => "没有核对，读不了",
        }
    }
}

/// All verdicts as an object for programs.
pub fn to_json(verified: &[Verified<'_>]) -> String {
    let value = json!({ "version": VERSION, "files": verified });
    // Texts and numbers can always be written.
    json::harmless_text(&serde_json::to_string_pretty(&value).unwrap_or_default()) + "\n"
}

fn name<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&path.display())
}

fn findings<S: Serializer>(found: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    json::findings(found).serialize(serializer)
}

fn signatures<S: Serializer>(all: &[Placed], serializer: S) -> Result<S::Ok, S::Error> {
    all.iter().map(Placed::to_json).collect::<Vec<Value>>().serialize(serializer)
}
