//! What pages are made of.

use std::collections::{BTreeMap, HashMap};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};
use serde::{Deserialize, Serialize};

use super::{MOST, clip};
use crate::readback::graph::{self, Stops};
use crate::readback::page::DrawnPage;
use crate::system::fingerprint::{Fingerprint, Fingerprinter};

/// What a page has that is looked at more closely.
const LOOKED_AT: [&str; 8] =
    ["Type", "Parent", "Contents", "Resources", "Annots", "MediaBox", "CropBox", "Rotate"];
/// How many letters stand before the name of a font of which not all is there.
const TAG: usize = 6;

/// A page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PagePart {
    /// The paper's edges, in points.
    pub paper: [i32; 4],
    /// The edges of what is shown of it.
    pub shown: [i32; 4],
    /// By how many quarters it is turned.
    pub turns: u8,
    /// What draws it.
    pub content: Fingerprint,
    /// Its fonts, by their names.
    pub fonts: BTreeMap<String, Vec<Fingerprint>>,
    /// What else it draws with, by its kind.
    pub resources: BTreeMap<String, Fingerprint>,
    /// What else it has, by its keys.
    pub others: BTreeMap<String, Fingerprint>,
    /// What is drawn on it.
    pub drawn: Drawn,
}

/// What is drawn on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// How many glyphs there are, and the fingerprint of what they are and where.
    pub glyphs: (usize, Fingerprint),
    /// The same of the rules.
    pub rules: (usize, Fingerprint),
    /// How many other things there are.
    pub others: usize,
}

/// The pages of a PDF.
pub fn pages(pdf: &Pdf, drawn: &[DrawnPage], stops: &Stops) -> Vec<PagePart> {
    // Most pages share their fonts.
    let mut known: HashMap<ObjectIdentifier, Fingerprint> = HashMap::new();
    let mut parts = Vec::new();
    for (page, drawn) in pdf.pages().iter().zip(drawn) {
        let raw = page.raw();
        let resources = raw.get::<Dict<'_>>("Resources").unwrap_or_default();
        let fonts = resources.get::<Dict<'_>>("Font").unwrap_or_default();
        let mut of_page: BTreeMap<String, Vec<Fingerprint>> = BTreeMap::new();
        for (key, font) in fonts.entries().take(MOST) {
            let id = font.as_obj_ref().map(ObjectIdentifier::from);
            let found = id.and_then(|id| known.get(&id)).copied();
            let found = found.unwrap_or_else(|| graph::part(pdf, font, stops));
            known.extend(id.map(|id| (id, found)));
            let name = fonts.get::<Dict<'_>>(&*key).and_then(|font| name_of(&font));
            of_page.entry(name.unwrap_or_default()).or_default().push(found);
        }
        let others = raw.entries().filter(|(key, _)| !LOOKED_AT.contains(&key.as_str()));
        let tools = resources.entries().filter(|(key, _)| key.as_str() != "Font");
        let part =
            |(key, value): (Name<'_>, _)| (clip(key.as_str()), graph::part(pdf, value, stops));
        let edges = |edges: hayro_syntax::object::Rect| {
            [edges.x0, edges.y0, edges.x1, edges.y1].map(|edge| edge.round() as i32)
        };
        parts.push(PagePart {
            paper: edges(page.media_box()),
            shown: edges(page.intersected_crop_box()),
            turns: page.rotation() as u8,
            content: Fingerprint::of(page.page_stream().unwrap_or_default()),
            fonts: of_page,
            resources: tools.take(MOST).map(part).collect(),
            others: others.take(MOST).map(part).collect(),
            drawn: Drawn::of(drawn),
        });
    }
    parts
}

impl Drawn {
    fn of(page: &DrawnPage) -> Self {
        // Tenths of a point: other roundings are no difference that is seen.
        let rounded = |length: f64| ((length * 10.0).round() as i64).to_le_bytes();
        let mut glyphs = Fingerprinter::default();
        for glyph in &page.glyphs {
            glyphs.add(glyph.text.as_bytes());
            glyphs.add(glyph.outline.as_bytes());
            let place = [glyph.origin.x, glyph.origin.y, glyph.size].map(rounded);
            glyphs.add(place.as_flattened());
        }
        let edges = page.rules.iter().map(|rule| {
            [rule.start.x, rule.start.y, rule.end.x, rule.end.y, rule.width].map(rounded)
        });
        let mut edges: Vec<_> = edges.collect();
        edges.sort_unstable();
        let mut rules = Fingerprinter::default();
        edges.iter().for_each(|rule| rules.add(rule.as_flattened()));
        Self {
            glyphs: (page.glyphs.len(), glyphs.finish()),
            rules: (page.rules.len(), rules.finish()),
            others: page.others,
        }
    }
}

/// The name of a font, without what says that not all of it is there.
fn name_of(font: &Dict<'_>) -> Option<String> {
    let descendants = font.get::<Array<'_>>("DescendantFonts");
    let descendant = descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let name = font.get::<Name<'_>>("BaseFont");
    let name = name.or_else(|| descendant?.get::<Name<'_>>("BaseFont"))?;
    let name = match name.as_str().split_once('+') {
        Some((tag, rest)) if tag.len() == TAG => rest,
        _ => name.as_str(),
    };
    // What a program adds to it that tells how its characters are numbered.
    Some(clip(name.strip_suffix("-Identity-H").unwrap_or(name)))
}
