//! Rows on pages.

use std::{iter, mem};

use serde::Serialize;

use super::lines::Line;
use super::measures::Measures;
use super::rows::{SetCell, SetRow};
use super::table::{Body, Table, heights, own_height, table_rows};
use crate::form::pattern::{Breaks, Head};

/// What of a page may stay blank, as a share of its height: rows that fit on a page of
/// their own are cut between two groups rather than leave more.
const MOST_BLANK: f64 = 1.0 / 3.0;
/// By how many points what is set may be higher than its room, as sums are never exact.
const CLOSE: f64 = 1e-6;
/// A text is cut so that no fewer lines are left of it on either page.
const FEWEST_LINES: usize = 2;

/// A page.
#[derive(Debug, Default, Serialize)]
pub struct ComposedPage {
    /// The line below all others, such as `第 1 页 共 2 页`.
    pub footer: Option<String>,
    /// What stands on it, from top to bottom.
    pub pieces: Vec<Piece>,
}

/// What stands on a page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Piece {
    /// A table.
    Table(Table),
    /// A text without lines around it: its height in points, and what it says; with the number
    /// of its cell among all of the form's sheet.
    Text(f64, Body, #[serde(skip)] usize),
}

impl ComposedPage {
    /// Its lines of text, but for those that are blank.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.pieces
            .iter()
            .flat_map(Piece::bodies)
            .flat_map(Body::lines)
            .chain(self.footer.as_deref())
    }
}

impl Piece {
    fn bodies(&self) -> Box<dyn Iterator<Item = &Body> + '_> {
        match self {
            Self::Table(table) => Box::new(table.bodies()),
            Self::Text(_, body, _) => Box::new(iter::once(body)),
        }
    }
}

/// Some rows that run over pages in the same way.
pub struct SetPart {
    /// How they do.
    pub breaks: Breaks,
    /// The rows that are shown again at the top of each page.
    pub head: Vec<SetRow>,
    /// The rows.
    pub rows: Vec<SetRow>,
}

/// Fills pages with rows, from top to bottom.
pub struct Filler<'a> {
    measures: &'a Measures,
    /// The pages that are full.
    pages: Vec<ComposedPage>,
    /// The one that is being filled.
    page: ComposedPage,
    /// What has been used of it, in points.
    used: f64,
}

impl<'a> Filler<'a> {
    /// With a first page, of which so many points are used already.
    pub fn new(measures: &'a Measures, used: f64) -> Self {
        Self { measures, pages: Vec::new(), page: ComposedPage::default(), used }
    }

    /// The pages.
    pub fn finish(mut self) -> Vec<ComposedPage> {
        self.pages.push(self.page);
        for piece in self.pages.iter_mut().flat_map(|page| &mut page.pieces) {
            if let Piece::Table(table) = piece {
                table.settle(self.measures.columns());
            }
        }
        self.pages
    }

    /// Adds rows.
    pub fn add(&mut self, part: SetPart) {
        let SetPart { breaks, head, rows } = part;
        if rows.is_empty() {
            self.place(&head.iter().collect::<Vec<_>>(), head.len(), true);
        }
        let mut rest = rows.into_iter().peekable();
        while let Some(first) = rest.next() {
            let is_plain = first.is_plain;
            let mut run = vec![first];
            while let Some(row) = rest.next_if(|row| row.is_plain == is_plain) {
                run.push(row);
            }
            if is_plain {
                run.iter().flat_map(|row| &row.cells).for_each(|cell| self.add_text(cell));
            } else {
                self.add_rows(breaks, &head, run);
            }
        }
    }

    /// Adds a text without lines around it.
    fn add_text(&mut self, cell: &SetCell) {
        let mut lines: &[Line] = &cell.lines;
        while !lines.is_empty() {
            let room = self.measures.lines_in(self.room());
            let count = lines.len().min(if self.is_blank() { room.max(1) } else { room });
            if count > 0 {
                let (now, later) = lines.split_at(count);
                let height = self.measures.cell(count);
                self.page.pieces.push(Piece::Text(height, Body::of(now), cell.number));
                self.used += height;
                lines = later;
            }
            if !lines.is_empty() {
                self.turn();
            }
        }
    }

    fn add_rows(&mut self, breaks: Breaks, part_head: &[SetRow], mut rows: Vec<SetRow>) {
        let most_blank = self.measures.height() * MOST_BLANK;
        let mut at = 0;
        while at < rows.len() {
            let head = head_above(part_head, &rows, at, at > 0);
            let room = self.room();
            let mut count = self.count_that_fit(&head, &rows[at..], room);
            let are_all = at + count == rows.len();
            if !are_all && at == 0 && breaks != Breaks::Flow && self.fit_on_a_page(&head, &rows) {
                if room <= most_blank {
                    self.turn();
                    continue;
                }
                count = self.count_of_groups(&head, &rows, count, room - most_blank);
            }
            count = leave_together(&rows[at..], count);
            let mut is_cut = false;
            let mut shown = [&head[..], &rows[at..at + count]].concat();
            if !are_all {
                // The header that the next row stands below goes with its first lines.
                let lead = rows[at + count..].iter().take_while(|row| row.head == Head::Is).count();
                let next = at + count + lead;
                let is_top = self.is_blank() && count == 0;
                let blank = room - self.height(&shown.iter().collect::<Vec<_>>());
                if next < rows.len() && (breaks == Breaks::Flow || is_top || blank > most_blank) {
                    let mut with_lead = shown.clone();
                    with_lead.extend_from_slice(&rows[at + count..next]);
                    is_cut = self.cut(&mut with_lead, &mut rows[next], is_top);
                    if is_cut || is_top {
                        (shown, count) = (with_lead, count + lead);
                    }
                }
                // Whatever there is no place for takes a page of its own, and is told later.
                if is_top && !is_cut {
                    let end = (next + 1).min(rows.len());
                    shown = [&head[..], &rows[at..end]].concat();
                    count = end - at;
                }
            }
            if count > 0 || is_cut {
                let is_paged = breaks == Breaks::Paged;
                let head = if is_paged { part_head.len() } else { 0 };
                self.place(&shown.iter().collect::<Vec<_>>(), head, is_paged);
            }
            at += count;
            if at < rows.len() {
                self.turn();
            }
        }
    }

    /// Cuts a row that does not fit below those that are `shown`, and adds what does. It
    /// tells whether there is something. What does not fit even at the `top` of a page is
    /// cut wherever it must be.
    fn cut(&self, shown: &mut Vec<SetRow>, row: &mut SetRow, is_top: bool) -> bool {
        let height = |rows: &[SetRow]| self.height(&rows.iter().collect::<Vec<_>>());
        let lines = row.lines();
        let is_higher = is_top || own_height(self.measures, row) > self.measures.height() + CLOSE;
        let room = self.room() - height(shown);
        let mut fit = self.measures.lines_in(room + CLOSE).min(lines.saturating_sub(1));
        if fit > 0 && lines - fit < FEWEST_LINES && fit > FEWEST_LINES {
            fit -= 1;
        }
        let is_enough = fit >= FEWEST_LINES && lines - fit >= FEWEST_LINES && row.is_text();
        if !is_enough && !is_higher {
            return false;
        }
        // However high the header is, there is a line on each page.
        let fit = if is_top { fit.max(1) } else { fit };
        if fit == 0 || fit >= lines {
            return false;
        }
        let mut rest = row.clone();
        shown.push(rest.cut(fit));
        // A label may be higher than what is beside it.
        if !is_top && height(shown) > self.room() + CLOSE {
            shown.pop();
            return false;
        }
        *row = rest;
        true
    }

    /// Adds rows that fit on the page, the first of which are a header. What is `apart` is a
    /// table of its own.
    fn place(&mut self, rows: &[&SetRow], head: usize, apart: bool) {
        if rows.is_empty() {
            return;
        }
        let set = table_rows(self.measures, rows);
        self.used += set.iter().map(|row| row.0).sum::<f64>();
        // Labels that go over the header, too, make it none.
        let is_open = rows[..head].iter().any(|row| !row.labels.is_empty());
        let head = if is_open { 0 } else { head };
        let pieces = &mut self.page.pieces;
        match pieces.last_mut() {
            Some(Piece::Table(above)) if !apart && above.head == 0 => above.rows.extend(set),
            above => {
                let below = matches!(above, Some(Piece::Table(_)));
                pieces.push(Piece::Table(Table { below, head, rows: set }));
            }
        }
    }

    /// How many of some rows fit into a room below their header.
    fn count_that_fit(&self, head: &[SetRow], rows: &[SetRow], room: f64) -> usize {
        // No row is lower than this.
        let mut least: f64 = head.iter().map(|row| own_height(self.measures, row)).sum();
        let mut count = 0;
        for row in rows {
            least += own_height(self.measures, row);
            if least > room + CLOSE {
                break;
            }
            count += 1;
        }
        while count > 0 && self.height_of(head, &rows[..count]) > room + CLOSE {
            count -= 1;
        }
        count
    }

    /// How many rows, of the `most` that fit, are whole groups, the outermost ones if they
    /// are at least so high.
    fn count_of_groups(&self, head: &[SetRow], rows: &[SetRow], most: usize, least: f64) -> usize {
        let depths = rows.iter().map(|row| row.labels.len()).max().unwrap_or(0);
        let is_end = |depth: usize, count: usize| {
            rows.get(count).is_some_and(|next| !next.is_grouped_with(&rows[count - 1], depth))
        };
        for depth in 0..depths {
            let count = (1..=most).rev().find(|&count| is_end(depth, count));
            let count = count.filter(|&count| self.height_of(head, &rows[..count]) >= least);
            if let Some(count) = count {
                return count;
            }
        }
        most
    }

    fn fit_on_a_page(&self, head: &[SetRow], rows: &[SetRow]) -> bool {
        self.height_of(head, rows) <= self.measures.height() + CLOSE
    }

    fn height_of(&self, head: &[SetRow], rows: &[SetRow]) -> f64 {
        self.height(&head.iter().chain(rows).collect::<Vec<_>>())
    }

    fn height(&self, rows: &[&SetRow]) -> f64 {
        heights(self.measures, rows).iter().sum()
    }

    /// What is left of the page, in points.
    fn room(&self) -> f64 {
        self.measures.height() - self.used
    }

    fn is_blank(&self) -> bool {
        self.used == 0.0
    }

    /// Turns to a new page.
    fn turn(&mut self) {
        self.pages.push(mem::take(&mut self.page));
        self.used = 0.0;
    }
}

/// The header that is shown above a row: that of its part, and on a new page that of the
/// rows among which it is, too.
fn head_above(part: &[SetRow], rows: &[SetRow], at: usize, is_again: bool) -> Vec<SetRow> {
    let mut head = part.to_vec();
    if is_again && rows[at].head == Head::Below {
        let end = rows[..at].iter().rposition(|row| row.head != Head::Below);
        let end = end.map_or(0, |end| end + 1);
        let start = rows[..end].iter().rposition(|row| row.head != Head::Is);
        head.extend_from_slice(&rows[start.map_or(0, |start| start + 1)..end]);
    }
    head
}

/// How many rows, of those that fit, end a page: a header is none without a row below it,
/// nor is a foot one that has no row above it.
fn leave_together(rows: &[SetRow], mut count: usize) -> usize {
    while 0 < count && count < rows.len() && rows[count - 1].head == Head::Is {
        count -= 1;
    }
    let are_foot = rows[count..].iter().all(|row| row.head == Head::None);
    if count > 1 && count < rows.len() && are_foot && rows[count - 1].head == Head::Below {
        count -= 1;
    }
    count
}
