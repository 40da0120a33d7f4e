//! What the tests have in common.

pub mod build;
pub mod cli;
#[cfg(unix)]
pub mod document;
pub mod font;
pub mod forge;
pub mod pdf;
pub mod project;
pub mod repository;
pub mod restyle;
pub mod serving;
pub mod sign;
pub mod skip;
pub mod watching;
pub mod xlsx;

/// Holds a text against `tests/cases/<folder>/<name>.snap`; `make bless` writes
/// that file anew.
pub fn assert_snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../cases/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
