//! The list of what was found, in lines.

use serde::Serialize;
use typst::text::FontVariant;

use super::items::Item;
use crate::diagnostic::Severity;
use crate::diagnostic::render::elsewhere;
use crate::diagnostic::render::position::Positions;
use crate::form::FontFamilies;
use crate::print::compose::{Fill, set};
use crate::print::fonts::{Fonts, LookUp};
use crate::print::view::ViewCell;

/// How many findings are listed.
const MOST: usize = 200;
/// How many lines a row may have that stays on one page.
const MOST_TOGETHER: usize = 25;
/// How long words on other places may be, in characters.
const LONGEST: usize = 300;
/// The size of the type, and what a cell leaves free at its sides, in points.
pub const SIZE: f64 = 10.0;
pub const INSET: f64 = 4.0;
/// How wide 序号 and 级别 are, in points.
const NARROW: [f64; 2] = [32.0, 36.0];
/// How the rest is shared by where it is, what it is, and how to mend it.
const SHARES: [f64; 3] = [0.24, 0.38, 0.38];
/// What the columns say.
const LABELS: [&str; 5] = ["序号", "级别", "在哪里", "有什么问题", "怎样改"];

/// What there is to list.
pub struct List<'a> {
    /// What users call the project file.
    pub file: &'a str,
    /// What was found.
    pub items: &'a [Item<'a>],
    /// The form's cells.
    pub cells: &'a [ViewCell],
    /// How many pages the form has.
    pub form: usize,
}

/// A list, its texts in lines.
#[derive(Debug, Serialize)]
pub struct SetList {
    /// What is said before it, line by line.
    pub notes: String,
    /// The labels of its columns.
    pub labels: [&'static str; 5],
    /// Its rows.
    pub rows: Vec<SetRow>,
}

/// A row.
#[derive(Debug, Serialize)]
pub struct SetRow {
    /// Whether it may run over pages.
    breaks: bool,
    pub cells: [String; 5],
}

impl<'a> List<'a> {
    /// How much there is, in words.
    fn summary(&self) -> String {
        let count = |severity| self.items.iter().filter(|it| it.found.severity == severity).count();
        let severities = [Severity::Error, Severity::Warning, Severity::Hint];
        let counts = severities.map(|severity| (count(severity), severity.title()));
        let found = counts.iter().filter(|(count, _)| *count > 0);
        let mut words: Vec<_> = found.map(|(count, title)| format!("{count} 处{title}")).collect();
        let blank = self.cells.iter().filter(|cell| cell.blank).count();
        words.extend((blank > 0).then(|| format!("{blank} 格没有填")));
        words.join("，")
    }

    /// What stands at the top of each of the form's pages.
    pub fn note(&self) -> String {
        match self.items.is_empty() {
            true => {
                "草稿，不能报送。没有查出要改的地方：不加 --draft 再排，就是可以报送的表格".into()
            }
            false => format!("草稿，不能报送。有 {}，见第 {} 页", self.summary(), self.form + 1),
        }
    }

    /// The list in lines, for columns of these widths.
    pub fn set(&self, columns: &[f64; 5], fonts: &Fonts, families: &FontFamilies) -> SetList {
        let metrics = fonts.metrics(&families.body, FontVariant::default());
        let body = metrics.look_up(fonts);
        let mut rows = self.rows(columns, body);
        if let more @ 1.. = self.items.len().saturating_sub(MOST) {
            let more = format!("还有 {more} 处，没有列出：改好这些，再排一次");
            let (more, _) = set(&more, room(columns[3]), Fill::Even, body);
            let cells = ["".into(), "".into(), "".into(), more, "".into()];
            rows.push(SetRow { breaks: false, cells });
        }
        let whole = columns.iter().sum::<f64>() / SIZE;
        let notes = self.notes();
        let notes = notes.iter().map(|note| set(note, whole, Fill::Full, body).0);
        SetList { notes: notes.collect::<Vec<_>>().join("\n"), labels: LABELS, rows }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![format!("{}：{}。", file_name(self.file), self.summary())];
        if self.cells.iter().any(|cell| cell.blank) {
            notes.push("前面表里浅色的格子还没有填。".into());
        }
        if self.items.iter().any(|item| !item.cells.is_empty()) {
            notes.push("前面表里格子右上角的数字，是下面的序号。".into());
        }
        notes.push("改好以后，不加 --draft 再排，排出来的才是可以报送的表格。".into());
        notes
    }

    fn rows(&self, columns: &[f64; 5], body: LookUp) -> Vec<SetRow> {
        let mut positions = Positions::default();
        let mut rows = Vec::new();
        for (item, number) in self.items.iter().take(MOST).zip(1..) {
            let found = item.found;
            let other: String = elsewhere(found, &mut positions).chars().take(LONGEST).collect();
            let other = (!other.is_empty()).then(|| format!("另见：{other}"));
            let cells = [
                vec![number.to_string()],
                vec![found.severity.title().to_owned()],
                self.whereabouts(item, &mut positions),
                [found.message.clone()].into_iter().chain(other).collect(),
                found.help.clone().into_iter().collect(),
            ];
            rows.push(row(&cells, columns, body));
        }
        rows
    }

    /// Where something was found: in words, on the form's pages, and in which file.
    fn whereabouts(&self, item: &'a Item<'a>, positions: &mut Positions<'a>) -> Vec<String> {
        let page = pages(item.cells.iter().filter_map(|&cell| self.cells.get(cell)));
        let place = item.found.places.first();
        let line = place.and_then(|place| positions.of_place(place));
        let line = line.map(|range| format!("第 {} 行", range.start.line)).unwrap_or_default();
        // Most of it is in the project file, which is named above.
        let file = place.map(|place| match place.file.name() {
            name if name == self.file && line.is_empty() => String::new(),
            name if name == self.file => format!("文件{line}"),
            name => format!("{} {line}", file_name(name)),
        });
        let lines = [item.label.map(str::to_owned), page, file].into_iter().flatten();
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// The widths of the columns of a table that is so wide.
pub fn columns(width: f64) -> [f64; 5] {
    let [number, severity] = NARROW;
    let [r#where, what, how] = SHARES.map(|share| (share * (width - number - severity)).floor());
    [number, severity, r#where, what, how]
}

fn row(cells: &[Vec<String>; 5], columns: &[f64; 5], body: LookUp) -> SetRow {
    let mut most = 0;
    let mut texts = [const { String::new() }; 5];
    for ((text, paragraphs), width) in texts.iter_mut().zip(cells).zip(columns) {
        let set = paragraphs.iter().map(|it| set(it, room(*width), Fill::Full, body));
        let (lines, counts): (Vec<_>, Vec<_>) = set.unzip();
        most = most.max(counts.iter().sum());
        *text = lines.join("\n");
    }
    SetRow { breaks: most > MOST_TOGETHER, cells: texts }
}

fn room(width: f64) -> f64 {
    (width - 2.0 * INSET) / SIZE
}

/// The pages that some cells stand on.
fn pages<'a>(cells: impl Iterator<Item = &'a ViewCell>) -> Option<String> {
    let pages = cells.flat_map(|cell| &cell.areas).map(|area| area.0 + 1);
    let (first, last) = pages.fold(None, |range, page| match range {
        None => Some((page, page)),
        Some((first, last)) => Some((page.min(first), page.max(last))),
    })?;
    Some(match first == last {
        true => format!("第 {first} 页"),
        false => format!("第 {first}～{last} 页"),
    })
}

/// What a file is called, without the folders that it is in.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
