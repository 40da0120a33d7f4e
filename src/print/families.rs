//! The families that a form is set in, each without what it does not draw.

use std::collections::BTreeSet;

use serde::Serialize;
use typst::text::FontVariant;

use super::fonts::Fonts;
use crate::form::{FontFamilies, Project};

/// The families for each purpose, in the order of preference.
#[derive(Serialize)]
pub struct FamiliesOf<'a> {
    title: Vec<Family<'a>>,
    body: Vec<Family<'a>>,
    label: Vec<Family<'a>>,
}

/// A family, or one that has characters that it draws nothing for.
#[derive(Serialize)]
#[serde(untagged)]
enum Family<'a> {
    Whole(&'a str),
    Without {
        name: &'a str,
        /// What it does not draw of the form, as what a class of a regular expression holds.
        without: String,
    },
}

/// The families of a project's form.
pub fn of<'a>(project: &Project, fonts: &Fonts, families: &'a FontFamilies) -> FamiliesOf<'a> {
    let texts = || {
        let form = project.form();
        let parts = project.sheet().into_iter();
        let lines = parts.flat_map(|part| part.head.into_iter().chain(part.lines));
        let cells = lines.flat_map(|line| line.labels.into_iter().chain(line.cells));
        let cells = cells.flat_map(|cell| cell.text.chars().collect::<Vec<_>>());
        let heading = form.title.chars().collect::<Vec<_>>();
        heading.into_iter().chain(cells).collect::<BTreeSet<char>>()
    };
    // The bundled fonts draw all that they have.
    let characters = if fonts.has_own() { texts() } else { BTreeSet::new() };
    let without = |families: &'a [String]| {
        let metrics = fonts.metrics(families, FontVariant::default());
        let look_up = metrics.look_up(fonts);
        let mut blank = vec![String::new(); families.len()];
        for c in &characters {
            for family in look_up.blank_before(*c) {
                blank[family].push_str(&format!("\\x{{{:x}}}", u32::from(*c)));
            }
        }
        let family = |(name, without): (&'a String, String)| match without.is_empty() {
            true => Family::Whole(name),
            false => Family::Without { name, without },
        };
        families.iter().zip(blank).map(family).collect()
    };
    FamiliesOf {
        title: without(&families.title),
        body: without(&families.body),
        label: without(&families.label),
    }
}
