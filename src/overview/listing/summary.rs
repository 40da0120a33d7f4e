//! The groups of projects as a table: a line for each, with its sums.

use super::table::{TITLE, sum};
use super::totals::{GroupTotals, ListingTotals};
use super::{Listing, SortKey, compare};
use crate::form::{Attribute, FORM_KEY};
use crate::tabular::{ColumnKind, DataColumn, DataRow, DataTable, Datum, RowKind, Tables};
use crate::text::collation::Collation;

/// The columns behind the group: how many projects are summed up, and how many cannot be read.
const COUNTED: &str = "项目数";
const LEFT_OUT: &str = "读不了的文件";

impl Listing {
    /// The table of groups alone.
    pub fn summary_tables(&self) -> Tables {
        Tables { title: TITLE.to_owned(), notes: self.notes(), tables: vec![self.summary()] }
    }

    /// A line for each group, in the order of its sums where one is asked for, and one for all.
    pub(super) fn summary(&self) -> DataTable {
        let by = self.arrangement.by.as_ref().map_or("", Attribute::title);
        let has_forms = !self.totals_by_form.is_empty();
        let numbers = self.numbers();
        let number = |title: &str| DataColumn::new(title, ColumnKind::Number);
        let mut columns = vec![DataColumn::new(by, ColumnKind::Text)];
        columns.extend(has_forms.then(|| DataColumn::new(FORM_KEY, ColumnKind::Text)));
        columns.extend([number(COUNTED), number(LEFT_OUT)]);
        columns.extend(numbers.iter().map(|it| self.column(it)));

        let row = |kind, group: String, form: Option<&str>, totals: &ListingTotals| {
            let form = has_forms.then(|| Datum::known(form));
            let counts = [totals.projects - totals.left_out, totals.left_out].map(Datum::Count);
            let cells = [Datum::Text(group)].into_iter().chain(form).chain(counts);
            let cells = cells.chain(numbers.iter().map(|it| sum(totals, it))).collect();
            DataRow { kind, is_grave: totals.errors > 0, group: None, cells }
        };
        let unknown = || format!("不知道{by}");
        let groups = self.sorted_groups().into_iter().map(|it| {
            let name = it.group.clone().unwrap_or_else(unknown);
            row(RowKind::Entry, name, it.form.as_deref(), &it.totals)
        });
        let mut rows: Vec<DataRow> = groups.collect();
        match has_forms {
            true => {
                rows.extend(self.totals_by_form.iter().map(|(form, totals)| {
                    row(RowKind::Total, "合计".to_owned(), Some(form), totals)
                }))
            }
            false => rows.push(row(RowKind::Total, "合计".to_owned(), None, &self.totals)),
        }
        DataTable { title: "汇总".to_owned(), is_summary: true, columns, rows }
    }

    /// The numbers among the columns that were chosen, or those that people ask for most.
    fn numbers(&self) -> Vec<Attribute> {
        let chosen = self.arrangement.columns.iter().flatten();
        let numbers: Vec<_> = chosen.filter(|it| it.is_number()).cloned().collect();
        match numbers.is_empty() {
            false => numbers,
            true => vec![
                Attribute::Total,
                Attribute::HalfYear,
                Attribute::Indicators,
                Attribute::Errors,
                Attribute::Warnings,
            ],
        }
    }

    /// The groups, by their sums as far as these are asked for.
    fn sorted_groups(&self) -> Vec<&GroupTotals> {
        let order = Collation::chinese();
        let mut groups: Vec<&GroupTotals> = self.totals_by_group.iter().collect();
        let keys = self.arrangement.sort.iter().filter(|key| key.attribute.is_number());
        for SortKey { attribute, is_descending } in keys.rev() {
            groups.sort_by(|one, other| {
                let [one, other] = [one, other].map(|it| sum(&it.totals, attribute));
                compare(&one, &other, *is_descending, &order)
            });
        }
        groups
    }
}
