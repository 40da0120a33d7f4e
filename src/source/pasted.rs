//! Rows that were pasted from a table of Excel or Word: tabs stand between their cells.

use std::ops::Range;

use super::mend;
use super::outline::{self, Line};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, SourceFile, rule};
use crate::form::Amount;

/// Rows one below the other: one paste, and one finding.
pub struct Pasted<'a> {
    lines: Vec<Line<'a>>,
}

/// The rows of other programs' tables in a text of YAML.
pub fn find<'a>(file: &'a SourceFile, vocabulary: &Vocabulary) -> Vec<Pasted<'a>> {
    // Nearly all texts have no tabs.
    if !file.text().contains('\t') {
        return Vec::new();
    }
    let mut found: Vec<Pasted> = Vec::new();
    let mut was_row = false;
    // The keys that a line may belong to, by their indents.
    let mut owners: Vec<(usize, &str)> = Vec::new();
    for line in outline::lines(file.text()) {
        while owners.last().is_some_and(|(indent, _)| *indent >= line.indent && line.is_something())
        {
            owners.pop();
        }
        let is_text = owners.last().is_some_and(|(_, key)| vocabulary.is_text(key));
        let is_row = !is_text && is_row(&line, vocabulary);
        if let Some(entry) = line.entry() {
            owners.push((line.indent, entry.key));
        }
        match found.last_mut() {
            Some(last) if is_row && was_row => last.lines.push(line),
            _ if is_row => found.push(Pasted { lines: vec![line] }),
            _ => {}
        }
        was_row = is_row;
    }
    found
}

/// Whether a line is one with several cells.
fn is_row(line: &Line, vocabulary: &Vocabulary) -> bool {
    let cells = cells(line);
    if line.is_in_block || !line.is_something() || cells.len() < 2 || cells[0].is_empty() {
        return false;
    }
    match line.entry() {
        // A tab within a text is told as such.
        Some(entry) => {
            let is_known = vocabulary.has(entry.key) || entry.value.starts_with('[');
            entry.value.contains('\t') && !is_known
        }
        // So is one behind a colon.
        None => {
            cells.len() > 2 || !line.text.split('\t').next().is_some_and(|it| it.ends_with(':'))
        }
    }
}

/// What stands between the tabs; a colon behind the first cell is none of it.
fn cells<'a>(line: &Line<'a>) -> Vec<&'a str> {
    let text = line.text.trim_matches(['\t', ' ']);
    match line.entry() {
        Some(entry) if entry.value.contains('\t') => {
            [entry.key].into_iter().chain(entry.value.split('\t').map(str::trim)).collect()
        }
        _ => text.split('\t').map(|cell| cell.trim().trim_end_matches([':', '：'])).collect(),
    }
}

impl Pasted<'_> {
    /// The bytes of the rows.
    pub fn span(&self) -> Range<usize> {
        let first = self.lines.first().map_or(0, |line| line.start - line.indent);
        first..self.lines.last().map_or(first, Line::end)
    }

    /// That they were pasted, and how to write the first of them.
    pub fn explain(&self, file: &SourceFile, vocabulary: &Vocabulary) -> Diagnostic {
        let first = &self.lines[0];
        let cells = cells(first);
        let more = match self.lines.len() {
            1 => String::new(),
            count => format!("，连下面的一共 {count} 行"),
        };
        let message = format!("“{}”这一行是从表格里粘贴来的，各格之间是制表符{more}", cells[0]);
        let found = Diagnostic::new(&rule::INVISIBLE_CHARACTER, message);
        let advice = advice(file, vocabulary, &cells);
        let others = if self.lines.len() > 1 { "；别的行也这样写" } else { "" };
        found.at(Place::new(file, first.start..first.end())).help(format!("{advice}{others}"))
    }
}

/// How to write a row.
fn advice(file: &SourceFile, vocabulary: &Vocabulary, cells: &[&str]) -> String {
    let is_key = |cell: &&str| vocabulary.has(cell);
    if is_key(&cells[0]) && (cells.len() == 2 || cells.iter().skip(2).any(is_key)) {
        let entries: Vec<String> = cells
            .chunk_by(|_, next| !is_key(next))
            .map(|cells| format!("“{}: {}”", cells[0], cells[1..].join(" ").trim()))
            .collect();
        let one = if entries.len() > 1 { "一项一行，" } else { "" };
        return format!("{one}写成{}", entries.join("、"));
    }
    // The names of the groups that the row belongs to come first.
    let is_group = |cell: &&&str| {
        let name = format!("{cell}:");
        file.text().lines().any(|line| line.trim() == name) || vocabulary.has_group(cell)
    };
    let most = cells.len().saturating_sub(2);
    let groups = cells.iter().take(most).take_while(is_group).count();
    let (groups, row) = cells.split_at(groups);
    let row = format!("“{}: {}”", row[0], values(&row[1..]));
    match groups {
        [] => format!("写成{row}"),
        groups => {
            let groups: Vec<String> = groups.iter().map(|group| format!("“{group}:”")).collect();
            format!("在{}下面，写成{row}", groups.join("、"))
        }
    }
}

/// Cells as the values of a row.
fn values(cells: &[&str]) -> String {
    let amounts: Vec<Option<String>> =
        cells.iter().map(|cell| Some(mend::amount(cell)?.text)).collect();
    let are_amounts = cells.iter().zip(&amounts).all(|(cell, amount)| {
        cell.is_empty() || amount.as_ref().is_some_and(|it| Amount::parse(it).is_ok())
    });
    let value = |(cell, amount): (&&str, &Option<String>)| match amount {
        Some(amount) if are_amounts => amount.clone(),
        _ if cell.is_empty() && are_amounts => "0".to_owned(),
        _ if cell.is_empty() => "无".to_owned(),
        _ if cell.contains([',', '[', ']', '{', '}', '#', '"', ':'])
            || cell.starts_with(['-', '>']) =>
        {
            format!("\"{}\"", cell.replace('"', "”"))
        }
        _ => (*cell).to_owned(),
    };
    let values: Vec<String> = cells.iter().zip(&amounts).map(value).collect();
    match values.as_slice() {
        [value] => value.clone(),
        values => format!("[{}]", values.join(", ")),
    }
}
