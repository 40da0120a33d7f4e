//! A book's first pages: the cover, and the contents.
//!
//! ```text
//!  Front ──► compose ──► Section ──► print ──► PDF, bound before the forms
//!  what is   lines and   some pages,
//!  said      pages       for a worker
//! ```
//!
//! As with forms, what stands on which page is known before anything is typeset: so the
//! contents of thousands of forms can be typeset some pages at a time.

mod compose;
mod print;

use serde::{Deserialize, Serialize};

use crate::form::FontFamilies;

pub use compose::compose;
pub use print::print;

/// What the address of a link begins with that leads to a form of the book; behind it stands
/// the form's number among all, from 0.
pub const SCHEME: &str = "jixiao-form:";

/// What a book says before its forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Front {
    /// The first budget year, which gives its pages their date.
    pub since: String,
    /// The budget year, or the years, with the word for it.
    pub year: String,
    /// What it is a book of.
    pub title: String,
    /// What the cover tells of it: a label and what it says.
    pub facts: Vec<(String, String)>,
    /// The labels of the columns of the contents.
    pub labels: Labels,
    /// The lines of the contents.
    pub items: Vec<Item>,
}

/// The labels of the columns of the contents that books have differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// What the money is called.
    pub total: String,
    /// Whether there are several kinds of forms, which have a column then.
    pub has_forms: bool,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// The folder of the forms below it.
    Folder(String),
    /// A form.
    Form {
        /// What the project is called.
        name: String,
        /// The short name of the form.
        form: String,
        /// Who carries the project out.
        unit: String,
        /// The money.
        total: String,
        /// The page that it begins on.
        page: usize,
    },
    /// A form that the book should have.
    Missing {
        /// What the project or its file is called.
        name: String,
        /// Why it is not there.
        why: String,
    },
}

/// Some of the first pages, as they are typeset at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The families that they are set in.
    families: FontFamilies,
    /// The book's title.
    title: String,
    /// The first budget year.
    since: String,
    /// The cover, if it is the first section.
    pub cover: Option<SetCover>,
    /// The labels of the columns of the contents.
    labels: Vec<String>,
    /// How wide these are, in points.
    columns: Vec<f64>,
    /// Pages of the contents.
    sheets: Vec<Sheet>,
}

/// A cover, its texts in lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetCover {
    year: String,
    title: String,
    facts: Vec<(String, String)>,
}

/// A page of the contents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Sheet {
    /// What stands above the table, on the first page.
    heading: Option<String>,
    footer: String,
    /// The height of the row of labels, in points.
    head: f64,
    rows: Vec<SetRow>,
}

/// A row of the contents, its texts in lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SetRow {
    /// In points.
    height: f64,
    /// Where it leads to.
    link: Option<String>,
    cells: Vec<SetCell>,
}

/// A cell of the contents: its text, and how many columns it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct SetCell {
    text: String,
    over: usize,
    manner: Manner,
}

/// How a cell is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Manner {
    /// A label, from the left.
    Label,
    /// A text, from the left.
    Text,
    /// A value in the middle.
    Value,
    /// A number, to the right.
    Amount,
}

impl Section {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        usize::from(self.cover.is_some()) + self.sheets.len()
    }

    /// All that it says.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let cover = self.cover.iter().flat_map(|cover| {
            let facts = cover.facts.iter().flat_map(|(label, text)| [label, text]);
            [&cover.year, &cover.title].into_iter().chain(facts)
        });
        let rows = self.sheets.iter().flat_map(|sheet| &sheet.rows);
        let cells = rows.flat_map(|row| row.cells.iter().map(|cell| &cell.text));
        let others =
            self.sheets.iter().flat_map(|sheet| sheet.heading.iter().chain([&sheet.footer]));
        cover.chain(&self.labels).chain(cells).chain(others).map(String::as_str)
    }
}
