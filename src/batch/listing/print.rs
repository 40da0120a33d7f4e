//! The table as text, as JSON and as CSV.

use comfy_table::{CellAlignment, Table, presets};
use csv::{Terminator, WriterBuilder};
use serde::Serialize;

use super::{ListedProject, Listing, ListingTotals, Wording};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::clean;
use crate::diagnostic::rule;
use crate::form::{Amount, FORM_KEY};

/// The version of the JSON's shape.
const VERSION: u32 = 1;

/// Without it, Excel takes UTF-8 for the system's encoding.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// How many characters of a cell are shown to people.
const WIDEST: usize = 200;
/// How many columns of numbers there are; they are the last ones.
const NUMBERS: usize = 6;

impl Listing {
    /// For people: columns that are aligned under full-width characters.
    pub fn to_text(&self) -> String {
        let cell = |text: Option<String>| text.map_or("—".into(), |text| clean(&one_line(&text)));
        let mut table = Table::new();
        let header = self.header();
        let first_number = header.len() - NUMBERS;
        table.load_style(presets::NOTHING).set_header(header.iter().map(|it| clean(&one_line(it))));
        for cells in self.lines() {
            table.add_row(cells.into_iter().map(cell));
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if index >= first_number {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt() + "\n"
    }

    /// For programs: amounts are texts, so that they stay exact.
    pub fn to_json(&self) -> Result<String, Diagnostic> {
        #[derive(Serialize)]
        struct Versioned<'a> {
            version: u32,
            #[serde(flatten)]
            listing: &'a Listing,
        }

        serde_json::to_string_pretty(&Versioned { version: VERSION, listing: self })
            .map(|text| text + "\n")
            .map_err(|error| unwritable(&error))
    }

    /// For spreadsheets.
    pub fn to_csv(&self) -> Result<String, Diagnostic> {
        let write = || -> Result<Vec<u8>, csv::Error> {
            let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(vec![]);
            writer.write_record(self.header().iter().map(|it| inert(clean(it))))?;
            for cells in self.lines() {
                let cells = cells.into_iter().map(Option::unwrap_or_default);
                writer.write_record(cells.map(|cell| inert(clean(&cell))))?;
            }
            writer.into_inner().map_err(|error| error.into_error().into())
        };
        let bytes = write().map_err(|error| unwritable(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| unwritable(&error))?;
        Ok(BYTE_ORDER_MARK.to_owned() + &text)
    }

    /// What the columns are called: in the form's words, as long as all forms that have
    /// some have the same.
    fn header(&self) -> Vec<String> {
        let word = |of: fn(&Wording) -> Option<&String>, otherwise: &str| {
            let mut words = self.projects.iter().filter_map(|it| of(&it.wording));
            let first = words.next().filter(|first| words.all(|word| word == *first));
            first.map_or_else(|| otherwise.to_owned(), String::clone)
        };
        let header = [
            word(|wording| wording.name.as_ref(), "名称"),
            word(|wording| wording.kind.as_ref(), "类型"),
            word(|wording| wording.total.as_ref(), "金额"),
            word(|wording| wording.half_year.as_ref(), "半年"),
            word(|wording| wording.indicators.as_ref(), "指标"),
            "页数".to_owned(),
            "错误".to_owned(),
            "警告".to_owned(),
        ];
        self.with_form("文件".to_owned(), FORM_KEY.to_owned(), header)
    }

    /// The cells of all lines; those that are not known are `None`.
    fn lines(&self) -> impl Iterator<Item = Vec<Option<String>>> {
        let projects = self.projects.iter();
        let projects =
            projects.map(|it| self.with_form(Some(it.file.clone()), it.form.clone(), cells(it)));
        let sums = |form: &str, sums: &ListingTotals| {
            self.with_form(Some("合计".into()), Some(form.to_owned()), totals(sums))
        };
        let by_form: Vec<_> =
            self.totals_by_form.iter().map(|(form, totals)| sums(form, totals)).collect();
        let all = by_form.is_empty().then(|| sums("", &self.totals));
        projects.chain(by_form).chain(all)
    }

    /// A line with its file and, where the forms differ, its form at the start.
    fn with_form<T>(&self, file: T, form: T, cells: [T; 8]) -> Vec<T> {
        let form = self.has_several_forms().then_some(form);
        [file].into_iter().chain(form).chain(cells).collect()
    }
}

fn cells(project: &ListedProject) -> [Option<String>; 8] {
    [
        project.name.clone(),
        project.kind.clone(),
        project.total.as_ref().map(amount),
        project.half_year.as_ref().map(amount),
        project.indicators.map(|count| count.to_string()),
        project.pages.map(|count| count.to_string()),
        Some(project.errors.to_string()),
        Some(project.warnings.to_string()),
    ]
}

fn totals(totals: &ListingTotals) -> [Option<String>; 8] {
    [
        Some(format!("{} 个项目", totals.projects)),
        Some(String::new()),
        totals.total.as_ref().map(amount),
        totals.half_year.as_ref().map(amount),
        Some(totals.indicators.to_string()),
        Some(totals.pages.to_string()),
        Some(totals.errors.to_string()),
        Some(totals.warnings.to_string()),
    ]
}

fn amount(amount: &Amount) -> String {
    amount.value().to_string()
}

/// A text of several lines would break the table's, and a very long one would
/// push all else out of sight.
fn one_line(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// A text that no spreadsheet takes for a formula, which might do things on the
/// computer of whoever opens the table: an apostrophe says that it is a text.
fn inert(text: String) -> String {
    match text.starts_with(|c: char| "=+-@".contains(c) || c.is_control()) {
        true => format!("'{text}"),
        false => text,
    }
}

fn unwritable(error: &dyn std::error::Error) -> Diagnostic {
    Diagnostic::new(&rule::INTERNAL, format!("写不出表格：{error}"))
}
