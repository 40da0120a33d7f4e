//! The Typst source of a form, to be compiled by `typst compile` alone.

use std::path::Path;

use super::{File, LaidOut, with_ending};

/// The generated source, and beside it the modules that it imports.
pub fn write(form: &LaidOut, stem: &Path) -> Vec<File> {
    let main = File {
        path: with_ending(stem, ".typ"),
        bytes: form.generated.source.text().as_bytes().to_vec(),
    };
    let modules = form.generated.modules.iter().map(|module| File {
        path: stem.with_file_name(&module.name),
        bytes: module.source.text().as_bytes().to_vec(),
    });
    [main].into_iter().chain(modules).collect()
}
