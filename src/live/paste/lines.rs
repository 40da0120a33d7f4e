//! The rows of a block, with names filled down and values in the form's words.

use std::collections::{BTreeMap, HashSet};

use super::grid::{Begins, Grid, GridCell, is_blank};
use super::head::Head;
use super::problems::Problems;
use super::target::{Slot, Target};
use super::titles::bare;
use super::value::{Reader, Said, is_measured, short};
use crate::form::decimal;

/// A row of a block.
pub struct Line {
    /// Its number in the block, from 1.
    pub row: usize,
    /// How far it is below the first row.
    pub below: usize,
    /// The names that lead to it; none where the block has no names of rows.
    pub names: Vec<String>,
    /// What it says, by column.
    pub says: BTreeMap<usize, Said>,
    /// The columns that it leaves blank.
    pub blank: Vec<usize>,
}

/// What rows that sum up others are called.
const SUMS: [&str; 9] =
    ["合计", "总计", "小计", "总分", "总分值", "总得分", "共计", "累计", "合计:"];

/// The rows of a block below its header.
pub fn read(grid: &Grid, head: &Head, target: &Target, problems: &mut Problems) -> Vec<Line> {
    let names = head.names();
    if !is_complete(&names, target, problems) {
        return Vec::new();
    }
    let heads: Vec<Vec<&str>> = head.rows.clone().map(|row| words(&grid.rows[row])).collect();
    let mut current: Vec<Option<String>> = target.names.iter().cloned().map(Some).collect();
    current.resize(target.levels.len(), None);
    let mut mended = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    for (index, cells) in grid.rows.iter().enumerate().skip(head.rows.end) {
        let row = index + 1;
        if is_blank(cells) {
            problems.left_out(&[row], "空行，没有粘贴", "");
            continue;
        }
        if heads.contains(&words(cells)) {
            problems.left_out(&[row], "又一次表头，没有粘贴", "");
            continue;
        }
        if !names.is_empty() && tell_other(cells, row, problems) {
            continue;
        }
        let mut reader = Reader { problems: &mut *problems, mended: &mut mended, row };
        let Some(line_names) = fill_down(cells, &names, &mut current, target, &mut reader) else {
            continue;
        };
        let (says, blank) = values(cells, head, target, &mut reader);
        let below = index - head.rows.end;
        lines.push(Line { row, below, names: line_names, says, blank });
    }
    tell_mended(&mended, problems);
    tell_shares(&lines, target, problems);
    lines
}

/// Whether the names of rows can be told: those of all levels from the first one in the block on
/// are in it, down to those of rows.
fn is_complete(names: &[(usize, usize)], target: &Target, problems: &mut Problems) -> bool {
    let Some((first, _)) = names.first() else { return true };
    let missing = (*first..target.levels.len()).find(|it| names.iter().all(|(of, _)| of != it));
    match missing {
        None => true,
        Some(level) => {
            let message = format!("没有“{}”这一列，不知道各行写在哪里", target.levels[level]);
            problems.left_out(&[], message, "连这一列一起复制");
            false
        }
    }
}

/// Tells of rows that are no rows of the form: sums, and notes over the whole width.
fn tell_other(cells: &[GridCell], row: usize, problems: &mut Problems) -> bool {
    let own = || cells.iter().map(GridCell::own).filter(|text| !text.is_empty());
    let Some(first) = own().next() else { return false };
    let name = bare(first);
    if SUMS.contains(&name.as_str()) {
        problems.left_out(&[row], format!("“{}”这一行是合计，没有粘贴", short(first)), "");
        return true;
    }
    let width = cells.len();
    let is_wide = cells.iter().any(|cell| !cell.own().is_empty() && cell.columns >= width);
    if width > 1 && is_wide {
        let message = format!("“{}”横着占了整行，没有粘贴", short(first));
        problems.left_out(&[row], message, "要填的话，拆成各栏再复制");
        return true;
    }
    false
}

/// The names that lead to a row; `None` where it has none.
fn fill_down(
    cells: &[GridCell],
    names: &[(usize, usize)],
    current: &mut [Option<String>],
    target: &Target,
    reader: &mut Reader,
) -> Option<Vec<String>> {
    let Some(((_, of_row), groups)) = names.split_last() else { return Some(Vec::new()) };
    for (level, at) in groups {
        let text = cells[*at].down();
        if text.is_empty() {
            continue;
        }
        let name = reader.name(text)?;
        if current[*level].as_ref() != Some(&name) {
            current[*level] = Some(name);
            // What is below it is said anew.
            for (below, _) in groups.iter().filter(|(below, _)| below > level) {
                current[*below] = None;
            }
        }
    }
    let row = reader.row;
    let title = target.levels[target.last_level()];
    let cell = &cells[*of_row];
    if cell.own().is_empty() {
        let is_value = |it: &(usize, &GridCell)| !it.1.own().is_empty();
        let mut own = cells.iter().enumerate().filter(is_value);
        let said = own.next().map_or("", |(_, cell)| cell.own());
        let help = "补上名称再粘贴";
        match cell.begins {
            Begins::Above if said.is_empty() => {}
            Begins::Above => {
                let message = format!("名称和上面一行合在一格里，“{}”没有粘贴", short(said));
                reader.problems.left_out(&[row], message, "拆开合并的格，各写各的名称，再复制");
            }
            _ => {
                let message = format!("没有{title}的名称，“{}”没有粘贴", short(said));
                reader.problems.left_out(&[row], message, help);
            }
        }
        return None;
    }
    let name = reader.name(cell.own())?;
    let last = target.last_level();
    if let Some(level) = (0..last).find(|level| current[*level].is_none()) {
        let message = format!("没有{}的名称，“{}”没有粘贴", target.levels[level], short(&name));
        reader.problems.left_out(&[row], message, "补上名称再粘贴");
        return None;
    }
    Some(current[..last].iter().flatten().cloned().chain([name]).collect())
}

/// What a row says in the columns of a block, and which of them it leaves blank.
fn values(
    cells: &[GridCell],
    head: &Head,
    target: &Target,
    reader: &mut Reader,
) -> (BTreeMap<usize, Said>, Vec<usize>) {
    let mut says = BTreeMap::new();
    let mut ticks: BTreeMap<usize, Vec<(usize, &str)>> = BTreeMap::new();
    let mut columns = Vec::new();
    for (at, slot) in head.taken() {
        let cell = &cells[at];
        match slot {
            Slot::Name(_) => {}
            Slot::Tick { column, choice } => {
                ticks.entry(column).or_default().push((choice, cell.down()));
            }
            Slot::Column(column) => {
                columns.push(column);
                let of = &target.columns[column];
                let mut text = cell.down();
                if of.kind.is_decimal() && cell.begins == Begins::Above && !text.is_empty() {
                    let message = format!("“{}”和上面一行合在一格里，只写在上面一行", of.short);
                    reader.problems.look(&[reader.row], message, "分开写的，在表上补上");
                    text = "";
                }
                if let Some(said) = reader.value(of, text, head.in_yuan[at]) {
                    says.insert(column, said);
                }
            }
        }
    }
    for (column, cells) in ticks {
        columns.push(column);
        if let Some(said) = reader.ticks(&target.columns[column], &cells) {
            says.insert(column, said);
        }
    }
    columns.retain(|column| !says.contains_key(column));
    (says, columns)
}

/// Tells of values whose signs are written as the form does.
fn tell_mended(mended: &[(usize, String, String)], problems: &mut Problems) {
    let Some((_, before, after)) = mended.first() else { return };
    let rows: Vec<usize> = mended.iter().map(|(row, ..)| *row).collect();
    let message =
        format!("{} 处改成了表上的写法，如“{}”写成“{}”", mended.len(), short(before), short(after));
    problems.look(&rows, message, "");
}

/// Tells of shares such as 0.95 in columns that have percents otherwise: spreadsheets have them
/// so where a cell is not shown as a percentage.
fn tell_shares(lines: &[Line], target: &Target, problems: &mut Problems) {
    let measured = target.columns.iter().enumerate().filter(|(_, it)| is_measured(it));
    for (column, of) in measured {
        let texts = || lines.iter().filter_map(|line| Some((line, line.says.get(&column)?.text())));
        let there = target.existing.rows.iter().filter_map(|row| row.row.get(column));
        let has_percents = texts().any(|(_, text)| text.contains('%'))
            || there.map(|value| value.text()).any(|text| text.contains('%'));
        if !has_percents {
            continue;
        }
        let rows: Vec<(usize, String)> = texts()
            .filter(|(_, text)| text.contains('.') && !text.contains('%'))
            .filter(|(_, text)| {
                decimal(text.trim_start_matches(['=', '≥', '≤', '>', '<']))
                    .is_some_and(|it| !it.is_sign_negative() && it < rust_decimal::Decimal::ONE)
            })
            .map(|(line, text)| (line.row, text))
            .collect();
        let Some((_, text)) = rows.first() else { continue };
        let message = format!("“{}”里的“{text}”没有 %，照样写上了", of.value_name());
        let rows: Vec<usize> = rows.iter().map(|(row, _)| *row).collect();
        problems.look(&rows, message, "是百分数的，在表上改成 95% 这样");
    }
}

/// What begins in a row, without blanks.
fn words(cells: &[GridCell]) -> Vec<&str> {
    cells.iter().map(GridCell::own).filter(|text| !text.is_empty()).collect()
}

/// The columns that a block has values for, in the form's order.
pub fn columns(head: &Head) -> Vec<usize> {
    let of = |(_, slot)| match slot {
        Slot::Name(_) => None,
        Slot::Column(column) | Slot::Tick { column, .. } => Some(column),
    };
    let columns: HashSet<usize> = head.taken().filter_map(of).collect();
    let mut columns: Vec<usize> = columns.into_iter().collect();
    columns.sort_unstable();
    columns
}
