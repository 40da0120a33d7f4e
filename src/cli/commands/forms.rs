//! `jixiao forms`: which forms there are, and what they are made of.

use std::process::ExitCode;

use comfy_table::{Table, presets};

use super::{choose, exit_code, load_forms, print, put, say};
use crate::cli::{EditionArgs, FormsArgs, FormsCheckArgs, FormsCommand, FormsExportArgs};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::{clean, shown, unique, word};
use crate::print::Layouts;
use crate::source::Forms;
use crate::source::forms::{self, Origin};

/// Lists the forms, writes one out, or checks definitions.
pub fn run(args: &FormsArgs) -> Result<ExitCode, ExitCode> {
    match &args.command {
        None => list(args),
        Some(FormsCommand::Export(export)) => write_out(args, export),
        Some(FormsCommand::Check(check)) => look_over(check),
    }
}

fn list(args: &FormsArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(args.templates.as_deref())?;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["表", "标题", "年度", "来源"]);
    let mut found = Vec::new();
    for edition in forms.editions() {
        match edition.form() {
            Ok(form) => {
                let default = if form.is_default { "（默认）" } else { "" };
                let origin = match edition.origin {
                    Origin::Bundled => "内置".to_owned(),
                    Origin::Folder(_) => edition.folder(),
                };
                let since = format!("{} 起", form.since);
                let name = format!("{}{default}", form.name);
                table.add_row([name, form.title.clone(), since, origin].map(|it| clean(&it)));
            }
            Err(broken) => found.extend(broken),
        }
    }
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 2));
    });
    let text = table.trim_fmt() + "\n";
    found.extend(put(|out| out.write_all(text.as_bytes())).err());
    print(&found);
    Ok(exit_code(!found.is_empty()))
}

fn write_out(args: &FormsArgs, export: &FormsExportArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(args.templates.as_deref())?;
    let wanted =
        EditionArgs { form: Some(export.name.clone()), year: export.year.clone(), templates: None };
    let edition = choose(&forms, &wanted)?;
    match forms::export(&forms, edition, &export.folder) {
        Ok(paths) => {
            for path in paths {
                say(format_args!("已写出 {}", shown(&path)));
            }
            // It would take the place of the edition for the years before, too.
            let wanted = export.year.as_ref().filter(|year| **year != edition.since.to_string());
            if let Some(year) = wanted {
                say(format_args!(
                    "没有专为 {} 年度的版式，写出的从 {since} 年度起用；只给 {0} 年度起用，把文件夹 {since} 改名为 {0}",
                    clean(year),
                    since = edition.since
                ));
            }
            let folder = word(&export.folder);
            say(format_args!(
                "改好以后，用 jixiao forms check {folder} 检查，用 jixiao build --templates {folder} 排版"
            ));
            Ok(exit_code(false))
        }
        Err(found) => {
            print(&found);
            Ok(exit_code(true))
        }
    }
}

fn look_over(args: &FormsCheckArgs) -> Result<ExitCode, ExitCode> {
    let forms = load_forms(Some(&args.folder))?;
    let (count, found) = check(&forms);
    print(&found);
    let count_found = found.len();
    say(match (count, count_found) {
        (0, 0) => "这个文件夹里没有版式；一种表一个文件夹，里面一个年度一个文件夹，如 target/2026/form.yaml".to_owned(),
        (count, 0) => format!("{count} 份版式，没有错"),
        (count, errors) => format!("{count} 份版式，{errors} 处错误"),
    });
    Ok(exit_code(count == 0 || count_found > 0))
}

/// What is wrong with the definitions and templates in a folder, and how many editions
/// it has.
fn check(all: &Forms) -> (usize, Vec<Diagnostic>) {
    let layouts = Layouts::default();
    let own = all.editions().iter().filter(|edition| edition.origin != Origin::Bundled);
    let mut count = 0;
    let mut found = Vec::new();
    for edition in own {
        count += 1;
        found.extend(edition.form().err().into_iter().flatten());
        found.extend(layouts.of(edition).err());
    }
    found.extend(forms::disagreements(all));
    (count, unique(found))
}
