//! Texts of several lines that are not written as YAML wants them.

use super::Failure;
use super::quotes::{unquoted, without_chinese_end, without_end};
use crate::diagnostic::{Diagnostic, Edit, Place, rule};
use crate::source::manner::Manner;
use crate::source::misplaced::meant;
use crate::source::outline::{Entry, Line};
use crate::source::{line, remark};

/// How many lines a text may have, for its key to be looked for.
const MOST: usize = 1000;

/// How long a key may be that is taken for a misspelt one, in bytes.
const LONGEST_KEY: usize = 60;

/// How long a text may be that is written out in an advice, in characters.
const SHORT: usize = 200;

/// Lines at the left edge that belong to the text of a key above them.
struct Loose<'a> {
    /// The line of the key.
    owner: Entry<'a>,
    lines: Vec<&'a Line<'a>>,
    /// The numbers of the first and the last of them, from 1.
    numbers: (usize, usize),
}

impl<'a> Loose<'a> {
    /// Those around the line that the parser has stopped at.
    fn around(failure: &'a Failure<'a>) -> Option<Self> {
        let is_end = |line: &Line| is_of_a_key(failure, line);
        let here = failure.line();
        let below = if is_end(&failure.lines[here]) { here } else { here + 1 };
        let from = below.saturating_sub(MOST);
        let index = from + failure.lines[from..below].iter().rposition(is_end)?;
        let owner = failure.lines[index];
        let entry = owner.entry()?;
        let is_loose =
            |line: &Line| line.is_something() && !line.is_in_block && line.indent <= owner.indent;
        let first = index + 1 + failure.lines[index + 1..].iter().position(is_loose)?;
        let end = failure.lines[first..].iter().take(MOST).position(is_end);
        let end = end.map_or(failure.lines.len(), |length| first + length);
        let last =
            failure.lines[..end].iter().rposition(Line::is_something).filter(|it| *it >= first)?;
        let lines: Vec<_> =
            failure.lines[first..=last].iter().filter(|it| it.is_something()).collect();
        (first <= here && !lines.is_empty()).then_some(Self {
            owner: entry,
            lines,
            numbers: (first + 1, last + 1),
        })
    }

    fn place(&self, failure: &Failure) -> Place {
        Place::new(failure.file, self.lines[0].start..self.lines[0].end())
    }
}

/// Whether a line begins with a key of the forms, or with one that is misspelt.
fn is_of_a_key(failure: &Failure, line: &Line) -> bool {
    let vocabulary = failure.vocabulary;
    let is_misspelt = || {
        let entry = line.entry().filter(|entry| entry.key.len() <= LONGEST_KEY);
        let entry = entry.filter(|entry| !entry.key.contains(['，', '。', '、', '；']));
        entry.is_some_and(|entry| meant(entry.key, vocabulary.keys()).is_some())
    };
    line.has_known_key(vocabulary) || starts_with_key(failure, line) || is_misspelt()
}

/// Whether a line says a key without a colon behind it: `项目级次 市本级`.
fn starts_with_key(failure: &Failure, line: &Line) -> bool {
    if line.is_in_block {
        return false;
    }
    let text = line.text.trim_start();
    failure.vocabulary.at_the_start_of(text).is_some_and(|key| {
        let rest = &text[key.len()..];
        rest.is_empty()
            || rest.starts_with([' ', '\u{3000}', '；', ';', '=', '＝', '：', ':', '\t', '"', '“'])
    })
}

/// `键: |-`, and below it lines at the left edge, all of them or the later ones.
pub fn text_not_indented(failure: &Failure) -> Option<Diagnostic> {
    let loose = Loose::around(failure).filter(|loose| loose.owner.is_block())?;
    let key = loose.owner.key;
    let (from, to) = loose.numbers;
    let (message, help) = match loose.lines.len() {
        1 => (format!("“{key}”下面的文字没有缩进"), "“|-”下面的文字，每行前面空两格".to_owned()),
        count => (
            format!("“{key}”下面的文字有 {count} 行没有缩进"),
            format!("“|-”下面的文字，每行前面空两格：第 {from} 行到第 {to} 行都是"),
        ),
    };
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message).at(loose.place(failure));
    Some(found.help(help))
}

/// A text of several lines without `|-`: YAML takes those at the left edge for keys.
pub fn text_without_bar(failure: &Failure) -> Option<Diagnostic> {
    let loose = Loose::around(failure)?;
    let Entry { key, value, .. } = loose.owner;
    let value = remark::cut(value);
    let value = unquoted(value).unwrap_or(value);
    if !failure.vocabulary.is_text(key) || !is_plain(value) {
        return None;
    }
    let lines = [value].into_iter().filter(|value| !value.is_empty());
    let lines: Vec<&str> =
        lines.chain(loose.lines.iter().map(|line| remark::cut(line.text))).collect();
    let message = format!("“{key}”的文字写了几行，前面没有“|-”");
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message).at(loose.place(failure));
    let mut written = [loose.owner.value].into_iter().chain(loose.lines.iter().map(|it| it.text));
    let has_remarks = written.any(|line| remark::of(line).is_some());
    Some(found.help(advice(key, &lines, has_remarks)))
}

/// Whether a value is a text without quotes.
fn is_plain(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!'])
}

/// Paragraphs in one pair of quotes, those below the first at the left edge.
pub fn paragraphs_in_quotes(failure: &Failure) -> Option<Diagnostic> {
    let index = failure.line();
    let first = failure.lines[index];
    let entry = first.entry().filter(|entry| entry.value.starts_with(['"', '\'']))?;
    let quote = entry.value.chars().next()?;
    let below = failure.lines[index + 1..].iter().take(MOST);
    let below = below.take_while(|line| !is_of_a_key(failure, line));
    let mut lines: Vec<&Line> = below.collect();
    while lines.last().is_some_and(|line| !line.is_something()) {
        lines.pop();
    }
    let last = lines.last()?;
    let region = entry.start..last.end();
    let written: Vec<&str> = failure.text()[region.clone()].lines().collect();
    let remarks: Vec<&str> = written.iter().filter_map(|line| remark::said(line)).collect();
    // A full-width blank is a part of the text.
    let texts = written.iter().map(|line| remark::cut(line).trim_matches([' ', '\t', '\r']));
    let mut texts: Vec<&str> = texts.filter(|line| !line.is_empty()).collect();
    // Quotes that end on a line before have another cause.
    let is_early = |(index, line): (usize, &&str)| {
        line.len() > usize::from(index == 0) && without_end(line, quote).is_some()
    };
    let end = texts.pop()?;
    if texts.iter().enumerate().any(is_early) {
        return None;
    }
    let said = without_end(end, quote).or_else(|| without_chinese_end(end, quote));
    let is_paired = said.is_some();
    texts.extend(said.or(Some(end)).filter(|line| !line.is_empty()));
    if let Some(first) = texts.first_mut() {
        *first = first.strip_prefix(quote).unwrap_or(first).trim_start();
    }
    // A bar within the quotes is meant for the one before the text.
    texts.retain(|line| !line.is_empty() && !line::is_block_header(line));
    if texts.is_empty() {
        return None;
    }
    let key = entry.key;
    let message = match is_paired {
        true => format!("“{key}”的引号里有几段文字，不能这样换行"),
        false => format!("“{key}”的引号只有前半边，里面有几段文字"),
    };
    let place = Place::new(failure.file, entry.start..first.end());
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message).at(place);
    let found = found.help(format!("去掉引号，{}", advice(key, &texts, !remarks.is_empty())));
    let is_sure = is_paired
        && remarks.len() < 2
        && !texts.iter().any(|line| line.contains([quote, '\\']))
        && written.iter().all(|line| !line.trim().is_empty());
    let mended = block(&texts, first.indent);
    // What is said for those who fill in the form stands behind the bar.
    let mended = match remarks.as_slice() {
        [remark] => mended.replacen("|-", &format!("|- {remark}"), 1),
        _ => mended,
    };
    let mended = Manner::of(failure.file).lines(&mended);
    Some(found.fix(is_sure.then(|| Edit::new(failure.file, region, mended))))
}

/// `键: ""` or `键: ｜-`, a comment behind it, and the text in the lines below.
pub fn text_below_a_value(failure: &Failure) -> Option<Diagnostic> {
    let here = failure.line();
    let indent = failure.lines.get(here).filter(|line| line.is_something())?.indent;
    let (index, owner) = failure.upwards().find(|(_, line)| {
        line.is_something() && (line.indent < indent || line.entry().is_some())
    })?;
    let entry = owner.entry().filter(|entry| failure.vocabulary.is_text(entry.key))?;
    let Entry { key, value, start } = entry;
    let value = remark::cut(value);
    let below = failure.lines[index + 1..].iter().take(MOST);
    let below = below.take_while(|line| !line.is_something() || line.indent > owner.indent);
    let below: Vec<&Line> = below.filter(|line| line.is_something()).collect();
    let first = below.first()?;
    let span = start..start + value.len();
    let is_even = below.iter().all(|line| line.indent >= first.indent);
    let is_wide_bar = value.starts_with('｜');
    let inner = unquoted(value).map(str::trim);
    let is_nothing = inner.is_some_and(|it| it.is_empty() || line::is_block_header(it));
    let (rule, message) = match (is_wide_bar, inner) {
        (true, _) => (&rule::FULLWIDTH_BAR, format!("“{key}”后面是全角竖线“｜”")),
        (_, Some(_)) => (&rule::YAML_SYNTAX, format!("“{key}”的文字写在了引号的下面")),
        _ => (&rule::YAML_SYNTAX, format!("“{key}”的文字写了几行，前面没有“|-”")),
    };
    let found = Diagnostic::new(rule, message).at(Place::new(failure.file, span.clone()));
    let replaced = is_nothing || value.chars().all(|c| "｜-－—".contains(c));
    if replaced && (is_nothing || is_wide_bar) {
        let found = found.help(format!("把 {value} 换成 |-"));
        return Some(found.fix(is_even.then(|| Edit::new(failure.file, span, "|-"))));
    }
    if is_wide_bar {
        return Some(found.help("改成半角的“|-”；真要印出它，给整段文字加上英文引号"));
    }
    let texts = below.iter().map(|line| remark::cut(line.text));
    let texts = texts.map(|line| unquoted(line).unwrap_or(line));
    let texts: Vec<&str> = [inner.unwrap_or(value)].into_iter().chain(texts).collect();
    let has_remarks = remark::of(entry.value).is_some();
    let advice = advice(key, &texts, has_remarks);
    // A comment ends a text without quotes.
    let is_cut = has_remarks && is_plain(value) && !value.is_empty();
    match inner {
        Some(_) => Some(found.help(format!("去掉引号，{advice}"))),
        None => is_cut.then(|| found.help(advice)),
    }
}

/// `写成 …`, with the text where it is short. Comments behind its lines would be printed in
/// a block.
fn advice(key: &str, lines: &[&str], has_remarks: bool) -> String {
    let text = block(lines, 0);
    let remarks = if has_remarks { "；行末“#”和后面的说明删去" } else { "" };
    match text.chars().count() {
        ..=SHORT => format!("写成\n{key}: {text}"),
        _ => format!("写成“{key}: |-”，文字从下一行写起，每行前面空两格{remarks}"),
    }
}

/// Lines as a text in lines of its own, below a key with this indent.
fn block(lines: &[&str], indent: usize) -> String {
    let lines = lines.iter().map(|line| format!("\n{}{line}", " ".repeat(indent + 2)));
    ["|-".to_owned()].into_iter().chain(lines).collect()
}
