//! The form's cells, found again in the grids of its pages.
//!
//! The form is read row by row, as its pattern has them: how many there are is known but
//! for rows that are repeated. A row may go on at the top of the next page, where header
//! rows and the labels of groups are shown again. Where a row may be what goes on, or one
//! more of many, or the next one, its cells, its fixed words and its labels decide.

use super::expected::{self, ExpectedRow};
use super::filled::Filled;
use super::grid::Broken;
use super::labels::{Labels, Standing, mistaken, name};
use super::line::squeeze;
use super::open::{self, OpenLine};
use super::plain_grid::PlainGrid;
use super::rows::{GridRow, GridRows};
use crate::form::Form;
use crate::form::pattern::{Slot, What};

/// The form, found in the grids of its pages.
#[derive(Debug)]
pub struct FoundForm {
    /// The cells that a project fills in, in the order of
    /// [`Project::cells`](crate::form::Project::cells).
    pub cells: Vec<Filled>,
    /// What else there is above and below the grid of each page, without white space. What
    /// is beside it counts as above.
    pub around: Vec<[String; 2]>,
}

/// The cells that a project fills in, found in the grids of a form's pages.
pub fn cells(grids: &[PlainGrid], form: &Form) -> Result<Vec<Filled>, Broken> {
    Ok(find(grids, form)?.cells)
}

/// Finds a form in the grids of its pages.
pub fn find(grids: &[PlainGrid], form: &Form) -> Result<FoundForm, Broken> {
    let expected = expected::rows(form);
    let mut reader = CellReader {
        form,
        expected: &expected,
        rows: GridRows::of(grids, form)?,
        labels: Labels::default(),
        cells: Vec::new(),
        around: grids.iter().map(|_| Default::default()).collect(),
    };
    let mut number = 0;
    while let Some(row) = expected.get(number) {
        match row.repeats {
            _ if row.is_plain => {
                number += reader.read_open(number)?;
                continue;
            }
            None => reader.read(number, row)?,
            Some(_) => while reader.read_one_more(number, row)? {},
        }
        number += 1;
    }
    reader.labels.end_from(0)?;
    if let Some(row) = reader.rows.peek() {
        return Err(row.broken("不是表里该有的行"));
    }
    let rest = reader.rows.take_open();
    reader.leave(rest);
    Ok(FoundForm { cells: reader.cells, around: reader.around })
}

struct CellReader<'a, 'f> {
    form: &'f Form,
    /// All rows that the form should have.
    expected: &'f [ExpectedRow<'f>],
    /// The rows that are left.
    rows: GridRows<'a>,
    /// The labels of the row above.
    labels: Labels<'a, 'f>,
    /// The cells found so far.
    cells: Vec<Filled>,
    /// What else is above and below each grid.
    around: Vec<[String; 2]>,
}

impl<'a, 'f> CellReader<'a, 'f> {
    /// Reads the row that is as `expected`.
    fn read(&mut self, number: usize, expected: &'f ExpectedRow<'f>) -> Result<(), Broken> {
        self.rows.skip_heads(expected, self.expected);
        match self.rows.peek() {
            None => return Err("表没有印完".into()),
            Some(row) if !row.has_shape(expected) => {
                return Err(row.broken("的格子和本表的不同"));
            }
            Some(_) => {}
        }
        self.take(expected, |reader, row| {
            !expected.is_head && !reader.is_cut_off(number, row) && !reader.is_next(number, row)
        })
    }

    /// Reads texts that have no lines around them: that with this number, and those right
    /// below it. Gives how many there are.
    fn read_open(&mut self, number: usize) -> Result<usize, Broken> {
        let texts = self.expected.get(number..).unwrap_or_default();
        let texts = &texts[..texts.iter().take_while(|text| text.is_plain).count()];
        let pages = self.around.len();
        let (others, lines): (Vec<_>, Vec<_>) =
            self.rows.take_open().into_iter().partition(|line| line.is_page_number(pages));
        self.leave(others);
        let (heading, mut lines) = lines.split_at(open::heading(&lines, self.form));
        self.leave(heading.to_vec());
        for (text, length) in texts.iter().zip(open::lengths(lines, texts)) {
            let (own, rest) = lines.split_at(length.min(lines.len()));
            lines = rest;
            let cell = Filled::of_lines(own);
            match text.slots.first().map(|slot| &slot.what) {
                Some(What::Fixed(words)) if squeeze(words) != squeeze(&cell.text) => {
                    let (words, said) = (squeeze(words), squeeze(&cell.text));
                    return Err(format!("表外应有“{words}”，印的却是“{said}”"));
                }
                Some(What::Note { path, .. }) => {
                    self.cells.push(Filled { path: path.clone(), ..cell });
                }
                _ => {}
            }
        }
        Ok(texts.len())
    }

    /// Leaves what is outside of the grid to whoever looks for it there.
    fn leave(&mut self, lines: Vec<OpenLine<'_>>) {
        for line in lines {
            if let Some(around) = self.around.get_mut(line.page) {
                around[usize::from(line.is_below)].push_str(&line.said);
            }
        }
    }

    /// Reads one of the rows that are as `expected`, if there is one more.
    fn read_one_more(
        &mut self,
        number: usize,
        expected: &'f ExpectedRow<'f>,
    ) -> Result<bool, Broken> {
        self.rows.skip_heads(expected, self.expected);
        let is_one = self.rows.peek().is_some_and(|row| {
            row.has_shape(expected)
                && self.labels.suit(row, expected, self.rows.is_top())
                && !self.is_followed_by(number, row)
        });
        if is_one {
            // Where something is missing that every row says, the rest goes on.
            let is_rest = |row: &GridRow<'_>| {
                expected.filled().any(|at| row.cells.get(at).is_none_or(|it| it.said.is_empty()))
            };
            self.take(expected, |reader, row| !reader.is_cut_off(number, row) && is_rest(row))?;
        }
        Ok(is_one)
    }

    /// Takes a row, and what goes on of it on other pages.
    fn take(
        &mut self,
        expected: &'f ExpectedRow<'f>,
        goes_on: impl Fn(&Self, &GridRow<'a>) -> bool,
    ) -> Result<(), Broken> {
        let keys = owned(self.form.keys(expected.repeats.unwrap_or_default()));
        let mut standing = if self.rows.is_top() { Standing::Top } else { Standing::Within };
        let mut pieces = Vec::new();
        while let Some(mut row) = self.rows.take() {
            if row.is_apart {
                return Err(row.broken("和上一行是断开的"));
            }
            self.leave(std::mem::take(&mut row.above));
            self.labels.take(&row, expected, standing, &keys, &mut self.cells)?;
            pieces.push(row);
            standing = Standing::GoingOn;
            self.rows.skip_heads(expected, self.expected);
            let goes_on = self.rows.peek().is_some_and(|row| {
                self.rows.is_top()
                    && row.has_shape(expected)
                    && self.labels.go_on(row)
                    && goes_on(self, row)
            });
            if !goes_on {
                break;
            }
        }
        self.fill(&pieces, expected, keys)
    }

    /// Whether a text without lines around it, which the form has here, stands above a row
    /// at the top of a page.
    fn is_cut_off(&self, number: usize, row: &GridRow<'a>) -> bool {
        self.expected.get(number + 1).is_some_and(|next| next.is_plain)
            && row.above.iter().any(|line| !line.is_page_number(self.around.len()))
    }

    /// Whether a row at the top of a page is the next one of the form.
    fn is_next(&self, number: usize, row: &GridRow<'a>) -> bool {
        self.following(number).any(|(_, next)| self.is_begun(next, row, true))
    }

    /// Whether a row that may be one more like others is the one that stands below them.
    fn is_followed_by(&self, number: usize, row: &GridRow<'a>) -> bool {
        let is_top = self.rows.is_top();
        let mut following = self.following(number).filter(|(_, next)| next.repeats.is_none());
        let Some((number, next)) = following.next() else { return false };
        if !self.is_begun(next, row, is_top) {
            return false;
        }
        let mut below = self.following(number);
        match self.rows.peek_second() {
            Some(second) => below.any(|(_, next)| self.is_begun(next, second, false)),
            None if self.rows.is_last_page() => below.all(|(_, next)| next.repeats.is_some()),
            None => next.has_words(),
        }
    }

    /// The rows of which one stands below another one, with their numbers: those that are
    /// repeated may be none.
    fn following(&self, number: usize) -> impl Iterator<Item = (usize, &'f ExpectedRow<'f>)> {
        let mut is_over = false;
        let rows = self.expected.iter().enumerate().filter(|(_, row)| !row.is_plain);
        rows.skip_while(move |(at, _)| *at <= number)
            .take_while(move |(_, next)| !std::mem::replace(&mut is_over, next.repeats.is_none()))
    }

    /// Whether a row is the beginning of one that is as `expected`.
    fn is_begun(&self, expected: &ExpectedRow<'f>, row: &GridRow<'a>, is_top: bool) -> bool {
        row.says_words(expected)
            && self.labels.suit(row, expected, is_top)
            && expected.filled().all(|at| row.cells.get(at).is_some_and(|it| !it.said.is_empty()))
    }

    /// Adds the cells of a row, which is printed in pieces.
    fn fill(
        &mut self,
        pieces: &[GridRow<'a>],
        expected: &'f ExpectedRow<'f>,
        mut path: Vec<String>,
    ) -> Result<(), Broken> {
        path.extend(self.labels.names());
        for (at, slot) in expected.slots.iter().enumerate().skip(expected.labels.len()) {
            if let What::Fixed(text) = &slot.what {
                let (words, said) = (squeeze(text), squeeze(&Filled::of_words(pieces, at).text));
                match pieces.first() {
                    Some(row) if words != said => return Err(mistaken(row, &words, &said)),
                    _ => continue,
                }
            }
            let cell = Filled::of_rows(pieces, at);
            if let What::Name(_) = slot.what {
                path.push(name(&cell.text));
            }
            let path = self.path(slot, expected, &path);
            self.cells.push(Filled { path, ..cell });
        }
        Ok(())
    }

    /// What leads to a cell in a row that `row` leads to.
    fn path(&self, slot: &Slot, expected: &ExpectedRow<'_>, row: &[String]) -> Vec<String> {
        let columns = expected.repeats.and_then(|path| self.form.field_at(path)?.kind.columns());
        let column = |index: usize| columns.and_then(|columns| columns.get(index));
        let mut path = row.to_vec();
        match &slot.what {
            What::Fixed(_) | What::Name(_) => {}
            What::Fields { name, paths } => match paths.as_slice() {
                [path] => return owned(self.form.keys(path)),
                _ => return vec![name.clone()],
            },
            What::Boxes(path) => return owned(self.form.keys(path)),
            What::Value { path, .. } | What::Note { path, .. } => return path.clone(),
            What::Column(index) => path.extend(column(*index).map(|it| it.key.clone())),
            What::Tick { column: index, choice } => {
                let column = column(*index);
                path.extend(column.map(|it| it.key.clone()));
                path.extend(column.and_then(|it| it.to_tick()?.get(*choice).cloned()));
            }
        }
        path
    }
}

fn owned(keys: Vec<&str>) -> Vec<String> {
    keys.into_iter().map(str::to_owned).collect()
}
