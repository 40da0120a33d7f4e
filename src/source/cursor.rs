//! What there is at a place of a text that someone is writing, however broken it is: found by
//! lines and their indents.

use std::ops::Range;

use super::line;
use super::outline::{self, Line};

/// A place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The keys and names above it, from the top down; of a value, its own key is the last one.
    pub path: Vec<String>,
    /// What it is in.
    pub at: At,
    /// The keys and names beside it, but for its own.
    pub beside: Vec<String>,
    /// How many blanks stand before its line.
    pub indent: usize,
}

/// What a place is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// A key, or where one may be written.
    Key {
        /// What is written of it.
        span: Range<usize>,
        /// Whether a colon follows.
        has_colon: bool,
    },
    /// A value, or where one may be written.
    Value {
        /// What is written of it.
        span: Range<usize>,
        /// The number of the item in a list in brackets, where it is in one.
        item: Option<usize>,
        /// Whether the colon is right before it, without a blank.
        is_tight: bool,
    },
    /// A comment, or a line of a text in lines of its own.
    Text,
}

/// A line of a text that begins with a key, with those that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// The key.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Range<usize>,
    /// The bytes from the key on, with all that belongs to it.
    pub span: Range<usize>,
    /// What stands behind the colon.
    pub value: String,
    /// What stands below.
    pub below: Vec<Outlined>,
}

/// How many levels of keys are looked at.
const MOST_LEVELS: usize = 32;

/// A line with its key, however the colon is written.
struct Keyed<'a> {
    key: &'a str,
    /// The bytes of the key, with its quotes.
    span: Range<usize>,
    /// The byte behind the colon.
    behind: usize,
}

fn keyed<'a>(line: &Line<'a>) -> Option<Keyed<'a>> {
    if line.is_in_block || !line.is_something() {
        return None;
    }
    if let Some(entry) = line.entry() {
        let before = &line.text[..line.text.len() - entry.value.len()];
        let colon = before.trim_end().strip_suffix(':')?.len();
        let end = line.start + line.text[..colon].trim_end().len();
        return Some(Keyed {
            key: entry.key,
            span: line.start..end,
            behind: line.start + colon + 1,
        });
    }
    let written = [":", "："].iter().filter_map(|colon| {
        let (key, _) = line::key_before(line.text, colon)?;
        Some((key, colon.len()))
    });
    let (key, colon) = written.min_by_key(|(key, _)| key.len())?;
    let end = line.start + key.len();
    Some(Keyed { key, span: line.start..end, behind: end + colon })
}

impl Cursor {
    /// What byte `at` of a text is in.
    pub fn of(text: &str, at: usize) -> Self {
        let at = text.floor_char_boundary(at);
        let mut lines = outline::lines(text);
        // Behind the last line break, a line may begin.
        if text.is_empty() || text.ends_with('\n') {
            lines.push(Line { start: text.len(), indent: 0, text: "", is_in_block: false });
        }
        let number = lines.partition_point(|line| line.start - line.indent <= at).saturating_sub(1);
        let line = lines[number];
        let first = line.start - line.indent;
        let is_blank = line.text.is_empty();
        // On an empty line, what counts is how far the cursor is from its left edge.
        let indent = if is_blank { (at - first).min(line.indent) } else { line.indent };
        let nowhere = |indent| Self { path: Vec::new(), at: At::Text, beside: Vec::new(), indent };
        let belongs_to_a_text = match is_blank {
            true => block_above(&lines[..number]).is_some_and(|above| indent > above),
            false => line.is_in_block,
        };
        if belongs_to_a_text || (!is_blank && at < line.start) || is_comment(&line, at) {
            return nowhere(indent);
        }
        let mut path = above(&lines[..number], indent, line.text.starts_with('-'));
        let beside = beside(&lines, number, indent);
        let at = match keyed(&line) {
            Some(Keyed { key, behind, .. }) if at >= behind => {
                path.push(key.to_owned());
                let value = behind..line.end().max(at);
                value_at(text, value, at, text[behind..].starts_with([' ', '\t']))
            }
            Some(Keyed { span, .. }) => At::Key { span, has_colon: true },
            None => match line.text.strip_prefix('-') {
                Some(_) => value_at(text, line.start + 1..line.end().max(at), at, true),
                None => {
                    let start = if is_blank { at } else { line.start };
                    At::Key { span: start..line.end().max(at), has_colon: false }
                }
            },
        };
        Self { path, at, beside, indent }
    }
}

/// The indent of the key whose text goes on behind these lines, if it does.
fn block_above(lines: &[Line]) -> Option<usize> {
    let last = lines.iter().rposition(|line| !line.text.is_empty())?;
    let head = lines[..=last].iter().rposition(|line| !line.is_in_block)?;
    let is_head = lines.get(head + 1).is_some_and(|next| next.is_in_block)
        || lines[head].entry().is_some_and(|entry| entry.is_block());
    is_head.then_some(lines[head].indent)
}

/// Whether byte `at` of a line is behind the `#` of a comment.
fn is_comment(line: &Line, at: usize) -> bool {
    let before = &line.text[..(at - line.start.min(at)).min(line.text.len())];
    let mut quote = None;
    let mut last = ' ';
    for c in before.chars() {
        match quote {
            Some(mark) if mark == c => quote = None,
            Some(_) => {}
            None if c == '#' && last.is_whitespace() => return true,
            // A quote in the middle of a word is a part of it.
            None if matches!(c, '"' | '\'') && (last.is_whitespace() || "[,{".contains(last)) => {
                quote = Some(c);
            }
            None => {}
        }
        last = c;
    }
    false
}

/// The keys above a line with this indent.
fn above(lines: &[Line], indent: usize, is_item: bool) -> Vec<String> {
    let mut path = Vec::new();
    // An item may stand right below its key.
    let mut most = if is_item { indent + 1 } else { indent };
    for line in lines.iter().rev().filter(|line| line.is_something() && !line.is_in_block) {
        if most == 0 || path.len() == MOST_LEVELS {
            break;
        }
        if line.indent < most && !line.text.starts_with('-') {
            most = line.indent;
            path.extend(keyed(line).map(|keyed| keyed.key.to_owned()));
        }
    }
    path.reverse();
    path
}

/// The keys of the lines beside one of them.
fn beside(lines: &[Line], number: usize, indent: usize) -> Vec<String> {
    let is_beside =
        |line: &&Line| line.indent >= indent || !line.is_something() || line.is_in_block;
    let before = lines[..number].iter().rev().take_while(is_beside);
    let after = lines[number + 1..].iter().take_while(is_beside);
    let own = before.chain(after).filter(|line| line.indent == indent);
    own.filter_map(|line| Some(keyed(line)?.key.to_owned())).collect()
}

/// What byte `at` is in of the value that stands in these bytes.
fn value_at(text: &str, value: Range<usize>, at: usize, has_blank: bool) -> At {
    let written = &text[value.clone()];
    let start = value.end - written.trim_start().len();
    let list = written.trim_start().starts_with(['[', '【', '［']);
    if !list || at <= start {
        let start = start.min(at);
        let end = start.max(value.start) + text[start..value.end].trim_end().len();
        return At::Value { span: start..end.max(at), item: None, is_tight: !has_blank };
    }
    let (mut item, mut from, mut quote) = (0, None, None);
    for (offset, c) in text[start..at].char_indices() {
        match quote {
            Some(mark) if mark == c => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if matches!(c, ',' | '，') => {
                item += 1;
                from = Some(start + offset + c.len_utf8());
            }
            None if matches!(c, '[' | '【' | '［') => {
                from = Some(start + offset + c.len_utf8());
            }
            None if matches!(c, ']' | '】' | '］') => return At::Text,
            None => {}
        }
    }
    let from = from.unwrap_or(at);
    let from = at - text[from..at].trim_start().len();
    let rest = &text[at..value.end];
    let end = rest.find([',', '，', ']', '】', '］']).unwrap_or(rest.len());
    let end = at + rest[..end].trim_end().len();
    At::Value { span: from..end, item: Some(item), is_tight: false }
}

/// The keys of a text with what stands below each.
pub fn outline(text: &str) -> Vec<Outlined> {
    /// Takes the keys below `indent` from the front of these.
    fn take(rest: &mut &[(usize, Outlined)], least: usize, levels: usize) -> Vec<Outlined> {
        let mut taken: Vec<Outlined> = Vec::new();
        while let Some(((indent, first), others)) = rest.split_first()
            && *indent >= least
        {
            *rest = others;
            let mut outlined = first.clone();
            if levels > 0 {
                outlined.below = take(rest, indent + 1, levels - 1);
            }
            if let Some(last) = outlined.below.last() {
                outlined.span.end = outlined.span.end.max(last.span.end);
            }
            taken.push(outlined);
        }
        taken
    }
    let lines = outline::lines(text);
    let mut keys: Vec<(usize, Outlined)> = Vec::new();
    for line in lines.iter().filter(|line| !line.text.is_empty()) {
        match keyed(line) {
            Some(Keyed { key, span, behind }) => {
                let value = text[behind..line.end().max(behind)].trim().to_owned();
                let whole = line.start..line.end();
                let below = Vec::new();
                let key = key.to_owned();
                let outlined = Outlined { key, key_span: span, span: whole, value, below };
                keys.push((line.indent, outlined));
            }
            // It belongs to the key above it.
            None => {
                if let Some((_, last)) = keys.last_mut().filter(|(indent, _)| line.indent > *indent)
                {
                    last.span.end = line.end();
                }
            }
        }
    }
    take(&mut keys.as_slice(), 0, MOST_LEVELS)
}
