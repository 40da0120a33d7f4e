//! `jixiao extract`: project files out of printed forms.

use std::path::Path;
use std::process::ExitCode;

use super::{DONE, FINDINGS, USAGE, itself, load_forms, print, put_all, refuse_slips, say, usage};
use crate::cli::ExtractArgs;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::one_line;
use crate::readback::Readers;
use crate::readback::extract;
use crate::source::{self, Forms};
use crate::system::parallel;

/// Takes the projects out and says where they are.
pub fn run(args: &ExtractArgs) -> Result<ExitCode, ExitCode> {
    refuse_slips(&args.files)?;
    let forms = load_forms(args.templates.as_deref())?;
    match (args.files.as_slice(), &args.output) {
        ([path], None) => {
            let text = text(path, &forms).map_err(|found| ExitCode::from(refuse(&found)))?;
            Ok(put_all(|out| out.write_all(text.as_bytes())))
        }
        (_, None) => Err(usage("有几个 PDF 时，要用 -o 写明项目文件放到哪个文件夹")),
        (paths, Some(folder)) => {
            let texts = parallel::map(paths, None, |path| text(path, &forms));
            let codes = paths.iter().zip(texts).map(|(path, text)| match text {
                Ok(text) => write(folder, path, &text),
                Err(found) => refuse(&found),
            });
            Ok(ExitCode::from(codes.max().unwrap_or(DONE)))
        }
    }
}

fn text(path: &Path, forms: &Forms) -> Result<String, Vec<Diagnostic>> {
    let readers = Readers { command: &|| itself("reader") };
    let (reading, _) = readers.read(path, false)?;
    source::formatted(&extract::project(&reading, path, forms)?.project, forms)
}

/// Writes a project file; the exit code for it.
fn write(folder: &Path, path: &Path, text: &str) -> u8 {
    let target = extract::target(folder, path);
    let written = match extract::obstacle(folder, &target) {
        Some(found) => Err(found),
        None => extract::write(&target, text),
    };
    match written {
        Ok(()) => {
            say(format_args!("已取出 {}", one_line(&target.display().to_string())));
            DONE
        }
        Err(found) => {
            print(&[found]);
            FINDINGS
        }
    }
}

fn refuse(found: &[Diagnostic]) -> u8 {
    print(found);
    USAGE
}
