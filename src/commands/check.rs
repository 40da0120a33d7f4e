//! `jixiao check`: what is wrong, without printing anything.

use std::process::ExitCode;

use super::{exit_code, load_assets, print_all};
use crate::check;
use crate::cli::CheckArgs;
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::source::{self, Defaults, Input, Inputs};

/// Checks the projects and says what was found.
pub fn run(args: &CheckArgs) -> ExitCode {
    let (editions, typesetter) = match load_assets(&args.assets) {
        Ok(assets) => assets,
        Err(code) => return code,
    };
    let defaults = Defaults::default();
    let Inputs { projects, mut found, .. } = source::find(&args.inputs.paths);
    let check = |input: &Input| -> Vec<Diagnostic> {
        let source = match source::read(input, &defaults) {
            Ok(source) => source,
            Err(found) => return found,
        };
        match check::edition(&source, &editions) {
            Ok(edition) => check::check(&source, edition, typesetter.fonts()),
            Err(found) => vec![found],
        }
    };
    found.extend(parallel::map(&projects, None, check).into_iter().flatten());
    print_all(&found);
    let errors = found.iter().filter(|diagnostic| diagnostic.is_error()).count();
    eprintln!("{} 份项目文件，{errors} 处错误，{} 处警告", projects.len(), found.len() - errors);
    exit_code(errors > 0)
}
