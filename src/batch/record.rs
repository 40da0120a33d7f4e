//! What became of each form, and of all of them.

use std::fmt;
use std::iter::Sum;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It was printed.
    Built,
    /// It had been printed before, and nothing has changed since.
    Current,
    /// It was not printed: the findings say why.
    Failed,
    /// It was not tried.
    Skipped,
}

/// How many forms there are, and what they came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// All forms.
    pub forms: usize,
    /// Those that were printed.
    pub built: usize,
    /// Those that were printed before.
    pub current: usize,
    /// Those that were not printed as something is wrong.
    pub failed: usize,
    /// Those that were not tried.
    pub skipped: usize,
    /// The pages of those that are printed.
    pub pages: usize,
    /// The bytes of their files.
    pub bytes: u64,
    /// The errors that were found.
    pub errors: usize,
    /// The warnings that were found.
    pub warnings: usize,
    /// The seconds that it took.
    pub seconds: f64,
}

impl Totals {
    /// One form.
    pub fn of(status: Status, pages: usize, bytes: u64) -> Self {
        let one = |is: Status| usize::from(status == is);
        Self {
            forms: 1,
            built: one(Status::Built),
            current: one(Status::Current),
            failed: one(Status::Failed),
            skipped: one(Status::Skipped),
            pages,
            bytes,
            ..Self::default()
        }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.forms += other.forms;
        self.built += other.built;
        self.current += other.current;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.pages += other.pages;
        self.bytes += other.bytes;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.seconds += other.seconds;
    }
}

impl Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        totals.fold(Self::default(), |mut sum, totals| {
            sum += totals;
            sum
        })
    }
}

impl Totals {
    /// The closing line, in which what was printed is called `what`. Of what seldom occurs,
    /// nothing is said where it did not; errors keep forms back, and are told of drafts only.
    pub fn in_words(&self, what: &str, with_errors: bool) -> String {
        let mut words = vec![format!("{} 份{what}", self.forms)];
        let mut add = |count: usize, unit: &str, is_told: bool| {
            words.extend(is_told.then(|| format!("{count} {unit}")));
        };
        add(self.current, "份未变", self.current > 0);
        add(self.skipped, "份没有排", self.skipped > 0);
        add(self.failed, "份失败", true);
        add(self.errors, "处错误", with_errors && self.errors > 0);
        add(self.warnings, "处警告", self.warnings > 0);
        add(self.pages, "页", self.pages > 0);
        words.extend((self.bytes > 0).then(|| Size(self.bytes).to_string()));
        words.push(format!("{:.1} 秒", self.seconds));
        words.join("，")
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words("表格", false))
    }
}

/// A size in the unit that suits it.
pub struct Size(pub u64);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0 as f64;
        match self.0 {
            0..1_000_000 => write!(f, "{:.0} kB", bytes / 1e3),
            1_000_000..1_000_000_000 => write!(f, "{:.1} MB", bytes / 1e6),
            _ => write!(f, "{:.1} GB", bytes / 1e9),
        }
    }
}
