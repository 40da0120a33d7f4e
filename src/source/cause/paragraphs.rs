//! Texts of several lines that are not written as YAML wants them.

use super::Failure;
use crate::diagnostic::{Diagnostic, Edit, Place, rule};
use crate::source::manner::Manner;
use crate::source::misplaced::meant;
use crate::source::outline::{Entry, Line};

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
            || rest.starts_with([' ', '\u{3000}', '；', ';', '=', '＝', '：', ':', '\t'])
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
    let value = unquoted(value).unwrap_or(value);
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!']);
    if !failure.vocabulary.is_text(key) || !is_plain {
        return None;
    }
    let lines = [value].into_iter().filter(|value| !value.is_empty());
    let lines: Vec<&str> = lines.chain(loose.lines.iter().map(|line| line.text)).collect();
    let message = format!("“{key}”的文字写了几行，前面没有“|-”");
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message).at(loose.place(failure));
    Some(found.help(advice(key, &lines)))
}

/// A text without the quotes around it.
fn unquoted(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].strip_suffix(quote)
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
    let ends = |text: &str| text.ends_with(quote) && !text.ends_with(&format!("\\{quote}"));
    let region = entry.start..last.end();
    let written = &failure.text()[region.clone()];
    let is_paired = ends(last.text);
    let inner = if is_paired { &written[1..written.len() - 1] } else { &written[1..] };
    // Quotes that end on a line before have another cause.
    if inner.lines().rev().skip(1).any(|line| ends(line.trim_end())) {
        return None;
    }
    // A full-width blank is a part of the text.
    let texts = inner.lines().map(|line| line.trim_matches([' ', '\t', '\r']));
    let texts: Vec<&str> = texts.filter(|line| !line.is_empty()).collect();
    let key = entry.key;
    let message = match is_paired {
        true => format!("“{key}”的引号里有几段文字，不能这样换行"),
        false => format!("“{key}”的引号只有前半边，里面有几段文字"),
    };
    let place = Place::new(failure.file, entry.start..first.end());
    let found = Diagnostic::new(&rule::YAML_SYNTAX, message).at(place);
    let found = found.help(format!("去掉引号，{}", advice(key, &texts)));
    let is_sure = is_paired
        && !inner.contains([quote, '\\'])
        && inner.lines().all(|line| !line.trim().is_empty());
    let mended = Manner::of(failure.file).lines(&block(&texts, first.indent));
    Some(found.fix(is_sure.then(|| Edit::new(failure.file, region, mended))))
}

/// Quotes within quotes, or around a part of a text: `"甲"乙`, `"依据"甲"办理"`.
pub fn quotes_within(failure: &Failure) -> Option<Diagnostic> {
    let line = failure.lines[failure.line()];
    let entry = line.entry().filter(|entry| entry.value.starts_with(['"', '\'']))?;
    let quote = entry.value.chars().next().filter(|_| failure.info.contains("trailing content"))?;
    let Entry { value, start, .. } = entry;
    let span = start..start + value.len();
    let found = |message: &str| {
        Diagnostic::new(&rule::YAML_SYNTAX, message).at(Place::new(failure.file, span.clone()))
    };
    let bare = value.trim_end_matches([']', '】', '］']);
    let parts: Vec<&str> = bare.split(',').map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| unquoted(part).is_some()) {
        return Some(found("几个值要写在方括号里").help(format!("写成 [{}]", parts.join(", "))));
    }
    let (message, text) = match unquoted(value) {
        Some(inner) => {
            ("引号里面又有引号", format!("{quote}{}{quote}", in_chinese_quotes(inner, quote)))
        }
        None => ("引号后面还有文字", in_chinese_quotes(value, quote)),
    };
    Some(found(message).help(format!("要印的引号用中文的“”：写成 {text}")))
}

/// `"甲`: a single half of the quotes.
pub fn quote_left_open(failure: &Failure) -> Option<Diagnostic> {
    let line = failure.lines[failure.line()];
    let entry = line.entry().filter(|entry| entry.value.starts_with(['"', '\'']))?;
    let Entry { value, start, .. } = entry;
    let quote = value.chars().next()?;
    if value[1..].contains(quote) || !failure.info.contains("quoted scalar") {
        return None;
    }
    let found = Diagnostic::new(&rule::YAML_SYNTAX, "引号里的文字没有写完整");
    let found = found.at(Place::new(failure.file, start..start + value.len()));
    Some(found.help(format!("补上右边的引号：写成 {value}{quote}")))
}

/// A text with Chinese quotes, by turns the left and the right one.
fn in_chinese_quotes(text: &str, quote: char) -> String {
    let mut marks = ['“', '”'].into_iter().cycle();
    text.chars().map(|c| if c == quote { marks.next().unwrap_or(c) } else { c }).collect()
}

/// `写成 …`, with the text where it is short.
fn advice(key: &str, lines: &[&str]) -> String {
    let text = block(lines, 0);
    match text.chars().count() {
        ..=SHORT => format!("写成\n{key}: {text}"),
        _ => format!("写成“{key}: |-”，文字从下一行写起，每行前面空两格"),
    }
}

/// Lines as a text in lines of its own, below a key with this indent.
fn block(lines: &[&str], indent: usize) -> String {
    let lines = lines.iter().map(|line| format!("\n{}{line}", " ".repeat(indent + 2)));
    ["|-".to_owned()].into_iter().chain(lines).collect()
}
