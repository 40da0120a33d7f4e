//! The rules that a project must keep, beyond what reading it finds.

mod font;
mod glyph;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Editions};
use crate::rule;
use crate::source::Source;
use crate::typeset::Fonts;

/// Finds the edition that prints the project's 年度.
pub fn edition<'a>(source: &Source, editions: &'a Editions) -> Result<&'a Edition, Diagnostic> {
    let year = &source.project.year;
    editions.get(year).unwrap_or_else(|| {
        let years: Vec<_> = editions.years().collect();
        let mut found = Diagnostic::new(&rule::UNKNOWN_EDITION, format!("没有 {year} 年度的版式"))
            .help(format!("现有的版式：{}；别的版式可以用 --templates 给出", years.join("、")));
        found.places.extend(source.place(&["年度"]));
        Err(found)
    })
}

/// Holds a project against all rules.
pub fn check(source: &Source, edition: &Edition, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut found = font::missing(edition, fonts);
    found.extend(glyph::missing(source, edition, fonts));
    found
}
