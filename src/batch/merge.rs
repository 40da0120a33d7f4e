//! One report from those of several shares.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::record::Totals;
use super::report::{Form, Line};
use super::share::Share;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::json;
use crate::diagnostic::rule;

/// What several reports say together.
#[derive(Debug)]
pub struct Merged {
    /// What became of the forms, in the order of their files' names.
    pub forms: BTreeMap<String, Form>,
    /// What belongs to none of them.
    pub findings: Vec<Value>,
    /// What came of all.
    pub totals: Totals,
    /// What is wrong with the reports: some may be missing or cut off.
    pub found: Vec<Diagnostic>,
}

/// What one report says.
struct One {
    shard: Option<Share>,
    /// How many forms it is to be about.
    promised: usize,
    forms: Vec<Form>,
    /// `None` where the build was killed.
    summary: Option<(Totals, Vec<Value>)>,
}

/// Merges the reports in the files at `paths`. Where two speak of the same project
/// file, the later one in the list is right.
pub fn merge(paths: &[PathBuf]) -> Result<Merged, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let mut reports = Vec::new();
    for path in paths {
        match read(path) {
            Ok(report) => reports.push((path, report)),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    found.extend(reports.iter().filter(|(_, it)| it.summary.is_none()).map(|(path, _)| {
        Diagnostic::new(&rule::INCOMPLETE_REPORT, "这份报告没有写完：那一次排版中断了")
            .at(path.as_path())
            .help("用同样的参数再排一次，会接着排")
    }));
    found.extend(reports.iter().filter(|(_, it)| !it.adds_up()).map(|(path, _)| {
        Diagnostic::new(&rule::INCOMPLETE_REPORT, "这份报告的份数对不上：有的行少了，或者改过")
            .at(path.as_path())
            .help("再排一次，用新的报告")
    }));
    found.extend(missing(reports.iter().filter_map(|(_, report)| report.shard)));
    let mut forms = BTreeMap::new();
    let mut findings = Vec::new();
    let mut seconds = 0.0;
    for (_, report) in reports {
        forms.extend(report.forms.into_iter().map(|form| (form.source.clone(), form)));
        if let Some((totals, of_none)) = report.summary {
            seconds += totals.seconds;
            findings.extend(of_none);
        }
    }
    let mut seen = HashSet::new();
    let (mut errors, mut warnings) = (0, 0);
    for finding in forms.values().flat_map(|form| &form.findings).chain(&findings) {
        if seen.insert(finding.to_string()) {
            errors += usize::from(finding["severity"] == "error");
            warnings += usize::from(finding["severity"] == "warning");
        }
    }
    let sum: Totals = forms.values().map(Form::totals).sum();
    let totals = Totals { seconds, errors, warnings, ..sum };
    Ok(Merged { forms, findings, totals, found })
}

impl Merged {
    /// The report of all.
    pub fn to_text(self) -> Result<String, serde_json::Error> {
        let Self { forms, findings, totals, .. } = self;
        let first = Line::begin(None, forms.len());
        let last = Line::Summary { totals, findings };
        let lines = [first].into_iter().chain(forms.into_values().map(Line::Form)).chain([last]);
        let mut text = String::new();
        for line in lines {
            text.push_str(&json::harmless_text(&serde_json::to_string(&line)?));
            text.push('\n');
        }
        Ok(text)
    }
}

fn read(path: &Path) -> Result<One, Diagnostic> {
    let bytes = fs::read(path).map_err(|cause| Diagnostic::unreadable(path, &cause))?;
    let wrong = |line: usize| {
        Diagnostic::new(&rule::INCOMPLETE_REPORT, format!("第 {line} 行不是 build --log 写的"))
            .at(path)
            .help("只给出 build --log 写的文件")
    };
    // A line without an end is that of a build which was killed.
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let mut report = One { shard: None, promised: 0, forms: Vec::new(), summary: None };
    let mut has_begun = false;
    for (line, number) in bytes[..end].split_inclusive(|byte| *byte == b'\n').zip(1..) {
        match serde_json::from_slice(line) {
            Ok(Line::Build { shard, forms, .. }) if number == 1 => {
                has_begun = true;
                report.shard = shard;
                report.promised = forms;
            }
            Ok(Line::Form(form)) if has_begun && report.summary.is_none() => {
                report.forms.push(form);
            }
            Ok(Line::Summary { totals, findings }) if has_begun && report.summary.is_none() => {
                report.summary = Some((totals, findings));
            }
            _ => return Err(wrong(number)),
        }
    }
    if has_begun { Ok(report) } else { Err(wrong(1)) }
}

impl One {
    /// Whether it has a line for each form, and sums them up rightly.
    fn adds_up(&self) -> bool {
        let Some((summary, _)) = &self.summary else { return true };
        let counts = |totals: &Totals| {
            let Totals { forms, built, current, failed, skipped, pages, bytes, .. } = *totals;
            (forms, built, current, failed, skipped, pages, bytes)
        };
        let sum = self.forms.iter().map(Form::totals).sum();
        counts(summary) == counts(&sum) && self.promised == self.forms.len()
    }
}

/// How many missing shares are named.
const MOST: usize = 20;

/// The shares that there are no reports of, and those that there are two of.
fn missing(shares: impl Iterator<Item = Share>) -> Vec<Diagnostic> {
    let mut twice = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for share in shares {
        if !seen.insert((share.of.get(), share.number.get())) {
            twice.insert(share.to_string());
        }
    }
    let shares = seen;
    let counts: BTreeSet<_> = shares.iter().map(|(of, _)| *of).collect();
    let mut found = Vec::new();
    if !twice.is_empty() {
        let twice: Vec<_> = twice.into_iter().collect();
        let message = format!("这些分片的报告给了不止一份：{}", twice.join("、"));
        found.push(Diagnostic::new(&rule::INCOMPLETE_REPORT, message).help("每片只给最后那一份"));
    }
    if counts.len() > 1 {
        let counts: Vec<_> = counts.iter().map(ToString::to_string).collect();
        found.push(Diagnostic::new(
            &rule::INCOMPLETE_REPORT,
            format!("这些报告的份数不同（{}），合不到一起", counts.join("、")),
        ));
        return found;
    }
    for of in counts {
        let missing = of as usize - shares.len();
        let first = (1..=of).filter(|number| !shares.contains(&(of, *number))).take(MOST);
        let mut first: Vec<_> = first.map(|number| format!("{number}/{of}")).collect();
        if missing > 0 {
            if missing > MOST {
                first.push(format!("… 共 {missing} 片"));
            }
            found.push(
                Diagnostic::new(
                    &rule::INCOMPLETE_REPORT,
                    format!("缺少这些分片的报告：{}", first.join("、")),
                )
                .help("把它们也写进命令；还没有排的，用 --shard 排"),
            );
        }
    }
    found
}
