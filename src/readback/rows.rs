//! The rows of a form over all its pages.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::grid::{Broken, Cell, Table};
use super::line::squeeze;

/// Where the cells of a row end that has a cell in each column.
pub const FIVE: [usize; 5] = [1, 2, 3, 4, 5];

/// A row of a page's grid.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// The page, from 0.
    pub page: usize,
    /// The number of the row on its page, from 0.
    number: usize,
    /// Whether nothing but a header row stands above it on its page.
    pub is_top: bool,
    /// The cells that cover it, from left to right.
    pub cells: Vec<&'a Cell>,
}

impl Row<'_> {
    /// Whether its cells end at these columns.
    fn ends_at(&self, ends: &[usize]) -> bool {
        self.cells.iter().map(|cell| cell.columns.end).eq(ends.iter().copied())
    }

    /// Whether the cell `at` says just this.
    pub fn says(&self, at: usize, text: &str) -> bool {
        self.cells.get(at).is_some_and(|cell| squeeze(&cell.text()) == text)
    }

    fn says_all(&self, texts: &[&str]) -> bool {
        self.cells.len() == texts.len()
            && texts.iter().zip(0..).all(|(text, at)| self.says(at, text))
    }

    /// What is wrong with the row.
    pub fn broken(&self, what: &str) -> Broken {
        format!("第 {} 页第 {} 行{what}", self.page + 1, self.number + 1)
    }
}

/// The rows that are still to be read.
pub struct Rows<'a>(Peekable<IntoIter<Row<'a>>>);

impl<'a> Rows<'a> {
    /// All rows of a form.
    pub fn of(tables: &'a [Table]) -> Self {
        let of_page = |(page, table): (usize, &'a Table)| {
            (0..table.rows()).map(move |number| Row {
                page,
                number,
                is_top: number == 0,
                cells: table.row(number),
            })
        };
        let rows: Vec<_> = tables.iter().enumerate().flat_map(of_page).collect();
        Self(rows.into_iter().peekable())
    }

    /// The next row.
    pub fn peek(&mut self) -> Option<&Row<'a>> {
        self.0.peek()
    }

    /// Takes a row whose cells end at these columns, and what goes on of it on other
    /// pages. Such rows are no new row of the form, `is_next`.
    pub fn take_all(
        &mut self,
        ends: &[usize],
        is_next: impl Fn(&Row<'_>) -> bool,
    ) -> Result<Vec<Row<'a>>, Broken> {
        let Some(first) = self.0.next() else { return Err("表没有印完".into()) };
        if !first.ends_at(ends) {
            return Err(first.broken("的格子和本表的不同"));
        }
        let mut rows = vec![first];
        let goes_on = |row: &Row<'_>| row.is_top && row.ends_at(ends) && !is_next(row);
        while let Some(row) = self.0.next_if(goes_on) {
            rows.push(row);
        }
        Ok(rows)
    }

    /// Takes a row that says just this.
    pub fn expect(&mut self, texts: &[&str]) -> Result<(), Broken> {
        match self.0.next() {
            Some(row) if row.ends_at(&FIVE) && row.says_all(texts) => Ok(()),
            Some(row) => Err(row.broken("的栏目名和本表的不同")),
            None => Err("表没有印完".into()),
        }
    }

    /// Takes the row of an item below the header row `head`, which is shown again at the
    /// top of pages, and what goes on of it on other pages.
    pub fn take_item(&mut self, head: &[&str]) -> Result<Option<Vec<Row<'a>>>, Broken> {
        self.skip_head(head);
        let Some(first) = self.0.next_if(|row| row.ends_at(&FIVE)) else { return Ok(None) };
        let mut rows = vec![first];
        // An item has a name and two values: where one is missing, the others go on.
        let goes_on =
            |row: &Row<'_>| row.is_top && row.ends_at(&FIVE) && (2..5).any(|at| row.says(at, ""));
        loop {
            self.skip_head(head);
            match self.0.next_if(goes_on) {
                Some(row) => rows.push(row),
                None => return Ok(Some(rows)),
            }
        }
    }

    fn skip_head(&mut self, head: &[&str]) {
        if let Some(head) = self.0.next_if(|row| row.is_top && row.says_all(head))
            && let Some(below) = self.0.peek_mut()
            && below.page == head.page
        {
            below.is_top = true;
        }
    }
}
