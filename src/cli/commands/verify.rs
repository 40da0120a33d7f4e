//! `jixiao verify`: whether printed forms say what their data says.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{
    DONE, FINDINGS, USAGE, complain, deliver, itself, load_forms, print, refuse_input,
    refuse_slips, say, usage,
};
use crate::cli::{OUTPUT, VerifyArgs, VerifyFormatArg};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::readback::Readers;
use crate::readback::verify::{Reprinter, Tally, Verdict, Verified, Verifier, find, to_json};

/// Verifies the PDFs and says what came of each.
pub fn run(args: &VerifyArgs) -> Result<ExitCode, ExitCode> {
    refuse_slips(&args.paths)?;
    let (format, path) = args.to.settle(args.format, VerifyFormatArg::Text);
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
    let outputs = [args.outputs.clone().unwrap_or_else(|| OUTPUT.into())];
    let paths = if args.paths.is_empty() { &outputs[..] } else { &args.paths };
    if args.paths.is_empty() && !outputs[0].is_dir() {
        let outputs = clean(&outputs[0].display().to_string());
        return Err(usage(&format!(
            "没有写要核对哪些 PDF，这里也没有 {outputs} 文件夹\n提示：写出 PDF 或者文件夹，例如 jixiao verify 表格.pdf"
        )));
    }
    let inputs = find(paths);
    refuse_input(path, &inputs.files)?;
    print(&inputs.found);
    let mut tally = Tally::default();
    let mut code = if inputs.found.iter().any(Diagnostic::is_error) { USAGE } else { DONE };
    let mut all = Vec::new();
    verifier.verify(&inputs.files, |verified| {
        tally.add(verified.verdict);
        code = code.max(code_for(&verified, &args.paths));
        match format {
            VerifyFormatArg::Text => {
                print(&verified.found);
                match code_for(&verified, &args.paths) {
                    DONE => say(verified.lines()),
                    _ => complain(verified.lines()),
                }
            }
            VerifyFormatArg::Json => all.push(verified),
        }
    });
    match format {
        VerifyFormatArg::Text if tally.is_worth_a_line() => say(tally.line()),
        VerifyFormatArg::Text => {}
        VerifyFormatArg::Json => {
            deliver(path, |out| out.write_all(to_json(&all).as_bytes())).map_err(|found| {
                print(&[found]);
                ExitCode::from(USAGE)
            })?;
        }
    }
    Ok(ExitCode::from(code))
}

/// The exit code for a PDF. One that carries no project is no mistake of the command line
/// where it was only found in a folder; but it is not verified.
fn code_for(verified: &Verified<'_>, paths: &[PathBuf]) -> u8 {
    match verified.verdict {
        Verdict::Intact | Verdict::Signed | Verdict::Same => DONE,
        Verdict::Unproven | Verdict::Different => FINDINGS,
        Verdict::Foreign if !paths.iter().any(|path| path == verified.path) => FINDINGS,
        Verdict::Foreign | Verdict::Unread => USAGE,
    }
}
