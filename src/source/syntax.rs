//! What the YAML parser says, in an officer's words.

use std::ops::Range;

use super::cause::{self, Failure};
use super::vocabulary::Vocabulary;
use super::{line, outline};
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// How deeply lists and mappings may be nested. A project file needs five levels.
pub const MAX_DEPTH: usize = 32;

/// Turns the parser's error `info` at byte `at` into a finding. Where the cause
/// can be told from the lines around it, it says that rather than the symptom.
pub fn explain(file: &SourceFile, at: usize, info: &str, vocabulary: &Vocabulary) -> Diagnostic {
    // The parser has a limit of its own, which it may meet first as it looks ahead.
    if info.contains("recursion limit") {
        return too_deep(file, mark(file.text(), at));
    }
    let lines = outline::lines(file.text());
    if let Some(found) = cause::find(&Failure { file, at, info, vocabulary, lines }) {
        return found;
    }
    let (before, after) = file.text().split_at(at);
    let before = &before[line::start(before, at)..];
    let (message, help) = translate(info, before, after);
    Diagnostic::new(&rule::YAML_SYNTAX, message)
        .at(Place::new(file, mark(file.text(), at)))
        .help(help)
}

/// The finding for a value at `span` that is nested too deeply.
pub fn too_deep(file: &SourceFile, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(&rule::TOO_DEEP, format!("嵌套超过 {MAX_DEPTH} 层"))
        .at(Place::new(file, span))
        .help("用不着这么多层；检查是不是多写了括号或“- ”")
}

/// The character at byte `at`, or the last one before it where a line ends
/// there: an excerpt needs something to point at.
fn mark(text: &str, at: usize) -> Range<usize> {
    match text[at..].chars().next() {
        Some(c) if c != '\n' && c != '\r' => at..at + c.len_utf8(),
        _ => {
            let before = text[..at].trim_end();
            let last = before.chars().next_back().map_or(0, char::len_utf8);
            before.len() - last..before.len()
        }
    }
}

/// The message and the help for what the parser reports, by its own words and
/// by what stands before it on the line and after it.
fn translate(info: &str, before: &str, after: &str) -> (&'static str, &'static str) {
    const QUOTE: &str = "文字里有特殊符号时，给整段文字加上英文引号 \"…\"";
    const INDENT: &str = "同一层的内容左边要对齐，下一层多空两格";
    const CLOSE: &str = "检查方括号是否成对，各项之间用半角逗号“,”隔开";
    match info {
        _ if info.contains("tab") => ("缩进里有制表符", "用空格代替；缩进每层两个空格"),
        _ if info.contains("anchor") => ("文字不能直接以 * 或 & 开头", QUOTE),
        _ if info.contains("escape") => {
            ("双引号里的“\\”有特别的意思", "要印出来，写成“\\\\”，或者把两头的双引号换成单引号 '…'")
        }
        _ if info.contains("quoted scalar") => (
            "引号里的文字没有写完整",
            "检查引号是否成对；里面的引号写成中文的“”，双引号里的 \\ 写成 \\\\",
        ),
        _ if info.contains("double-quoted") => ("引号后面还有文字", "整段文字都放进引号里"),
        _ if info.contains("illegal placement") => ("上面的方括号或花括号没有写完整", CLOSE),
        _ if info.contains("flow") || info.contains("bracket") || info.contains("',' or") => {
            ("方括号或花括号里的写法有误", CLOSE)
        }
        _ if info.contains("indent") => ("缩进没有对齐", INDENT),
        // YAML's own limit for a key.
        _ if info.contains("simple key") && before.chars().count() > 1024 => {
            ("名称太长，超过 1024 个字", "缩短名称，把说明移到别的栏目")
        }
        _ if info.contains("simple key") || info.contains("expect ':'") => {
            ("这一行缺“: ”（半角冒号加空格）", "写成“键: 内容”；续行的文字要缩进，或用“|-”分段书写")
        }
        _ if info.contains("mapping values are not allowed") && before.contains(": ") => {
            ("这里不能再有“: ”", QUOTE)
        }
        _ if info.contains("mapping values are not allowed") => ("这一行和上一行接不上", INDENT),
        _ if info.contains("block mapping") || info.contains("block collection") => {
            ("这一行和上面的内容接不上", INDENT)
        }
        _ if info.contains("unexpected character") || info.contains("plain scalar") => {
            ("文字不能以这个符号开头", QUOTE)
        }
        _ if after.starts_with(|c| "@`%!&*>|-?,".contains(c)) => ("文字不能以这个符号开头", QUOTE),
        _ => ("这里不合 YAML 的写法", QUOTE),
    }
}
