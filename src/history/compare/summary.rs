//! What is said about forms and about all of them, in a line each.

use std::fmt;

use rust_decimal::Decimal;

use crate::diagnostic::render::one_line;
use crate::form::Kind;

use super::value::Difference;
use super::{
    ComparedForm, Comparison, FormCounts, FormStatus, FormVersion, NotCompared, Pair, Side,
};

/// How many names of files are told one by one.
const MOST_NAMES: usize = 10;

/// A difference as it stands behind both values: `+2，+15.4%`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { by, per_cent, unit } = self;
        let is_amount = unit == Kind::Amount.unit();
        match (unit.as_str(), per_cent) {
            _ if self.is_none() && is_amount => f.write_str("写法变了，数额不变"),
            _ if self.is_none() => f.write_str("写法变了，数值不变"),
            (_, Some(per_cent)) if is_amount => write!(f, "{by:+}，{per_cent:+}%"),
            (_, None) if is_amount => write!(f, "{by:+}"),
            ("%", _) => write!(f, "{by:+} 个百分点"),
            (unit, _) => write!(f, "{by:+}{}", one_line(unit)),
        }
    }
}

impl FormStatus {
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
pub fn project_name(form: &ComparedForm) -> String {
    one_line(&form.sides.last().project.name())
}

/// Where a form stands: `甲.yaml`, or `甲.yaml → 乙.yaml`.
pub fn whereabouts(form: &ComparedForm) -> String {
    match &form.sides {
        Pair::Kept { old, new } if old.name != new.name => {
            format!("{} → {}", one_line(&old.name), one_line(&new.name))
        }
        sides => one_line(&sides.last().name),
    }
}

/// What there is to know of a form that is on one side only; may be empty.
pub fn gist(FormVersion { project, .. }: &FormVersion) -> String {
    let form = project.form();
    let name = (!form.is_default).then(|| form.name.clone());
    let total = form.total_name().zip(project.total());
    let total = total.map(|(name, total)| format!("{name} {total} {}", Kind::Amount.unit()));
    let indicators = form.indicators().and_then(|(_, tree)| {
        Some(format!("{} 个{}", project.indicators().len(), tree.levels.last()?))
    });
    let told: Vec<String> = [name, total, indicators].into_iter().flatten().collect();
    one_line(&told.join("，"))
}

/// All that is said about the forms altogether, in lines.
pub fn lines(comparison: &Comparison) -> Vec<String> {
    let mut lines = vec![counts(&comparison.counts)];
    lines.extend(money(comparison));
    lines.extend(unreadable(&comparison.unreadable));
    lines
}

fn counts(counts: &FormCounts) -> String {
    let FormCounts { forms, added, removed, changed, moved, unchanged } = counts;
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
    let name = one_line(comparison.total_name.as_ref()?);
    let [old, new] = comparison.totals;
    let (old, new) = (old?, new?);
    let unit = Kind::Amount.unit();
    let sums = |old: Decimal, new: Decimal| format!("{name}合计 {old} → {new} {unit}");
    match comparison.difference().filter(|difference| !difference.is_none()) {
        Some(difference) => Some(format!("{}（{difference}）", sums(old, new))),
        None => Some(format!("{name}合计 {new} {unit}，没有变化")),
    }
}

fn unreadable(forms: &[NotCompared]) -> Option<String> {
    if forms.is_empty() {
        return None;
    }
    let name = |form: &NotCompared| format!("{}（{}）", one_line(&form.name), form.side.title());
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
