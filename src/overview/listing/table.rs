//! The table for people: the columns, and the lines with their sums.

use super::totals::{self, ListingTotals};
use super::{ListedProject, Listing};
use crate::form::{Amount, Attribute, Form};
use crate::tabular::{ColumnKind, DataColumn, DataRow, DataTable, Datum, RowKind, Tables};

/// What the table is called.
pub(super) const TITLE: &str = "项目一览表";

impl Listing {
    /// The table with the columns that were chosen, or with those that people ask for most;
    /// on a page or in a spreadsheet there is room for more of them.
    pub fn tables(&self, is_wide: bool) -> Tables {
        let columns = self.columns(is_wide);
        let mut table = DataTable {
            title: TITLE.to_owned(),
            columns: columns.iter().map(|it| self.column(it)).collect(),
            ..DataTable::default()
        };
        let groups = match &self.arrangement.by {
            Some(by) => {
                let is_one = |a: &ListedProject, b: &ListedProject| a.group(by) == b.group(by);
                self.projects.chunk_by(is_one).collect()
            }
            None => vec![self.projects.as_slice()],
        };
        let view = View { columns: &columns, by: self.arrangement.by.as_ref() };
        for projects in groups.into_iter().filter(|group| !group.is_empty()) {
            let group = view.by.map(|by| view.group_title(projects[0].group(by)));
            table.rows.extend(projects.iter().map(|it| DataRow {
                kind: RowKind::Entry,
                is_grave: it.errors > 0,
                group: group.clone(),
                cells: columns.iter().map(|attribute| it.datum(attribute)).collect(),
            }));
            if group.is_some() {
                table.rows.extend(view.sums(projects, group.as_deref()));
            }
        }
        table.rows.extend(view.sums(&self.projects, None));
        view.label_column(&mut table);
        let mut tables = vec![table];
        // Where there is room, the groups stand in a table of their own, too.
        if is_wide && self.arrangement.by.is_some() {
            tables.push(self.summary());
        }
        Tables { title: TITLE.to_owned(), notes: self.notes(), tables }
    }

    /// What there is to say of the numbers.
    pub(super) fn notes(&self) -> Vec<String> {
        let money = [Attribute::Total, Attribute::HalfYear];
        let has_money = self.columns(true).iter().any(|column| money.contains(column));
        has_money.then(|| "金额单位：万元".to_owned()).into_iter().collect()
    }

    fn columns(&self, is_wide: bool) -> Vec<Attribute> {
        let mut columns = self.arrangement.columns.clone().unwrap_or_else(|| {
            let form = (!self.totals_by_form.is_empty()).then_some(Attribute::Form);
            let person = is_wide.then_some(Attribute::Person);
            let start = [Attribute::Name].into_iter().chain(form);
            let who = [Attribute::Department, Attribute::Unit].into_iter().chain(person);
            let numbers = [
                Attribute::Type,
                Attribute::Total,
                Attribute::HalfYear,
                Attribute::Indicators,
                Attribute::Errors,
                Attribute::Warnings,
                Attribute::File,
            ];
            start.chain(who).chain(numbers).collect()
        });
        if let Some(by) = self.arrangement.by.as_ref().filter(|by| !columns.contains(by)) {
            columns.insert(0, by.clone());
        }
        columns
    }

    pub(super) fn column(&self, attribute: &Attribute) -> DataColumn {
        let forms = self.projects.iter().filter_map(|it| it.definition.as_deref());
        let mut distinct: Vec<&Form> = Vec::new();
        for form in forms {
            if !distinct.iter().any(|other| std::ptr::eq(*other, form)) {
                distinct.push(form);
            }
        }
        let kind = match attribute {
            Attribute::File | Attribute::Folder => ColumnKind::Path,
            attribute if attribute.is_number() => ColumnKind::Number,
            _ => ColumnKind::Text,
        };
        let is_group = self.arrangement.by.as_ref() == Some(attribute);
        DataColumn { is_group, ..DataColumn::new(attribute.title_in(distinct), kind) }
    }
}

/// How the sums are shown.
struct View<'a> {
    columns: &'a [Attribute],
    by: Option<&'a Attribute>,
}

impl View<'_> {
    /// What people read above the projects of a group.
    fn group_title(&self, name: Option<String>) -> String {
        let unknown = || format!("不知道{}", self.by.map_or("", Attribute::title));
        name.unwrap_or_else(unknown)
    }

    /// The column in which it is said what is summed up: the first one of texts, if possible
    /// not the one that says the group.
    fn label(&self) -> Option<usize> {
        let texts = || (0..self.columns.len()).filter(|&index| !self.columns[index].is_number());
        texts().find(|&index| Some(&self.columns[index]) != self.by).or(texts().next())
    }

    /// The lines with the sums of some projects, which are a group or all.
    fn sums(&self, projects: &[ListedProject], group: Option<&str>) -> Vec<DataRow> {
        let projects: Vec<&ListedProject> = projects.iter().collect();
        let lines = totals::lines(&projects);
        let has_several = lines.len() > 1;
        let kind = if group.is_some() { RowKind::Subtotal } else { RowKind::Total };
        let row = |(form, totals): (Option<String>, ListingTotals)| {
            let unknown = || if has_several { "不知是哪种表的" } else { "" }.to_owned();
            let form = form.unwrap_or_else(unknown);
            let words = if group.is_some() { "小计" } else { "合计" };
            let label = self.label();
            let is_group = |index: usize| Some(&self.columns[index]) == self.by;
            let said = format!("{form}{words}：{}", count(&totals));
            let cells = self.columns.iter().enumerate().map(|(index, attribute)| match group {
                Some(group) if Some(index) == label && is_group(index) => {
                    Datum::Text(format!("{group}{said}"))
                }
                _ if Some(index) == label => Datum::Text(said.clone()),
                Some(group) if is_group(index) => Datum::Text(group.to_owned()),
                _ => sum(&totals, attribute),
            });
            let mut cells: Vec<Datum> = cells.collect();
            if label.is_none() {
                cells.insert(0, Datum::Text(said.clone()));
            }
            let group = group.map(str::to_owned);
            DataRow { kind, is_grave: totals.errors > 0, group, cells }
        };
        lines.into_iter().map(row).collect()
    }

    /// Where all columns are numbers, makes one for what is summed up.
    fn label_column(&self, table: &mut DataTable) {
        if self.label().is_some() {
            return;
        }
        table.columns.insert(0, DataColumn::new("", ColumnKind::Text));
        for row in table.rows.iter_mut().filter(|row| row.kind == RowKind::Entry) {
            row.cells.insert(0, Datum::Empty);
        }
    }
}

/// How many projects are summed up, and how many are not.
fn count(totals: &ListingTotals) -> String {
    let ListingTotals { projects, left_out, with_errors, .. } = *totals;
    let counted = projects - left_out;
    match (with_errors - left_out, left_out) {
        (0, 0) => format!("{counted} 个项目"),
        (wrong, 0) => format!("{counted} 个项目（其中 {wrong} 份有错误）"),
        (0, left_out) => format!("{counted} 个项目（另有 {left_out} 份读不了，没有算进来）"),
        (wrong, left_out) => format!(
            "{counted} 个项目（其中 {wrong} 份有错误；另有 {left_out} 份读不了，没有算进来）"
        ),
    }
}

pub(super) fn sum(totals: &ListingTotals, attribute: &Attribute) -> Datum {
    let amount = |amount: &Option<Amount>| {
        let value = amount.as_ref().map(|amount| amount.value().normalize());
        value.map_or(Datum::Unknown, Datum::Amount)
    };
    match attribute {
        Attribute::Total => amount(&totals.total),
        Attribute::HalfYear => amount(&totals.half_year),
        Attribute::Indicators => Datum::Count(totals.indicators),
        Attribute::Pages => totals.pages.map_or(Datum::Unknown, Datum::Count),
        Attribute::Errors => Datum::Count(totals.errors),
        Attribute::Warnings => Datum::Count(totals.warnings),
        _ => Datum::Empty,
    }
}
