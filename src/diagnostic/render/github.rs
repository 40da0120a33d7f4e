//! For GitHub Actions: workflow commands, which annotate the changed lines.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use super::Counts;
use super::concise::whereabouts;
use super::harmless::one_line;
use super::position::{Position, Positions};
use crate::diagnostic::{Diagnostic, Severity};

/// Writes a command for each finding, and a line with their counts.
pub fn write(out: &mut impl Write, found: &[Diagnostic], files: usize) -> io::Result<()> {
    let mut positions = Positions::default();
    for finding in found {
        let properties = properties(finding, &mut positions);
        let message = message(finding, &mut positions);
        writeln!(out, "::{} {properties}::{}", command(finding.severity), escape(&message))?;
    }
    writeln!(out, "{}", Counts::of(found, files))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    }
}

fn properties<'a>(finding: &'a Diagnostic, positions: &mut Positions<'a>) -> String {
    let mut properties = Vec::new();
    if let Some(place) = finding.places.first() {
        properties.push(("file", one_line(place.file.name())));
        let range = positions.of_place(place);
        let numbers = range.into_iter().flat_map(lines_and_columns);
        properties.extend(numbers.map(|(name, number)| (name, number.to_string())));
    }
    properties.push(("title", finding.rule.name.to_owned()));
    let written = |(name, value): (&str, String)| format!("{name}={}", escape_property(&value));
    properties.into_iter().map(written).collect::<Vec<_>>().join(",")
}

/// GitHub knows columns within a single line only.
fn lines_and_columns(range: Range<Position>) -> Vec<(&'static str, usize)> {
    let Range { start, end } = range;
    if start.line == end.line {
        return vec![
            ("line", start.line),
            ("col", start.column),
            ("endLine", end.line),
            ("endColumn", end.column),
        ];
    }
    // A range that ends with a line break has nothing of the line after it.
    let last = if end.column == 1 { end.line - 1 } else { end.line };
    vec![("line", start.line), ("endLine", last)]
}

/// The message, the help and the places that explain it, a line each.
fn message<'a>(finding: &'a Diagnostic, positions: &mut Positions<'a>) -> String {
    let mut message = one_line(&finding.message);
    if let Some(help) = &finding.help {
        message.push_str("\n提示：");
        message.push_str(&one_line(help));
    }
    for place in finding.places.iter().skip(1) {
        message.push('\n');
        message.push_str(&whereabouts(place, positions));
        if !place.label.is_empty() {
            message.push('：');
            message.push_str(&one_line(&place.label));
        }
    }
    message
}

/// A text as the data of a command.
fn escape(text: &str) -> String {
    escape_all(text, &['%', '\r', '\n'])
}

/// A text as the value of a command's property.
fn escape_property(text: &str) -> String {
    escape_all(text, &['%', '\r', '\n', ':', ','])
}

fn escape_all(text: &str, special: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            let _ = write!(escaped, "%{:02X}", u32::from(c));
        } else {
            escaped.push(c);
        }
    }
    escaped
}
