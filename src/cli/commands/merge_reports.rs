//! `jixiao merge-reports`: one report from those of several shares.

use std::process::ExitCode;

use super::{exit_code, print, refuse_input, say};
use crate::batch::{Manifest, Totals, merge};
use crate::cli::MergeArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::system::output;

/// Merges the reports, and says what came of all forms.
pub fn run(args: &MergeArgs) -> Result<ExitCode, ExitCode> {
    refuse_input(args.output.as_deref(), &args.reports)?;
    let merged = merge(&args.reports).map_err(|found| {
        print(&found);
        exit_code(true)
    })?;
    let mut found = merged.found.clone();
    let totals = merged.totals;
    if let Some(path) = &args.output {
        let text = merged
            .to_text()
            .map_err(|cause| Diagnostic::new(&rule::INTERNAL, format!("写不出报告：{cause}")));
        found.extend(text.and_then(|text| output::write(path, text.as_bytes())).err());
    }
    if let Some(folder) = &args.folder {
        found.extend(Manifest::merge(folder));
    }
    print(&found);
    say(format_args!("{totals}"));
    let Totals { failed, skipped, errors, .. } = totals;
    Ok(exit_code(failed + skipped + errors > 0 || found.iter().any(Diagnostic::is_error)))
}
