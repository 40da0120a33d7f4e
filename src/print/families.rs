//! The families that a form is set in, each without what it does not draw.

use std::collections::BTreeSet;

use serde::Serialize;
use typst::text::FontVariant;

use super::compose::TITLE;
use super::fonts::Fonts;
use crate::form::FontFamilies;

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
        /// What it does not draw of the texts, as what a class of a regular expression holds.
        without: String,
    },
}

/// The families of what says these texts.
pub fn of<'a, 't>(
    texts: impl Iterator<Item = &'t str>,
    fonts: &Fonts,
    families: &'a FontFamilies,
) -> FamiliesOf<'a> {
    // The bundled fonts draw all that they have.
    let characters: BTreeSet<char> = match fonts.has_own() {
        true => texts.flat_map(str::chars).collect(),
        false => BTreeSet::new(),
    };
    let without = |families: &'a [String], variant| {
        let mut blank = vec![String::new(); families.len()];
        if !characters.is_empty() {
            let metrics = fonts.metrics(families, variant);
            let look_up = metrics.look_up(fonts);
            for c in &characters {
                for family in look_up.blank_before(*c) {
                    blank[family].push_str(&format!("\\x{{{:x}}}", u32::from(*c)));
                }
            }
        }
        let family = |(name, without): (&'a String, String)| match without.is_empty() {
            true => Family::Whole(name),
            false => Family::Without { name, without },
        };
        families.iter().zip(blank).map(family).collect()
    };
    let plain = FontVariant::default();
    FamiliesOf {
        title: without(&families.title, TITLE),
        body: without(&families.body, plain),
        label: without(&families.label, plain),
    }
}
