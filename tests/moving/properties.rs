//! What holds for any two versions of any form's indicators.

use std::collections::BTreeMap;
use std::sync::Arc;

use jixiao::diagnostic::SourceFile;
use jixiao::form::{Branch, Branches, Form, Role, Value};
use jixiao::history::merge::Outcome;
use jixiao::source::Document;
use proptest::prelude::*;

use super::generate::{Case, FORMS, Row, Version, case, group};
use crate::merging::{merged, text};
use crate::support::build::forms;

/// A text with conflicts, cut at its markers: what is settled, and what each side has.
fn parts(text: &str) -> Vec<[String; 3]> {
    let mut parts = vec![<[String; 3]>::default()];
    let mut side = None;
    for line in text.split_inclusive('\n') {
        let last = parts.last_mut().expect("a part");
        match (line.get(..7), side) {
            (Some("<<<<<<<"), _) => {
                parts.push(Default::default());
                side = Some(1);
            }
            (Some("|||||||"), _) => side = Some(0),
            (Some("======="), _) => side = Some(2),
            (Some(">>>>>>>"), _) => {
                parts.push(Default::default());
                side = None;
            }
            (_, Some(side)) => last[side].push_str(line),
            (_, None) => last.iter_mut().for_each(|text| text.push_str(line)),
        }
    }
    parts
}

/// The text of a side.
pub fn side(text: &str, side: usize) -> String {
    parts(text).into_iter().map(|mut part| std::mem::take(&mut part[side])).collect()
}

fn form(index: usize) -> &'static Arc<Form> {
    let edition = forms().newest(Some(FORMS[index].0)).expect("a form");
    edition.form().expect("a sound form")
}

/// An indicator that a file has: its groups and its name, without 指标 at the end.
type Found = (String, String, String);

/// The indicators of a file, with what they say.
fn indicators(index: usize, text: &str) -> Result<Vec<(Found, String)>, TestCaseError> {
    let file = SourceFile::new("甲.yaml", text);
    let document = Document::parse(file, forms());
    let document = document.map_err(|found| TestCaseError::fail(format!("{found:?}\n{text}")))?;
    let said = document.read(form(index), Some(&[]));
    prop_assert!(said.found.is_empty(), "{:?}\n{}", said.found, text);
    let path = form(index).path_of(Role::Indicators).expect("indicators");
    let Some(Value::Tree(tree)) = said.values[path[0]].clone() else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    collect(&tree, &[], &mut rows);
    Ok(rows)
}

fn collect(branches: &Branches, above: &[String], rows: &mut Vec<(Found, String)>) {
    for (name, branch) in branches {
        let name = name.strip_suffix("指标").unwrap_or(name).to_owned();
        match (branch, above) {
            (Branch::Group(below), _) => collect(below, &[above, &[name]].concat(), rows),
            (Branch::Row(row), [first, second]) => {
                let found = (first.clone(), second.clone(), name);
                rows.push((found, row.iter().map(|value| value.text() + "|").collect()));
            }
            (Branch::Row(_), _) => unreachable!("rows stand on the third level"),
        }
    }
}

fn assert_unique(rows: &[(Found, String)], text: &str) -> Result<(), TestCaseError> {
    let mut names: Vec<&str> = rows.iter().map(|((.., name), _)| name.as_str()).collect();
    names.sort_unstable();
    for pair in names.windows(2) {
        prop_assert_ne!(pair[0], pair[1], "{}", text);
    }
    Ok(())
}

/// What both sides want of each indicator; `None` where that cannot be had at once.
fn wanted([base, ours, theirs]: &[Version; 3]) -> Option<Vec<Row>> {
    let find = |version: &Version, number: usize| {
        version.rows.iter().find(|row| row.number == Some(number)).cloned()
    };
    let mut rows = Vec::new();
    for row in &base.rows {
        let number = row.number?;
        match (find(ours, number), find(theirs, number)) {
            (None, None) => {}
            (Some(left), None) | (None, Some(left)) if left == *row => {}
            (Some(_), None) | (None, Some(_)) => return None,
            (Some(ours), Some(theirs)) => rows.push(Row {
                number: row.number,
                name: settled(&row.name, &ours.name, &theirs.name)?,
                group: settled(&row.group, &ours.group, &theirs.group)?,
                values: [
                    settled(&row.values[0], &ours.values[0], &theirs.values[0])?,
                    settled(&row.values[1], &ours.values[1], &theirs.values[1])?,
                ],
                remarks: Vec::new(),
            }),
        }
    }
    let added = |version: &Version| -> BTreeMap<String, Row> {
        let rows = version.rows.iter().filter(|row| row.number.is_none()).cloned();
        rows.map(|row| (row.name.clone(), row)).collect()
    };
    let mut all = added(ours);
    for (name, row) in added(theirs) {
        let bare = |row: &Row| Row { remarks: Vec::new(), ..row.clone() };
        if all.insert(name, row.clone()).is_some_and(|other| bare(&other) != bare(&row)) {
            return None;
        }
    }
    rows.extend(all.into_values());
    let mut names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    (names.len() == rows.len()).then_some(rows)
}

fn settled<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T) -> Option<T> {
    match () {
        () if ours == theirs || base == theirs => Some(ours.clone()),
        () if base == ours => Some(theirs.clone()),
        () => None,
    }
}

/// Whether names tell which indicator is which.
fn has_no_new_names(case: &Case) -> bool {
    let [base, ours, theirs] = case.versions();
    let name = |number: Option<usize>| base.rows.iter().find(|row| row.number == number);
    let mut rows = ours.rows.iter().chain(&theirs.rows).filter(|row| row.number.is_some());
    rows.all(|row| name(row.number).is_some_and(|base| base.name == row.name))
}

fn found(rows: &[Row]) -> Vec<Found> {
    let found = |row: &Row| {
        let (first, second) = group(row.group);
        (first.to_owned(), second.to_owned(), row.name.clone())
    };
    let mut found: Vec<Found> = rows.iter().map(found).collect();
    found.sort();
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is settled is what both sides want, and what they want differently is not.
    #[test]
    fn a_merge_is_what_both_sides_want(case in case()) {
        let [base, ours, theirs] = case.texts();
        let merged = merged(&base, &ours, &theirs);
        let text = text(&merged);
        let wanted = wanted(&case.versions());
        match &merged.outcome {
            Outcome::Settled => {
                let rows = indicators(case.form, &text)?;
                assert_unique(&rows, &text)?;
                let mut names: Vec<Found> = rows.into_iter().map(|(found, _)| found).collect();
                names.sort();
                if let Some(wanted) = wanted {
                    prop_assert_eq!(names, found(&wanted), "{}", text);
                } else {
                    prop_assert!(!has_no_new_names(&case), "nothing is told\n{}\n---\n{}\n---\n{}\n---\n{}", base, ours, theirs, text);
                }
            }
            Outcome::Conflicts(conflicts) => {
                let is_order = |it: &_| matches!(it, jixiao::history::merge::Conflict::Order { .. });
                let only_order = conflicts.iter().all(is_order);
                prop_assert!(wanted.is_none() || !has_no_new_names(&case) || only_order, "{:?}\n{}", conflicts, text);
            }
            Outcome::ByLine { reason, .. } => prop_assert!(false, "{}\n{}\n{}\n{}", reason, base, ours, theirs),
        }
    }

    /// Whoever merges, what is settled is the same, and each side is the other one's other side.
    #[test]
    fn merging_goes_both_ways(case in case()) {
        let [base, ours, theirs] = case.texts();
        let (one, other) = (merged(&base, &ours, &theirs), merged(&base, &theirs, &ours));
        let (one_text, other_text) = (text(&one), text(&other));
        let told = |outcome: &Outcome| match outcome {
            Outcome::Settled => 0,
            Outcome::Conflicts(conflicts) => conflicts.len(),
            Outcome::ByLine { .. } => usize::MAX,
        };
        prop_assert_eq!(told(&one.outcome), told(&other.outcome), "{}\n{}", one_text, other_text);
        for (here, there) in [(0, 0), (1, 2), (2, 1)] {
            let mut rows = [
                indicators(case.form, &side(&one_text, here))?,
                indicators(case.form, &side(&other_text, there))?,
            ];
            rows.iter_mut().for_each(|rows| rows.sort());
            prop_assert_eq!(&rows[0], &rows[1], "{}\n{}", one_text, other_text);
        }
    }

    /// A side of a conflict has all that the side has, with its comments, and nothing that it
    /// has removed; whichever sides one takes, no indicator is there twice.
    #[test]
    fn each_side_is_whole(case in case(), dice in any::<u64>()) {
        let [base, ours, theirs] = case.texts();
        let text = text(&merged(&base, &ours, &theirs));
        let versions = case.versions();
        for (here, there) in [(1, 2), (2, 1)] {
            let side = side(&text, here);
            let rows = indicators(case.form, &side)?;
            assert_unique(&rows, &side)?;
            let names: Vec<&str> = rows.iter().map(|((.., name), _)| name.as_str()).collect();
            let [before, own, other] = [0, here, there].map(|at| &versions[at]);
            for row in &own.rows {
                let same = |version: &Version| {
                    let is_it = |other: &&Row| row.number.is_some() && other.number == row.number;
                    version.rows.iter().find(is_it).cloned()
                };
                // What the other side has removed, and this one has left alone, may be gone.
                let is_left = same(before).is_some_and(|before| before == *row);
                let other = same(other);
                let is_called = |name: &str| names.contains(&name);
                let is_there = is_called(&row.name) || other.as_ref().is_some_and(|it| is_called(&it.name));
                prop_assert!(is_there || (is_left && other.is_none()), "no {:?}\n{}", row, text);
                for remark in &row.remarks {
                    prop_assert!(side.contains(remark), "no {}\n{}", remark, text);
                }
            }
            for row in &before.rows {
                let is_gone = own.rows.iter().all(|it| it.number != row.number && it.name != row.name);
                let is_again = versions[there].rows.iter().any(|it| it.number != row.number && it.name == row.name);
                prop_assert!(!is_gone || is_again || !names.contains(&row.name.as_str()), "still {:?}\n{}", row, text);
            }
        }
        let mut choice = dice;
        let chosen: String = parts(&text)
            .into_iter()
            .map(|mut part| {
                choice = choice.rotate_right(1);
                std::mem::take(&mut part[if choice & 1 == 0 { 1 } else { 2 }])
            })
            .collect();
        let document = Document::parse(SourceFile::new("甲.yaml", chosen.as_str()), forms());
        prop_assert!(document.is_ok(), "{}", chosen);
        let said = document.expect("a document").read(form(case.form), Some(&[]));
        let is_empty = |found: &jixiao::diagnostic::Diagnostic| found.rule.name == "empty-value";
        prop_assert!(said.found.iter().all(is_empty), "{:?}\n{}\n---\n{}", said.found, text, chosen);
        if said.found.is_empty() {
            assert_unique(&indicators(case.form, &chosen)?, &text)?;
        }
    }
}
