//! For editors and `grep`: a line a finding.

use std::io::{self, Write};

use super::Counts;
use super::harmless::one_line;
use super::position::Positions;
use crate::diagnostic::{Diagnostic, Place};

/// Writes a line for each finding, and one with their counts.
pub fn write(out: &mut impl Write, found: &[Diagnostic], files: usize) -> io::Result<()> {
    let mut positions = Positions::default();
    for finding in found {
        if let Some(place) = finding.places.first() {
            let place_of_file = if place.span.is_none() { ":1:1" } else { "" };
            write!(out, "{}{place_of_file}: ", whereabouts(place, &mut positions))?;
        }
        let (level, rule) = (finding.severity.title(), finding.rule.name);
        write!(out, "{level}[{rule}]: {}", one_line(&finding.message))?;
        if let Some(help) = &finding.help {
            write!(out, "（提示：{}）", one_line(help))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", Counts::of(found, files))
}

/// The path of a place, with line and column if it is not the whole file: what
/// terminals and editors open with a click.
pub(super) fn whereabouts<'a>(place: &'a Place, positions: &mut Positions<'a>) -> String {
    let path = one_line(place.file.name());
    match positions.of_place(place) {
        Some(range) => format!("{path}:{}:{}", range.start.line, range.start.column),
        None => path,
    }
}
