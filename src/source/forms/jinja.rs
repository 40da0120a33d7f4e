//! Mistakes in the Jinja templates of an edition.

use std::collections::HashMap;

use minijinja::Error;

use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};

/// What is wrong with one of the templates in `files`.
pub fn explain(error: &Error, files: &HashMap<String, SourceFile>) -> Diagnostic {
    let detail = error.detail().map(str::to_owned).unwrap_or_else(|| error.kind().to_string());
    let found = Diagnostic::new(&rule::BAD_TEMPLATE, format!("模板有误：{detail}"));
    match error.name().and_then(|name| files.get(name)) {
        Some(file) => match error.range() {
            Some(range) => found.at(Place::new(file, range)),
            None => found.at(file),
        },
        None => found,
    }
}
