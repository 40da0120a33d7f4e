//! `jixiao new`: a project file to be filled in.

use std::path::PathBuf;
use std::process::ExitCode;

use super::{exit_code, load_editions, print, say};
use crate::cli::{KindArg, NewArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::form::edition::{Editions, Kind};
use crate::source::scaffold::{self, Place, Wish};
use crate::system::output;

/// Writes the file and says where it is.
pub fn run(args: &NewArgs) -> Result<ExitCode, ExitCode> {
    let editions = load_editions(&args.edition)?;
    match write(args, &editions) {
        Ok(path) => {
            let path = clean(&path.display().to_string());
            say(format_args!(
                "已新建 {path}，在引号里填好内容以后，用 jixiao check \"{path}\" 检查"
            ));
            Ok(exit_code(false))
        }
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

fn write(args: &NewArgs, editions: &Editions) -> Result<PathBuf, Vec<Diagnostic>> {
    let folder = args.output.clone().unwrap_or_default();
    let wish =
        Wish { name: &args.name, kind: args.kind.map(kind), year: args.edition.year.as_deref() };
    let place = Place::prepare(&folder, wish.name)?;
    let text = scaffold::render(&wish, &place, editions)?;
    output::create(&place.input.path, text.as_bytes())?;
    Ok(place.input.path)
}

fn kind(arg: KindArg) -> Kind {
    match arg {
        KindArg::Recurring => Kind::Recurring,
        KindArg::OneOff => Kind::OneOff,
    }
}
