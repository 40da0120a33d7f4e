//! A form's changes in the words in which people read them, line by line. Nothing in
//! them does anything to those who look at it.

use serde::Serialize;

use crate::diagnostic::render::one_line;

use super::change::{Change, GroupChange, Place, Row, RowChange, RowKind, Sides};
use super::paragraphs::Paragraph;
use super::value::{AMOUNT_UNIT, ValueChange};
use super::words::{Op, Segment, Words};

/// Between the keys of a path.
pub const INTO: &str = " › ";

/// A change, as people read it.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What has changed.
    pub title: String,
    /// What became of it, where its lines alone do not tell; may be empty.
    pub remark: String,
    /// Whether the lines are paragraphs of a text.
    pub is_text: bool,
    /// What it said and says.
    pub lines: Vec<Line>,
}

/// A line of a change.
#[derive(Debug, Default, Serialize)]
pub struct Line {
    /// What part of it this is; may be empty.
    pub label: &'static str,
    /// What it said, if it was there.
    pub old: Option<Vec<Piece>>,
    /// What it says, if it is there.
    pub new: Option<Vec<Piece>>,
    /// The unit of both; may be empty.
    pub unit: &'static str,
    /// More about it; may be empty.
    pub note: String,
}

/// A part of what one side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// Whether the other side has it not.
    pub is_changed: bool,
}

impl Line {
    /// Whether both sides say the same, so that it only shows where a change is.
    pub fn is_context(&self) -> bool {
        self.old == self.new
    }
}

/// The changes of a form, as people read them.
pub fn entries(changes: &[Change]) -> impl Iterator<Item = Entry> {
    changes.iter().map(entry)
}

fn entry(change: &Change) -> Entry {
    match change {
        Change::Fact { key, words } => Entry {
            title: (*key).to_owned(),
            remark: String::new(),
            is_text: false,
            lines: vec![wording("", words)],
        },
        Change::Text { key, paragraphs } => Entry {
            title: (*key).to_owned(),
            remark: String::new(),
            is_text: true,
            lines: text(paragraphs),
        },
        Change::Total(value) => Entry {
            title: "资金总额".to_owned(),
            remark: String::new(),
            is_text: false,
            lines: vec![value_line("", AMOUNT_UNIT, value)],
        },
        Change::Row(change) => row(change),
        Change::Group(change) => group(change),
    }
}

fn pieces<'a>(segments: impl Iterator<Item = &'a Segment>) -> Vec<Piece> {
    let piece = |segment: &Segment| Piece {
        text: one_line(&segment.text),
        is_changed: segment.op != Op::Equal,
    };
    let pieces: Vec<Piece> = segments.map(piece).collect();
    if pieces.is_empty() { whole("", false) } else { pieces }
}

/// A text in one piece.
fn whole(text: &str, is_changed: bool) -> Vec<Piece> {
    let text = if text.is_empty() { "（空）".to_owned() } else { one_line(text) };
    vec![Piece { text, is_changed }]
}

fn value_line(label: &'static str, unit: &'static str, value: &ValueChange) -> Line {
    Line {
        label,
        old: Some(whole(&value.old, true)),
        new: Some(whole(&value.new, true)),
        unit,
        note: match &value.difference {
            Some(difference) => difference.to_string(),
            None => blanks(&value.old, &value.new).to_owned(),
        },
    }
}

fn row(change: &RowChange) -> Entry {
    let unit = if change.kind == RowKind::Expense { AMOUNT_UNIT } else { "" };
    let columns = change.kind.columns();
    let lines = match &change.sides {
        Sides::Added(row) => columns
            .into_iter()
            .zip(&row.values)
            .map(|(label, value)| Line {
                label,
                new: Some(whole(value, true)),
                unit,
                ..Line::default()
            })
            .collect(),
        Sides::Removed(row) => columns
            .into_iter()
            .zip(&row.values)
            .map(|(label, value)| Line {
                label,
                old: Some(whole(value, true)),
                unit,
                ..Line::default()
            })
            .collect(),
        Sides::Kept { .. } => {
            let name = change.renamed().map(|names| renaming("名称", names));
            let values = columns.into_iter().zip(change.values());
            let values = values.filter_map(|(label, value)| Some(value_line(label, unit, &value?)));
            name.into_iter().chain(values).collect()
        }
    };
    let sides = change.sides.as_ref().map(|row| row.path.as_slice());
    let remark = [existence(&sides).to_owned(), place(&sides, &change.place)];
    Entry { title: title(sides.last()), remark: joined(remark), is_text: false, lines }
}

fn renaming(label: &'static str, (old, new): (&str, &str)) -> Line {
    wording(label, &Words::of(old, new))
}

fn wording(label: &'static str, words: &Words) -> Line {
    let text = |segments: &mut dyn Iterator<Item = &Segment>| -> String {
        segments.map(|segment| segment.text.as_str()).collect()
    };
    Line {
        label,
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

fn group(change: &GroupChange) -> Entry {
    let sides = change.sides.as_ref().map(Vec::as_slice);
    let level = if sides.last().len() == 2 { "一级指标" } else { "二级指标" };
    let mut lines: Vec<Line> =
        change.renamed().map(|names| renaming("名称", names)).into_iter().collect();
    let above = sides.last().len();
    lines.extend(change.rows.iter().map(|row| {
        let text = Some(whole(&summary(row, above), true));
        match change.sides {
            Sides::Removed(_) => Line { old: text, ..Line::default() },
            _ => Line { new: text, ..Line::default() },
        }
    }));
    let content = match change.rows.len() {
        0 => String::new(),
        count => format!("含 {count} 个三级指标"),
    };
    let existence = match existence(&sides) {
        "" => String::new(),
        what => format!("{what}{level}"),
    };
    let remark = joined([existence, content, place(&sides, &change.place)]);
    Entry { title: title(sides.last()), remark, is_text: false, lines }
}

/// An indicator on one line, without the first keys of its path.
fn summary(row: &Row, above: usize) -> String {
    let name = row.path[above.min(row.path.len())..].join(INTO);
    let [half_year, full_year] = &row.values;
    format!("{name}: 半年 {half_year}，全年 {full_year}")
}

/// A path without what is clear from the rest of it.
fn title(path: &[String]) -> String {
    let path = path.strip_prefix(&["项目资金".to_owned()]).unwrap_or(path);
    one_line(&path.join(INTO))
}

fn existence<T>(sides: &Sides<T>) -> &'static str {
    match sides {
        Sides::Added(_) => "新增",
        Sides::Removed(_) => "删去",
        Sides::Kept { .. } => "",
    }
}

fn place(sides: &Sides<&[String]>, place: &Place) -> String {
    match (place, sides) {
        (Place::Moved, Sides::Kept { old: [_, groups @ .., _], .. }) => {
            format!("从“{}”移来", one_line(&groups.join(INTO)))
        }
        (Place::Reordered { after: Some(name) }, _) => {
            format!("改排在“{}”之后", one_line(name))
        }
        (Place::Reordered { after: None }, _) => "改排在最前".to_owned(),
        _ => String::new(),
    }
}

fn joined<const N: usize>(remarks: [String; N]) -> String {
    let remarks: Vec<String> = remarks.into_iter().filter(|it| !it.is_empty()).collect();
    remarks.join("，")
}

/// The paragraphs that have changed, each with the one before and behind it.
fn text(paragraphs: &[Paragraph]) -> Vec<Line> {
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

fn elided(paragraphs: &[Paragraph]) -> Option<Line> {
    match paragraphs {
        [] => None,
        [one] => Some(paragraph(one)),
        more => {
            Some(Line { note: format!("…（{} 段未变）", more.len()), ..Line::default() })
        }
    }
}

fn paragraph(paragraph: &Paragraph) -> Line {
    let (old, new, note) = match paragraph {
        Paragraph::Kept(text) => (Some(whole(text, false)), Some(whole(text, false)), ""),
        Paragraph::Added(text) => (None, Some(whole(text, true)), ""),
        Paragraph::Removed(text) => (Some(whole(text, true)), None, ""),
        Paragraph::MovedAway(text) => (Some(whole(text, true)), None, "移到别处"),
        Paragraph::MovedHere(text) => (None, Some(whole(text, true)), "从别处移来"),
        Paragraph::Changed(words) => return wording("", words),
    };
    Line { old, new, note: note.to_owned(), ..Line::default() }
}
