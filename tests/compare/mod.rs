//! Comparing two versions of forms: what is told, and how.

mod generate;
mod kinds;
mod large;
mod properties;
mod sample;
mod spelling;
mod telling;
mod written;

use jixiao::history::compare::describe;

use crate::support::assert_snapshot;
use crate::support::project::FORM;

use sample::{project, sample};
use written::{Written, schema};

#[test]
fn each_way_to_write_it_tells_all_kinds_of_changes() {
    let Written { text, json, markdown, html } = Written::of(&sample());
    assert_snapshot("compare", "text", &text);
    assert_snapshot("compare", "json", &json);
    assert_snapshot("compare", "markdown", &markdown);
    assert_snapshot("compare", "html", &html);
}

#[test]
fn json_keeps_to_its_schema() {
    let written = Written::of(&sample());
    let mut object = serde_json::from_str(&written.json).expect("JSON");
    schema().accept(&object);
    for (pointer, key) in [("", "more"), ("/forms/0", "more"), ("/forms/0/changes/0", "more")] {
        let mut wrong = object.clone();
        wrong.pointer_mut(pointer).expect("this place")[key] = true.into();
        assert!(!schema().accepts(&wrong), "{pointer}/{key}");
    }
    object["forms"][0]["changes"][0]["change"]["difference"]["by"] = "一".into();
    assert!(!schema().accepts(&object));
}

#[test]
fn a_form_is_described_in_lines() {
    assert_snapshot("compare", "describe", &describe(&project(FORM)));
}
