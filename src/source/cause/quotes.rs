//! Quotes around a text on one line: too many of them, too few, or the wrong ones.

use super::Failure;
use crate::diagnostic::{Diagnostic, Edit, Place, rule};
use crate::source::remark;

/// What stands in quotes behind a key, as far as the line goes.
struct Quoted<'a> {
    quote: char,
    /// The value, without the comment behind it.
    value: &'a str,
    /// Where it begins in the file.
    start: usize,
}

impl<'a> Quoted<'a> {
    /// The value on the line that the parser has stopped at.
    fn at(failure: &Failure<'a>) -> Option<Self> {
        let line = failure.lines[failure.line()];
        let entry = line.entry()?;
        let quote = entry.value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        Some(Self { quote, value: remark::cut(entry.value), start: entry.start })
    }

    fn found(&self, failure: &Failure, message: &str) -> Diagnostic {
        let span = self.start..self.start + self.value.len();
        Diagnostic::new(&rule::YAML_SYNTAX, message).at(Place::new(failure.file, span))
    }
}

/// Quotes within quotes, or around a part of a text: `"甲"乙`, `"依据"甲"办理"`, `""甲`.
pub fn quotes_within(failure: &Failure) -> Option<Diagnostic> {
    let quoted = Quoted::at(failure).filter(|_| failure.info.contains("trailing content"))?;
    let Quoted { quote, value, .. } = quoted;
    let found = |message: &str| quoted.found(failure, message);
    let bare = value.trim_end_matches([']', '】', '］']);
    let parts: Vec<&str> = bare.split(',').map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| unquoted(part).is_some()) {
        return Some(found("几个值要写在方括号里").help(format!("写成 [{}]", parts.join(", "))));
    }
    let inner = value.trim_matches([quote, ' ']);
    let is_doubled = value.starts_with([quote; 2].iter().collect::<String>().as_str())
        || value.ends_with([quote; 2].iter().collect::<String>().as_str());
    if is_doubled && !inner.is_empty() && !inner.contains(quote) {
        return Some(found("引号多写了").help(format!("写成 {quote}{inner}{quote}")));
    }
    if let Some(inner) = unquoted(value) {
        let text = in_chinese_quotes(inner, quote);
        let help = format!("要印的引号用中文的“”：写成 {quote}{text}{quote}");
        return Some(found("引号里面又有引号").help(help));
    }
    let is_open = value.matches(quote).count() % 2 == 1;
    let help = match is_open {
        true => {
            let text = in_chinese_quotes(&value[1..], quote);
            format!("整段文字的引号要成对，要印的引号用中文的“”：写成 {quote}{text}{quote}")
        }
        false => format!(
            "引号要加在整段文字的两头：写成 {quote}{}{quote}；要印出引号，写成 {}",
            value.replace(quote, ""),
            in_chinese_quotes(value, quote)
        ),
    };
    Some(found("引号后面还有文字").help(help))
}

/// `"甲`, `"甲”`: a single half of the quotes.
pub fn quote_left_open(failure: &Failure) -> Option<Diagnostic> {
    let quoted = Quoted::at(failure).filter(|_| failure.info.contains("quoted scalar"))?;
    let Quoted { quote, value, .. } = quoted;
    let inner = &value[1..];
    if inner.contains(quote) {
        return None;
    }
    let said = without_chinese_end(inner, quote);
    let (message, help) = match said {
        Some(_) => ("右边的引号是中文的", "换成英文的引号"),
        None => ("引号里的文字没有写完整", "补上右边的引号"),
    };
    let mended = format!("{quote}{}{quote}", said.unwrap_or(inner));
    let found = quoted.found(failure, message).help(format!("{help}：写成 {mended}"));
    let span = quoted.start..quoted.start + value.len();
    let is_sure = !inner.trim().is_empty() && !inner.contains('\\');
    Some(found.fix(is_sure.then(|| Edit::new(failure.file, span, mended))))
}

/// A text without the quotes around it.
pub fn unquoted(value: &str) -> Option<&str> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].strip_suffix(quote)
}

/// A line without the quote at its end, which is no escape.
pub fn without_end(line: &str, quote: char) -> Option<&str> {
    line.strip_suffix(quote).filter(|rest| !rest.ends_with('\\'))
}

/// A line without the Chinese quote at its end that has no other half: an input method writes
/// it for the English one.
pub fn without_chinese_end(line: &str, quote: char) -> Option<&str> {
    let (left, right) = if quote == '"' { ('“', '”') } else { ('‘', '’') };
    let rest = line.strip_suffix(right)?;
    (rest.matches(left).count() <= rest.matches(right).count()).then_some(rest)
}

/// A text with Chinese quotes, by turns the left and the right one.
pub fn in_chinese_quotes(text: &str, quote: char) -> String {
    let mut marks = ['“', '”'].into_iter().cycle();
    text.chars().map(|c| if c == quote { marks.next().unwrap_or(c) } else { c }).collect()
}
