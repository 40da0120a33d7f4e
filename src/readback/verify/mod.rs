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
mod differences;
mod inputs;
mod marks;
mod reprint;
mod signatures;
mod verdict;

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::{self, Rule};
use crate::readback::extract;
use crate::readback::{Printout, Readers, Reading};
use crate::source::Source;
use crate::source::forms::Forms;
use crate::system::fingerprint::Fingerprint;
use crate::system::parallel;

pub use differences::{Difference, Kind};
pub use inputs::{Inputs, find};
use marks::Cells;
pub use reprint::{Reprint, Reprinter};
pub use verdict::{Tally, Verdict, Verified, to_json};

/// How many PDFs are looked at together: what is known of them is kept in memory.
const TOGETHER: usize = 256;
/// How many differences are told. With more, the form is another one altogether.
const MOST: usize = 8;

/// Verifies PDFs.
pub struct Verifier<'a> {
    /// Reads them.
    pub readers: Readers<'a>,
    /// The forms that there are.
    pub forms: &'a Forms,
    /// Prints their projects anew.
    pub reprinter: Reprinter<'a>,
}

/// A PDF that has been read, and is to be held against its project.
struct Candidate<'a> {
    path: &'a Path,
    reading: Reading,
    bytes: Fingerprint,
    /// The fingerprint of the PDF as it was first written.
    first: Fingerprint,
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
                    (Err(found), path) => Verified::unread(path, found),
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
        let first = Fingerprint::of(bytes.get(..reading.written).unwrap_or_default());
        Ok(Candidate { path, reading, bytes: Fingerprint::of(&bytes), first, source })
    }
}

impl<'a> Candidate<'a> {
    /// Whether its pages may be what is printed of its project.
    fn is_likely(&self) -> bool {
        let pages = self.reading.pages.as_ref();
        pages.is_some_and(|pages| compare::is_likely(pages, &self.source.project))
    }

    fn judge(&self, reprint: Reprint) -> Verified<'a> {
        let (pages, anew) = (self.reading.pages.as_ref(), reprint.pages.as_ref());
        if reprint.bytes == Some(self.bytes) {
            return self.verified(Verdict::Intact, true, Vec::new(), Vec::new());
        }
        let Some(pages) = pages else {
            return self.verified(Verdict::Unread, false, Vec::new(), Vec::new());
        };
        let cells = Cells::of(pages, self.source.project.form());
        let differences = differences::find(&pages.anatomy, anew.map(|anew| &anew.anatomy), &cells);
        let is_signed = !pages.signatures.is_empty();
        let mut found = signatures::find(pages, &cells);
        let is_whole = anew.is_some_and(|anew| pages.whole == anew.whole);
        let is_first = reprint.first == Some(self.first);
        if is_whole {
            let verdict = match found.iter().any(Diagnostic::is_error) {
                true => Verdict::Different,
                false if is_signed && is_first => Verdict::Signed,
                false => Verdict::Same,
            };
            if !is_first || !is_signed {
                found.push(self.changed(&rule::CHANGED_PDF, &reprint, &differences, true));
            }
            return self.verified(verdict, true, found, differences);
        }
        let texts = compare::differences(pages, &self.source.project, anew);
        let texts = texts.into_iter().map(|message| Difference::new(Kind::Text, message));
        let differences: Vec<_> = texts.chain(differences).collect();
        found.extend(self.compare(pages, anew, &differences));
        let verdict = match found.is_empty() {
            true => Verdict::Unproven,
            false => Verdict::Different,
        };
        let rule = match verdict {
            Verdict::Unproven => &rule::UNPROVEN_PDF,
            _ => &rule::CHANGED_PDF,
        };
        found.push(self.changed(rule, &reprint, &differences, false));
        self.verified(verdict, false, found, differences)
    }

    fn verified(
        &self,
        verdict: Verdict,
        is_whole: bool,
        found: Vec<Diagnostic>,
        differences: Vec<Difference>,
    ) -> Verified<'a> {
        let found = found.into_iter().map(|it| it.at(self.path)).collect();
        let pages = self.reading.pages.as_ref();
        let form = self.source.project.form();
        let signatures = pages.map(|pages| signatures::all(pages, form)).unwrap_or_default();
        let path = self.path;
        Verified { path, verdict, signatures, is_whole, differences, found }
    }

    fn compare(
        &self,
        pages: &Printout,
        reprint: Option<&Printout>,
        differences: &[Difference],
    ) -> Vec<Diagnostic> {
        let other = |message| Diagnostic::new(&rule::PRINTED_OTHERWISE, message);
        let hidden = |message| Diagnostic::new(&rule::HIDDEN_CONTENT, message);
        let told = |is_told: fn(Kind) -> bool| {
            let told = differences.iter().filter(move |it| is_told(it.kind));
            told.map(|it| it.message.clone())
        };
        let mut found: Vec<_> = told(|kind| kind == Kind::Text).map(other).collect();
        found.extend(told(Kind::is_other_paper).map(other));
        found.extend(pages.oddities.iter().map(|oddity| hidden(oddity.message())));
        found.extend(told(Kind::is_hidden_content).take(MOST).map(hidden));
        let more = told(Kind::is_hidden_content).count().saturating_sub(MOST);
        found.extend((more > 0).then(|| hidden(format!("这样的地方另有 {more} 处"))));
        found.extend(reprint.and_then(|it| compare::strange_glyphs(pages, it)).map(hidden));
        found
    }

    /// That the file is not as it was printed, and what may be the cause.
    fn changed(
        &self,
        rule: &'static Rule,
        reprint: &Reprint,
        differences: &[Difference],
        is_whole: bool,
    ) -> Diagnostic {
        let message = match &reprint.failure {
            None if is_whole => "文件另存过，里面的内容和重新排出的全部相同".to_owned(),
            None => "和本程序重新排出的不同".to_owned(),
            Some(why) => format!("没有重新排表，不知道文件是不是原样：{why}"),
        };
        let told: Vec<_> = differences
            .iter()
            .filter(|it| !it.kind.is_told_by_itself())
            .filter(|it| it.kind.comes_with_saving() == is_whole)
            .map(|it| it.message.as_str())
            .collect();
        let more = match told.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!("；另有 {more} 处"),
        };
        let told = told.iter().take(MOST).copied().collect::<Vec<_>>().join("；");
        let message = match told.is_empty() {
            true if !is_whole && !differences.is_empty() && reprint.failure.is_none() => {
                format!("{message}，不同的地方见上面")
            }
            true => message,
            false if is_whole => format!("{message}；另存时变了的只有：{told}{more}"),
            false if reprint.failure.is_some() => format!("{message}；{told}{more}"),
            false => format!("{message}：{told}{more}"),
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
