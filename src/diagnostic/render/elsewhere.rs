//! The places that explain a finding, in words.

use super::position::Positions;
use crate::diagnostic::Diagnostic;

/// The places that explain a finding, beside the chief one, in words.
pub fn elsewhere<'a>(found: &'a Diagnostic, positions: &mut Positions<'a>) -> String {
    let Some((chief, others)) = found.places.split_first() else { return String::new() };
    let mut line = |place| positions.of_place(place).map(|range| range.start.line);
    let chief_line = line(chief);
    let mut words: Vec<String> = Vec::new();
    for place in others {
        let is_here = place.file.name() == chief.file.name();
        let number = line(place);
        if is_here && place.label.is_empty() && number == chief_line {
            continue;
        }
        let file = if is_here { "" } else { place.file.name() };
        let number = number.map_or_else(String::new, |line| format!("第 {line} 行"));
        let parts = [file, &number, &place.label];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        words.push(parts.join(" "));
    }
    words.retain(|it| !it.is_empty());
    words.dedup();
    words.join("；")
}
