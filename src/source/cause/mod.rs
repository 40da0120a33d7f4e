//! What lies behind the parser's complaints, as far as the lines around the place
//! tell: the mistakes that people make, one function each.

mod above;
mod brackets;
pub mod dashes;
mod indents;
mod markers;
mod names;
mod paragraphs;
mod quotes;

use super::line;
use super::mend;
use super::outline::Line;
use super::remark;
use super::vocabulary::Vocabulary;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};

/// Where the parser has given up, and what it says.
pub struct Failure<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The byte in its text.
    pub at: usize,
    /// The parser's own words.
    pub info: &'a str,
    /// The keys that there are.
    pub vocabulary: &'a Vocabulary,
    /// The lines of the file's text.
    pub lines: Vec<Line<'a>>,
}

impl<'a> Failure<'a> {
    /// The file's text.
    fn text(&self) -> &'a str {
        self.file.text()
    }

    /// The number of the line at the place, from 0.
    fn line(&self) -> usize {
        self.lines.partition_point(|line| line.start - line.indent <= self.at).saturating_sub(1)
    }

    /// The line at the place and those above it with their numbers, the nearest first.
    fn upwards(&self) -> impl Iterator<Item = (usize, &Line<'a>)> {
        self.lines.iter().enumerate().take(self.line() + 1).rev()
    }

    /// The line at the place and those above it, the nearest first.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        line::upwards(self.file.text(), self.at)
    }

    /// The same, without those that say nothing.
    fn said_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
    }

    /// Whether the parser has looked for a key in vain.
    fn misses_a_key(&self) -> bool {
        ["expect ':'", "mapping values", "simple key"].iter().any(|words| self.info.contains(words))
    }
}

/// The causes, the surer ones first.
const CAUSES: &[fn(&Failure) -> Option<Diagnostic>] = &[
    markers::conflict,
    above::fence,
    dashes::dash_before_key,
    above::above_the_first_key,
    names::colon_in_a_name,
    names::quotes_of_a_name,
    brackets::wrong_list,
    paragraphs::paragraphs_in_quotes,
    quotes::quotes_within,
    quotes::quote_left_open,
    paragraphs::text_below_a_value,
    paragraphs::text_not_indented,
    paragraphs::text_without_bar,
    fullwidth_colon,
    colon_without_blank,
    sign_without_quotes,
    text_after_bar,
    row_without_values,
    key_without_colon,
    line_without_colon,
    indents::out_of_line,
];

/// The cause of a failure, if it can be told.
pub fn find(failure: &Failure) -> Option<Diagnostic> {
    CAUSES.iter().find_map(|cause| cause(failure))
}

/// How many lines above the one that the parser stops at may be the cause.
const NEAR: usize = 3;

/// How many lines a text may have of which none is indented.
const FAR: usize = 100;

/// `名称：甲`: the colon after a key must be a half-width one.
fn fullwidth_colon(failure: &Failure) -> Option<Diagnostic> {
    // Where the parser misses a key, it may be any: an indicator's name, say.
    let any_key = failure.misses_a_key();
    let near = failure.said_lines().take(NEAR).find_map(|(start, line)| {
        let (key, _) = line::key_before(line, "：")?;
        (any_key || failure.vocabulary.has(key)).then_some((start, key))
    });
    // The lines of a block may lie between its key and what the parser misses.
    let block = || {
        failure.lines().find_map(|(start, line)| {
            let (key, value) = line::key_before(line, "：")?;
            line::is_block_header(value).then_some((start, key))
        })
    };
    let (start, key) = near.or_else(block)?;
    Some(fullwidth_colon_at(failure.file, key, start + key.len()))
}

/// `名称:甲`: YAML wants a blank after the colon.
fn colon_without_blank(failure: &Failure) -> Option<Diagnostic> {
    let near = failure.said_lines().take(NEAR).find_map(|(start, line)| {
        let (key, value) = line::key_before(line, ":")?;
        let no_blank = !value.is_empty() && !value.starts_with([' ', '\r']);
        let is_key = failure.vocabulary.has(key) || value.starts_with('[');
        (no_blank && is_key).then_some((start, key))
    });
    // The lines of a block may lie between its key and what the parser misses.
    let block = || {
        failure.lines().take(FAR).find_map(|(start, line)| {
            let (key, value) = line::key_before(line, ":")?;
            (value.starts_with('|') && failure.vocabulary.has(key)).then_some((start, key))
        })
    };
    let (start, key) = near.or_else(block)?;
    Some(colon_without_blank_at(failure.file, key, start + key.len()))
}

/// `- >=90%`: YAML takes `>` for the beginning of a block.
fn sign_without_quotes(failure: &Failure) -> Option<Diagnostic> {
    let (start, line) = failure.lines().next()?;
    let value = line.strip_prefix("- ").map(str::trim).filter(|value| value.starts_with('>'))?;
    let from = start + line.len() - line.trim_start_matches(['-', ' ']).len();
    let mended = mend::greater(value).text;
    let span = from..from + value.len();
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, "值以“>”开头，没有加引号")
            .at(Place::new(failure.file, span.clone()))
            .help(format!("写成 {mended}"))
            .fix([Edit::new(failure.file, span, mended)]),
    )
}

/// `键: |- 甲`: nothing may stand behind the bar.
fn text_after_bar(failure: &Failure) -> Option<Diagnostic> {
    let (start, line) = failure.lines().next()?;
    let (key, behind) = line::key_before(line, ":")?;
    let value = behind.trim_start();
    let from = start + line.len() - value.len();
    let value = value.trim_end();
    let is_bar = value.starts_with('|') && !line::is_block(line);
    is_bar.then(|| {
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{key}”的“|”后面写了别的"))
            .at(Place::new(failure.file, from..from + value.len()))
            .help("写成“|-”，后面不写别的，文字从下一行写起，每行前面空两格；真要以“|”开头，给整段文字加上英文引号")
    })
}

/// A line that is nothing but a name, in line with a row: it lacks the values that those have.
fn row_without_values(failure: &Failure) -> Option<Diagnostic> {
    if !failure.misses_a_key() {
        return None;
    }
    let mut lines = failure.lines().take(NEAR).filter(|(_, line)| !line.trim().is_empty());
    let (start, row) = lines
        .find_map(|(start, line)| Some((start, like_a_row(failure, start, line.trim_end())?)))?;
    let name = failure.text()[start..].lines().next().unwrap_or_default().trim_end();
    Some(
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{name}”后面没有冒号和值"))
            .at(Place::new(failure.file, start..start + name.len()))
            .help(format!("写成“{row}”，“值”换成真的值；不用的，删去这一行")),
    )
}

/// A name alone at byte `start`, as a row with as many values as the one above or below it.
fn like_a_row(failure: &Failure, start: usize, name: &str) -> Option<String> {
    if name.contains(|c: char| c.is_whitespace() || "，。；：:,#[]\"'-".contains(c)) {
        return None;
    }
    let at = failure.lines.partition_point(|line| line.start < start);
    let indent = failure.lines.get(at)?.indent;
    let is_beside = |line: &&Line| line.indent == indent && indent > 0;
    let above = failure.lines[..at].iter().rev().find(|line| line.is_something());
    let below = failure.lines[at + 1..].iter().find(|line| line.is_something());
    let beside = above.into_iter().chain(below).filter(is_beside);
    let row = beside.filter_map(Line::entry).find(|entry| entry.value.starts_with('['))?;
    let inner = row.value.strip_prefix('[')?.split(']').next()?;
    let values = vec!["值"; inner.split(", ").count()];
    Some(format!("{name}: [{}]", values.join(", ")))
}

/// A line that is nothing but a key, without its colon: the lines below it, which
/// are indented, go on with it.
fn key_without_colon(failure: &Failure) -> Option<Diagnostic> {
    if !failure.misses_a_key() {
        return None;
    }
    let mut lines = failure.lines();
    let (below, _) = lines.next()?;
    let (start, line) = lines.find(|(_, line)| !line.trim().is_empty())?;
    let indent = |start| line::indent(failure.file.text(), start);
    let word = line.trim_end();
    let is_word =
        !word.contains([':', '：', ' ', '，', '。', '；', '[']) && !word.starts_with(['#', '-']);
    (is_word && indent(below) > indent(start)).then(|| {
        Diagnostic::new(&rule::YAML_SYNTAX, format!("“{word}”后面缺冒号"))
            .at(Place::new(failure.file, start..start + word.len()))
            .help(format!("写成“{word}:”"))
    })
}

/// A line without a key, which the next line's key does not go on with: what the
/// parser says of that line is meant for this one.
fn line_without_colon(failure: &Failure) -> Option<Diagnostic> {
    if !failure.misses_a_key() {
        return None;
    }
    let indent = |start| line::indent(failure.file.text(), start);
    let mut lines = failure.lines();
    let (below, _) = lines.next()?;
    let (start, line) = lines
        .take_while(|(start, line)| indent(*start) == indent(below) && !line::is_key_line(line))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        .last()?;
    let line = remark::cut(line);
    let (message, help) = match failure.vocabulary.at_the_start_of(line) {
        _ if line.starts_with(['＃', '/']) => {
            ("注释要以半角的“#”开头".to_owned(), "把开头换成半角的“#”".to_owned())
        }
        Some(key) => {
            let value =
                line[key.len()..].trim_matches([' ', '\u{3000}', '；', ';', '=', '＝', '：', ':']);
            (format!("“{key}”后面缺“: ”（半角冒号加空格）"), format!("写成“{key}: {value}”"))
        }
        None => (
            "这一行缺“: ”（半角冒号加空格）".to_owned(),
            "写成“键: 内容”；续行的文字要缩进，或用“|-”分段书写".to_owned(),
        ),
    };
    let place = Place::new(failure.file, start..start + line.len());
    Some(Diagnostic::new(&rule::YAML_SYNTAX, message).at(place).help(help))
}

/// The finding for a full-width colon at byte `colon`, after `key`.
pub fn fullwidth_colon_at(file: &SourceFile, key: &str, colon: usize) -> Diagnostic {
    Diagnostic::new(&rule::FULLWIDTH_COLON, format!("“{key}”后面是全角冒号“：”"))
        .at(Place::new(file, colon..colon + '：'.len_utf8()))
        .help(format!("改成半角冒号加一个空格：“{key}: ”"))
        .fix([Edit::new(file, colon..colon + '：'.len_utf8(), half_width_colon(file, colon))])
}

/// What YAML wants in the place of the full-width colon at byte `colon`.
fn half_width_colon(file: &SourceFile, colon: usize) -> &'static str {
    match file.text()[colon..].chars().nth(1) {
        None | Some(' ' | '\n' | '\r') => ":",
        Some(_) => ": ",
    }
}

/// The finding for a colon at byte `colon`, after `key`, without a blank.
pub fn colon_without_blank_at(file: &SourceFile, key: &str, colon: usize) -> Diagnostic {
    Diagnostic::new(&rule::COLON_WITHOUT_SPACE, format!("“{key}:”后面缺一个空格"))
        .at(Place::new(file, colon..colon + 1))
        .help(format!("写成“{key}: ”，冒号后面空一格"))
        .fix([Edit::new(file, colon..colon + 1, ": ")])
}
