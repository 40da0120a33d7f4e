//! The rows of the grid that a form should have.

use std::ops::Range;

use crate::form::pattern::{Head, LinePattern, Slot, What};
use crate::form::{Form, Piece};

/// A row that a form should have, or many like it.
pub struct ExpectedRow<'f> {
    /// The number of its part of the page: no label goes on from one part to another.
    pub part: usize,
    /// The labels that it shares with the rows beside it, the outermost first. Their cells
    /// are the first ones.
    pub labels: &'f [Slot],
    /// The cells that begin in it, but for the labels.
    own: &'f [Slot],
    /// All cells from left to right, also those of the header above that go on here.
    pub slots: Vec<&'f Slot>,
    /// The field whose rows it is repeated for, by its path.
    pub repeats: Option<&'f [usize]>,
    /// Whether it is a header.
    pub is_head: bool,
    /// Whether it has no lines around it.
    pub is_plain: bool,
    /// The headers that may be shown again above it on a new page, by the numbers of their
    /// rows.
    pub heads: Vec<Range<usize>>,
    /// The places of the cells that say something wherever it begins, but for the labels.
    filled: Vec<usize>,
}

/// All rows that a form should have, in their order.
pub fn rows(form: &Form) -> Vec<ExpectedRow<'_>> {
    let mut rows: Vec<ExpectedRow<'_>> = Vec::new();
    for (part, pattern) in form.pattern().iter().enumerate() {
        let start = rows.len();
        let first = start..start + pattern.head.len();
        let mut last = start..start;
        for line in pattern.head.iter().chain(&pattern.lines) {
            let number = rows.len();
            if line.head == Head::Is && last.end == number && !last.is_empty() {
                last.end += 1;
            } else if line.head == Head::Is {
                last = number..number + 1;
            }
            let mut heads = Vec::new();
            if number >= first.end {
                heads.push(first.clone());
                if line.head == Head::Below && last.start >= first.end {
                    heads.push(last.clone());
                }
            }
            heads.retain(|head| !head.is_empty());
            let row = ExpectedRow::new(form, part, line, &rows[start..], heads);
            rows.push(row);
        }
    }
    rows
}

impl<'f> ExpectedRow<'f> {
    fn new(
        form: &Form,
        part: usize,
        line: &'f LinePattern,
        above: &[ExpectedRow<'f>],
        heads: Vec<Range<usize>>,
    ) -> Self {
        let mut slots: Vec<&Slot> = line.labels.iter().chain(&line.cells).collect();
        // A header of two rows goes on below the row that it begins in.
        let going_on = above.iter().rev().zip(1..).take_while(|(row, _)| row.is_head);
        slots.extend(
            going_on.flat_map(|(row, distance)| {
                row.own.iter().filter(move |slot| slot.rows > distance)
            }),
        );
        slots.sort_by_key(|slot| slot.columns.start);
        let columns = line.repeats.as_ref().and_then(|path| form.field_at(path)?.kind.columns());
        let has_words = line.cells.iter().any(has_words);
        let is_filled = |slot: &Slot| match slot.what {
            What::Name(_) => true,
            What::Column(index) => columns
                .and_then(|columns| columns.get(index))
                .is_some_and(|column| column.required && column.is_entered()),
            What::Fixed(_) | What::Tick { .. } => false,
            // There may be nothing else to know it by.
            _ => !has_words,
        };
        let own = slots.iter().enumerate().skip(line.labels.len());
        let filled = own.filter(|(_, slot)| is_filled(slot)).map(|(at, _)| at).collect();
        Self {
            part,
            labels: &line.labels,
            own: &line.cells,
            slots,
            repeats: line.repeats.as_deref(),
            is_head: line.head == Head::Is,
            is_plain: line.is_plain,
            heads,
            filled,
        }
    }

    /// The places of the cells that say something wherever it begins, but for the labels.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        self.filled.iter().copied()
    }

    /// Whether there are fixed words in it, but for the labels.
    pub fn has_words(&self) -> bool {
        self.own.iter().any(has_words)
    }
}

/// Whether there are words of the form in a cell.
fn has_words(slot: &Slot) -> bool {
    match &slot.what {
        What::Fixed(text) => !text.is_empty(),
        What::Boxes(_) => true,
        What::Note { pieces, .. } => words_at_start(pieces).is_some(),
        _ => false,
    }
}

/// The words that a text begins with.
pub fn words_at_start(pieces: &[Piece]) -> Option<&str> {
    match pieces.first()? {
        Piece::Words(text) => Some(text).filter(|text| !text.trim().is_empty()).map(String::as_str),
        Piece::Of(_) => None,
    }
}
