//! What is said about forms and about all of them, in a line each.

use std::fmt;

use rust_decimal::Decimal;

use crate::diagnostic::render::one_line;

use super::value::{AMOUNT_UNIT, Difference};
use super::{Comparison, Counts, Form, Pair, Side, Status, Unreadable, Version};

/// How many names of files are told one by one.
const MOST_NAMES: usize = 10;

/// A difference as it stands behind both values: `+2，+15.4%`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by, per_cent, unit } = self;
        match unit.as_str() {
            AMOUNT_UNIT if self.is_none() => f.write_str("写法变了，数额不变"),
            _ if self.is_none() => f.write_str("写法变了，数值不变"),
            AMOUNT_UNIT => match per_cent {
                Some(per_cent) => write!(f, "{by:+}，{per_cent:+}%"),
                None => write!(f, "{by:+}"),
            },
            "%" => write!(f, "{by:+} 个百分点"),
            unit => write!(f, "{by:+}{}", one_line(unit)),
        }
    }
}

impl Status {
    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Removed => "删去",
            Self::Changed => "改动",
            Self::Moved => "移动",
        }
    }
}

/// What a form is called now, or was called at last.
pub fn project_name(form: &Form) -> String {
    one_line(&form.sides.last().project.name)
}

/// Where a form stands: `甲.yaml`, or `甲.yaml → 乙.yaml`.
pub fn whereabouts(form: &Form) -> String {
    match &form.sides {
        Pair::Kept { old, new } if old.name != new.name => {
            format!("{} → {}", one_line(&old.name), one_line(&new.name))
        }
        sides => one_line(&sides.last().name),
    }
}

/// What there is to know of a form that is on one side only.
pub fn gist(Version { project, .. }: &Version) -> String {
    let groups = project.indicators.values().flat_map(|groups| groups.values());
    let indicators: usize = groups.map(|rows| rows.len()).sum();
    let total = project.funds.total.as_str();
    format!("资金总额 {total} {AMOUNT_UNIT}，{indicators} 个三级指标")
}

/// All that is said about the forms altogether, in lines.
pub fn lines(comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![counts(&comparison.counts)];
    lines.extend(money(comparison));
    lines.extend(unreadable(&comparison.unreadable));
    lines
}

fn counts(counts: &Counts) -> String {
    let Counts { forms, added, removed, changed, moved, unchanged } = counts;
    if *forms == 0 {
        return "没有可以比较的表格".to_owned();
    }
    if unchanged == forms {
        return format!("{forms} 份表格，没有改动");
    }
    format!(
        "{forms} 份表格：新增 {added}、删去 {removed}、改动 {changed}、只改名或移动 {moved}、未变 {unchanged}"
    )
}

fn money(comparison: &Comparison) -> Option<String> {
    if comparison.counts.forms == 0 {
        return None;
    }
    let [old, new] = comparison.totals;
    let (old, new) = (old?, new?);
    let sums = |old: Decimal, new: Decimal| format!("资金总额合计 {old} → {new} {AMOUNT_UNIT}");
    match comparison.difference().filter(|difference| !difference.is_none()) {
        Some(difference) => Some(format!("{}（{difference}）", sums(old, new))),
        None => Some(format!("资金总额合计 {new} {AMOUNT_UNIT}，没有变化")),
    }
}

fn unreadable(forms: &[Unreadable]) -> Option<String> {
    if forms.is_empty() {
        return None;
    }
    let name = |form: &Unreadable| format!("{}（{}）", one_line(&form.name), form.side.title());
    let mut names: Vec<String> = forms.iter().take(MOST_NAMES).map(name).collect();
    if forms.len() > MOST_NAMES {
        names.push("…".to_owned());
    }
    Some(format!("另有 {} 份读不出来，没有比较：{}", forms.len(), names.join("、")))
}

impl Side {
    fn title(self) -> &'static str {
        match self {
            Self::Old => "旧",
            Self::New => "新",
        }
    }
}
