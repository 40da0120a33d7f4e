//! The labels that rows of a form share.

use super::expected::ExpectedRow;
use super::filled::Filled;
use super::grid::Broken;
use super::line::squeeze;
use super::rows::{GridRow, RowCell};
use crate::form::pattern::{Slot, What};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Below another row on its page.
    Within,
    /// At the top of a page.
    Top,
    /// At the top of a page, as what goes on of the row above.
    GoingOn,
}

/// The labels of the row above, the outermost first.
#[derive(Default)]
pub struct Labels<'a, 'f> {
    held: Vec<Held<'a, 'f>>,
}

/// A label of several rows.
struct Held<'a, 'f> {
    slot: &'f Slot,
    /// The part of the page that it is in.
    part: usize,
    /// The field that the rows are repeated for that it stands before.
    repeats: Option<&'f [usize]>,
    /// The row that it begins in.
    row: GridRow<'a>,
    /// Where it is shown last.
    cell: RowCell<'a>,
    /// What it says, over all pages, without white space.
    said: String,
    /// If it is a name, which of the form's cells it is, and what it says there.
    name: Option<(usize, String)>,
}

impl<'a, 'f> Labels<'a, 'f> {
    /// The names among them, the outermost first.
    pub fn names(&self) -> Vec<String> {
        self.held.iter().filter_map(|held| Some(held.name.as_ref()?.1.clone())).collect()
    }

    /// Whether a new row has the fixed labels that are expected.
    pub fn suit(&self, row: &GridRow<'_>, expected: &ExpectedRow<'_>, is_top: bool) -> bool {
        let shared = self.shared(expected);
        let mut labels = row.cells.iter().zip(expected.labels).enumerate();
        labels.all(|(index, (cell, slot))| match (words(slot), self.held.get(index)) {
            (None, _) => true,
            (Some(words), Some(held)) if index < shared => held.goes_on(cell, &words, is_top),
            (Some(words), _) => cell.said.is_empty() == words.is_empty() && begins(cell, &words),
        })
    }

    /// Whether a row at the top of a page has the labels of the one above, as what goes on
    /// of that one has.
    pub fn go_on(&self, row: &GridRow<'_>) -> bool {
        let mut labels = self.held.iter().zip(&row.cells);
        labels.all(|(held, cell)| match words(held.slot) {
            Some(words) => held.goes_on(cell, &words, true),
            None => cell.said.is_empty() || *cell.said == *held.said,
        })
    }

    /// Takes the labels of a row. Names that are new are added to the form's `cells`, below
    /// the `keys` that lead to their field.
    pub fn take(
        &mut self,
        row: &GridRow<'a>,
        expected: &'f ExpectedRow<'f>,
        standing: Standing,
        keys: &[String],
        cells: &mut Vec<Filled>,
    ) -> Result<(), Broken> {
        let mut shared = self.shared(expected);
        for (index, (slot, cell)) in expected.labels.iter().zip(&row.cells).enumerate() {
            let words = words(slot);
            if index < shared
                && let Some(held) = self.held.get_mut(index)
            {
                let goes_on = match &words {
                    Some(words) => held.goes_on(cell, words, standing != Standing::Within),
                    None => standing == Standing::GoingOn || held.is_shown_again(cell, standing),
                };
                match words {
                    _ if goes_on => {
                        held.show(row, cell, cells);
                        continue;
                    }
                    Some(words) => return Err(mistaken(row, &words, &cell.said)),
                    // What is below another name is new, too.
                    None => shared = index,
                }
            }
            self.end_from(index)?;
            if let Some(words) = words.as_ref().filter(|words| !begins(cell, words)) {
                return Err(mistaken(row, words, &cell.said));
            }
            let is_name = words.is_none();
            self.held.push(Held {
                slot,
                part: expected.part,
                repeats: expected.repeats,
                row: row.clone(),
                cell: cell.clone(),
                said: cell.said.to_string(),
                name: is_name.then(|| (cells.len(), name(cell.text()))),
            });
            if is_name {
                let path = [keys, &self.names()].concat();
                cells.push(Filled::at(path, row.page, cell));
            }
        }
        self.end_from(expected.labels.len())
    }

    /// Ends those from a number on, none of which goes on.
    pub fn end_from(&mut self, number: usize) -> Result<(), Broken> {
        for held in self.held.drain(number.min(self.held.len())..) {
            if let Some(words) = words(held.slot).filter(|words| *words != held.said) {
                return Err(mistaken(&held.row, &words, &held.said));
            }
        }
        Ok(())
    }

    /// How many labels a row may share with the one above.
    fn shared(&self, expected: &ExpectedRow<'_>) -> usize {
        let is_shared = |(held, slot): &(&Held<'_, '_>, &Slot)| {
            held.part == expected.part
                && held.slot == *slot
                && (held.name.is_none() || held.repeats == expected.repeats)
        };
        self.held.iter().zip(expected.labels).take_while(is_shared).count()
    }
}

impl<'a> Held<'a, '_> {
    /// Whether a cell of another row is the same fixed label: the same cell, or on the next
    /// page the label again, what is left of it, or nothing.
    fn goes_on(&self, cell: &RowCell<'_>, words: &str, is_top: bool) -> bool {
        self.cell.is(cell) || *cell.said == *words || is_top && words.ends_with(&*cell.said)
    }

    /// Whether a cell of another row is the same name: the same cell, or on the next page
    /// the same name again.
    fn is_shown_again(&self, cell: &RowCell<'_>, standing: Standing) -> bool {
        self.cell.is(cell) || standing == Standing::Top && *cell.said == *self.said
    }

    fn show(&mut self, row: &GridRow<'_>, cell: &RowCell<'a>, cells: &mut [Filled]) {
        if self.cell.is(cell) {
            return;
        }
        if *cell.said != *self.said {
            self.said.push_str(&cell.said);
        }
        if let Some(filled) = self.name.as_ref().and_then(|(number, _)| cells.get_mut(*number)) {
            filled.add_area(row.page, cell);
        }
        self.cell = cell.clone();
    }
}

/// The fixed words of a label, without white space.
fn words(slot: &Slot) -> Option<String> {
    match &slot.what {
        What::Fixed(text) => Some(squeeze(text)),
        _ => None,
    }
}

/// Whether a cell may be where a label begins: where it has no room, it stands on the next
/// page.
fn begins(cell: &RowCell<'_>, words: &str) -> bool {
    words.starts_with(&*cell.said)
}

/// A name, which is printed in as many lines as it takes.
pub fn name(text: &str) -> String {
    text.replace('\n', "")
}

/// That other words are printed than those of the form.
pub fn mistaken(row: &GridRow<'_>, words: &str, said: &str) -> Broken {
    row.broken(&format!("应有“{words}”，印的却是“{said}”"))
}
