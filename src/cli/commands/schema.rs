//! `jixiao schema`: what a project file may hold, for editors.

use std::process::ExitCode;

use super::{exit_code, load_editions, print, put};
use crate::cli::SchemaArgs;
use crate::diagnostic::Diagnostic;
use crate::form::edition::Editions;
use crate::form::schema;
use crate::system::output;

/// Prints the schema, or writes it to a file.
pub fn run(args: &SchemaArgs) -> Result<ExitCode, ExitCode> {
    let editions = load_editions(&args.edition)?;
    let written = write(args, &editions);
    Ok(exit_code(written.map_err(|found| print(&[found])).is_err()))
}

fn write(args: &SchemaArgs, editions: &Editions) -> Result<(), Diagnostic> {
    let (year, edition) = editions.choose(args.edition.year.as_deref())?;
    let schema = schema::generate(year, &edition.manifest)?;
    match &args.output {
        Some(path) => output::write(path, schema.as_bytes()),
        None => put(|out| out.write_all(schema.as_bytes())),
    }
}
