//! The header of a block, in one row or in two: which column says what.

use std::ops::Range;

use super::grid::{Begins, Grid, GridCell, is_blank};
use super::problems::Problems;
use super::target::{Slot, Target};
use super::titles::{Title, Titles, is_in_yuan};

/// How far down a header is looked for.
const FARTHEST: usize = 20;

/// Which column of a block says what.
pub struct Head {
    /// What each column is; `None` where it is not taken.
    pub slots: Vec<Option<Slot>>,
    /// Whether amounts in it are in 元.
    pub in_yuan: Vec<bool>,
    /// The rows of the header.
    pub rows: Range<usize>,
}

impl Head {
    /// The columns that are names, with their levels, the first level first.
    pub fn names(&self) -> Vec<(usize, usize)> {
        let mut names: Vec<(usize, usize)> = self
            .taken()
            .filter_map(|(at, slot)| match slot {
                Slot::Name(level) => Some((level, at)),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names
    }

    /// The columns that are taken.
    pub fn taken(&self) -> impl Iterator<Item = (usize, Slot)> {
        self.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, (*slot)?)))
    }
}

/// The header of a block, if it has one.
pub fn find(grid: &Grid, target: &Target, problems: &mut Problems) -> Option<Head> {
    let titles = Titles::of(target);
    let rows = 0..grid.rows.len().min(FARTHEST);
    let (rows, found) = rows.into_iter().find_map(|row| {
        let both = (row + 1 < grid.rows.len()).then(|| read(grid, row..row + 2, &titles)).flatten();
        both.map(|found| (row..row + 2, found))
            .or_else(|| Some((row..row + 1, read(grid, row..row + 1, &titles)?)))
    })?;
    let above: Vec<usize> = (0..rows.start).filter(|row| !is_blank(&grid.rows[*row])).collect();
    if !above.is_empty() {
        let numbers: Vec<usize> = above.iter().map(|row| row + 1).collect();
        problems.left_out(&numbers, "在表头上面，没有粘贴", "");
    }
    let all_yuan = above.iter().flat_map(|row| &grid.rows[*row]).any(|it| is_in_yuan(it.own()));
    let mut head = Head { slots: vec![None; grid.width], in_yuan: Vec::new(), rows };
    for (at, found) in found.into_iter().enumerate() {
        let word = words(grid, &head.rows, at);
        head.in_yuan.push(all_yuan || is_in_yuan(&word));
        let has_values = grid.column(at, head.rows.end).next().is_some();
        let slot = match found {
            Found::Slot(slot) => slot,
            Found::Label => continue,
            Found::Nothing => {
                if has_values {
                    tell_unknown(at, &word, target, problems);
                }
                continue;
            }
        };
        if head.slots.contains(&Some(slot)) {
            if has_values {
                let message = format!("有两列都是“{}”，右边的没有粘贴", target.title(slot));
                problems.left_out(&[], message, "删去一列再复制");
            }
        } else if target.is_entered(slot) {
            head.slots[at] = Some(slot);
        } else if has_values {
            tell_computed(slot, target, problems);
        }
    }
    Some(head)
}

/// Tells that a column is not taken, as the form computes it.
pub fn tell_computed(slot: Slot, target: &Target, problems: &mut Problems) {
    let message = format!("“{}”是表里算出来的，没有粘贴", target.title(slot));
    problems.left_out(&[], message, "");
}

fn tell_unknown(at: usize, word: &str, target: &Target, problems: &mut Problems) {
    let is_number = matches!(Titles::of(target).find(word), Some(Title::Number));
    let (message, help) = match word {
        "" => (format!("第 {} 列没有标题，没有粘贴", at + 1), "补上标题再复制"),
        word if is_number => (format!("“{word}”不用填，没有粘贴"), ""),
        word => {
            let message = format!("表上没有“{word}”这一栏，没有粘贴");
            (message, "它是表上的哪一栏，就把标题改成那一栏的，再复制")
        }
    };
    problems.left_out(&[], message, help);
}

/// What a header says of a column.
#[derive(Debug, Clone, Copy)]
enum Found {
    Slot(Slot),
    /// It is the form's label beside all rows.
    Label,
    Nothing,
}

/// What the rows of a header say; `None` where they are none.
fn read(grid: &Grid, rows: Range<usize>, titles: &Titles) -> Option<Vec<Found>> {
    let upper = &grid.rows[rows.start];
    let lower = &grid.rows[rows.end - 1];
    let is_two = rows.len() == 2;
    let mut found = vec![Found::Nothing; grid.width];
    let mut known = 0;
    let mut unknown = 0;
    let mut has_names = false;
    let mut has_lower = false;
    for at in 0..grid.width {
        let (up, low) = (&upper[at], &lower[at]);
        if is_two && !low.own().is_empty() {
            found[at] = Found::Slot(in_two(up, low, titles)?);
            has_lower = true;
            known += 1;
            continue;
        }
        match titles.find(up.own()) {
            None if up.own().is_empty() => {}
            None => unknown += 1,
            Some(Title::Number) => {}
            Some(Title::Label) => found[at] = Found::Label,
            Some(title) => {
                known += 1;
                has_names |= matches!(title, Title::Name(_));
                let is_alone = |it: &GridCell| !is_two || it.own().is_empty();
                let covered = at..(at + up.columns).min(grid.width);
                if covered.clone().all(|at| is_alone(&lower[at])) {
                    spread(&title, covered, titles, &mut found);
                }
            }
        }
    }
    let is_header = match grid.width {
        1 => known == 1 && grid.rows.len() > 1,
        _ => (has_names || known >= 2) && known >= unknown,
    };
    (is_header && (!is_two || has_lower)).then_some(found)
}

/// What a word in the second row of a header means.
fn in_two(up: &GridCell, low: &GridCell, titles: &Titles) -> Option<Slot> {
    if low.begins != Begins::Here {
        return None;
    }
    let single = |title: Title| match title {
        Title::Name(level) => Some(Slot::Name(level)),
        Title::Column(_) => titles.under(&title).first().copied(),
        _ => None,
    };
    let above = titles.find(up.text());
    let below = above.and_then(|above| titles.below(&above, low.text()));
    let joined = || titles.find(&[up.text(), low.text()].concat()).and_then(single);
    below.or_else(joined).or_else(|| titles.find(low.text()).and_then(single))
}

/// Gives the columns below a header what it means: one after the other where they are as many.
fn spread(title: &Title, covered: Range<usize>, titles: &Titles, found: &mut [Found]) {
    let slots = titles.under(title);
    let first = covered.start;
    if slots.len() == covered.len() {
        for (at, slot) in covered.zip(slots) {
            found[at] = Found::Slot(slot);
        }
        return;
    }
    found[first] = match (title, slots.first()) {
        // A choice in one column, in words.
        (Title::Column(column), _) => Found::Slot(Slot::Column(*column)),
        (Title::Above(_), _) | (_, None) => Found::Nothing,
        (_, Some(slot)) => Found::Slot(*slot),
    };
}

/// The words above a column.
fn words(grid: &Grid, rows: &Range<usize>, at: usize) -> String {
    let words = rows.clone().map(|row| &grid.rows[row][at]);
    let own = words.map(GridCell::own).filter(|word| !word.is_empty());
    own.collect::<Vec<_>>().join("").replace('\n', "")
}
