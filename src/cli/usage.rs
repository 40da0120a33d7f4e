//! What is wrong with a command line, in Chinese.

#![warn(missing_docs)]

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::render::clean;

/// Explains a mistake of usage in one or two lines.
pub fn explain(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => clean(text),
        Some(ContextValue::Strings(texts)) => clean(&texts.join("、")),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
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
        ErrorKind::TooManyValues => format!("“{argument}”后面多了“{value}”"),
        ErrorKind::InvalidUtf8 => "命令里有不是 UTF-8 的文字".into(),
        kind => format!("命令有误（{kind:?}）"),
    };
    let suggestion =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .map(context)
            .into_iter()
            .find(|suggestion| !suggestion.is_empty());
    match suggestion {
        Some(suggestion) => format!("错误：{message}\n提示：是不是“{suggestion}”？"),
        None => format!("错误：{message}\n提示：用 jixiao --help 看有哪些命令和选项"),
    }
}
