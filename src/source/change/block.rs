//! Texts in lines of their own.

use std::ops::Range;

use super::super::places::{Content, Node, Style};
use super::edits::Edits;
use super::lines::comment;
use super::site::Site;
use super::value::{INDENT, There};

/// A text that is to be written in lines of its own.
pub struct Block<'a> {
    /// What stands behind the colon.
    pub there: &'a There,
    /// How many blanks stand before the key.
    pub indent: usize,
    /// The sign above the lines.
    pub sign: &'static str,
    /// The lines.
    pub lines: &'a [String],
}

impl Block<'_> {
    /// Writes it in the place of `node`. Where that is such a text already, lines that stay are
    /// left alone.
    pub fn write(&self, site: &Site, node: &Node) -> Edits {
        let mut edits = Edits::default();
        if let Some((span, text)) = self.changed_lines(site, node) {
            edits.replace(span, text);
            return edits;
        }
        self.there.put(&mut edits, self.sign);
        edits.replace(self.there.lines.clone(), self.text(site));
        edits
    }

    /// Writes it where a comment of several lines stands beside the key: they would be lines of
    /// the text, and go above the key.
    pub fn write_below_comments(&self, site: &Site, at: &[usize]) -> Option<Edits> {
        let There { token, lines, .. } = self.there;
        let key = site.entry(at)?.key_span.start;
        let further = lines.start..site.deeper(self.indent, lines.start);
        if !lines.is_empty() || further.is_empty() || site.column(key).is_none() {
            return None;
        }
        let beside = token.end..site.line_end(token.end);
        let comments = [&site.text[beside.clone()]].into_iter();
        let comments = comments.chain(site.text[further.clone()].lines()).map(str::trim);
        let comments = comments.filter(|line| comment(line).is_some());
        let above: String = comments.map(|line| indented(line, self.indent)).collect();
        let mut edits = Edits::default();
        edits.insert(site.line_start(key), site.manner.lines(&above));
        self.there.put(&mut edits, self.sign);
        edits.remove(beside);
        edits.insert(further.start, self.text(site));
        edits.remove(further);
        Some(edits)
    }

    /// Where the changed lines of a text stand that has lines of its own already, and what
    /// takes their place; `None` where its sign must be another one.
    fn changed_lines(&self, site: &Site, node: &Node) -> Option<(Range<usize>, String)> {
        let Content::Text { text, style: Style::Literal } = &node.content else { return None };
        let span = &self.there.lines;
        let has_digit = site.text[self.there.token.clone()].contains(|c: char| c.is_ascii_digit());
        let old: Vec<&str> = text.trim_end_matches('\n').split('\n').collect();
        let raw: Vec<&str> = site.text[span.clone()].split_inclusive('\n').collect();
        if has_digit || self.sign != "|-" || old.len() != raw.len() {
            return None;
        }
        let first = raw.iter().find(|line| !line.trim().is_empty())?;
        let indent = first.len() - first.trim_start_matches(' ').len();
        let same = old.iter().zip(self.lines).take_while(|(old, new)| **old == **new).count();
        let most = old.len().min(self.lines.len()) - same;
        let last = old.iter().rev().zip(self.lines.iter().rev());
        let same_last = last.take(most).take_while(|(old, new)| **old == **new).count();
        let bytes = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
        let start = span.start + bytes(&raw[..same]);
        let end = span.end - bytes(&raw[raw.len() - same_last..]);
        let new = &self.lines[same..self.lines.len() - same_last];
        let written: String = new.iter().map(|line| indented(line, indent)).collect();
        Some((start..end, site.lines_over(start..end, &written)))
    }

    fn text(&self, site: &Site) -> String {
        let indent = self.indent + INDENT;
        let written: String = self.lines.iter().map(|line| indented(line, indent)).collect();
        site.lines_over(self.there.lines.clone(), &written)
    }
}

fn indented(line: &str, indent: usize) -> String {
    let indent = if line.is_empty() { 0 } else { indent };
    format!("{}{line}\n", " ".repeat(indent))
}
