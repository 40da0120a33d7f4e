//! The measures of a page, in points.

use std::ops::Range;

use serde::Serialize;

use crate::form::Page;

/// A4.
const PAPER: (f64, f64) = (210.0, 297.0);
/// Left and right, above and below, in millimetres.
const MARGIN: (f64, f64) = (16.0, 15.0);
const MILLIMETRE: f64 = 72.0 / 25.4;
/// The space between two lines, as a share of the type's size.
const LEADING: f64 = 0.35;
/// The title's size and that of the line below it, with the space below each.
const TITLE: (f64, f64) = (20.0, 14.75);
const SUBTITLE: (f64, f64) = (12.0, 6.0);

/// The measures of a page, in points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// Whether it is wider than high.
    landscape: bool,
    /// The margins left and right, and those above and below.
    margin: (f64, f64),
    /// What a cell leaves free left and right, and above and below.
    inset: (f64, f64),
    /// The size of the type.
    size: f64,
    /// The space between two lines.
    leading: f64,
    /// The title's size, and the space below it.
    title: (f64, f64),
    /// The size of the line below the title, and the space below it.
    subtitle: (f64, f64),
    /// The columns of the grid.
    columns: Vec<f64>,
    /// What is between the margins above and below.
    #[serde(skip)]
    height: f64,
}

impl Measures {
    /// Those of a form's pages.
    pub fn of(page: &Page) -> Self {
        let (width, height) = if page.landscape { (PAPER.1, PAPER.0) } else { PAPER };
        let margin = (rounded(MARGIN.0 * MILLIMETRE), rounded(MARGIN.1 * MILLIMETRE));
        let width = width * MILLIMETRE - 2.0 * margin.0;
        let all: f64 = page.columns.iter().sum();
        Self {
            landscape: page.landscape,
            margin,
            inset: (4.0, 3.0),
            size: page.size,
            leading: rounded(LEADING * page.size),
            title: TITLE,
            subtitle: SUBTITLE,
            columns: page.columns.iter().map(|share| rounded(share / all * width)).collect(),
            height: height * MILLIMETRE - 2.0 * margin.1,
        }
    }

    /// The height of a page between its margins.
    pub fn height(&self) -> f64 {
        self.height
    }

    /// Where the grid begins on a page: from its left edge, and from its top.
    pub fn start(&self) -> (f64, f64) {
        self.margin
    }

    /// Where some columns of the grid begin, from its left edge, and how wide they are.
    pub fn across(&self, columns: Range<usize>) -> (f64, f64) {
        let width = |columns: Range<usize>| -> f64 {
            self.columns.get(columns).unwrap_or_default().iter().sum()
        };
        (width(0..columns.start), width(columns))
    }

    /// How many columns the grid has.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// How wide a line of text may be in these columns of the grid, in em.
    pub fn room(&self, columns: Range<usize>) -> f64 {
        let width: f64 = self.columns.get(columns).unwrap_or_default().iter().sum();
        (width - 2.0 * self.inset.0) / self.size
    }

    /// How wide a line of the title may be, in em.
    pub fn title_room(&self) -> f64 {
        self.columns.iter().sum::<f64>() / self.title.0
    }

    /// How wide a line below the title may be, in em.
    pub fn subtitle_room(&self) -> f64 {
        self.columns.iter().sum::<f64>() / self.subtitle.0
    }

    /// How high a cell with so many lines of text is; none is lower than one of one line.
    pub fn cell(&self, lines: usize) -> f64 {
        let pitch = self.size + self.leading;
        rounded(self.size + (lines.max(1) - 1) as f64 * pitch + 2.0 * self.inset.1)
    }

    /// How many lines of text fit into a cell of this height.
    pub fn lines_in(&self, height: f64) -> usize {
        let pitch = self.size + self.leading;
        let lines = (height - 2.0 * self.inset.1 + self.leading) / pitch + 1e-6;
        // A negative number gives none.
        lines as usize
    }

    /// How high what stands above the grid of the first page is, with a title of so many
    /// lines, and so many below it.
    pub fn heading(&self, title: usize, subtitle: usize) -> f64 {
        let height = |lines: usize, (size, below): (f64, f64)| match lines {
            0 => 0.0,
            lines => lines as f64 * size + (lines - 1) as f64 * self.leading + below,
        };
        height(title, self.title) + height(subtitle, self.subtitle)
    }
}

/// A length to a hundredth of a point, which is less than any printer shows.
fn rounded(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}
