//! `jixiao schema`: what a project file may hold, for editors.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{choose, exit_code, load_forms, print, put, refuse_input, unusable};
use crate::cli::SchemaArgs;
use crate::diagnostic::Diagnostic;
use crate::form::Form;
use crate::form::schema;
use crate::system::output;

/// Prints the schema, or writes it to a file.
pub fn run(args: &SchemaArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(args.edition.templates.as_deref())?;
    let edition = choose(&forms, &args.edition)?;
    let read: Vec<_> = edition.files.values().map(|file| PathBuf::from(file.name())).collect();
    refuse_input(args.output.as_deref(), &read)?;
    let form = edition.form().map_err(|found| unusable(&found))?;
    let written = write(args, form);
    Ok(exit_code(written.map_err(|found| print(&[found])).is_err()))
}

fn write(args: &SchemaArgs, form: &Form) -> Result<(), Diagnostic> {
    let year = args.edition.year.clone().unwrap_or_else(|| form.since.to_string());
    let schema = schema::generate(&year, form)?;
    match &args.output {
        Some(path) => output::write(path, schema.as_bytes()),
        None => put(|out| out.write_all(schema.as_bytes())),
    }
}
