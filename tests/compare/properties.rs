//! What holds for any two versions of a form.

use std::collections::HashMap;

use jixiao::form::Project;
use jixiao::history::compare::{
    Change, Compared, ComparedForm, Comparison, FormVersion, Op, Pair, Paragraph, Paths, Words,
    describe,
};
use proptest::prelude::*;

use super::generate::{any_two, pair, project};
use super::{Written, schema};

fn version(project: Project) -> FormVersion {
    FormVersion { name: "甲.yaml".to_owned(), project }
}

fn compare(old: Project, new: Project) -> Comparison {
    Comparison::of([Compared::of(Pair::Kept { old: version(old), new: version(new) })], "旧", "新")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_form_is_equal_to_itself(project in project()) {
        let comparison = compare(project.clone(), project);
        prop_assert!(comparison.is_equal());
        prop_assert_eq!(comparison.counts.unchanged, 1);
    }

    #[test]
    fn what_differs_is_told((old, new) in pair()) {
        let comparison = compare(old.clone(), new.clone());
        for form in &comparison.forms {
            let [told_old, told_new] = form.cells();
            let (old, new) = (cells(&old), cells(&new));
            assert_all_told(&old, &new, &told_old)?;
            assert_all_told(&new, &old, &told_new)?;
        }
        let is_same = cells(&old) == cells(&new) && describe(&old) == describe(&new);
        prop_assert!(is_same || !comparison.is_equal());
        prop_assert!(old == new || !comparison.is_equal());
        // What has changed is not told as a file that has moved.
        prop_assert_eq!(comparison.counts.moved, 0);
        prop_assert!(comparison.forms.iter().all(|form| !form.changes.is_empty()));
    }

    #[test]
    fn two_forms_are_never_the_same((old, new) in any_two()) {
        let comparison = compare(old.clone(), new.clone());
        let is_one_form = old.form().name == new.form().name;
        prop_assert!(is_one_form || !comparison.is_equal());
        for form in &comparison.forms {
            let is_told = form.changes.iter().any(|change| matches!(change, Change::Form(_)));
            prop_assert_eq!(is_told, old.form().since != new.form().since || !is_one_form);
            let [told_old, told_new] = form.cells();
            assert_all_told(&cells(&old), &cells(&new), &told_old)?;
            assert_all_told(&cells(&new), &cells(&old), &told_new)?;
        }
        let written = Written::of(&comparison);
        schema().accept(&serde_json::from_str(&written.json).expect("JSON"));
    }

    #[test]
    fn one_form_has_no_change_that_no_one_tells((old, new) in pair()) {
        let comparison = compare(old, new);
        let mut changes = comparison.forms.iter().flat_map(|form| &form.changes);
        prop_assert!(changes.all(|change| *change != Change::Other));
    }

    #[test]
    fn what_is_told_is_there((old, new) in pair()) {
        for form in &compare(old.clone(), new.clone()).forms {
            let [told_old, told_new] = form.cells();
            let (old, new) = (cells(&old), cells(&new));
            prop_assert!(told_old.iter().all(|path| old.contains_key(path)), "{told_old:?}");
            prop_assert!(told_new.iter().all(|path| new.contains_key(path)), "{told_new:?}");
        }
    }

    #[test]
    fn both_texts_can_be_put_together_again((old, new) in pair()) {
        for form in &compare(old, new).forms {
            assert_texts_whole(form)?;
        }
    }

    #[test]
    fn words_say_both_texts(
        old in "[甲乙丙丁12a，。 ]{0,40}",
        new in "[甲乙丙丁12a，。 ]{0,40}",
    ) {
        let words = Words::of(&old, &new);
        prop_assert_eq!(words.before().map(|it| it.text.as_str()).collect::<String>(), old);
        prop_assert_eq!(words.after().map(|it| it.text.as_str()).collect::<String>(), new);
        prop_assert!(words.0.windows(2).all(|two| two[0].op != two[1].op));
    }

    #[test]
    fn nothing_that_is_written_acts((old, new) in pair()) {
        let changed = compare(old.clone(), new.clone());
        let sole = vec![Pair::Added(version(old)), Pair::Removed(version(new))];
        for comparison in [changed, Comparison::of(sole.into_iter().map(Compared::of), "<b>|@all", "\u{1B}[1m")] {
            let written = Written::of(&comparison);
            schema().accept(&serde_json::from_str(&written.json).expect("JSON"));
            written.assert_harmless();
        }
    }
}

fn cells(project: &Project) -> HashMap<Vec<String>, String> {
    let owned = |path: Vec<&str>| path.into_iter().map(str::to_owned).collect();
    project.cells().into_iter().map(|cell| (owned(cell.path), cell.text.into_owned())).collect()
}

/// Each cell that the other side has not, or has with another text, is told, or a cell
/// is whose path leads to it: what stands in a renamed group has not changed itself.
fn assert_all_told(
    cells: &HashMap<Vec<String>, String>,
    others: &HashMap<Vec<String>, String>,
    told: &Paths,
) -> Result<(), TestCaseError> {
    for (path, text) in cells.iter().filter(|(path, text)| others.get(*path) != Some(text)) {
        let is_told = told.iter().any(|told| path.starts_with(told));
        prop_assert!(is_told, "{path:?} says {text:?}, and nobody tells");
    }
    Ok(())
}

fn assert_texts_whole(form: &ComparedForm) -> Result<(), TestCaseError> {
    let Pair::Kept { old, new } = &form.sides else { return Ok(()) };
    for change in &form.changes {
        let Change::Text { field, paragraphs } = change else { continue };
        for (project, skipped) in [(&old.project, Op::Insert), (&new.project, Op::Delete)] {
            let texts: Vec<String> =
                paragraphs.iter().filter_map(|paragraph| side(paragraph, skipped)).collect();
            if let Some(text) = cells(project).get(&field.path) {
                prop_assert_eq!(&texts.join("\n"), text);
            }
        }
    }
    Ok(())
}

/// The paragraph on the side that has not what is `skipped`.
fn side(paragraph: &Paragraph, skipped: Op) -> Option<String> {
    match paragraph {
        Paragraph::Kept(text) => Some(text.clone()),
        Paragraph::Added(text) | Paragraph::MovedHere(text) => {
            (skipped == Op::Delete).then(|| text.clone())
        }
        Paragraph::Removed(text) | Paragraph::MovedAway(text) => {
            (skipped == Op::Insert).then(|| text.clone())
        }
        Paragraph::Changed(words) => {
            let segments = words.0.iter().filter(|segment| segment.op != skipped);
            Some(segments.map(|segment| segment.text.as_str()).collect())
        }
    }
}
