//! What is wrong with a command line, in Chinese.

#![warn(missing_docs)]

use std::error::Error;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::Cli;
use crate::diagnostic::near;
use crate::diagnostic::render::{clean, word};
use crate::text::nearest::nearest;

/// Explains a mistake of usage in one or two lines. `arguments` are those of the command
/// line, without the program's name.
pub fn explain(error: &clap::Error, arguments: impl Iterator<Item = OsString>) -> String {
    let arguments: Vec<OsString> = arguments.collect();
    let (command, name) = command(arguments.iter().cloned());
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => clean(text),
        Some(ContextValue::Strings(texts)) => clean(&texts.join("、")),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let short = match error.kind() {
        ErrorKind::UnknownArgument => arguments.iter().find_map(|it| one_dash(it, &argument)),
        _ => None,
    };
    let (argument, short) = match short {
        Some((written, meant)) => (clean(&written), Some(meant)),
        None => (argument, None),
    };
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("{name} 没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "缺少命令".into()
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue => {
            let valid = context(ContextKind::ValidValue);
            format!("“{argument}”不能是“{value}”，可以是：{valid}")
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(ToString::to_string).unwrap_or_default();
            format!("“{argument}”不能是“{value}”，{reason}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少“{argument}”"),
        ErrorKind::ArgumentConflict if argument == context(ContextKind::PriorArg) => {
            format!("“{argument}”写了两次")
        }
        ErrorKind::ArgumentConflict => {
            format!("“{argument}”不能与“{}”同用", context(ContextKind::PriorArg))
        }
        ErrorKind::WrongNumberOfValues => {
            let count = |kind| match error.get(kind) {
                Some(ContextValue::Number(count)) => *count,
                _ => 0,
            };
            let expected = count(ContextKind::ExpectedNumValues);
            let given = count(ContextKind::ActualNumValues);
            format!("“{argument}”后面要写 {expected} 样，只写了 {given} 样")
        }
        ErrorKind::TooManyValues => format!("“{argument}”后面多了“{value}”"),
        ErrorKind::InvalidUtf8 => "命令里有不是 UTF-8 的文字".into(),
        kind => format!("命令有误（{kind:?}）"),
    };
    let written = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].map(context);
    let written = written.iter().find(|written| !written.is_empty());
    let suggested = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(clean(text)),
        // The library gives the least likely first.
        Some(ContextValue::Strings(texts)) => {
            let near = nearest(written.map_or("", |it| it), texts.iter().map(String::as_str));
            near.or(texts.last().map(String::as_str)).map(clean)
        }
        _ => None,
    };
    let suggestion =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(suggested);
    let given = context(ContextKind::InvalidSubcommand);
    let check = |path: &Path| format!("先写命令，再写文件：jixiao check {}", word(path));
    let others = match error.kind() {
        ErrorKind::UnknownArgument => others_with(&argument, &command),
        _ => Vec::new(),
    };
    let advice = match short.or(suggestion) {
        // An exact name is more likely meant than a near one.
        _ if !others.is_empty() => format!("“{argument}”是 {} 的选项", others.join("、")),
        Some(suggestion) => format!("是不是“{suggestion}”？"),
        None if Path::new(&given).exists() => check(Path::new(&given)),
        None => match (in_chinese(&given), near::project(Path::new(&given))) {
            (Some(meant), _) => format!("是不是“{meant}”？"),
            (_, Some(project)) => check(&project),
            _ if name.contains(' ') => format!("用 {name} --help 看怎样写"),
            _ => format!("用 {name} --help 看有哪些命令和选项"),
        },
    };
    format!("错误：{message}\n提示：{advice}")
}

/// The command that a Chinese word asks for.
fn in_chinese(word: &str) -> Option<&'static str> {
    const WORDS: [(&str, &[&str]); 8] = [
        ("help", &["帮助", "说明", "求助"]),
        ("check", &["检查", "检验", "校验"]),
        ("new", &["新建", "新增", "创建"]),
        ("build", &["排版", "打印", "生成", "导出"]),
        ("list", &["列表", "一览", "汇总"]),
        ("diff", &["比较", "对比", "差异"]),
        ("verify", &["核对", "验证"]),
        ("rule", &["规则"]),
    ];
    WORDS.iter().find(|(_, words)| words.contains(&word)).map(|(command, _)| *command)
}

/// `-fix`, of which the library tells `-f` only: a long option with one dash, and the one that
/// is meant.
fn one_dash(argument: &OsStr, told: &str) -> Option<(String, String)> {
    let written = argument.to_str()?;
    let name = written.strip_prefix('-').filter(|name| !name.starts_with('-'))?;
    let is_told = told.len() > 1 && written.starts_with(told) && written != told;
    is_told.then(|| long_option(name)).flatten().map(|meant| (written.to_owned(), meant))
}

/// What was most likely meant by a path that begins with a dash of Chinese texts: `—fix`.
pub fn wide_dash(path: &Path) -> Option<String> {
    let written = path.to_str()?;
    let name = written.trim_start_matches(['—', '–', '－', '−', '―', '-']);
    let is_dashed = !written.starts_with('-') && written != name && !path.exists();
    is_dashed.then(|| long_option(name)).flatten()
}

/// The long option of any command that has this name; a value may follow it.
fn long_option(name: &str) -> Option<String> {
    let name = name.split('=').next().unwrap_or_default();
    let program = Cli::command();
    let commands = program.get_subcommands().chain([&program]);
    let mut options = commands.flat_map(Command::get_arguments).filter(|it| !it.is_hide_set());
    options.any(|it| it.get_long() == Some(name)).then(|| format!("--{name}"))
}

/// The commands that have an option which `command` has not.
fn others_with(option: &str, command: &Command) -> Vec<String> {
    let has = |it: &Command| {
        let long = option.strip_prefix("--");
        let short = option.strip_prefix('-').and_then(|it| it.parse::<char>().ok());
        it.get_arguments().filter(|argument| !argument.is_hide_set()).any(|argument| {
            (long.is_some() && argument.get_long() == long)
                || (short.is_some() && argument.get_short() == short)
        })
    };
    let program = Cli::command();
    let others = program.get_subcommands().filter(|it| it.get_name() != command.get_name());
    others
        .filter(|it| !it.is_hide_set() && has(it))
        .map(|it| format!("jixiao {}", it.get_name()))
        .collect()
}

/// The command that a command line asks for, as far as there is one, and how it is called:
/// `jixiao forms export`.
fn command(mut arguments: impl Iterator<Item = OsString>) -> (Command, String) {
    let mut words = vec!["jixiao".to_owned()];
    let mut command = Cli::command();
    // The command comes first; a command's own ones may follow its options.
    let first = arguments.next();
    for (index, argument) in first.into_iter().chain(arguments).enumerate() {
        let next = argument.to_str().and_then(|name| command.find_subcommand(name)).cloned();
        match next {
            Some(next) => {
                words.push(next.get_name().to_owned());
                command = next;
            }
            None if index == 0 => break,
            None => {}
        }
    }
    (command, words.join(" "))
}
