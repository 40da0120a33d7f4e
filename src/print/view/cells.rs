//! The cells of a form: where they stand, what they say, and what there is to fill in.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::texts::rounded;
use crate::diagnostic::Place;
use crate::form::pattern::Setting;
use crate::form::sheet::{SheetCell, SheetPart};
use crate::form::{CellEntry, EntryKind, Kind, Project, is_blank};
use crate::print::compose::Area;
use crate::source::Source;

/// A cell that a project fills in, or that is computed from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewCell {
    /// The keys that lead to it, as comparing and verifying have them.
    pub path: Vec<String>,
    /// What stands in it.
    pub text: String,
    /// Where it stands: the number of the page, from 0, its left and its upper edge, its width
    /// and its height, in points. A cell that runs over pages stands on each of them.
    pub areas: Vec<(usize, f64, f64, f64, f64)>,
    /// What the project file says in it.
    pub entries: Vec<ViewEntry>,
    /// Whether something that a project must say is still blank.
    pub blank: bool,
}

/// Something in a cell that the project file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewEntry {
    /// The project file's keys that lead to it, a row's column last.
    pub path: Vec<String>,
    /// What people call it.
    pub label: String,
    /// What it is: `text`, `choice`, `marks`, `year`, `date`, `phone`, `amount`, `number`,
    /// `tick`, or `name`.
    pub kind: String,
    /// What there is to choose from; of a tick, the one choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// What it says, as it is written.
    pub text: String,
    /// Whether a project must say it.
    pub required: bool,
    /// What to write there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Where it stands: the file, and the bytes in its text; of what is not written, the place
    /// of what it belongs to, if that is.
    pub place: Option<ViewPlace>,
    /// Whether it is written at all: a blank may not be, and a sum that is left out is not.
    pub written: bool,
    /// Whether it is a text of several lines, as it stands from the left in a cell of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub long: bool,
    /// Whether several of the choices may be made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub many: bool,
    /// How many of the keys lead to its row, where rows can be added and moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
}

/// A field that may have rows and has none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rowless {
    /// The project file's keys that lead to it.
    pub path: Vec<String>,
    /// What a row is called.
    pub row: String,
}

/// A place in a file: its name, and where the place begins and ends, in bytes of the file.
pub type ViewPlace = (String, usize, usize);

/// The cells of a project's form, which stand at these areas.
pub fn of(source: &Source, areas: &[Area]) -> Vec<ViewCell> {
    let places = Places::of(source);
    let mut by_number: HashMap<usize, Vec<&Area>> = HashMap::new();
    for area in areas {
        by_number.entry(area.number).or_default().push(area);
    }
    let sheet = source.project.sheet();
    let cells = sheet.iter().flat_map(SheetPart::cells).enumerate();
    let cell = |(number, cell): (usize, &SheetCell)| {
        let path = cell.path.as_ref()?;
        let areas = by_number.get(&number)?;
        let entries = source.project.entries(cell);
        let area = |area: &&Area| {
            let Area { page, x, y, width, height, .. } = **area;
            (page, rounded(x), rounded(y), rounded(width), rounded(height))
        };
        Some(ViewCell {
            path: owned(path),
            text: cell.text.clone().into_owned(),
            areas: areas.iter().map(area).collect(),
            entries: entries.iter().map(|entry| view(entry, Some(cell), &places)).collect(),
            blank: is_blank(cell, &entries),
        })
    };
    cells.filter_map(cell).collect()
}

/// What a project file says that stands in no cell, such as the 年度.
pub fn others(source: &Source, cells: &[ViewCell]) -> Vec<ViewEntry> {
    let places = Places::of(source);
    let shown: HashSet<&[String]> =
        cells.iter().flat_map(|it| &it.entries).map(|it| it.path.as_slice()).collect();
    let entries = source.project.field_entries().into_iter();
    let others = entries.filter(|entry| !shown.contains(owned(&entry.path).as_slice()));
    others.map(|entry| view(&entry, None, &places)).collect()
}

/// The fields that may have rows and have none, of which nothing is seen on the page.
pub fn rowless(project: &Project) -> Vec<Rowless> {
    let rowless = project.rowless().into_iter();
    rowless.map(|(path, row)| Rowless { path: owned(&path), row: row.to_owned() }).collect()
}

/// An entry, with the cell that it stands in.
fn view(entry: &CellEntry, cell: Option<&SheetCell>, places: &Places) -> ViewEntry {
    let is_of_row = cell.is_some_and(|cell| cell.column.is_some());
    let is_from_left = cell.is_some_and(|cell| cell.setting == Setting::Text);
    let help = match entry.is {
        EntryKind::Field(field) => field.help.as_str(),
        _ => "",
    };
    let choices = match entry.is {
        EntryKind::Tick(_, choice) => vec![choice.to_owned()],
        _ => entry.is.kind().and_then(Kind::choices).unwrap_or_default().to_vec(),
    };
    ViewEntry {
        path: owned(&entry.path),
        label: entry.label(),
        kind: kind(entry.is).to_owned(),
        choices,
        text: entry.text.clone().into_owned(),
        required: entry.required,
        help: help.to_owned(),
        place: places.find(&entry.path),
        written: places.0.contains_key(entry.path.as_slice()),
        long: is_from_left && !is_of_row && matches!(entry.is.kind(), Some(Kind::Text)),
        many: matches!(entry.is.kind(), Some(Kind::Marks(_))),
        row: match entry.is {
            EntryKind::Name(_) => Some(entry.path.len()),
            _ => is_of_row.then(|| entry.path.len() - 1),
        },
    }
}

fn kind(is: EntryKind) -> &'static str {
    match (is, is.kind()) {
        (EntryKind::Name(_), _) => "name",
        (EntryKind::Tick(..), _) => "tick",
        (_, Some(Kind::Choice(_))) => "choice",
        (_, Some(Kind::Marks(_))) => "marks",
        (_, Some(Kind::Year)) => "year",
        (_, Some(Kind::Date { .. })) => "date",
        (_, Some(Kind::Phone)) => "phone",
        (_, Some(Kind::Amount)) => "amount",
        (_, Some(Kind::Number)) => "number",
        _ => "text",
    }
}

fn owned(path: &[&str]) -> Vec<String> {
    path.iter().map(|&key| key.to_owned()).collect()
}

/// Where things stand in the project's files, by the keys that lead to them, a row's column last.
struct Places<'a>(HashMap<Vec<&'a str>, Place>);

impl<'a> Places<'a> {
    fn of(source: &'a Source) -> Self {
        let form = source.project.form();
        let columns: Vec<_> = (form.all_fields().into_iter())
            .filter_map(|(path, field)| Some((form.keys(&path), field.kind.columns()?)))
            .collect();
        let mut places = HashMap::new();
        for text in source.texts() {
            let mut path = text.path;
            if let Some(index) = text.column {
                let of = columns.iter().find(|(keys, _)| path.starts_with(keys));
                let Some(column) = of.and_then(|(_, columns)| columns.get(index)) else { continue };
                path.push(&column.key);
            }
            // A key comes before what stands under it: that is the place of a value.
            if text.is_key && places.contains_key(&path) {
                continue;
            }
            places.insert(path, text.place);
        }
        for field in &form.fields {
            if let Some(place) = source.key_place(&[&field.key]) {
                places.entry(vec![field.key.as_str()]).or_insert(place);
            }
        }
        Self(places)
    }

    /// The place of what a path leads to, or of what that belongs to.
    fn find(&self, path: &[&str]) -> Option<ViewPlace> {
        let lengths = (1..=path.len()).rev();
        let place = lengths.filter_map(|length| self.0.get(&path[..length])).next()?;
        let span = place.span.clone()?;
        let mark = place.file.mark().len();
        Some((place.file.name().to_owned(), mark + span.start, mark + span.end))
    }
}
