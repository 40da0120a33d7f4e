//! Another value in the place of one: in the layout that fmt gives it, and nothing else.

use std::ops::Range;

use super::super::places::{Content, Node, Style};
use super::block::Block;
use super::edits::Edits;
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
pub struct There {
    /// The byte behind the colon or the dash.
    slot: usize,
    /// The bytes on the line: a text, or the sign above one; none where nothing is written.
    pub token: Range<usize>,
    /// The lines below that belong to it.
    pub lines: Range<usize>,
}

impl There {
    /// What stands behind the colon or the dash at byte `slot`.
    fn of(site: &Site, node: &Node, slot: usize) -> Option<Self> {
        let on_line = |token: Range<usize>| {
            let below = site.next_line(token.end);
            Self { slot, token, lines: below..below }
        };
        Some(match &node.content {
            Content::Text { .. } if Site::is_block(node) => {
                let token = site.header(slot)?;
                let start = site.next_line(token.end);
                let is_empty = site.text[start..node.span.end.max(start)].trim().is_empty();
                let end = if is_empty { start } else { site.next_line(node.span.end) };
                Self { slot, token, lines: start..end }
            }
            content if content.is_blank() && !site.has_brackets(node) => on_line(slot..slot),
            Content::List(_) | Content::Map(_) if !site.has_brackets(node) => {
                let start = site.next_line(slot);
                // Behind a dash, the first entry stands on its line.
                let is_below = node.span.start >= start;
                let lines = is_below.then(|| start..site.next_line(site.end(node)))?;
                Self { slot, token: slot..slot, lines }
            }
            _ => on_line(node.span.start..site.end(node)),
        })
    }

    /// Takes it out.
    fn nothing(&self, site: &Site) -> Edits {
        let mut edits = Edits::default();
        let gap = site.text.get(self.slot..self.token.start);
        let is_blank = gap.is_some_and(|gap| gap.chars().all(|c| c == ' '));
        let start = if is_blank { self.slot } else { self.token.start };
        edits.remove(start..self.token.end);
        edits.remove(self.lines.clone());
        edits
    }

    /// Puts a text on the line, and nothing else.
    fn inline(&self, text: &str) -> Edits {
        let mut edits = Edits::default();
        self.put(&mut edits, text);
        edits.remove(self.lines.clone());
        edits
    }

    /// Puts a text on the line.
    pub fn put(&self, edits: &mut Edits, text: &str) {
        match self.token == (self.slot..self.slot) {
            true => edits.insert(self.slot, format!(" {text}")),
            false => edits.replace(self.token.clone(), text),
        }
    }
}

/// Writes a value in the place of the one that is there.
pub fn write(site: &Site, at: &[usize], value: &Value, known: Known) -> Vec<Edits> {
    let Some(node) = site.node(at) else { return Vec::new() };
    if site.is_within_brackets(at) {
        return in_brackets(site, at, node, value, known).into_iter().collect();
    }
    let Some(slot) = site.slot(at) else { return Vec::new() };
    let Some(there) = There::of(site, node, slot) else { return Vec::new() };
    let indent = site.entry(at).map(|entry| site.indent(entry.key_span.start));
    match written(value, known, indent) {
        Written::Nothing => vec![there.nothing(site)],
        Written::Inline(text) => vec![there.inline(&text)],
        Written::Entries(lines) => {
            let mut edits = there.nothing(site);
            let below = there.lines.end;
            edits.insert(below, site.lines_at(below, &lines));
            vec![edits]
        }
        Written::Block { sign, lines } => {
            let indent = indent.unwrap_or_default();
            let in_quotes = there.inline(&scalar::quoted(&lines.join("\n")));
            let block = Block { there: &there, indent, sign, lines: &lines };
            let below_comments = block.write_below_comments(site, at);
            let ways = [Some(block.write(site, node)), below_comments, Some(in_quotes)];
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
    if !node.content.is_blank() || site.has_brackets(node) {
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
