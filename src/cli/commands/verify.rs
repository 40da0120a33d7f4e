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
use crate::print::export::DRAFT_ENDING;
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
                if !is_beside(&verified, &args.paths) {
                    print(&verified.found);
                }
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

/// The exit code for a PDF. One that carries no project, or a draft, is no mistake of the
/// command line where it was only found in a folder; but it is not verified.
fn code_for(verified: &Verified<'_>, paths: &[PathBuf]) -> u8 {
    match verified.verdict {
        Verdict::Intact | Verdict::Signed | Verdict::Same => DONE,
        Verdict::Unproven | Verdict::Different => FINDINGS,
        Verdict::Draft if is_beside(verified, paths) => DONE,
        Verdict::Draft | Verdict::Foreign if !is_named(verified, paths) => FINDINGS,
        Verdict::Draft | Verdict::Foreign | Verdict::Unread => USAGE,
    }
}

/// Whether it is a draft that stands beside the forms of a folder and is called one: no one
/// takes it for a form.
fn is_beside(verified: &Verified<'_>, paths: &[PathBuf]) -> bool {
    let name = verified.path.file_name().unwrap_or_default().to_string_lossy();
    let is_called_so = verified.verdict == Verdict::Draft && name.ends_with(DRAFT_ENDING);
    is_called_so && !is_named(verified, paths)
}

fn is_named(verified: &Verified<'_>, paths: &[PathBuf]) -> bool {
    paths.iter().any(|path| path == verified.path)
}
