//! Changes that people make to a form, made to its file.

mod bytes;
mod fields;
mod hostile;
mod many_rows;
mod refused;
mod restyled;
mod rows;
pub mod said;
mod speed;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jixiao::diagnostic::{Diagnostic, SourceFile, render};
use jixiao::form::Form;
use jixiao::source::change::{self, Amendment};
use jixiao::source::{self, Defaults, Input};

use crate::support::build::forms;

/// The form of this name.
pub fn form(name: &str) -> &'static Arc<Form> {
    forms().newest(Some(name)).expect("a form").form().expect("a sound form")
}

/// A change as it comes from a browser.
pub fn changes(json: &str) -> Vec<Amendment> {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// A text with changes, or why it has none.
pub fn try_change(
    text: &str,
    form: &Arc<Form>,
    changes: &[Amendment],
) -> Result<String, Vec<Diagnostic>> {
    change::apply(&SourceFile::new("甲.yaml", text), form, forms(), changes)
}

/// A text with changes.
pub fn changed(text: &str, form: &Arc<Form>, changes: &[Amendment]) -> String {
    try_change(text, form, changes).unwrap_or_else(|found| {
        let told: Vec<String> = found.iter().map(|it| render::render(it).to_string()).collect();
        panic!("{changes:?}\n{}\n{text}", told.join("\n"))
    })
}

/// A text of the default form with changes that are written as JSON.
pub fn target(text: &str, json: &str) -> String {
    changed(text, form("目标表"), &changes(json))
}

/// What is said of changes that are not made.
pub fn told(text: &str, form: &Arc<Form>, json: &str) -> String {
    let found = try_change(text, form, &changes(json)).expect_err(json);
    found[0].message.clone()
}

/// A change of a text.
pub fn set(path: &[String], text: &str) -> Amendment {
    Amendment::Set { path: path.to_vec(), text: text.to_owned() }
}

/// The project files that are in the repository, with their forms and texts.
pub fn real_files() -> Vec<(PathBuf, Arc<Form>, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects");
    let inputs = source::find(&[folder]).projects;
    let defaults = Defaults::new(forms().clone());
    let read = |input: &Input| {
        let form = source::form_of(input, &defaults).expect("a form");
        let text = std::fs::read_to_string(&input.path).expect("a text");
        (input.path.to_path_buf(), form, text)
    };
    inputs.iter().map(read).collect()
}
