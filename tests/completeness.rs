//! Whatever a form has is told, printed, kept and described, because its `form.yaml` has
//! it: there is nothing else to add, and nothing to forget.

mod grown;
mod places;
mod walk;

use std::fs;

use jixiao::diagnostic::{Diagnostic, rule};
use jixiao::form::Project;
use jixiao::source::Forms;
use jixiao::source::forms::Edition;

use crate::support::build::{self, Press};
use places::Place;
use walk::Walk;

/// A project of each bundled form, as `projects/` has it: the one with the most places to
/// write something at.
fn examples() -> Vec<Project> {
    let files = walkdir::WalkDir::new("projects").sort_by_file_name().into_iter();
    let files = files.map(|file| file.expect("a file")).filter(|file| {
        file.file_type().is_file() && !file.file_name().to_string_lossy().starts_with('_')
    });
    let projects: Vec<Project> = files.map(|file| build::read_file(file.path()).project).collect();
    let of_edition = |edition: &Edition| {
        let projects = projects.iter().filter(|project| project.form().id == edition.id);
        let example = projects.max_by_key(|project| project.cells().len()).cloned();
        example.unwrap_or_else(|| panic!("projects/ has no example of {}", edition.id))
    };
    build::forms().editions().iter().map(of_edition).collect()
}

/// Each bundled form with a field and a column more, and nothing else that is new.
fn grown() -> (Press, Vec<Project>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for edition in build::forms().editions() {
        write(folder.path(), edition, &grown::with_more(&definition(edition)));
    }
    let press = Press::new(Forms::load(Some(folder.path())).expect("readable forms"));
    let grow = |example: Project| {
        let edition = press.forms.choose(Some(&example.form().name), &example.year());
        let form = edition.expect("the form").form().unwrap_or_else(|found| panic!("{found:#?}"));
        grown::project(&example, form)
    };
    let projects = examples().into_iter().map(grow).collect();
    (press, projects)
}

fn definition(edition: &Edition) -> String {
    fs::read_to_string(format!("{}/form.yaml", edition.folder())).expect("a definition")
}

fn write(folder: &std::path::Path, edition: &Edition, text: &str) {
    let folder = folder.join(&edition.id).join(edition.since.to_string());
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("form.yaml"), text).expect("a definition");
}

#[test]
fn everything_that_a_form_has_is_known_everywhere() {
    let press = Press::new(Forms::load(None).expect("the bundled forms"));
    for project in examples() {
        let walk = Walk::new(&press, &project);
        assert!(walk.places.len() > 10, "{}: {}", project.form().name, walk.places.len());
        walk.go();
    }
}

#[test]
fn what_is_added_to_a_form_is_known_everywhere() {
    let (press, projects) = grown();
    for (project, before) in projects.iter().zip(examples()) {
        let walk = Walk::new(&press, project);
        let is_new = |place: &&Place| {
            place.keys(project.form()).iter().any(|key| [grown::FIELD, grown::COLUMN].contains(key))
        };
        assert_eq!(walk.places.iter().filter(is_new).count(), 3, "the field, and two rows");
        assert_eq!(walk.places.len(), Place::all(&before).len() + 3);
        walk.go();
    }
}

#[test]
fn what_the_page_leaves_out_is_an_error_at_its_line() {
    for edition in build::forms().editions() {
        let text = grown::with_field(&definition(edition));
        let found = mistakes(edition, &text);
        let [found] = found.as_slice() else { panic!("{}: {found:#?}", edition.id) };
        assert_eq!(*found.rule, rule::BAD_FORM);
        assert_eq!(found.message, format!("“{}”没有印在页面上", grown::FIELD));
        assert!(line(found).trim_start().starts_with(grown::FIELD), "{}", line(found));
    }
}

#[test]
fn so_is_a_cell_of_a_matrix_that_is_printed_cell_by_cell() {
    let edition = build::forms().choose(Some("申报表"), "2026").expect("the form");
    let text = definition(edition);
    let cell = "              - {label: 其他资金, value: 项目资金.其他资金.年度}\n";
    assert!(text.contains(cell));
    let found = mistakes(edition, &text.replace(cell, ""));
    let [found] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(found.message, "“项目资金 › 其他资金 › 年度”没有印在页面上");
    assert!(line(found).trim_start().starts_with("项目资金"), "{}", line(found));
}

/// Only those definitions are read for it whose lines have the name, so each must have it there.
#[test]
fn every_form_is_found_by_its_name_and_its_title() {
    for edition in build::forms().editions() {
        let form = edition.form().expect("a sound form");
        for name in [&form.name, &form.title] {
            // None has been read yet.
            let forms = Forms::load(None).expect("the bundled forms");
            let found = forms.choose(Some(name), &edition.since.to_string()).expect("the form");
            assert_eq!((&found.id, found.since), (&edition.id, edition.since));
        }
    }
}

/// What is wrong with an edition that is defined by `text`.
fn mistakes(edition: &Edition, text: &str) -> Vec<Diagnostic> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), edition, text);
    let forms = Forms::load(Some(folder.path())).expect("readable files");
    let mut editions = forms.editions().iter();
    let edition = editions.find(|other| other.id == edition.id).expect("the edition");
    edition.form().expect_err("a mistake")
}

/// The line that a finding is at.
fn line(found: &Diagnostic) -> &str {
    let place = found.places.first().expect("a place");
    let start = place.span.clone().expect("a span").start;
    let text = place.file.text();
    let begin = text[..start].rfind('\n').map_or(0, |at| at + 1);
    text[begin..].lines().next().expect("a line")
}
