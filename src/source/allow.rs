//! Comments that let an entry break rules: `# jixiao: allow placeholder`, above it or at the end
//! of its line.

use std::ops::Range;

use super::document::Document;
use super::layout::comments::{self, Found, Lines};
use super::places::{Content, Node};
use crate::diagnostic::Place;
use crate::diagnostic::rule::Rule;

/// What such a comment begins with, behind its `#`.
const MARK: &str = "jixiao";
/// What follows it, with a colon between.
const VERB: &str = "allow";

/// A comment that lets an entry break rules.
#[derive(Debug)]
pub struct Allowance {
    /// The comment.
    pub place: Place,
    /// The bytes of the entry.
    pub entry: Range<usize>,
    /// What it names; `None` for what is no rule.
    pub rules: Vec<(String, Option<&'static Rule>)>,
    /// Whether nothing else stands on its line.
    pub is_alone: bool,
}

/// The comments of a document that let entries break rules.
pub fn find(document: &Document) -> Vec<Allowance> {
    let text = document.file.text();
    // Few files have one.
    if !text.contains(MARK) {
        return Vec::new();
    }
    let lines = Lines::of(text);
    let mut entries = Vec::new();
    collect(document.root(), &mut entries);
    let comments = comments::find(text, document.root(), &lines);
    let allowance = |comment: &Found| {
        let names = names(&comment.text)?;
        let entry = match comment.is_alone {
            true => entries.iter().filter(|it| it.start > comment.at).min_by_key(|it| it.start),
            false => {
                let is_here = |it: &&Range<usize>| lines.number(it.start) == comment.line;
                let before = || entries.iter().filter(|it| it.start < comment.at);
                let first = before().filter(is_here).min_by_key(|it| it.start);
                first.or_else(|| before().max_by_key(|it| it.start))
            }
        };
        let rules = names.into_iter().map(|name| (name.to_owned(), Rule::named(name))).collect();
        Some(Allowance {
            place: Place::new(&document.file, comment.at..comment.at + comment.text.len()),
            entry: entry.cloned().unwrap_or(comment.at..comment.at),
            rules,
            is_alone: comment.is_alone,
        })
    };
    comments.iter().filter_map(allowance).collect()
}

/// The names of rules in a comment, behind which a reason may stand; none where the comment
/// says something else to the program, `None` where it says nothing to it.
fn names(comment: &str) -> Option<Vec<&str>> {
    let said = comment.trim_start_matches('#').trim_start().strip_prefix(MARK)?;
    let said = said.trim_start().strip_prefix([':', '：'])?.trim_start();
    let Some(names) = said.strip_prefix(VERB) else { return Some(Vec::new()) };
    let is_gap = |c: char| c.is_whitespace() || [',', '，', '、', ':', '：'].contains(&c);
    if !names.starts_with(is_gap) {
        return Some(Vec::new());
    }
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let names = names.split(is_gap).filter(|name| !name.is_empty());
    Some(names.take_while(|name| name.chars().all(is_of_name)).collect())
}

/// The bytes of all entries, from the key to the end of the value, and of the items of lists.
fn collect(node: &Node, entries: &mut Vec<Range<usize>>) {
    match &node.content {
        Content::Text { .. } => {}
        Content::List(items) => {
            for item in items {
                entries.push(item.span.clone());
                collect(item, entries);
            }
        }
        Content::Map(map) => {
            for entry in map {
                entries.push(entry.key_span.start..entry.value.span.end.max(entry.key_span.end));
                collect(&entry.value, entries);
            }
        }
    }
}
