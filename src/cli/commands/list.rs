//! `jixiao list`: the projects as a table.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use super::{exit_code, itself, load_assets, load_severities, print as print_findings, put, say};
use crate::batch::listing::{Listing, ListingTotals, Reader};
use crate::batch::worker::{Setup, Team};
use crate::check::examine::Examiner;
use crate::cli::{ListArgs, ListFormatArg};
use crate::diagnostic::Diagnostic;
use crate::print::Options;
use crate::print::export::Format;
use crate::source::{self, Inputs};

/// Prints the table, and says where to learn more of what is wrong.
pub fn run(mut args: ListArgs) -> Result<ExitCode, ExitCode> {
    let (forms, typesetter) = load_assets(&args.assets)?;
    let Inputs { projects, mut found } = source::find(&args.inputs.paths);
    let files = projects.iter().map(|input| &*input.path);
    let (severities, of_settings) = load_severities(&mut args.severities, files)?;
    found.extend(of_settings);
    let reader = Reader {
        examiner: Examiner::new(&forms, typesetter.fonts(), &severities),
        typesetter: &typesetter,
        team: team(&args, projects.len()),
        jobs: args.jobs,
    };
    let (lines, failed) = reader.read(&projects);
    let listing = Listing::new(lines);
    let printed = print(&listing, args.output);
    // What is wrong with the paths belongs to none of the projects.
    found.extend(printed.err());
    let is_unsound = found.iter().any(Diagnostic::is_error);
    let ListingTotals { errors, warnings, .. } = listing.totals;
    let to_check = errors - failed.iter().filter(|failed| failed.is_error()).count();
    found.extend(failed);
    print_findings(&found);
    if to_check + warnings > 0 {
        say(format_args!("有 {to_check} 处错误、{warnings} 处警告，用 jixiao check 查看"));
    }
    Ok(exit_code(errors > 0 || is_unsound))
}

/// The workers that count the pages of forms with a layout of one's own.
fn team<'a>(args: &ListArgs, forms: usize) -> Team<'a> {
    let setup = Setup {
        templates: args.assets.templates.clone().map(Into::into),
        fonts: args.assets.fonts.clone().map(Into::into),
        options: Options { format: Format::Pdf { time: None }, attach: false },
        threads: NonZeroUsize::MIN,
        counts_only: true,
    };
    Team::of(&|| itself("worker"), setup, args.jobs, forms, args.patience.timeout())
}

fn print(listing: &Listing, format: ListFormatArg) -> Result<(), Diagnostic> {
    let text = match format {
        ListFormatArg::Text => listing.to_text(),
        ListFormatArg::Json => listing.to_json()?,
        ListFormatArg::Csv => listing.to_csv()?,
    };
    put(|out| out.write_all(text.as_bytes()))
}
