//! A form's changes in the words in which people read them, line by line. Nothing in
//! them does anything to those who look at it.

use serde::Serialize;

use crate::diagnostic::render::one_line;
use crate::form::FORM_KEY;

use super::change::{
    Change, ComparedColumn, ComparedRow, FieldName, FormChange, GroupChange, NewPlace, RowChange,
    RowField, Sides,
};
use super::paragraphs::Paragraph;
use super::value::ValueChange;
use super::words::{Op, Segment, Words};

/// Between the keys of a path.
pub const INTO: &str = " › ";
/// What there is to say where nothing is said.
const BLANK: &str = "（空）";
/// Up to so many characters on both sides together, a value is told in one piece.
const SHORT: usize = 60;

/// A change, as people read it.
#[derive(Debug, Serialize)]
pub struct ChangeEntry {
    /// What has changed.
    pub title: String,
    /// What became of it, where its lines alone do not tell; may be empty.
    pub remark: String,
    /// Whether the lines are paragraphs of a text.
    pub is_text: bool,
    /// What it said and says.
    pub lines: Vec<ChangeLine>,
}

/// A line of a change.
#[derive(Debug, Default, Serialize)]
pub struct ChangeLine {
    /// What part of it this is; may be empty.
    pub label: String,
    /// What it said, if it was there.
    pub old: Option<Vec<ChangePiece>>,
    /// What it says, if it is there.
    pub new: Option<Vec<ChangePiece>>,
    /// The unit of both; may be empty.
    pub unit: &'static str,
    /// More about it; may be empty.
    pub note: String,
}

/// A part of what one side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangePiece {
    /// What it says.
    pub text: String,
    /// Whether the other side has it not.
    pub is_changed: bool,
}

impl ChangeLine {
    /// Whether both sides say the same, so that it only shows where a change is.
    pub fn is_context(&self) -> bool {
        self.old == self.new
    }
}

/// The changes of a form, as people read them.
pub fn entries(changes: &[Change]) -> impl Iterator<Item = ChangeEntry> {
    changes.iter().map(entry)
}

fn entry(change: &Change) -> ChangeEntry {
    match change {
        Change::Form(change) => form(change),
        Change::Fact { field, words } => of_field(field, false, vec![wording("", words)]),
        Change::Text { field, paragraphs } => of_field(field, true, text(paragraphs)),
        Change::Amount { field, unit, value } => {
            of_field(field, false, vec![value_line("", unit, value)])
        }
        Change::Row(change) => row(change),
        Change::Group(change) => group(change),
        Change::Other => ChangeEntry {
            title: "其他".to_owned(),
            remark: "有改动，但说不出是哪一处，请对照两份文件".to_owned(),
            is_text: false,
            lines: Vec::new(),
        },
    }
}

fn of_field(field: &FieldName, is_text: bool, lines: Vec<ChangeLine>) -> ChangeEntry {
    ChangeEntry { title: one_line(&field.title), remark: String::new(), is_text, lines }
}

/// Which form it was and is, and what only one of the two has.
fn form(FormChange { names, since, sole }: &FormChange) -> ChangeEntry {
    let is_other = names[0] != names[1];
    let sole = [("旧表", &sole[0]), ("新表", &sole[1])].into_iter();
    let sole = sole.filter(|(_, fields)| !fields.is_empty()).map(|(side, fields)| {
        let fields: Vec<String> = fields.iter().map(|path| path.join(INTO)).collect();
        let note = format!("只有{side}有：{}", one_line(&fields.join("、")));
        ChangeLine { note, ..ChangeLine::default() }
    });
    let mut lines: Vec<ChangeLine> = sole.collect();
    let (title, label, [old, new]) = match is_other {
        true => (FORM_KEY, "名称", names.clone()),
        false => ("版式", "起用", since.map(|since| format!("{since} 年度"))),
    };
    let label = if lines.is_empty() { "" } else { label };
    lines.insert(
        0,
        ChangeLine {
            label: label.to_owned(),
            old: Some(whole(&old, true)),
            new: Some(whole(&new, true)),
            ..ChangeLine::default()
        },
    );
    ChangeEntry { title: title.to_owned(), remark: String::new(), is_text: false, lines }
}

fn pieces<'a>(segments: impl Iterator<Item = &'a Segment>) -> Vec<ChangePiece> {
    let piece = |segment: &Segment| ChangePiece {
        text: one_line(&segment.text),
        is_changed: segment.op != Op::Equal,
    };
    let pieces: Vec<ChangePiece> = segments.map(piece).collect();
    if pieces.is_empty() { whole("", false) } else { pieces }
}

/// A text in one piece.
fn whole(text: &str, is_changed: bool) -> Vec<ChangePiece> {
    let text = if text.is_empty() { BLANK.to_owned() } else { one_line(text) };
    vec![ChangePiece { text, is_changed }]
}

fn value_line(label: &str, unit: &'static str, value: &ValueChange) -> ChangeLine {
    let ValueChange { old, new, difference } = value;
    let length = old.chars().count() + new.chars().count();
    if difference.is_none() && length > SHORT && !old.is_empty() && !new.is_empty() {
        return wording(label, &Words::of(old, new));
    }
    ChangeLine {
        label: one_line(label),
        old: Some(whole(old, true)),
        new: Some(whole(new, true)),
        unit,
        note: match difference {
            Some(difference) => difference.to_string(),
            None => blanks(old, new).to_owned(),
        },
    }
}

fn row(change: &RowChange) -> ChangeEntry {
    let columns = &change.of.columns;
    let lines = match &change.sides {
        Sides::Added(row) => values(&change.of, row)
            .map(|(column, value)| ChangeLine { new: value, ..of_column(column) })
            .collect(),
        Sides::Removed(row) => values(&change.of, row)
            .map(|(column, value)| ChangeLine { old: value, ..of_column(column) })
            .collect(),
        Sides::Kept { .. } => {
            let name = change.renamed().map(renaming);
            let values = columns.iter().zip(change.values());
            let values = values.filter_map(|(column, value)| {
                Some(value_line(&column.key, column.kind.unit(), &value?))
            });
            name.into_iter().chain(values).collect()
        }
    };
    let sides = change.sides.as_ref().map(|row| row.path.as_slice());
    let remark = [existence(&sides).to_owned(), place(&change.of, &sides, &change.place)];
    let title = title(&change.of, sides.last());
    ChangeEntry { title, remark: joined(remark), is_text: false, lines }
}

/// What a row that is on one side only says, but for blanks that may be there.
fn values<'a>(
    of: &'a RowField,
    row: &'a ComparedRow,
) -> impl Iterator<Item = (&'a ComparedColumn, Option<Vec<ChangePiece>>)> {
    said(of, row).map(|(column, value)| (column, Some(whole(value, true))))
}

fn said<'a>(
    of: &'a RowField,
    row: &'a ComparedRow,
) -> impl Iterator<Item = (&'a ComparedColumn, &'a str)> {
    let values = of.columns.iter().zip(&row.values);
    let values = values.filter_map(|(column, value)| Some((column, value.as_deref()?)));
    values.filter(|(column, value)| column.is_required || !value.is_empty())
}

fn of_column(column: &ComparedColumn) -> ChangeLine {
    ChangeLine { label: one_line(&column.key), unit: column.kind.unit(), ..ChangeLine::default() }
}

fn renaming((old, new): (&str, &str)) -> ChangeLine {
    wording("名称", &Words::of(old, new))
}

fn wording(label: &str, words: &Words) -> ChangeLine {
    let text = |segments: &mut dyn Iterator<Item = &Segment>| -> String {
        segments.map(|segment| segment.text.as_str()).collect()
    };
    ChangeLine {
        label: one_line(label),
        old: Some(pieces(words.before())),
        new: Some(pieces(words.after())),
        unit: "",
        note: blanks(&text(&mut words.before()), &text(&mut words.after())).to_owned(),
    }
}

/// What is said where a change is hard to see.
fn blanks(old: &str, new: &str) -> &'static str {
    let visible = |text: &str| -> String { text.split_whitespace().collect() };
    if visible(old) == visible(new) { "只是空格不同" } else { "" }
}

fn group(change: &GroupChange) -> ChangeEntry {
    let sides = change.sides.as_ref().map(Vec::as_slice);
    let of = &change.of;
    let mut lines: Vec<ChangeLine> = change.renamed().map(renaming).into_iter().collect();
    let above = sides.last().len();
    lines.extend(change.rows.iter().map(|row| {
        let name = row.path.get(above..).unwrap_or_default().join(INTO);
        let text = Some(whole(&format!("{name}: {}", in_short(of, row)), true));
        match change.sides {
            Sides::Removed(_) => ChangeLine { old: text, ..ChangeLine::default() },
            _ => ChangeLine { new: text, ..ChangeLine::default() },
        }
    }));
    let content = match change.rows.len() {
        0 => String::new(),
        count => format!("含 {count} 个{}", one_line(of.row())),
    };
    let existence = match existence(&sides) {
        "" => String::new(),
        what => format!("{what}{}", one_line(of.group(sides.last()))),
    };
    let remark = joined([existence, content, place(of, &sides, &change.place)]);
    ChangeEntry { title: title(of, sides.last()), remark, is_text: false, lines }
}

/// What a row says, on one line: `半年 6 万元，全年 13 万元`; a single column needs no name.
pub fn in_short(of: &RowField, row: &ComparedRow) -> String {
    let value = |(column, value): (&ComparedColumn, &str)| {
        let value = with_unit(value, column.kind.unit());
        match of.columns.len() {
            1 => value,
            _ => format!("{} {value}", column.short),
        }
    };
    let values: Vec<String> = said(of, row).map(value).collect();
    if values.is_empty() { BLANK.to_owned() } else { values.join("，") }
}

/// A value with the unit behind it, if there is any of both.
pub fn with_unit(value: &str, unit: &str) -> String {
    if value.is_empty() || unit.is_empty() { value.to_owned() } else { format!("{value} {unit}") }
}

/// The title of the field and the names that lead on from there.
fn title(of: &RowField, path: &[String]) -> String {
    let names = path.get(of.field.path.len()..).unwrap_or_default();
    one_line(&[&[of.field.title.clone()][..], names].concat().join(INTO))
}

fn existence<T>(sides: &Sides<T>) -> &'static str {
    match sides {
        Sides::Added(_) => "新增",
        Sides::Removed(_) => "删去",
        Sides::Kept { .. } => "",
    }
}

fn place(of: &RowField, sides: &Sides<&[String]>, place: &NewPlace) -> String {
    match (place, sides) {
        (NewPlace::Moved, Sides::Kept { old, .. }) => {
            let end = old.len().saturating_sub(1);
            let groups = old.get(of.field.path.len()..end).unwrap_or_default();
            format!("从“{}”移来", one_line(&groups.join(INTO)))
        }
        (NewPlace::Reordered { after: Some(name) }, _) => {
            format!("改排在“{}”之后", one_line(name))
        }
        (NewPlace::Reordered { after: None }, _) => "改排在最前".to_owned(),
        _ => String::new(),
    }
}

fn joined<const N: usize>(remarks: [String; N]) -> String {
    let remarks: Vec<String> = remarks.into_iter().filter(|it| !it.is_empty()).collect();
    remarks.join("，")
}

/// The paragraphs that have changed, each with the one before and behind it.
fn text(paragraphs: &[Paragraph]) -> Vec<ChangeLine> {
    let is_kept = |paragraph: &Paragraph| matches!(paragraph, Paragraph::Kept(_));
    let mut lines = Vec::new();
    let mut is_first = true;
    let mut rest = paragraphs;
    while !rest.is_empty() {
        let kept = rest.iter().take_while(|paragraph| is_kept(paragraph)).count();
        let (run, behind) = rest.split_at(kept);
        // A paragraph at either end, if a change is there.
        let start = usize::from(!is_first).min(run.len());
        let end = run.len().saturating_sub(usize::from(!behind.is_empty())).max(start);
        lines.extend(run[..start].iter().map(paragraph));
        lines.extend(elided(&run[start..end]));
        lines.extend(run[end..].iter().map(paragraph));
        let changed = behind.iter().take_while(|paragraph| !is_kept(paragraph)).count();
        lines.extend(behind[..changed].iter().map(paragraph));
        (rest, is_first) = (&behind[changed..], false);
    }
    lines
}

fn elided(paragraphs: &[Paragraph]) -> Option<ChangeLine> {
    match paragraphs {
        [] => None,
        [one] => Some(paragraph(one)),
        more => Some(ChangeLine {
            note: format!("…（{} 段未变）", more.len()),
            ..ChangeLine::default()
        }),
    }
}

fn paragraph(paragraph: &Paragraph) -> ChangeLine {
    let (old, new, note) = match paragraph {
        Paragraph::Kept(text) => (Some(whole(text, false)), Some(whole(text, false)), ""),
        Paragraph::Added(text) => (None, Some(whole(text, true)), ""),
        Paragraph::Removed(text) => (Some(whole(text, true)), None, ""),
        Paragraph::MovedAway(text) => (Some(whole(text, true)), None, "移到别处"),
        Paragraph::MovedHere(text) => (None, Some(whole(text, true)), "从别处移来"),
        Paragraph::Changed(words) => return wording("", words),
    };
    ChangeLine { old, new, note: note.to_owned(), ..ChangeLine::default() }
}
