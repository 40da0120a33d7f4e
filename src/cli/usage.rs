//! What is wrong with a command line, in Chinese.

#![warn(missing_docs)]

use std::error::Error;
use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};

use super::Cli;
use crate::diagnostic::render::{clean, word};
use crate::text::nearest::nearest;

/// Explains a mistake of usage in one or two lines. `arguments` are those of the command
/// line, without the program's name.
pub fn explain(error: &clap::Error, arguments: impl Iterator<Item = OsString>) -> String {
    let (command, name) = command(arguments);
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => clean(text),
        Some(ContextValue::Strings(texts)) => clean(&texts.join("、")),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
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
    let others = match error.kind() {
        ErrorKind::UnknownArgument => others_with(&argument, &command),
        _ => Vec::new(),
    };
    let advice = match suggestion {
        // An exact name is more likely meant than a near one.
        _ if !others.is_empty() => format!("“{argument}”是 {} 的选项", others.join("、")),
        Some(suggestion) => format!("是不是“{suggestion}”？"),
        None if Path::new(&given).exists() => {
            format!("先写命令，再写文件：jixiao check {}", word(Path::new(&given)))
        }
        None if name.contains(' ') => format!("用 {name} --help 看怎样写"),
        None => format!("用 {name} --help 看有哪些命令和选项"),
    };
    format!("错误：{message}\n提示：{advice}")
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
