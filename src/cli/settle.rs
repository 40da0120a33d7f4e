//! What holds where the command line says nothing: the environment, then `jixiao.toml`.
//!
//! The arguments are completed here, before a command begins: it need not know where a value
//! comes from.

use std::env;
use std::ffi::OsStr;
use std::fmt::{self, Display};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::config::{Config, Entered};
use super::{
    Cli, Command, ConfigArgs, Denied, FormsCommand, GitCommand, OUTPUT, PrintArgs, SeverityArgs,
    parse,
};
use crate::diagnostic::render::{clean, position::Positions, shown};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::STDIN;

/// The variables of the environment, each with what it stands for.
pub const VARIABLES: [(&str, &str); 8] = [
    ("JIXIAO_OUTPUT", "build 和 watch 的 -o；verify 不写路径时，核对的也是它"),
    ("JIXIAO_TEMPLATES", "--templates"),
    ("JIXIAO_FONTS", "--fonts"),
    ("JIXIAO_TIMEOUT", "--timeout"),
    ("JIXIAO_JOBS", "-j"),
    ("JIXIAO_DENY", "--deny，几条之间用逗号"),
    ("JIXIAO_WARN", "--warn，几条之间用逗号"),
    ("JIXIAO_ALLOW", "--allow，几条之间用逗号"),
];

/// What a value is called in `jixiao.toml`, on the command line and in the environment, and what
/// it is where nothing is said.
struct Names {
    setting: &'static str,
    option: &'static str,
    variable: &'static str,
    usual: &'static str,
}

const OUTPUT_NAMES: Names =
    Names { setting: "output", option: "-o", variable: "JIXIAO_OUTPUT", usual: OUTPUT };
const TEMPLATES: Names = Names {
    setting: "templates",
    option: "--templates",
    variable: "JIXIAO_TEMPLATES",
    usual: "内置的",
};
const FONTS: Names =
    Names { setting: "fonts", option: "--fonts", variable: "JIXIAO_FONTS", usual: "内置的" };
const TIMEOUT_NAMES: Names =
    Names { setting: "timeout", option: "--timeout", variable: "JIXIAO_TIMEOUT", usual: "60 秒" };
const JOBS: Names =
    Names { setting: "jobs", option: "-j", variable: "JIXIAO_JOBS", usual: "处理器的核数" };

/// Why the arguments cannot be completed.
pub enum Failure {
    /// A variable makes no sense.
    Variable(String),
    /// A file of settings is wrong.
    Config(Vec<Diagnostic>),
}

/// A value that holds, and where it comes from.
#[derive(Debug, Clone)]
pub struct Held {
    /// What it is called in `jixiao.toml`.
    pub name: &'static str,
    /// What it says.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// It is the usual one.
    Usual,
    /// An option of the command line.
    Option(&'static str),
    /// A variable of the environment.
    Variable(&'static str),
    /// A file of settings.
    File(Place),
}

/// The arguments of a command that may be completed; `None` for those that it has none of.
#[derive(Default)]
struct Open<'a> {
    paths: Vec<PathBuf>,
    output: Option<&'a mut Option<PathBuf>>,
    templates: Option<&'a mut Option<PathBuf>>,
    fonts: Option<&'a mut Option<PathBuf>>,
    timeout: Option<&'a mut Option<Duration>>,
    jobs: Option<&'a mut Option<NonZeroUsize>>,
    severities: Option<&'a mut SeverityArgs>,
    /// Whether git runs the command.
    is_for_git: bool,
}

/// Completes the arguments; the values that hold for the command.
pub fn settle(cli: &mut Cli) -> Result<Vec<Held>, Failure> {
    let Some(open) = open(&mut cli.command) else { return Ok(Vec::new()) };
    let config = match cli.manner.no_config {
        true => Config::default(),
        false => match Config::find(&open.paths) {
            // git asks in the middle of a merge, when the file of settings may have two versions.
            Err(_) if open.is_for_git => Config::default(),
            found => found.map_err(Failure::Config)?,
        },
    };
    let folder = |value: &OsStr| Ok(PathBuf::from(value));
    let path = |path: &PathBuf| shown(path);
    let seconds = |time: &Duration| format!("{} 秒", time.as_secs_f64());
    let held = [
        fill(open.output, &OUTPUT_NAMES, folder, config.nearest(|it| it.output.as_ref()), path)?,
        fill(open.templates, &TEMPLATES, folder, config.nearest(|it| it.templates.as_ref()), path)?,
        fill(open.fonts, &FONTS, folder, config.nearest(|it| it.fonts.as_ref()), path)?,
        fill(
            open.timeout,
            &TIMEOUT_NAMES,
            |value| parse::timeout(&value.to_string_lossy()),
            config.nearest(|it| it.timeout.as_ref()),
            seconds,
        )?,
        fill(
            open.jobs,
            &JOBS,
            |value| parse::jobs(&value.to_string_lossy()),
            config.nearest(|it| it.jobs.as_ref()),
            ToString::to_string,
        )?,
    ];
    if let Some(severities) = open.severities {
        fill_severities(severities, config)?;
    }
    Ok(held.into_iter().flatten().collect())
}

/// Puts a value where the command line has none; what holds then, where the command has such a
/// value.
fn fill<T: Clone>(
    slot: Option<&mut Option<T>>,
    names: &Names,
    parse: impl Fn(&OsStr) -> Result<T, String>,
    entered: Option<&Entered<T>>,
    show: impl Fn(&T) -> String,
) -> Result<Option<Held>, Failure> {
    let Some(slot) = slot else { return Ok(None) };
    let origin = if slot.is_some() {
        Origin::Option(names.option)
    } else if let Some(value) = read(names.variable, parse)? {
        *slot = Some(value);
        Origin::Variable(names.variable)
    } else if let Some(Entered { value, place }) = entered {
        *slot = Some(value.clone());
        Origin::File(place.clone())
    } else {
        Origin::Usual
    };
    let value = slot.as_ref().map_or_else(|| names.usual.to_owned(), show);
    Ok(Some(Held { name: names.setting, value, origin }))
}

/// The value of a variable of the environment; one that is empty says nothing.
fn read<T>(
    variable: &'static str,
    parse: impl Fn(&OsStr) -> Result<T, String>,
) -> Result<Option<T>, Failure> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    parse(&value).map(Some).map_err(|why| {
        let value = clean(&value.to_string_lossy());
        Failure::Variable(format!("环境变量 {variable} 不能是“{value}”，{why}"))
    })
}

/// The rules of the environment, of which the command line has the last word; those of files
/// are for the files of their folders only.
fn fill_severities(severities: &mut SeverityArgs, config: Config) -> Result<(), Failure> {
    fn list<T>(
        one: impl Fn(&str) -> Result<T, String>,
    ) -> impl Fn(&OsStr) -> Result<Vec<T>, String> {
        move |value| {
            let text = value.to_string_lossy();
            text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(&one).collect()
        }
    }
    let denied = read("JIXIAO_DENY", list(parse::denied))?.unwrap_or_default();
    let warned = read("JIXIAO_WARN", list(parse::rule))?.unwrap_or_default();
    let allowed = read("JIXIAO_ALLOW", list(parse::rule))?.unwrap_or_default();
    let warned = warned.into_iter().map(|rule| (Denied::Rule(rule), Some(Severity::Warning)));
    let allowed = allowed.into_iter().map(|rule| (Denied::Rule(rule), None));
    let denied = denied.into_iter().map(|denied| (denied, Some(Severity::Error)));
    severities.environment = denied.chain(warned).chain(allowed).collect();
    severities.hints |= config.nearest(|it| it.hints.as_ref()).is_some_and(|it| it.value);
    severities.config = config;
    Ok(())
}

/// What may be completed of the arguments of a command; `None` where that is nothing.
fn open(command: &mut Command) -> Option<Open<'_>> {
    let open = match command {
        Command::Build(args) => printing(&mut args.print, &mut args.severities),
        Command::Watch(args) => printing(&mut args.print, &mut args.severities),
        Command::Check(args) => Open {
            paths: named(&args.inputs.paths, args.stdin_name.as_deref()),
            templates: Some(&mut args.assets.templates),
            fonts: Some(&mut args.assets.fonts),
            severities: Some(&mut args.severities),
            ..Open::default()
        },
        Command::List(args) => Open {
            paths: args.inputs.paths.clone(),
            templates: Some(&mut args.assets.templates),
            fonts: Some(&mut args.assets.fonts),
            timeout: Some(&mut args.patience.timeout),
            jobs: Some(&mut args.jobs),
            severities: Some(&mut args.severities),
            ..Open::default()
        },
        Command::Preview(args) | Command::Edit(args) => Open {
            paths: args.inputs.paths.clone(),
            templates: Some(&mut args.assets.templates),
            fonts: Some(&mut args.assets.fonts),
            timeout: Some(&mut args.patience.timeout),
            severities: Some(&mut args.severities),
            ..Open::default()
        },
        Command::Config(args) => {
            let ConfigArgs { inputs, output, templates, fonts, timeout, jobs, severities, .. } =
                args;
            Open {
                paths: inputs.paths.clone(),
                output: Some(output),
                templates: Some(templates),
                fonts: Some(fonts),
                timeout: Some(timeout),
                jobs: Some(jobs),
                severities: Some(severities),
                ..Open::default()
            }
        }
        Command::Verify(args) => Open {
            output: Some(&mut args.outputs),
            templates: Some(&mut args.assets.templates),
            fonts: Some(&mut args.assets.fonts),
            timeout: Some(&mut args.patience.timeout),
            ..Open::default()
        },
        Command::Diff(args) => Open {
            templates: Some(&mut args.assets.templates),
            fonts: Some(&mut args.assets.fonts),
            ..Open::default()
        },
        Command::Fmt(args) => {
            with_templates(named(&args.paths, args.stdin_name.as_deref()), &mut args.templates)
        }
        Command::Roll(args) => with_templates(args.inputs.paths.clone(), &mut args.templates),
        Command::New(args) => with_templates(
            args.from.iter().chain(&args.output).cloned().collect(),
            &mut args.edition.templates,
        ),
        Command::Git(args) => {
            let paths = match &args.command {
                GitCommand::Textconv(textconv) => vec![textconv.file.clone()],
                GitCommand::Merge(merge) => merge.path.iter().cloned().collect(),
                GitCommand::Install(_) | GitCommand::Uninstall => return None,
            };
            Open { is_for_git: true, ..with_templates(paths, &mut args.templates) }
        }
        // It looks at the folder that it is given, and at no other.
        Command::Forms(args) if matches!(args.command, Some(FormsCommand::Check(_))) => {
            return None;
        }
        Command::Forms(args) => with_templates(Vec::new(), &mut args.templates),
        Command::Extract(args) => with_templates(Vec::new(), &mut args.templates),
        Command::Schema(args) => with_templates(Vec::new(), &mut args.edition.templates),
        Command::MergeReports(_)
        | Command::Rule(_)
        | Command::Fonts(_)
        | Command::Man(_)
        | Command::Completions(_)
        | Command::Lsp(_)
        | Command::Help(_)
        | Command::Worker
        | Command::Reader => return None,
    };
    Some(open)
}

fn printing<'a>(print: &'a mut PrintArgs, severities: &'a mut SeverityArgs) -> Open<'a> {
    Open {
        paths: print.inputs.paths.clone(),
        output: Some(&mut print.output),
        templates: Some(&mut print.assets.templates),
        fonts: Some(&mut print.assets.fonts),
        timeout: Some(&mut print.patience.timeout),
        jobs: Some(&mut print.jobs),
        severities: Some(severities),
        ..Open::default()
    }
}

fn with_templates(paths: Vec<PathBuf>, templates: &mut Option<PathBuf>) -> Open<'_> {
    Open { paths, templates: Some(templates), ..Open::default() }
}

/// The paths, of which standard input bears the name that it is given.
fn named(paths: &[PathBuf], stdin_name: Option<&Path>) -> Vec<PathBuf> {
    let is_stdin = |path: &PathBuf| path.as_os_str() == STDIN;
    let named = paths.iter().filter(|path| !is_stdin(path)).cloned();
    named.chain(stdin_name.map(Path::to_owned)).collect()
}

impl Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual => write!(f, "不写时的值"),
            Self::Option(option) => write!(f, "命令里的 {option}"),
            Self::Variable(name) => write!(f, "环境变量 {name}"),
            Self::File(place) => {
                let line = Positions::default().of_place(place).map(|range| range.start.line);
                let name = clean(place.file.name());
                match line {
                    Some(line) => write!(f, "{name}:{line}"),
                    None => write!(f, "{name}"),
                }
            }
        }
    }
}
