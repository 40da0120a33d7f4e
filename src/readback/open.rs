//! What is printed outside of the grid: the heading, page numbers, and the form's own texts
//! that have no lines around them.

use kurbo::Rect;

use super::expected::{ExpectedRow, words_at_start};
use super::line::squeeze;
use super::plain_grid::{PlainGrid, PlainLine};
use crate::form::pattern::What;
use crate::form::{Form, YEAR_KEY};

/// A line of text outside of the grid.
#[derive(Debug, Clone)]
pub struct OpenLine<'a> {
    line: &'a PlainLine,
    /// The page, from 0.
    pub page: usize,
    /// The row of the grid that it stands right above, where that is not the first one.
    pub row: Option<usize>,
    /// Whether it stands below the grid.
    pub is_below: bool,
    /// What it says, without white space.
    pub said: String,
}

impl<'a> OpenLine<'a> {
    /// A line on a page with this grid.
    pub fn new(line: &'a PlainLine, page: usize, grid: &PlainGrid) -> Self {
        let middle = line.area().center();
        let row = grid.ys.partition_point(|y| *y < middle.y);
        let beside = |xs: &[f64]| {
            xs.first().is_none_or(|x| middle.x < *x) || xs.last().is_none_or(|x| middle.x > *x)
        };
        let is_below = row == grid.ys.len();
        // What is beside the grid counts as above it.
        let row = (row > 0 && !is_below && !beside(&grid.xs)).then_some(row);
        Self { line, page, row, is_below, said: squeeze(&line.text) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.line.text
    }

    /// Where it is on its page.
    pub fn area(&self) -> Rect {
        self.line.area()
    }

    /// Whether it is the number of its page, one of so many.
    pub fn is_page_number(&self, pages: usize) -> bool {
        self.is_below && pages > 1 && self.said == page_number(self.page + 1, pages)
    }
}

/// What is printed below a page, without white space.
pub fn page_number(number: usize, count: usize) -> String {
    format!("第{number}页共{count}页")
}

/// How many lines the heading of a form takes, where they begin with it.
pub fn heading(lines: &[OpenLine<'_>], form: &Form) -> usize {
    let title = squeeze(&form.title);
    let mut said = String::new();
    for (line, count) in lines.iter().zip(1..) {
        said.push_str(&line.said);
        if said == title {
            let subtitle = lines.get(count).is_some_and(|line| is_subtitle(&line.said, form));
            return count + usize::from(subtitle);
        }
        if !title.starts_with(&said) {
            break;
        }
    }
    0
}

fn is_subtitle(said: &str, form: &Form) -> bool {
    let year = format!("{{{YEAR_KEY}}}");
    let subtitle = squeeze(&form.subtitle);
    let (before, after) = subtitle.split_once(&year).unwrap_or((&subtitle, ""));
    said.starts_with(before) && said.ends_with(after)
}

/// How many lines each of some texts takes that stand one below the other.
pub fn lengths(lines: &[OpenLine<'_>], texts: &[ExpectedRow<'_>]) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut from = 0;
    for (index, text) in texts.iter().enumerate() {
        let next = texts.get(index + 1);
        let begins = |text: &ExpectedRow<'_>, at: usize| {
            let (words, line) = (words(text)?, lines.get(at)?);
            Some(line.said.starts_with(&words) || words.starts_with(&line.said))
        };
        let length = match next {
            // The last one has all that is left.
            None => lines.len() - from,
            Some(next) => {
                // One that is empty leaves no trace.
                let least = usize::from(begins(text, from) != Some(false));
                let all = from + least..lines.len();
                let found = all.clone().find(|at| begins(next, *at) == Some(true));
                found.map_or(least.min(lines.len() - from), |at| at - from)
            }
        };
        lengths.push(length);
        from += length;
    }
    lengths
}

/// The words that a text begins with, without white space.
fn words(text: &ExpectedRow<'_>) -> Option<String> {
    let words = match &text.slots.first()?.what {
        What::Fixed(text) => Some(text.as_str()),
        What::Note { pieces, .. } => words_at_start(pieces),
        _ => None,
    };
    words.map(squeeze).filter(|words| !words.is_empty())
}
