//! `jixiao list`: the projects as a table.

use std::process::ExitCode;

use super::{exit_code, load_assets, print as print_findings, put, say};
use crate::batch::listing::{Listing, ListingTotals, Reader};
use crate::check::examine::Examiner;
use crate::cli::{ListArgs, ListFormatArg};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::severities::Severities;
use crate::source::{self, Inputs};
use crate::system::parallel;

/// Prints the table, and says where to learn more of what is wrong.
pub fn run(args: &ListArgs) -> Result<ExitCode, ExitCode> {
    let (forms, typesetter) = load_assets(&args.assets)?;
    let severities = Severities::default();
    let examiner = Examiner::new(&forms, typesetter.fonts(), &severities);
    let reader = Reader { examiner, typesetter: &typesetter };
    let Inputs { projects, mut found } = source::find(&args.inputs.paths);
    let listing = Listing::new(parallel::map(&projects, args.jobs, |input| reader.read(input)));
    let printed = print(&listing, args.output);
    // What is wrong with the paths belongs to none of the projects.
    found.extend(printed.err());
    print_findings(&found);
    let ListingTotals { errors, warnings, .. } = listing.totals;
    if errors + warnings > 0 {
        say(format_args!("有 {errors} 处错误、{warnings} 处警告，用 jixiao check 查看"));
    }
    Ok(exit_code(errors > 0 || found.iter().any(Diagnostic::is_error)))
}

fn print(listing: &Listing, format: ListFormatArg) -> Result<(), Diagnostic> {
    let text = match format {
        ListFormatArg::Text => listing.to_text(),
        ListFormatArg::Json => listing.to_json()?,
        ListFormatArg::Csv => listing.to_csv()?,
    };
    put(|out| out.write_all(text.as_bytes()))
}
