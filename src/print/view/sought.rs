//! Where cells stand on pages that a layout of the user's own has set: what they say is sought
//! among the texts, which stand in the order in which they were set.
//!
//! A cell that says nothing is not found, nor is one that says something else there.

use typst_layout::PagedDocument;

use super::texts::ABOVE;
use crate::form::pattern::What;
use crate::form::sheet::SheetPart;
use crate::print::compose::Area;
use crate::print::typeset::{PlacedText, all_texts, bare};
use crate::source::Source;

/// How much wider and higher a cell is than its text, in points.
const INSET: f64 = 2.0;
/// How many texts may stand between two cells: the form's own words.
const MOST_BETWEEN: usize = 60;

/// A stretch of text: what it says, without blanks, and where it stands.
struct Stretch {
    text: String,
    area: Area,
    /// Whether it is that of a cell.
    is_taken: bool,
}

/// The areas of a project's cells, as far as they are found.
pub fn areas(document: &PagedDocument, source: &Source) -> Vec<Area> {
    let texts = all_texts(document);
    let mut stretches: Vec<Stretch> = texts.iter().filter_map(Stretch::of).collect();
    let sheet = source.project.sheet();
    let mut areas = Vec::new();
    let mut from = 0;
    for (number, cell) in sheet.iter().flat_map(SheetPart::cells).enumerate() {
        let said = bare(&cell.text);
        if cell.path.is_none() || said.is_empty() {
            continue;
        }
        // What goes over several rows is set after them.
        let starts = (from..stretches.len()).take(MOST_BETWEEN).chain(0..stretches.len());
        let mut found =
            starts.filter_map(|start| Some((start, length(&stretches[start..], &said)?)));
        let Some((start, length)) = found.next() else { continue };
        if !matches!(cell.what, What::Name(_)) {
            from = from.max(start + length);
        }
        for stretch in &mut stretches[start..start + length] {
            stretch.is_taken = true;
            add(&mut areas, Area { number, ..stretch.area });
        }
    }
    areas
}

/// How many of the stretches say just that together.
fn length(stretches: &[Stretch], said: &str) -> Option<usize> {
    let mut rest = said;
    for (index, stretch) in stretches.iter().enumerate() {
        rest = rest.strip_prefix(stretch.text.as_str()).filter(|_| !stretch.is_taken)?;
        if rest.is_empty() {
            return Some(index + 1);
        }
    }
    None
}

/// Adds an area to that of the same cell on the same page, if there is one.
fn add(areas: &mut Vec<Area>, area: Area) {
    match areas.last_mut() {
        Some(last) if last.number == area.number && last.page == area.page => {
            let right = (last.x + last.width).max(area.x + area.width);
            let foot = (last.y + last.height).max(area.y + area.height);
            (last.x, last.y) = (last.x.min(area.x), last.y.min(area.y));
            (last.width, last.height) = (right - last.x, foot - last.y);
        }
        _ => areas.push(area),
    }
}

impl Stretch {
    fn of(placed: &PlacedText) -> Option<Self> {
        let text = bare(&placed.item.text);
        let size = placed.item.size.to_pt();
        let [start, end] = placed.ends.map(|end| (end.x.to_pt(), end.y.to_pt()));
        let area = Area {
            number: 0,
            page: placed.page,
            x: start.0 - INSET,
            y: start.1 - ABOVE * size - INSET,
            width: end.0 - start.0 + 2.0 * INSET,
            height: size + 2.0 * INSET,
        };
        (!text.is_empty()).then_some(Self { text, area, is_taken: false })
    }
}
