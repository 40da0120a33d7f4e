//! Lists in brackets that are not written as YAML wants them.

use std::ops::Range;

use super::Failure;
use super::quotes::without_chinese_end;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::form::Amount;
use crate::source::flow::{Flow, Piece, SEPARATORS, Token};
use crate::source::outline::{Entry, Line};
use crate::text::width;

/// How many lines above the one that the parser stops at may begin the list.
const NEAR: usize = 50;

/// A list in brackets, and the line that it begins on.
struct List<'a> {
    failure: &'a Failure<'a>,
    flow: Flow<'a>,
    /// The key before it.
    key: &'a str,
    start: usize,
    /// Where the last line ends that may belong to it.
    stop: usize,
    /// Whether the parser has stopped on the line that it begins on.
    is_here: bool,
}

/// What is wrong with a list in brackets that the parser has stopped in, or behind.
pub fn wrong_list(failure: &Failure) -> Option<Diagnostic> {
    for (index, line) in failure.upwards().take(NEAR) {
        let Some(entry) = line.entry() else { continue };
        if entry.value.starts_with(['[', '{']) {
            let list = List::at(failure, index, line, &entry);
            if let Some(found) = list.fault() {
                return Some(found);
            }
        }
        // What is further to the right may stand within a list that begins above.
        if index < failure.line() && line.indent <= failure.lines[failure.line()].indent {
            break;
        }
    }
    None
}

impl<'a> List<'a> {
    fn at(failure: &'a Failure<'a>, index: usize, line: &Line<'a>, entry: &Entry<'a>) -> Self {
        // A list goes on in lines that are further to the right than its key.
        let below = failure.lines[index + 1..]
            .iter()
            .take_while(|below| below.text.is_empty() || below.indent > line.indent);
        let stop =
            below.filter(|below| !below.text.is_empty()).last().map_or(line.end(), Line::end);
        let flow = Flow::read(failure.text(), entry.start, stop);
        let is_here = index == failure.line();
        Self { failure, flow, key: entry.key, start: entry.start, stop, is_here }
    }

    fn fault(&self) -> Option<Diagnostic> {
        self.open_quotes()
            .or_else(|| self.hidden_bracket())
            .or_else(|| self.no_comma())
            .or_else(|| self.no_value())
            .or_else(|| self.other_bracket())
            .or_else(|| self.no_bracket())
            .or_else(|| self.text_behind())
    }

    fn report(&self, message: impl Into<String>, span: Range<usize>) -> Diagnostic {
        let found = Diagnostic::new(&rule::YAML_SYNTAX, message);
        found.at(Place::new(self.failure.file, span))
    }

    /// As much of the list as is on its first line.
    fn first_line(&self) -> Range<usize> {
        let written = &self.failure.text()[self.start..self.stop];
        self.start..self.start + written.lines().next().unwrap_or_default().trim_end().len()
    }

    /// Its bracket, and the one that ends it.
    fn brackets(&self) -> (char, char) {
        match self.failure.text()[self.start..].starts_with('{') {
            true => ('{', '}'),
            false => ('[', ']'),
        }
    }

    fn name(&self) -> &'static str {
        if self.brackets().0 == '{' { "花括号" } else { "方括号" }
    }

    /// The list with these values.
    fn with(&self, values: &[String]) -> String {
        let (open, close) = self.brackets();
        format!("{open}{}{close}", values.join(", "))
    }

    /// `[=1项, "=2项]`: quotes that do not come in pairs, or not on one line.
    fn open_quotes(&self) -> Option<Diagnostic> {
        let quoted = self.flow.tokens.iter().filter(|token| token.piece == Piece::Quoted);
        let mut odd = quoted.filter(|token| !is_closed(self.flow.said(token)));
        let token = match odd.next() {
            Some(token) => token,
            // `["1,000册, "2,000册"]`: the quotes of one value end where those of the next begin.
            None => self.crossed_quotes()?,
        };
        let text = self.failure.text();
        let quote = &self.flow.said(token)[..1];
        let line = text[token.span.start..].lines().next().unwrap_or_default().trim_end();
        let found =
            |message: &str| self.report(message, token.span.start..token.span.start + line.len());
        // Where the other half is on one of the next lines.
        let next = token.span.start + line.len();
        let index = self.failure.lines.partition_point(|it| it.start < next);
        let below = self.failure.lines[index..].iter().take_while(|line| line.entry().is_none());
        let below: Vec<&str> = below.map(|line| line.text).collect();
        if let Some(last) = below.iter().position(|line| line.contains(quote)) {
            let end = below[last].split(quote).next().unwrap_or_default();
            let lines = [&line[1..]].into_iter().chain(below[..last].iter().copied()).chain([end]);
            let joined = lines.collect::<Vec<_>>().join("\\n");
            let help = format!("方括号里的值写在一行里；表上要换行的地方写成 \\n：\"{joined}\"");
            return Some(found("引号里的文字换了行").help(help));
        }
        let (open, close) = self.brackets();
        let inner = text[self.start..self.first_line().end].trim_start_matches(open);
        let inner = inner.trim_end_matches([close, '】', '］']).replace(quote, "");
        let values = inner.split(", ").map(str::trim).filter(|value| !value.is_empty());
        // An input method writes the Chinese one for the other half.
        let values = values.map(|value| without_chinese_end(value, '"').unwrap_or(value));
        let values: Vec<String> = values.map(|value| format!("\"{value}\"")).collect();
        let help = format!("每个引号都要成对：写成 {}", self.with(&values));
        Some(found("引号没有成对").help(help))
    }

    /// A text in quotes that has the beginning of another one behind it.
    fn crossed_quotes(&self) -> Option<&Token> {
        let parts: Vec<&Token> = self.flow.parts().collect();
        let pair = parts.windows(2).find(|pair| {
            let said = self.flow.said(pair[0]);
            pair[0].piece == Piece::Quoted
                && pair[1].piece == Piece::Plain
                && pair[1].span.start == pair[0].span.end
                && said[1..said.len() - 1].trim_end().ends_with(',')
        })?;
        Some(pair[0])
    }

    /// `[=1项, =2项 #含备用]`: the comment has swallowed the bracket.
    fn hidden_bracket(&self) -> Option<Diagnostic> {
        let (_, close) = self.brackets();
        let comment = self.flow.tokens.last().filter(|token| token.piece == Piece::Comment)?;
        let said = self.flow.said(comment);
        let closing = unopened(said).filter(|_| self.flow.end.is_none())?;
        let message = format!("“#”前面有空格，后面的都是注释，右边的{}也在里面", self.name());
        let found = self.report(message, comment.span.clone());
        let is_nested = self.flow.tokens.iter().filter(|it| it.piece == Piece::Open).count() > 1;
        let mut kept = self.flow.values();
        let last = kept.pop().unwrap_or_default();
        // What stands in the same value, and the values after it.
        let mut parts = said[..said.rfind(close).unwrap_or(closing)].split(',').map(str::trim);
        let swallowed = parts.next().unwrap_or_default();
        if is_nested || last.contains(": ") {
            let (key, value) = last.rsplit_once(": ").unwrap_or(("", &last));
            let key = if is_nested || key.is_empty() { String::new() } else { format!("{key}: ") };
            let swallowed = swallowed.trim_end_matches([']', '}']);
            if is_amount(value) {
                let help = format!(
                    "金额后面不写别的：写成 {key}{value}；是注释，移到这一行的括号都写完以后"
                );
                return Some(found.help(help));
            }
            let printed = format!("{key}\"{}\"", format!("{value} {swallowed}").trim());
            let help = format!(
                "要印出来，给这个值加上英文引号：写成 {printed}；是注释，移到这一行的括号都写完以后"
            );
            return Some(found.help(help));
        }
        let are_amounts = is_amount(&last) && kept.iter().all(|value| is_amount(value));
        let text = format!("{last} {swallowed}").trim().replace(['"', '\''], "");
        let rest: Vec<String> = parts.map(str::to_owned).collect();
        let printed = [kept.clone(), vec![format!("\"{text}\"")], rest.clone()].concat();
        let note = swallowed.trim_start_matches(['#', ' ']);
        let values = [kept, vec![last.clone()], rest].concat();
        if are_amounts {
            let list = self.with(&values);
            let help = format!(
                "金额后面不写别的：写成 {list}；是注释，移到括号外面：写成 {list} # {note}"
            );
            return Some(found.help(help));
        }
        let commented = match last.is_empty() {
            true => String::new(),
            false => format!("：写成 {} # {note}", self.with(&values)),
        };
        Some(found.help(format!(
            "要印出来，给这个值加上英文引号：写成 {}；是注释，移到括号外面{commented}",
            self.with(&printed)
        )))
    }

    /// `["甲" "乙"]`, `["甲"、"乙"]`: nothing that separates two values; `["甲"乙]`: quotes
    /// around a part of one.
    fn no_comma(&self) -> Option<Diagnostic> {
        let parts: Vec<&Token> = self.flow.parts().collect();
        let pair = parts.windows(2).find(|pair| {
            let is_value = matches!(pair[1].piece, Piece::Quoted | Piece::Plain);
            // A key in quotes has its colon behind it.
            let is_key = self.flow.said(pair[1]).starts_with(':');
            pair[0].piece == Piece::Quoted && is_value && !is_key
        })?;
        let (first, second) = (pair[0], pair[1]);
        let said = self.flow.said(second);
        let is_apart = second.span.start > first.span.end || said.starts_with(SEPARATORS);
        if !is_apart {
            let whole = first.span.start..second.span.end;
            let inner = self.flow.said(first).trim_matches(['"', '\'']);
            if inner.is_empty() {
                let said = said.trim_matches(['"', '\'']);
                let found = self.report("引号多写了", whole);
                return Some(found.help(format!("写成 \"{said}\"")));
            }
            let help = format!(
                "引号要加在整个值的两头：写成 \"{inner}{said}\"；要印出引号，写成 “{inner}”{said}"
            );
            return Some(self.report("引号后面还有文字", whole).help(help));
        }
        let values = self.separated(&parts);
        let span = match said.starts_with(SEPARATORS) {
            true => {
                second.span.start..second.span.start + said.chars().next().map_or(1, char::len_utf8)
            }
            false => first.span.start..second.span.end,
        };
        let help = format!("写成 {}", self.with(&values));
        Some(self.report("两个值之间缺半角逗号“,”", span).help(help))
    }

    /// The values, also where other signs or none stand between those in quotes.
    fn separated(&self, parts: &[&Token]) -> Vec<String> {
        let mut values = Vec::new();
        for token in parts {
            let said = self.flow.said(token);
            match token.piece {
                Piece::Quoted => values.push(said.to_owned()),
                Piece::Plain => {
                    let said = said.split(['，', '、', ';', '；']).map(str::trim);
                    values.extend(said.filter(|it| !it.is_empty()).map(str::to_owned));
                }
                _ => {}
            }
        }
        values
    }

    /// `[, 较好]`: nothing before a comma.
    fn no_value(&self) -> Option<Diagnostic> {
        let parts: Vec<&Token> = self.flow.parts().collect();
        let pair = parts.windows(2).find(|pair| {
            pair[1].piece == Piece::Comma && matches!(pair[0].piece, Piece::Open | Piece::Comma)
        })?;
        let values = self.flow.values();
        let mut given = values.iter().filter(|value| !value.is_empty()).peekable();
        let is_unknown = given.peek().is_none();
        let are_amounts = given.all(|value| is_amount(value));
        let filled = |with: &str| {
            let fill =
                |value: &String| if value.is_empty() { with.to_owned() } else { value.clone() };
            self.with(&values.iter().map(fill).collect::<Vec<_>>())
        };
        let help = match (is_unknown, are_amounts) {
            (true, _) => "每个值都要写；没有时，金额写 0，别的写“无”或“—”".to_owned(),
            (_, true) => format!("每个值都要写；没有金额写 0：{}", filled("0")),
            (_, false) => format!("每个值都要写；没有时写“无”或“—”：{}", filled("无")),
        };
        let message = format!("{}里少了一个值", self.name());
        Some(self.report(message, pair[1].span.clone()).help(help))
    }

    /// `[6, 13}`: another bracket than the one that it begins with.
    fn other_bracket(&self) -> Option<Diagnostic> {
        let (open, close) = self.brackets();
        let is_flat = self.flow.tokens.iter().filter(|it| it.piece == Piece::Open).count() == 1;
        let last = self.flow.tokens.last().filter(|token| token.piece == Piece::Close)?;
        if !is_flat || self.flow.said(last).starts_with(close) {
            return None;
        }
        let message = format!("左边是“{open}”，右边要用“{close}”");
        let help = format!("写成 {}", self.with(&self.flow.values()));
        Some(self.report(message, last.span.clone()).help(help))
    }

    /// `[6, 13`: no bracket at its end, or a full-width one.
    fn no_bracket(&self) -> Option<Diagnostic> {
        let last = self.flow.parts().last()?;
        let is_quote_open = last.piece == Piece::Quoted && !is_closed(self.flow.said(last));
        if self.flow.end.is_some() || is_quote_open {
            return None;
        }
        let (_, close) = self.brackets();
        let values = self.flow.values();
        // Beside half-width commas, a full-width one belongs to a text.
        let is_split = |value: &str| values.len() == 1 && !value.starts_with(['"', '\'']);
        let values: Vec<String> = values
            .iter()
            .flat_map(|value| match is_split(value) {
                true => value.split('，').collect(),
                false => vec![value.as_str()],
            })
            .map(|value| {
                value.trim_end_matches(['】', '］', '）', ')', '｝', '」']).trim().to_owned()
            })
            .filter(|value| !value.is_empty())
            .collect();
        let is_short = self.first_line().end == self.stop && !values.is_empty();
        let help = match is_short {
            true => format!("补上右边的半角{}“{close}”：写成 {}", self.name(), self.with(&values)),
            false => format!("补上右边的半角{}“{close}”", self.name()),
        };
        Some(self.report(format!("{}没有写完整", self.name()), self.first_line()).help(help))
    }

    /// `[6, 13] 万元`: something behind the bracket.
    fn text_behind(&self) -> Option<Diagnostic> {
        let end = self.flow.end.filter(|_| self.is_here)?;
        let rest = self.failure.text()[end..].lines().next().unwrap_or_default();
        let behind = rest.trim();
        if behind.is_empty() || rest.starts_with(" #") {
            return None;
        }
        let from = end + rest.len() - rest.trim_start().len();
        let found = |message: String| self.report(message, from..from + behind.len());
        let list = &self.failure.text()[self.start..end];
        if behind.starts_with('#') {
            return Some(found("“#”前面要空一格".to_owned()).help(format!("写成 {list} {behind}")));
        }
        let is_mark = |c: char| "]}】］）)，。；、,.;：:".contains(c);
        if behind.chars().all(is_mark) {
            let message = format!("{}后面多了“{behind}”", self.name());
            return Some(found(message).help(format!("删去“{behind}”，写成 {list}")));
        }
        let message = format!("{}后面还有文字", self.name());
        if UNITS.contains(&behind) && self.flow.values().iter().all(|value| is_amount(value)) {
            return Some(
                found(message).help(format!("金额的单位不写：删去“{behind}”，写成 {list}")),
            );
        }
        // The texts of a form may begin with a bracket; rows never have known names.
        let is_text = self.failure.vocabulary.has(self.key);
        let help = match is_text && !list.contains('"') && !behind.contains('"') {
            true => format!("给整段文字加上英文引号：写成“{}: \"{list}{rest}\"”", self.key),
            false => format!(
                "要印出来的，写进{name}里的值；给自己看的，写成注释：{list} # {behind}",
                name = self.name()
            ),
        };
        Some(found(message).help(help))
    }
}

/// The first bracket that closes one which the text does not open: an example in a comment has
/// both.
fn unopened(text: &str) -> Option<usize> {
    let mut open = 0;
    let is_unopened = |(_, c): &(usize, char)| {
        match c {
            '[' | '{' => open += 1,
            ']' | '}' if open == 0 => return true,
            ']' | '}' => open -= 1,
            _ => {}
        }
        false
    };
    text.char_indices().find(is_unopened).map(|(at, _)| at)
}

/// How people write the unit of amounts.
const UNITS: [&str; 4] = ["万元", "（万元）", "(万元)", "万"];

fn is_amount(value: &str) -> bool {
    Amount::parse(&width::narrow(value)).is_ok()
}

/// Whether a text in quotes has both of them.
fn is_closed(said: &str) -> bool {
    said.len() > 1 && said.ends_with(&said[..1])
}
