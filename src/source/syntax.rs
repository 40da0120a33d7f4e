//! What the YAML parser says, in an officer's words.

use std::ops::Range;

use super::mend;
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::project::{Field, PROJECT, Shape};
use crate::rule;

/// How deeply lists and mappings may be nested. A project file needs five levels.
pub const MAX_DEPTH: usize = 32;

/// Turns the parser's error `info` at byte `at` into a finding. Where the cause
/// can be told from the lines around it, it says that rather than the symptom.
pub fn explain(file: &SourceFile, at: usize, info: &str) -> Diagnostic {
    // The parser has a limit of its own, which it may meet first as it looks ahead.
    if info.contains("recursion limit") {
        return too_deep(file, mark(file.text(), at));
    }
    let cause = fullwidth_blank(file, at)
        .or_else(|| fullwidth_colon(file, at, info))
        .or_else(|| colon_without_blank(file, at))
        .or_else(|| sign_without_quotes(file, at))
        .or_else(|| text_after_bar(file, at))
        .or_else(|| block_without_indent(file, at))
        .or_else(|| bracket_left_open(file, at))
        .or_else(|| key_without_colon(file, at, info))
        .or_else(|| line_without_colon(file, at, info));
    if let Some(found) = cause {
        return found;
    }
    let (before, after) = file.text().split_at(at);
    let before = &before[line_start(before, at)..];
    let (message, help) = translate(info, before, after);
    Diagnostic::new(&rule::YAML_SYNTAX, message)
        .at(Place::new(file, mark(file.text(), at)))
        .help(help)
}

/// An indent of full-width blanks, which YAML does not take for one.
fn fullwidth_blank(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let (start, _) = lines_before(file.text(), at)
        .take(NEAR)
        .find(|&(start, _)| file.text()[..start].ends_with('\u{3000}'))?;
    let indent = line_start(file.text(), start)..start;
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, "缩进里有全角空格")
            .at(Place::new(file, indent.clone()))
            .help("换成半角空格，每层两个")
            // Two of them take the room of a full-width one.
            .fix([Edit::new(file, indent.clone(), file.text()[indent].replace('\u{3000}', "  "))]),
    )
}

/// `名称：甲`: the colon after a key must be a half-width one.
fn fullwidth_colon(file: &SourceFile, at: usize, info: &str) -> Option<Diagnostic> {
    // Where the parser misses a key, it may be any: an indicator's name, say.
    let any_key = info.contains("expect ':'") || info.contains("mapping values");
    let near = lines_before(file.text(), at).take(NEAR).find_map(|(start, line)| {
        let (key, _) = key_before(line, "：")?;
        (any_key || is_known(PROJECT, key)).then_some((start, key))
    });
    // The lines of a block may lie between its key and what the parser misses.
    let block = || {
        lines_before(file.text(), at).find_map(|(start, line)| {
            let (key, value) = key_before(line, "：")?;
            matches!(value.trim(), "|" | "|-" | "|+" | ">" | ">-" | ">+").then_some((start, key))
        })
    };
    let (start, key) = near.or_else(block)?;
    Some(fullwidth_colon_at(file, key, start + key.len()))
}

/// `- >=90%`: YAML takes `>` for the beginning of a block.
fn sign_without_quotes(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let (start, line) = lines_before(file.text(), at).next()?;
    let value = line.strip_prefix("- ").map(str::trim).filter(|value| value.starts_with('>'))?;
    let from = start + line.len() - line.trim_start_matches(['-', ' ']).len();
    let mended = mend::greater(value).text;
    let span = from..from + value.len();
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, "值以“>”开头，没有加引号")
            .at(Place::new(file, span.clone()))
            .help(format!("写成 {mended}"))
            .fix([Edit::new(file, span, mended)]),
    )
}

/// `键: |-`, and the lines below it at the left edge.
fn block_without_indent(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let text = file.text();
    // The line that the parser stops at may be the next key.
    let above = lines_before(text, at).skip(1).take(FAR);
    let mut above = above.skip_while(|(_, line)| !is_key_line(line));
    let (start, line) = above.next().filter(|(_, line)| is_block(line))?;
    let (key, _) = key_before(line, ":")?;
    let indent = start - line_start(text, start);
    let below = text[start + line.len()..].trim_start_matches(['\r', '\n']);
    let below_start = text.len() - below.len();
    let below_line = below.lines().next().unwrap_or_default();
    let below_indent = below_line.len() - below_line.trim_start_matches(' ').len();
    if below_indent > indent || below_line.is_empty() {
        return None;
    }
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{key}”下面的文字没有缩进"))
            .at(Place::new(file, below_start..below_start + below_line.trim_end().len()))
            .help("“|-”下面的文字，每行前面空两格"),
    )
}

/// `键: |- 甲`: nothing may stand behind the bar.
fn text_after_bar(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let (start, line) = lines_before(file.text(), at).next()?;
    let (key, value) = key_before(line, ":")?;
    let value = value.trim();
    let is_bar = value.starts_with('|') && !is_block(line);
    is_bar.then(|| {
        let from = start + line.find('|').unwrap_or_default();
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{key}”的“|”后面写了别的"))
            .at(Place::new(file, from..from + value.len()))
            .help("写成“|-”，后面不写别的，文字从下一行写起，每行前面空两格；真要以“|”开头，给整段文字加上英文引号")
    })
}

/// `键: [6, 13`, and the next key: the bracket is left open on a line above.
fn bracket_left_open(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let (start, line) = lines_before(file.text(), at).skip(1).take(NEAR).find(|(_, line)| {
        let value = line.split_once(": ").map_or("", |(_, value)| value);
        let count = |mark| value.matches(mark).count();
        value.starts_with('[') && count('[') > count(']')
    })?;
    let from = start + line.find('[')?;
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, "方括号没有写完整")
            .at(Place::new(file, from..start + line.trim_end().len()))
            .help("补上右边的方括号“]”"),
    )
}

/// A line without a key, which the next line's key does not go on with: what the
/// parser says of that line is meant for this one.
fn line_without_colon(file: &SourceFile, at: usize, info: &str) -> Option<Diagnostic> {
    if !(info.contains("expect ':'")
        || info.contains("mapping values")
        || info.contains("simple key"))
    {
        return None;
    }
    let indent = |start| start - line_start(file.text(), start);
    let mut lines = lines_before(file.text(), at);
    let (below, _) = lines.next()?;
    let (start, line) = lines
        .take_while(|(start, line)| indent(*start) == indent(below) && !is_key_line(line))
        .filter(|(_, line)| !line.trim().is_empty())
        .last()?;
    let line = line.trim_end();
    let (message, help) = match PROJECT.iter().find(|field| line.starts_with(field.key)) {
        _ if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|sign| line.starts_with(sign)) => {
            ("这是 git 合并时留下的标记".to_owned(), "留下要的内容，删去这些标记".to_owned())
        }
        _ if line.starts_with(['＃', '/']) => {
            ("注释要以半角的“#”开头".to_owned(), "把开头换成半角的“#”".to_owned())
        }
        Some(Field { key, .. }) => {
            let value =
                line[key.len()..].trim_matches([' ', '\u{3000}', '；', ';', '=', '＝', '：', ':']);
            (format!("“{key}”后面缺“: ”（半角冒号加空格）"), format!("写成“{key}: {value}”"))
        }
        None => (
            "这一行缺“: ”（半角冒号加空格）".to_owned(),
            "写成“键: 内容”；续行的文字要缩进，或用“|-”分段书写".to_owned(),
        ),
    };
    let place = Place::new(file, start..start + line.len());
    Some(Diagnostic::new(&rule::YAML_SYNTAX, message).at(place).help(help))
}

/// A line that is nothing but a key, without its colon: the lines below it, which
/// are indented, go on with it.
fn key_without_colon(file: &SourceFile, at: usize, info: &str) -> Option<Diagnostic> {
    if !(info.contains("expect ':'")
        || info.contains("mapping values")
        || info.contains("simple key"))
    {
        return None;
    }
    let mut lines = lines_before(file.text(), at);
    let (below, _) = lines.next()?;
    let (start, line) = lines.find(|(_, line)| !line.trim().is_empty())?;
    let indent = |start| start - line_start(file.text(), start);
    let word = line.trim_end();
    let is_word =
        !word.contains([':', '：', ' ', '，', '。', '；', '[']) && !word.starts_with(['#', '-']);
    (is_word && indent(below) > indent(start)).then(|| {
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{word}”后面缺冒号"))
            .at(Place::new(file, start..start + word.len()))
            .help(format!("写成“{word}:”"))
    })
}

/// Whether a line begins with a key.
fn is_key_line(line: &str) -> bool {
    key_before(line, ":")
        .is_some_and(|(_, value)| value.is_empty() || value.starts_with([' ', '\r']))
}

/// Whether a line ends where a block of lines is to begin.
fn is_block(line: &str) -> bool {
    let header = key_before(line, ":").map(|(_, value)| value.trim());
    matches!(header, Some("|" | "|-" | "|+" | ">" | ">-" | ">+"))
}

/// What stands before and after `colon` in `line`, where the former looks like a
/// key.
pub fn key_before<'a>(line: &'a str, colon: &str) -> Option<(&'a str, &'a str)> {
    let (key, value) = line.split_once(colon)?;
    let odd = |c: char| c.is_whitespace() || ":：\"'#[]{},，。；“”《》".contains(c);
    (!key.is_empty() && !key.contains(odd)).then_some((key, value))
}

/// What YAML wants in the place of the full-width colon at byte `colon`.
fn half_width_colon(file: &SourceFile, colon: usize) -> &'static str {
    match file.text()[colon..].chars().nth(1) {
        None | Some(' ' | '\n' | '\r') => ":",
        Some(_) => ": ",
    }
}

/// The finding for a value at `span` that is nested too deeply.
pub fn too_deep(file: &SourceFile, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(&rule::TOO_DEEP, format!("嵌套超过 {MAX_DEPTH} 层"))
        .at(Place::new(file, span))
        .help("项目文件最多五层；检查是不是多写了括号或“- ”")
}

/// The finding for a full-width colon at byte `colon`, after `key`.
pub fn fullwidth_colon_at(file: &SourceFile, key: &str, colon: usize) -> Diagnostic {
    Diagnostic::new(&rule::FULLWIDTH_COLON, format!("“{key}”后面是全角冒号“：”"))
        .at(Place::new(file, colon..colon + '：'.len_utf8()))
        .help(format!("改成半角冒号加一个空格：“{key}: ”"))
        .fix([Edit::new(file, colon..colon + '：'.len_utf8(), half_width_colon(file, colon))])
}

/// `名称:甲`: YAML wants a blank after the colon.
fn colon_without_blank(file: &SourceFile, at: usize) -> Option<Diagnostic> {
    let near = lines_before(file.text(), at).take(NEAR).find_map(|(start, line)| {
        let (key, value) = key_before(line, ":")?;
        let no_blank = !value.is_empty() && !value.starts_with([' ', '\r']);
        let is_key = is_known(PROJECT, key) || value.starts_with('[');
        (no_blank && is_key).then_some((start, key))
    });
    // The lines of a block may lie between its key and what the parser misses.
    let block = || {
        lines_before(file.text(), at).take(FAR).find_map(|(start, line)| {
            let (key, value) = key_before(line, ":")?;
            (value.starts_with('|') && is_known(PROJECT, key)).then_some((start, key))
        })
    };
    let (start, key) = near.or_else(block)?;
    Some(colon_without_blank_at(file, key, start + key.len()))
}

/// The finding for a colon at byte `colon`, after `key`, without a blank.
pub fn colon_without_blank_at(file: &SourceFile, key: &str, colon: usize) -> Diagnostic {
    Diagnostic::new(&rule::COLON_WITHOUT_SPACE, format!("“{key}:”后面缺一个空格"))
        .at(Place::new(file, colon..colon + 1))
        .help(format!("写成“{key}: ”，冒号后面空一格"))
        .fix([Edit::new(file, colon..colon + 1, ": ")])
}

/// How many lines above the one that the parser stops at may be the cause.
const NEAR: usize = 3;

/// How many lines a text may have of which none is indented.
const FAR: usize = 100;

/// The line at byte `at` and those before it, the nearest first, without their
/// indents: where each of them begins, and what it says.
fn lines_before(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut end = Some(line_end(text, at));
    std::iter::from_fn(move || {
        let start = line_start(text, end?);
        let line = &text[start..end?];
        let indent = line.len() - line.trim_start().len();
        end = start.checked_sub(1);
        Some((start + indent, &line[indent..]))
    })
}

/// Whether `key` is a key of a project file, at any depth.
fn is_known(fields: &[Field], key: &str) -> bool {
    fields.iter().any(|field| {
        field.key == key || matches!(field.shape, Shape::Record(fields) if is_known(fields, key))
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline)
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
        _ if after.starts_with(',') => ("方括号里少了一个值", "两个值都要写；没有金额写 0"),
        _ if after.starts_with(|c| "@`%!&*>|-?,".contains(c)) => ("文字不能以这个符号开头", QUOTE),
        _ => ("这里不合 YAML 的写法", QUOTE),
    }
}
