//! Which column of a block without a header says what: by position, from the focus on.

use super::grid::Grid;
use super::head::{Head, tell_computed};
use super::problems::Problems;
use super::target::{Slot, Target};
use super::titles::bare;

/// What each column of a block without a header is.
pub fn guess(grid: &Grid, target: &Target, problems: &mut Problems) -> Head {
    let mut slots: Vec<Option<Slot>> = vec![None; grid.width];
    // The form's label beside all rows, and numbers of rows, are none of its columns.
    let mut first = 0;
    while first + 1 < grid.width && is_label(grid, first, target) {
        first += 1;
    }
    if first + 1 < grid.width && is_numbers(grid, first) {
        problems.left_out(&[], "第一列是序号，没有粘贴", "");
        first += 1;
    }
    // A merged cell that goes over several columns in all rows is one.
    let own: Vec<usize> = (first..grid.width).filter(|at| is_column(grid, *at)).collect();
    let printed = from_start(grid, &own, target);
    for (index, at) in own.iter().enumerate() {
        match printed.get(index) {
            Some(slot) if target.is_entered(*slot) => slots[*at] = Some(*slot),
            Some(slot) => tell_computed(*slot, target, problems),
            None => {
                let message = format!("右边没有第 {} 列的位置，没有粘贴", at + 1);
                problems.left_out(&[], message, "连表头一起复制，程序就按标题找位置");
            }
        }
    }
    Head { slots, in_yuan: vec![false; grid.width], rows: 0..0 }
}

/// The columns of the form from the one on where the block begins.
fn from_start(grid: &Grid, own: &[usize], target: &Target) -> Vec<Slot> {
    let start = match own.first().and_then(|at| level(grid, *at, target)) {
        Some(level) if own.len() > 1 => level,
        _ if own.len() >= target.slots.len() => 0,
        _ => target.focus,
    };
    let slots = target.slots[start..].iter().copied();
    let entered: Vec<Slot> = slots.clone().filter(|slot| target.is_entered(*slot)).collect();
    // Who copies what is entered only, has no gaps for what is computed.
    if entered.len() == own.len() { entered } else { slots.collect() }
}

/// The level whose names stand in a column, where the form fixes them.
fn level(grid: &Grid, at: usize, target: &Target) -> Option<usize> {
    let names = &target.tree?.names;
    let mut words: Vec<&str> = grid.column(at, 0).collect();
    words.dedup();
    let count = |level: usize| words.iter().filter(|word| names.is_at(&bare(word), level)).count();
    let focused = match target.slots[target.focus] {
        Slot::Name(level) => level,
        _ => 0,
    };
    let levels = std::iter::once(focused).chain(0..target.levels.len());
    let best = levels.rev().max_by_key(|level| count(*level))?;
    (count(best) * 2 > words.len()).then_some(best)
}

/// Whether a column says nothing but a label of the form.
fn is_label(grid: &Grid, at: usize, target: &Target) -> bool {
    let mut words = grid.column(at, 0).peekable();
    let is_key = |word: &str| target.keys.iter().any(|key| bare(key) == bare(word));
    words.peek().is_some() && words.all(is_key)
}

/// Whether a column counts from 1 on.
fn is_numbers(grid: &Grid, at: usize) -> bool {
    let words: Vec<&str> = grid.column(at, 0).collect();
    let is_next = |(index, word): (usize, &&str)| word.parse() == Ok(index + 1);
    words.len() > 1 && words.iter().enumerate().all(is_next)
}

/// Whether cells begin in a column.
fn is_column(grid: &Grid, at: usize) -> bool {
    use super::grid::Begins;
    at == 0 || grid.rows.iter().any(|row| row[at].begins != Begins::Before)
}
