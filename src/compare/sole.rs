//! All that a form says that is on one side only, as people read it.

use crate::project::Project;

use super::change::{Row, RowChange, RowKind, Sides};
use super::form::{FACTS, GOALS, REASONS};
use super::lines::{Entry, Line, row, whole};
use super::value::AMOUNT_UNIT;
use super::{Pair, Place, Side, funds, indicators};

/// The form's content; nothing where it is on both sides.
pub fn entries(sides: &Pair) -> Vec<Entry> {
    match sides {
        Pair::Added(version) => of_project(&version.project, Side::New),
        Pair::Removed(version) => of_project(&version.project, Side::Old),
        Pair::Kept { .. } => Vec::new(),
    }
}

fn of_project(project: &Project, side: Side) -> Vec<Entry> {
    let text = |(key, of): &(&str, fn(&Project) -> &str)| Entry {
        title: (*key).to_owned(),
        remark: String::new(),
        is_text: of(project).contains('\n'),
        lines: of(project).split('\n').map(|text| line(text, "", side)).collect(),
    };
    let total = Entry {
        title: "资金总额".to_owned(),
        remark: String::new(),
        is_text: false,
        lines: vec![line(project.funds.total.as_str(), AMOUNT_UNIT, side)],
    };
    let expenses = funds::rows(&project.funds).map(|row| of_row(row, RowKind::Expense, side));
    let indicators = indicators::rows(&project.indicators);
    let indicators = indicators.into_iter().map(|row| of_row(row, RowKind::Indicator, side));
    let facts = FACTS.iter().chain(&REASONS).map(text);
    let money = [total].into_iter().chain(expenses);
    facts.chain(money).chain(GOALS.iter().map(text)).chain(indicators).collect()
}

fn line(text: &str, unit: &'static str, side: Side) -> Line {
    let pieces = Some(whole(text, true));
    match side {
        Side::Old => Line { old: pieces, unit, ..Line::default() },
        Side::New => Line { new: pieces, unit, ..Line::default() },
    }
}

fn of_row(of: Row, kind: RowKind, side: Side) -> Entry {
    let sides = match side {
        Side::Old => Sides::Removed(of),
        Side::New => Sides::Added(of),
    };
    // That it is new or gone has been said of the form.
    Entry { remark: String::new(), ..row(&RowChange { kind, sides, place: Place::Same }) }
}
