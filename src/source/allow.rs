//! Comments that let an entry break rules: `# jixiao: allow placeholder`, above it or at the end
//! of its line.

use std::ops::Range;

use super::document::Document;
use super::forms::Forms;
use super::layout::comments::{self, Found, Lines};
use super::places::{Content, Node};
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Edit, Place, SourceFile};

/// What such a comment begins with, behind its `#`.
const MARK: &str = "jixiao";
/// What follows it, with a colon between.
const VERB: &str = "allow";
/// What stands between rules.
const COMMAS: [char; 3] = [',', '，', '、'];

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
            // One that stands deeper than what follows ends what is above it, and is no one's.
            true => entries
                .iter()
                .filter(|it| it.start > comment.at)
                .min_by_key(|it| it.start)
                .filter(|next| comment.column <= lines.column(next.start)),
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

/// The comment above the innermost entry at byte `at` of a file that lets the entry break a
/// rule; `None` where no comment would do so.
pub fn allowing(file: &SourceFile, forms: &Forms, at: usize, rule: &Rule) -> Option<Edit> {
    let document = Document::parse(file.clone(), forms).ok()?;
    let mut entries = Vec::new();
    collect(document.root(), &mut entries);
    let text = file.text();
    let lines = Lines::of(text);
    let before = |entry: &Range<usize>| {
        &text[text[..entry.start].rfind('\n').map_or(0, |it| it + 1)..entry.start]
    };
    // A comment has a line for itself, so the entry must begin its own.
    let holds = |it: &&Range<usize>| it.contains(&at) && before(it).chars().all(|c| c == ' ');
    let entry = entries.iter().filter(holds).max_by_key(|it| it.start)?;
    let indent = " ".repeat(lines.column(entry.start));
    let start = entry.start - before(entry).len();
    let line = format!("{indent}# {MARK}: {VERB} {}\n", rule.name);
    Some(Edit::new(file, start..start, line))
}

/// The names of rules in a comment, behind which a reason may stand; none where the comment
/// says something else to the program, `None` where it says nothing to it.
fn names(comment: &str) -> Option<Vec<&str>> {
    let said = comment.trim_start_matches('#').trim_start().strip_prefix(MARK)?;
    let said = said.trim_start().strip_prefix([':', '：'])?.trim_start();
    let Some(mut rest) = said.strip_prefix(VERB).filter(|rest| rest.starts_with(is_gap)) else {
        return Some(Vec::new());
    };
    let mut names = Vec::new();
    loop {
        let name = rest.trim_start_matches(is_gap);
        let gap = &rest[..rest.len() - name.len()];
        let end = name.find(is_gap).unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        // Behind a comma there is one more rule; behind a blank, there may be the reason.
        let is_expected = names.is_empty() || gap.contains(COMMAS) || Rule::named(name).is_some();
        if !is_expected || name.is_empty() || !name.chars().all(is_of_name) {
            return Some(names);
        }
        names.push(name);
        rest = after;
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || COMMAS.contains(&c) || [':', '：'].contains(&c)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
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
