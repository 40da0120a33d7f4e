//! What has changed within a form.

use crate::form::{CONTACT, Project};

use super::change::{Change, GroupChange, Place, Row, RowChange, RowKind, Sides};
use super::words::Words;
use super::{funds, indicators, paragraphs};

/// A key of the project file and how to get at its text.
type Key = (&'static str, fn(&Project) -> &str);

/// What takes a line of the form, or few.
pub const FACTS: [Key; 10] = [
    ("年度", |project| &project.year),
    ("项目名称", |project| &project.name),
    ("主管部门", |project| &project.department),
    ("项目类型", |project| &project.kind),
    ("项目级次", |project| &project.level),
    ("开始时间", |project| &project.start),
    ("完成时间", |project| &project.end),
    ("实施单位", |project| &project.unit),
    ("项目负责人", |project| &project.person),
    ("联系电话", |project| &project.phone),
];

/// The long texts before the money.
pub const REASONS: [Key; 3] = [
    ("立项必要性", |project| &project.necessity),
    ("实施可行性", |project| &project.feasibility),
    ("项目实施内容", |project| &project.content),
];

/// The long texts after the money.
pub const GOALS: [Key; 2] = [
    ("中长期目标", |project| &project.long_term_goal),
    ("年度目标", |project| &project.annual_goal),
];

/// Whether two forms say the same in the same order.
pub fn is_equal(old: &Project, new: &Project) -> bool {
    // What is equal by key may still stand in another order.
    old == new && old.cells() == new.cells()
}

/// All changes, in the form's order.
pub fn changes(old: &Project, new: &Project) -> Vec<Change> {
    let mut changes: Vec<Change> = FACTS.iter().filter_map(|key| fact(key, old, new)).collect();
    changes.extend(REASONS.iter().filter_map(|key| text(key, old, new)));
    changes.extend(funds::changes(old, new));
    changes.extend(GOALS.iter().filter_map(|key| text(key, old, new)));
    changes.extend(indicators::changes(&old.indicators, &new.indicators));
    changes
}

/// A fact that takes several lines is told as a text.
fn fact(key: &Key, old: &Project, new: &Project) -> Option<Change> {
    let (name, of) = key;
    let (before, after) = (of(old), of(new));
    if before.contains('\n') || after.contains('\n') {
        return text(key, old, new);
    }
    (before != after).then(|| Change::Fact { key: name, words: Words::of(before, after) })
}

fn text((name, of): &Key, old: &Project, new: &Project) -> Option<Change> {
    let (before, after) = (of(old), of(new));
    (before != after)
        .then(|| Change::Text { key: name, paragraphs: paragraphs::compare(before, after) })
}

/// Paths of cells, as [`Project::cells`] has them.
pub type Paths = Vec<Vec<String>>;

/// The cells that a change concerns, on either side.
pub fn cells(change: &Change) -> [Paths; 2] {
    let both = |path: &[&str]| {
        let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
        [vec![path.clone()], vec![path]]
    };
    match change {
        // No cell has it.
        Change::Fact { key: "年度", .. } | Change::Text { key: "年度", .. } => [vec![], vec![]],
        Change::Fact { key, .. } | Change::Text { key, .. } => match *key {
            "项目负责人" | "联系电话" => both(&[CONTACT]),
            key => both(&[key]),
        },
        Change::Total(_) => both(&["项目资金", "资金总额"]),
        Change::Row(change) => cells_of_row(change),
        Change::Group(change) => cells_of_group(change),
    }
}

fn cells_of_row(change: &RowChange) -> [Paths; 2] {
    let values = change.values();
    let is_whole = change.place != Place::Same || !matches!(change.sides, Sides::Kept { .. });
    let is_named = is_whole || change.renamed().is_some();
    let cells = |row: Option<&Row>| {
        let Some(row) = row else { return Vec::new() };
        let [name, half_year, full_year] = row_cells(row, change.kind);
        let cells = [
            (is_named, name),
            (is_whole || values[0].is_some(), half_year),
            (is_whole || values[1].is_some(), full_year),
        ];
        cells.into_iter().filter(|(is_changed, _)| *is_changed).map(|(_, path)| path).collect()
    };
    [cells(change.sides.before()), cells(change.sides.after())]
}

/// The name's cell and those of the values.
fn row_cells(row: &Row, kind: RowKind) -> [Vec<String>; 3] {
    let [half_year, full_year] =
        kind.columns().map(|column| [&*row.path, &[column.to_owned()]].concat());
    [row.path.clone(), half_year, full_year]
}

fn cells_of_group(change: &GroupChange) -> [Paths; 2] {
    let cells = |path: Option<&Vec<String>>, rows: &[Row]| {
        let Some(path) = path else { return Vec::new() };
        let mut paths = vec![path.clone()];
        for row in rows {
            let group = row.path[..row.path.len().saturating_sub(1)].to_vec();
            if paths.last().is_none_or(|last| !last.starts_with(&group)) && group != *path {
                paths.push(group);
            }
            paths.extend(row_cells(row, RowKind::Indicator));
        }
        paths
    };
    [cells(change.sides.before(), &change.rows), cells(change.sides.after(), &change.rows)]
}
