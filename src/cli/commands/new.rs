//! `jixiao new`: a project file to be filled in.

use std::path::Path;
use std::process::ExitCode;

use super::{exit_code, load_forms, print, say, unusable};
use crate::cli::{KindArg, NewArgs};
use crate::diagnostic::render::{clean, one_line, shown, word};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::scaffold::{self, Created, New, Recurrence};

/// Writes the file and says where it is.
pub fn run(args: &NewArgs) -> Result<ExitCode, ExitCode> {
    if let Some(found) = args.name.as_deref().and_then(path_for_a_name) {
        return Err(unusable(&[found]));
    }
    let forms = load_forms(args.edition.templates.as_deref())?;
    match scaffold::create(&wanted(args), &forms) {
        Ok(Created { path, heritage }) => {
            let (word, path) = (word(&path), shown(&path));
            say(format_args!("已新建 {path}，在引号里填好内容以后，用 jixiao check {word} 检查"));
            let left = heritage.map(|it| it.left.join("、")).filter(|left| !left.is_empty());
            if let Some(left) = left {
                say(format_args!("没有带过来：{}", one_line(&left)));
            }
            Ok(exit_code(false))
        }
        Err(found) if found.iter().any(|found| is_of_usage(found, args)) => Err(unusable(&found)),
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

/// What there is to say where a name begins with a folder that is there: a path was meant.
fn path_for_a_name(name: &str) -> Option<Diagnostic> {
    let path = Path::new(name);
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty() && it.is_dir())?;
    let message = format!("名称“{}”前面写了文件夹", clean(name));
    let help = match path.file_name().and_then(|name| name.to_str()) {
        Some(name) => format!("写成 jixiao new {} -o {}", word(Path::new(name)), word(folder)),
        None => format!("名称后面写 -o {}", word(folder)),
    };
    Some(Diagnostic::new(&rule::UNWRITABLE_FILE, message).help(help))
}

/// Whether the command line asks for a form or an edition that there is not.
fn is_of_usage(found: &Diagnostic, args: &NewArgs) -> bool {
    (args.edition.form.is_some() && *found.rule == rule::UNKNOWN_FORM)
        || (args.edition.year.is_some() && *found.rule == rule::UNKNOWN_EDITION)
}

/// What the command line asks for.
fn wanted(args: &NewArgs) -> New {
    New {
        name: args.name.clone(),
        from: args.from.clone(),
        recurrence: args.kind.map(recurrence),
        year: args.edition.year.clone(),
        form: args.edition.form.clone(),
        folder: args.output.clone(),
    }
}

fn recurrence(arg: KindArg) -> Recurrence {
    match arg {
        KindArg::Recurring => Recurrence::Recurring,
        KindArg::OneOff => Recurrence::OneOff,
    }
}
