//! Another value in the place of one: in the layout that fmt gives it, and nothing else.

use std::ops::Range;

use super::super::places::{Content, Node, Style};
use super::edits::Edits;
use super::lines::comment;
use super::site::Site;
use crate::source::layout::scalar::{self, Position};
use crate::source::layout::{Entry, Known, Map, Value, write as layout};

/// How much deeper each level is.
pub const INDENT: usize = 2;

/// A value as it is written behind a colon or a dash.
enum Written {
    /// Nothing at all.
    Nothing,
    /// On the line.
    Inline(String),
    /// In lines of its own, below a sign on the line.
    Block { sign: &'static str, lines: Vec<String> },
    /// Entries in the lines below.
    Entries(String),
}

/// What stands behind a colon or a dash.
struct There {
    /// The bytes on the line: a text, or the sign above one; none where nothing is written.
    token: Range<usize>,
    /// The lines below that belong to it.
    lines: Range<usize>,
}

/// Writes a value in the place of the one that is there.
pub fn write(site: &Site, at: &[usize], value: &Value, known: Known) -> Vec<Edits> {
    let Some(node) = site.node(at) else { return Vec::new() };
    if site.is_within_brackets(at) {
        return in_brackets(site, at, node, value, known).into_iter().collect();
    }
    let Some(slot) = site.slot(at) else { return Vec::new() };
    let Some(there) = there(site, node, slot) else { return Vec::new() };
    let indent = site.entry(at).map(|entry| site.indent(entry.key_span.start));
    match written(value, known, indent) {
        Written::Nothing => vec![nothing(site, &there, slot)],
        Written::Inline(text) => vec![inline(&there, slot, &text)],
        Written::Entries(lines) => {
            let mut edits = nothing(site, &there, slot);
            let below = there.lines.end;
            edits.insert(below, site.lines_at(below, &lines));
            vec![edits]
        }
        Written::Block { sign, lines } => {
            let indent = indent.unwrap_or_default();
            let in_quotes = inline(&there, slot, &scalar::quoted(&lines.join("\n")));
            let ways = [
                block(site, node, &there, slot, indent, sign, &lines),
                below_comments(site, at, &there, slot, indent, sign, &lines),
                Some(in_quotes),
            ];
            ways.into_iter().flatten().collect()
        }
    }
}

/// How a value is written below a key with so many blanks before it; in a list, without a key.
fn written(value: &Value, known: Known, indent: Option<usize>) -> Written {
    match value {
        Value::Text(text) if text.is_empty() && indent.is_some() && known.is_blank_when_empty() => {
            Written::Nothing
        }
        Value::Text(text) => match (scalar::block(text), indent) {
            (Some(sign), Some(_)) => {
                Written::Block { sign, lines: text.split('\n').map(str::to_owned).collect() }
            }
            (_, Some(_)) => Written::Inline(scalar_of(text, known, Position::Value)),
            (_, None) => Written::Inline(scalar_of(text, known, Position::Item)),
        },
        Value::List(_) => Written::Inline(layout::inline(value)),
        Value::Map(map) if map.entries.is_empty() => Written::Nothing,
        Value::Map(map) => match indent {
            Some(indent) => Written::Entries(entries(map, known, indent + INDENT)),
            None => Written::Inline(layout::inline(value)),
        },
    }
}

fn entries(map: &Map, known: Known, indent: usize) -> String {
    let line = |entry: &Entry| layout::entry(entry, known.below(&entry.key), indent, 0);
    map.entries.iter().map(line).collect()
}

fn scalar_of(text: &str, known: Known, position: Position) -> String {
    match known.may_be_number() {
        true => scalar::number(text, position).into_owned(),
        false => scalar::inline(text, position).into_owned(),
    }
}

/// What stands behind the colon or the dash at byte `slot`.
fn there(site: &Site, node: &Node, slot: usize) -> Option<There> {
    let below = |at: usize| site.next_line(at)..site.next_line(at);
    Some(match &node.content {
        Content::Text { .. } if Site::is_block(node) => {
            let token = site.header(slot)?;
            let start = site.next_line(token.end);
            let is_empty = site.text[start..node.span.end.max(start)].trim().is_empty();
            let end = if is_empty { start } else { site.next_line(node.span.end) };
            There { token, lines: start..end }
        }
        content if content.is_blank() && !site.has_brackets(node) => {
            There { token: slot..slot, lines: below(slot) }
        }
        Content::List(_) | Content::Map(_) if !site.has_brackets(node) => {
            let start = site.next_line(slot);
            // Behind a dash, the first entry stands on its line.
            (node.span.start >= start).then(|| There {
                token: slot..slot,
                lines: start..site.next_line(site.end(node)),
            })?
        }
        _ => There { token: node.span.start..site.end(node), lines: below(site.end(node)) },
    })
}

fn nothing(site: &Site, there: &There, slot: usize) -> Edits {
    let mut edits = Edits::default();
    let gap = slot..there.token.start;
    let is_blank = site.text.get(gap).is_some_and(|gap| gap.chars().all(|c| c == ' '));
    let start = if is_blank { slot } else { there.token.start };
    edits.remove(start..there.token.end);
    edits.remove(there.lines.clone());
    edits
}

fn inline(there: &There, slot: usize, text: &str) -> Edits {
    let mut edits = Edits::default();
    put(&mut edits, there, slot, text);
    edits.remove(there.lines.clone());
    edits
}

/// Puts a text on the line.
fn put(edits: &mut Edits, there: &There, slot: usize, text: &str) {
    match there.token.is_empty() && there.token.start == slot {
        true => edits.insert(slot, format!(" {text}")),
        false => edits.replace(there.token.clone(), text),
    }
}

/// A text in lines of its own. Where it is one already, lines that stay are left alone.
fn block(
    site: &Site,
    node: &Node,
    there: &There,
    slot: usize,
    indent: usize,
    sign: &str,
    lines: &[String],
) -> Option<Edits> {
    let mut edits = Edits::default();
    if let Some(kept) = kept_block(site, node, there, sign, lines) {
        edits.replace(kept.0, kept.1);
        return Some(edits);
    }
    put(&mut edits, there, slot, sign);
    let below =
        if site.text[there.token.end..].is_empty() { site.text.len() } else { there.lines.start };
    edits.replace(below..there.lines.end.max(below), lines_of(site, there, indent + INDENT, lines));
    Some(edits)
}

/// Where the changed lines of a text stand that has lines of its own already, and what takes
/// their place; `None` where its sign must be another one.
fn kept_block(
    site: &Site,
    node: &Node,
    there: &There,
    sign: &str,
    lines: &[String],
) -> Option<(Range<usize>, String)> {
    let Content::Text { text, style: Style::Literal } = &node.content else { return None };
    let has_digit = site.text[there.token.clone()].contains(|c: char| c.is_ascii_digit());
    let old: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
    let raw: Vec<&str> = site.text[there.lines.clone()].split_inclusive('\n').collect();
    if has_digit || sign != "|-" || old.len() != raw.len() {
        return None;
    }
    let first = raw.iter().find(|line| !line.trim().is_empty())?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    let same = old.iter().zip(lines).take_while(|(old, new)| **old == **new).count();
    let most = old.len().min(lines.len()) - same;
    let last = old.iter().rev().zip(lines.iter().rev());
    let same_last = last.take(most).take_while(|(old, new)| **old == **new).count();
    let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
    let start = there.lines.start + bytes(&raw[..same]);
    let end = there.lines.end - bytes(&raw[raw.len() - same_last..]);
    let new = &lines[same..lines.len() - same_last];
    let written: String = new.iter().map(|line| indented(line, indent)).collect();
    let written = site.manner.lines(&written);
    // The last line of a text may have no end.
    let is_open = end == site.text.len() && !site.text.ends_with('\n');
    let written = match written.strip_suffix(site.manner.line_end()) {
        Some(written) if is_open && start < end => written.to_owned(),
        Some(written) if is_open => site.manner.line_end().to_owned() + written,
        _ => written,
    };
    Some((start..end, written))
}

fn lines_of(site: &Site, there: &There, indent: usize, lines: &[String]) -> String {
    let written: String = lines.iter().map(|line| indented(line, indent)).collect();
    match there.lines.is_empty() {
        true => site.lines_at(there.lines.start, &written),
        false => {
            let written = site.manner.lines(&written);
            let is_open = !site.text[there.lines.clone()].ends_with('\n');
            match written.strip_suffix(site.manner.line_end()).filter(|_| is_open) {
                Some(written) => written.to_owned(),
                None => written,
            }
        }
    }
}

fn indented(line: &str, indent: usize) -> String {
    let indent = if line.is_empty() { 0 } else { indent };
    format!("{}{line}\n", " ".repeat(indent))
}

/// A text in lines of its own, where a comment of several lines stands beside the key: it would
/// be a part of the text, and goes above the key.
fn below_comments(
    site: &Site,
    at: &[usize],
    there: &There,
    slot: usize,
    indent: usize,
    sign: &str,
    lines: &[String],
) -> Option<Edits> {
    let key = site.entry(at)?.key_span.start;
    let further = there.lines.start..site.deeper(indent, there.lines.start);
    let line_end = site.line_end(there.token.end);
    let beside = there.token.end..line_end;
    if !there.lines.is_empty() || further.is_empty() || site.column(key).is_none() {
        return None;
    }
    let mut edits = Edits::default();
    let comments = [&site.text[beside.clone()]].into_iter();
    let comments = comments.chain(site.text[further.clone()].lines()).map(str::trim);
    let above: String = comments
        .filter(|line| comment(line).is_some())
        .map(|line| format!("{}{line}\n", " ".repeat(indent)))
        .collect();
    edits.insert(site.line_start(key), site.manner.lines(&above));
    put(&mut edits, there, slot, sign);
    edits.remove(beside);
    edits.insert(further.start, lines_of(site, there, indent + INDENT, lines));
    edits.remove(further);
    Some(edits)
}

fn in_brackets(
    site: &Site,
    at: &[usize],
    node: &Node,
    value: &Value,
    known: Known,
) -> Option<Edits> {
    let text = match value {
        // Whoever writes a mapping in brackets may have all of its texts in quotes.
        Value::Text(text) if site.entry(at).is_some() && is_quoted(node) => scalar::quoted(text),
        Value::Text(text) => scalar_of(text, known, Position::Item),
        value => layout::inline(value),
    };
    let mut edits = Edits::default();
    if !(node.content.is_blank() && !site.has_brackets(node)) {
        edits.replace(node.span.start..site.end(node), text);
        return Some(edits);
    }
    let entry = site.entry(at)?;
    match site.colon(entry) {
        Some(colon) => edits.insert(colon, format!(" {text}")),
        None => edits.insert(entry.key_span.end, format!(": {text}")),
    }
    Some(edits)
}

/// Whether there is a text in quotes.
fn is_quoted(node: &Node) -> bool {
    matches!(&node.content, Content::Text { text, style: Style::Quoted } if !text.is_empty())
}

/// Puts items at the end of a list.
pub fn append(site: &Site, list: &[usize], items: &[Value]) -> Option<Edits> {
    let node = site.node(list)?;
    let Content::List(there) = &node.content else { return None };
    let written: Vec<String> = items.iter().map(layout::inline).collect();
    let mut edits = Edits::default();
    match (site.has_brackets(node) || site.is_within_brackets(list), there.last()) {
        (true, Some(last)) => edits.insert(site.end(last), format!(", {}", written.join(", "))),
        (true, None) => edits.insert(node.span.start + 1, written.join(", ")),
        (false, last) => {
            let column = site.indent(site.slot(&[list, &[0]].concat())? - 1);
            let below = site.next_line(site.end(last?));
            let line = |item: &String| format!("{}- {item}\n", " ".repeat(column));
            let lines: String = written.iter().map(line).collect();
            edits.insert(below, site.lines_at(below, &lines));
        }
    }
    Some(edits)
}
