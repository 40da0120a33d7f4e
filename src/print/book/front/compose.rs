//! From what a book says before its forms to lines and pages.

use typst::text::FontVariant;

use super::{Front, Item, Manner, SCHEME, Section, SetCell, SetCover, SetRow, Sheet};
use crate::form::FontFamilies;
use crate::print::compose::{Fill, TITLE, printable, set};
use crate::print::fonts::{Fonts, LookUp};

/// A millimetre, in points.
const MILLIMETRE: f64 = 72.0 / 25.4;
/// The page between its margins, in points.
const WIDTH: f64 = (210.0 - 2.0 * super::print::MARGIN.0) * MILLIMETRE;
const HEIGHT: f64 = (297.0 - 2.0 * super::print::MARGIN.1) * MILLIMETRE;
/// The heading of the contents with the space below it, in points.
const HEADING: f64 = 20.0 + 14.0;
/// The widths of 序号, 资金总额 and 页码, and that of 表 where there is such a column, in
/// points.
const NUMBER: f64 = 32.0;
const TOTAL: f64 = 78.0;
const PAGE: f64 = 36.0;
const FORM: f64 = 64.0;
/// How much of the rest the 项目名称 takes; the other part is the 实施单位's.
const NAME: f64 = 0.56;
/// How many pages of contents are typeset at a time.
const SHEETS: usize = 16;
/// How wide the title and a fact may be on the cover, in points.
const COVER: (f64, f64) = (420.0, super::print::FACT.1 - 16.0);

/// The first pages of a book with this front, set in these families.
pub fn compose(front: &Front, title: &str, fonts: &Fonts, families: &FontFamilies) -> Vec<Section> {
    let plain = FontVariant::default();
    let metrics = [
        fonts.metrics(&families.title, TITLE),
        fonts.metrics(&families.body, plain),
        fonts.metrics(&families.label, plain),
    ];
    let [heading, body, label] = metrics.each_ref().map(|metrics| metrics.look_up(fonts));
    let columns = columns(front.labels.has_forms);
    let setter = Setter { body, label, columns: &columns };
    let labels: Vec<String> = labels(front);
    let sheets = setter.sheets(&front.items, front.labels.has_forms, &labels);
    let cover_line = |text: &str, room, characters| set(text, room, Fill::Even, characters).0;
    let cover = SetCover {
        year: cover_line(&front.year, COVER.0 / super::print::YEAR, body),
        title: cover_line(&front.title, COVER.0 / super::print::HEADING, heading),
        facts: (front.facts.iter())
            .map(|(name, text)| {
                let room = |width: f64| width / super::print::FACT_SIZE;
                let name = cover_line(name, room(super::print::FACT.0 - 16.0), label);
                (name, cover_line(text, room(COVER.1), body))
            })
            .collect(),
    };
    let mut cover = Some(cover);
    let section = |sheets: &[Sheet]| Section {
        families: families.clone(),
        title: printable(title, body),
        since: front.since.clone(),
        cover: cover.take(),
        labels: labels.clone(),
        columns: columns.clone(),
        sheets: sheets.to_vec(),
    };
    sheets.chunks(SHEETS).map(section).collect()
}

/// The widths of the columns, in points.
fn columns(has_forms: bool) -> Vec<f64> {
    let form = has_forms.then_some(FORM);
    let rest = WIDTH - NUMBER - TOTAL - PAGE - form.unwrap_or_default();
    let name = (rest * NAME).round();
    let columns = [NUMBER, name].into_iter().chain(form);
    columns.chain([(rest - name).floor(), TOTAL, PAGE]).collect()
}

fn labels(front: &Front) -> Vec<String> {
    let form = front.labels.has_forms.then(|| "表".to_owned());
    let total = format!("{}\n（万元）", front.labels.total);
    let labels = ["序号".into(), "项目名称".into()].into_iter().chain(form);
    labels.chain(["实施单位".into(), total, "页码".into()]).collect()
}

/// Sets texts into the cells of the contents.
struct Setter<'a> {
    body: LookUp<'a>,
    label: LookUp<'a>,
    columns: &'a [f64],
}

impl Setter<'_> {
    /// The pages of the contents, at least one.
    fn sheets(&self, items: &[Item], has_forms: bool, labels: &[String]) -> Vec<Sheet> {
        let head = height(labels.iter().map(|label| label.lines().count()).max().unwrap_or(1));
        let mut sheets: Vec<Sheet> = Vec::new();
        let mut left = 0.0;
        let begin = |sheets: &mut Vec<Sheet>| {
            let heading = sheets.is_empty().then(|| "目录".to_owned());
            let used = head + if heading.is_some() { HEADING } else { 0.0 };
            let footer = roman(sheets.len() + 1);
            sheets.push(Sheet { heading, footer, head, rows: Vec::new() });
            HEIGHT - used
        };
        let mut folder: Option<&str> = None;
        let mut number = 0;
        let mut chapter = 0;
        for (index, item) in items.iter().enumerate() {
            let row = match item {
                Item::Folder(name) => {
                    folder = Some(name);
                    self.folder(name)
                }
                Item::Form { .. } => {
                    (number, chapter) = (number + 1, chapter + 1);
                    self.form(item, has_forms, number, chapter - 1)
                }
                Item::Missing { name, why } => {
                    number += 1;
                    self.missing(name, why, number)
                }
            };
            // A folder does not stand at the end of a page without a form.
            let below = match (item, items.get(index + 1)) {
                (Item::Folder(_), Some(Item::Form { .. })) => {
                    self.form(&items[index + 1], has_forms, number + 1, chapter).height
                }
                (Item::Folder(_), Some(_)) => height(2),
                _ => 0.0,
            };
            if sheets.is_empty() || row.height + below > left {
                let is_first = sheets.is_empty();
                left = begin(&mut sheets);
                if let Some(name) = folder
                    && !is_first
                    && !matches!(item, Item::Folder(_))
                {
                    let again = self.folder(&format!("{name}（续）"));
                    left -= again.height;
                    sheets.last_mut().into_iter().for_each(|it| it.rows.push(again.clone()));
                }
            }
            left -= row.height;
            if let Some(sheet) = sheets.last_mut() {
                sheet.rows.push(row);
            }
        }
        sheets
    }

    fn folder(&self, name: &str) -> SetRow {
        let all = 0..self.columns.len();
        self.row(None, [(name, all, Manner::Label)])
    }

    fn form(&self, item: &Item, has_forms: bool, number: usize, chapter: usize) -> SetRow {
        let Item::Form { name, form, unit, total, page } = item else {
            return self.folder("");
        };
        let (number, page) = (number.to_string(), page.to_string());
        let form = has_forms.then_some((form.as_str(), Manner::Value));
        let cells = [(number.as_str(), Manner::Value), (name, Manner::Text)].into_iter();
        let cells = cells.chain(form).chain([
            (unit.as_str(), Manner::Text),
            (total, Manner::Amount),
            (&page, Manner::Value),
        ]);
        let cells =
            cells.enumerate().map(|(column, (text, manner))| (text, column..column + 1, manner));
        self.row(Some(format!("{SCHEME}{chapter}")), cells)
    }

    fn missing(&self, name: &str, why: &str, number: usize) -> SetRow {
        let last = self.columns.len() - 1;
        let number = number.to_string();
        let cells = [
            (number.as_str(), 0..1, Manner::Value),
            (name, 1..2, Manner::Text),
            (why, 2..last, Manner::Text),
            ("—", last..last + 1, Manner::Value),
        ];
        self.row(None, cells)
    }

    fn row<'t>(
        &self,
        link: Option<String>,
        cells: impl IntoIterator<Item = (&'t str, std::ops::Range<usize>, Manner)>,
    ) -> SetRow {
        let mut most = 1;
        let cell = |(text, columns, manner): (&str, std::ops::Range<usize>, Manner)| {
            let width: f64 = self.columns[columns.clone()].iter().sum();
            let room = (width - 2.0 * super::print::INSET.0) / super::print::SIZE;
            let characters = if manner == Manner::Label { self.label } else { self.body };
            let (text, count) = set(text, room, Fill::Even, characters);
            most = most.max(count);
            SetCell { text, over: columns.len(), manner }
        };
        let cells = cells.into_iter().map(cell).collect();
        SetRow { height: height(most), link, cells }
    }
}

/// How high a row with so many lines is, in points.
fn height(lines: usize) -> f64 {
    use super::print::{INSET, LEADING, SIZE};
    let height = lines as f64 * SIZE + (lines - 1) as f64 * LEADING + 2.0 * INSET.1;
    (height * 100.0).round() / 100.0
}

/// A number in Roman numerals, as readers count pages of such labels.
fn roman(number: usize) -> String {
    const NUMERALS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while left >= value {
            text.push_str(numeral);
            left -= value;
        }
    }
    text
}
