//! `jixiao config`: the settings that hold, and where they come from.

use std::path::Path;
use std::process::ExitCode;

use comfy_table::{Table, presets};

use super::{exit_code, load_severities, print, put};
use crate::cli::config::{ConfigFile, Rules, WARNINGS};
use crate::cli::settle::{Held, Origin};
use crate::cli::{ConfigArgs, Denied};
use crate::diagnostic::render::shown;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::{self, Inputs};

/// Shows the settings for the project files that the command line names.
pub fn run(mut args: ConfigArgs) -> Result<ExitCode, ExitCode> {
    let Inputs { projects, mut found } = source::find(&args.inputs.paths);
    let files = projects.iter().map(|input| &*input.path);
    let (_, of_settings) = load_severities(&mut args.severities, files)?;
    found.extend(of_settings);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["设置", "值", "来自"]);
    for Held { name, value, origin } in &args.held {
        table.add_row([(*name).to_owned(), value.clone(), origin.to_string()]);
    }
    table.add_rows(of_environment(&args).chain(of_files(&args)));
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 2));
    });
    let text = table.trim_fmt() + "\n";
    found.extend(put(|out| out.write_all(text.as_bytes())).err());
    print(&found);
    Ok(exit_code(found.iter().any(Diagnostic::is_error)))
}

/// What the environment has of the rules.
fn of_environment(args: &ConfigArgs) -> impl Iterator<Item = [String; 3]> {
    args.severities.environment.iter().map(|(denied, severity)| {
        let name = match denied {
            Denied::Warnings => "warnings",
            Denied::Rule(rule) => rule.name,
        };
        let (level, variable) = match severity {
            Some(Severity::Error) => ("deny", "JIXIAO_DENY"),
            Some(_) => ("warn", "JIXIAO_WARN"),
            None => ("allow", "JIXIAO_ALLOW"),
        };
        [rule(name), level.to_owned(), Origin::Variable(variable).to_string()]
    })
}

/// What files of settings have of the rules for the files that the command line names, and for
/// which folders. Where several speak of the same, it is said which has its way.
fn of_files(args: &ConfigArgs) -> Vec<[String; 3]> {
    let config = &args.severities.config;
    let in_environment =
        args.severities.environment.iter().filter_map(|(denied, _)| match denied {
            Denied::Rule(rule) => Some(rule.name),
            Denied::Warnings => None,
        });
    let in_environment: Vec<&str> = in_environment.collect();
    let files: Vec<&ConfigFile> = config.files().filter(|it| config.concerns(&it.folder)).collect();
    let own = |folder: &Path| files.iter().find(|it| it.folder == folder).map(|it| &it.rules);
    let mut rows = Vec::new();
    for file in &files {
        rows.extend(lines(&file.rules, "", |name| in_environment.contains(&name)));
        for (folder, rules) in file.folders.iter().filter(|(folder, _)| config.concerns(folder)) {
            // A file in the folder itself is nearer.
            let is_beaten = |name: &str| {
                in_environment.contains(&name) || own(folder).is_some_and(|own| own.has(name))
            };
            rows.extend(lines(rules, &shown_folder(file, folder), is_beaten));
        }
    }
    rows
}

/// A folder that a file of settings speaks of, as that names it.
fn shown_folder(file: &ConfigFile, folder: &Path) -> String {
    format!("（{}）", shown(folder.strip_prefix(&file.folder).unwrap_or(folder)))
}

/// A row for each rule; `is_beaten` tells which have no say.
fn lines(rules: &Rules, folder: &str, is_beaten: impl Fn(&str) -> bool) -> Vec<[String; 3]> {
    let level = |severity: Option<Severity>| match severity {
        Some(Severity::Error) => "deny",
        Some(_) => "warn",
        None => "allow",
    };
    let warnings = rules
        .deny_warnings
        .iter()
        .map(|it| (WARNINGS, if it.value { "deny" } else { "warn" }, &it.place));
    let others = rules.set.iter().map(|(name, it)| (*name, level(it.value), &it.place));
    let line = |(name, level, place): (&str, &str, &Place)| {
        let origin = Origin::File(place.clone()).to_string();
        let origin =
            if is_beaten(name) { format!("{origin}（被更近的盖过）") } else { origin };
        [rule(name) + folder, level.to_owned(), origin]
    };
    warnings.chain(others).map(line).collect()
}

fn rule(name: &str) -> String {
    format!("rules.{name}")
}
