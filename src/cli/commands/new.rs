//! `jixiao new`: a project file to be filled in.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::{exit_code, load_forms, print, say, unusable};
use crate::cli::{KindArg, NewArgs};
use crate::diagnostic::render::{shown, word};
use crate::diagnostic::{Diagnostic, rule};
use crate::form::Project;
use crate::source::scaffold::{self, Earlier, Place, Recurrence, Wish};
use crate::source::{self, Defaults, Forms};
use crate::system::output;

/// Writes the file and says where it is.
pub fn run(args: &NewArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(args.edition.templates.as_deref())?;
    match write(args, &forms) {
        Ok(path) => {
            let (word, path) = (word(&path), shown(&path));
            say(format_args!("已新建 {path}，在引号里填好内容以后，用 jixiao check {word} 检查"));
            Ok(exit_code(false))
        }
        Err(found) if found.iter().any(|found| is_of_usage(found, args)) => Err(unusable(&found)),
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

/// Whether the command line asks for a form or an edition that there is not.
fn is_of_usage(found: &Diagnostic, args: &NewArgs) -> bool {
    (args.edition.form.is_some() && *found.rule == rule::UNKNOWN_FORM)
        || (args.edition.year.is_some() && *found.rule == rule::UNKNOWN_EDITION)
}

fn write(args: &NewArgs, forms: &Arc<Forms>) -> Result<PathBuf, Vec<Diagnostic>> {
    let project = args.from.as_deref().map(|path| read(path, forms)).transpose()?;
    let from = project.as_ref().zip(args.from.as_deref());
    let from = from.map(|(project, file)| Earlier { project, file });
    let wish = Wish {
        name: "",
        recurrence: args.kind.map(recurrence),
        year: args.edition.year.as_deref(),
        form: args.edition.form.as_deref(),
        from,
    };
    // The next form of a project goes beside it.
    let beside = args.from.as_deref().and_then(Path::parent).map(Path::to_owned);
    let folder = args.output.clone().or(beside).unwrap_or_default();
    let name = match (&args.name, &from) {
        (Some(name), _) => name.clone(),
        (None, Some(from)) => name_of(from, &wish, forms)?,
        (None, None) => String::new(),
    };
    let place = Place::new(&folder, &name, forms)?;
    let project_name = from.map(|from| from.project.name().into_owned());
    let wish = Wish { name: project_name.as_deref().unwrap_or(&name), ..wish };
    let text = scaffold::render(&wish, &place, forms)?;
    place.make_folder()?;
    output::create(&place.input.path, text.as_bytes())?;
    Ok(place.input.path.to_path_buf())
}

/// What the file is called that continues a project.
fn name_of(from: &Earlier, wish: &Wish, forms: &Forms) -> Result<String, Vec<Diagnostic>> {
    let form = wish.form.unwrap_or(&from.project.form().name);
    let chosen = forms.choose(Some(form), wish.year.unwrap_or(&from.project.year()));
    let edition =
        chosen.map_err(|why| why.explain(forms, wish.year.unwrap_or(&from.project.year())))?;
    from.name(&edition.form()?.name).map_err(|message| {
        Diagnostic::new(&rule::UNWRITABLE_FILE, message).help("写出新文件的名称").into()
    })
}

/// The project in a file.
fn read(path: &Path, forms: &Arc<Forms>) -> Result<Project, Vec<Diagnostic>> {
    let mut inputs = source::find(&[path.to_owned()]);
    match inputs.projects.pop() {
        Some(input) if path.is_file() => {
            Ok(source::read(&input, &Defaults::new(forms.clone()))?.project)
        }
        Some(_) if !path.exists() => {
            Err(Diagnostic::unreadable(path, &io::ErrorKind::NotFound.into()).into())
        }
        _ if inputs.found.is_empty() => {
            let found = Diagnostic::new(&rule::UNREADABLE_FILE, "这不是项目文件").at(path);
            Err(found.help("写一个项目文件的路径").into())
        }
        _ => Err(inputs.found),
    }
}

fn recurrence(arg: KindArg) -> Recurrence {
    match arg {
        KindArg::Recurring => Recurrence::Recurring,
        KindArg::OneOff => Recurrence::OneOff,
    }
}
