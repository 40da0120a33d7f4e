//! For programs: one JSON object, described by `schema/findings.json`.

use std::io::{self, Write};

use serde::Serialize;

use super::Counts;
use super::harmless;
pub use super::harmless::json as harmless_text;
use super::position::{Position, Positions};
use crate::diagnostic::{self, Diagnostic, Severity};

/// Goes up when a program that reads the object has to change.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Finding<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'static str,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Place<'a>>,
    related: Vec<Place<'a>>,
    fix: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    start: Option<Position>,
    end: Option<Position>,
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: &'a str,
    start: Position,
    end: Position,
    text: &'a str,
}

/// Writes all findings as one object.
pub fn write(out: &mut impl Write, found: &[Diagnostic], files: usize) -> io::Result<()> {
    let mut positions = Positions::default();
    let findings = found.iter().map(|finding| Finding::of(finding, &mut positions)).collect();
    write_value(out, &Report { version: VERSION, findings, summary: Counts::of(found, files) })
}

/// The findings, each as an object.
pub fn findings(found: &[Diagnostic]) -> Vec<serde_json::Value> {
    let mut positions = Positions::default();
    let findings = found.iter().map(|finding| Finding::of(finding, &mut positions));
    // Texts and numbers always have a value.
    findings.map(|finding| serde_json::to_value(finding).unwrap_or_default()).collect()
}

/// Writes a value as JSON, of which nothing but visible characters is seen.
pub(super) fn write_value(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(out, "{}", harmless::json(&text))
}

impl<'a> Finding<'a> {
    fn of(finding: &'a Diagnostic, positions: &mut Positions<'a>) -> Self {
        let mut places = finding.places.iter().map(|place| Place::of(place, positions));
        Self {
            rule: finding.rule.name,
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            place: places.next(),
            related: places.collect(),
            fix: finding.fix.iter().map(|edit| Edit::of(edit, positions)).collect(),
        }
    }
}

impl<'a> Place<'a> {
    fn of(place: &'a diagnostic::Place, positions: &mut Positions<'a>) -> Self {
        let (start, end) = positions.of_place(place).map(|range| (range.start, range.end)).unzip();
        let label = Some(&*place.label).filter(|label| !label.is_empty());
        Self { path: place.file.name(), start, end, label }
    }
}

impl<'a> Edit<'a> {
    fn of(edit: &'a diagnostic::Edit, positions: &mut Positions<'a>) -> Self {
        let range = positions.of_edit(edit);
        Self { path: edit.file.name(), start: range.start, end: range.end, text: &edit.text }
    }
}
