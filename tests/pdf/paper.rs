//! Forms set on pages without any typesetting: the grids that reading a PDF back would
//! find, with pages that break wherever they may.

use std::ops::Range;

use jixiao::form::Project;
use jixiao::form::pattern::{Breaks, Head};
use jixiao::form::sheet::{SheetCell, SheetLine, SheetPart};
use jixiao::readback::{PlainCell, PlainGrid, PlainLine};

/// Numbers that look like chance, the same ones for the same seed.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Something on a page, from top to bottom.
enum Item {
    Row(Vec<Part>),
    Open(String),
}

/// A cell of a row; those of one label have the same number.
#[derive(Clone)]
struct Part {
    columns: Range<usize>,
    rows: usize,
    text: String,
    label: Option<usize>,
}

/// Which labels are shown in a row, if their cells begin there.
#[derive(Clone, Copy)]
enum Shows {
    All,
    /// Those that have not been shown yet.
    New,
    None,
}

/// The grids of a project's form, on pages that have room for so many rows each.
pub fn set(project: &Project, room: usize, dice: &mut Dice) -> Vec<PlainGrid> {
    let mut paper = Paper { pages: vec![Vec::new()], room, labels: 0, shown: 0, dice };
    for part in project.sheet() {
        paper.part(&part);
    }
    let form = project.form();
    let heading = [form.title.clone(), form.subtitle(&project.year())];
    let shares = &form.page.columns;
    let used = paper.used();
    let all = paper.dice.once_in(2);
    let edges: Vec<usize> = (0..=shares.len()).filter(|edge| all || used.contains(edge)).collect();
    let count = paper.pages.len();
    let pages = paper.pages.iter().enumerate();
    pages.map(|(page, items)| grid(items, page, count, &heading, shares, &edges)).collect()
}

struct Paper<'d> {
    pages: Vec<Vec<Item>>,
    room: usize,
    /// How many labels there are so far.
    labels: usize,
    /// The last one that has been shown.
    shown: usize,
    dice: &'d mut Dice,
}

impl Paper<'_> {
    fn part(&mut self, part: &SheetPart<'_>) {
        let mut labels: Vec<(SheetCell<'_>, usize)> = Vec::new();
        let mut was_head = false;
        for line in part.head.iter().chain(&part.lines) {
            let same = line.labels.iter().zip(&labels).take_while(|(new, (old, _))| *new == old);
            labels.truncate(same.count());
            for label in &line.labels[labels.len()..] {
                self.labels += 1;
                labels.push((label.clone(), self.labels));
            }
            let heads = heads(part, line);
            // A header of two rows and a row below it stay together.
            let least = if line.head == Head::Is && !was_head { 3 } else { 1 };
            was_head = line.head == Head::Is;
            if self.left() < least {
                self.turn(&heads, &labels);
            }
            if line.is_plain {
                let text = line.cells[0].text.to_string();
                self.page().push(Item::Open(text));
            } else {
                self.line(line, &labels, &heads, part.breaks);
            }
        }
    }

    /// Sets a line, maybe in two pieces.
    fn line(
        &mut self,
        line: &SheetLine<'_>,
        labels: &[(SheetCell<'_>, usize)],
        heads: &[&SheetLine<'_>],
        breaks: Breaks,
    ) {
        let is_long = |cell: &SheetCell<'_>| cell.path.is_some() && halves(&cell.text).is_some();
        let may_break = line.head != Head::Is && line.cells.iter().any(is_long);
        if !may_break || self.left() > 1 || self.dice.once_in(3) {
            let all = breaks != Breaks::Flow || self.dice.once_in(2);
            let shows = if all { Shows::All } else { Shows::New };
            return self.row(line, labels, |cell| cell.text.to_string(), shows);
        }
        // A label that has no room on the first page stands on the second one.
        let late = breaks == Breaks::Flow && self.dice.once_in(3);
        let piece = |cell: &SheetCell<'_>, is_first: bool| match halves(&cell.text) {
            Some((first, rest)) if cell.path.is_some() => {
                if is_first {
                    first
                } else {
                    rest
                }
            }
            _ if is_first != (late && cell.path.is_none()) => cell.text.to_string(),
            _ => String::new(),
        };
        let shows = if late { Shows::None } else { Shows::All };
        self.row(line, labels, |cell| piece(cell, true), shows);
        match breaks {
            Breaks::Flow => self.turn(&[], &[]),
            _ => self.turn(heads, labels),
        }
        let all = breaks != Breaks::Flow || self.dice.once_in(2);
        let shows = if all { Shows::All } else { Shows::New };
        self.row(line, labels, |cell| piece(cell, false), shows);
    }

    fn row(
        &mut self,
        line: &SheetLine<'_>,
        labels: &[(SheetCell<'_>, usize)],
        text: impl Fn(&SheetCell<'_>) -> String,
        shows: Shows,
    ) {
        let shown = self.shown;
        let is_shown = |number: usize| match shows {
            Shows::All => true,
            Shows::New => number > shown,
            Shows::None => false,
        };
        let label = |(cell, number): &(SheetCell<'_>, usize)| Part {
            columns: cell.columns.clone(),
            rows: 1,
            text: if is_shown(*number) { cell.text.to_string() } else { String::new() },
            label: Some(*number),
        };
        let own = |cell: &SheetCell<'_>| Part {
            columns: cell.columns.clone(),
            rows: cell.rows,
            text: text(cell),
            label: None,
        };
        if let (Some((_, last)), false) = (labels.last(), matches!(shows, Shows::None)) {
            self.shown = self.shown.max(*last);
        }
        let parts = labels.iter().take(line.labels.len()).map(label);
        let parts = parts.chain(line.cells.iter().map(own)).collect();
        self.page().push(Item::Row(parts));
    }

    /// Begins a new page with these headers.
    fn turn(&mut self, heads: &[&SheetLine<'_>], labels: &[(SheetCell<'_>, usize)]) {
        self.pages.push(Vec::new());
        for head in heads {
            self.row(head, labels, |cell| cell.text.to_string(), Shows::All);
        }
    }

    fn page(&mut self) -> &mut Vec<Item> {
        self.pages.last_mut().expect("there is a page")
    }

    fn left(&mut self) -> usize {
        let room = self.room;
        room.saturating_sub(self.page().len())
    }

    /// The edges that cells have.
    fn used(&self) -> Vec<usize> {
        let rows = self.pages.iter().flatten().filter_map(|item| match item {
            Item::Row(parts) => Some(parts),
            Item::Open(_) => None,
        });
        rows.flatten().flat_map(|part| [part.columns.start, part.columns.end]).collect()
    }
}

/// The headers that are shown again above a line.
fn heads<'p>(part: &'p SheetPart<'p>, line: &SheetLine<'_>) -> Vec<&'p SheetLine<'p>> {
    if line.head != Head::Below || part.breaks == Breaks::Flow {
        return Vec::new();
    }
    let is_above = |head: &&SheetLine<'_>| head.head == Head::Is && head.pattern < line.pattern;
    let mut above: Vec<_> = part.lines.iter().filter(is_above).collect();
    let last = above.iter().rev().zip(1..).take_while(|(head, distance)| {
        above.last().is_some_and(|last| head.pattern + distance == last.pattern + 1)
    });
    let first = above.len() - last.count();
    above.drain(..first);
    part.head.iter().chain(above).collect()
}

/// The two halves of a text that is long enough to be cut.
fn halves(text: &str) -> Option<(String, String)> {
    let middle = text.char_indices().nth(8)?.0;
    Some((text[..middle].to_owned(), text[middle..].to_owned()))
}

const TOP: f64 = 100.0;
const ROW: f64 = 20.0;
const LINE: f64 = 10.0;

fn grid(
    items: &[Item],
    page: usize,
    count: usize,
    heading: &[String],
    shares: &[f64],
    edges: &[usize],
) -> PlainGrid {
    let x = |edge: usize| 50.0 + 5.0 * shares[..edge].iter().sum::<f64>();
    let column = |edge: usize| edges.iter().position(|it| *it == edge).expect("an edge");
    let line = |text: &str, y: f64| PlainLine {
        edges: [60.0, y, 90.0, y + LINE - 1.0],
        text: text.to_owned(),
    };
    let mut outside = Vec::new();
    if page == 0 {
        outside.extend(heading.iter().zip(0..).map(|(text, at)| line(text, f64::from(at) * LINE)));
    }
    let (mut ys, mut gaps, mut cells): (Vec<f64>, Vec<usize>, Vec<PlainCell>) = Default::default();
    let mut y = TOP;
    let mut above: Vec<(usize, usize)> = Vec::new();
    // Cells of headers of two rows leave out what they cover.
    for item in items {
        let parts = match item {
            Item::Open(text) => {
                for text in text.lines().filter(|text| !text.trim().is_empty()) {
                    outside.push(line(text, y));
                    y += LINE;
                }
                above.clear();
                continue;
            }
            Item::Row(parts) => parts,
        };
        if ys.last().is_some_and(|last| *last < y) {
            gaps.push(ys.len() - 1);
        }
        if ys.last().is_none_or(|last| *last < y) {
            ys.push(y);
        }
        let row = ys.len() - 1;
        y += ROW;
        ys.push(y);
        let mut labels = Vec::new();
        for Part { columns, rows, text, label } in parts {
            let known = label.and_then(|label| above.iter().find(|(known, _)| *known == label));
            if let Some(&(label, cell)) = known {
                cells[cell].rows.end = row + 1;
                labels.push((label, cell));
                continue;
            }
            labels.extend(label.map(|label| (label, cells.len())));
            let columns = column(columns.start)..column(columns.end);
            cells.push(PlainCell { rows: row..row + rows, columns, text: text.clone() });
        }
        above = labels;
    }
    if count > 1 {
        outside.push(line(&format!("第 {} 页 共 {count} 页", page + 1), y + ROW));
    }
    PlainGrid { xs: edges.iter().map(|edge| x(*edge)).collect(), ys, gaps, cells, outside }
}
