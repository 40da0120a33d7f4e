//! Mistakes in a `form.yaml`, told at their lines.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::source::document;
use crate::source::places::Node;
use crate::text::nearest::nearest;

/// Collects what is wrong with a definition.
pub struct Mistakes<'a> {
    file: &'a SourceFile,
    root: &'a Node,
    found: Vec<Diagnostic>,
}

impl<'a> Mistakes<'a> {
    /// None so far.
    pub fn new(file: &'a SourceFile, root: &'a Node) -> Self {
        Self { file, root, found: Vec::new() }
    }

    /// A mistake at the value at the end of `path`, or at the nearest one above it that is
    /// there.
    pub fn add(&mut self, path: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let place = (0..=path.len()).rev().find_map(|length| {
            let path = &path[..length];
            let entry = self.root.find_entry(path).map(|entry| entry.key_span.clone());
            let value = self.root.find(path).map(|node| first_line(self.file, &node.span));
            // What stands on lines of its own is told at its key.
            let is_below = |span: &Range<usize>| {
                entry
                    .as_ref()
                    .is_some_and(|key| self.file.text()[key.end..span.start].contains('\n'))
            };
            let span = value.filter(|span| !span.is_empty() && !is_below(span));
            Some(Place::new(self.file, span.or(entry)?))
        });
        self.push(place, message, help);
    }

    /// A mistake at the key at the end of `path`.
    pub fn add_at_key(
        &mut self,
        path: &[&str],
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let entry = self.root.find_entry(path);
        let place = entry.map(|entry| Place::new(self.file, entry.key_span.clone()));
        self.push(place, message, help);
    }

    fn push(&mut self, at: Option<Place>, message: impl Into<String>, help: impl Into<String>) {
        let found = Diagnostic::new(&rule::BAD_FORM, message).help(help);
        self.found.push(found.at(at.unwrap_or_else(|| Place::from(self.file))));
    }

    /// A name that is none of `known`.
    pub fn unknown<'b>(
        &mut self,
        path: &[&str],
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        self.add(path, format!("没有“{name}”这个{what}"), suggestion(name, &known));
    }

    /// All of them, in the order of the text.
    pub fn found(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(Diagnostic::start);
        self.found
    }
}

/// As much of a place as is on its first line.
fn first_line(file: &SourceFile, span: &Range<usize>) -> Range<usize> {
    let text = file.text()[span.clone()].lines().next().unwrap_or_default();
    span.start..span.start + text.trim_end().len()
}

/// What to write instead of `name`.
fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("是不是“{near}”？"),
        None if known.is_empty() => "删去".to_owned(),
        None => format!("可以写：{}", known.join("、")),
    }
}

/// `unknown field `a`, expected one of `b`, `c`` and its like.
static UNKNOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"unknown (field|variant) `([^`]*)`, (?:expected (?:one of )?(.*)|there are no (?:fields|variants))")
        .expect("a valid pattern")
});
/// `missing field `a``.
static MISSING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"missing field `([^`]*)`").expect("a valid pattern"));
/// `invalid type: a, expected b` and its like.
static INVALID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"invalid (?:type|value|length):? (.*?), expected ([^\n]*?)(?: at line .*)?$")
        .expect("a valid pattern")
});

/// What `serde_yaml` says of a definition, in the words of this program.
pub fn explain(file: &SourceFile, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let (message, help) = if let Some(found) = UNKNOWN.captures(&text) {
        let known = found.get(3).map_or("", |it| it.as_str());
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        let what = if &found[1] == "field" { "这一项" } else { "这种写法" };
        (format!("没有“{}”{what}", &found[2]), suggestion(&found[2], &known))
    } else if let Some(found) = MISSING.captures(&text) {
        (format!("缺少“{}”", &found[1]), format!("补上“{}: …”", &found[1]))
    } else if let Some(found) = INVALID.captures(&text) {
        let (is, wanted) = (in_chinese(&found[1]), in_chinese(&found[2]));
        (format!("这里应是{wanted}，却是{is}"), "写法见 docs/forms.md".to_owned())
    } else {
        ("读不懂这里".to_owned(), "写法见 docs/forms.md".to_owned())
    };
    let at = error.location().map_or(0, |location| location.index());
    let span = word_at(file.text(), document::character_at(file.text(), at).start);
    Diagnostic::new(&rule::BAD_FORM, message).help(help).at(Place::new(file, span))
}

/// The word that begins at a byte: what an excerpt points at.
fn word_at(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    let end = rest.find(|c: char| c.is_whitespace() || ",:]}".contains(c)).unwrap_or(rest.len());
    match end {
        0 => document::character_at(text, at),
        end => at..at + end,
    }
}

/// What the library calls a kind of value.
fn in_chinese(what: &str) -> &'static str {
    match what {
        _ if what.contains("sequence") || what.contains("array") => "列表",
        _ if what.contains("struct") || what.contains("map") => "带键的各项",
        _ if what.contains("nonzero") => "1 以上的整数",
        _ if what.contains("boolean") || what.contains("bool") => "true 或 false",
        _ if what.contains("string") || what.contains("str") => "一段文字",
        _ if what.contains("unit") || what.contains("null") => "空的",
        _ if what.contains("field or a cell") => "栏目名或格子",
        _ if what.contains("names") => "名称",
        _ if what.contains("usize") || what.contains("integer") || what.contains("float") => "数字",
        _ if what.contains("f64") => "数字",
        _ => "别的写法",
    }
}
