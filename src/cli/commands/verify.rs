//! `jixiao verify`: whether printed forms say what their data says.

use std::process::ExitCode;

use super::{
    DONE, FINDINGS, USAGE, complain, deliver, itself, load_forms, print, refuse_input, say,
};
use crate::cli::{VerifyArgs, VerifyFormatArg};
use crate::readback::Readers;
use crate::readback::verify::{Reprinter, Verdict, Verifier, to_json};

/// Verifies the PDFs and says what came of each.
pub fn run(args: &VerifyArgs) -> Result<ExitCode, ExitCode> {
    let (format, path) = args.to.settle(args.format, VerifyFormatArg::Text);
    refuse_input(path, &args.files)?;
    let forms = load_forms(args.assets.templates.as_deref())?;
    let verifier = Verifier {
        readers: Readers { command: &|| itself("reader") },
        forms: &forms,
        reprinter: Reprinter {
            command: &|| itself("worker"),
            templates: args.assets.templates.clone(),
            fonts: args.assets.fonts.clone(),
            timeout: args.patience.timeout(),
        },
    };
    let mut worst = Verdict::Intact;
    let mut all = Vec::new();
    verifier.verify(&args.files, |verified| {
        worst = worst.max(verified.verdict);
        match format {
            VerifyFormatArg::Text => {
                print(&verified.found);
                match verified.verdict {
                    Verdict::Intact | Verdict::Same => say(verified.line()),
                    _ => complain(verified.line()),
                }
            }
            VerifyFormatArg::Json => all.push(verified),
        }
    });
    if format == VerifyFormatArg::Json {
        deliver(path, |out| out.write_all(to_json(&all).as_bytes())).map_err(|found| {
            print(&[found]);
            ExitCode::from(USAGE)
        })?;
    }
    Ok(ExitCode::from(match worst {
        Verdict::Intact | Verdict::Same => DONE,
        Verdict::Unproven | Verdict::Different => FINDINGS,
        Verdict::Unread => USAGE,
    }))
}
